"""Findings as Markdown, to be a comment on a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csdlgen.drift.finding import Finding, Verdict, every
from csdlgen.reports.drift.groups import FindingGroup, grouped
from csdlgen.reports.drift.report import Report, unaccepted, worst, worst_first
from csdlgen.reports.drift.words import (
    by_acceptance,
    granted,
    page,
    spoken,
    summed_up,
    was_and_is,
    why_stale,
)
from csdlgen.reports.markdown import code, escaped
from csdlgen.text import count

# GitHub takes comments of 65,536 characters.
_LONGEST = 60_000
_OPEN = (Verdict.BREAKING, Verdict.DANGEROUS)


def as_markdown(report: Report) -> str:
    """A headline, a table for each verdict, worst first; what does not break is folded, and so are reasons. Names are
    code or escaped: nothing in a schema mentions anybody, links or makes markup."""
    lines = list(_head(report))
    budget = _LONGEST - sum(len(each) + 1 for each in lines)
    findings = worst_first(unaccepted(report.findings))
    for verdict in sorted(Verdict, reverse=True):
        some = [each for each in findings if worst(each) is verdict]
        rows = list(_all_rows(some))
        table = list(_table(verdict, rows, sum(1 for _ in every(some)), max(budget // 2, 0)))
        lines += table
        budget -= sum(len(each) + 1 for each in table)
    for section in (_reasons(findings), _accepted(report), _stale(report)):
        text = list(section)
        if sum(len(line) + 1 for line in text) <= budget:
            lines += text
            budget -= sum(len(line) + 1 for line in text)
    return "\n".join(lines).rstrip("\n")


def _head(report: Report) -> Iterator[str]:
    yield f"### Schema drift: {summed_up(report)}"
    yield ""
    yield f"{code(report.old)} → {code(report.new)}, policy {code(report.policy)}"
    if report.failing:
        yield ""
        yield f"**{count(report.failing, 'finding')} at or above the gate** ({escaped(str(report.gate))})"


def _all_rows(findings: Iterable[Finding], depth: int = 0) -> Iterator[str]:
    for each in grouped(findings):
        yield from [_group(each, depth)] if isinstance(each, FindingGroup) else _rows(each, depth)


def _group(group: FindingGroup, depth: int) -> str:
    """One row for findings that are alike."""
    first = group.findings[0]
    tags = "".join(f" ({tag})" for tag in first.tags)
    text = f"{escaped(group.headline)}: {', '.join(map(code, group.names()))}"
    return f"| {_mark(depth)}{code(first.rule)} | {code(group.owner)} | {spoken(first.verdicts)} | {text}{tags} |"


def _mark(depth: int) -> str:
    return f"{'&nbsp;&nbsp;' * (depth - 1)}↳ " if depth else ""


def _rows(finding: Finding, depth: int = 0) -> Iterator[str]:
    tags = "".join(f" ({tag})" for tag in finding.tags)
    text = ": ".join(filter(None, (finding.message.rstrip("."), was_and_is(finding))))
    names = f"{_mark(depth)}{code(finding.rule)} | {code(finding.path)}"
    yield f"| {names} | {spoken(finding.verdicts)} | {escaped(text)}{tags} |"
    yield from _all_rows(finding.children, depth + 1)


def _table(verdict: Verdict, rows: list[str], number: int, budget: int) -> Iterator[str]:
    """`number` is that of findings, of which a row may have several."""
    if not rows:
        return
    heading = f"{str(verdict).capitalize()}, consequences included: {number:,}"
    folded = verdict not in _OPEN
    yield ""
    yield from (f"<details><summary>{heading}</summary>", "") if folded else (f"#### {heading}", "")
    yield "| rule | element | verdict | what happened |"
    yield "|---|---|---|---|"
    shown = 0
    for row in rows:
        budget -= len(row) + 1
        if budget < 0:
            break
        shown += 1
        yield row
    if shown < len(rows):
        yield ""
        yield f"and {len(rows) - shown:,} more"
    yield from ("", "</details>") if folded else ()


def _reasons(findings: tuple[Finding, ...]) -> Iterator[str]:
    """The reasons of the rules on what matters, causes before consequences; they are our own words and not escaped."""
    listed = [finding for finding in findings if worst(finding) in _OPEN]
    for finding in listed:
        listed += finding.children
    rules = dict.fromkeys(finding.rule for finding in listed)
    if rules:
        yield from ("", "<details><summary>Why</summary>", "")
        yield from (f"- {code(rule)}: {page(rule).meaning}" for rule in rules)
        yield from ("", "`csdlgen explain RULE` says more.", "", "</details>")


def _accepted(report: Report) -> Iterator[str]:
    by_entry = by_acceptance(report.accepted)
    if by_entry:
        yield from ("", f"<details><summary>Accepted: {len(report.accepted):,}</summary>", "")
        for acceptance, each in by_entry.items():
            yield f"- {count(len(each), 'finding')}: {escaped(granted(acceptance))}"
        yield from ("", "</details>")


def _stale(report: Report) -> Iterator[str]:
    if report.stale:
        yield from ("", "Stale entries of the accept file:", "")
        yield from (
            f"- {code(str(each.entry))} {why_stale(each)}: {escaped(granted(each.entry))}" for each in report.stale
        )
