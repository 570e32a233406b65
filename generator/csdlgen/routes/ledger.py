"""The ledger of a slice: its operations with their routes, and the documented lines that lead nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from csdlgen.edm.model import ComplexType, Operation, QName
from csdlgen.errors import Diagnostic, Severity
from csdlgen.navigation import Graph, Limits, Path
from csdlgen.routes.derive import Routes
from csdlgen.routes.documented import ReadLine
from csdlgen.routes.restrictions import Permission, permissions
from csdlgen.routes.route import Route
from csdlgen.routes.template import UrlStyle, http_verb
from csdlgen.routes.unresolved import why_unresolved
from csdlgen.select import Slice
from csdlgen.shared_with_packages.sequences import LazySequence
from csdlgen.urls import Address

_PLAIN = UrlStyle()


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
    def routes(self) -> Sequence[Route]:
        """Documented before derived, then fewer hops; then documented ones as their lines are, derived ones in the
        order of paths. They are worked out as far as somebody asks for them."""
        return LazySequence(self._each())

    def _each(self) -> Iterator[Route]:
        yield from self.documented
        if self.operation.binding is None:
            if not self.documented:
                yield Route("", Path(()), (), documented=False)
            return
        known = {each.path for each in self.documented}
        for each in self._routes.of(self.operation):
            if each.path not in known:
                yield each


@dataclass(frozen=True, slots=True)
class Ledger:
    """The routes of all operations of a slice, and the documented lines that lead nowhere."""

    entries: tuple[OperationRoutes, ...]
    unresolved: tuple[Diagnostic, ...] = ()
    overriding: Callable[[Operation], frozenset[QName]] = field(default=lambda _: frozenset(), compare=False)


def find_routes(slice_: Slice, limits: Limits, documented: Iterable[ReadLine] = (), style: UrlStyle = _PLAIN) -> Ledger:
    """The ledger of a slice within the limits, plus what is documented beyond them.

    Documented lines may have been read in the whole model; those that mean something that the slice does not have are
    among the unresolved ones.
    """
    style = replace(style, namespace=slice_.namespace)
    routes = Routes(Graph(slice_.model, slice_.qualified), limits, style, slice_.overriding)
    entries = tuple(sorted(_entries(routes), key=lambda each: (each.operation.signature, each.segment)))
    numbers = {(each.operation, _import(each)): number for number, each in enumerate(entries)}
    paths: dict[int, dict[Path, None]] = {}
    unresolved: list[Diagnostic] = []
    for line in documented:
        problem = why_unresolved(line, slice_, numbers)
        if problem:
            unresolved.append(problem)
        elif isinstance(line.meaning, Address) and line.meaning.operation and line.path:
            paths.setdefault(numbers[line.meaning.operation, line.meaning.imported], {})[line.path] = None
    shown = (_with(entry, paths.get(number, {}), routes) for number, entry in enumerate(entries))
    return Ledger(tuple(shown), tuple(unresolved), routes.overriding_types)


def without_routes(ledger: Ledger, slice_: Slice) -> Iterator[Diagnostic]:
    """A warning for each operation of a slice that no URL calls, whatever its overload: nothing leads to it."""
    called = {each.operation.name for each in ledger.entries if each.routes}
    for name, overloads in slice_.model.operations.items():
        if name in called:
            continue
        binding = overloads[0].binding
        remedy = "Raise `max-hops`, or add to `roots`: `csdlgen routes --cut` shows what these leave out."
        if binding is None:
            why, remedy = (
                "it is unbound, and no container has an import of it",
                "Only a service that imports it can call it.",
            )
        elif isinstance(slice_.model.types.get(binding.name), ComplexType):
            why = f"it is bound to the complex type {binding.name}, and routes lead to entities"
            remedy = "With `everything = true` the builders of such values have it."
        else:
            why = f"no path leads to {binding.name}, which it is bound to"
        yield Diagnostic(
            code="operation-without-route",
            message=f"no URL of {name} is known: {why}",
            remedy=remedy,
            path=str(name),
            where=overloads[0].location,
            severity=Severity.WARNING,
        )


def _import(entry: OperationRoutes) -> str:
    """The name of the import that an operation is called by; empty where it is bound."""
    return "" if entry.operation.bound else entry.segment


def _entries(routes: Routes) -> Iterator[OperationRoutes]:
    lookup = routes.graph.lookup
    for operation in lookup.all_operations:
        bound = operation.bound
        for segment in (routes.segment(operation),) if bound else lookup.imports.get(operation.name, ()):
            yield OperationRoutes(operation, segment, http_verb(operation), (), permissions(operation), routes)


def _with(entry: OperationRoutes, paths: Iterable[Path], routes: Routes) -> OperationRoutes:
    """The entry with its documented paths as routes."""
    binding = entry.operation.binding
    found = (
        (
            routes.restricted(entry.operation, routes.route(each, collection=binding.collection, documented=True))
            if binding
            else Route("", each, (), documented=True)
        )
        for each in paths
    )
    return replace(entry, documented=tuple(sorted(found, key=lambda each: each.hops)))
