"""Bodies of requests: what is sent of the JSON that a model shows.

A model keeps everything that the service said. Some of it only responses have, and
services refuse it in requests; and numbers that JSON would round go as text, in a body
that says so (OData JSON sections 3.2 and 4.5).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from .changes import Written, changes, journal
from .codecs import codec, resolve
from .requests import Body

Json = dict[str, Any]

# Control information of responses, without the prefix that 4.01 allows to leave out.
_OF_RESPONSES = frozenset(
    (
        "associationLink", "context", "count", "deltaLink", "editLink", "etag",
        "mediaContentType", "mediaEditLink", "mediaEtag", "mediaReadLink",
        "metadataEtag", "navigationLink", "nextLink", "readLink",
    )
)  # fmt: skip
_OF_REQUESTS = frozenset(("bind", "delta", "id", "removed", "type"))


def payload(value: Any, type_: str) -> Body:
    """The body that creates or replaces an entity, from its model.

    What is the service's to compute is left out, unless somebody assigned it.
    """
    numbers = _Numbers(_as_read(value, ("computed",)))
    return Body(_send(codec(type_).dump(value), type_, numbers), numbers.any_big)


def update(value: Any, type_: str, *, whole: bool = False) -> Body:
    """The body that updates an entity: what changed in its model since it was read, or
    the whole of it, without what only the service or only a new entity can set unless
    somebody assigned it.

    ValueError where nothing changed: services differ in what they make of no properties.
    """
    wire = codec(type_).dump(value)
    if not whole and not (wire := changes(value)):
        raise ValueError(
            f"nothing was assigned to this {type(value).__name__} since it was read"
            " (whole=True sends all that it has; None clears a property, del does not)"
        )
    own = journal(value).get(id(value.__wire__))
    left_out = _as_read(value, ("computed", "immutable"), {id(wire): own})
    numbers = _Numbers(left_out)
    return Body(_send(wire, type_, numbers), numbers.any_big)


def _as_read(
    value: Any, kinds: tuple[str, ...], more: Mapping[int, Written | None] = {}
) -> Callable[[Json, str], set[str]]:
    """Tells which properties of a JSON object in `value`, of a type, have an access of
    those kinds and stand as they were read."""
    known = {**journal(value), **more} if hasattr(value, "__wire__") else {}

    def names(wire: Json, type_: str) -> set[str]:
        access = getattr(codec(type_).read(wire), "__access__", {})
        found = {name for name, kind in access.items() if kind in kinds}
        entry = known.get(id(wire)) if found else None
        return found - entry.written() if entry else found

    return names


def parameters(*given: tuple[str, str, Any]) -> Body:
    """The body of an action from (wire name, type, value).

    None is left out, which means null or the default (OData Protocol 11.5.5.1).
    """
    numbers = _Numbers()
    data = {
        name: _send(codec(type_).dump(value), type_, numbers)
        for name, type_, value in given
        if value is not None
    }
    return Body(data, numbers.any_big)


def without_control_information(wire: Any) -> Any:
    """The JSON without what only responses have, at any depth."""
    return _send(wire, "", _Numbers())


def _nothing(wire: Json, type_: str) -> set[str]:
    return set()


class _Numbers:
    """Writes big numbers as text, and remembers whether there were any; `left_out` tells
    the names in an object of a type that are not sent."""

    any_big = False

    def __init__(self, left_out: Callable[[Json, str], set[str]] = _nothing) -> None:
        self.left_out = left_out

    def text(self, wire: Any) -> Any:
        if isinstance(wire, bool) or not isinstance(wire, (str, int, float)):
            return wire
        self.any_big = True
        return wire if isinstance(wire, str) else _digits(wire)


def _digits(number: float) -> str:
    from decimal import Decimal

    return format(Decimal(repr(number)), "f")


def _send(wire: Any, type_: str, numbers: _Numbers) -> Any:
    """The JSON of a value of that type as it is sent."""
    if isinstance(wire, list):
        item = type_[11:-1] if type_.startswith("Collection(") else type_
        return [_send(each, item, numbers) for each in _items(wire)]
    if type_ in ("Edm.Int64", "Edm.Decimal"):
        return numbers.text(wire)
    if not isinstance(wire, dict):
        return wire
    sent_object: Json = {}
    known = _known(cast(Json, wire), type_)
    types = _types(cast(Json, wire), known)
    left_out = numbers.left_out(cast(Json, wire), known) if known else ()
    for name, value in cast(Json, wire).items():
        if name not in left_out and (sent := _name(name)):
            sent_object[sent] = _send(value, types.get(name, ""), numbers)
    return sent_object


def _items(wire: Any) -> list[Any]:
    return list(wire)


def _known(wire: Json, type_: str) -> str:
    """The type of an object as far as the package has it, empty for another."""
    named = _named(wire.get("@odata.type") or wire.get("@type"))
    known = type_ if type_ and not type_.startswith("Edm.") else named
    return "" if resolve(known) is None else known


def _types(wire: Json, known: str) -> Mapping[str, str]:
    """The types of an object's properties, as its type declares them and as the object
    itself states them, for open properties and untyped ones (OData JSON section 4.5.3).
    """
    declared: Mapping[str, str] = codec(known).properties(wire) if known else {}
    stated = {
        head: _named(value)
        for head, _, term, value in (
            (*name.rpartition("@"), wire[name]) for name in wire
        )
        if head and term in ("odata.type", "type")
    }
    return {**declared, **stated}


def _named(type_: Any) -> str:
    """The type that control information names: `#Int64` is `Edm.Int64`."""
    name = str(type_ or "").rpartition("#")[2]
    inner = name.removeprefix("Collection(").removesuffix(")")
    return name.replace(inner, f"Edm.{inner}") if inner and "." not in inner else name


def _name(name: str) -> str:
    """The name to send, empty for what is left out."""
    if "@" not in name:
        return "" if name[:1] == "#" else name  # "#…": operations that can be called
    head, _, term = name.rpartition("@")
    plain = term.removeprefix("odata.")
    if plain in _OF_RESPONSES:
        return ""
    return f"{head}@odata.{plain}" if plain in _OF_REQUESTS else name
