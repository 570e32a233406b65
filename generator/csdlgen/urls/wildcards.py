"""Patterns of paths: `users/**`, `deviceManagement/managedDevices/*`, `**`.

`*` is one step: an entity set or a singleton at the beginning, a navigation property behind something. `**` is any
number of them, none included; it goes on from what is contained (CSDL section 8.4), so that what is only linked to ends
a path. Each step is taken once, on the shortest path to it, which keeps the number of paths below that of the
navigation properties. Both take the steps of derived types too, behind casts. A pattern may end with the name of a
structural property; wildcards stand for none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from csdlgen.edm.model import EntityType
from csdlgen.navigation import Graph, Path, Step
from csdlgen.urls.lookup import UrlLookup
from csdlgen.urls.path import PropertyPath, resource_or_property
from csdlgen.urls.segments import Rejected

_ONE = "*"
ANY_PATH = "**"
"""The pattern of all paths."""


def matching(lookup: UrlLookup, pattern: str) -> tuple[Path | PropertyPath, ...] | Rejected:
    """The paths that a pattern stands for, shorter ones first, then by names; of a text without wildcards, its path.

    Rejected where a segment matches nothing.
    """
    graph = lookup.graph
    segments = tuple(part for part in pattern.split("/") if part)
    count = next((number for number, segment in enumerate(segments) if segment in (_ONE, ANY_PATH)), len(segments))
    found: tuple[Path | PropertyPath, ...] = ()
    if count or not segments:
        first = resource_or_property(lookup, "/".join(segments[:count]))
        if isinstance(first, Rejected):
            return first
        found = (first,)
    for number, segment in enumerate(segments[count:], count):
        paths = tuple(each for each in found if isinstance(each, Path))
        if segment == ANY_PATH:
            found = tuple(_below(graph, paths if number else _roots(graph)))
        elif segment == _ONE:
            found = tuple(_next(graph, paths)) if number else _roots(graph)
        else:
            found = tuple(_named(lookup, paths, segment))
        if not found:
            return Rejected(number, segment, "unknown-segment", f"nothing in it matches {segment!r}")
    return found


def every_step(lookup: UrlLookup) -> tuple[Path, ...]:
    """The paths of `**`, then those steps alone that none of them ends with, such as those behind what is only linked
    to, or behind functions."""
    graph = lookup.graph
    paths = tuple(_below(graph, _roots(graph)))
    taken = {(path.steps[-1].declaring, path.steps[-1].name) for path in paths}
    types = sorted(name for name, each in graph.model.types.items() if isinstance(each, EntityType))
    others = (step for name in types for step in graph.declared(name) if (step.declaring, step.name) not in taken)
    return (*paths, *(Path((step,)) for step in others))


def _roots(graph: Graph) -> tuple[Path, ...]:
    return tuple(Path((graph.roots[name],)) for name in sorted(graph.roots))


def _next(graph: Graph, paths: Iterable[Path]) -> Iterator[Path]:
    """The paths that are one step longer, each step once."""
    seen: set[Step] = set()
    for path in paths:
        before = (str(path.cast),) if path.cast else ()
        steps = (*graph.steps(path.target), *graph.casting(path.target))
        for step in sorted(steps, key=lambda each: (len(each.prefix), each.segments)):
            if step not in seen:
                seen.add(step)
                yield Path((*path.steps, replace(step, prefix=(*before, *step.prefix))))


def _below(graph: Graph, paths: tuple[Path, ...]) -> Iterator[Path]:
    """The paths themselves, and all that go on from them through what is contained."""
    seen = {path.steps[-1] for path in paths}
    yield from paths
    while paths:
        longer = tuple(each for each in _next(graph, paths) if each.steps[-1] not in seen)
        seen.update(each.steps[-1] for each in longer)
        yield from longer
        paths = tuple(each for each in longer if each.steps[-1].contained)


def _named(lookup: UrlLookup, paths: Iterable[Path], segment: str) -> Iterator[Path | PropertyPath]:
    """The paths that a segment leads on from."""
    for path in paths:
        cast = (str(path.cast),) if path.cast else ()
        before = (name for step in path.steps for name in step.segments)
        longer = resource_or_property(lookup, "/".join((*before, *cast, segment)))
        if not isinstance(longer, Rejected):
            yield longer
