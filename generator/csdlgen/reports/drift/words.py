"""The words that the formats share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from csdlgen.drift.finding import AXES, Acceptance, Finding, Verdict, Verdicts
from csdlgen.explain.pages import CodePage, read_page
from csdlgen.reports.drift.report import Report, counts

if TYPE_CHECKING:
    from csdlgen.drift.accept import Accept, Stale

# What was or is there, where that says nothing: the kind of an element, or that a flag was set.
_KINDS = frozenset(("entity-type", "complex-type", "enum-type", "type-definition", "action", "function", "term"))
_EMPTY = _KINDS | {"true", "false"}
_BASES = frozenset(
    (
        *("entity-type-added", "entity-type-removed", "complex-type-added", "complex-type-removed"),
        *("derived-type-added", "derived-type-removed"),
    )
)


@cache
def page(rule: str) -> CodePage:
    """The page of a rule, with its title, the reason for its verdicts and what to do."""
    return read_page(rule)


def says_base(finding: Finding) -> bool:
    """Whether what a finding has before and after is the base type of its element."""
    return finding.rule in _BASES


def spoken(verdicts: Verdicts) -> str:
    """The verdicts, with the axes only where they differ: `breaking`, or `breaking for write, dangerous for python`."""
    by_verdict: dict[Verdict, list[str]] = {}
    for axis, verdict in zip(AXES, verdicts, strict=True):
        by_verdict.setdefault(verdict, []).append(axis)
    if len(by_verdict) == 1:
        return str(verdicts.read)
    mentioned = sorted((verdict for verdict in by_verdict if verdict), reverse=True)
    return ", ".join(f"{verdict} for {' and '.join(by_verdict[verdict])}" for verdict in mentioned)


def summary(numbers: Mapping[Verdict, int], accepted: int) -> str:
    """`2 breaking, 1 additive; 3 accepted`, or `no differences`."""
    counted = ", ".join(f"{number:,} {verdict}" for verdict, number in numbers.items() if number)
    return "; ".join(filter(None, (counted, f"{accepted:,} accepted" if accepted else ""))) or "no differences"


def summed_up(report: Report) -> str:
    """The summary of a report, with what it does not list: `2 breaking; 12 below dangerous not listed`."""
    text = summary(counts(report.findings), len(report.accepted))
    if not report.unlisted:
        return text
    below = f"{report.unlisted:,} below {report.min_level} not listed"
    return f"{text}; {below}" if report.findings else below


def was_and_is(finding: Finding) -> str:
    """What was there and what is, `was Edm.String, is Edm.Int32`, unless the message or the path says it."""
    if says_base(finding):
        return ""
    sentence = f"{finding.message} {finding.path}"
    parts = (("was", finding.before), ("is", finding.after))
    return ", ".join(
        f"{verb} {text}" for verb, text in parts if text and text not in _EMPTY and not _has_word(sentence, text)
    )


def _has_word(sentence: str, text: str) -> bool:
    """Whether a sentence has a text as a whole, rather than within longer words."""
    return re.search(rf"(?<!\w){re.escape(text)}(?!\w)", sentence) is not None


def sentence(finding: Finding) -> str:
    """The element, where the message does not name it, and the message."""
    return finding.message if finding.path in finding.message else f"{finding.path}: {finding.message}"


def granted(acceptance: Acceptance | Accept) -> str:
    """Why, who, and until when: `moved to v2 (mail team, until 2027-01-31)`."""
    until = f"until {acceptance.expires.isoformat()}" if acceptance.expires else ""
    details = ", ".join(filter(None, (acceptance.owner, until)))
    return f"{acceptance.reason} ({details})" if details else acceptance.reason


def why_stale(entry: Stale) -> str:
    """What is wrong with an entry of the accept file."""
    return "has expired" if entry.expired else "matches nothing"


def by_acceptance(findings: Iterable[Finding]) -> dict[Acceptance, list[Finding]]:
    """Accepted findings under what accepts them, in order."""
    accepted: dict[Acceptance, list[Finding]] = {}
    for each in findings:
        if each.accepted is not None:
            accepted.setdefault(each.accepted, []).append(each)
    return accepted
