"""The routes to one operation or one entity type, as every format needs them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from csdlgen.edm.vocabularies import description
from csdlgen.navigation import Cut, Cuts, Graph, Limits, Path
from csdlgen.routes import (
    CollectionKeys,
    OperationRoutes,
    Permission,
    ResourceRoutes,
    Route,
    Routes,
    call_template,
    collection_keys,
)

_MOST_COUNTED = 1000
MOST_LISTED = 20_000
"""So many routes of an operation are listed: a document of a few kilobytes may have millions."""


@dataclass(frozen=True, slots=True)
class ListedRoute:
    """A request: its verb, its path from the service root with keys in braces, and the route it takes."""

    verb: str
    url: str
    route: Route


@dataclass(frozen=True, slots=True)
class RouteList:
    """The requests that reach an operation or an entity type, in order, and what is known about them.

    `lines` are the first of them. `more` is the number of the others, or a lower limit of it where not all were
    `counted`. `kind` is what `name` names: an `action`, a `function`, or an `entity type`, which has no signature.
    `bound` is what the operation is bound to; `cuts` is what is just beyond the limits, if it is wanted.
    """

    name: str
    kind: str
    signature: str
    verb: str
    segment: str
    bound: str
    about: str
    lines: tuple[ListedRoute, ...]
    keys: tuple[CollectionKeys, ...]
    limits: Limits
    permissions: tuple[Permission, ...] = ()
    cuts: Cuts | None = None
    more: int = 0
    counted: bool = True

    @property
    def rest(self) -> str:
        """How many more requests there are, in words; empty where there are none."""
        return f"and {'' if self.counted else 'more than '}{self.more} more" if self.more else ""

    @property
    def more_cuts(self) -> str:
        """How many more cut paths there are, in words; empty where there are none."""
        if not self.cuts or not self.cuts.more:
            return ""
        return f"and {'' if self.cuts.counted else 'at least '}{self.cuts.more} more"

    @property
    def documented(self) -> int:
        """How many of the lines are documented."""
        return sum(line.route.documented for line in self.lines)

    @property
    def cut_lines(self) -> tuple[tuple[Cut, str], ...]:
        """The cut paths, each with its URL without keys. Documented paths are not cut."""
        documented = {line.route.path for line in self.lines if line.route.documented}
        shown = (cut for cut in self.cuts.shown if cut.path not in documented) if self.cuts else ()
        tail = f"/{self.segment}" if self.segment else ""
        return tuple((cut, f"{_without_keys(cut.path)}{tail}") for cut in shown)


def _without_keys(path: Path) -> str:
    segments = "".join(f"/{segment}" for step in path.steps for segment in step.segments)
    return f"{segments}/{path.cast}" if path.cast else segments


def list_operation(
    entry: OperationRoutes, limits: Limits, graph: Graph, cuts: Cuts | None = None, *, most: int | None = None
) -> RouteList:
    """The listing of an operation, with `most` requests or all of them."""
    operation = entry.operation
    segment = call_template(operation, entry.segment)
    requests = (ListedRoute(entry.verb, f"{route.template}/{segment}", route) for route in entry.routes)
    lines, more, counted = _first(requests, most)
    return RouteList(
        name=str(operation.name),
        kind=operation.kind,
        signature=operation.signature,
        verb=entry.verb,
        segment=entry.segment,
        bound=str(operation.binding) if operation.binding else "",
        about=description(operation.annotations),
        lines=lines,
        keys=_keys(graph, lines),
        limits=limits,
        permissions=entry.permissions,
        cuts=cuts,
        more=more,
        counted=counted,
    )


def list_resource(
    resource: ResourceRoutes, routes: Routes, cuts: Cuts | None = None, *, most: int | None = None
) -> RouteList:
    """The list for an entity type: reading its entities, its collections and its streams."""
    lines, more, counted = _first(_reading(resource), most)
    type_ = routes.graph.model.structured(resource.type)
    return RouteList(
        name=str(resource.type),
        kind="entity type",
        signature="",
        verb="GET",
        segment="",
        bound="",
        about=description(type_.annotations) if type_ else "",
        lines=lines,
        keys=_keys(routes.graph, lines),
        limits=routes.limits,
        cuts=cuts,
        more=more,
        counted=counted,
    )


def _reading(resource: ResourceRoutes) -> Iterator[ListedRoute]:
    for route in chain(resource.collections, resource.entities):
        yield ListedRoute("GET", route.template, route)
    for route in resource.entities:
        yield from (ListedRoute("GET", f"{route.template}/{stream}", route) for stream in resource.streams)


def _first(lines: Iterator[ListedRoute], most: int | None) -> tuple[tuple[ListedRoute, ...], int, bool]:
    """The first lines, how many more there are, and whether that is all of them: only so many are counted."""
    if most is None:
        return tuple(lines), 0, True
    shown = tuple(islice(lines, most))
    more = sum(1 for _ in islice(lines, _MOST_COUNTED + 1))
    return shown, min(more, _MOST_COUNTED), more <= _MOST_COUNTED


def _keys(graph: Graph, lines: Iterable[ListedRoute]) -> tuple[CollectionKeys, ...]:
    """The keys of every collection that the routes pass, once each."""
    steps = dict.fromkeys(step for line in lines for step in line.route.path.steps if step.collection)
    return tuple(dict.fromkeys(collection_keys(graph, step) for step in steps))
