"""Routes that follow from the model alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from csdlgen.edm.model import EDM, EntityType, Operation, QName
from csdlgen.navigation import Graph, Limits, Path, walk
from csdlgen.routes.restrictions import Restrictions, needs_binding
from csdlgen.routes.route import Route
from csdlgen.routes.template import UrlStyle, bound_segment, template
from csdlgen.shared_with_packages.sequences import LazySequence
from csdlgen.urls import UrlLookup
from csdlgen.urls.overloads import overriding_types

_STREAM = QName(EDM, "Stream")


@dataclass(frozen=True)
class Routes:
    """The derived routes of a model within limits, worked out once for all operations that are bound to one type.

    `overriding` are the types with overloads of their own, of operations where the model does not have all of those.
    """

    graph: Graph
    limits: Limits
    style: UrlStyle = UrlStyle()
    overriding: Mapping[Operation, frozenset[QName]] = field(default_factory=dict)
    _routes: dict[tuple[QName, bool, frozenset[QName]], Sequence[Route]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @cached_property
    def restrictions(self) -> Restrictions:
        return Restrictions(self.graph)

    @cached_property
    def url_lookup(self) -> UrlLookup:
        """What reading URLs asks of the model."""
        return UrlLookup(self.graph.model)

    def to(self, type_: QName, *, collection: bool, without: frozenset[QName] = frozenset()) -> Sequence[Route]:
        """The routes to an entity type or its collection, in the order of paths; each is worked out when it is asked
        for. None of them ends at the types `without`."""
        known = self._routes.get((type_, collection, without))
        if known is None:
            paths = walk(self.graph, type_, self.limits, collection=collection, without=without)
            known = LazySequence(self.route(each, collection=collection) for each in paths)
            self._routes[type_, collection, without] = known
        return known

    def route(self, path: Path, *, collection: bool, documented: bool = False) -> Route:
        """A path as a route to an entity, or to the collection at its end."""
        text, keys = template(self.graph, path, self.style, keyed=not collection)
        return Route(text, path, keys, documented, self.restrictions.of_path(path, keyed=not collection))

    def segment(self, operation: Operation) -> str:
        """A bound operation as it stands in URLs."""
        return bound_segment(self.graph, operation, self.style)

    def of(self, operation: Operation) -> Iterable[Route]:
        """The derived routes of a bound operation, with what is said against it by name."""
        binding = operation.binding
        if binding is None:
            return ()
        found = self.to(binding.name, collection=binding.collection, without=self.overriding_types(operation))
        return (self.restricted(operation, each) for each in found) if needs_binding(operation) else found

    def overriding_types(self, operation: Operation) -> frozenset[QName]:
        """The types on which calls mean overloads of derived types."""
        known = self.overriding.get(operation)
        return overriding_types(self.graph.lookup, operation) if known is None else known

    def restricted(self, operation: Operation, route: Route) -> Route:
        """The route with what annotations say against the operation on it."""
        restrictions = self.restrictions.of_operation(operation, route.path)
        return replace(route, restrictions=(*route.restrictions, *restrictions)) if restrictions else route


@dataclass(frozen=True, slots=True)
class ResourceRoutes:
    """The routes to an entity type: to its entities, to collections of them, and the segments behind an entity that
    lead to its streams (URL conventions section 4.13): stream properties, `$value` of a media entity."""

    type: QName
    entities: Sequence[Route]
    collections: Sequence[Route]
    streams: tuple[str, ...]


def resource_routes(routes: Routes, type_: QName) -> ResourceRoutes:
    """The routes to an entity type, its collections and its streams."""
    lookup = routes.graph.lookup
    streams = [name for name, member in lookup.members(type_).items() if member.type.name == _STREAM]
    if any(isinstance(ancestor, EntityType) and ancestor.has_stream for ancestor in lookup.ancestry(type_)):
        streams.append("$value")
    entities, collections = routes.to(type_, collection=False), routes.to(type_, collection=True)
    return ResourceRoutes(type_, entities, collections, tuple(streams))
