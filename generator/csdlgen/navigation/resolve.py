"""Following the segments of a path template through the model."""

from __future__ import annotations

from dataclasses import dataclass, replace

from csdlgen.edm.model import ComplexType, QName
from csdlgen.navigation.graph import Graph, Step, is_cast
from csdlgen.navigation.walk import Path


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Where a path stopped making sense: the segment, and what was known there instead."""

    segment: str
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """How far the segments have led: steps, what the next one has in front, the type, whether a key has been given."""

    steps: tuple[Step, ...]
    here: QName
    keyed: bool
    prefix: tuple[str, ...] = ()
    through: tuple[tuple[QName, str], ...] = ()


def resolve(graph: Graph, segments: tuple[str | Step, ...]) -> Path | Unresolved:
    """Follow the segments of a path template (`users`, `{id}`, `managedDevices`, `{id}`) from a root. Calls of
    composable functions are given as the steps that they are.

    A key stands as a segment in braces after a collection, before or after a cast of it; it may be missing at the end
    only. Complex properties are followed up to a navigation property, so a path cannot end at one.
    """
    first = segments[0] if segments else ""
    root = graph.roots.get(first) if isinstance(first, str) else first
    if root is None:
        return Unresolved(str(first), tuple(graph.roots))
    place = _Place((root,), root.target, not root.collection)
    for segment in segments[1:]:
        found = _next(graph, place, segment)
        if isinstance(found, Unresolved):
            return found
        place = found
    if place.through:
        return Unresolved(str(segments[-1]), ())
    return Path(place.steps, place.here if place.prefix else None)


def _next(graph: Graph, place: _Place, segment: str | Step) -> _Place | Unresolved:
    if isinstance(segment, Step):
        step = replace(segment, prefix=place.prefix, through=place.through)
        return _Place((*place.steps, step), step.target, not step.collection)
    if segment.startswith("{"):
        return Unresolved(segment, ()) if place.keyed else replace(place, keyed=True)
    if is_cast(segment):
        return _cast(graph, place, segment)
    steps = graph.steps(place.here) if place.keyed else ()
    direct = {each.name: each for each in steps if not each.prefix}
    if segment in direct:
        step = direct[segment]
        step = replace(step, prefix=(*place.prefix, *step.prefix), through=place.through)
        return _Place((*place.steps, step), step.target, not step.collection)
    if place.keyed:
        for owner in graph.model.ancestry(place.here):
            prop = next((each for each in owner.properties if each.name == segment), None)
            if prop and not prop.type.collection and isinstance(graph.model.types.get(prop.type.name), ComplexType):
                through = (*place.through, (owner.name, segment))
                return replace(place, here=prop.type.name, prefix=(*place.prefix, segment), through=through)
    return Unresolved(segment, tuple(dict.fromkeys(each.segments[0] for each in steps)))


def _cast(graph: Graph, place: _Place, segment: str) -> _Place | Unresolved:
    """A cast to a derived type; one to the type itself changes nothing, and of several in a row the last counts."""
    wanted = graph.model.named(segment)
    derived = graph.derived_or_same(place.here)
    if wanted == place.here:
        return place
    if wanted not in derived or wanted not in graph.model.types:
        return Unresolved(segment, tuple(str(each) for each in sorted(derived - {place.here})))
    before = place.prefix[:-1] if place.prefix and is_cast(place.prefix[-1]) else place.prefix
    return replace(place, here=wanted, prefix=(*before, segment))


def with_keys(graph: Graph, segments: tuple[str, ...]) -> tuple[str, ...]:
    """The segments with a key after every collection but the last, where the text leaves keys out."""
    found: list[str] = []
    for segment in segments:
        if found and not segment.startswith("{") and not is_cast(segment):
            so_far = resolve(graph, tuple(found))
            keyed = any(each.startswith("{") for each in _since_last(found))
            if isinstance(so_far, Path) and so_far.steps[-1].collection and not keyed:
                found.append("{key}")
        found.append(segment)
    return tuple(found)


def _since_last(segments: list[str]) -> list[str]:
    """The key and the casts at the end."""
    count = 0
    while count < len(segments) and (segments[-1 - count].startswith("{") or is_cast(segments[-1 - count])):
        count += 1
    return segments[len(segments) - count :]
