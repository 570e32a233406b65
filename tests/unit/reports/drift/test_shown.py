"""What a page can be filtered by, made of real models."""

from __future__ import annotations

from datetime import date

import pytest

from csdlgen.drift import compare, judge
from csdlgen.reports.drift.report import Report
from csdlgen.reports.drift.shown import ShownReport, choices, common_folder, explanations, shown_report
from tests.support.drift import case


def shown(rule: str) -> ShownReport:
    old, new = case(rule)
    return shown_report(Report(judge(compare(old, new), old, new, today=date(2026, 1, 1)), "old", "new"))


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ("property-removed", "properties"),
        ("action-removed", "operations"),
        ("singleton-removed", "singletons"),
        ("enum-member-added-closed", "members"),
        ("complex-type-added", "complex types"),
    ],
)
def test_a_finding_has_the_kind_and_the_owner_of_its_element(rule: str, kind: str) -> None:
    (found,) = [each for each in shown(rule).findings if each.rule == rule]
    assert found.kind == kind
    assert found.owner and found.headline.startswith(found.owner.rpartition(".")[0])


def test_choices_count_entries() -> None:
    report = shown("property-removed")
    assert sum(number for _, number in choices([report, report], "kind")) == 2 * len(report.findings)


def test_the_level_of_an_entry_is_the_worst_of_what_it_brings_about() -> None:
    report = shown("base-type-removed")
    for each in report.findings:
        assert each.level in each.levels.values()
    assert sum(report.counts.values()) == sum(1 + each.number_of_consequences for each in report.findings)


def test_explanations_are_whole_pages() -> None:
    old, new = case("property-removed")
    for page in explanations(judge(compare(old, new), old, new, today=date(2026, 1, 1))):
        assert page.example and page.verdicts


@pytest.mark.parametrize(
    ("names", "folder"),
    [
        (["a/b/1", "a/c/2"], "a/"),
        (["a/1", "a/2"], "a/"),
        (["1", "2"], ""),
        (["ab/1", "ac/1"], ""),
        (["/x/1", "/x/2"], "/x/"),
        (["https://a.example/1", "b/2"], ""),
    ],
)
def test_the_folder_that_all_are_in(names: list[str], folder: str) -> None:
    assert common_folder(names) == folder
