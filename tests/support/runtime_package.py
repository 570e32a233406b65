"""A bare package around the runtime, for tests that need no models."""

from __future__ import annotations

import shutil
from pathlib import Path

from csdlgen.render import runtime_modules

RUNTIME = Path(__file__).parents[2] / "templates" / "runtime"


def copy_runtime(target: Path) -> None:
    """Writes the runtime into a folder, as generated packages have it."""
    target.mkdir(parents=True)
    for module in runtime_modules(RUNTIME.parent):
        shutil.copyfile(module, target / module.name)


def build_runtime(tmp: Path, name: str) -> None:
    """Writes `<tmp>/<name>/_runtime/`, a copy of the runtime as generated packages have it; `tmp` is for sys.path."""
    target = tmp / name / "_runtime"
    copy_runtime(target)
    for package in (tmp / name, target):
        (package / "__init__.py").touch()
