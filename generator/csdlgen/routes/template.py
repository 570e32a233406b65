"""Routes as text: templates with named keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from csdlgen.edm.model import EDM, Operation, QName
from csdlgen.names import camel_case
from csdlgen.paths import Graph, Path

_STRING = QName(EDM, "String")


@dataclass(frozen=True, slots=True)
class UrlStyle:
    """How URLs are written: keys as segments or in parentheses, operations by their simple or qualified names."""

    keys: str = "segment"
    qualified: bool = False


@dataclass(frozen=True, slots=True)
class KeyParameter:
    """A key in a route: its name in templates (`managedDeviceId`), its property's name and its type."""

    name: str
    property: str
    type: QName


def template(graph: Graph, path: Path, style: str, *, keyed: bool) -> tuple[str, tuple[KeyParameter, ...]]:
    """The path with named keys; without the last key where the operation is bound to the collection."""
    text = ""
    keys: list[KeyParameter] = []
    for number, step in enumerate(path.steps):
        text += f"/{'/'.join(step.segments) if step.prefix else step.name}"
        if step.collection and (keyed or number < path.hops):
            parts = key_parameters(graph, step.target, {each.name for each in keys})
            keys.extend(parts)
            text += key_template(parts, style)
    return f"{text}/{path.cast}" if path.cast else text, tuple(keys)


def call_template(operation: Operation, segment: str) -> str:
    """The segment of an operation; of a function with its parameters (URL conventions section 4.5), as reference pages
    have them: `getReport(period='{period}',top={top})`."""
    asked = operation.parameters[int(operation.bound) :] if operation.kind == "function" else ()
    quoted = (f"'{{{each.name}}}'" if each.type.name == _STRING else f"{{{each.name}}}" for each in asked)
    given = ",".join(f"{each.name}={value}" for each, value in zip(asked, quoted, strict=True))
    return f"{segment}({given})" if given else segment


def key_template(parts: tuple[KeyParameter, ...], style: str) -> str:
    """A key in a template: `/{id}`, `({id})`, or by property name where the key has several parts."""
    if len(parts) > 1:
        return "(" + ",".join(f"{each.property}={{{each.name}}}" for each in parts) + ")"
    inner = f"{{{parts[0].name}}}" if parts else ""
    return f"/{inner}" if style == "segment" else f"({inner})"


def key_parameters(graph: Graph, type_: QName, taken: Iterable[str] = ()) -> tuple[KeyParameter, ...]:
    """The key of an entity type as route parameters: `managedDevice` and `id` give `managedDeviceId`, a second one on
    the same path `managedDeviceId_2`."""
    used = set(taken)
    found = []
    for name, prop in graph.key(type_):
        wanted = camel_case(type_.name) + name[:1].upper() + name[1:]
        candidate, count = wanted, 2
        while candidate in used:
            candidate, count = f"{wanted}_{count}", count + 1
        used.add(candidate)
        found.append(KeyParameter(candidate, name, prop.type.name))
    return tuple(found)
