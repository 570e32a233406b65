"""Both type checkers, strict, on files that use a package."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path


def reported(checker: str, folder: Path) -> dict[str, set[int]]:
    """The lines that `mypy` or `pyright` reports, by the path of a file below the folder, where modules are."""
    return _mypy(folder) if checker == "mypy" else _pyright(folder)


def marked(path: Path) -> set[int]:
    """The lines of a file that a checker must report: those with a mark at their end."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {number for number, line in enumerate(lines, 1) if "  # wrong" in line}


def _mypy(folder: Path) -> dict[str, set[int]]:
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--config-file", "", "--output", "json"]
    command += ["--enable-error-code", "deprecated"]
    command += ["--python-version", "3.11", "--cache-dir", str(folder.parent / "mypy"), "."]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600, check=False)
    assert ran.returncode in (0, 1), ran.stdout + ran.stderr
    found: dict[str, set[int]] = {}
    for line in ran.stdout.splitlines():
        report = json.loads(line)
        found.setdefault(Path(report["file"]).as_posix(), set()).add(report["line"])
    return found


def _pyright(folder: Path) -> dict[str, set[int]]:
    config = {"include": ["."], "typeCheckingMode": "strict", "pythonVersion": "3.11"}
    (folder / "pyrightconfig.json").write_text(json.dumps(config), encoding="utf-8")
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, "-p", str(folder)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    report = json.loads(ran.stdout)
    assert report["summary"]["filesAnalyzed"] > 1, ran.stdout + ran.stderr
    found: dict[str, set[int]] = {}
    for each in report["generalDiagnostics"]:
        path = Path(os.path.relpath(each["file"], folder)).as_posix()
        found.setdefault(path, set()).add(each["range"]["start"]["line"] + 1)
    return found
