"""Findings as SARIF 2.1.0: one run, stable rule ids, fingerprints without prose, acceptances as suppressions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from csdlgen.drift.finding import Acceptance, Finding, Policy, Verdict
from csdlgen.drift.rules import RULES
from csdlgen.errors import Position
from csdlgen.reports.drift.data import verdicts
from csdlgen.reports.drift.groups import group_id
from csdlgen.reports.drift.report import Report, worst_first
from csdlgen.reports.drift.words import granted, page, sentence, spoken, was_and_is, why_stale

if TYPE_CHECKING:
    from csdlgen.drift.accept import Stale

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
# Where the protocol says which changes of a model are safe (section 5.2).
_HELP = "https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_ModelVersioning"
_LEVELS = {Verdict.BREAKING: "error", Verdict.DANGEROUS: "warning"}
# GitHub refuses files with more.
_MOST = 25_000


class _PlacedFinding(NamedTuple):
    """A finding with what it takes from its cause: a place where it has none, and the cause's fingerprint."""

    finding: Finding
    place: Position | None
    cause: str


def as_sarif(report: Report) -> str:
    """A log of one run. Consequences are results of their own that name their cause; worst first, at most 25,000."""
    entries = sorted(_entries(report, worst_first(report.findings)), key=lambda each: -each.finding.verdicts.worst())
    rules = {rule: index for index, rule in enumerate(sorted({each.finding.rule for each in entries}))}
    driver = {
        "name": "csdlgen",
        "semanticVersion": report.version or "0.0.0",
        "informationUri": _HELP,
        "rules": [_rule(rule, report.policy) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [_invocation(report, max(len(entries) - _MOST, 0))],
        "columnKind": "unicodeCodePoints",
        "results": [_result(report, each, rules[each.finding.rule]) for each in entries[:_MOST]],
        "properties": {"old": report.old, "new": report.new, "policy": report.policy, "gate": str(report.gate)},
    }
    # Escaped, because descriptions may hold what steers a terminal.
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _entries(
    report: Report, findings: Iterable[Finding], place: Position | None = None, cause: str = ""
) -> Iterator[_PlacedFinding]:
    for each in findings:
        own = report.place(each) or place or Position(report.new, 1, 1)
        yield _PlacedFinding(each, own, cause)
        yield from _entries(report, each.children, own, each.fingerprint)


def _rule(code: str, policy: Policy) -> dict[str, Any]:
    explained = page(code)
    level = _LEVELS.get(RULES[code].under(policy).worst(), "note")
    return {
        "id": code,
        "name": "".join(part.capitalize() for part in code.split("-")),
        "shortDescription": {"text": _dotted(explained.title)},
        "fullDescription": {"text": _dotted(explained.meaning)},
        "help": {
            "text": explained.remedy,
            "markdown": f"{explained.remedy} `csdlgen explain {code}` has an example.",
        },
        "helpUri": _HELP,
        "defaultConfiguration": {"level": level},
        "properties": {
            "tags": ["schema-drift"],
            "precision": "very-high",
            "problem.severity": "recommendation" if level == "note" else level,
        },
    }


def _dotted(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _level(finding: Finding) -> str:
    return _LEVELS.get(finding.verdicts.worst(), "note")


def _result(report: Report, entry: _PlacedFinding, index: int) -> dict[str, Any]:
    finding = entry.finding
    reason = page(finding.rule).meaning
    parts = (f"{sentence(finding)} ({spoken(finding.verdicts)})", was_and_is(finding), reason)
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _level(finding),
        "message": {"text": _dotted(". ".join(part.rstrip(".") for part in parts if part))},
        "locations": [_location(entry.place, finding.path)] if entry.place else [],
        "partialFingerprints": {"csdlgen/v1": finding.fingerprint},
        "properties": {
            "path": finding.path,
            "verdicts": verdicts(finding.verdicts),
            "before": finding.before,
            "after": finding.after,
            "tags": list(finding.tags),
            "group": group_id(finding),
        },
    }
    now = report.position(finding.new)
    if now is not None and now != entry.place:
        result["relatedLocations"] = [{**_location(now, finding.path), "message": {"text": "Where it is now."}}]
    if entry.cause:
        result["properties"]["cause"] = entry.cause
    # All or none: results without suppressions would count as "not known" to be suppressed beside those with.
    result["suppressions"] = [_suppression(finding.accepted)] if finding.accepted else []
    return result


def _suppression(acceptance: Acceptance) -> dict[str, Any]:
    properties = {"owner": acceptance.owner}
    if acceptance.expires:
        properties["expires"] = acceptance.expires.isoformat()
    return {
        "kind": "external",
        "status": "accepted",
        "justification": acceptance.reason,
        "properties": properties,
    }


def _location(place: Position, path: str = "") -> dict[str, Any]:
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": uri(place.source)},
            "region": {"startLine": place.line, "startColumn": place.column},
        }
    }
    if path:
        location["logicalLocations"] = [{"fullyQualifiedName": path, "kind": "element"}]
    return location


def uri(name: str) -> str:
    """The file as a URI: relative where its name is, as GitHub matches it with committed files; a URL as it is."""
    if name.startswith(("https://", "http://")):
        return name
    text = PurePosixPath(name.replace("\\", "/")).as_posix()
    octets = text.encode("utf-8", "surrogateescape")  # names of files need not be UTF-8
    if text[1:2] == ":":  # a drive of Windows
        return f"file:///{quote(octets, safe='/:')}"
    return f"file://{quote(octets)}" if text.startswith("/") else quote(octets)


def _invocation(report: Report, omitted: int) -> dict[str, Any]:
    """How the run went: stale entries of the accept file, and results that did not fit."""
    invocation: dict[str, Any] = {"executionSuccessful": True}
    if omitted:
        text = f"The {omitted} mildest findings are left out: GitHub takes at most {_MOST} results."
        invocation["toolExecutionNotifications"] = [{"level": "warning", "message": {"text": text}}]
    if report.stale:
        invocation["toolConfigurationNotifications"] = [_notification(each) for each in report.stale]
    return invocation


def _notification(stale: Stale) -> dict[str, Any]:
    text = f"Entry {stale.entry} of the accept file {why_stale(stale)}: {granted(stale.entry)}"
    notification: dict[str, Any] = {"level": "warning", "message": {"text": _dotted(text)}}
    if stale.entry.where:
        notification["locations"] = [_location(stale.entry.where)]
    return notification
