"""Paths through the model: from an entity set or singleton along navigation properties.

A path is what OData URLs are made of (URL conventions sections 4.3 to 4.10). This module walks; what a path is good
for is said elsewhere (`routes`), and which of them a package needs (`select`).
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from csdlgen.edm.model import EdmModel, EntitySet, EntityType, NavigationProperty, Property, QName


@dataclass(frozen=True, slots=True)
class Limits:
    """How far to walk: navigation segments after the root, and how often one entity type may come back on a path.

    `roots` names entity sets and singletons; empty means all of them.
    """

    roots: tuple[str, ...] = ()
    max_hops: int = 5
    revisits: int = 1


@dataclass(frozen=True, slots=True)
class Step:
    """One segment with the key that follows it: a root (no `declaring` type) or a navigation property."""

    name: str
    target: QName
    collection: bool
    contained: bool
    declaring: QName | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """A root and the navigation steps after it; `hops` counts the latter."""

    steps: tuple[Step, ...]

    @property
    def hops(self) -> int:
        return max(len(self.steps) - 1, 0)

    @property
    def target(self) -> QName:
        """The entity type at the end."""
        return self.steps[-1].target

    @property
    def uncontained(self) -> int:
        """How many navigation steps leave containment (CSDL section 8.4)."""
        return sum(not step.contained for step in self.steps[1:])


@dataclass(frozen=True)
class Graph:
    """The navigation graph of a model, with inherited members; look-ups are worked out once a type."""

    model: EdmModel

    @cached_property
    def roots(self) -> dict[str, Step]:
        """Every entity set and singleton of every container, in document order."""
        found: dict[str, Step] = {}
        for container in self.model.containers:
            for root in container.roots:
                found.setdefault(root.name, Step(root.name, root.type, isinstance(root, EntitySet), True))
        return found

    @cached_property
    def _steps(self) -> dict[QName, tuple[Step, ...]]:
        return {}

    def steps(self, name: QName) -> tuple[Step, ...]:
        """The navigation steps from a type, those of base types first; one declared again replaces the first."""
        if name not in self._steps:
            line = reversed(list(self.model.ancestry(name)))
            found = {nav.name: self._step(each.name, nav) for each in line for nav in each.navigations}
            self._steps[name] = tuple(found.values())
        return self._steps[name]

    def _step(self, declaring: QName, navigation: NavigationProperty) -> Step:
        target = navigation.type
        return Step(navigation.name, target.name, target.collection, navigation.contains_target, declaring)

    @cached_property
    def sources(self) -> dict[QName, list[QName]]:
        """The entity types with a navigation step to a type, once for each such step."""
        found: dict[QName, list[QName]] = {}
        for name, each in self.model.types.items():
            if isinstance(each, EntityType):
                for step in self.steps(name):
                    found.setdefault(step.target, []).append(name)
        return found

    def key(self, name: QName) -> tuple[tuple[str, Property], ...]:
        """The key of an entity type, inherited or its own: (name in key predicates, property) for each part.

        A part may be a path through complex properties (CSDL section 6.5); one that leads nowhere is left out.
        """
        line = [each for each in self.model.ancestry(name) if isinstance(each, EntityType)]
        parts = next((each.key for each in line if each.key), ())
        found = ((part.alias or part.path, self._property(name, part.path.split("/"))) for part in parts)
        return tuple((alias, prop) for alias, prop in found if prop is not None)

    def _property(self, name: QName, path: list[str]) -> Property | None:
        properties = (prop for each in self.model.ancestry(name) for prop in each.properties if prop.name == path[0])
        found = next(properties, None)
        return found if found is None or len(path) == 1 else self._property(found.type.name, path[1:])

    def derived_or_same(self, name: QName) -> set[QName]:
        """A type and everything that derives from it."""
        found, waiting = {name}, [name]
        while waiting:
            for each in self.model.derived.get(waiting.pop(), ()):
                if each not in found:
                    found.add(each)
                    waiting.append(each)
        return found


def find_paths(graph: Graph, target: QName, limits: Limits) -> tuple[Path, ...]:
    """Every path to an entity type (or one derived from it) within the limits: fewest hops first, then in the order
    in which the model declares roots and navigation properties."""
    targets = graph.derived_or_same(target)
    distance = _distances(graph, targets)
    chosen = limits.roots or tuple(graph.roots)
    found: list[Path] = []
    for name in chosen:
        root = graph.roots.get(name)
        if root is not None and distance.get(root.target, limits.max_hops + 1) <= limits.max_hops:
            found.extend(_walk(graph, (root,), targets, distance, limits, Counter([root.target])))
    return tuple(sorted(found, key=lambda path: path.hops))


def _walk(
    graph: Graph,
    steps: tuple[Step, ...],
    targets: set[QName],
    distance: dict[QName, int],
    limits: Limits,
    visits: Counter[QName],
) -> Iterator[Path]:
    here = steps[-1].target
    if here in targets:
        yield Path(steps)
    left = limits.max_hops - len(steps)
    for step in graph.steps(here):
        # The distance prunes branches that cannot reach a target any more; all others end in a path or a revisit.
        if distance.get(step.target, limits.max_hops) > left or visits[step.target] > limits.revisits:
            continue
        visits[step.target] += 1
        yield from _walk(graph, (*steps, step), targets, distance, limits, visits)
        visits[step.target] -= 1


def steps_towards(graph: Graph, target: QName, limits: Limits) -> set[Step]:
    """The roots and navigation steps that paths to an entity type within the limits are made of.

    Worked out from distances, in the time that it takes to look at each step once: there may be millions of paths. How
    often a type may come back plays no part in it.
    """
    after = _distances(graph, graph.derived_or_same(target))
    roots = [graph.roots[name] for name in limits.roots or graph.roots if name in graph.roots]
    found = {root for root in roots if after.get(root.target, limits.max_hops + 1) <= limits.max_hops}
    before = dict.fromkeys((root.target for root in found), 0)
    waiting = deque(before)
    while waiting:
        here = waiting.popleft()
        for step in graph.steps(here):
            if before[here] + 1 + after.get(step.target, limits.max_hops) <= limits.max_hops:
                found.add(step)
                if step.target not in before:
                    before[step.target] = before[here] + 1
                    waiting.append(step.target)
    return found


def _distances(graph: Graph, targets: Iterable[QName]) -> dict[QName, int]:
    """The least number of navigation steps from each type to one of the targets."""
    distance = dict.fromkeys(sorted(targets), 0)
    waiting = deque(distance)
    while waiting:
        here = waiting.popleft()
        for source in graph.sources.get(here, ()):
            if source not in distance:
                distance[source] = distance[here] + 1
                waiting.append(source)
    return distance


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Where a path stopped making sense: the segment, and what was known there instead."""

    segment: str
    known: tuple[str, ...]


