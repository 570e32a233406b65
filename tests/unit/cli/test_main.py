"""The process: its console."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.unit.cli.test_exit_codes import COMMAND


def test_a_console_without_unicode_gets_escapes(tmp_path: Path) -> None:
    (tmp_path / "csdlgen.toml").write_text('[packages.x]\n"größe 日" = 1\n', encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    ran = subprocess.run(
        [*COMMAND, "generate"], cwd=tmp_path, env=environment, capture_output=True, timeout=60, check=False
    )
    assert ran.returncode == 2
    assert b"gr\xf6\xdfe \\u65e5" in ran.stderr and b"Traceback" not in ran.stderr
