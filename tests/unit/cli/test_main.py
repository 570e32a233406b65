"""The process: its console, its open files, and where it takes modules from."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.cli.test_exit_codes import COMMAND


def test_a_console_without_unicode_gets_escapes(tmp_path: Path) -> None:
    (tmp_path / "csdlgen.toml").write_text('[packages.x]\n"größe 日" = 1\n', encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    ran = subprocess.run(
        [*COMMAND, "generate"], cwd=tmp_path, env=environment, capture_output=True, timeout=60, check=False
    )
    assert ran.returncode == 2
    assert b"gr\xf6\xdfe \\u65e5" in ran.stderr and b"Traceback" not in ran.stderr


def test_modules_of_the_current_folder_are_not_taken_for_ours(project: Path) -> None:
    """It may be a repository of somebody who would like to run code here."""
    for name in ("click", "jinja2", "black", "lxml", "json", "difflib"):
        (project / f"{name}.py").write_text(f"raise SystemExit({name!r})\n", encoding="utf-8")
    ran = subprocess.run([*COMMAND, "generate"], cwd=project, capture_output=True, timeout=60, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")


def ends(project: Path, command: str) -> int:
    """The exit code of a shell's command line; `csdlgen` in it is ours."""
    program = f'csdlgen() {{ exec "{sys.executable}" -m csdlgen "$@"; }}; {command}'
    return subprocess.run(["sh", "-c", program], cwd=project, timeout=60, check=False).returncode


needs_shell = pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX")


@needs_shell
@pytest.mark.parametrize("closed", ["2>&-", ">&- 2>&-", "<&- >&- 2>&-", "2>/dev/full", ">/dev/full 2>/dev/full"])
def test_what_cannot_even_be_shown_is_never_taken_for_differences(closed: str, project: Path) -> None:
    assert ends(project, f"csdlgen diff service.csdl.xml nowhere.xml {closed}") == 2
    assert ends(project, f"csdlgen nonsense {closed}") == 2


@needs_shell
def test_files_do_not_get_the_numbers_of_streams_that_are_closed(project: Path) -> None:
    assert ends(project, "csdlgen generate <&- >&- 2>&-") == 0
    assert ends(project, "csdlgen generate --check") == 0
    assert ends(project, "csdlgen diff service.csdl.xml service.csdl.xml --format json -o out <&- >&- 2>&-") == 0
    assert (project / "out").read_bytes().startswith(b"{")


@needs_shell
def test_a_folder_that_is_gone_is_no_bug(project: Path) -> None:
    assert ends(project, "mkdir gone && cd gone && rmdir ../gone && csdlgen generate 2>../said") == 2
    assert (project / "said").read_text().startswith("csdlgen: No such file or directory")


@needs_shell
def test_nor_is_one_whose_name_is_too_long(project: Path) -> None:
    deep = " && ".join(["n=$(printf '%0200d' 0)", *["mkdir $n && cd -P $n"] * 21])
    assert ends(project, f'here=$PWD && {deep} && csdlgen generate 2>"$here/said"') == 2
    assert "name too long" in (project / "said").read_text()
