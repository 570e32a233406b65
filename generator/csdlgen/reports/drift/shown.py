"""Findings as a page shows them: all that its template prints or tests, worked out beforehand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from csdlgen.drift.finding import AXES, Finding, Verdict, Verdicts, every
from csdlgen.drift.pages import complete
from csdlgen.errors import Position
from csdlgen.explain.pages import CodePage
from csdlgen.reports.drift.groups import FindingGroup, grouped, owner_and_noun
from csdlgen.reports.drift.report import Report, counts, worst, worst_first
from csdlgen.reports.drift.words import granted, page, says_base

_NO_ELEMENTS = {"route": "routes", "python": "names in Python"}


@dataclass(frozen=True, slots=True)
class ShownElement:
    """One of many elements under a headline: its name within their owner, and what was and is there."""

    name: str
    before: str
    after: str
    place: str


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding, or many that are alike with their `elements`.

    `verdicts` are its own, by axis; `level` and `levels` (by axis) the worst of it and its consequences, by which a
    page filters. `kind` is what kind of element it is about, `owner` the type or container that has it.
    """

    rule: str
    title: str
    headline: str
    message: str
    before: str
    after: str
    old: str
    new: str
    kind: str
    owner: str
    level: str
    levels: dict[str, str]
    verdicts: dict[str, str]
    tags: tuple[str, ...]
    accepted: str
    elements: tuple[ShownElement, ...]
    consequences: tuple[ShownFinding, ...]
    number_of_consequences: int


@dataclass(frozen=True, slots=True)
class ShownReport:
    """One comparison: how many findings there are of each verdict, and these, worst first."""

    old: str
    new: str
    counts: dict[str, int]
    accepted: int
    findings: tuple[ShownFinding, ...]


def shown_report(report: Report, folder: str = "") -> ShownReport:
    """What a page shows of a report, with the names of files from a folder that all are in."""
    if folder:
        places = {
            where: Position(place.source.removeprefix(folder), place.line, place.column)
            for where, place in report.places.items()
        }
        old, new = report.old.removeprefix(folder), report.new.removeprefix(folder)
        report = replace(report, old=old, new=new, places=places)
    numbers = {str(verdict): number for verdict, number in counts(report.findings).items()}
    findings = tuple(_shown(report, worst_first(report.findings)))
    return ShownReport(report.old, report.new, numbers, len(report.accepted), findings)


def common_folder(names: Iterable[str]) -> str:
    """What all names begin with, up to the last slash."""
    folders = [name.split("/")[:-1] for name in names]
    alike = takewhile(lambda parts: len({*parts}) == 1, zip(*folders, strict=False))
    return "".join(f"{parts[0]}/" for parts in alike)


def explanations(findings: Iterable[Finding]) -> tuple[CodePage, ...]:
    """The page of every rule that findings and their consequences are of, by code."""
    return tuple(complete(page(rule)) for rule in sorted({each.rule for each in every(findings)}))


def choices(reports: Iterable[ShownReport], name: str) -> tuple[tuple[str, int], ...]:
    """What a page can be filtered by, the kinds or owners of findings, each with how many entries of it there are."""
    numbers = Counter(str(getattr(each, name)) for report in reports for each in report.findings)
    return tuple(sorted((value, number) for value, number in numbers.items() if value))


def _shown(report: Report, findings: Iterable[Finding]) -> Iterator[ShownFinding]:
    for each in grouped(findings):
        if isinstance(each, FindingGroup):
            yield _one(report, each.findings[0], each)
        else:
            yield _one(report, each)


def _one(report: Report, finding: Finding, group: FindingGroup | None = None) -> ShownFinding:
    owner, kind = owner_and_noun(finding)
    if finding.change is None:
        owner, kind = "", _NO_ELEMENTS.get(finding.rule.partition("-")[0], "others")
    own = "" if says_base(finding) else finding.before, "" if says_base(finding) else finding.after
    return ShownFinding(
        rule=finding.rule,
        title=page(finding.rule).title,
        headline=group.headline if group else finding.path,
        message="" if group else _sentence(finding.message),
        before="" if group else own[0],
        after="" if group else own[1],
        old="" if group else _at(report.position(finding.old)),
        new="" if group else _at(report.position(finding.new)),
        kind=kind,
        owner=owner,
        level=str(worst(finding)),
        levels=_by_axis(_worst_by_axis(finding)),
        verdicts=_by_axis(finding.verdicts),
        tags=finding.tags,
        accepted=granted(finding.accepted) if finding.accepted else "",
        elements=tuple(_elements(report, group)) if group else (),
        consequences=tuple(_shown(report, finding.children)),
        number_of_consequences=sum(1 for _ in every(finding.children)),
    )


def _sentence(message: str) -> str:
    """A message as a sentence; a name that it begins with stays as it is."""
    dotted = f"{message.rstrip('.')}."
    return f"T{dotted[1:]}" if dotted.startswith("the ") else dotted


def _elements(report: Report, group: FindingGroup) -> Iterator[ShownElement]:
    for each in group.findings:
        name = each.path.removeprefix(group.owner).lstrip("/.") or each.path
        yield ShownElement(name, each.before, each.after, _at(report.place(each)))


def _worst_by_axis(finding: Finding) -> Verdicts:
    verdicts = [each.verdicts for each in every((finding,))]
    return Verdicts(*(max(column) for column in zip(*verdicts, strict=True)))


def _by_axis(verdicts: Verdicts) -> dict[str, str]:
    return {axis: str(Verdict(verdict)) for axis, verdict in zip(AXES, verdicts, strict=True)}


def _at(place: Position | None) -> str:
    return f"{place.source}:{place.line}:{place.column}" if place else ""
