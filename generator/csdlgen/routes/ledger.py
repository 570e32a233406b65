"""The ledger of a slice: its operations with their routes, and the documented lines that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from csdlgen.documented import DocumentedLine
from csdlgen.edm.model import Operation, QName
from csdlgen.errors import Diagnostic, nearest
from csdlgen.paths import Graph, Limits, Path, Unresolved, resolve
from csdlgen.routes.derive import Routes
from csdlgen.routes.permissions import Permission, permissions
from csdlgen.routes.template import UrlStyle
from csdlgen.routes.verdict import Route
from csdlgen.select import Slice

_PLAIN = UrlStyle()
_ARGUMENT = re.compile(r"(\w+)=")


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
    _routes: Routes = field(repr=False)

    @cached_property
    def routes(self) -> tuple[Route, ...]:
        """Documented before derived, then fewer hops, then declaration order."""
        if self.operation.binding is None:
            return self.documented or (Route("", Path(()), (), documented=False),)
        known = {each.path for each in self.documented}
        derived = self._routes.of(self.operation)
        return (*self.documented, *(each for each in derived if not known or each.path not in known))


@dataclass(frozen=True, slots=True)
class Ledger:
    """The routes of all operations of a slice, and the documented lines that lead nowhere."""

    entries: tuple[OperationRoutes, ...]
    unresolved: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """A documented line with where its path leads; `path` is that of no steps where the operation is all of it."""

    line: DocumentedLine
    path: Path | Unresolved
    on_collection: bool

    @property
    def segment(self) -> str:
        """The last segment without the arguments of a function."""
        return self.line.segments[-1].partition("(")[0] if self.line.segments else ""


def find_routes(
    slice_: Slice, limits: Limits, documented: Iterable[DocumentedLine] = (), style: UrlStyle = _PLAIN
) -> Ledger:
    """The ledger of a slice within the limits, plus what is documented beyond them."""
    routes = Routes(Graph(slice_.model), limits, style)
    entries = tuple(_entries(routes))
    by_segment: dict[str, list[int]] = {}
    for number, entry in enumerate(entries):
        name = entry.operation.name
        for spelled in dict.fromkeys((entry.segment, name.name, str(name))):
            by_segment.setdefault(spelled, []).append(number)
    paths: dict[int, dict[Path, None]] = {}
    unresolved: list[Diagnostic] = []
    for line in documented:
        resolved = _follow(routes.graph, line)
        fitting = [
            each for each in by_segment.get(resolved.segment, ()) if _fits(routes.graph, entries[each], resolved)
        ]
        called = [each for each in fitting if entries[each].verb == line.verb]
        for number in called:
            assert isinstance(resolved.path, Path)
            paths.setdefault(number, {})[resolved.path] = None
        if not called:
            others = [entries[each].verb for each in fitting]
            unresolved.append(_unresolved(resolved, others, [each.segment for each in entries]))
    shown = (_with(entry, paths.get(number, {}), routes) for number, entry in enumerate(entries))
    return Ledger(tuple(shown), tuple(unresolved))


def _entries(routes: Routes) -> Iterator[OperationRoutes]:
    model = routes.graph.model
    imports: dict[QName, list[str]] = {}
    for container in model.containers:
        for each in container.imports:
            imports.setdefault(each.operation, []).append(each.name)
    for name, overloads in model.operations.items():
        for operation in overloads:
            own = str(name) if routes.style.qualified else name.name
            verb = "POST" if operation.kind == "action" else "GET"
            for segment in [own] if operation.bound else imports.get(name, ()):
                yield OperationRoutes(operation, segment, verb, (), permissions(operation), routes)


def _follow(graph: Graph, line: DocumentedLine) -> _Line:
    if len(line.segments) == 1:
        return _Line(line, Path(()), False)
    path = resolve(graph, line.segments[:-1])
    if isinstance(path, Unresolved):
        return _Line(line, path, False)
    # A cast may stand between a key and the operation.
    before = next(each for each in reversed(line.segments[:-1]) if each.startswith("{") or "." not in each)
    return _Line(line, path, path.steps[-1].collection and not before.startswith("{"))


def _fits(graph: Graph, entry: OperationRoutes, line: _Line) -> bool:
    """Whether a documented line leads to an operation, whatever its verb."""
    operation, path = entry.operation, line.path
    named = set(_ARGUMENT.findall(line.line.segments[-1].partition("(")[2]))
    if named and named != {each.name for each in operation.parameters[int(operation.bound) :]}:
        return False
    binding = operation.binding
    if isinstance(path, Unresolved) or not path.steps or binding is None:
        return binding is None and isinstance(path, Path) and not path.steps
    return line.on_collection is binding.collection and binding.name in (
        each.name for each in graph.model.ancestry(path.target)
    )


def _with(entry: OperationRoutes, paths: Iterable[Path], routes: Routes) -> OperationRoutes:
    """The entry with its documented paths as routes."""
    binding = entry.operation.binding
    found = (
        (
            routes.said_of(entry.operation, routes.route(each, collection=binding.collection, documented=True))
            if binding
            else Route("", each, (), documented=True)
        )
        for each in paths
    )
    return replace(entry, documented=tuple(sorted(found, key=lambda each: each.hops)))


def _unresolved(line: _Line, verbs: list[str], segments: list[str]) -> Diagnostic:
    """Which segment of a documented line leads nowhere, and the nearest that leads on; or which verb it takes."""
    if verbs:
        reason, remedy = f"its verb is {verbs[0]}", ""
    else:
        known = Unresolved(line.line.segments[-1] if line.line.segments else "", tuple(sorted(set(segments))))
        stuck = line.path if isinstance(line.path, Unresolved) else known
        reason, remedy = f"segment {stuck.segment!r} leads nowhere", nearest(stuck.segment, stuck.known)
    return Diagnostic(
        code="documented-route-unresolved",
        message=f"the documented line `{line.line}` does not resolve: {reason}",
        remedy=remedy or "Correct the line, or look at what the service removed.",
        where=line.line.where,
    )
