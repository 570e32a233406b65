"""The catalogue of drift rules: a folder of `tests/drift` for each, with two documents and what is found between them.

`findings.txt` has a line for each finding (rule, verdicts for reading, writing and Python, fingerprint, element,
message), with consequences indented. `tests/drift-verdicts` has folders for situations in which verdicts depend on what
is around a change. `pytest tests/unit/drift/test_rules.py --update-cases` writes the findings anew.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from csdlgen.csdl import read_csdl
from csdlgen.drift import compare, judge
from csdlgen.drift.change import Change, every_change
from csdlgen.drift.finding import Finding, every
from csdlgen.drift.rules import RULES
from csdlgen.edm.model import EdmModel
from csdlgen.explain.pages import codes
from csdlgen.navigation import Limits
from tests.conftest import ROOT
from tests.support.drift import RESOURCES, REVERSE, surfaces

CASES = ROOT / "tests" / "drift"
VERDICTS = ROOT / "tests" / "drift-verdicts"
DRIFT = ROOT / "generator" / "csdlgen" / "drift"
TODAY = date(2026, 1, 1)
# What the documents of a case have besides the rule, the other way round: rules that are no reverse of it.
WAIVERS = {
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
def pair(name: str, cases: Path = CASES) -> Pair:
    folder = cases / name
    old, new = (read_csdl((folder / side).read_bytes(), source=side) for side in ("old.csdl.xml", "new.csdl.xml"))
    changes = compare(old, new)
    limits = Limits() if cases is CASES else None
    names = surfaces(changes, old, new, tuple(RESOURCES.get(name, ())))
    return Pair(old, new, changes, judge(changes, old, new, today=TODAY, limits=limits, surfaces=names))


def lines(findings: Iterable[Finding], depth: int = 0) -> Iterator[str]:
    for each in findings:
        verdicts = "/".join(map(str, each.verdicts))
        tags = f" [{', '.join(each.tags)}]" if each.tags else ""
        yield f"{'  ' * depth}{each.rule}  {verdicts}  {each.fingerprint}  {each.path}: {each.message}{tags}\n"
        yield from lines(each.children, depth + 1)


def hold(folder: Path, findings: Iterable[Finding], request: pytest.FixtureRequest) -> None:
    text, place = "".join(lines(findings)), folder / "findings.txt"
    if request.config.getoption("update_cases"):
        place.write_text(text, encoding="utf-8")
    assert place.read_text(encoding="utf-8") == text, f"--update-cases writes {place} anew"


@pytest.mark.parametrize("rule", RULES)
def test_the_case_of_a_rule(rule: str, request: pytest.FixtureRequest) -> None:
    found = pair(rule).findings
    hold(CASES / rule, found, request)
    assert rule in {each.rule for each in every(found)}
    fingerprints = [each.fingerprint for each in every(found)]
    assert len(fingerprints) == len({*fingerprints})


@pytest.mark.parametrize("situation", sorted(each.name for each in VERDICTS.iterdir()))
def test_the_verdicts_of_a_situation(situation: str, request: pytest.FixtureRequest) -> None:
    hold(VERDICTS / situation, pair(situation, VERDICTS).findings, request)


@pytest.mark.parametrize("rule", REVERSE)
def test_the_other_way_round_is_the_reverse(rule: str) -> None:
    waived, _ = WAIVERS.get(rule, (set(), ""))
    back = {each.rule for each in every_change(compare(pair(rule).new, pair(rule).old))}
    assert back & REVERSE[rule]
    assert back - REVERSE[rule] == waived


def test_every_rule_has_a_case_and_a_page() -> None:
    assert {each.name for each in CASES.iterdir()} == {*RULES}
    assert {*RULES} <= {*codes()}
    assert {code for codes in REVERSE.values() for code in codes} == {*REVERSE}


def test_what_no_comparison_raises() -> None:
    assert {*RULES} - {*REVERSE} == {
        *("python-builder-changed", "python-import-moved", "python-name-adjusted", "python-name-collision"),
        "removal-date-passed",
        *("route-added", "route-became-ref-only", "route-removed", "snapshot-suspicious"),
    }


def literals(path: Path, function: str = "") -> Counter[str]:
    """The texts in a module, or in what it defines under a name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes: list[ast.AST] = [tree]
    if function:
        nodes = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef) and each.name == function]
    inner = (each for node in nodes for each in ast.walk(node) if isinstance(each, ast.Constant))
    return Counter(each.value for each in inner if isinstance(each.value, str))


def test_a_rule_is_one_entry_that_its_code_finds() -> None:
    entries = sum((literals(path) for path in (DRIFT / "rules").glob("*.py")), Counter())
    reverse = Counter(" ".join(rule.reverse) for rule in RULES.values())
    elsewhere = {"type-restated", "annotation-changed"}  # also named by the look-ups that raise them
    assert {code for code in RULES if entries[code] - reverse[code] != 1} == elsewhere


@pytest.mark.parametrize("rule", RULES)
def test_what_raises_a_rule_by_its_code(rule: str) -> None:
    assert RULES[rule].triggers
    for event, subject, _ in RULES[rule].triggers:
        if event == "raised":
            module, _, function = subject.rpartition(".")
            path = DRIFT / module / "__init__.py" if (DRIFT / module).is_dir() else DRIFT / f"{module}.py"
            assert rule in literals(path, function) or rule in table(path), subject


def table(path: Path) -> set[str]:
    """The texts in the constants of a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = (each for each in tree.body if isinstance(each, (ast.Assign, ast.AnnAssign)))
    inner = (each for node in constants for each in ast.walk(node) if isinstance(each, ast.Constant))
    return {each.value for each in inner if isinstance(each.value, str)}
