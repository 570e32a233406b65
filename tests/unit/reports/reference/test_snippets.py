"""The examples of pages are run as they stand: the request that arrives is the one that the page shows, and what the
page shows as the response can be read."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from csdlgen.cli.exit_codes import run
from csdlgen.reports.reference.blocks import ReferencePage
from tests.conftest import GENERATED, ROOT
from tests.support.project import flagship_project
from tests.support.reference_pages import (
    assert_sent,
    example_of,
    examples_of_resource,
    package_at,
    pages_of,
    run_program,
)
from tests.test_hostile import CONFIG

CASES = ROOT / "tests" / "cases"
NAMES = ["casts", "keys-parentheses", "keys-segment", "operations", "routes"]


@pytest.fixture(scope="module", autouse=True)
def importable() -> Iterator[None]:
    before, path = set(sys.modules), list(sys.path)
    yield
    sys.path[:] = path
    for name in set(sys.modules) - before:
        del sys.modules[name]


def operations(pages: dict[str, ReferencePage]) -> list[ReferencePage]:
    return [page for path, page in pages.items() if path.startswith("operations/")]


def run_examples(config: Path) -> int:
    package = package_at(config)
    pages = pages_of(package)
    found = operations(pages)
    for page in found:
        example = example_of(page)
        for program in example.programs.values():
            seen, printed = run_program(program, package.config.name, package.config.client, example)
            assert_sent(seen, example, package.config.service_root)
            assert bool(printed) == ("print(" in program), page.path
    resources = [page for path, page in pages.items() if path.startswith("resources/")]
    examples = [each for page in resources for each in examples_of_resource(page).values()]
    for example in examples:
        for program in example.programs.values():
            seen, _ = run_program(program, package.config.name, package.config.client, example)
            assert_sent(seen, example, package.config.service_root)
    return len(found) + len(examples)


def test_the_examples_of_the_flagship_run(tmp_path: Path) -> None:
    assert str(GENERATED) in sys.path
    assert run_examples(flagship_project(tmp_path)) == 2


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_of_a_package_run(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    shutil.copytree(CASES / name, folder)
    config = folder / "csdlgen.toml"
    assert run(["generate", "--config", str(config)]) == 0
    sys.path.insert(0, str(folder / package_at(config).config.output))
    assert run_examples(config) > 0


def test_the_examples_of_everything_run(tmp_path: Path) -> None:
    text = CONFIG.replace("NAME", "everything_there_is")
    (tmp_path / "csdlgen.toml").write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "tests" / "hostile" / "everything.csdl.xml", tmp_path / "service.csdl.xml")
    assert run(["generate", "--config", str(tmp_path / "csdlgen.toml")]) == 0
    sys.path.insert(0, str(tmp_path / "generated"))
    assert run_examples(tmp_path / "csdlgen.toml") > 0
