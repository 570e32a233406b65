"""Trees of paths, and lines to paste into `select`: what is pasted selects what was looked at."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from csdlgen.reports.inspect.report_types import Branch, Hit
from csdlgen.reports.inspect.tree import select_lines_of_hits, tree_lines
from tests.conftest import ROOT
from tests.support.cli import call

DOCUMENT = ROOT / "tests" / "cases" / "inspect-type" / "service.csdl.xml"
CONFIGURATION = """
[packages.pasted]
output = "out"
metadata = ["service.csdl.xml"]
service-root = "https://service.example"
client = "PastedClient"
[packages.pasted.select]
"""


def pasted(*arguments: str) -> list[str]:
    """The lines that `inspect` prints to select what it is about."""
    ran = call("inspect", "--metadata", DOCUMENT, *arguments, cwd=ROOT)
    assert ran.code == 0, ran.err
    _, _, lines = ran.out.partition("\nto select ")
    return [line.strip() for line in lines.splitlines()[1:]]


@pytest.mark.parametrize(
    ("arguments", "key", "name"),
    [
        (["shop.order"], "types", "shop.order"),
        (["shop.order"], "resources", "orders"),
        (["/orders"], "resources", "orders"),
        (["orders/parts"], "resources", "orders/parts"),
        (["cancel"], "operations", "shop.cancel"),
        (["--search", "customer"], "resources", "customers"),
        (["--search", "customer"], "types", "shop.customer"),
    ],
)
def test_what_is_pasted_selects_it(arguments: list[str], key: str, name: str, tmp_path: Path) -> None:
    lines = pasted(*arguments)
    selected = [line for line in lines if line.startswith(f"{key} = ")]
    assert any(name in tomllib.loads(line)[key] for line in selected)
    (tmp_path / "service.csdl.xml").write_bytes(DOCUMENT.read_bytes())
    for line in lines:
        (tmp_path / "csdlgen.toml").write_text(CONFIGURATION + line, encoding="utf-8")
        ran = call("list", cwd=tmp_path)
        assert ran.code == 0, (line, ran.err)


def test_the_tree_has_keys_where_something_follows() -> None:
    tree = (Branch("a", "x.A", True, (Branch("b", "x.B", False), Branch("c", "x.A", True))), Branch("d", "x.B", False))
    assert [*tree_lines(tree)] == [
        "/a/{key}  Collection(x.A)",
        "  /b      x.B",
        "  /c      Collection(x.A)",
        "/d        x.B",
    ]


def test_a_large_tree_is_cut_to_its_first_level_and_then_to_its_first_lines() -> None:
    few = tuple(Branch(f"r{n}", "x.A", True, (Branch("b", "x.B", False),) * 9) for n in range(10))
    assert [line.split()[0] for line in tree_lines(few)] == [f"/r{n}" for n in range(10)]
    many = tuple(Branch(f"r{n}", "x.A", True) for n in range(100))
    assert [*tree_lines(many)][60:] == ["… and 40 more"]


def test_very_many_hits_give_no_line() -> None:
    hits = {"action": tuple(Hit(f"x.a{n}", "") for n in range(21)), "singleton": (Hit('m"e', ""),)}
    assert select_lines_of_hits(hits) == ('resources = ["m\\"e"]',)
