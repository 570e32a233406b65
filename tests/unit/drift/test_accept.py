"""The accept file: what it covers, until when, what is wrong in it, and how it is written."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdlgen.drift import compare, judge
from csdlgen.drift.accept import Accept, apply_accepts, parse_accepts, updated_accepts
from csdlgen.drift.finding import Acceptance, Finding, every
from csdlgen.errors import CsdlgenError, Position
from tests.support.csdl import read
from tests.support.schemas import entity, prop

TODAY = date(2026, 1, 1)
FILE = "csdlgen-accept.toml"
BASE = '<EntityType Name="B"><Property Name="a" Type="Edm.String"/></EntityType>'


def found() -> tuple[Finding, ...]:
    """Two lost properties; a lost base type, and the property lost with it."""
    models = [
        read(BASE + f'<EntityType Name="D"{base}/>' + entity(content))
        for base, content in ((' BaseType="ns.B"', prop() + prop(name="q")), ("", ""))
    ]
    return judge(compare(*models), *models, today=TODAY)


def accepted(findings: tuple[Finding, ...]) -> dict[str, str]:
    """Path → reason of what is accepted."""
    return {each.path: each.accepted.reason for each in every(findings) if each.accepted}


def fingerprint(path: str) -> str:
    (one,) = (each.fingerprint for each in every(found()) if each.path == path)
    return one


PATHS = ["ns.D", "ns.D/a", "ns.T/p", "ns.T/q"]


def test_these_are_the_findings() -> None:
    assert sorted(each.path for each in every(found())) == PATHS
    assert [each.path for each in found()] == ["ns.D", "ns.T/p", "ns.T/q"]


# --- what is covered --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "covered"),
    [
        (Accept("r", rule="property-removed", element="ns.T/*"), ["ns.T/p", "ns.T/q"]),
        (Accept("r", rule="property-removed", element="ns.T/p"), ["ns.T/p"]),
        (Accept("r", rule="property-removed", element="*"), ["ns.D/a", "ns.T/p", "ns.T/q"]),
        # With a cause, its consequences; not the other way round.
        (Accept("r", rule="base-type-removed", element="ns.?"), ["ns.D", "ns.D/a"]),
        (Accept("r", rule="property-removed", element="ns.D/a"), ["ns.D/a"]),
        (Accept("r", fingerprint=fingerprint("ns.T/q")), ["ns.T/q"]),
        (Accept("r", fingerprint=fingerprint("ns.D")), ["ns.D", "ns.D/a"]),
        (Accept("r", rule="property-removed", element="NS.T/p"), []),
        (Accept("r", rule="property-added-nullable", element="*"), []),
    ],
)
def test_what_an_entry_covers(accept: Accept, covered: list[str]) -> None:
    findings, stale = apply_accepts(found(), [accept], TODAY)
    assert sorted(accepted(findings)) == covered
    assert [each.entry for each in stale] == ([] if covered else [accept])
    assert not any(each.expired for each in stale)


def test_the_first_entry_and_the_nearest_finding_count() -> None:
    entries = [
        Accept("cause", rule="base-type-removed", element="*"),
        Accept("own", rule="property-removed", element="ns.D/*", owner="we", expires=TODAY),
        Accept("late", rule="property-removed", element="*"),
    ]
    findings, stale = apply_accepts(found(), entries, TODAY)
    assert accepted(findings) == {"ns.D": "cause", "ns.D/a": "own", "ns.T/p": "late", "ns.T/q": "late"}
    assert findings[0].children[0].accepted == Acceptance("own", "we", TODAY)
    assert not stale


@pytest.mark.parametrize(
    ("expires", "element", "covered", "expired"),
    [
        (date(2026, 1, 1), "ns.T/p", ["ns.T/p"], []),
        (date(2025, 12, 31), "ns.T/p", [], [True]),
        (date(2025, 12, 31), "ns.T/none", [], [False]),
    ],
)
def test_an_entry_counts_until_its_last_day(
    expires: date, element: str, covered: list[str], expired: list[bool]
) -> None:
    findings, stale = apply_accepts(
        found(), [Accept("r", rule="property-removed", element=element, expires=expires)], TODAY
    )
    assert sorted(accepted(findings)) == covered
    assert [each.expired for each in stale] == expired


# --- reading ----------------------------------------------------------------------------------------------------------

TWO = """\
# What we live with.

[[accept]]
fingerprint = "0123456789abcdef"
reason = "Nobody reads it."

# Agreed on 3 May.
  [[ accept ]]
rule = "property-removed"
  element = "ns.T/*"
