"""`csdlgen generate` for the flagship from a whole document of Microsoft Graph, in cold processes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.benchmarks.packages import BETA, flagship_configuration
from tests.benchmarks.processes import Python, csdlgen, parse
from tests.benchmarks.race import Race
from tests.benchmarks.report import Goal

AGAINST = "lxml.etree.parse"
ROUNDS = 9


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("generate")
    flagship_configuration(found)
    return found


def test_first_run(race: Race, python: Python, corpus: Path, folder: Path) -> None:
    document = corpus / BETA

    def fresh() -> None:
        shutil.rmtree(folder / "generated", ignore_errors=True)

    fresh()
    race(
        "generate from 4.2 MB: first run",
        Goal(12),
        csdlgen(python, folder, "generate", "--metadata", str(document)),
        parse(python, document),
        against=AGAINST,
        rounds=ROUNDS,
        before=fresh,
    )


@pytest.mark.parametrize(("what", "options"), [("unchanged", ()), ("--check", ("--check",))])
def test_rerun(race: Race, python: Python, corpus: Path, folder: Path, what: str, options: tuple[str, ...]) -> None:
    document = corpus / BETA
    csdlgen(python, folder, "generate", "--metadata", str(document))()
    race(
        f"generate from 4.2 MB: {what}",
        Goal(6),
        csdlgen(python, folder, "generate", "--metadata", str(document), *options),
        parse(python, document),
        against=AGAINST,
        rounds=ROUNDS,
    )
