"""How much is printed: summaries in 80 columns, -q and -v, colour, and what a message lists."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from csdlgen.cli import printing
from csdlgen.text import capped
from tests.conftest import ROOT
from tests.support.cli import call
from tests.support.project import small_project

CUT = """
[packages.demo]
output = "out"
metadata = ["service.csdl.xml"]
service-root = "https://service.example"
client = "DemoClient"
[packages.demo.select]
types = ["shop.customer"]
"""
COMMANDS = [["generate"], ["generate", "--check"], ["generate", "--dry-run"], ["check"], ["vendor", "elsewhere"]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_project(tmp_path)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_what_is_printed_fits_a_terminal(command: list[str], folder: Path) -> None:
    for _ in range(2):  # with and without anything to do
        ran = call(*command, cwd=folder)
        lines = ran.out.splitlines()
        assert 0 < len(lines) <= 21
        assert max(map(len, lines)) <= 80


def test_few_files_are_named_and_many_with_verbose_only(folder: Path) -> None:
    many = call("generate", cwd=folder).out
    assert "wrote " not in many and " files written, 0 unchanged; " in many
    (folder / "generated" / "demo" / "routes.py").unlink()
    assert call("generate", cwd=folder).out.startswith("wrote generated/demo/routes.py\ngenerated/demo: 1 file written")
    every = call("vendor", "elsewhere", "-v", cwd=folder)
    assert every.out.count("wrote ") == len([*(folder / "elsewhere").rglob("*.py")]) + len(
        ("LICENSE", "py.typed", "_manifest.json")
    )
    assert "read service.csdl.xml, " in every.err


def test_deleted_files_are_counted_and_listed_with_verbose(folder: Path) -> None:
    assert call("generate", cwd=folder).code == 0
    place = folder / "csdlgen.toml"
    text = place.read_text("utf-8")
    before = {*(folder / "generated").rglob("*.py")}
    place.write_text(
        text.replace("[packages.demo.select]", 'without = ["aio", "batch", "routes"]\n[packages.demo.select]'),
        encoding="utf-8",
    )
    ran = call("generate", "-v", cwd=folder)
    gone = before - {*(folder / "generated").rglob("*.py")}
    assert ran.out.count("deleted generated/demo/") == len(gone) > 0
    assert f" written, {len(gone)} deleted, " in " ".join(ran.out.split())
    assert " deleted" not in call("generate", cwd=folder).out


def test_a_check_names_the_first_files_and_counts_the_others(folder: Path) -> None:
    lines = call("generate", "--check", cwd=folder).out.splitlines()
    every = call("generate", "--check", "--verbose", cwd=folder).out.splitlines()
    assert lines[:20] == every[:20]
    assert lines[20:] == [f"… and {len(every) - 20} more files (-v lists all)"]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("front", [True, False])
def test_quiet_leaves_the_exit_code_alone(command: list[str], front: bool, folder: Path) -> None:
    said = call(*command, cwd=folder)
    for path in (*folder.glob("generated/demo/*.py"), *folder.glob("elsewhere/demo/*.py")):
        path.unlink()
    ran = call("-q", *command, cwd=folder) if front else call(*command, "-q", cwd=folder)
    assert (ran.out, ran.err) == ("", "")
    assert ran.code == said.code


def test_quiet_keeps_results_and_errors_and_drops_notes(folder: Path) -> None:
    cases = ROOT / "tests" / "cases"
    assert "unknown-operation" in call("routes", "nothing", "-q", cwd=folder).err
    document = ROOT / "tests" / "cases" / "inspect-type" / "service.csdl.xml"
    (folder / "csdlgen.toml").write_text(CUT, encoding="utf-8")
    loud, quiet = (call("slice", "--metadata", document, *options, cwd=folder) for options in ([], ["-q"]))
    assert quiet.out == loud.out and quiet.out
    assert loud.err and not quiet.err
    loud, quiet = (call("check", *options, cwd=cases / "documented-route-unresolved") for options in ([], ["-q"]))
    assert (loud.code, quiet.code) == (1, 1)
    assert "documented-route-unresolved" in loud.err and quiet.err == loud.err
    assert loud.out and not quiet.out


def test_a_dry_run_and_a_check_write_nothing_and_differ_in_the_exit_code(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    for command in (["generate"], ["vendor", "elsewhere"]):
        assert [call(*command, option, cwd=folder).code for option in ("--dry-run", "--check")] == [0, 1]
        assert sorted(folder.rglob("*")) == before
    assert call("generate", cwd=folder).code == 0
    assert [call("generate", option, cwd=folder).code for option in ("--dry-run", "--check")] == [0, 0]


@pytest.mark.parametrize(("value", "coloured"), [(None, True), ("", True), ("1", False)])
def test_colour_is_for_terminals_that_want_it(
    value: str | None, coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    if value is not None:
        monkeypatch.setenv("NO_COLOR", value)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert printing.colours() == coloured
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False, raising=False)
    assert not printing.colours()


def test_lists_in_messages_are_capped(folder: Path) -> None:
    assert capped("abc", 3) == "a, b, c"
    assert capped("abcde", 3) == "a, b, c and 2 more"
    text = (folder / "csdlgen.toml").read_text("utf-8")
    packages = (text.replace("packages.demo", f"packages.p{number}") for number in range(30))
    (folder / "csdlgen.toml").write_text("\n".join(packages), encoding="utf-8")
    said = call("generate", "--package", "zzz", cwd=folder).err
    assert "p0, p1" in said and "and 20 more" in said and "p29" not in said
    said = call("slice", cwd=folder).err
    assert "and 20 more" in said and "p29" not in said


def test_of_very_many_errors_of_one_code_the_first_are_printed(folder: Path) -> None:
    place = folder / "service.csdl.xml"
    lacking = "".join(f'<Property Name="p{number}" Type="demo.none"/>' for number in range(2000))
    text = place.read_text("utf-8").replace('<ComplexType Name="order">', f'<ComplexType Name="order">{lacking}')
    place.write_text(text, encoding="utf-8")
    said = call("generate", cwd=folder)
    lines = said.err.splitlines()
    assert (said.code, len(lines)) == (2, 51)
    assert lines[-1] == "… and 1,950 more: unknown-type"


def test_at_most_so_many_routes_are_listed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = folder / "service.csdl.xml"
    sets = "".join(f'<EntitySet Name="more{number}" EntityType="demo.machine"/>' for number in range(30))
    text = place.read_text("utf-8").replace(
        '<EntityContainer Name="service">', f'<EntityContainer Name="service">{sets}'
    )
    place.write_text(text, encoding="utf-8")
    for module in ("csdlgen.cli.routes", "csdlgen.reports.routes.formats"):
        monkeypatch.setattr(f"{module}.MOST_LISTED", 10)
    said = call("routes", "--all", cwd=folder).out
    assert said.count("/demo.start") == 10
    assert "and 21 more (10 are listed at most)" in said
    assert len(json.loads(call("routes", "--all", "--format", "json", cwd=folder).out)[0]["routes"]) == 10
