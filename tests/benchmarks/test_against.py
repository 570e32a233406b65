"""`csdlgen check --against` and `csdlgen update` for the flagship and a whole document of Microsoft Graph, in cold
processes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.packages import BETA
from tests.benchmarks.processes import Python, csdlgen, parse
from tests.benchmarks.race import Race
from tests.benchmarks.report import Goal
from tests.support.project import flagship_project

AGAINST = "lxml.etree.parse"
ROUNDS = 9


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, python: Python, corpus: Path) -> Path:
    """The flagship, made from the document."""
    found = tmp_path_factory.mktemp("against")
    flagship_project(found)
    csdlgen(python, found, "update", "--from", str(corpus / BETA))()
    return found


@pytest.mark.parametrize(
    ("what", "command"),
    [("check --against", ("check", "--against")), ("update, nothing new", ("update", "--from"))],
    ids=["check", "update"],
)
def test_flagship(race: Race, python: Python, corpus: Path, folder: Path, what: str, command: tuple[str, ...]) -> None:
    document = corpus / BETA
    race(
        f"{what}, 4.2 MB",
        Goal(7),
        csdlgen(python, folder, *command, str(document)),
        parse(python, document),
        against=AGAINST,
        rounds=ROUNDS,
    )
