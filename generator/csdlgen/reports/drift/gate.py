"""What fails a run: a level for each of the three axes, below which findings only inform."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from csdlgen.drift.finding import AXES, Axis, Finding, Verdict, every

LEVELS = ("breaking", "dangerous", "any", "never")
_LEAST = {"breaking": Verdict.BREAKING, "dangerous": Verdict.DANGEROUS, "any": Verdict.ADDITIVE}


@dataclass(frozen=True, slots=True)
class Gate:
    """The level of each axis, one of `LEVELS`.

    `any` on one axis means whatever concerns it; on all three, any finding at all, neutral ones included.
    """

    read: str = "breaking"
    write: str = "breaking"
    python: str = "breaking"

    @classmethod
    def parse(cls, texts: Iterable[str]) -> Gate:
        """A gate from `LEVEL` for all axes and `AXIS=LEVEL` for one; where only axes are named, the others never fail.

        Without any text, breaking on all. Raises ValueError with what is wrong.
        """
        levels: dict[str, str] = {}
        general = ""
        for text in texts:
            axis, equals, level = text.rpartition("=")
            if level not in LEVELS:
                raise ValueError(f"{level!r} is no level: one of {', '.join(LEVELS)}")
            if not equals:
                general = level
            elif axis in get_args(Axis):
                levels[axis] = level
            else:
                raise ValueError(f"{axis!r} is no axis: one of {', '.join(AXES)}")
        general = general or ("never" if levels else "breaking")
        return cls(**{axis: levels.get(axis, general) for axis in AXES})

    def level(self, axis: Axis) -> str:
        """The level of one axis."""
        return {"read": self.read, "write": self.write, "python": self.python}[axis]

    def fails(self, finding: Finding) -> bool:
        """Whether a finding by itself, without its consequences, is at or above the gate; accepted ones never are."""
        if finding.accepted is not None:
            return False
        if {self.read, self.write, self.python} == {"any"}:
            return True
        verdicts = finding.verdicts._asdict()
        return any(self.level(axis) != "never" and verdicts[axis] >= _LEAST[self.level(axis)] for axis in AXES)

    def failing(self, findings: Iterable[Finding]) -> int:
        """How many findings, consequences included, are at or above the gate."""
        return sum(map(self.fails, every(findings)))

    def __str__(self) -> str:
        levels = {axis: self.level(axis) for axis in AXES}
        if len({*levels.values()}) == 1:
            return self.read
        return ", ".join(f"{axis}={level}" for axis, level in levels.items() if level != "never")
