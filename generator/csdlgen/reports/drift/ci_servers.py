"""Findings in two formats that CI servers read: JUnit, which they show among the results of tests, and code quality of
GitLab, which it shows in merge requests: the part of Code Climate's format that it documents."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from html import escape
from typing import Any

from csdlgen.drift.finding import Finding, Verdict, every
from csdlgen.errors import Position
from csdlgen.reports.drift.report import Report, unaccepted, worst_first
from csdlgen.reports.drift.words import granted, page, sentence, spoken, summed_up, was_and_is, why_stale
from csdlgen.text import printable

_SEVERITIES = {Verdict.BREAKING: "critical", Verdict.DANGEROUS: "major", Verdict.ADDITIVE: "minor"}


def as_junit(report: Report) -> str:
    """One suite. A finding that fails the run is a failure, an accepted one is skipped, every other one has passed;
    where there is none, one case has passed, since some servers take a report without cases for a broken one."""
    return "\n".join(_lines(report))


def _lines(report: Report) -> Iterator[str]:
    findings = tuple(every(worst_first(report.findings)))
    tests, failures = f'tests="{max(len(findings), 1)}"', f'failures="{report.failing}"'
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<testsuites name="csdlgen" {tests} {failures} errors="0">'
    name, skipped = _text(f"{report.old} -> {report.new}"), f'skipped="{len(report.accepted)}"'
    yield f'  <testsuite name="{name}" {tests} {failures} errors="0" {skipped}>'
    for each in findings:
        yield from _case(report, each)
    if not findings:
        yield '    <testcase classname="schema-drift" name="no differences"/>'
    yield "    <system-out>"
    yield _text(summed_up(report))
    for stale in report.stale:
        yield _text(f"stale entry of the accept file: {stale.entry} {why_stale(stale)}: {granted(stale.entry)}")
    yield "    </system-out>"
    yield "  </testsuite>"
    yield "</testsuites>"


def _case(report: Report, finding: Finding) -> Iterator[str]:
    verdict, message = _text(spoken(finding.verdicts)), _text(finding.message)
    yield f'    <testcase classname="{_text(finding.rule)}" name="{_text(finding.path)}">'
    if finding.accepted is not None:
        yield f'      <skipped message="{_text(f"accepted: {granted(finding.accepted)}")}"/>'
    elif report.gate.fails(finding):
        yield f'      <failure type="{verdict}" message="{message}">'
        yield from map(_text, _details(report, finding))
        yield "      </failure>"
    else:
        yield f"      <system-out>{verdict}: {message}</system-out>"
    yield "    </testcase>"


def _details(report: Report, finding: Finding) -> Iterator[str]:
    if place := report.place(finding):
        yield f"{place.source}:{place.line}:{place.column}"
    yield from filter(None, (was_and_is(finding), page(finding.rule).meaning))
    yield f"`csdlgen explain {finding.rule}` says more."


def _text(text: str) -> str:
    """Foreign text in XML, without the characters that XML does not have."""
    return escape(printable(text))


def as_gitlab(report: Report) -> str:
    """A list of issues, worst first, consequences after their causes and at their places where they have none. What is
    accepted is left out: the format has no word for it."""
    issues: list[dict[str, Any]] = []
    seen: Counter[str] = Counter()
    for root in worst_first(unaccepted(report.findings)):
        place = report.place(root) or Position(report.old, 1, 1)
        for each in every((root,)):
            issues.append(_issue(each, report.place(each) or place, seen[each.fingerprint]))
            seen[each.fingerprint] += 1
    # Escaped, because descriptions may hold what steers a terminal.
    return json.dumps(issues, indent=2)


def _issue(finding: Finding, place: Position, occurrence: int) -> dict[str, Any]:
    parts = (f"{sentence(finding)} ({spoken(finding.verdicts)})", was_and_is(finding), page(finding.rule).meaning)
    return {
        "description": ". ".join(part.rstrip(".") for part in parts if part) + ".",
        "check_name": finding.rule,
        # GitLab takes issues with one fingerprint for one issue.
        "fingerprint": f"{finding.fingerprint}-{occurrence}" if occurrence else finding.fingerprint,
        "severity": _SEVERITIES.get(finding.verdicts.worst(), "info"),
        "location": {"path": place.source.replace("\\", "/").removeprefix("./"), "lines": {"begin": place.line}},
    }
