"""What the benchmarks share, and the table at the end of the run."""

from __future__ import annotations

import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.benchmarks import packages
from tests.benchmarks.processes import Python
from tests.benchmarks.race import Race
from tests.benchmarks.report import Row, table
from tests.conftest import GENERATED

_ROWS = pytest.StashKey[list[Row]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_ROWS] = []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    rows = config.stash.get(_ROWS, [])
    if rows:
        terminalreporter.section("against peers")
        for line in table(rows):
            terminalreporter.write_line(line)


@pytest.fixture
def race(benchmark: BenchmarkFixture, request: pytest.FixtureRequest) -> Race:
    return Race(benchmark, request.config.stash[_ROWS])


@pytest.fixture(scope="session")
def sdk() -> None:
    """Skips where the official SDK is not installed beside us."""
    if find_spec("msgraph_beta") is None:
        pytest.skip("msgraph_beta cannot be imported by this interpreter: pip install msgraph-beta-sdk")


@pytest.fixture(scope="session")
def python(tmp_path_factory: pytest.TempPathFactory) -> Python:
    """Cold processes that can import a copy of the flagship package."""
    folder = tmp_path_factory.mktemp("flagship")
    copy = shutil.copytree(GENERATED, folder / "generated", ignore=shutil.ignore_patterns("__pycache__"))
    return Python(folder / "bytecode", (copy,))


@pytest.fixture(scope="session")
def nested(tmp_path_factory: pytest.TempPathFactory, python: Python) -> None:
    """Makes `bench_nested` importable."""
    sys.path.insert(0, str(packages.nested(tmp_path_factory.mktemp("nested"), python)))


@pytest.fixture(scope="session")
def device(tmp_path_factory: pytest.TempPathFactory, python: Python, corpus: Path) -> Path:
    """Makes `bench_device` importable; the folder that it is in."""
    folder = packages.managed_device(tmp_path_factory.mktemp("device"), python, corpus)
    sys.path.insert(0, str(folder))
    return folder
