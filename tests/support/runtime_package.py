"""A bare package around the runtime, for tests that need no models."""

from __future__ import annotations

import shutil
from pathlib import Path

RUNTIME = Path(__file__).parents[2] / "templates" / "runtime"
COMMON = Path(__file__).parents[2] / "generator" / "csdlgen" / "shared_with_packages"


def build_runtime(tmp: Path, name: str) -> None:
    """Writes `<tmp>/<name>/_runtime/`, a copy of the runtime as generated packages have it; `tmp` is for sys.path."""
    target = tmp / name / "_runtime"
    target.mkdir(parents=True)
    for module in (*RUNTIME.glob("*.py"), *COMMON.glob("*.py")):
        shutil.copyfile(module, target / module.name)
    for package in (tmp / name, target):
        (package / "__init__.py").touch()
