"""What is told about the routes of one operation or one entity type, before it is written in any format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from csdlgen.edm.vocabularies import description
from csdlgen.navigation import Cut, Cuts, Graph, Limits, Path, Step
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

_COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Line:
    """A request: its verb, its path from the service root with keys in braces, and the route it takes."""

    verb: str
    url: str
    route: Route


@dataclass(frozen=True, slots=True)
class Listing:
    """The requests of an operation or a type in order, and what is known about them.

    `lines` are the first of them; `more` says how many others there are, or that there are more than that where not
    all of them were `counted`. `kind` is what `name` names: an `action`, a `function` or an `entity type`, which has no
    signature. `bound` is what the operation is bound to, or empty; `cuts` what lies just beyond the limits, where that
    was asked for.
    """

    name: str
    kind: str
    signature: str
    verb: str
    segment: str
    bound: str
    about: str
    lines: tuple[Line, ...]
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
    def documented(self) -> int:
        return sum(each.route.documented for each in self.lines)

    @property
    def cut_lines(self) -> tuple[tuple[Cut, str], ...]:
        """The cut paths, and each without keys as it would stand in a URL; documented ones are not cut."""
        documented = {each.route.path for each in self.lines if each.route.documented}
        shown = tuple(each for each in self.cuts.shown if each.path not in documented) if self.cuts else ()
        tail = f"/{self.segment}" if self.segment else ""
        return tuple((each, f"{without_keys(each.path)}{tail}") for each in shown)


def without_keys(path: Path) -> str:
    """The segments of a path but for keys."""
    return "".join(f"/{each}" for step in path.steps for each in step.segments) + (f"/{path.cast}" if path.cast else "")


def of_operation(
    entry: OperationRoutes, limits: Limits, graph: Graph, cuts: Cuts | None = None, *, most: int | None = None
) -> Listing:
    """The listing of an operation, with `most` requests or all of them."""
    operation = entry.operation
    segment = call_template(operation, entry.segment)
    every = (Line(entry.verb, f"{each.template}/{segment}", each) for each in entry.routes)
    lines, more, counted = _first(every, most)
    return Listing(
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


def of_resource(found: ResourceRoutes, routes: Routes, cuts: Cuts | None = None, *, most: int | None = None) -> Listing:
    """The listing of an entity type: reading its entities, its collections and its streams."""
    lines, more, counted = _first(_reading(found), most)
    type_ = routes.graph.model.structured(found.type)
    return Listing(
        name=str(found.type),
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


def _first(lines: Iterator[Line], most: int | None) -> tuple[tuple[Line, ...], int, bool]:
    """The first lines, how many more there are, and whether that is all of them; of a great many, only some are
    counted."""
    if most is None:
        return tuple(lines), 0, True
    shown = tuple(islice(lines, most))
    more = sum(1 for _ in islice(lines, _COUNTED + 1))
    return shown, min(more, _COUNTED), more <= _COUNTED


def _reading(found: ResourceRoutes) -> Iterator[Line]:
    for each in found.collections:
        yield Line("GET", each.template, each)
    for each in found.entities:
        yield Line("GET", each.template, each)
    for each in found.entities:
        yield from (Line("GET", f"{each.template}/{stream}", each) for stream in found.streams)


def _keys(graph: Graph, lines: Iterable[Line]) -> tuple[CollectionKeys, ...]:
    """The keys of every collection that the routes pass, once each."""
    steps: dict[Step, None] = {}
    for line in lines:
        steps |= dict.fromkeys(step for step in line.route.path.steps if step.collection)
    return tuple(dict.fromkeys(collection_keys(graph, each) for each in steps))
