"""Following a URL through a model, segment by segment (OData 4.01 URL conventions, section 4).

Three rules:

1. A segment is decoded once, after the path was cut at its slashes, so `%2F` belongs to a key.
2. Behind a collection of entities, `$…`, a type and a bound operation are themselves; all else is a key (section
   4.3.6).
3. What a segment may be depends on the resource alone that the segments before it have led to, so the time is in
   proportion to the length of the URL.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal, TypeAlias, cast

from csdlgen.edm.model import NavigationProperty, OperationImport, Property, QName, Singleton, TypeRef
from csdlgen.shared_with_packages.url_syntax import (
    SHOWN,
    BrokenRuleError,
    Parts,
    decode,
    is_text,
    split_call,
    split_query,
    split_url,
)
from csdlgen.text import nearest, shown
from csdlgen.urls import segments as seg
from csdlgen.urls.lookup import UrlLookup
from csdlgen.urls.overloads import choose_overload
from csdlgen.urls.resource import SERVICE, Resource, resource_after, resource_of
from csdlgen.urls.segments import Address, Argument, KeySegment, Placeholder, Rejected, Rule, Segment
from csdlgen.urls.system import system_segment
from csdlgen.urls.values import (
    Reading,
    is_placeholder,
    read_key,
    read_key_segments,
    refuse,
)

Steps: TypeAlias = tuple[tuple[Segment, ...], Resource]

_KINDS_OF_PROPERTIES: dict[str, Literal["complex", "stream"]] = {
    "entity": "complex", "complex": "complex", "stream": "stream",
}  # fmt: skip
_IDENTIFIER = re.compile(r"[^\W\d]\w*")
_ORDINAL = re.compile(r"-?[0-9]{1,9}")


def match_url(
    lookup: UrlLookup,
    url: str,
    *,
    root: str = "",
    templates: bool = False,
    dynamic: bool = True,
    named: bool = False,
    keyless: bool = False,
) -> Address | Rejected:
    """What a URL means in a service; never raises, whatever the text.

    The URL is absolute or relative; the path of `root`, the service root, is taken off where it begins with it. Keys
    are read in either style, operations by simple or qualified name. `templates` lets placeholders stand for values
    (`{id}`, `<address>`, in quotes or not), as reference pages have them, and `named` names in braces alone, as the
    ledger has them; `dynamic` accepts undeclared properties of open types. `keyless` lets keys be left out: a
    member of the entities goes before an operation on the collection, and only a placeholder is taken for a key.
    """
    if not is_text(url):
        return Rejected(0, "", "bad-encoding", "it has half of a surrogate pair, which is no character", part="URL")
    parts = split_url(url, root)
    if parts is None:
        return Rejected(0, url[:80], "outside-service", f"it is not below the service root {root}", part="URL")
    try:
        query = tuple(_option(*pair, lenient=templates) for pair in split_query(parts.query))
    except BrokenRuleError as error:
        return replace(_rejected(len(parts.segments), parts.query, error), part="query")
    options = dict(reversed(query))  # of several with one name, the first counts
    return _follow(Reading(lookup, options, templates, dynamic, named, keyless), parts, query)


def _follow(reading: Reading, parts: Parts, query: tuple[tuple[str, str], ...]) -> Address | Rejected:
    """What the segments of a path mean one after the other."""
    segments: list[Segment] = []
    resource = SERVICE
    for index, raw in enumerate(parts.segments):
        try:
            steps, resource = _step(reading, resource, decode(raw), system=raw.startswith("$"))
        except BrokenRuleError as error:
            return _rejected(index, raw, error)
        segments += steps
    if resource.pending:
        return Rejected(len(parts.segments), "", "key-expected", f"the key of {resource} has more parts")
    return Address(tuple(segments), resource.end, query, parts.fragment)


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


def _step(reading: Reading, resource: Resource, text: str, *, system: bool) -> Steps:
    """What a segment is behind a resource, and where it leads; `system` where it begins with a dollar sign that is not
    encoded, as that of a key is."""
    if not text:
        raise refuse("empty-segment", "a segment is empty")
    if text in (".", ".."):
        raise refuse("dot-segment", "dot segments are resolved by clients: the path would be another one")
    if resource.closed:
        raise refuse(*resource.closed)
    if system and not resource.pending:
        return system_segment(reading, resource, text)
    if resource.kind == "service":
        return _root(reading, text)
    if resource.kind == "each":
        return _operation(reading, resource._replace(kind="entity"), text)
    if resource.kind == "entity":
        return _in_entities(reading, resource, text) if resource.collection else _in_structure(reading, resource, text)
    if resource.kind == "complex" and not resource.collection:
        return _in_structure(reading, resource, text)
    return _in_values(reading, resource, text)


def _called(text: str) -> str:
    """The name that a segment begins with, before any parentheses."""
    return text.partition("(")[0].rstrip() if "(" in text else text


def _root(reading: Reading, text: str) -> Steps:
    lookup, name = reading.lookup, _called(text)
    found = lookup.roots.get(name)
    if found is None:
        message = f"the service has no entity set, singleton or operation import {shown(name)}"
        raise refuse("unknown-root", message, name, tuple(lookup.roots))
    _, groups = split_call(text)
    if isinstance(found, OperationImport):
        overloads = lookup.unbound(found.operation)
        if not overloads:
            raise refuse("unknown-root", f"{name} calls {found.operation}, which the model does not have")
        operation, arguments = choose_overload(reading, overloads, groups[0] if groups else None)
        segment = seg.ImportedOperation(name, operation, arguments)
        return _keyed(reading, (segment,), resource_after(lookup, operation), groups[1:])
    collection = not isinstance(found, Singleton)
    resource = Resource("entity", found.type, collection, None, name)
    return _keyed(reading, (seg.Root(name),), resource, groups)


def _keyed(reading: Reading, found: tuple[Segment, ...], resource: Resource, groups: tuple[str, ...]) -> Steps:
    """With the key in parentheses behind a segment, if there is one."""
    if not groups:
        return found, resource
    if resource.closed:
        raise refuse(*resource.closed)
    if resource.kind != "entity" or not resource.collection or resource.type is None or len(groups) > 1:
        raise refuse("key-not-allowed", f"{resource.keyed()} is no collection of entities: it takes no key")
    choice = reading.lookup.choice(resource.type, resource.source, resource.step)
    return (*found, read_key(reading, groups[0], choice, resource.type)), resource.keyed()


def _in_entities(reading: Reading, resource: Resource, text: str) -> Steps:
    """Behind a collection of entities."""
    assert resource.type is not None
    name = _called(text)
    members = reading.lookup.members(resource.type)
    if not resource.pending and not (reading.keyless and name in members):
        if name in reading.lookup.operations(resource.type, True):
            return _operation(reading, resource, text)
        if "." in name and (steps := _cast(reading, resource, text)):
            return steps
    if reading.keyless:
        given = is_placeholder(text)
        segments, after = ((), resource.keyed()) if given else _in_structure(reading, resource.keyed(), text)
        return (KeySegment((Argument("", Placeholder(text if given else "{key}")),)), *segments), after
    choice = reading.lookup.choice(resource.type, resource.source, resource.step)
    texts = (*resource.pending, text)
    try:
        if reading.templates and not is_placeholder(text):
            _refuse_slip(reading.lookup, resource, name)
        key = read_key_segments(reading, texts, choice, resource.type)
    except BrokenRuleError as error:
        if error.rule == "wrong-literal" and name in members:
            message = f"{shown(name)} is a member of one {resource.type}: a key goes before it"
            raise refuse("key-expected", message) from error
        raise
    return ((), resource._replace(pending=texts)) if key is None else ((key,), resource.keyed())


def _refuse_slip(lookup: UrlLookup, resource: Resource, name: str) -> None:
    """In templates, a literal key with the name of something that may stand in its position is taken for a slip: most
    often the key before it is missing."""
    assert resource.type is not None
    single = (*lookup.members(resource.type), *lookup.operations(resource.type, False))
    if name in single:
        message = f"{shown(name)} belongs to one {resource.type}, so {resource} takes a key first"
        raise refuse("key-expected", message, f"{{id}}/{name}", (f"{{id}}/{name}",))
    known = (*lookup.operations(resource.type, True), *single)
    if name.casefold() in map(str.casefold, known):
        message = f"{resource} takes a key or an operation here, and {shown(name)} is neither"
        raise refuse("key-expected", message, name, known)


def _in_structure(reading: Reading, resource: Resource, text: str) -> Steps:
    """Behind one entity or complex value."""
    if resource.type is None:
        return _cast(reading, resource, text) or _unknown(reading, resource, text)
    name = _called(text)
    member = reading.lookup.members(resource.type).get(name)
    if member is not None:
        return _member(reading, resource.type, member, split_call(text)[1])
    if name in reading.lookup.operations(resource.type, False):
        return _operation(reading, resource, text)
    if steps := _cast(reading, resource, text):
        return steps
    if reading.dynamic and reading.lookup.is_open(resource.type) and _IDENTIFIER.fullmatch(text):
        return (seg.PropertySegment(text, "dynamic"),), Resource("dynamic")
    return _unknown(reading, resource, text)


def _member(reading: Reading, owner: QName, member: Property | NavigationProperty, groups: tuple[str, ...]) -> Steps:
    if isinstance(member, NavigationProperty):
        resource = Resource("entity", member.type.name, member.type.collection, owner, member.name)
        return _keyed(reading, (seg.Navigation(member.name),), resource, groups)
    resource = resource_of(reading.lookup, member.type, owner, member.name)
    segment = seg.PropertySegment(member.name, _KINDS_OF_PROPERTIES.get(resource.kind, "primitive"))
    return _keyed(reading, (segment,), resource, groups)


def _in_values(reading: Reading, resource: Resource, text: str) -> Steps:
    """Behind a primitive or dynamic value, a stream, or a collection of anything but entities."""
    name = _called(text)
    if resource.type is not None and name in reading.lookup.operations(resource.type, resource.collection):
        return _operation(reading, resource, text)
    if resource.kind in ("complex", "dynamic", "all") and "." in name and (steps := _cast(reading, resource, text)):
        return steps
    if resource.collection and _ORDINAL.fullmatch(text):
        return (seg.Ordinal(int(text)),), resource.keyed()
    if resource.kind == "dynamic" and not resource.collection and reading.dynamic and _IDENTIFIER.fullmatch(text):
        return (seg.PropertySegment(text, "dynamic"),), Resource("dynamic")
    if resource.collection and resource.kind == "complex":
        raise refuse("key-expected", f"only a position, a type, $count or an operation may follow {resource}")
    raise refuse("nothing-follows", f"{shown(text)} cannot follow {resource}")


def _operation(reading: Reading, resource: Resource, text: str) -> Steps:
    """A bound operation."""
    assert resource.type is not None
    known = reading.lookup.operations(resource.type, resource.collection)
    if _called(text) not in known:
        raise refuse("nothing-follows", f"only an operation may follow $each, and {resource.type} has no {shown(text)}")
    name, groups = split_call(text)
    operation, arguments = choose_overload(reading, known[name], groups[0] if groups else None)
    after = resource_after(reading.lookup, operation)
    return _keyed(reading, (seg.BoundOperation(operation, arguments),), after, groups[1:])


def _cast(reading: Reading, resource: Resource, text: str) -> Steps | None:
    """A type cast; None where a segment names no type of the model.

    A qualified name in a namespace of the model that names nothing there is refused, rather than taken for a key; a
    simple name will do behind a single value (OData 4.01).
    """
    lookup, name = reading.lookup, _called(text)
    found = lookup.qualified(name) if "." in name else _simple(lookup, resource, name)
    if found is None:
        return None
    if lookup.model.structured(found) is None:
        if name.rpartition(".")[0] != found.namespace or not _IDENTIFIER.fullmatch(found.name):
            return None
        return _unknown(reading, resource, text)
    if resource.type is not None and resource.kind != "dynamic" and not lookup.is_a(found, resource.type):
        raise refuse("wrong-cast", f"{found} does not derive from {resource.type}")
    after = resource_of(lookup, TypeRef(found, resource.collection), resource.source, resource.step)
    if resource.kind == "all":
        after = after._replace(closed=("nothing-follows", "nothing follows the type behind $all"))
    return _keyed(reading, (seg.Cast(found),), after, split_call(text)[1])


def _simple(lookup: UrlLookup, resource: Resource, name: str) -> QName | None:
    """The type of a simple name in the namespace of the type at hand."""
    if resource.type is None or resource.collection:
        return None
    found = QName(resource.type.namespace, name)
    known = lookup.model.structured(found) is not None and lookup.is_a(found, resource.type)
    return found if known else None


def _unknown(reading: Reading, resource: Resource, text: str) -> Steps:
    """Refuses a segment that names nothing behind a resource."""
    lookup, name = reading.lookup, _called(text)
    if reading.templates and is_placeholder(text) and not resource.collection:
        raise refuse("key-not-allowed", f"{resource} is one value: it takes no key")
    if resource.type is None:
        raise refuse("nothing-follows", f"only a type may follow {resource}")
    if derived := lookup.derived_with(resource.type, name, resource.collection):
        message = f"{resource} has no {shown(name)}, but {derived}, which derives from it, has: a cast goes before it"
        raise refuse("unknown-segment", message, f"{derived}/{name}", (f"{derived}/{name}",))
    known = (*lookup.members(resource.type), *lookup.operations(resource.type, resource.collection))
    types = tuple(map(str, lookup.model.derived.get(resource.type, ())))
    if resource.collection:
        known = tuple(lookup.operations(resource.type, True))
    raise refuse("unknown-segment", f"{resource} has no {shown(name)}", name, (*known, *types))
