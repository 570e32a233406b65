"""Sizes: what a package may have, and what is said before it explodes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from csdlgen.edm.model import EdmModel
from csdlgen.errors import Severity
from csdlgen.navigation import Limits
from csdlgen.pipeline import build, select_package
from csdlgen.project.config import PackageConfig
from csdlgen.project.inputs import Inputs, Source
from csdlgen.select import Selection, Slice, select
from csdlgen.size import MANY_FILES, Size, foreseen, over_budget, size_of
from tests.builders import entity, model
from tests.support.cli import Ran, call
from tests.support.csdl import document
from tests.support.project import small_project, tree

CONFIG = PackageConfig(
    name="demo",
    output="src",
    metadata=("demo.xml",),
    service_root="https://demo.example",
    client="DemoClient",
    scopes=(),
)


def family(derived: int) -> EdmModel:
    """A type with so many that derive from it, of which one is in an entity set."""
    return model(
        entity("base"),
        *(entity(f"t{number}", "note: Edm.String", base="base") for number in range(derived)),
        sets="items: t0",
    )


def selected(derived: int, selection: Selection) -> tuple[PackageConfig, Slice]:
    return replace(CONFIG, selection=selection), select(family(derived), selection, Limits())


def test_bytes_are_those_of_the_encoded_text() -> None:
    assert size_of(["é", "ab", ""]) == Size(3, 4)
    assert str(Size(1, 1200)) == "1 file, 1,200 bytes"


@pytest.mark.parametrize(
    ("files", "bytes_", "codes"),
    [
        (None, None, []),
        (2, 10, []),
        (1, None, ["over-budget"]),
        (None, 9, ["over-budget"]),
        (1, 9, ["over-budget"] * 2),
    ],
)
def test_each_limit_is_held(files: int | None, bytes_: int | None, codes: list[str]) -> None:
    found = over_budget(replace(CONFIG, max_files=files, max_bytes=bytes_), Size(2, 10))
    assert [each.code for each in found] == codes
    assert all(each.severity is Severity.ERROR for each in found)


def test_a_small_selection_is_nothing_to_speak_of() -> None:
    assert foreseen(*selected(150, Selection(types=("test.t0",), derived=True))) == ()
    assert foreseen(*selected(MANY_FILES + 1, Selection(resources=("items",)))) == ()


@pytest.mark.parametrize(
    ("selection", "derived", "cause", "remedy"),
    [
        (Selection(everything=True), MANY_FILES, "`everything = true` takes 1,001 types", "resources"),
        (
            Selection(resources=("items",), derived=True),
            200,
            "`derived = true` takes all 200 types that derive from test.base",
            'derived = ["namespace.type"]',
        ),
        (Selection(resources=("items",), derived=("test.base",)), MANY_FILES, "takes 1,001 types", "csdlgen slice"),
    ],
)
def test_what_explodes_is_named_with_its_remedy(selection: Selection, derived: int, cause: str, remedy: str) -> None:
    (found,) = foreseen(*selected(derived, selection))
    assert (found.code, found.severity) == ("many-files", Severity.WARNING)
    assert cause in found.message
    assert remedy in found.remedy


def test_a_budget_replaces_the_warning_and_is_held_before_anything_is_rendered() -> None:
    config, part = selected(MANY_FILES, Selection(everything=True))
    assert foreseen(replace(config, max_files=5000), part) == ()
    (found,) = foreseen(replace(config, max_files=1000), part)
    assert (found.code, found.severity) == ("over-budget", Severity.ERROR)
    assert "at least 1,0" in found.message and "`everything = true`" in found.remedy


def test_the_files_that_are_foreseen_are_never_more_than_there_are() -> None:
    data = document(
        '<EntityType Name="a"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/>'
        '<Property Name="n" Type="ns.d"/></EntityType><TypeDefinition Name="d" UnderlyingType="Edm.Int32"/>'
    )
    config = replace(CONFIG, selection=Selection(everything=True))
    found = select_package(config, Inputs((Source("demo.xml", data),), (), ()))
    files = len(build(config, found))
    (problem,) = foreseen(replace(config, max_files=1), found.slice)
    expected = int(problem.message.partition("at least ")[2].partition(" files")[0])
    assert files - 20 < expected <= files


# --- the commands hold it -------------------------------------------------------------------------


def project(folder: Path, budget: str) -> Path:
    small_project(folder)
    place = folder / "csdlgen.toml"
    head, rest = place.read_text("utf-8").split("\n\n", 1)
    place.write_text(f"{head}\n{budget}\n\n{rest}", encoding="utf-8")
    return folder


def over(ran: Ran) -> bool:
    return "csdlgen.toml:" in ran.err and ": over-budget: " in ran.err


def test_generate_writes_nothing_beyond_the_budget(tmp_path: Path) -> None:
    before = tree(project(tmp_path, "max-bytes = 1000"))
    ran = call("generate", cwd=tmp_path)
    assert (ran.code, over(ran)) == (2, True), ran
    assert tree(tmp_path) == before
    ran = call("generate", "--check", cwd=tmp_path)
    assert (ran.code, over(ran)) == (1, True), ran


def test_update_writes_nothing_beyond_the_budget(tmp_path: Path) -> None:
    project(tmp_path, "max-files = 3")
    (tmp_path / "upstream.xml").write_bytes((tmp_path / "service.csdl.xml").read_bytes())
    before = tree(tmp_path)
    ran = call("update", "--from", "upstream.xml", cwd=tmp_path)
    assert (ran.code, over(ran)) == (2, True), ran
    assert tree(tmp_path) == before


@pytest.mark.parametrize("budget", ["max-files = 3", "max-bytes = 1000"])
def test_check_exits_with_1_beyond_the_budget(tmp_path: Path, budget: str) -> None:
    project(tmp_path, "max-files = 500\nmax-bytes = 5_000_000")
    assert call("generate", cwd=tmp_path).code == 0
    assert call("check", cwd=tmp_path).code == 0
    place = tmp_path / "csdlgen.toml"
    text = place.read_text("utf-8").replace("max-files = 500\nmax-bytes = 5_000_000", budget)
    place.write_text(text, encoding="utf-8")
    ran = call("check", cwd=tmp_path)
    assert (ran.code, over(ran)) == (1, True), ran
    assert "max-bytes" in call("explain", "over-budget", cwd=tmp_path).out
