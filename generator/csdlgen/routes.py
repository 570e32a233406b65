"""The route ledger: every path variant of every operation of a slice, with what is known about it.

A route is a path (see `paths`) with the operation's segment behind it. It is *documented* where a documented line has
its shape, otherwise *derived* from the model; contained where every navigation step stays in containment (CSDL section
8.4), which is all that other generators follow.

Routes of an operation are ordered: documented before derived, then fewer hops, then declaration order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from csdlgen.documented import DocumentedLine
from csdlgen.edm.model import CollectionExpression, Constant, Expression, Operation, QName, Record
from csdlgen.errors import Diagnostic, nearest
from csdlgen.names import camel_case
from csdlgen.paths import Graph, Limits, Path, Unresolved, find_paths, resolve
from csdlgen.select import Slice

_RESTRICTIONS = QName("Org.OData.Capabilities.V1", "OperationRestrictions")


@dataclass(frozen=True, slots=True)
class KeyParameter:
    """A key in a route: its name in templates (`managedDeviceId`), its property's name and its type."""

    name: str
    property: str
    type: QName


@dataclass(frozen=True, slots=True)
class Route:
    """One path variant of an operation.

    `template` is the path with `{key}` segments, without the operation's own segment; `keys` are in path order, unique
    by name.
    """

    template: str
    path: Path
    keys: tuple[KeyParameter, ...]
    documented: bool

    @property
    def hops(self) -> int:
        """Navigation segments after the root."""
        return self.path.hops

    @property
    def reason(self) -> str:
        """Why the route exists, in a few words."""
        how = "contained" if not self.path.uncontained else f"{self.path.uncontained} uncontained"
        return f"{'documented' if self.documented else 'derived'}, {self.hops} hops, {how}"


@dataclass(frozen=True, slots=True)
class Permission:
    """Scopes under one security scheme (`DelegatedWork`, `Application`), least privileged first."""

    scheme: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OperationRoutes:
    """An operation (one overload) with its routes and permissions."""

    operation: Operation
    verb: str
    routes: tuple[Route, ...]
    permissions: tuple[Permission, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The routes of all operations of a slice, and the documented lines that lead nowhere."""

    entries: tuple[OperationRoutes, ...]
    unresolved: tuple[Diagnostic, ...] = ()


def find_routes(
    slice_: Slice, limits: Limits, documented: Iterable[DocumentedLine] = (), key_style: str = "segment"
) -> Ledger:
    """The ledger of a slice within the limits, plus what is documented beyond them; templates have keys in a style."""
    graph = Graph(slice_.model)
    lines = tuple(documented)
    operations = [each for overloads in slice_.model.operations.values() for each in overloads]
    entries = tuple(_entry(graph, each, limits, lines, key_style) for each in operations)
    return Ledger(entries, tuple(_unresolved(graph, entries, lines)))


def _entry(
    graph: Graph, operation: Operation, limits: Limits, lines: tuple[DocumentedLine, ...], style: str
) -> OperationRoutes:
    verb = "POST" if operation.kind == "action" else "GET"
    paths = _paths(graph, operation, limits, lines, verb)
    order = {line.shape: number for number, line in reversed(list(enumerate(lines))) if line.verb == verb}
    found = []
    for path in paths:
        keyed = not _on_collection(operation)
        template, keys = _template(graph, path, style, keyed=keyed)
        shape = (*_shape(path, keyed=keyed), operation.name.name)
        found.append((order.get(shape), Route(template, path, keys, shape in order)))
    ranked = sorted(found, key=lambda each: (each[0] is None, each[1].hops, each[0] or 0))
    return OperationRoutes(operation, verb, tuple(route for _, route in ranked), permissions(operation))


def _paths(
    graph: Graph, operation: Operation, limits: Limits, lines: tuple[DocumentedLine, ...], verb: str
) -> tuple[Path, ...]:
    binding = operation.binding
    if binding is None:
        return ()
    found = [path for path in find_paths(graph, binding.name, limits) if _ends(path, binding.collection)]
    targets = graph.derived_or_same(binding.name)
    for line in lines:
        if line.verb == verb and line.segments[-1:] == (operation.name.name,):
            path = resolve(graph, line.segments[:-1])
            if not isinstance(path, Unresolved) and path.target in targets and _ends(path, binding.collection):
                found.append(path)
    return tuple(dict.fromkeys(found))


def _on_collection(operation: Operation) -> bool:
    return operation.binding is not None and operation.binding.collection


def _ends(path: Path, collection: bool) -> bool:
    return path.steps[-1].collection or not collection


def _template(graph: Graph, path: Path, style: str, *, keyed: bool) -> tuple[str, tuple[KeyParameter, ...]]:
    """The path with named keys; without the last key where the operation is bound to the collection."""
    template = ""
    keys: list[KeyParameter] = []
    for number, step in enumerate(path.steps):
        template += f"/{step.name}"
        if step.collection and (keyed or number < path.hops):
            parts = key_parameters(graph, step.target, {each.name for each in keys})
            keys.extend(parts)
            template += key_template(parts, style)
    return template, tuple(keys)


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


def _shape(path: Path, *, keyed: bool) -> tuple[str, ...]:
    found: list[str] = []
    for number, step in enumerate(path.steps):
        found.append(step.name)
        if step.collection and (keyed or number < path.hops):
            found.append("{}")
    return tuple(found)


def _unresolved(
    graph: Graph, entries: tuple[OperationRoutes, ...], lines: tuple[DocumentedLine, ...]
) -> Iterator[Diagnostic]:
    shapes = {
        (entry.verb, *_shape(route.path, keyed=not _on_collection(entry.operation)), entry.operation.name.name)
        for entry in entries
        for route in entry.routes
    }
    for line in lines:
        if (line.verb, *line.shape) not in shapes:
            other = next((shape[0] for shape in shapes if shape[1:] == line.shape), None)
            reason, remedy = _reason(graph, entries, line) if other is None else (f"its verb is {other}", "")
            yield Diagnostic(
                code="documented-route-unresolved",
                message=f"the documented line `{line}` does not resolve: {reason}",
                remedy=remedy or "Correct the line, or look at what the service removed.",
                where=line.where,
            )


def _reason(graph: Graph, entries: tuple[OperationRoutes, ...], line: DocumentedLine) -> tuple[str, str]:
    """Which segment of a documented line leads nowhere, and the nearest that leads on."""
    found = resolve(graph, line.segments[:-1])
    names = sorted({entry.operation.name.name for entry in entries})
    stuck = found if isinstance(found, Unresolved) else Unresolved(line.segments[-1], tuple(names))
    return f"segment {stuck.segment!r} leads nowhere", nearest(stuck.segment, stuck.known)


def permissions(operation: Operation) -> tuple[Permission, ...]:
    """The permissions of `Org.OData.Capabilities.V1.OperationRestrictions`, in the order written."""
    restrictions = next((each.value for each in operation.annotations if each.term == _RESTRICTIONS), None)
    found = []
    for permission in _records(restrictions, "Permissions"):
        scopes = (_text(scope.get("Scope")) for scope in _records(permission, "Scopes"))
        found.append(Permission(_text(permission.get("SchemeName")), tuple(filter(None, scopes))))
    return tuple(found)


def _records(value: Expression | None, name: str) -> tuple[Record, ...]:
    items = value.get(name) if isinstance(value, Record) else None
    found = items.items if isinstance(items, CollectionExpression) else ()
    return tuple(each for each in found if isinstance(each, Record))


def _text(value: Expression | None) -> str:
    return value.text if isinstance(value, Constant) else ""