reason = 'Moved to "E".'
owner = "library team"
expires = 2027-01-01
"""


def test_entries_are_read_with_their_places() -> None:
    assert parse_accepts(TWO, FILE) == (
        Accept("Nobody reads it.", fingerprint="0123456789abcdef"),
        Accept('Moved to "E".', "", "property-removed", "ns.T/*", "library team", date(2027, 1, 1)),
    )
    assert [each.where for each in parse_accepts(TWO, FILE)] == [Position(FILE, 3, 1), Position(FILE, 8, 3)]
    assert parse_accepts("", FILE) == parse_accepts("accept = []\n", FILE) == ()


HEAD = '[[accept]]\nrule = "property-removed"\nelement = "*"\nreason = "r"\n'


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("[[accept]\n", "accept-not-toml", 1, 9),
        ("accepts = 1\n", "accept-unknown-key", 1, 1),
        (f"{HEAD}\n[other]\n", "accept-unknown-key", 6, 1),
        (f"{HEAD}  expire = 2027-01-01\n", "accept-unknown-key", 5, 3),
        (f"{HEAD}expires = '2027-01-01'\n", "accept-value", 5, 1),
        (f"{HEAD}expires = 2027-01-01T00:00:00Z\n", "accept-value", 5, 1),
        (f"{HEAD}owner = 1\n", "accept-value", 5, 1),
        (f'{HEAD}fingerprint = "0123456789abcdef"\n', "accept-value", 5, 1),
        (HEAD.replace('"r"', '" "'), "accept-value", 4, 1),
        (HEAD.replace("property-removed", "property-lost"), "accept-value", 2, 1),
        (HEAD.replace('element = "*"\n', ""), "accept-missing-key", 1, 1),
        (HEAD.replace('reason = "r"\n', ""), "accept-missing-key", 1, 1),
        ('[[accept]]\nfingerprint = "0123"\nreason = "r"\n', "accept-value", 2, 1),
        ('accept = [{fingerprint = "0123456789abcdef", reason = "r"}]\n', "accept-value", 1, 1),
        ("\naccept = 1\n", "accept-value", 2, 1),
        ("[accept]\n", "accept-value", 1, 1),
        (f"x = {'1' * 5000}\n", "accept-not-toml", 0, 0),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, code: str, line: int, column: int) -> None:
    with pytest.raises(CsdlgenError) as raised:
        parse_accepts(text, FILE)
    (problem,) = raised.value.diagnostics
    assert (problem.code, problem.where) == (code, Position(FILE, line, column) if line else FILE)
    assert problem.remedy


def test_everything_that_is_wrong_is_named_at_once() -> None:
    with pytest.raises(CsdlgenError) as raised:
        parse_accepts('[[accept]]\nrul = "x"\n[[accept]]\nreason = ""\n', FILE)
    assert [(each.code, each.where and each.where[1]) for each in raised.value.diagnostics] == [
        ("accept-unknown-key", 2),
        ("accept-missing-key", 1),
        ("accept-missing-key", 1),
        ("accept-value", 4),
        ("accept-missing-key", 3),
    ]
    assert raised.value.diagnostics[0].remedy == "Did you mean 'rule'?"


# --- writing ----------------------------------------------------------------------------------------------------------


def updated(text: str, *paths: str, reason: str = "why", owner: str = "", expires: date | None = None) -> str:
    chosen = [each for each in every(found()) if each.path in paths]
    return updated_accepts(text, FILE, found(), chosen, reason=reason, today=TODAY, owner=owner, expires=expires)


def test_what_is_chosen_is_written_behind_what_is_there() -> None:
    there = f"# Ours.\n\n{HEAD.replace('*', 'ns.T/p')}"
    assert updated(there, "ns.D", "ns.D/a", "ns.T/p", owner="we", expires=date(2027, 1, 1)) == (
        f"{there}\n"
        "# base-type-removed ns.D\n[[accept]]\n"
        f'fingerprint = "{fingerprint("ns.D")}"\nreason = "why"\nowner = "we"\nexpires = 2027-01-01\n'
    )


def test_what_accepts_nothing_is_dropped_and_the_rest_stays_as_it_stands() -> None:
    stale = '# Long gone.\n[[accept]]\nfingerprint = "0123456789abcdef"\nreason = "r"\n'
    expired = f"{HEAD.replace('*', 'ns.T/p')}expires = 2025-12-31  # over\n"
    kept = f"# Still so.\n{HEAD.replace('*', 'ns.D/a')}# a remark\n"
    assert updated(f"# Ours.\n\n{stale}\n{kept}\n{expired}") == f"# Ours.\n\n{kept}"
    assert updated(stale) == ""


@given(
    st.lists(st.sampled_from(PATHS), unique=True), st.lists(st.sampled_from(PATHS), unique=True), st.text(min_size=1)
)
def test_what_was_written_accepts_what_was_chosen(first: list[str], second: list[str], reason: str) -> None:
    """Whatever was there: afterwards the chosen ones are accepted, no entry is stale, and nothing more is written."""
    reason = f"because {reason}"
    text = updated(updated("", *first), *second, reason=reason)
    tomllib.loads(text)
    findings, stale = apply_accepts(found(), parse_accepts(text, FILE), TODAY)
    below = {"ns.D/a"} if "ns.D" in {*first, *second} else set()
    assert {*accepted(findings)} == {*first, *second} | below
    assert {*accepted(findings).values()} <= {"why", reason}
    assert not stale
    assert updated(text, *first, *second) == text
