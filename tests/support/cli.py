"""The real command in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


def csdlgen(*arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> Ran:
    """Run `csdlgen` with arguments in a folder; `env` is added to the environment."""
    command = [sys.executable, "-m", "csdlgen", *map(str, arguments)]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", **(env or {})}
    ran = subprocess.run(
        command, cwd=cwd, capture_output=True, encoding="utf-8", timeout=300, check=False, env=environment
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)
