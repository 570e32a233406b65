"""Packages from documents at the edge of what CSDL allows: they import, they type-check, and the facts hold.

The folders are those of `cases/` that have a `facts.py`, which is run against the generated package and checked by
mypy together with all of them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from csdlgen.cli.exit_codes import run
from tests.conftest import ROOT
from tests.test_cases import CASES

pytestmark = pytest.mark.slow

NAMES = sorted(place.parent.name for place in CASES.glob("*/facts.py"))
IMPORT_ALL = """
import importlib, pathlib, sys
for package in sys.argv[1:]:
    for path in sorted(pathlib.Path(package).rglob("*.py")):
        parts = path.with_suffix("").parts
        importlib.import_module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    models = importlib.import_module(package + ".models")
    for name in models.__all__:
        getattr(models, name)
"""


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all packages side by side, and the facts as modules beside them."""
    home = tmp_path_factory.mktemp("packages")
    for name in NAMES:
        folder = tmp_path_factory.mktemp(name) / name
        shutil.copytree(CASES / name, folder)
        assert run(["generate", "--config", str(folder / "csdlgen.toml")]) == 0
        shutil.copytree(folder / "generated", home, dirs_exist_ok=True)
        shutil.copy(folder / "facts.py", home / f"facts_{name.replace('-', '_')}.py")
    return home


def python(*arguments: str, cwd: Path) -> None:
    ran = subprocess.run(
        [sys.executable, *arguments], cwd=cwd, capture_output=True, encoding="utf-8", timeout=300, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_every_module_imports_and_every_export_is_there(packages: Path) -> None:
    names = [path.name for path in sorted(packages.iterdir()) if path.is_dir()]
    assert len(names) == len(NAMES)
    python("-W", "error", "-c", IMPORT_ALL, *names, cwd=packages)


@pytest.mark.parametrize("name", NAMES)
def test_facts(name: str, packages: Path) -> None:
    python("-W", "error", f"facts_{name.replace('-', '_')}.py", cwd=packages)


def test_mypy_strict_finds_nothing(packages: Path) -> None:
    cache = ROOT / ".mypy_cache" / "packages"
    python("-m", "mypy", "--strict", "--no-error-summary", "--cache-dir", str(cache), ".", cwd=packages)


def test_paths_are_short_and_safe_on_any_file_system(packages: Path) -> None:
    reserved = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
    paths = [path.relative_to(packages) for path in packages.rglob("*") if "__pycache__" not in path.parts]
    assert max(len(str(path)) for path in paths) <= 120
    assert not [path for path in paths if path.stem.lower() in reserved]
    folded = [str(path).casefold() for path in paths]
    assert len(set(folded)) == len(folded), "two files that differ in case only"
