"""Hostile documents of growing length: what is done with them grows no faster than their length.

Calls are counted, of functions and methods and of what goes on with a generator, which takes no quiet machine. Time and
memory are measured in `tests/benchmarks/test_bounded.py`, with the same documents.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType

import pytest

from csdlgen.cli.exit_codes import run
from csdlgen.errors import CsdlgenError
from csdlgen.pipeline import build, select_package
from csdlgen.project.config import parse_config
from csdlgen.project.inputs import Inputs, Source
from tests.benchmarks.hostile import COMMANDS, CONFIG, PIECES, prepare

pytestmark = pytest.mark.slow
SIZES = (6_000, 12_000, 24_000)
CHOSEN = ("list", "routes", "diff of the renamed", "diff of the reversed")


def calls(work: Callable[[], object]) -> int:
    """How many calls a piece of work makes."""
    found = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal found
        found += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return found


def growth(folder: Path, kind: str, command: list[str], work: Callable[[], object]) -> float:
    """How many times as many calls the second doubling of the length adds as the first: 2 where calls grow as the
    length does, 4 where they grow with its square, whatever is the same for documents of every length."""
    counted = []
    for size in (*SIZES[:1], *SIZES):  # the first time loads modules
        prepare(folder, kind, size, command)
        counted.append(calls(work))
    small, medium, large = counted[1:]
    return (large - medium) / max(medium - small, 1000)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", CHOSEN)
@pytest.mark.parametrize("kind", PIECES)
def test_commands(kind: str, name: str, folder: Path) -> None:
    assert growth(folder, kind, COMMANDS[name], lambda: run(COMMANDS[name])) < 3


@pytest.mark.parametrize("kind", PIECES)
def test_packages(kind: str, folder: Path) -> None:
    (package,) = parse_config(CONFIG, source="csdlgen.toml").packages

    def generate() -> None:
        inputs = Inputs((Source("new.xml", Path("new.xml").read_bytes()),), (), ())
        with suppress(CsdlgenError):  # such documents are refused
            build(package, select_package(package, inputs))

    assert growth(folder, kind, COMMANDS["generate"], generate) < 3
