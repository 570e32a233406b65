"""What clients use of azure-core, held against the oldest and the newest release that they may be installed with.

The tests of the parts that lean on it run again, each time in a process that has another release: the settings of
retries and `next` of policies, redirects and their mark, iterators of pages, bodies, transports.
"""

from __future__ import annotations

import importlib.metadata
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conftest import GENERATED, ROOT

pytestmark = pytest.mark.slow

LEANING = ("client", "client_base", "downloads", "limits", "origins", "paging", "retries", "user_agent")
OLDEST = "1.38"


def _bounds(requirements: list[str]) -> set[str]:
    found = (re.fullmatch(r"azure-core(?:\[aio\])?>=([0-9.]+)", each) for each in requirements)
    return {each[1] for each in found if each}


def test_the_lower_bound_is_one_and_the_same() -> None:
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    theirs = tomllib.loads((GENERATED / "pyproject.toml").read_text("utf-8"))["project"]
    assert _bounds(ours["optional-dependencies"]["test"]) == {OLDEST}
    assert _bounds([*theirs["dependencies"], *theirs["optional-dependencies"]["aio"]]) == {OLDEST}


@pytest.mark.parametrize("release", [f"azure-core=={OLDEST}.0", "azure-core"], ids=["oldest", "newest"])
def test_clients_behave_the_same_with_the_oldest_and_the_newest_release(release: str, tmp_path: Path) -> None:
    folder = tmp_path / "azure"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(folder), release]
    if subprocess.run(command, capture_output=True, timeout=300, check=False).returncode:
        pytest.skip("the package index cannot be reached")
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    show = "import azure.core; print(azure.core.__version__, azure.core.__file__)"
    shown = subprocess.run(
        [sys.executable, "-c", show], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    version, place = shown.stdout.split()
    assert Path(place).is_relative_to(folder)
    assert version.startswith(f"{OLDEST}.") or "==" not in release
    if version == importlib.metadata.version("azure-core"):
        pytest.skip("all tests run with this release")
    modules = [f"tests/unit/runtime/test_{name}.py" for name in LEANING]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *modules],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert ran.returncode == 0, f"azure-core {version}\n{ran.stdout[-5000:]}"
    assert re.search(r"\d{3} passed", ran.stdout), ran.stdout[-500:]
