"""Which findings a report lists."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdlgen.drift.finding import Finding, Verdict, every
from csdlgen.reports.drift.gate import Gate
from csdlgen.reports.drift.github import as_github
from csdlgen.reports.drift.markdown import as_markdown
from csdlgen.reports.drift.report import from_level, worst
from csdlgen.reports.drift.text import as_text
from tests.unit.reports.drift.samples import ADDED, CHANGED, FINDINGS, REMOVED, report

NEVER = Gate.parse(["never"])


@given(FINDINGS, st.sampled_from(Verdict))
def test_what_is_listed_reaches_the_level_or_leads_to_what_does(findings: tuple[Finding, ...], level: Verdict) -> None:
    listed = from_level(findings, level, NEVER)
    assert all(worst(each) >= level for each in every(listed))
    prints = [each.fingerprint for each in every(listed)]
    assert len(prints) >= sum(each.verdicts.worst() >= level for each in every(findings))
    assert from_level(listed, level, NEVER) == listed


def test_what_fails_the_run_is_always_listed() -> None:
    assert from_level((REMOVED, ADDED), Verdict.BREAKING, Gate.parse(["any"])) == (REMOVED, ADDED)
    assert from_level((REMOVED, ADDED), Verdict.BREAKING, NEVER) == (REMOVED,)
    assert from_level((ADDED,), Verdict.ADDITIVE, NEVER) == (ADDED,)


@pytest.mark.parametrize("write", [as_text, as_markdown, as_github])
def test_people_are_told_that_something_is_not_listed(write: object) -> None:
    assert callable(write)
    some = replace(report(CHANGED), min_level=Verdict.DANGEROUS, unlisted=1200)
    assert "1 breaking; 1,200 below dangerous not listed" in write(some)
    assert "1,200 below dangerous not listed" in write(replace(some, findings=()))
    assert "no differences" not in write(replace(some, findings=()))
