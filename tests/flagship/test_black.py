"""The oldest and the newest supported black leave the package as templates emit it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from csdlgen.package.render import HEADER
from tests.conftest import GENERATED, ROOT
from tests.support.project import PACKAGE

pytestmark = pytest.mark.slow


def oldest() -> str:
    """The lower bound of the black that pyproject.toml asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (found,) = [each for each in project["dependencies"] if each.startswith("black")]
    return str(found).partition(">=")[2]


def unchanged(folder: Path, python_path: str) -> None:
    """Run black over a copy of the package, as anybody would who vendors it."""
    shutil.copytree(GENERATED / PACKAGE, folder / PACKAGE, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (folder / PACKAGE).rglob("*.py"):  # as if it did not ask to be left alone
        path.write_text(path.read_text(encoding="utf-8").removeprefix(HEADER), encoding="utf-8")
    (folder / "pyproject.toml").write_text("", encoding="utf-8")  # black's own settings
    command = [sys.executable, "-m", "black", "--check", "--quiet", "--target-version", "py311", PACKAGE]
    environment = {"PYTHONPATH": python_path, "PATH": "", "BLACK_CACHE_DIR": str(folder / "cache")}
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_newest(tmp_path: Path) -> None:
    unchanged(tmp_path, "")


def test_the_oldest(tmp_path: Path) -> None:
    target = tmp_path / "black"
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--target",
        str(target),
    ]
    ran = subprocess.run([*command, f"black=={oldest()}.0"], capture_output=True, text=True, check=False, timeout=300)
    if ran.returncode:
        pytest.skip(f"black {oldest()} cannot be installed here")
    unchanged(tmp_path, str(target))


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "--fix", "--unsafe-fixes", "--select", "ALL", "--exit-zero"],
        ["ruff", "format", "--line-length", "60"],
        ["black", "--quiet", "--line-length", "60", "--skip-magic-trailing-comma"],
    ],
    ids=["ruff check", "ruff format", "black"],
)
def test_linters_and_formatters_of_others_leave_the_package_alone(command: list[str], tmp_path: Path) -> None:
    """A repository that vendors it may run them over all its files; none counts as edited by hand afterwards."""
    shutil.copytree(GENERATED / PACKAGE, tmp_path / PACKAGE, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "theirs.py").write_text("import os, sys\nx = {'a':1}\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.py")}
    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", *command, "."], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    changed = {path.relative_to(tmp_path) for path, data in before.items() if path.read_bytes() != data}
    assert changed == {Path("theirs.py")}
