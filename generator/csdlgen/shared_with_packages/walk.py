"""Every path to a goal, one by one, in an order that no declaration decides.

A path is a root and the steps after it (OData URL conventions section 4.3). Paths with
fewer hops come first; of those with as many, paths that leave containment less often
(CSDL section 8.4), then those with fewer casts; of equal ones, the order is that of the
names. A path is worked out when it is asked for, so the first ones of millions cost
little.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any, Generic, Protocol, TypeVar

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


# What a path costs, as one number that sorts as paths do: how many steps leave containment,
# then how many casts there are. Pairs of numbers would take twice the time.
_UNCONTAINED = 1 << 16
_CASTS = _UNCONTAINED - 1


class Onward(Generic[S]):
    """The steps from each target that have at most so many casts, in order, with what each
    costs; worked out once a target, for any number of walks."""

    def __init__(self, steps: Callable[[Any], Iterable[S]], casts: int) -> None:
        self.casts = max(casts, 0)
        self._steps = steps
        self._known: dict[Hashable, list[tuple[S, int]]] = {}

    def __call__(self, target: Hashable) -> list[tuple[S, int]]:
        known = self._known.get(target)
        if known is None:
            known = self._known[target] = [
                (step, casts + (0 if step.contained else _UNCONTAINED))
                for step in _in_order(self._steps(target))
                if (casts := sum("." in name for name in step.segments)) <= self.casts
            ]
        return known


class Walk(Generic[S]):
    """All paths from `roots` that end with a step for which `ends` is true.

    `onward` gives the steps from a target, and how many casts there may be on the way.
    `hops` limits the steps after the root, `revisits` how often a target may come back.
    Where some targets are to count as one for that, `place` gives what they have in common.
    """

    def __init__(
        self,
        roots: Iterable[S],
        onward: Onward[S],
        ends: Callable[[S], bool],
        *,
        hops: int,
        revisits: int,
        place: Callable[[Any], Hashable] = lambda target: target,
    ) -> None:
        self._roots = [(step, 0) for step in _in_order(roots)]
        self._onward = onward
        self._ends = ends
        self._hops = hops
        self._revisits = revisits
        self._place = place
        self._costs: dict[tuple[Hashable, int], frozenset[int]] = {}

    def __iter__(self) -> Iterator[tuple[S, ...]]:
        for hops in range(self._hops + 1):
            yield from self.with_hops(hops)

    def with_hops(self, hops: int) -> Iterator[tuple[S, ...]]:
        """The paths with just so many steps after the root."""
        costs: set[int] = set()
        for root, _ in self._roots:
            costs |= self._after(root, hops)
        for cost in sorted(costs):
            yield from self._extend((), self._roots, hops, cost, {})

    def _extend(
        self,
        path: tuple[S, ...],
        steps: list[tuple[S, int]],
        left: int,
        cost: int,
        visits: dict[Hashable, int],
    ) -> Iterator[tuple[S, ...]]:
        """The paths with one of the steps and `left` more behind it, at that cost;
        `visits` counts how often the path has come to each target."""
        for step, own in steps:
            if cost - own not in self._after(step, left):
                continue
            place = self._place(step.target)
            before = visits.get(place, 0)
            if before > self._revisits:
                continue
            if not left:
                yield (*path, step)
                continue
            visits[place] = before + 1
            onward = self._onward(step.target)
            yield from self._extend((*path, step), onward, left - 1, cost - own, visits)
            visits[place] = before

    def _after(self, step: S, left: int) -> frozenset[int]:
        """What the `left` steps between this one and an end can cost.

        How often a target comes back plays no part in it.
        """
        if not left:
            return _FREE if self._ends(step) else _NOTHING
        known = self._costs.get((step.target, left))
        if known is None:
            found = {
                own + rest
                for after, own in self._onward(step.target)
                for rest in self._after(after, left - 1)
                if (own + rest) & _CASTS <= self._onward.casts
            }
            known = self._costs[step.target, left] = frozenset(found)
        return known


_FREE = frozenset((0,))
_NOTHING: frozenset[int] = frozenset()


def _in_order(steps: Iterable[S]) -> list[S]:
    return sorted(steps, key=lambda step: step.segments)
