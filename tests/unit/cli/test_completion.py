"""`csdlgen completion`: the scripts are ones that shells take, and what they ask is answered."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.cli import Ran, call, csdlgen
from tests.support.project import small_project


def completed(words: str, number: int, cwd: Path) -> list[str]:
    """What bash is offered for a word of a command line."""
    asked = {"_CSDLGEN_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(number)}
    ran: Ran = csdlgen(cwd=cwd, env=asked)
    assert (ran.code, ran.err) == (0, "")
    return [line for line in ran.out.splitlines() if line]


@pytest.mark.parametrize(
    ("words", "number", "offered"),
    [
        ("csdlgen gen", 1, ["plain,generate"]),
        ("csdlgen generate --dr", 2, ["plain,--dry-run"]),
        ("csdlgen generate d", 2, ["plain,demo"]),
        ("csdlgen routes --package ", 3, ["plain,demo"]),
        ("csdlgen vendor de --without r", 4, ["plain,routes"]),
        ("csdlgen explain git-no-r", 2, ["plain,git-no-repository"]),
        ("csdlgen diff a", 2, ["file,a"]),
        ("csdlgen slice --metadata a", 3, ["file,a"]),
        ("csdlgen generate zzz", 2, []),
    ],
)
def test_a_shell_is_answered(words: str, number: int, offered: list[str], tmp_path: Path) -> None:
    assert completed(words, number, small_project(tmp_path)) == offered


def test_without_a_configuration_nothing_is_offered(tmp_path: Path) -> None:
    assert completed("csdlgen generate d", 2, tmp_path) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_one_of_its_shell(shell: str, tmp_path: Path) -> None:
    ran = call("completion", shell, cwd=tmp_path)
    assert ran.code == 0 and "_CSDLGEN_COMPLETE" in ran.out
    if program := shutil.which(shell):
        checked = subprocess.run(
            [program, "-n"], input=ran.out, text=True, capture_output=True, timeout=60, check=False
        )
        assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.skipif(shutil.which("bash") is None or sys.platform == "win32", reason="no bash")
def test_bash_completes_with_it(tmp_path: Path) -> None:
    script = """
eval "$(csdlgen completion bash)"
COMP_WORDS=(csdlgen gen) COMP_CWORD=1
_csdlgen_completion csdlgen gen csdlgen
printf '%s\\n' "${COMPREPLY[@]}"
"""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.stdout == "generate\n", ran.stderr


@pytest.mark.parametrize("asked", [{}, {"COMP_WORDS": "csdlgen", "COMP_CWORD": "x"}])
def test_a_shell_that_asks_for_nonsense_is_no_bug(asked: dict[str, str], tmp_path: Path) -> None:
    ran = call("generate", cwd=tmp_path, env={"_CSDLGEN_COMPLETE": "bash_complete", **asked})
    assert (ran.code, ran.err) == (2, "")
