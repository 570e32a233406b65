"""Findings as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import assume, given, settings

from csdlgen.drift.accept import parse_accepts
from csdlgen.drift.finding import Finding, Verdict, every
from csdlgen.reports.drift.gate import Gate
from csdlgen.reports.drift.groups import FindingGroup, grouped
from csdlgen.reports.drift.report import Report, counts, unaccepted, worst, worst_first
from csdlgen.reports.drift.text import as_text
from tests.unit.reports.drift.samples import ADDED, CHANGED, REASONS, REMOVED, REPORTS, STALE, accepted, report

EXPECTED = f"""\
old.xml:12:9: breaking: navigation-removed: demo.hall/machines: the navigation property is gone [announced]
    was Collection(demo.machine)
    {REASONS["navigation-removed"]}
  breaking: route-removed: /halls/{{id}}/machines: the route is gone
      {REASONS["route-removed"]}
old.xml:6:11: breaking for python, dangerous for write: default-value-changed: demo.machine/speed: \
the default was 1 and is 2
    now at new.xml:8:11
    {REASONS["default-value-changed"]}

accepted: 1 finding: Moved to v2. (mail team, until 2999-01-31)
accept.toml:3:1: stale: ffffffffffffffff matches nothing: Nobody uses it. (web team)
old.xml -> new.xml: 3 breaking; 1 accepted
at or above the gate (breaking): 3; `csdlgen explain RULE` explains a rule"""


ALIKE = tuple(replace(ADDED, path=f"demo.machine/p{number}", fingerprint=f"{number:016x}") for number in range(6))


def test_worst_first_under_their_causes() -> None:
    assert as_text(report(accepted(ADDED), CHANGED, REMOVED, stale=(STALE,))) == EXPECTED


def test_fingerprints_are_lines_for_an_accept_file() -> None:
    assert "fingerprint" not in as_text(report(CHANGED, REMOVED))
    text = as_text(replace(report(CHANGED, REMOVED, *ALIKE), fingerprints=True))
    lines = [line.strip() for line in text.split("\n") if "fingerprint = " in line]
    found = {each.fingerprint for each in every((CHANGED, REMOVED, *ALIKE))}
    entries = parse_accepts("".join(f'[[accept]]\n{line}\nreason = "r"\n' for line in lines), "accept.toml")
    assert {each.fingerprint for each in entries} == found and len(lines) == len(found)
    assert all(f'fingerprint = "{each.fingerprint}"  # {each.path}' in lines for each in ALIKE)


def test_nothing_to_tell() -> None:
    assert as_text(report()) == "old.xml -> new.xml: no differences"


def test_the_gate_is_named_where_it_is_reached() -> None:
    assert "gate" not in as_text(report(ADDED))
    text = as_text(report(ADDED, gate=Gate.parse(("python=any",))))
    assert text.endswith("at or above the gate (python=any): 1; `csdlgen explain RULE` explains a rule")


def test_verdicts_can_be_coloured() -> None:
    coloured = as_text(report(CHANGED), lambda text, verdict: f"<{verdict}>{text}</>")
    assert "old.xml:6:11: <breaking>breaking for python, dangerous for write</>: default-value-changed" in coloured


@settings(max_examples=40)
@given(REPORTS)
def test_every_open_finding_once_and_nothing_that_steers(given_: Report) -> None:
    text = as_text(replace(given_, everything=True))
    open_ = list(every(unaccepted(given_.findings)))
    assert all(line.isprintable() for line in text.split("\n"))
    heads = [line for line in text.split("\n") if any(f": {each.rule}: " in line for each in open_)]
    groups = [each for some in levels(tuple(unaccepted(given_.findings))) for each in grouped(some)]
    more = sum(len(each.findings) - 1 for each in groups if isinstance(each, FindingGroup))
    assert len(heads) >= len(open_) - more
    assert sum(counts(given_.findings).values()) == len(open_)


@settings(max_examples=40)
@given(REPORTS)
def test_what_harms_nobody_is_counted_and_not_listed(given_: Report) -> None:
    text = as_text(replace(given_, everything=False, gate=Gate.parse(("never",))))
    listed = [each for each in unaccepted(given_.findings) if worst(each) > Verdict.NEUTRAL]
    harmless = [each for each in unaccepted(given_.findings) if worst(each) == Verdict.NEUTRAL]
    assert ("not listed without --all" in text) == bool(harmless or any(map(has_harmless, listed)))
    shown = text.partition("not listed without --all")[0]
    # What is neutral and leads to worse is listed.
    leading = {each.rule for each in every(listed) if each.verdicts.worst() == Verdict.NEUTRAL}
    hidden = {each.rule for each in harmless} - leading
    assert not any(f": neutral: {rule}: " in f": {line}" for rule in hidden for line in shown.split("\n"))


def has_harmless(finding: Finding) -> bool:
    """Whether some consequence of a finding, and all that it brought about, harms nobody."""
    return any(worst(each) == Verdict.NEUTRAL or has_harmless(each) for each in finding.children)


def levels(findings: tuple[Finding, ...]) -> Iterator[tuple[Finding, ...]]:
    """The findings that are listed side by side."""
    yield findings
    for each in findings:
        yield from levels(each.children)


@settings(max_examples=40)
@given(REPORTS)
def test_worst_first_keeps_all_and_falls(given_: Report) -> None:
    ordered = worst_first(given_.findings)
    prints = [each.fingerprint for each in every(given_.findings)]
    assert sorted(each.fingerprint for each in every(ordered)) == sorted(prints)
    verdicts = [worst(each) for each in ordered]
    assert verdicts == sorted(verdicts, reverse=True)
    assume(len({*prints}) == len(prints))
    assert worst_first(reversed(given_.findings)) == ordered
