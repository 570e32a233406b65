"""Routes as text: templates with named keys, and the keys that collections take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from csdlgen.edm.lookup import KeyParts
from csdlgen.edm.model import EDM, Operation, Parameter, QName
from csdlgen.navigation import Graph, Path, Step, has_key
from csdlgen.python_names import camel_case
from csdlgen.unicode_14 import upper

_STRING = QName(EDM, "String")


@dataclass(frozen=True, slots=True)
class UrlStyle:
    """How URLs are written: keys as segments or in parentheses, operations by their simple or qualified names.

    Simple names are for the service's default namespace (URL conventions section 4.9), so that operations of others
    than `namespace` are qualified in any case; empty where that is not known.
    """

    keys: str = "segment"
    qualified: bool = False
    namespace: str = ""


@dataclass(frozen=True, slots=True)
class KeyParameter:
    """A key in a route, or an argument of a function on the way: its name in templates (`managedDeviceId`), the name of
    its property or parameter, and its type."""

    name: str
    property: str
    type: QName


def template(graph: Graph, path: Path, style: UrlStyle, *, keyed: bool) -> tuple[str, tuple[KeyParameter, ...]]:
    """The path with named keys; without the last key where the operation is bound to the collection."""
    text = ""
    keys: list[KeyParameter] = []
    for number, step in enumerate(path.steps):
        text += "".join(f"/{each}" for each in step.prefix)
        text += f"/{_call(graph, step, style, keys)}" if step.call else f"/{step.name}"
        if has_key(path.steps, number, keyed=keyed):
            parts = key_parameters(graph, step.target, {each.name for each in keys}, step.key)
            keys.extend(parts)
            primary = {name for name, _ in graph.lookup.key(step.target)}
            alternate = not primary.issuperset(each.property for each in parts)
            text += _named(parts) if alternate else key_template(parts, style.keys)
    return f"{text}/{path.cast}" if path.cast else text, tuple(keys)


def _call(graph: Graph, step: Step, style: UrlStyle, keys: list[KeyParameter]) -> str:
    """The call of a function on the way; its arguments are keys of the route."""
    operation = step.call
    assert operation is not None
    given = [each for each in operation.nonbinding_parameters if each.name in step.given]
    parts = _unique([(each.name, each.name, each.type.name) for each in given], {each.name for each in keys})
    keys.extend(parts)
    name = bound_segment(graph, operation, style) if operation.bound else step.name
    return f"{name}({_arguments((each, part.name) for each, part in zip(given, parts, strict=True))})"


def _arguments(given: Iterable[tuple[Parameter, str]]) -> str:
    """Parameters with placeholders for their values: `period='{period}',top={top}`."""
    return ",".join(
        (
            f"{each.name}='{{{name}}}'"
            if each.type.name == _STRING and not each.type.collection
            else f"{each.name}={{{name}}}"
        )
        for each, name in given
    )


def bound_segment(graph: Graph, operation: Operation, style: UrlStyle) -> str:
    """A bound operation as it stands in URLs: by its simple or by its qualified name."""
    foreign = style.namespace not in ("", operation.name.namespace)
    qualified = style.qualified or foreign or graph.needs_qualified_name(operation)
    return str(operation.name) if qualified else operation.name.name


def http_verb(operation: Operation) -> str:
    """The verb that calls an operation: GET a function, POST an action (OData Protocol section 11.5)."""
    return "POST" if operation.kind == "action" else "GET"


def call_template(operation: Operation, segment: str) -> str:
    """The segment of an operation; of a function with its parameters (URL conventions section 4.5), as reference pages
    have them: `getReport(period='{period}',top={top})`."""
    asked = operation.nonbinding_parameters if operation.kind == "function" else ()
    given = _arguments((each, each.name) for each in asked)
    return f"{segment}({given})" if given else segment


def key_template(parts: tuple[KeyParameter, ...], style: str) -> str:
    """A key in a template: `/{id}`, `({id})`, or by property name where the key has several parts; nothing for an
    entity type without a key, as packages have it."""
    if len(parts) != 1:
        return _named(parts) if parts else ""
    inner = f"{{{parts[0].name}}}"
    return f"/{inner}" if style == "segment" else f"({inner})"


def _named(parts: tuple[KeyParameter, ...]) -> str:
    return "(" + ",".join(f"{each.property}={{{each.name}}}" for each in parts) + ")"


def key_parameters(
    graph: Graph, type_: QName, taken: Iterable[str] = (), key: KeyParts | None = None
) -> tuple[KeyParameter, ...]:
    """The key of an entity type as route parameters: `managedDevice` and `id` give `managedDeviceId`, a second one on
    the same path `managedDeviceId_2`. `key` is another than the primary one."""
    parts = graph.lookup.key(type_) if key is None else key
    wanted = [(camel_case(type_.name) + upper(name[:1]) + name[1:], name, prop.type.name) for name, prop in parts]
    return _unique(wanted, set(taken))


def _unique(wanted: Iterable[tuple[str, str, QName]], used: set[str]) -> tuple[KeyParameter, ...]:
    """Parameters from (name, property, type), each numbered where its name is used already."""
    parameters = []
    for name, prop, type_ in wanted:
        candidate, count = name, 2
        while candidate in used:
            candidate, count = f"{name}_{count}", count + 1
        used.add(candidate)
        parameters.append(KeyParameter(candidate, prop, type_))
    return tuple(parameters)


@dataclass(frozen=True, slots=True)
class CollectionKeys:
    """A collection on a path: its segments, its entity type, and the names in key predicates of its key and of each
    alternate key."""

    collection: str
    type: QName
    key: tuple[str, ...]
    alternate: tuple[tuple[str, ...], ...]


def collection_keys(graph: Graph, step: Step) -> CollectionKeys:
    """The keys of the collection that a step leads to (CSDL section 6.5, and AlternateKeys of the vocabularies)."""
    lookup = graph.lookup
    keys = (*lookup.annotated_keys(step.target, graph.annotations(step)), *lookup.alternate_keys(step.target))
    alternate = dict.fromkeys(tuple(name for name, _ in key) for key in keys)
    primary = tuple(name for name, _ in lookup.key(step.target))
    named = tuple(key for key in alternate if not any("/" in name for name in key))
    return CollectionKeys("/".join(step.segments), step.target, primary, named)
