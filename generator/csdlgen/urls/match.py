"""Following a URL through a model, segment by segment (OData 4.01 URL conventions, section 4).

Three rules:

1. A segment is decoded once, after the path was cut at its slashes, so `%2F` belongs to a key.
2. Behind a collection of entities, `$…`, a type and a bound operation are themselves; all else is a key (section
   4.3.6).
3. What a segment may be depends on the place alone that the segments before it have led to, so the time is in
   proportion to the length of the URL.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias, cast

from csdlgen.common.url_syntax import SHOWN, BrokenRuleError, decode, is_text, split_call, split_query, split_url
from csdlgen.edm.model import NavigationProperty, OperationImport, Property, QName, Singleton, TypeRef
from csdlgen.text import nearest, shown
from csdlgen.urls import segments as seg
from csdlgen.urls.places import SERVICE, Place, place_after, place_of
from csdlgen.urls.segments import Address, Rejected, Rule, Segment
from csdlgen.urls.service import Service
from csdlgen.urls.system import system_segment
from csdlgen.urls.values import (
    Reading,
    choose_overload,
    is_placeholder,
    read_key,
    read_key_segments,
    refuse,
)

Steps: TypeAlias = tuple[tuple[Segment, ...], Place]

_IDENTIFIER = re.compile(r"[^\W\d]\w*")
_ORDINAL = re.compile(r"-?[0-9]{1,9}")


def match_url(
    service: Service, url: str, *, root: str = "", templates: bool = False, dynamic: bool = True, named: bool = False
) -> Address | Rejected:
    """What a URL means in a service; never raises, whatever the text.

    The URL is absolute or relative; the path of `root`, the service root, is taken off where it begins with it. Keys
    are read in either style, operations by simple or qualified name. `templates` lets placeholders stand for values
    (`{id}`, `<address>`, in quotes or not), as reference pages have them, and `named` names in braces alone, as the
    ledger has them; `dynamic` accepts undeclared properties of open types.
    """
    if not is_text(url):
        return Rejected(0, "", "bad-encoding", "the URL has half of a surrogate pair, which is no character")
    parts = split_url(url, root)
    if parts is None:
        return Rejected(0, url[:80], "outside-service", f"the URL is not below the service root {root}")
    count = len(parts.segments)
    try:
        query = tuple(_option(*each, lenient=templates) for each in split_query(parts.query))
    except BrokenRuleError as error:
        return _rejected(count, parts.query, error)
    options: dict[str, str] = {}
    for name, value in query:
        options.setdefault(name, value)
    reading = Reading(service, options, templates, dynamic, named)
    found: list[Segment] = []
    place = SERVICE
    for index, raw in enumerate(parts.segments):
        try:
            steps, place = _step(reading, place, decode(raw), system=raw.startswith("$"))
        except BrokenRuleError as error:
            return _rejected(index, raw, error)
        found += steps
    if place.pending:
        return Rejected(count, "", "key-expected", f"the key of {place} has more parts")
    return Address(tuple(found), place.end, query, parts.fragment)


def _option(name: str, value: str, *, lenient: bool) -> tuple[str, str]:
    """A query option, decoded; `lenient` leaves one with a bad escape as it is."""
    try:
        return decode(name), decode(value)
    except BrokenRuleError:
        if not lenient:
            raise
        return name, value


def _rejected(index: int, segment: str, error: BrokenRuleError) -> Rejected:
    close = 0 < len(error.wrong) <= SHOWN or error.wrong in error.known
    return Rejected(
        index, segment, cast("Rule", error.rule), error.message, nearest(error.wrong, error.known) if close else ""
    )


def _step(reading: Reading, place: Place, text: str, *, system: bool) -> Steps:
    """What a segment is at a place, and where it leads; `system` where it begins with a dollar sign that is not
    encoded, as that of a key is."""
    if not text:
        raise refuse("empty-segment", "a segment is empty")
    if text in (".", ".."):
        raise refuse("dot-segment", "dot segments are resolved by clients: the path would be another one")
    if place.closed:
        raise refuse(*place.closed)
    if system and not place.pending:
        return system_segment(reading, place, text)
    if place.kind == "service":
        return _root(reading, text)
    if place.kind == "each":
        return _operation(reading, place._replace(kind="entity"), text)
    if place.kind == "entity":
        return _in_entities(reading, place, text) if place.collection else _in_structure(reading, place, text)
    if place.kind == "complex" and not place.collection:
        return _in_structure(reading, place, text)
    return _in_values(reading, place, text)


def _called(text: str) -> str:
    """The name that a segment begins with, before any parentheses."""
    return text.partition("(")[0].rstrip() if "(" in text else text


def _root(reading: Reading, text: str) -> Steps:
    service, name = reading.service, _called(text)
    found = service.roots.get(name)
    if found is None:
        message = f"the service has no entity set, singleton or operation import {shown(name)}"
        raise refuse("unknown-root", message, name, tuple(service.roots))
    _, groups = split_call(text)
    if isinstance(found, OperationImport):
        overloads = service.imported(found)
        if not overloads:
            raise refuse("unknown-root", f"{name} calls {found.operation}, which the model does not have")
        operation, arguments = choose_overload(reading, overloads, groups[0] if groups else None)
        segment = seg.ImportedOperation(name, operation, arguments)
        return _keyed(reading, (segment,), place_after(service, operation), groups[1:])
    collection = not isinstance(found, Singleton)
    place = Place("entity", found.type, collection, None, name)
    return _keyed(reading, (seg.Root(name),), place, groups)


def _keyed(reading: Reading, found: tuple[Segment, ...], place: Place, groups: tuple[str, ...]) -> Steps:
    """With the key in parentheses behind a segment, if there is one."""
    if not groups:
        return found, place
    if place.closed:
        raise refuse(*place.closed)
    if place.kind != "entity" or not place.collection or place.type is None or len(groups) > 1:
        raise refuse("key-not-allowed", f"{place.keyed()} is no collection of entities: it takes no key")
    choice = reading.service.choice(place.type, place.source, place.step)
    return (*found, read_key(reading, groups[0], choice, place.type)), place.keyed()


def _in_entities(reading: Reading, place: Place, text: str) -> Steps:
    """Behind a collection of entities."""
    assert place.type is not None
    name = _called(text)
    if not place.pending:
        if name in reading.service.operations(place.type, True):
            return _operation(reading, place, text)
        if "." in name and (steps := _cast(reading, place, text)):
            return steps
    choice = reading.service.choice(place.type, place.source, place.step)
    texts = (*place.pending, text)
    try:
        if reading.templates and not is_placeholder(text):
            _refuse_slip(reading.service, place, name)
        key = read_key_segments(reading, texts, choice, place.type)
    except BrokenRuleError as error:
        if error.rule == "wrong-literal" and name in reading.service.members(place.type):
            message = f"{shown(name)} is a member of one {place.type}: a key goes before it"
            raise refuse("key-expected", message) from error
        raise
    return ((), place._replace(pending=texts)) if key is None else ((key,), place.keyed())


def _refuse_slip(service: Service, place: Place, name: str) -> None:
    """In templates, a literal key that is called like something else at its place is taken for a slip: most often the
    key before it is missing."""
    assert place.type is not None
    single = (*service.members(place.type), *service.operations(place.type, False))
    if name in single:
        message = f"{shown(name)} is there on one {place.type}, and {place} takes a key first"
        raise refuse("key-expected", message, f"{{id}}/{name}", (f"{{id}}/{name}",))
    known = (*service.operations(place.type, True), *single)
    if name.casefold() in map(str.casefold, known):
        message = f"{place} takes a key here, or an operation, and {shown(name)} is none"
        raise refuse("key-expected", message, name, known)


def _in_structure(reading: Reading, place: Place, text: str) -> Steps:
    """Behind one entity or complex value."""
    if place.type is None:
        return _cast(reading, place, text) or _unknown(reading, place, text)
    name = _called(text)
    member = reading.service.members(place.type).get(name)
    if member is not None:
        return _member(reading, place.type, member, split_call(text)[1])
    if name in reading.service.operations(place.type, False):
        return _operation(reading, place, text)
    if steps := _cast(reading, place, text):
        return steps
    if reading.dynamic and reading.service.is_open(place.type) and _IDENTIFIER.fullmatch(text):
        return (seg.DynamicProperty(text),), Place("dynamic")
    return _unknown(reading, place, text)


def _member(reading: Reading, owner: QName, member: Property | NavigationProperty, groups: tuple[str, ...]) -> Steps:
    if isinstance(member, NavigationProperty):
        place = Place("entity", member.type.name, member.type.collection, owner, member.name)
        return _keyed(reading, (seg.Navigation(member.name),), place, groups)
    place = place_of(reading.service, member.type, owner, member.name)
    kinds: dict[str, Callable[[str], Segment]] = {
        "entity": seg.ComplexProperty, "complex": seg.ComplexProperty, "stream": seg.StreamProperty,
    }  # fmt: skip
    return _keyed(reading, (kinds.get(place.kind, seg.PrimitiveProperty)(member.name),), place, groups)


def _in_values(reading: Reading, place: Place, text: str) -> Steps:
    """Behind a primitive or dynamic value, a stream, or a collection of anything but entities."""
    name = _called(text)
    if place.type is not None and name in reading.service.operations(place.type, place.collection):
        return _operation(reading, place, text)
    if place.kind in ("complex", "dynamic", "all") and "." in name and (steps := _cast(reading, place, text)):
        return steps
    if place.collection and _ORDINAL.fullmatch(text):
        return (seg.Ordinal(int(text)),), place.keyed()
    if place.kind == "dynamic" and not place.collection and reading.dynamic and _IDENTIFIER.fullmatch(text):
        return (seg.DynamicProperty(text),), Place("dynamic")
    if place.collection and place.kind == "complex":
        raise refuse("key-expected", f"behind {place} stands a position, a type, $count or an operation")
    raise refuse("nothing-follows", f"{shown(text)} cannot stand behind {place}")


def _operation(reading: Reading, place: Place, text: str) -> Steps:
    """A bound operation."""
    assert place.type is not None
    known = reading.service.operations(place.type, place.collection)
    if _called(text) not in known:
        raise refuse("nothing-follows", f"only an operation stands behind $each, and {place.type} has no {shown(text)}")
    name, groups = split_call(text)
    operation, arguments = choose_overload(reading, known[name], groups[0] if groups else None)
    after = place_after(reading.service, operation)
    return _keyed(reading, (seg.BoundOperation(operation, arguments),), after, groups[1:])


def _cast(reading: Reading, place: Place, text: str) -> Steps | None:
    """A type cast; None where a segment names no type of the model.

    A qualified name in a namespace of the model that names nothing there is refused, rather than taken for a key; a
    simple name will do behind a single value (OData 4.01).
    """
    service, name = reading.service, _called(text)
    found = service.qualified(name) if "." in name else _simple(service, place, name)
    if found is None:
        return None
    if service.model.structured(found) is None:
        if name.rpartition(".")[0] != found.namespace or not _IDENTIFIER.fullmatch(found.name):
            return None
        return _unknown(reading, place, text)
    if place.type is not None and place.kind != "dynamic" and not service.derives(found, place.type):
        raise refuse("wrong-cast", f"{found} does not derive from {place.type}")
    after = place_of(service, TypeRef(found, place.collection), place.source, place.step)
    if place.kind == "all":
        after = after._replace(closed=("nothing-follows", "nothing follows the type behind $all"))
    return _keyed(reading, (seg.Cast(found),), after, split_call(text)[1])


def _simple(service: Service, place: Place, name: str) -> QName | None:
    """The type of a simple name in the namespace of the type at hand."""
    if place.type is None or place.collection:
        return None
    found = QName(place.type.namespace, name)
    known = service.model.structured(found) is not None and service.derives(found, place.type)
    return found if known else None


def _unknown(reading: Reading, place: Place, text: str) -> Steps:
    """Refuses a segment that names nothing at a place."""
    service, name = reading.service, _called(text)
    if reading.templates and is_placeholder(text) and not place.collection:
        raise refuse("key-not-allowed", f"{place} is one value: it takes no key")
    if place.type is None:
        raise refuse("nothing-follows", f"only a type stands behind {place}")
    if derived := service.declaring(place.type, name, place.collection):
        message = f"{place} has no {shown(name)}, but {derived}, which derives from it, has: a cast goes before it"
        raise refuse("unknown-segment", message, f"{derived}/{name}", (f"{derived}/{name}",))
    known = (*service.members(place.type), *service.operations(place.type, place.collection))
    types = tuple(map(str, service.model.derived.get(place.type, ())))
    if place.collection:
        known = tuple(service.operations(place.type, True))
    raise refuse("unknown-segment", f"{place} has no {shown(name)}", name, (*known, *types))
