"""What a benchmark found, as a row of the table at the end of the run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Unit = Literal["s", "B"]
_STEPS = {
    "s": ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")),
    "B": ((1e6, "MB"), (1e3, "kB"), (1.0, "B")),
}


@dataclass(frozen=True, slots=True)
class Goal:
    """At most `factor` times the peer's figure; with `less`, at least `factor` times less than the peer's."""

    factor: float
    less: bool = False

    def __str__(self) -> str:
        return f"≥ {self.factor:g} × less" if self.less else f"≤ {self.factor:g} ×"


@dataclass(frozen=True, slots=True)
class Row:
    """Two figures for the same work, in seconds or bytes, and what their ratio should be.

    The figures are medians; `best` are the least of each, which a busy machine disturbs less.
    """

    what: str
    ours: float
    peer: float
    against: str
    goal: Goal
    unit: Unit = "s"
    best: tuple[float, float] | None = None

    @property
    def ratio(self) -> float:
        """Ours per peer's, or, where the goal is to need less, peer's per ours."""
        return self._ratio(self.ours, self.peer)

    @property
    def best_ratio(self) -> float:
        """The same of the least figures."""
        return self._ratio(*(self.best or (self.ours, self.peer)))

    def _ratio(self, ours: float, peer: float) -> float:
        over, under = (peer, ours) if self.goal.less else (ours, peer)
        return max(over, 0.0) / under if under > 0 else float("inf")  # net figures can come out below zero

    @property
    def verdict(self) -> str:
        """`met`, or by how much of the goal it was missed."""
        part = self.ratio / self.goal.factor
        missed = 1 - part if self.goal.less else part - 1
        return "met" if missed <= 0 else f"missed by {missed:.0%}"

    def cells(self) -> tuple[str, ...]:
        return (
            self.what,
            shown(self.ours, self.unit),
            shown(self.peer, self.unit),
            self.against,
            _number(self.ratio),
            _number(self.best_ratio),
            str(self.goal),
            self.verdict,
        )


def _number(value: float) -> str:
    return f"{value:,.2f}" if value < 100 else f"{value:,.0f}"


def shown(value: float, unit: Unit) -> str:
    """A figure in the largest unit that leaves something before the point."""
    size, name = next((step for step in _STEPS[unit] if abs(value) >= step[0]), _STEPS[unit][-1])
    return f"{value / size:.4g} {name}"


def table(rows: Iterable[Row]) -> list[str]:
    """The rows as lines of text."""
    head = ("row", "ours", "peer", "against", "ratio", "of bests", "goal", "")
    body = [head, *(row.cells() for row in rows)]
    widths = [max(map(len, column)) for column in zip(*body, strict=True)]
    return ["  ".join(map(str.ljust, line, widths)).rstrip() for line in body]
