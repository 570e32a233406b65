"""A series of documents as text and as JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csdlgen.drift.finding import Verdict
from csdlgen.reports.drift.history import WRITERS, history_as_json, history_as_text
from csdlgen.reports.drift.report import Report
from tests.support.report_schemas import HISTORY
from tests.unit.reports.drift.samples import ADDED, CHANGED, REMOVED, REPORTS, accepted, report

STEPS = (
    replace(report(REMOVED, ADDED), old="1.xml", new="2.xml"),
    replace(report(accepted(CHANGED)), old="2.xml", new="long-name.xml"),
)
EXPECTED = """\
from   to             breaking  dangerous  additive
1.xml  2.xml                 2          0         1
2.xml  long-name.xml         0          0         0

what breaks in 2.xml:
      1 navigation-removed
      1 route-removed"""


def test_a_line_for_each_step() -> None:
    assert history_as_text(STEPS) == EXPECTED


def test_what_is_not_listed_is_not_counted_as_nothing() -> None:
    steps = [replace(each, min_level=Verdict.DANGEROUS) for each in STEPS]
    assert [line.split()[2:] for line in history_as_text(steps).splitlines()[1:3]] == [["2", "0", "-"], ["0", "0", "-"]]


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (("/home/a/2025/x.xml", "/home/a/2026/y.xml"), ("x.xml", "y.xml")),
        (("/home/a/2025/x.xml", "/home/a/2026/x.xml"), ("2025/x.xml", "2026/x.xml")),
        (("x.xml", "old/x.xml"), ("x.xml", "old/x.xml")),
        (("/x.xml", "/a/x.xml"), ("/x.xml", "a/x.xml")),
        (("/a/x.xml", "/a/x.xml"), ("x.xml", "x.xml")),
        (("v1:metadata/x.xml", ".git#origin/main:x.xml"), ("v1:metadata/x.xml", ".git#origin/main:x.xml")),
        (
            ("https://a.example/v1.0/$metadata", "https://a.example/beta/$metadata"),
            ("v1.0/$metadata", "beta/$metadata"),
        ),
    ],
)
def test_names_have_the_folders_that_tell_them_apart(names: tuple[str, str], short: tuple[str, str]) -> None:
    text = history_as_text([replace(report(REMOVED), old=names[0], new=names[1])])
    assert tuple(text.splitlines()[1].split()[:2]) == short
    assert f"\nwhat breaks in {short[1]}:\n" in text


@settings(max_examples=30)
@given(st.lists(REPORTS, min_size=1, max_size=3))
def test_any_history_fits_the_schema_and_steers_no_terminal(reports: list[Report]) -> None:
    HISTORY.validate(json.loads(history_as_json(reports)))
    for form in WRITERS:
        text = WRITERS[form](reports)
        assert all(each.isprintable() or each in "\n\t" for each in text)
        text.encode()


def test_the_schema_is_not_met_by_anything() -> None:
    history = json.loads(history_as_json(STEPS))
    history["steps"][0]["findings"][0]["rule"] = "No rule"
    assert not HISTORY.is_valid(history)
