"""What is said of a change: a rule, verdicts for three kinds of people, a reason; and whether it has been accepted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Literal, NamedTuple, TypeAlias

from csdlgen.drift.change import Change
from csdlgen.errors import Location


class Verdict(IntEnum):
    """How much a change matters; more is worse."""

    NONE = 0
    ADDITIVE = 1
    DANGEROUS = 2
    BREAKING = 3

    def __str__(self) -> str:
        return self.name.lower()


Axis: TypeAlias = Literal["read", "write", "python"]
AXES: tuple[Axis, ...] = ("read", "write", "python")


class Verdicts(NamedTuple):
    """For clients that read, for clients that write, call and query, and for Python on the regenerated package."""

    read: Verdict
    write: Verdict
    python: Verdict

    def worst(self, axes: Iterable[Axis] = AXES) -> Verdict:
        """The worst on some of the axes."""
        return max((getattr(self, axis) for axis in axes), default=Verdict.NONE)


Tag: TypeAlias = Literal["announced", "young", "returned"]
"""What informs and never softens: deprecated before, published shortly before, gone and back again."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """An entry of the accept file that covers a finding: why, who, until when."""

    reason: str
    owner: str = ""
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One change with its judgement, or one that follows from changes (routes, names in Python).

    `rule` is stable and kebab-case; `path` prints the element (`microsoft.graph.user/mail`); `message` says in one
    sentence what happened and `reason` why it has these verdicts; `before` and `after` are short. `old` and `new` are
    places in the two documents. `fingerprint` is made of the rule, the element and what was and is there, never of
    prose, so that wording may change. `children` are consequences of the same cause.
    """

    rule: str
    path: str
    verdicts: Verdicts
    message: str
    reason: str
    fingerprint: str
    before: str = ""
    after: str = ""
    old: Location | None = None
    new: Location | None = None
    tags: tuple[Tag, ...] = ()
    accepted: Acceptance | None = None
    change: Change | None = None
    children: tuple[Finding, ...] = ()


def every(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Every finding, each before its consequences."""
    for each in findings:
        yield each
        yield from every(each.children)
