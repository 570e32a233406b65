"""Findings as lines of text: `file:line:column: verdict: rule: what happened`, consequences indented below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from csdlgen.drift.finding import Finding, Verdict, every
from csdlgen.errors import Position
from csdlgen.reports.drift.groups import FindingGroup, grouped
from csdlgen.reports.drift.report import Report, unaccepted, worst, worst_first
from csdlgen.reports.drift.words import (
    by_acceptance,
    granted,
    page,
    sentence,
    spoken,
    summed_up,
    was_and_is,
    why_stale,
)
from csdlgen.text import count, printable

# So many names of a group of additions are listed.
_MOST_NAMES = 12


def _plain(text: str, _verdict: Verdict) -> str:
    return text


def as_text(report: Report, style: Callable[[str, Verdict], str] = _plain) -> str:
    """Worst first, under their causes, what is alike under one headline; the reason of a rule where it is met first.
    `style` colours a verdict."""
    return "\n".join(_TextReport(report, style).lines())


class _TextReport:
    """A report being written: which rules are explained so far, and what is counted rather than listed."""

    def __init__(self, report: Report, style: Callable[[str, Verdict], str]) -> None:
        self._report = report
        self._style = style
        self._explained: set[str] = set()
        self._unlisted: Counter[str] = Counter()

    def lines(self) -> Iterator[str]:
        report = self._report
        yield from self._findings(self._listed(worst_first(unaccepted(report.findings))), "")
        if self._explained:
            yield ""
        if self._unlisted:
            rules = ", ".join(f"{number:,} {rule}" for rule, number in sorted(self._unlisted.items()))
            yield f"neutral, not listed without --all: {rules}"
        for acceptance, findings in by_acceptance(report.accepted).items():
            yield printable(f"accepted: {count(len(findings), 'finding')}: {granted(acceptance)}")
        for stale in report.stale:
            yield printable(f"{_at(stale.entry.where)}stale: {stale.entry} {why_stale(stale)}: {granted(stale.entry)}")
        yield printable(f"{report.old} -> {report.new}: {summed_up(report)}")
        if report.failing:
            yield f"at or above the gate ({report.gate}): {report.failing:,}; `csdlgen explain RULE` explains a rule"

    def _listed(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings without what harms nobody, consequences likewise; those are counted by rule."""
        listed: list[Finding] = []
        for finding in findings:
            if self._report.everything or worst(finding) > Verdict.NEUTRAL or self._report.gate.failing((finding,)):
                listed.append(replace(finding, children=self._listed(finding.children)))
            else:
                self._unlisted.update(each.rule for each in every((finding,)))
        return tuple(listed)

    def _findings(self, findings: Iterable[Finding], indent: str) -> Iterator[str]:
        for each in grouped(findings):
            if isinstance(each, FindingGroup):
                first = each.findings[0]
                yield self._head(first, each.headline, indent)
                yield f"{indent}    {self._names(each)}"
                yield from self._fingerprints(each.findings, indent)
            else:
                first = each
                yield self._head(each, sentence(each), indent)
                if detail := self._detail(each):
                    yield f"{indent}    {printable(detail)}"
                yield from self._fingerprints((each,), indent)
            if first.rule not in self._explained:
                self._explained.add(first.rule)
                yield f"{indent}    {printable(page(first.rule).meaning)}"
            yield from self._findings(first.children, f"{indent}  ")

    def _fingerprints(self, findings: tuple[Finding, ...], indent: str) -> Iterator[str]:
        """Lines as accept files have them, where they are wanted; of several findings, each with its element."""
        if self._report.fingerprints:
            for each in findings:
                element = f"  # {each.path}" if len(findings) > 1 else ""
                yield printable(f'{indent}    fingerprint = "{each.fingerprint}"{element}')

    def _head(self, finding: Finding, text: str, indent: str) -> str:
        verdict = self._style(spoken(finding.verdicts), finding.verdicts.worst())
        tags = f" [{', '.join(finding.tags)}]" if finding.tags else ""
        where = printable(_at(self._report.place(finding)))
        return f"{indent}{where}{verdict}: {printable(f'{finding.rule}: {text}{tags}')}"

    def _names(self, group: FindingGroup) -> str:
        names = list(group.names())
        all_ = self._report.everything or group.findings[0].verdicts.worst() > Verdict.ADDITIVE
        most = len(names) if all_ else _MOST_NAMES
        more = f" and {len(names) - most:,} more (--all names them)" if len(names) > most else ""
        return f"{printable(', '.join(names[:most]))}{more}"

    def _detail(self, finding: Finding) -> str:
        """What was and is there, and where it is now."""
        now = self._report.position(finding.new) if finding.old is not None else None
        parts = (was_and_is(finding), f"now at {_at(now).removesuffix(': ')}" if now else "")
        return "; ".join(filter(None, parts))


def _at(place: Position | str | None) -> str:
    if isinstance(place, Position):
        return f"{place.source}:{place.line}:{place.column}: "
    return f"{place}: " if place else ""
