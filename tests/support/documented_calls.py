"""Requests that a generated client builds for documented lines: it is followed along what the segments of a line mean,
with the line's own keys, arguments and query options, and asked for the line's method.

URLs are compared as this module writes them, apart from the runtime of generated packages: one spelling of each
segment, with keys as segments, and decoded.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from importlib import import_module
from typing import Any, NamedTuple, cast
from urllib.parse import parse_qsl, unquote

from csdlgen.edm.vocabularies import required_parameters
from csdlgen.urls import Address
from csdlgen.urls.literals import write_bare, write_literal
from csdlgen.urls.segments import (
    Argument,
    BoundOperation,
    Cast,
    EnumValue,
    ImportedOperation,
    KeySegment,
    Navigation,
    Placeholder,
    PropertySegment,
    Raw,
    Root,
    Segment,
    System,
    Value,
)
from tests.support.client_tree import Tree, example, parameters_of, required_by, shape


class Missing(NamedTuple):
    """What a client cannot do: `segment`, `verb` or `option`, and which."""

    what: str
    name: str


class Built(NamedTuple):
    """A request and the URL that it should have, both decoded; queries are sorted."""

    method: str
    url: str
    query: tuple[tuple[str, str], ...]
    wanted_url: str
    wanted_query: tuple[tuple[str, str], ...]

    @property
    def is_right(self) -> bool:
        return (self.url, self.query) == (self.wanted_url, self.wanted_query)


def build(tree: Tree, method: str, address: Address) -> Built | Missing:
    """The request of a line, or what the client has not for it."""
    return _from(tree, tree.root, "", method, address, address.segments)


def _from(
    tree: Tree, builder: Any, path: str, method: str, address: Address, segments: Sequence[Segment]
) -> Built | Missing:
    """The same from a builder on. Several may be behind a segment: a complex value that leads on has its verbs at
    another one, unless it is a resource."""
    if not segments:
        return _sent(tree, builder, path, method, address)
    segment, *rest = segments
    found: Built | Missing = Missing("segment", _name(segment))
    for candidate, written in _behind(tree, builder, segment):
        if unquote(candidate._path) == path + written:
            found = _from(tree, candidate, path + written, method, address, rest)
            if isinstance(found, Built) and found.is_right:
                return found
    if not rest and found == Missing("segment", _name(segment)):
        return _function(tree, builder, path, segment, method, address)
    return found


# --- on the way -------------------------------------------------------------------------------------------------------


def _behind(tree: Tree, builder: Any, segment: Segment) -> Iterator[tuple[Any, str]]:
    """What a builder may lead to by a segment, each with the segment as it is then written."""
    arguments = _arguments(segment)
    for link in tree.node(builder).links.values():
        attribute = getattr(builder, link.name)
        if not link.given:
            if not isinstance(segment, KeySegment):
                yield from ((attribute, written) for written in _plain(segment))
        elif arguments is not None and _may_be(link.url, segment):
            values = _values(inspect.signature(attribute).parameters.values(), arguments, attribute, segment)
            if values is not None:
                given, said = values
                yield from ((attribute(**given), written) for written in _called(segment, said))
    if isinstance(segment, PropertySegment) and (of_field := _property(builder, segment.name)):
        yield of_field, f"/{segment.name}"


def _property(builder: Any, name: str) -> Any:
    """The builder of a property that is no attribute, by the field of the model."""
    runtime = next((each.__module__ for each in type(builder).__mro__ if each.__name__ == "Propertied"), "")
    if not runtime:
        return None
    cls = import_module(".codecs", runtime.rpartition(".")[0]).resolve(builder._type)
    fields = (getattr(cls, each) for each in dir(cls) if not each.startswith("_"))
    return next((builder.property(each) for each in fields if each.text == name), None)


def _may_be(url: str, segment: Segment) -> bool:
    """Whether what a method adds to a URL can be a key, or the call of that operation."""
    if isinstance(segment, KeySegment):
        return url.startswith("(") or shape(url) == "{}"
    return url.lstrip("/").partition("(")[0] in _names(segment)


def _arguments(segment: Segment) -> tuple[Argument, ...] | None:
    """The arguments of a segment that has some; reference pages leave out the parentheses of functions."""
    if isinstance(segment, KeySegment):
        return segment.parts
    if isinstance(segment, (BoundOperation, ImportedOperation)) and segment.operation.kind == "function":
        required = required_parameters(segment.operation)
        return segment.arguments or tuple(Argument(each.name, Placeholder(f"{{{each.name}}}")) for each in required)
    return None


def _values(
    parameters: Iterable[inspect.Parameter], arguments: Sequence[Argument], method: Any, segment: Segment
) -> tuple[dict[str, Any], list[Argument]] | None:
    """Arguments as those of a method: by name, of the parts of a primary key by their order. None where it has no such
    parameters."""
    known = list(parameters)
    if isinstance(segment, KeySegment) and not segment.alternate:
        pairs = list(zip(known, arguments, strict=False))
        matched = len(known) == len(arguments)
    else:
        by_name = {_plainly(each.name): each for each in arguments}
        pairs = [(each, by_name.pop(_plainly(each.name))) for each in known if _plainly(each.name) in by_name]
        matched = not by_name
    if not matched:
        return None
    given: dict[str, Any] = {each.name: None for each in known}
    said = []
    for parameter, argument in pairs:
        taken = given[parameter.name] = _taken(parameter, argument.value, method)
        said.append(Argument(argument.name, _said(taken, argument, segment)))
    return given, said


def _taken(parameter: inspect.Parameter, value: Value, method: Any) -> Any:
    """A value as an argument; a placeholder is itself where texts are taken, and an example elsewhere."""
    if isinstance(value, Placeholder):
        return value.text if str(parameter.annotation).partition(" ")[0] == "str" else example(parameter, method)
    if isinstance(value, EnumValue):
        return value.members
    return value.text if isinstance(value, Raw) else value


def _said(taken: Any, argument: Argument, segment: Segment) -> Value:
    """An argument as it stands in a URL."""
    if not isinstance(argument.value, Placeholder):
        return argument.value
    if isinstance(taken, Enum):
        assert isinstance(segment, (BoundOperation, ImportedOperation))
        type_ = next(each.type.name for each in segment.operation.parameters if each.name == argument.name)
        return EnumValue(type_, str(taken))
    return cast("Value", taken)


def _plainly(name: str) -> str:
    return name.replace("_", "").casefold()


# --- how segments are written -----------------------------------------------------------------------------------------


def _name(segment: Segment) -> str:
    return next(iter((*_names(segment), *_plain(segment))), "{}").strip("/")


def _names(segment: Segment) -> tuple[str, ...]:
    """The names that an operation may have in a URL."""
    if isinstance(segment, BoundOperation):
        return segment.operation.name.name, str(segment.operation.name)
    return (segment.name,) if isinstance(segment, ImportedOperation) else ()


def _plain(segment: Segment) -> tuple[str, ...]:
    """How a segment without values may be written; a function is not called yet, or is without arguments."""
    match segment:
        case Root() | Navigation() | PropertySegment() | System():
            return (f"/{segment.name}",)
        case Cast():
            return (f"/{segment.type}",)
        case BoundOperation() | ImportedOperation() if not _arguments(segment):
            called = segment.operation.kind == "function"
            return tuple(f"/{name}{'()' * called}" for name in _names(segment))
    return ()


def _called(segment: Segment, said: Sequence[Argument]) -> Iterator[str]:
    """How a segment with values may be written."""
    inner = ",".join(f"{each.name}={write_literal(each.value)}" for each in said)
    if isinstance(segment, KeySegment):
        is_bare = len(said) == 1 and not segment.alternate
        yield f"/{write_bare(said[0].value)}" if is_bare else f"({inner})"
    else:
        yield from (f"/{name}({inner})" for name in _names(segment))


# --- at the end -------------------------------------------------------------------------------------------------------


def _function(tree: Tree, builder: Any, path: str, segment: Segment, method: str, address: Address) -> Built | Missing:
    """The request of a function that a verb calls."""
    arguments = _arguments(segment)
    if arguments is None or isinstance(segment, KeySegment):
        return Missing("segment", _name(segment))
    found: Built | Missing = Missing("segment", _name(segment))
    for link in tree.node(builder).links.values():
        if link.given or link.url.lstrip("/").partition("(")[0] not in _names(segment):
            continue
        there = getattr(builder, link.name)
        for verb in _verbs(tree, there, method):
            values = _values(_of_call(verb), arguments, verb.to_request, segment)
            if values is None:
                continue
            for written in _called(segment, values[1]):
                found = _request(verb, values[0], method, path + written, address)
                if isinstance(found, Built) and found.is_right:
                    return found
    return found


def _of_call(verb: Any) -> list[inspect.Parameter]:
    """The parameters of a function's verb that are the function's own."""
    return [each for each in parameters_of(verb) if each.default is each.empty]


def _sent(tree: Tree, builder: Any, path: str, method: str, address: Address) -> Built | Missing:
    found: Built | Missing = Missing("verb", method)
    for verb in _verbs(tree, builder, method):
        found = _request(verb, required_by(verb, builder), method, path, address)
        if isinstance(found, Built) and found.is_right:
            break
    return found


def _verbs(tree: Tree, builder: Any, method: str) -> Iterator[Any]:
    """The verbs of a builder that send a method."""
    names = dict.fromkeys(call.name for call in tree.node(builder).calls if call.method == method)
    return (getattr(builder, name) for name in names)


def _request(verb: Any, given: dict[str, Any], method: str, url: str, address: Address) -> Built | Missing:
    """What a verb builds of the query of an address."""
    options = {each.name for each in parameters_of(verb)} - set(given)
    more: dict[str, Any] = {}
    for name, text in address.query:
        option = name.removeprefix("$")
        if option != name and option in options:
            more[option] = text
        elif "params" in options:
            more.setdefault("params", {})[name] = text
        else:
            return Missing("option", name)
    request = verb.to_request(**given, **more)
    path, _, query = request.url.partition("?")
    pairs = tuple(sorted(parse_qsl(query.replace("+", "%2B"), keep_blank_values=True)))
    return Built(request.method, unquote(path), pairs, url, tuple(sorted(address.query)))
