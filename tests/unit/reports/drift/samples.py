"""Findings made by hand, and by hypothesis with names that nobody wants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from csdlgen.drift.accept import Accept, Stale
from csdlgen.drift.finding import Acceptance, Finding, Tag, Verdict, Verdicts, every
from csdlgen.drift.rules import RULES
from csdlgen.errors import Location, Position
from csdlgen.explain.pages import read_page
from csdlgen.reports.drift.gate import Gate
from csdlgen.reports.drift.report import Report

REASONS = {code: read_page(code).meaning for code in RULES}
BREAKING = Verdicts(Verdict.BREAKING, Verdict.BREAKING, Verdict.BREAKING)
ADDITIVE = Verdicts(Verdict.ADDITIVE, Verdict.ADDITIVE, Verdict.ADDITIVE)
MIXED = Verdicts(Verdict.NEUTRAL, Verdict.DANGEROUS, Verdict.BREAKING)
ACCEPTED = Acceptance("Moved to v2.", "mail team", date(2999, 1, 31))

REMOVED = Finding(
    rule="navigation-removed",
    path="demo.hall/machines",
    verdicts=BREAKING,
    message="the navigation property is gone",
    fingerprint="00000000000000a1",
    before="Collection(demo.machine)",
    old=Location("old.xml", 7),
    tags=("announced",),
    children=(
        Finding(
            rule="route-removed",
            path="/halls/{id}/machines",
            verdicts=BREAKING,
            message="the route is gone",
            fingerprint="00000000000000a2",
        ),
    ),
)
CHANGED = Finding(
    rule="default-value-changed",
    path="demo.machine/speed",
    verdicts=MIXED,
    message="the default was 1 and is 2",
    fingerprint="00000000000000b1",
    before="1",
    after="2",
    old=Location("old.xml", 3),
    new=Location("new.xml", 4),
)
ADDED = Finding(
    rule="entity-type-added",
    path="demo.crane",
    verdicts=ADDITIVE,
    message="the type is new",
    fingerprint="00000000000000c1",
    after="demo.crane",
    new=Location("new.xml", 20),
)
PLACES = {
    Location("old.xml", 7): Position("old.xml", 12, 9),
    Location("old.xml", 3): Position("old.xml", 6, 11),
    Location("new.xml", 4): Position("new.xml", 8, 11),
    Location("new.xml", 20): Position("new.xml", 40, 7),
}
_ENTRY = Accept("Nobody uses it.", "ffffffffffffffff", owner="web team", where=Position("accept.toml", 3, 1))
STALE = Stale(_ENTRY, False)


def report(*findings: Finding, gate: Gate | None = None, stale: tuple[Stale, ...] = ()) -> Report:
    """A report on findings, in documents old.xml and new.xml."""
    return Report(findings, "old.xml", "new.xml", gate=gate or Gate(), places=PLACES, stale=stale, version="1.2.3")


def accepted(finding: Finding, by: Acceptance = ACCEPTED) -> Finding:
    """The finding and its consequences, accepted."""
    return replace(finding, accepted=by, children=tuple(accepted(each, by) for each in finding.children))


# --- any findings at all --------------------------------------------------------------------------

# What formats give a meaning to, and what steers a terminal.
_HOSTILE = (
    *("::error::x", "%0A::warning::", "a\nb", "a\r\n::notice::c", "##[add-mask]x", "@octocat", "#12", "|", "`", "``"),
    *(
        "<script>",
        "</details>",
        "&amp;",
        "\x1b[31m",
        "\u202e",
        "\ud800",
        "https://evil.example",
        "[a](b)",
        "{x}",
        "%25",
    ),
)
TEXT = st.lists(st.sampled_from(_HOSTILE) | st.text(max_size=6), max_size=4).map("".join)
_NAME = TEXT.map(lambda text: f"demo.{text}")
_RULES = st.sampled_from(["property-removed", "enum-member-renamed", "route-added"])
_VERDICTS = st.builds(Verdicts, *[st.sampled_from(Verdict)] * 3)
_TAGS: st.SearchStrategy[tuple[Tag, ...]] = st.sampled_from([(), ("announced",), ("recent", "returned")])
_FILE = st.sampled_from(
    ["old.xml", "a b/ü,:%.xml", "/abs/new.xml", "C:\\schema\\new.xml", "https://example.com/$metadata"]
)
_LOCATION = st.builds(Location, _FILE, st.integers(0, 99))
_ACCEPTANCE = st.builds(Acceptance, _NAME, TEXT, st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)))
FINDINGS = st.recursive(
    st.lists(
        st.builds(
            Finding,
            rule=_RULES,
            path=_NAME,
            verdicts=_VERDICTS,
            message=_NAME,
            fingerprint=st.integers(0, 2**64 - 1).map(lambda number: f"{number:016x}"),
            before=TEXT,
            after=TEXT,
            old=st.none() | _LOCATION,
            new=st.none() | _LOCATION,
            tags=_TAGS,
            accepted=st.none() | _ACCEPTANCE,
        ),
        max_size=4,
    ).map(tuple),
    lambda below: st.tuples(below, below).map(lambda both: _under(*both)),
    max_leaves=4,
)
_STALE = st.builds(
    lambda entry, expired: Stale(entry, expired),
    st.builds(
        Accept,
        TEXT,
        rule=TEXT,
        element=TEXT,
        owner=TEXT,
        expires=st.none() | st.dates(),
        where=st.none() | st.builds(Position, _FILE, st.integers(1, 99), st.integers(1, 99)),
    ),
    st.booleans(),
)
_GATES = st.builds(Gate, *[st.sampled_from(["breaking", "dangerous", "any", "never"])] * 3)


def _under(causes: tuple[Finding, ...], consequences: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return (replace(causes[0], children=consequences), *causes[1:]) if causes else consequences


def _placed(findings: Iterable[Finding]) -> dict[Location, Position]:
    """Places for those whose element's number is even; nobody knows the others."""
    known = (where for each in every(findings) for where in (each.old, each.new) if where is not None)
    return {each: Position(each.source, each.element + 1, 1) for each in known if each.element % 2 == 0}


REPORTS = st.builds(
    lambda findings, old, new, gate, stale: Report(
        findings, old, new, gate=gate, places=_placed(findings), stale=tuple(stale), version="1.2.3"
    ),
    FINDINGS,
    _FILE,
    _FILE,
    _GATES,
    st.lists(_STALE, max_size=3),
)
"""Reports of any findings."""
