"""Both checkers, strict, on packages and on code that uses them, right and wrong; the flagship's are in its own
folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.checkers import marked, reported
from tests.support.cli import csdlgen
from tests.support.runtime_package import COMMON
from tests.unit.runtime.conftest import build

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
RESOURCES = ROOT / "tests" / "unit" / "package" / "plan" / "resources"


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_wrong_queries_are_reported_and_right_ones_are_not(checker: str, tmp_path: Path) -> None:
    folder = tmp_path / "checked"
    runtime = build(folder) / "_runtime"
    for path in COMMON.glob("[!_]*.py"):
        shutil.copy(path, runtime)
    for name in ("right.py", "wrong.py"):
        shutil.copy(HERE / "queries" / name, folder / name)
    wrong = marked(HERE / "queries" / "wrong.py")
    assert len(wrong) > 40
    assert reported(checker, folder) == {"wrong.py": wrong}


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_wrong_use_of_resources_is_reported_and_right_use_is_not(checker: str, tmp_path: Path) -> None:
    for name in ("csdlgen.toml", "shop.csdl.xml"):
        shutil.copy(RESOURCES / name, tmp_path / name)
    ran = csdlgen("generate", cwd=tmp_path)
    assert ran.code == 0, ran.err
    shutil.copy(HERE / "resources" / "usage.py", tmp_path / "out")
    wrong = marked(HERE / "resources" / "usage.py")
    assert len(wrong) > 20
    assert reported(checker, tmp_path / "out") == {"usage.py": wrong}
