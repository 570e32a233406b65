"""Findings that are alike stand under one headline with a count, in text and Markdown; machines get each."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from csdlgen.drift import compare, judge
from csdlgen.drift.finding import Finding, every
from csdlgen.drift.rules import RULES
from csdlgen.reports.drift.data import as_json
from csdlgen.reports.drift.groups import FEWEST, FindingGroup, grouped
from csdlgen.reports.drift.markdown import as_markdown
from csdlgen.reports.drift.report import Report
from csdlgen.reports.drift.sarif import as_sarif
from csdlgen.reports.drift.text import as_text
from tests.support.csdl import read
from tests.support.drift import case
from tests.support.schemas import entity, note, prop

COMPUTED = note("Computed")


def computed(number: int) -> tuple[Finding, ...]:
    """So many properties of one type that became computed."""
    old, new = (
        read(entity("".join(prop(name=f"p{each}", content=content) for each in range(number))))
        for content in ("", COMPUTED)
    )
    return judge(compare(old, new), old, new, today=date(2026, 1, 1))


def report(findings: tuple[Finding, ...], *, everything: bool = False) -> Report:
    return Report(findings, "old.xml", "new.xml", everything=everything)


def test_a_headline_with_a_count_names_each_element_once() -> None:
    text = as_text(report(computed(61)))
    headline, names, reason, *_ = text.split("\n")
    assert headline == (
        "breaking for write: property-became-computed: 61 properties of ns.T: a property can no longer be written"
    )
    assert sorted(names.strip().split(", ")) == sorted(f"p{each}" for each in range(61))
    assert text.count(reason.strip()) == 1
    assert "61 breaking" in text


@pytest.mark.parametrize("number", range(1, FEWEST + 2))
def test_few_findings_stand_alone(number: int) -> None:
    found = list(grouped(computed(number)))
    assert [isinstance(each, FindingGroup) for each in found] == ([False] * number if number < FEWEST else [True])
    assert sum(len(each.findings) if isinstance(each, FindingGroup) else 1 for each in found) == number


def test_markdown_has_one_row_and_counts_all() -> None:
    text = as_markdown(report(computed(61)))
    assert sum("property-became-computed" in line and line.startswith("|") for line in text.split("\n")) == 1
    assert "Breaking, consequences included: 61" in text
    assert all(f"`p{each}`" in text for each in range(61))


def test_machines_get_each_finding_with_the_group_that_it_is_in() -> None:
    data = json.loads(as_json(report(computed(9))))["findings"]
    results = json.loads(as_sarif(report(computed(9))))["runs"][0]["results"]
    assert len(data) == len(results) == 9
    assert len({each["group"] for each in data} | {each["properties"]["group"] for each in results}) == 1


def test_many_additions_are_named_in_part() -> None:
    old, new = read(entity()), read(entity("".join(prop(name=f"p{each}") for each in range(30))))
    findings = judge(compare(old, new), old, new, today=date(2026, 1, 1))
    text = as_text(report(findings))
    assert "30 properties of ns.T: a property is new and may be null" in text
    assert "and 18 more (--all names them)" in text
    assert all(f"p{each}" in as_text(report(findings, everything=True)) for each in range(30))


def test_what_differs_in_verdict_is_not_alike() -> None:
    findings = computed(FEWEST)
    other = replace(findings[0], verdicts=findings[0].verdicts._replace(python=findings[0].verdicts.write))
    assert len(list(grouped((other, *findings[1:])))) == FEWEST


def test_values_are_named_where_they_differ() -> None:
    old = read(entity("".join(prop(name=f"p{each}", MaxLength=str(each + 9)) for each in range(FEWEST))))
    new = read(entity("".join(prop(name=f"p{each}", MaxLength="5") for each in range(FEWEST))))
    text = as_text(report(judge(compare(old, new), old, new, today=date(2026, 1, 1))))
    assert "p0 (9 -> 5), p1 (10 -> 5)" in text


def test_words_are_said_once() -> None:
    """No part of a finding that text prints stands in it twice."""
    for rule in RULES:
        old, new = case(rule)
        for each in every(judge(compare(old, new), old, new, today=date(2026, 1, 1))):
            head, detail, *_ = as_text(report((replace(each, children=()),), everything=True)).split("\n")
            if detail.strip().startswith(("was ", "is ")):
                values = detail.strip().replace("was ", "").replace("is ", "").split(", ")
                assert not {*values} & {*head.split()}, (rule, head, detail)
