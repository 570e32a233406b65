"""Findings as lines of text: `file:line:column: verdict: rule: what happened`, consequences indented below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from csdlgen.drift.finding import Finding, Verdict, every
from csdlgen.errors import Position
from csdlgen.reports.drift.groups import Group, grouped
from csdlgen.reports.drift.report import Report, counts, unaccepted, worst, worst_first
from csdlgen.reports.drift.words import (
    by_acceptance,
    count,
    granted,
    one_line,
    page,
    sentence,
    spoken,
    summary,
    was_and_is,
    why_stale,
)

# So many names of a group of additions are listed.
_MOST_NAMES = 12


def _plain(text: str, _verdict: Verdict) -> str:
    return text


def as_text(report: Report, style: Callable[[str, Verdict], str] = _plain) -> str:
    """Worst first, under their causes, what is alike under one headline; the reason of a rule where it is met first.
    `style` colours a verdict."""
    return "\n".join(_lines(report, style))


def _lines(report: Report, style: Callable[[str, Verdict], str]) -> Iterator[str]:
    explained: set[str] = set()
    unlisted: Counter[str] = Counter()
    listed = _listed(report, worst_first(unaccepted(report.findings)), unlisted)
    yield from _findings(report, listed, "", style, explained)
    if explained:
        yield ""
    if unlisted:
        rules = ", ".join(f"{number:,} {rule}" for rule, number in sorted(unlisted.items()))
        yield f"neutral, not listed without --all: {rules}"
    for acceptance, found in by_acceptance(report.accepted).items():
        yield one_line(f"accepted: {count(len(found), 'finding')}: {granted(acceptance)}")
    for stale in report.stale:
        yield one_line(f"{_where(stale.entry.where)}stale: {stale.entry} {why_stale(stale)}: {granted(stale.entry)}")
    yield one_line(f"{report.old} -> {report.new}: {summary(counts(report.findings), len(report.accepted))}")
    if report.failing:
        yield f"at or above the gate ({report.gate}): {report.failing:,}; `csdlgen explain RULE` says more of a rule"


def _listed(report: Report, findings: Iterable[Finding], unlisted: Counter[str]) -> tuple[Finding, ...]:
    """The findings without what harms nobody, consequences likewise; those are counted by rule."""
    found: list[Finding] = []
    for each in findings:
        if report.everything or worst(each) > Verdict.NEUTRAL or report.gate.failing((each,)):
            found.append(replace(each, children=_listed(report, each.children, unlisted)))
        else:
            unlisted.update(finding.rule for finding in every((each,)))
    return tuple(found)


def _findings(
    report: Report,
    findings: Iterable[Finding],
    indent: str,
    style: Callable[[str, Verdict], str],
    explained: set[str],
) -> Iterator[str]:
    for each in grouped(findings):
        if isinstance(each, Group):
            yield from _group(report, each, indent, style, explained)
        else:
            yield from _finding(report, each, indent, style, explained)


def _group(
    report: Report, group: Group, indent: str, style: Callable[[str, Verdict], str], explained: set[str]
) -> Iterator[str]:
    """A headline, the names of the elements, and the place of the first of them."""
    first = group.findings[0]
    verdict = style(spoken(first.verdicts), first.verdicts.worst())
    tags = f" [{', '.join(first.tags)}]" if first.tags else ""
    where = one_line(_where(report.place(first)))
    yield f"{indent}{where}{verdict}: {one_line(f'{first.rule}: {group.headline}{tags}')}"
    names = list(group.names())
    most = len(names) if report.everything or first.verdicts.worst() > Verdict.ADDITIVE else _MOST_NAMES
    more = f" and {len(names) - most:,} more (--all names them)" if len(names) > most else ""
    yield f"{indent}    {one_line(', '.join(names[:most]))}{more}"
    if first.rule not in explained:
        explained.add(first.rule)
        yield f"{indent}    {one_line(page(first.rule).meaning)}"


def _finding(
    report: Report, finding: Finding, indent: str, style: Callable[[str, Verdict], str], explained: set[str]
) -> Iterator[str]:
    verdict = style(spoken(finding.verdicts), finding.verdicts.worst())
    tags = f" [{', '.join(finding.tags)}]" if finding.tags else ""
    where = one_line(_where(report.place(finding)))
    yield f"{indent}{where}{verdict}: {one_line(f'{finding.rule}: {sentence(finding)}{tags}')}"
    if detail := _detail(report, finding):
        yield f"{indent}    {one_line(detail)}"
    if finding.rule not in explained:
        explained.add(finding.rule)
        yield f"{indent}    {one_line(page(finding.rule).meaning)}"
    yield from _findings(report, finding.children, f"{indent}  ", style, explained)


def _detail(report: Report, finding: Finding) -> str:
    """What was and is there, and where it is now."""
    now = report.position(finding.new) if finding.old is not None else None
    parts = (was_and_is(finding), f"now at {_where(now).removesuffix(': ')}" if now else "")
    return "; ".join(filter(None, parts))


def _where(place: Position | str | None) -> str:
    if isinstance(place, Position):
        return f"{place.source}:{place.line}:{place.column}: "
    return f"{place}: " if place else ""
