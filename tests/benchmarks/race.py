"""Two ways to do the same work, timed side by side."""

from __future__ import annotations

import gc
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

from pytest_benchmark.fixture import BenchmarkFixture

from tests.benchmarks.report import Goal, Row

Work = Callable[[], object]


class _Timed:
    def __init__(self, work: Work) -> None:
        self.work = work
        self.seconds: list[float] = []

    def __call__(self) -> None:
        start = perf_counter()
        self.work()
        self.seconds.append(perf_counter() - start)


class Race:
    """Times a benchmark and adds its row, or several, to the table at the end of the run."""

    def __init__(self, benchmark: BenchmarkFixture, rows: list[Row]) -> None:
        self._benchmark: Any = benchmark  # its methods have no annotations
        self._rows = rows

    def __call__(
        self,
        what: str,
        goal: Goal,
        ours: Work,
        peer: Work,
        *,
        against: str,
        rounds: int,
        floor: Work | None = None,
        before: Work | None = None,
        times: tuple[int, int] = (1, 1),
    ) -> None:
        """Run `floor`, `peer` and `ours` in turn, `rounds` times after a first one that does not count.

        The row has medians; `floor` is taken off both. `times` says how often ours and peer do their work per call.
        `before` prepares each run of ours and is not timed.
        """
        timed = _Timed(ours)
        others = [_Timed(peer), *([_Timed(floor)] if floor else [])]

        def others_first() -> None:
            for other in reversed(others):
                other()
            if before:
                before()

        others_first()
        ours()
        for other in others:
            other.seconds.clear()
        gc.collect()
        self._benchmark.pedantic(timed, setup=others_first, rounds=rounds)
        mine, theirs, bare = timed.seconds, others[0].seconds, others[1].seconds if floor else [0.0]

        def figures(one: Callable[[list[float]], float]) -> tuple[float, float]:
            return (one(mine) - one(bare)) / times[0], (one(theirs) - one(bare)) / times[1]

        self.add(Row(what, *figures(median), against, goal, best=figures(min)))

    def add(self, row: Row) -> None:
        """Adds a row that was measured otherwise."""
        self._rows.append(row)
        self._benchmark.extra_info.setdefault("rows", []).append(
            {
                "row": row.what,
                "against": row.against,
                "unit": row.unit,
                "ours": row.ours,
                "peer": row.peer,
                "ratio": row.ratio,
                "ratio of bests": row.best_ratio,
                "goal": str(row.goal),
                "verdict": row.verdict,
            }
        )
