"""Walking the navigation graph: every path to a type within limits."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from csdlgen.edm.model import Operation, QName
from csdlgen.navigation.graph import Graph, Step
from csdlgen.shared_with_packages.walk import Walk


@dataclass(frozen=True, slots=True)
class Limits:
    """How far to walk: navigation segments after the root, how often one entity type may come back on a path, and how
    many casts there may be before its end; with less than none of those, there is no cast at the end either.

    `roots` names entity sets and singletons; empty means all of them.
    """

    roots: tuple[str, ...] = ()
    max_hops: int = 5
    revisits: int = 1
    casts: int = 0


@dataclass(frozen=True, slots=True)
class Path:
    """A root and the navigation steps after it; `hops` counts the latter. `cast` is a derived type that what the last
    step reaches is cast to."""

    steps: tuple[Step, ...]
    cast: QName | None = None

    @property
    def hops(self) -> int:
        return max(len(self.steps) - 1, 0)

    @property
    def target(self) -> QName:
        """The entity type at the end."""
        return self.cast or self.steps[-1].target

    @property
    def is_rooted(self) -> bool:
        """Whether it begins at an entity set or singleton, as URLs do. Paths that do not are steps alone."""
        return self.steps[0].declaring is None

    @property
    def uncontained(self) -> int:
        """How many navigation steps leave containment (CSDL section 8.4)."""
        return sum(not step.contained for step in self.steps[1:])

    @property
    def casts(self) -> tuple[QName, ...]:
        """The types that the path casts to, in order."""
        inner = (each for step in self.steps for each in step.casts if step.prefix)
        return (*inner, self.cast) if self.cast else tuple(inner)


def has_key(steps: tuple[Step, ...], number: int, *, keyed: bool) -> bool:
    """Whether a key stands behind one of the steps of a path, whose last one is `keyed` or not: behind all collections
    but those that functions on the way are called on as a whole."""
    if not steps[number].collection or number == len(steps) - 1:
        return steps[number].collection and keyed
    call = steps[number + 1].call
    return not (call and call.binding and call.binding.collection)


def walk(
    graph: Graph, target: QName, limits: Limits, *, collection: bool = False, without: Iterable[QName] = ()
) -> Iterator[Path]:
    """The paths to an entity type within the limits one by one: fewer hops first, then fewer uncontained ones, then
    fewer casts, then by names. The order of declarations plays no part in it.

    A path may end at a derived type, which is one, or at a base type, with a cast where the limits have any. With
    `collection` it ends with a collection; it does not end at the types `without` or those that derive from them.
    """
    return Paths(graph, target, limits, collection=collection, without=without).all()


class Paths:
    """The paths of `walk`, all of them or those with so many hops."""

    def __init__(
        self, graph: Graph, target: QName, limits: Limits, *, collection: bool = False, without: Iterable[QName] = ()
    ) -> None:
        self._limits = limits
        self._ends = ends = _ends(graph, target, limits)
        for name in without:
            for type_ in (name, *graph.lookup.descendants(name)):
                ends.pop(type_, None)
        names = limits.roots or graph.roots

        self._walk = Walk(
            [graph.roots[each] for each in dict.fromkeys(names) if each in graph.roots],
            graph.onward(limits.casts),
            lambda step: step.target in ends and (step.collection or not collection),
            hops=limits.max_hops,
            revisits=limits.revisits,
        )

    def all(self) -> Iterator[Path]:
        return (path for hops in range(self._limits.max_hops + 1) for path in self.with_hops(hops))

    def with_hops(self, hops: int) -> Iterator[Path]:
        """Those with just so many navigation steps."""
        return (Path(steps, self._ends[steps[-1].target]) for steps in self._walk.with_hops(hops))


def _ends(graph: Graph, target: QName, limits: Limits) -> dict[QName, QName | None]:
    """The types at which a path to a type may end, with the cast that takes it there."""
    line = graph.model.ancestry(target) if limits.casts >= 0 else ()
    ends: dict[QName, QName | None] = {base.name: target for base in line}
    return ends | dict.fromkeys(sorted((target, *graph.lookup.descendants(target))))


def needed(
    graph: Graph,
    operations: Iterable[Operation],
    limits: Limits,
    resources: Iterable[Path],
    documented: Iterable[Path],
) -> tuple[set[Step], set[QName]]:
    """Which steps and casts the routes of a selection are made of: those of all paths to the binding types of its
    operations within the limits, of the paths of resources, and of the documented paths that lead to the operations."""
    bindings = tuple(dict.fromkeys(operation.binding.name for operation in operations if operation.binding))
    wanted = {*bindings, *(derived for binding in bindings for derived in graph.lookup.descendants(binding))}
    paths = (*resources, *(path for path in documented if path.target in wanted))
    steps = {step for path in paths for step in path.steps}
    steps |= {step for binding in bindings for step in steps_towards(graph, binding, limits)}
    casts = {cast for path in paths for cast in path.casts}
    casts |= {cast for step in steps if step.prefix for cast in step.casts}
    reached = {step.target for step in steps}
    for binding in bindings if limits.casts >= 0 else ():
        # Reached as one of its base types, with a cast to the type that has the operation.
        if any(base.name in reached and base.name != binding for base in graph.lookup.ancestry(binding)):
            casts.add(binding)
    return steps, casts


def steps_towards(graph: Graph, target: QName, limits: Limits) -> set[Step]:
    """The roots and navigation steps that paths to an entity type within the limits are made of.

    Worked out from distances, in the time that it takes to look at each step once: there may be millions of paths. How
    often a type may come back plays no part in it, nor does how many casts there are, where any are allowed.
    """
    casts = limits.casts > 0
    after = _distances(graph, _ends(graph, target, limits), casts=casts)
    roots = [graph.roots[name] for name in limits.roots or graph.roots if name in graph.roots]
    steps = {root for root in roots if after.get(root.target, limits.max_hops + 1) <= limits.max_hops}
    before = dict.fromkeys((root.target for root in steps), 0)
    waiting = deque(before)
    while waiting:
        here = waiting.popleft()
        for step in (*graph.steps(here), *(graph.casting(here) if casts else ())):
            if before[here] + 1 + after.get(step.target, limits.max_hops) <= limits.max_hops:
                steps.add(step)
                if step.target not in before:
                    before[step.target] = before[here] + 1
                    waiting.append(step.target)
    return steps


def _distances(graph: Graph, targets: Iterable[QName], *, casts: bool) -> dict[QName, int]:
    """The least number of navigation steps from each type to one of the targets."""
    distance = dict.fromkeys(sorted(targets), 0)
    waiting = deque(distance)
    sources = graph.sources(casts=casts)
    while waiting:
        here = waiting.popleft()
        for source in sources.get(here, ()):
            if source not in distance:
                distance[source] = distance[here] + 1
                waiting.append(source)
    return distance
