"""Query options of URLs (OData Protocol section 11.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote

if TYPE_CHECKING:
    from datetime import date

    from .expressions import Computed, Expand, Expression, Order
    from .fields import Field

# What query options take. Text is as the service reads it, and is taken as it is.
Selecting: TypeAlias = "Field[Any] | str | Iterable[Field[Any] | str] | None"
"""Properties: `User.id`, `[User.id, User.manager / Manager.name]`, `"id,name"`."""
Filtering: TypeAlias = "Expression[bool] | str | None"
"""A condition: `User.name == "A"`, `"name eq 'A'"`."""
Ordering: TypeAlias = (
    "Expression[Any] | Order | str | Iterable[Expression[Any] | Order | str] | None"
)
"""What to sort by, the first first: `[User.name.desc(), User.id]`, `"name desc,id"`."""
Expanding: TypeAlias = (
    "Field[Any] | Expand | str | Iterable[Field[Any] | Expand | str] | None"
)
"""Navigation properties: `User.manager`, `User.manager.expand(select=User.id)`."""
Computing: TypeAlias = "Computed | str | Iterable[Computed | str] | None"
"""Values under names: `(Order.price * Order.amount).as_("total")`."""
Params: TypeAlias = "Mapping[str, str | int | float | date] | None"
"""Query parameters of the service's own: `{"startDateTime": datetime(2026, 1, 1)}`."""

_SAFE = "$'(),/:@*"  # legible, and in values no server takes them for anything else


def extended(path: str, more: str) -> str:
    """A path with more segments, in front of the query that either may have."""
    if "?" not in path:
        return path + more
    head, _, query = path.partition("?")
    further, _, added = more.partition("?")
    return f"{head}{further}?{query}" + (f"&{added}" if added else "")


def query(path: str, *, params: Params = None, **options: Any) -> str:
    """`path` with the system query options that were given, and with parameters of the
    service's own: `/devices?$top=5`.

    None, an empty text and an empty sequence are left out, values are percent-encoded.
    A path may have a query already, of parameter aliases.
    """
    given = [(f"${name}", text) for name, text in _texts(options)]
    given += [(name, _text(value)) for name, value in (params or {}).items()]
    added = "&".join(
        f"{quote(name, safe=_SAFE)}={quote(text, safe=_SAFE)}" for name, text in given
    )
    separator = "&" if "?" in path else "?"
    return f"{path}{separator}{added}" if added else path


def nested_options(**options: Any) -> list[str]:
    """System query options as those of a segment or of `$expand`: `$top=5`."""
    return [f"${name}={text}" for name, text in _texts(options)]


def _texts(options: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in options.items():
        text = "" if value is None else _text(value)
        if text:
            yield name, text


def _text(value: Any) -> str:
    """What an option says; several parts are joined by commas."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    if isinstance(value, str) or not isinstance(value, Iterable):
        return str(value)
    return ",".join(map(str, value))  # pyright: ignore[reportUnknownArgumentType]
