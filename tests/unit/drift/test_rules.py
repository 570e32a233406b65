"""The catalogue of drift rules: a folder of `drift/` for each, with two documents and what is found between them.

`findings.txt` has a line for each finding (rule, verdicts for reading, writing and Python, element, message), and
consequences indented; `findings.json` the same as data. `drift-verdicts` has folders for situations in which verdicts
depend on what is around a change. `pytest tests/test_drift.py --update-cases` writes both anew,
and the examples of the rules' pages from the documents.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from difflib import ndiff
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from csdlgen.csdl import read_csdl
from csdlgen.drift import MIRROR, RULES, Change, Finding, Kind, compare, every, flat, judge
from csdlgen.drift.examples import EXAMPLES
from csdlgen.drift.rules import enums, navigations, operations, properties, service, types
from csdlgen.edm.model import EdmModel
from csdlgen.explain.pages import codes
from csdlgen.navigation import Limits
from tests.conftest import ROOT
from tests.unit.drift.surfaces import RESOURCES, surfaces

CASES = Path(__file__).parents[2] / "drift"
VERDICTS = Path(__file__).parents[2] / "drift-verdicts"
EXAMPLE_FOLDER = ROOT / "generator" / "csdlgen" / "drift" / "examples"
TODAY = date(2026, 1, 1)
AREAS = {
    each.__name__.rpartition(".")[2]: [rule.code for rule in each.RULES]
    for each in (enums, navigations, operations, properties, service, types)
}
SCHEMA = re.compile(r"    <Schema [^>]*>\n(.*)    </Schema>\n", re.DOTALL)
# What the documents of a case say besides the rule, the other way round: kinds that are no mirrors of it.
WAIVERS = {
    "key-moved-in-hierarchy": ({"key-added"}, "the base type itself gains the key"),
    "property-moved-to-base": ({"property-removed"}, "the base type gains the property"),
    "property-moved-from-base": ({"property-added-nullable"}, "the base type loses the property"),
    "base-type-added": ({"key-removed", "property-removed"}, "what is inherited comes with the base type"),
    "base-type-removed": ({"key-added", "property-added-nullable"}, "what is inherited goes with the base type"),
    "container-added": ({"entity-set-removed"}, "a container is nothing without a child"),
    "container-removed": ({"entity-set-added"}, "a container is nothing without a child"),
}


class Pair(NamedTuple):
    old: EdmModel
    new: EdmModel
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]


@cache
def pair(rule: str, cases: Path = CASES) -> Pair:
    folder = cases / rule
    old, new = (read_csdl((folder / name).read_bytes(), source=name) for name in ("old.csdl.xml", "new.csdl.xml"))
    changes = compare(old, new)
    names = surfaces(changes, old, new, tuple(RESOURCES.get(rule, ())))
    return Pair(old, new, changes, judge(changes, old, new, today=TODAY, limits=Limits(), surfaces=names))


def lines(findings: Iterable[Finding], depth: int = 0) -> Iterator[str]:
    for each in findings:
        verdicts = "/".join(map(str, each.verdicts))
        tags = f" [{', '.join(each.tags)}]" if each.tags else ""
        yield f"{'  ' * depth}{each.rule}  {verdicts}  {each.path}: {each.message}{tags}\n"
        yield from lines(each.children, depth + 1)


def data(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "path": finding.path,
        "read": str(finding.verdicts.read),
        "write": str(finding.verdicts.write),
        "python": str(finding.verdicts.python),
        "before": finding.before,
        "after": finding.after,
        "fingerprint": finding.fingerprint,
        "tags": list(finding.tags),
        "children": [data(each) for each in finding.children],
    }


@pytest.mark.parametrize("rule", RULES)
def test_the_case_of_a_rule(rule: str, request: pytest.FixtureRequest) -> None:
    found = pair(rule).findings
    actual = {
        "findings.txt": "".join(lines(found)),
        "findings.json": f"{json.dumps([data(each) for each in found], indent=2, ensure_ascii=False)}\n",
    }
    for name, text in actual.items():
        place = CASES / rule / name
        if request.config.getoption("update_cases"):
            place.write_text(text, encoding="utf-8")
        assert place.read_text(encoding="utf-8") == text, f"--update-cases writes {place} anew"
    assert rule in {each.rule for each in every(found)}


@pytest.mark.parametrize("situation", sorted(each.name for each in VERDICTS.iterdir()))
def test_the_verdicts_of_a_situation(situation: str, request: pytest.FixtureRequest) -> None:
    old, new, changes, _ = pair(situation, VERDICTS)
    text = "".join(lines(judge(changes, old, new, today=TODAY, surfaces=surfaces(changes, old, new))))
    place = VERDICTS / situation / "findings.txt"
    if request.config.getoption("update_cases"):
        place.write_text(text, encoding="utf-8")
    assert place.read_text(encoding="utf-8") == text, f"--update-cases writes {place} anew"


def test_every_kind_has_a_rule_and_every_rule_a_case_and_a_page() -> None:
    derived = {*RULES} - {*MIRROR}
    assert {*MIRROR} <= {*RULES}
    assert derived == {
        *("python-builder-changed", "python-import-moved", "python-name-adjusted", "python-name-collision"),
        "removal-date-passed",
        *("route-added", "route-became-ref-only", "route-removed", "snapshot-suspicious"),
    }
    assert {each.name for each in CASES.iterdir() if each.is_dir()} == {*RULES}
    assert {*RULES, "policy"} <= {*codes()}
    assert sorted(code for codes in AREAS.values() for code in codes) == sorted(RULES), "a rule stands twice"


@pytest.mark.parametrize("kind", MIRROR)
def test_the_other_way_round_is_the_mirror(kind: Kind) -> None:
    waived, _ = WAIVERS.get(kind, (set(), ""))
    back = {each.kind for each in flat(compare(pair(kind).new, pair(kind).old))}
    assert back & MIRROR[kind]
    assert back - MIRROR[kind] == waived


def test_findings_of_a_case_differ_in_their_fingerprints() -> None:
    for rule in RULES:
        told = [each.fingerprint for each in every(pair(rule).findings)]
        assert len(told) == len({*told}), rule


# --- the examples of pages ------------------------------------------------------------------------------------------


def example(rule: str) -> str:
    """The two documents of a case as one: what is within the schema where only that differs."""
    sides = [(CASES / rule / name).read_text(encoding="utf-8") for name in ("old.csdl.xml", "new.csdl.xml")]
    found = [SCHEMA.search(each) for each in sides]
    inner = [each[1] for each in found if each and each[1].count("<Schema ") == 0]
    outer = {SCHEMA.sub("", each) for each in sides} | {each[0].splitlines()[0] for each in found if each}
    if len(inner) == 2 and len(outer) == 2:
        sides = [re.sub("^      ", "", each, flags=re.MULTILINE) for each in inner]
    told = ndiff(*(each.splitlines() for each in sides))
    return "".join(f"{line.rstrip()}\n" for line in told if not line.startswith("?"))


def written(area: str) -> str:
    """The module with the examples of one area."""
    head = f'"""Examples of the rules in `rules.{area}`, written from the case folders of tests/drift by its test."""\n'
    body = "".join(f'    "{code}": """\\\n{example(code)}""",\n' for code in AREAS[area])
    return f"{head}\nfrom __future__ import annotations\n\nEXAMPLES = {{\n{body}}}\n"


@pytest.mark.parametrize("area", AREAS)
def test_the_examples_are_those_of_the_cases(area: str, request: pytest.FixtureRequest) -> None:
    place = EXAMPLE_FOLDER / f"{area}.py"
    if request.config.getoption("update_cases"):
        place.write_text(written(area), encoding="utf-8")
    assert place.read_text(encoding="utf-8") == written(area), "--update-cases writes them anew"
    assert {*AREAS[area]} <= {*EXAMPLES}
