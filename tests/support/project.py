"""The flagship's configuration and inputs, copied somewhere else to be changed."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.conftest import ROOT

PACKAGE = "graph_remote_assistance"
_CACHES = {"__pycache__", ".mypy_cache", ".ruff_cache", "build"}


def flagship_project(folder: Path) -> Path:
    """A folder with csdlgen.toml and metadata/ as the repository has them; returns the configuration's path."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(ROOT / "metadata", folder / "metadata")
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    start = text.index("[tool.csdlgen.packages.")
    end = text.index("# --- our own code")
    place = folder / "csdlgen.toml"
    place.write_text(text[start:end].replace("[tool.csdlgen.", "["), encoding="utf-8")
    return place


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not _CACHES & {*path.parts}
    }


def small_project(folder: Path) -> Path:
    """A folder with the configuration and the document of the case about routes; returns the folder."""
    for name in ("csdlgen.toml", "service.csdl.xml"):
        shutil.copy(ROOT / "tests" / "cases" / "routes" / name, folder)
    return folder
