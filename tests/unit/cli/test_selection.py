"""`csdlgen slice`: encoding, and results in files."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from csdlgen.cli.exit_codes import run
from tests.unit.cli.test_exit_codes import COMMAND


def test_slice_is_utf_8_whatever_the_console_is(project: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-16"}
    ran = subprocess.run(
        [*COMMAND, "slice"], cwd=project, env=environment, stdout=subprocess.PIPE, timeout=60, check=True
    )
    assert ran.stdout.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n') and b"\r" not in ran.stdout
    (project / "slice.xml").unlink(missing_ok=True)
    assert run(["slice", "--config", str(project / "csdlgen.toml"), "-o", str(project / "slice.xml")]) == 0
    assert (project / "slice.xml").read_bytes() == ran.stdout
    (project / "slice.xml").unlink()


def test_a_result_file_that_cannot_be_written_exits_with_2(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = project / "nowhere" / "slice.xml"
    assert run(["slice", "--config", str(project / "csdlgen.toml"), "-o", str(target)]) == 2
    assert f"{target}: file-unwritable: " in capsys.readouterr().err
