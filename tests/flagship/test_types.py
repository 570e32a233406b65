"""Both checkers, strict, on the generated package and on code that uses it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import GENERATED, ROOT

pytestmark = pytest.mark.slow

PACKAGE = "graph_remote_assistance"
USAGE = Path(__file__).parent / "usage"


def pyright(folder: Path, usage: str) -> list[dict[str, object]]:
    """What pyright, strict, finds in the package and a usage file, both copied below `folder`."""
    shutil.copytree(GENERATED / PACKAGE, folder / PACKAGE)
    shutil.copy(USAGE / usage, folder / usage)
    config = {"include": [PACKAGE, usage], "typeCheckingMode": "strict", "pythonVersion": "3.11"}
    (folder / "pyrightconfig.json").write_text(json.dumps(config), encoding="utf-8")
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, "-p", str(folder)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    report = json.loads(ran.stdout)
    assert report["summary"]["filesAnalyzed"] > 40, ran.stdout + ran.stderr
    found: list[dict[str, object]] = report["generalDiagnostics"]
    return found


def mypy(folder: Path, *paths: Path) -> list[str]:
    """What mypy, strict, finds in some files."""
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--config-file", "", "--python-version"]
    command += ["3.11", "--cache-dir", str(folder / "mypy"), *map(str, paths)]
    environment = {"MYPYPATH": str(GENERATED), "PATH": "", "PYTHONHASHSEED": "0"}
    ran = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False, env=environment)
    assert ran.returncode in (0, 1), ran.stdout + ran.stderr
    return ran.stdout.splitlines()


def test_mypy_finds_nothing_in_the_package_and_its_use(tmp_path: Path) -> None:
    assert mypy(tmp_path, GENERATED / "graph_remote_assistance", USAGE / "right.py") == []


def test_pyright_finds_nothing_in_the_package_and_its_use(tmp_path: Path) -> None:
    assert pyright(tmp_path, "right.py") == []


def wanted() -> dict[int, str]:
    """Lines of the wrong usage that a checker must report, by the mark at their end."""
    lines = (USAGE / "wrong.py").read_text(encoding="utf-8").splitlines()
    return {number: line.split("# wrong: ")[1] for number, line in enumerate(lines, 1) if "# wrong: " in line}


def test_mypy_reports_each_mistake(tmp_path: Path) -> None:
    found = mypy(tmp_path, USAGE / "wrong.py")
    assert {int(line.split(":")[1]) for line in found if "error:" in line} == set(wanted())


def test_pyright_reports_each_mistake(tmp_path: Path) -> None:
    found = pyright(tmp_path, "wrong.py")
    lines = {each["range"]["start"]["line"] + 1 for each in found}  # type: ignore[index]
    assert lines == set(wanted())


@pytest.mark.skipif(sys.platform == "win32", reason="one platform is enough for our own code")
def test_mypy_finds_nothing_in_the_generator() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
    )
    assert ran.returncode == 0, ran.stdout
