"""Writing an address down: as a URL that means it again, and as a line that expectations of tests are written in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias
from urllib.parse import quote

from csdlgen.edm.model import Operation
from csdlgen.urls.literals import write_bare, write_literal
from csdlgen.urls.lookup import UrlLookup
from csdlgen.urls.segments import (
    Address,
    Argument,
    BoundOperation,
    Cast,
    CrossJoin,
    FilterSegment,
    ImportedOperation,
    KeySegment,
    Navigation,
    Ordinal,
    PropertySegment,
    Rejected,
    Root,
    Segment,
    System,
)

KeyStyle: TypeAlias = Literal["segment", "parentheses"]

# What may stand in a path segment as it is (RFC 3986), without the plus sign, which some lookups take for a blank.
SAFE = "!$&'()*,;=:@"
_QUERY = "!$'()*,:@/"


def write_url(lookup: UrlLookup, address: Address, style: KeyStyle = "parentheses") -> str:
    """A relative URL, percent-encoded, with operations and types by their qualified names.

    With `style` "segment" keys of one part are segments of their own (URL conventions section 4.3.6), except such as
    would be read as something else there: dot segments, blanks, what begins with a dollar sign, and the names of
    operations and types. Those, and keys of several parts, stand in parentheses.
    """
    path = ""
    for each in address.segments:
        if isinstance(each, KeySegment) and style == "segment" and _as_segment(lookup, each):
            path += "/" + quote(write_bare(each.parts[0].value), safe="")
        else:
            path += ("" if isinstance(each, KeySegment) else "/") + quote(_text(each), safe=SAFE)
    query = "&".join(f"{quote(name, safe='$@')}={quote(value, safe=_QUERY)}" for name, value in address.query)
    return path.removeprefix("/") + (query and f"?{query}") + (address.fragment and f"#{address.fragment}")


def _as_segment(lookup: UrlLookup, key: KeySegment) -> bool:
    """Whether a key means the same as a segment of its own."""
    if len(key.parts) != 1 or key.omitted or key.alternate:
        return False
    value = key.parts[0].value
    if not isinstance(value, str):
        return True
    name = value.partition("(")[0].rstrip()
    plain = value.strip() and value not in (".", "..") and not value.startswith("$")
    return bool(plain) and name not in _bound_to_collections(lookup) and lookup.qualified(name) is None


def _bound_to_collections(lookup: UrlLookup) -> set[str]:
    """The simple names of everything that is bound to collections."""
    return {each.name.name for (_, collection), some in lookup.bound.items() if collection for each in some}


def _predicate(key: KeySegment) -> str:
    alone = len(key.parts) == 1 and not key.omitted and not key.alternate
    only = key.parts[0]
    return f"({write_literal(only.value)})" if alone or not only.name else f"({_arguments(key.parts)})"


def _arguments(arguments: Iterable[Argument]) -> str:
    return ",".join(
        f"{each.name}={write_literal(each.value)}" if each.name else write_literal(each.value) for each in arguments
    )


def _text(segment: Segment) -> str:
    match segment:
        case Cast(type=name):
            return str(name)
        case Ordinal(index=index):
            return str(index)
        case BoundOperation(operation=operation, arguments=arguments):
            return _call(str(operation.name), operation, arguments)
        case ImportedOperation(name=name, operation=operation, arguments=arguments):
            return _call(name, operation, arguments)
        case FilterSegment(expression=expression):
            return f"$filter({expression})"
        case CrossJoin(sets=sets):
            return f"$crossjoin({','.join(sets)})"
        case KeySegment():
            return _predicate(segment)
    return segment.name


def _call(name: str, operation: Operation, arguments: tuple[Argument, ...]) -> str:
    return f"{name}({_arguments(arguments)})" if operation.kind == "function" else name


_WORDS: dict[type[Segment], str] = {
    Root: "root",
    Navigation: "navigation",
    KeySegment: "key",
    Ordinal: "position",
    Cast: "cast",
    ImportedOperation: "import",
    FilterSegment: "filter",
    CrossJoin: "crossjoin",
    System: "system",
}


def describe(found: Address | Rejected) -> str:
    """One line about what a URL means: its segments, then what they lead to; or the broken rule."""
    if isinstance(found, Rejected):
        return f"{found.rule} at {found.index}"
    return " | ".join((*_lines(found.segments), f"-> {found.end}"))


def _lines(segments: Iterable[Segment]) -> Iterator[str]:
    for each in segments:
        if isinstance(each, KeySegment):
            omitted = f" without {','.join(each.omitted)}" if each.omitted else ""
            yield f"{'alternate ' if each.alternate else ''}key {_arguments(each.parts)}{omitted}"
        elif isinstance(each, BoundOperation):
            yield f"{each.operation.kind} {_text(each)}"
        elif isinstance(each, System):
            yield each.name
        elif isinstance(each, PropertySegment):
            yield f"{'property' if each.kind == 'primitive' else each.kind} {each.name}"
        else:
            yield f"{_WORDS[type(each)]} {_text(each)}"
