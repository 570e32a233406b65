"""Both checkers, strict, on a package, on right queries and on wrong ones."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.checkers import marked, reported
from tests.support.runtime_package import COMMON
from tests.unit.runtime.conftest import build

pytestmark = pytest.mark.slow

USAGE = Path(__file__).parent / "usage"


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_wrong_queries_are_reported_and_right_ones_are_not(checker: str, tmp_path: Path) -> None:
    folder = tmp_path / "checked"
    runtime = build(folder) / "_runtime"
    for path in COMMON.glob("[!_]*.py"):
        shutil.copy(path, runtime)
    for name in ("right.py", "wrong.py"):
        shutil.copy(USAGE / name, folder / name)
    assert len(marked(USAGE / "wrong.py")) > 40
    assert reported(checker, folder) == {"wrong.py": marked(USAGE / "wrong.py")}
