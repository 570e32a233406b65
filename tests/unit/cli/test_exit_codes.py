"""How the command ends: usage errors, bugs, interruption, output that nobody takes, and files edited by hand."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.project import small_project, tree

COMMAND = [sys.executable, "-m", "csdlgen"]


def test_a_bug_of_ours_exits_with_3_and_says_so(project: Path) -> None:
    code = (
        "import sys, csdlgen.pipeline as pipeline\n"
        "def broken(*_): return 1 // 0\n"
        "pipeline.select_package = broken\n"
        "sys.argv[1:] = ['generate']\n"
        "from csdlgen.cli.main import main; main()\n"
    )
    before = tree(project)
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=project, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 3
    assert "ZeroDivisionError" in ran.stderr and ran.stderr.endswith("please report it with the lines above.\n")
    assert ran.stdout == ""
    assert tree(project) == before


@pytest.mark.parametrize("error", ["MemoryError", "OSError(5, 'no luck')"])
def test_what_the_system_cannot_give_is_no_bug(error: str, project: Path) -> None:
    code = (
        "import sys, csdlgen.pipeline as pipeline\n"
        f"def broken(*_): raise {error}\n"
        "pipeline.select_package = broken\n"
        "sys.argv[1:] = ['generate']\n"
        "from csdlgen.cli.main import main; main()\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=project, capture_output=True, text=True, timeout=60, check=False
    )
    assert (ran.returncode, ran.stderr.count("\n"), ran.stderr[:9]) == (2, 1, "csdlgen: "), ran


WAITS = """
import sys, time, csdlgen.pipeline as pipeline
select, seconds = pipeline.select_package, float(sys.argv[1])
def wait(*arguments):
    print('waiting', flush=True)
    time.sleep(seconds)
    return select(*arguments)
pipeline.select_package = wait
sys.argv[1:] = ['generate', '--check']
from csdlgen.cli.main import main; main()
"""


def interrupted(project: Path, handler: signal.Handlers, seconds: float) -> tuple[int, str]:
    """Exit code and stderr of a run that is interrupted while it waits. It begins with its own handler of the signal,
    whatever that of the tests is, since a background job has it ignored."""
    with subprocess.Popen(
        [sys.executable, "-c", WAITS, str(seconds)],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, handler),
    ) as process:
        assert process.stdout and process.stderr
        assert process.stdout.readline() == "waiting\n"
        process.send_signal(signal.SIGINT)
        code = process.wait(60)
        return code, process.stderr.read().strip()


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal of POSIX")
def test_an_interrupt_exits_with_130_and_writes_nothing(project: Path) -> None:
    before = tree(project)
    assert interrupted(project, signal.SIG_DFL, 60) == (130, "interrupted")
    assert tree(project) == before


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal of POSIX")
def test_an_interrupt_that_is_ignored_stays_ignored(project: Path) -> None:
    """As nohup and shells have it for jobs in the background: interrupting another job must not end this one."""
    assert interrupted(project, signal.SIG_IGN, 0.2) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise there")
@pytest.mark.parametrize("command", [["routes"], ["slice"], ["generate", "--check", "--diff"]])
def test_a_reader_that_goes_away_gives_no_traceback(command: list[str], tmp_path: Path) -> None:
    """And is not taken for "clean" or "differences", since the answer has reached nobody."""
    small_project(tmp_path)
    read, write = os.pipe()
    os.close(read)
    try:
        ran = subprocess.run(
            [*COMMAND, *command], cwd=tmp_path, stdout=write, stderr=subprocess.PIPE, text=True, timeout=60, check=False
        )
    finally:
        os.close(write)
    assert "Traceback" not in ran.stderr and "Exception ignored" not in ran.stderr
    assert ran.returncode == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_behind_stdout_exits_with_2(project: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ran = subprocess.run(
            [*COMMAND, "routes"], cwd=project, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False
        )
    assert ran.returncode == 2
    assert ran.stderr.strip() == "csdlgen: cannot write the output: No space left on device"


def test_a_closed_stdout_is_no_bug(project: Path) -> None:
    code = (
        "import sys; sys.stdout = None; from csdlgen.cli.exit_codes import run; sys.exit(run(['generate', '--check']))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=project, stderr=subprocess.PIPE, text=True, timeout=60, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
