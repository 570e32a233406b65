"""The search for paths that take given keys, without looking at those that do not.

A search walks from state to state: the type that a path has come to, together with the
keys that it has taken so far, and how much it has passed of the segments asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from .graph import Graph
from .paths import Path, Step, key_for
from .walk import Onward, Walk


class _State(NamedTuple):
    """`taken` are the names of keys in templates and in Python, `passed` is the number of
    segments of `via` that the path ends with, or all of them where it has passed them once.
    """

    type: str
    taken: frozenset[tuple[str, str]]
    passed: int
    ended: bool


class _Hop(NamedTuple):
    """A step to a state, as a `Walk` takes it."""

    step: Step
    target: _State
    segments: tuple[str, ...]
    contained: bool


class RouteSearch:
    """Paths with exactly these keys (by Python name) past the segments `via`.

    `ends` are the types at which they end, with what they are cast to there; with `many`
    they end at collections.
    """

    def __init__(
        self,
        graph: Graph,
        ends: Mapping[str, str],
        keys: Collection[str],
        via: str | None,
        *,
        many: bool,
    ) -> None:
        self._graph = graph
        self._ends = ends
        self._keys = frozenset(keys)
        self._via = tuple(via.split("/")) if via else ()
        self._many = many

    def accepts(self, path: Path) -> bool:
        """Whether a path has those keys and passes those segments."""
        names = [name for leg in path.legs for name in leg.step.segments]
        passed = self._pass(0, [*names, *([path.cast] if path.cast else [])])
        taken = frozenset(key.name for key in path.slots)
        return taken == self._keys and passed == len(self._via)

    def paths(self) -> Iterator[Path]:
        """The derived paths, in order."""
        graph = self._graph
        start = _State("", frozenset(), 0, False)
        walk = Walk(
            self._hops(start, graph.starts),
            Onward(self._onward, graph.casts),
            self._is_end,
            hops=graph.max_hops,
            revisits=graph.revisits,
            place=lambda state: state.type,
        )
        for hops in walk:
            steps = [hop.step for hop in hops]
            yield graph.path(steps, self._ends[steps[-1].target], many=self._many)

    def _onward(self, state: _State) -> Iterable[_Hop]:
        if state.ended:
            return ()
        return self._hops(state, self._graph.steps_with_casts(state.type))

    def _hops(self, state: _State, steps: Iterable[Step]) -> Iterator[_Hop]:
        """Where steps lead from a state, but for those that take other keys."""
        for step in steps:
            passed = self._pass(state.passed, step.segments)
            if step.many and self._many:
                end = _State(step.target, state.taken, passed, True)
                yield _Hop(step, end, step.segments, step.contained)
            taken = self._take(state.taken, step) if step.many else state.taken
            if taken is not None:
                onward = _State(step.target, taken, passed, False)
                yield _Hop(step, onward, step.segments, step.contained)

    def _take(
        self, taken: frozenset[tuple[str, str]], step: Step
    ) -> frozenset[tuple[str, str]] | None:
        """The keys with that behind a step; None where it is not among those given."""
        used = dict(taken)
        for part in self._graph.key(step.target):
            if key_for(step.target, part, used).name not in self._keys:
                return None
        return frozenset(used.items())

    def _pass(self, passed: int, segments: Iterable[str]) -> int:
        """How many of the segments asked for a path ends with after some more."""
        via = self._via
        for each in segments:
            if passed == len(via):
                break
            last = (*via[:passed], each)
            lengths = range(len(last), -1, -1)
            passed = next(n for n in lengths if last[len(last) - n :] == via[:n])
        return passed

    def _is_end(self, hop: _Hop) -> bool:
        state = hop.target
        if state.type not in self._ends or state.ended != self._many:
            return False
        cast = self._ends[state.type]
        passed = self._pass(state.passed, [cast] if cast else [])
        return len(state.taken) == len(self._keys) and passed == len(self._via)
