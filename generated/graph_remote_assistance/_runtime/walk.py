# ruff: noqa
# fmt: off
"""Every path to a goal, one by one, in an order that no declaration decides.

A path is a root and the steps after it (OData URL conventions section 4.3). Paths with
fewer hops come first; of those with as many, paths that leave containment less often
(CSDL section 8.4), then those with fewer casts; of equal ones, the order is that of the
names. A path is worked out when it is asked for, so the first ones of millions cost
little.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Generic, NamedTuple, Protocol, TypeVar

Node = TypeVar("Node", bound=Hashable)
Node_co = TypeVar("Node_co", bound=Hashable, covariant=True)


class Hop(Protocol[Node_co]):
    """A step: where it leads, and the segments that it takes in a URL, without keys."""

    @property
    def target(self) -> Node_co: ...
    @property
    def segments(self) -> tuple[str, ...]: ...
    @property
    def contained(self) -> bool: ...


S = TypeVar("S", bound=Hop[Hashable])


class Cost(NamedTuple):
    """How many steps leave containment, and how many casts there are on the way."""

    uncontained: int
    casts: int


class Walk(Generic[S]):
    """All paths from `roots` that end with a step for which `ends` is true.

    `onward` gives the steps from a target. `hops` limits the steps after the root,
    `revisits` how often a target may come back, `casts` the casts on the way. Where some
    targets are to count as one for `revisits`, `place` gives what they have in common.
    """

    def __init__(
        self,
        roots: Iterable[S],
        onward: Callable[[Hashable], Iterable[S]],
        ends: Callable[[S], bool],
        *,
        hops: int,
        revisits: int,
        casts: int,
        place: Callable[[Hashable], Hashable] | None = None,
    ) -> None:
        self._roots = [(step, Cost(0, 0)) for step in _in_order(roots)]
        self._onward = onward
        self._ends = ends
        self._hops = hops
        self._revisits = revisits
        self._casts = max(casts, 0)
        self._place = place or _itself
        self._steps: dict[Hashable, list[tuple[S, Cost]]] = {}
        self._costs: dict[tuple[Hashable, int], frozenset[Cost]] = {}

    def __iter__(self) -> Iterator[tuple[S, ...]]:
        for hops in range(self._hops + 1):
            yield from self.with_hops(hops)

    def with_hops(self, hops: int) -> Iterator[tuple[S, ...]]:
        """The paths with just so many steps after the root."""
        costs: set[Cost] = set()
        for root, _ in self._roots:
            costs |= self._after(root, hops)
        for cost in sorted(costs):
            yield from self._extend((), self._roots, hops, cost, {})

    def _extend(
        self,
        path: tuple[S, ...],
        steps: list[tuple[S, Cost]],
        left: int,
        cost: Cost,
        visits: dict[Hashable, int],
    ) -> Iterator[tuple[S, ...]]:
        """The paths with one of the steps and `left` more behind it, at that cost;
        `visits` counts how often the path has come to each target."""
        for step, (uncontained, casts) in steps:
            rest = Cost(cost.uncontained - uncontained, cost.casts - casts)
            target = step.target
            place = self._place(target)
            before = visits.get(place, 0)
            if before > self._revisits or rest not in self._after(step, left):
                continue
            if not left:
                yield (*path, step)
                continue
            visits[place] = before + 1
            onward = self._from(target)
            yield from self._extend((*path, step), onward, left - 1, rest, visits)
            visits[place] = before

    def _after(self, step: S, left: int) -> frozenset[Cost]:
        """What the `left` steps between this one and an end can cost.

        How often a target comes back plays no part in it.
        """
        if not left:
            return _FREE if self._ends(step) else _NOTHING
        known = self._costs.get((step.target, left))
        if known is None:
            found: set[Cost] = set()
            for after, (uncontained, casts) in self._from(step.target):
                for rest in self._after(after, left - 1):
                    if casts + rest.casts <= self._casts:
                        cost = Cost(uncontained + rest.uncontained, casts + rest.casts)
                        found.add(cost)
            known = self._costs[step.target, left] = frozenset(found)
        return known

    def _from(self, target: Hashable) -> list[tuple[S, Cost]]:
        """The steps from a target in order, with what each costs."""
        if target not in self._steps:
            self._steps[target] = [
                (step, Cost(int(not step.contained), casts))
                for step in _in_order(self._onward(target))
                if (casts := sum("." in name for name in step.segments)) <= self._casts
            ]
        return self._steps[target]


_FREE = frozenset((Cost(0, 0),))
_NOTHING: frozenset[Cost] = frozenset()


def _itself(target: Hashable) -> Hashable:
    return target


def _in_order(steps: Iterable[S]) -> list[S]:
    return sorted(steps, key=lambda step: step.segments)
