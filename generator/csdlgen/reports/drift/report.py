"""What every format is made from: findings with their places, what was accepted, and what the run was asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from csdlgen.drift.finding import Finding, Policy, Verdict, every
from csdlgen.errors import Location, Position
from csdlgen.reports.drift.gate import Gate

if TYPE_CHECKING:
    from csdlgen.drift.accept import Stale


@dataclass(frozen=True, slots=True)
class Report:
    """What one comparison found.

    `old` and `new` are the files, URLs or revisions that were compared; the places of findings are looked up in
    `places`. `gate` and `policy` are those that the run was asked for, `version` is that of csdlgen. Text lists what
    harms nobody, such as changed descriptions, where `everything` says so; other formats always do. So many findings
    as `unlisted` says are left out, since they are below `min_level`. Text has the fingerprints, by which accept files
    name findings, where `fingerprints` says so.
    """

    findings: tuple[Finding, ...]
    old: str
    new: str
    policy: Policy = "graph"
    gate: Gate = Gate()
    places: Mapping[Location, Position] = field(default_factory=dict)
    stale: tuple[Stale, ...] = ()
    version: str = ""
    everything: bool = False
    fingerprints: bool = False
    min_level: Verdict = Verdict.NEUTRAL
    unlisted: int = 0

    @property
    def failing(self) -> int:
        """How many findings are at or above the gate."""
        return self.gate.failing(self.findings)

    @property
    def accepted(self) -> tuple[Finding, ...]:
        """Every finding that somebody has accepted, consequences included."""
        return tuple(each for each in every(self.findings) if each.accepted is not None)

    def position(self, where: Location | None) -> Position | None:
        """Line and column of an element; None where they are unknown."""
        return self.places.get(where) if where is not None else None

    def place(self, finding: Finding) -> Position | None:
        """The place to show: in the old document, which is the committed one, for everything that is in it."""
        return self.position(finding.old) or self.position(finding.new)


def from_level(findings: Iterable[Finding], level: Verdict, gate: Gate) -> tuple[Finding, ...]:
    """The findings that are at or above a level or a gate, or have consequences that are; of these likewise."""
    kept = []
    for each in findings:
        children = from_level(each.children, level, gate)
        if children or each.verdicts.worst() >= level or gate.fails(each):
            kept.append(replace(each, children=children) if children != each.children else each)
    return tuple(kept)


def locations(findings: Iterable[Finding]) -> set[Location]:
    """Every place that a report may print."""
    return {where for each in every(findings) for where in (each.old, each.new) if where is not None}


def worst(finding: Finding) -> Verdict:
    """The worst verdict of a finding and its consequences, on any axis."""
    return max(each.verdicts.worst() for each in every((finding,)))


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, and the consequences of each, in the order in which people want them; equal for equal findings."""
    ordered = (replace(each, children=worst_first(each.children)) if each.children else each for each in findings)
    return tuple(sorted(ordered, key=_order))


def _order(finding: Finding) -> tuple[int, int, str, str, int, str, str]:
    """Routes to one type differ in their text alone: short ones first."""
    text = finding.before + finding.after
    own = finding.verdicts.worst()
    return -worst(finding), -own, finding.path, finding.rule, len(text), text, finding.fingerprint


def unaccepted(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings that nobody has accepted. A consequence of an accepted one that is not accepted itself moves up."""
    for each in findings:
        children = tuple(unaccepted(each.children))
        if each.accepted is not None:
            yield from children
        else:
            yield replace(each, children=children) if each.children else each


def counts(findings: Iterable[Finding]) -> dict[Verdict, int]:
    """How many findings there are of each worst verdict, worst first, consequences included, accepted ones not."""
    numbers = Counter(each.verdicts.worst() for each in every(findings) if each.accepted is None)
    return {verdict: numbers[verdict] for verdict in sorted(Verdict, reverse=True)}
