"""Workflow commands, read back as GitHub's runner reads them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import NamedTuple

import pytest
from hypothesis import given, settings

from csdlgen.drift.finding import Finding
from csdlgen.errors import Location, Position
from csdlgen.reports.drift.github import as_github
from csdlgen.reports.drift.report import Report, unaccepted
from tests.unit.reports.drift.samples import ADDED, CHANGED, REASONS, REMOVED, REPORTS, STALE, accepted, report

EXPECTED = f"""\
::error file=old.xml,line=12,col=9,title=navigation-removed%3A breaking::demo.hall/machines: the navigation property \
is gone. was Collection(demo.machine). {REASONS["navigation-removed"]} Announced. Causes 1 other finding.
::error file=old.xml,line=6,col=11,title=default-value-changed%3A breaking for python%2C dangerous for write::\
demo.machine/speed: the default was 1 and is 2. {REASONS["default-value-changed"]}
::notice file=new.xml,line=40,col=7,title=entity-type-added%3A additive::demo.crane: the type is new. \
{REASONS["entity-type-added"]}
::warning file=accept.toml,line=3,col=1,title=stale entry of the accept file::ffffffffffffffff matches nothing: Nobody \
uses it. (web team)
::notice title=Schema drift::old.xml -> new.xml: 3 breaking, 1 additive; at or above the gate (breaking): 3"""


class Command(NamedTuple):
    """A workflow command as the runner has it."""

    name: str
    properties: dict[str, str]
    message: str


def read(line: str) -> Command | None:
    """A line as the runner reads it (`ActionCommand.TryParseV2`): `::`, name, properties, `::`, message."""
    text = line.strip()
    if not text.startswith("::") or "::" not in text[2:]:
        return None
    head, _, message = text[2:].partition("::")
    name, _, values = head.partition(" ")
    pairs = (each.partition("=") for each in values.split(",") if each)
    return Command(name, {key: unescaped(value) for key, _, value in pairs}, unescaped(message))


def unescaped(text: str) -> str:
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text


def test_removals_are_where_the_element_was() -> None:
    assert as_github(report(ADDED, CHANGED, REMOVED, stale=(STALE,))) == EXPECTED


def test_accepted_findings_are_not_annotated() -> None:
    assert as_github(report(accepted(REMOVED))) == ("::notice title=Schema drift::old.xml -> new.xml: 2 accepted")


def test_a_name_reaches_the_reader_as_it_is() -> None:
    finding = replace(ADDED, path="demo.a%0A::error::b", message="100 %, a:b", after="")
    command = read(as_github(report(finding)).split("\n")[0])
    assert command
    assert command.message == "demo.a%0A::error::b: 100 %, a:b. " + REASONS["entity-type-added"]


def test_line_ends_in_names_are_escaped_as_github_has_it() -> None:
    place = Position("a\r\nb,c:d%.xml", 1, 2)
    finding = replace(ADDED, message="one\r\ntwo", after="")
    lines = as_github(Report((finding,), "old.xml", "new.xml", places={Location("new.xml", 20): place})).split("\n")
    assert lines[0] == (
        "::notice file=a%0D%0Ab%2Cc%3Ad%25.xml,line=1,col=2,title=entity-type-added%3A additive"
        f"::demo.crane: one%0D%0Atwo. {REASONS['entity-type-added']}"
    )
    assert len(lines) == 2


@settings(max_examples=40)
@given(REPORTS)
def test_names_make_no_commands(given_: Report) -> None:
    lines = as_github(given_).split("\n")
    commands = [read(line) for line in lines]
    assert all(each is not None for each in commands)  # so few findings that none is left out
    names = Counter(each.name for each in commands if each)
    assert set(names) <= {"error", "warning", "notice"}
    assert names.total() == len(list(unaccepted(given_.findings))) + len(given_.stale) + 1
    for each in commands:
        assert each
        assert set(each.properties) in ({"title"}, {"file", "line", "col", "title"})
    places = {place.source for place in given_.places.values()} | {
        each.entry.where.source for each in given_.stale if each.entry.where
    }
    assert {each.properties["file"] for each in commands if each and "file" in each.properties} <= places


@pytest.mark.parametrize(("finding", "command"), [(REMOVED, "error"), (ADDED, "notice")])
def test_what_github_would_drop_is_in_the_log(finding: Finding, command: str) -> None:
    many = [replace(finding, path=f"demo.e{n:02}\n::error::##[add-mask]x", children=()) for n in range(25)]
    lines = as_github(report(*many)).split("\n")
    commands = [read(line) for line in lines]
    shown = Counter(each.name for each in commands if each)
    assert shown[command] == (9 if command == "error" else 10)  # of notices, one is the sum
    group = lines.index("::group::16 more")
    log = lines[group + 1 : lines.index("::endgroup::")]
    assert [read(line) for line in log] == [None] * len(log)
    assert len(log) == 16
    assert not any("##[" in line for line in log)
    assert lines[-1].startswith("::notice title=Schema drift::old.xml -> new.xml: 25 ")
