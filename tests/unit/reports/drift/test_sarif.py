"""SARIF, held against the schema of the standard."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from csdlgen.drift.finding import every
from csdlgen.explain.pages import read_page
from csdlgen.reports.drift import sarif
from csdlgen.reports.drift.report import Report
from csdlgen.reports.drift.sarif import as_sarif, uri
from tests.support.report_schemas import SARIF
from tests.unit.reports.drift.samples import ADDED, CHANGED, REMOVED, REPORTS, STALE, accepted, report


def run(given_: Report) -> dict[str, Any]:
    """The one run of a log."""
    log = json.loads(as_sarif(given_))
    SARIF.validate(log)
    (found,) = log["runs"]
    assert isinstance(found, dict)
    return found


@settings(max_examples=40)
@given(REPORTS)
def test_whatever_is_found_validates(given_: Report) -> None:
    found = run(given_)
    rules = found["tool"]["driver"]["rules"]
    assert [each["id"] for each in rules] == sorted({each.rule for each in every(given_.findings)})
    assert len(found["results"]) == sum(1 for _ in every(given_.findings))
    for each in found["results"]:
        assert rules[each["ruleIndex"]]["id"] == each["ruleId"]
        assert each["locations"]
        assert each["message"]["text"]


def test_the_schema_is_not_met_by_anything() -> None:
    log = json.loads(as_sarif(report(CHANGED)))
    log["runs"][0]["results"][0]["level"] = "terrible"
    assert not SARIF.is_valid(log)


def test_a_removal_stands_in_the_old_document_and_its_consequence_too() -> None:
    removed, route = run(report(REMOVED))["results"]
    for each in (removed, route):
        (location,) = each["locations"]
        assert location["physicalLocation"] == {
            "artifactLocation": {"uri": "old.xml"},
            "region": {"startLine": 12, "startColumn": 9},
        }
    assert removed["partialFingerprints"] == {"csdlgen/v1": REMOVED.fingerprint}
    assert route["properties"]["cause"] == REMOVED.fingerprint
    assert "relatedLocations" not in removed


def test_a_change_says_where_it_is_now() -> None:
    (changed,) = run(report(CHANGED))["results"]
    (related,) = changed["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"] == {"uri": "new.xml"}
    assert changed["level"] == "error"
    assert changed["properties"]["verdicts"] == {"read": "neutral", "write": "dangerous", "python": "breaking"}


def test_an_acceptance_is_a_suppression() -> None:
    open_, *others = sorted(
        run(report(accepted(REMOVED), ADDED))["results"], key=lambda each: len(each["suppressions"])
    )
    assert open_["suppressions"] == []
    assert [each["suppressions"] for each in others] == 2 * [
        [
            {
                "kind": "external",
                "status": "accepted",
                "justification": "Moved to v2.",
                "properties": {"owner": "mail team", "expires": "2999-01-31"},
            }
        ]
    ]


def test_a_rule_is_described_as_the_catalogue_has_it() -> None:
    (rule,) = run(report(replace(REMOVED, children=())))["tool"]["driver"]["rules"]
    page = read_page(REMOVED.rule)
    assert rule["shortDescription"]["text"] == f"{page.title}."
    assert rule["fullDescription"]["text"] == page.meaning
    assert rule["help"]["text"] == page.remedy
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert rule["name"] == "NavigationRemoved"


def test_stale_entries_are_notifications() -> None:
    (invocation,) = run(report(stale=(STALE,)))["invocations"]
    (notification,) = invocation["toolConfigurationNotifications"]
    assert (
        notification["message"]["text"]
        == "Entry ffffffffffffffff of the accept file matches nothing: Nobody uses it. (web team)."
    )
    assert notification["locations"][0]["physicalLocation"]["region"]["startLine"] == 3


def test_no_more_results_than_github_takes_and_the_least_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sarif._MOST == 25_000
    monkeypatch.setattr(sarif, "_MOST", 25)
    many = [replace(each, path=f"{each.path}{n}") for n in range(12) for each in (ADDED, CHANGED, REMOVED)]
    found = run(report(*many))
    assert [each["level"] for each in found["results"]] == ["error"] * 25
    (notification,) = found["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith("The 23 mildest findings are left out")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("metadata/graph.xml", "metadata/graph.xml"),
        ("./a b.xml", "a%20b.xml"),
        ("../ü:x.xml", "../%C3%BC%3Ax.xml"),
        ("/tmp/a.xml", "file:///tmp/a.xml"),
        ("C:\\schema\\a b.xml", "file:///C:/schema/a%20b.xml"),
        ("metadata\\graph.xml", "metadata/graph.xml"),
        ("https://example.com/$metadata", "https://example.com/$metadata"),
    ],
)
def test_files_are_uris(name: str, expected: str) -> None:
    assert uri(name) == expected


@pytest.mark.skipif(sys.platform == "win32", reason="names of files are octets on POSIX")
def test_so_are_those_whose_names_are_not_utf_8() -> None:
    assert uri(os.fsdecode(b"m/\xff \xc3.xml")) == "m/%FF%20%C3.xml"
