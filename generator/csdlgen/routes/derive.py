"""Routes that follow from the model alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from csdlgen.edm.model import EDM, EntityType, Operation, QName
from csdlgen.paths import Graph, Limits, Path, find_paths
from csdlgen.routes.restrictions import Restrictions, needs_binding
from csdlgen.routes.template import UrlStyle, template
from csdlgen.routes.verdict import Route

_STREAM = QName(EDM, "Stream")


@dataclass(frozen=True)
class Routes:
    """The derived routes of a model within limits, worked out once for all operations that are bound to one type."""

    graph: Graph
    limits: Limits
    style: UrlStyle = UrlStyle()

    @cached_property
    def restrictions(self) -> Restrictions:
        return Restrictions(self.graph)

    @cached_property
    def _found(self) -> dict[tuple[QName, bool], tuple[Route, ...]]:
        return {}

    @cached_property
    def _paths(self) -> dict[QName, tuple[Path, ...]]:
        return {}

    def to(self, type_: QName, *, collection: bool) -> tuple[Route, ...]:
        """The routes to an entity type or its collection: fewer hops first, then declaration order."""
        if type_ not in self._paths:
            self._paths[type_] = find_paths(self.graph, type_, self.limits)
        if (type_, collection) not in self._found:
            ending = (each for each in self._paths[type_] if each.steps[-1].collection or not collection)
            self._found[type_, collection] = tuple(self.route(each, collection=collection) for each in ending)
        return self._found[type_, collection]

    def route(self, path: Path, *, collection: bool, documented: bool = False) -> Route:
        """A path as a route to an entity, or to the collection at its end."""
        text, keys = template(self.graph, path, self.style.keys, keyed=not collection)
        return Route(text, path, keys, documented, self.restrictions.of_path(path, keyed=not collection))

    def of(self, operation: Operation) -> tuple[Route, ...]:
        """The derived routes of a bound operation, with what is said against it by name."""
        binding = operation.binding
        found = self.to(binding.name, collection=binding.collection) if binding else ()
        return tuple(self.said_of(operation, each) for each in found) if needs_binding(operation) else found

    def said_of(self, operation: Operation, route: Route) -> Route:
        """The route with what annotations say against the operation on it."""
        said = self.restrictions.of_operation(operation, route.path)
        if not said:
            return route
        return Route(route.template, route.path, route.keys, route.documented, (*route.restrictions, *said))


@dataclass(frozen=True, slots=True)
class ResourceRoutes:
    """The routes to an entity type: to its entities, to collections of them, and the segments behind an entity that
    lead to its streams (URL conventions section 4.13): stream properties, `$value` of a media entity."""

    type: QName
    entities: tuple[Route, ...]
    collections: tuple[Route, ...]
    streams: tuple[str, ...]


def resource_routes(routes: Routes, type_: QName) -> ResourceRoutes:
    """The routes to an entity type, its collections and its streams."""
    line = list(routes.graph.model.ancestry(type_))
    streams = [each.name for owner in reversed(line) for each in owner.properties if each.type.name == _STREAM]
    if any(isinstance(each, EntityType) and each.has_stream for each in line):
        streams.append("$value")
    entities, collections = (routes.to(type_, collection=each) for each in (False, True))
    return ResourceRoutes(type_, entities, collections, tuple(streams))
