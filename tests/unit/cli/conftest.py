"""A small project for tests of commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from csdlgen.cli.exit_codes import run
from tests.support.project import small_project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project, generated; tests leave it as it is."""
    folder = small_project(tmp_path_factory.mktemp("project"))
    assert run(["generate", "--config", str(folder / "csdlgen.toml")]) == 0
    return folder