def resolve(graph: Graph, segments: tuple[str, ...]) -> Path | Unresolved:
    """Follow the segments of a path template (`users`, `{id}`, `managedDevices`, `{id}`) from a root.

    A key stands as a segment in braces after a collection; it may be missing at the end only.
    """
    root = graph.roots.get(segments[0]) if segments else None
    if root is None:
        return Unresolved(segments[0] if segments else "", tuple(graph.roots))
    steps, keyed = [root], not root.collection
    for segment in segments[1:]:
        if segment.startswith("{"):
            if keyed:
                return Unresolved(segment, ())
            keyed = True
            continue
        known = {step.name: step for step in graph.steps(steps[-1].target)} if keyed else {}
        if segment not in known:
            return Unresolved(segment, tuple(known))
        steps.append(known[segment])
        keyed = not steps[-1].collection
    return Path(tuple(steps))


def with_keys(graph: Graph, segments: tuple[str, ...]) -> tuple[str, ...]:
    """The segments with a key after every collection but the last, where the text leaves keys out."""
    found: list[str] = []
    for segment in segments:
        if found and not segment.startswith("{"):
            so_far = resolve(graph, tuple(found))
            if isinstance(so_far, Path) and so_far.steps[-1].collection and not found[-1].startswith("{"):
                found.append("{key}")
        found.append(segment)
    return tuple(found)
