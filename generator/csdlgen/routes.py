"""The route ledger: every path variant of every operation of a slice, with what is known about it.

A route is a path (see `paths`) with the operation's segment behind it. It is *documented* where a documented line has
its shape, otherwise *derived* from the model; contained where every navigation step stays in containment (CSDL section
8.4), which is all that other generators follow.

Routes of an operation are ordered: documented before derived, then fewer hops, then declaration order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from csdlgen.documented import DocumentedLine
from csdlgen.edm.model import CollectionExpression, Constant, Expression, Operation, QName, Record
from csdlgen.errors import Diagnostic, nearest
from csdlgen.explained import Page
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


@dataclass(frozen=True)
class OperationRoutes:
    """An operation (one overload) with its routes and permissions.

    `segment` is how the operation is written in URLs: its name, its qualified name, or that of an operation import.
    Derived routes are worked out when they are asked for: there may be millions of them.
    """

    operation: Operation
    segment: str
    verb: str
    documented: tuple[Route, ...]
    permissions: tuple[Permission, ...]
    _graph: Graph = field(repr=False)
    _limits: Limits = field(repr=False)
    _style: str = field(repr=False)

    @cached_property
    def routes(self) -> tuple[Route, ...]:
        """Documented before derived, then fewer hops, then declaration order."""
        binding = self.operation.binding
        if binding is None:
            return self.documented or (Route("", Path(()), (), documented=False),)
        known = {each.path for each in self.documented}
        paths = (
            each for each in find_paths(self._graph, binding.name, self._limits) if _ends(each, binding.collection)
        )
        derived = (_route(self._graph, self.operation, each, self._style, False) for each in paths if each not in known)
        return (*self.documented, *derived)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The routes of all operations of a slice, and the documented lines that lead nowhere."""

    entries: tuple[OperationRoutes, ...]
    unresolved: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class UrlStyle:
    """How URLs are written: keys as segments or in parentheses, operations by their simple or qualified names."""

    keys: str = "segment"
    qualified: bool = False


def find_routes(
    slice_: Slice, limits: Limits, documented: Iterable[DocumentedLine] = (), style: UrlStyle = UrlStyle()
) -> Ledger:
    """The ledger of a slice within the limits, plus what is documented beyond them."""
    graph = Graph(slice_.model)
    lines = tuple(documented)
    entries = tuple(_entries(graph, limits, lines, style))
    shown = {line for entry in entries for line in lines if _documents(graph, entry, line)}
    return Ledger(entries, tuple(_unresolved(graph, entries, [line for line in lines if line not in shown])))


def _entries(
    graph: Graph, limits: Limits, lines: tuple[DocumentedLine, ...], style: UrlStyle
) -> Iterator[OperationRoutes]:
    imports = [each for container in graph.model.containers for each in container.imports]
    for name, overloads in graph.model.operations.items():
        for operation in overloads:
            own = str(name) if style.qualified else name.name
            segments = [own] if operation.bound else [each.name for each in imports if each.operation == name]
            verb = "POST" if operation.kind == "action" else "GET"
            for segment in segments:
                entry = OperationRoutes(operation, segment, verb, (), permissions(operation), graph, limits, style.keys)
                paths = [_documents(graph, entry, line) for line in lines]
                routes = (
                    _route(graph, operation, path, style.keys, True) for path in dict.fromkeys(filter(None, paths))
                )
                yield replace(entry, documented=tuple(sorted(routes, key=lambda each: each.hops)))


def _documents(graph: Graph, entry: OperationRoutes, line: DocumentedLine) -> Path | None:
    """The path of a documented line to an operation, None where it leads elsewhere."""
    name, binding = entry.operation.name, entry.operation.binding
    if line.verb != entry.verb or line.segments[-1:] not in [(entry.segment,), (name.name,), (str(name),)]:
        return None
    if binding is None:
        return Path(()) if len(line.segments) == 1 else None
    path = resolve(graph, line.segments[:-1])
    if isinstance(path, Unresolved) or path.target not in graph.derived_or_same(binding.name):
        return None
    at_collection = path.steps[-1].collection and not line.segments[-2].startswith("{")
    return path if at_collection is binding.collection else None


def _route(graph: Graph, operation: Operation, path: Path, style: str, documented: bool) -> Route:
    template, keys = _template(graph, path, style, keyed=not _on_collection(operation))
    return Route(template, path, keys, documented)


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


def _unresolved(
    graph: Graph, entries: tuple[OperationRoutes, ...], lines: Iterable[DocumentedLine]
) -> Iterator[Diagnostic]:
    for line in lines:
        others = (each for each in entries if _documents(graph, replace(each, verb=line.verb), line))
        other = next((each.verb for each in others), None)
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
    names = sorted({entry.segment for entry in entries})
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


PAGES = (
    Page(
        "documented-route-unresolved",
        "A documented route leads nowhere",
        "Following the segments of the documented line from an entity set or singleton does not lead to a selected"
        " operation, or the operation takes another verb. The page may be wrong, or the service has removed something."
        " `csdlgen check` exits with 1 for it.",
        "POST /deviceManagment/managedDevices/{managedDeviceId}/requestRemoteAssistance",
        "Correct the line, or find out what the service removed; the message names the segment and the nearest one.",
        "text",
    ),
)
