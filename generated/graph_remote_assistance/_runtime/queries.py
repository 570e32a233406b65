# ruff: noqa
# fmt: off
"""Query options of URLs, and the conditions of requests for entities (OData Protocol
section 11.2)."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, unquote

Names = str | Sequence[str] | None
"""Some names, or their text as the service reads it: `["id", "name"]`, `"id,name"`."""

_SAFE = "$'(),/:@*"  # legible, and in values no server takes them for anything else
# Options whose values may be shown and logged.
_NO_SECRETS = (
    "$count", "$expand", "$filter", "$format", "$orderby", "$search", "$select", "$skip",
    "$top",
)  # fmt: skip


def extended(path: str, more: str) -> str:
    """A path with more segments, in front of the query that either may have."""
    if "?" not in path:
        return path + more
    head, _, query = path.partition("?")
    further, _, added = more.partition("?")
    return f"{head}{further}?{query}" + (f"&{added}" if added else "")


def query(path: str, **options: Names | int) -> str:
    """`path` with the system query options that were given: `/devices?$top=5`.

    None, an empty text and an empty sequence are left out, values are percent-encoded.
    A path may have a query already, of parameter aliases.
    """
    given = (
        f"${name}={quote(_text(value), safe=_SAFE)}"
        for name, value in options.items()
        if value is not None and value != "" and value != [] and value != ()
    )
    added = "&".join(given)
    separator = "&" if "?" in path else "?"
    return f"{path}{separator}{added}" if added else path


def _text(value: str | Sequence[str] | int) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (str, int)) else ",".join(value)


def conditions(
    if_match: str | None = None, if_none_match: str | None = None
) -> dict[str, str]:
    """The headers that make a change depend on the version of the entity.

    `if_match` is an ETag (`model["@odata.etag"]`), or `*` for any version: the entity
    must exist. `if_none_match="*"` asks that it does not (Protocol section 8.2).
    """
    given = {"If-Match": if_match, "If-None-Match": if_none_match}
    return {name: value for name, value in given.items() if value is not None}


def without_secrets(url: str) -> str:
    """A URL that can be shown: only OData's own query options have their values."""
    path, mark, query = url.partition("?")
    shown: list[str] = []
    for part in query.split("&"):
        name, equals, _ = part.partition("=")
        known = unquote(name) in _NO_SECRETS
        shown.append(part if known or not equals else f"{quote(unquote(name))}=…")
    return path + mark + "&".join(shown)
