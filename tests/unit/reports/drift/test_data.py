"""The JSON format and its published schema."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

from csdlgen.drift.finding import every, fingerprint
from csdlgen.reports.drift.data import VERSION, as_json
from csdlgen.reports.drift.report import Report
from tests.support.report_schemas import FINDINGS
from tests.unit.reports.drift.samples import ADDED, CHANGED, REASONS, REMOVED, REPORTS, STALE, accepted, report

SCHEMA = FINDINGS.schema


def every_change(findings: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for each in findings:
        yield each
        yield from every_change(each["children"])


def test_the_schema_is_one_and_has_the_version() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["version"] == {"const": VERSION}
    assert SCHEMA["$id"].endswith(f":{VERSION}")


@settings(max_examples=40)
@given(REPORTS)
def test_whatever_is_found_validates_and_is_there(given_: Report) -> None:
    data = json.loads(as_json(given_))
    FINDINGS.validate(data)
    reported = Counter((each["rule"], each["path"], each["fingerprint"]) for each in every_change(data["findings"]))
    assert reported == Counter((each.rule, each.path, each.fingerprint) for each in every(given_.findings))
    assert sum(data["counts"].values()) == sum(1 for _ in every(given_.findings))
    assert data["gate"]["failing"] == given_.failing


def test_nothing_is_left_out_and_nothing_else_is_listed() -> None:
    """All that is published is printed, and all that is printed is published."""
    data = json.loads(as_json(report(accepted(REMOVED), CHANGED, stale=(STALE,))))
    shapes = {
        "": (SCHEMA, data),
        "finding": (SCHEMA["$defs"]["finding"], data["findings"][0]),
        "stale": (SCHEMA["$defs"]["stale"], data["stale"][0]),
        "acceptance": (SCHEMA["$defs"]["acceptance"], data["findings"][0]["accepted"]),
        "position": (SCHEMA["$defs"]["position"], data["findings"][0]["old"]),
    }
    for name, (schema, value) in shapes.items():
        assert set(schema["properties"]) == set(value) == set(schema["required"]), name


def test_a_finding_in_full() -> None:
    assert json.loads(as_json(report(CHANGED)))["findings"] == [
        {
            "rule": "default-value-changed",
            "path": "demo.machine/speed",
            "verdicts": {"read": "neutral", "write": "dangerous", "python": "breaking"},
            "message": "the default was 1 and is 2",
            "reason": REASONS["default-value-changed"],
            "before": "1",
            "after": "2",
            "old": {"file": "old.xml", "line": 6, "column": 11},
            "new": {"file": "new.xml", "line": 8, "column": 11},
            "fingerprint": "00000000000000b1",
            "group": fingerprint("default-value-changed", "demo.machine"),
            "tags": [],
            "accepted": None,
            "children": [],
        }
    ]


@pytest.mark.parametrize(
    "path", [("version",), ("findings", 0, "rule"), ("findings", 0, "verdicts", "read"), ("counts", "breaking")]
)
def test_the_schema_is_not_met_by_anything(path: tuple[str | int, ...]) -> None:
    data = json.loads(as_json(report(ADDED)))
    inner: Any = data
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = "No Such Thing"
    assert not FINDINGS.is_valid(data)
