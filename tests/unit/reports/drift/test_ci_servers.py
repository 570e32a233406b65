"""JUnit, held against the schema of Jenkins, and code quality, held against what GitLab documents."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from lxml import etree

from csdlgen.drift.finding import every
from csdlgen.reports.drift.ci_servers import as_gitlab, as_junit
from csdlgen.reports.drift.gate import Gate
from csdlgen.reports.drift.report import Report, unaccepted
from tests.support.report_schemas import GITLAB, JUNIT
from tests.unit.reports.drift.samples import ADDED, CHANGED, REMOVED, REPORTS, STALE, accepted, report


def suite(given_: Report) -> Any:
    """The only suite of a report that the schema allows."""
    root = etree.fromstring(as_junit(given_).encode())
    JUNIT.assertValid(root)
    (found,) = root
    assert {name: found.get(name) for name in ("tests", "failures")} == {
        name: root.get(name) for name in ("tests", "failures")
    }
    return found


def issues(given_: Report) -> Any:
    found = json.loads(as_gitlab(given_))
    GITLAB.validate(found)
    return found


# --- JUnit ----------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(REPORTS)
def test_every_finding_is_a_case_whatever_its_names_are(given_: Report) -> None:
    found = suite(given_)
    cases = found.findall("testcase")
    assert len(cases) == max(sum(1 for _ in every(given_.findings)), 1) == int(found.get("tests"))
    assert len(found.findall("testcase/failure")) == given_.failing == int(found.get("failures"))
    assert len(found.findall("testcase/skipped")) == len(given_.accepted) == int(found.get("skipped"))


def test_what_fails_is_a_failure_and_what_does_not_has_passed() -> None:
    removed, route, changed, added = suite(report(REMOVED, CHANGED, ADDED)).findall("testcase")
    assert removed.get("name") == "demo.hall/machines"
    assert removed[0].get("message") == "the navigation property is gone"
    assert "old.xml:12:9" in removed[0].text
    assert [each[0].tag for each in (removed, route, changed, added)] == ["failure"] * 3 + ["system-out"]


def test_what_is_accepted_is_skipped_and_stale_entries_are_named() -> None:
    found = suite(report(accepted(CHANGED), stale=(STALE,)))
    assert found.find("testcase/skipped").get("message") == "accepted: Moved to v2. (mail team, until 2999-01-31)"
    assert "ffffffffffffffff matches nothing" in found.find("system-out").text


def test_a_report_of_nothing_has_a_case_that_passed() -> None:
    (case,) = suite(report()).findall("testcase")
    assert case.get("name") == "no differences" and len(case) == 0


# --- GitLab ---------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(REPORTS)
def test_every_issue_has_a_fingerprint_of_its_own(given_: Report) -> None:
    found = issues(given_)
    assert len(found) == sum(1 for _ in every(unaccepted(given_.findings)))
    assert len({each["fingerprint"] for each in found}) == len(found)


def test_issues_are_where_the_element_was_and_consequences_at_their_cause() -> None:
    removed, route, added = issues(report(REMOVED, ADDED))
    assert removed["location"] == route["location"] == {"path": "old.xml", "lines": {"begin": 12}}
    assert removed["fingerprint"] == REMOVED.fingerprint
    assert [each["severity"] for each in (removed, route, added)] == ["critical", "critical", "minor"]
    assert removed["description"].startswith("demo.hall/machines: the navigation property is gone (breaking). was ")


def test_the_gate_has_no_part_in_severities() -> None:
    assert issues(report(CHANGED, gate=Gate.parse(["never"])))[0]["severity"] == "critical"
    assert issues(report(accepted(CHANGED))) == []
