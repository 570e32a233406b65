"""Findings as JSON; `findings.schema.json` beside this file describes it (JSON Schema 2020-12)."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from csdlgen.drift.finding import AXES, Finding, Verdicts
from csdlgen.errors import Position
from csdlgen.reports.drift.groups import group_id
from csdlgen.reports.drift.report import Report, counts, worst_first
from csdlgen.reports.drift.words import page

if TYPE_CHECKING:
    from csdlgen.drift.accept import Stale

VERSION = 1
"""Counts up when a reader of the JSON would have to change."""


def as_json(report: Report) -> str:
    """One object, indented; every finding, accepted ones too, worst first, consequences below their causes."""
    # Escaped, because descriptions may hold what steers a terminal.
    return json.dumps(as_data(report), indent=2)


def as_data(report: Report) -> dict[str, Any]:
    """What `findings.schema.json` describes."""
    numbers = {str(verdict): number for verdict, number in counts(report.findings).items()}
    levels = {axis: report.gate.level(axis) for axis in AXES}
    return {
        "version": VERSION,
        "old": report.old,
        "new": report.new,
        "policy": report.policy,
        "gate": {"failing": report.failing} | levels,
        "counts": {"accepted": len(report.accepted), "unlisted": report.unlisted} | numbers,
        "findings": [_finding(report, each) for each in worst_first(report.findings)],
        "stale": [_stale(each) for each in report.stale],
    }


def verdicts(of: Verdicts) -> dict[str, str]:
    """`{"read": "breaking", …}`."""
    return {axis: str(verdict) for axis, verdict in of._asdict().items()}


def _finding(report: Report, finding: Finding) -> dict[str, Any]:
    accepted = finding.accepted
    return {
        "rule": finding.rule,
        "path": finding.path,
        "verdicts": verdicts(finding.verdicts),
        "message": finding.message,
        "reason": page(finding.rule).meaning,
        "before": finding.before,
        "after": finding.after,
        "old": _position(report.position(finding.old)),
        "new": _position(report.position(finding.new)),
        "fingerprint": finding.fingerprint,
        "group": group_id(finding),
        "tags": list(finding.tags),
        "accepted": accepted
        and {"reason": accepted.reason, "owner": accepted.owner, "expires": _date(accepted.expires)},
        "children": [_finding(report, each) for each in finding.children],
    }


def _position(place: Position | None) -> dict[str, Any] | None:
    return place and {"file": place.source, "line": place.line, "column": place.column}


def _stale(stale: Stale) -> dict[str, Any]:
    entry = stale.entry
    return {
        "entry": str(entry),
        "reason": entry.reason,
        "owner": entry.owner,
        "expires": _date(entry.expires),
        "expired": stale.expired,
        "where": _position(entry.where),
    }


def _date(day: date | None) -> str | None:
    return day.isoformat() if day else None
