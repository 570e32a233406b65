"""One writer at a time, whoever it is and however the last one ended; and nothing of the lock stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from csdlgen.disk.folder_lock import LOCK_NAME, locked
from csdlgen.errors import CsdlgenError

HOLD = """
import sys, time
from pathlib import Path
from csdlgen.disk.folder_lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""
# Takes the lock again and again; a file that only one process can make at a time shows that nobody else is within.
COMPETE = """
import os, sys, time
from pathlib import Path
from csdlgen.errors import CsdlgenError
from csdlgen.disk.folder_lock import locked
folder, inside, done = Path(sys.argv[1]), Path(sys.argv[2]), 0
while done < 60:
    try:
        with locked(folder):
            os.close(os.open(inside, os.O_CREAT | os.O_EXCL))
            time.sleep(0.0005)
            inside.unlink()
            done += 1
    except CsdlgenError as error:
        assert [each.code for each in error.diagnostics] == ["output-locked"], error
"""


def refusal(folder: Path) -> tuple[str, str]:
    """Code and message of the error that locking raises."""
    with pytest.raises(CsdlgenError) as raised, locked(folder):
        pass
    (found,) = raised.value.diagnostics
    return found.code, found.message


def holder(folder: Path) -> subprocess.Popen[str]:
    """A process that has the lock."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout and process.stdout.readline() == "held\n"
    return process


def test_the_lock_file_is_there_while_the_lock_is_held_and_gone_afterwards(tmp_path: Path) -> None:
    with locked(tmp_path):
        assert [each.name for each in tmp_path.iterdir()] == [LOCK_NAME]
    assert not [*tmp_path.iterdir()]
    for error in (ValueError, KeyboardInterrupt):
        with pytest.raises(error), locked(tmp_path):
            raise error
        assert not [*tmp_path.iterdir()]


def test_a_second_process_is_refused_and_learns_who_holds_the_lock(tmp_path: Path) -> None:
    process = holder(tmp_path)
    try:
        code, message = refusal(tmp_path)
        assert code == "output-locked"
        assert f": process {process.pid} of " in message
        assert (tmp_path / LOCK_NAME).exists()
    finally:
        process.kill()
        process.wait()


def test_a_lock_whose_holder_was_killed_is_taken_over(tmp_path: Path) -> None:
    process = holder(tmp_path)
    process.kill()
    process.wait()
    assert (tmp_path / LOCK_NAME).exists()
    with locked(tmp_path):
        assert f"process {os.getpid()} of " in (tmp_path / LOCK_NAME).read_text(encoding="utf-8")
    assert not [*tmp_path.iterdir()]


def test_what_the_last_holder_said_is_replaced_whole(tmp_path: Path) -> None:
    (tmp_path / LOCK_NAME).write_text("csdlgen: process 1 of somebody" + " with a long name" * 20, encoding="utf-8")
    with locked(tmp_path):
        assert "long name" not in (tmp_path / LOCK_NAME).read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal of POSIX")
def test_an_interrupted_holder_leaves_nothing(tmp_path: Path) -> None:
    process = holder(tmp_path)
    process.send_signal(signal.SIGTERM)
    process.wait()
    with locked(tmp_path):
        pass
    assert not [*tmp_path.iterdir()]


def test_processes_that_compete_are_never_within_together(tmp_path: Path) -> None:
    """Each release removes the file that others are about to lock."""
    folder, inside = tmp_path / "folder", tmp_path / "inside"
    folder.mkdir()
    command = [sys.executable, "-c", COMPETE, str(folder), str(inside)]
    processes = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    for process in processes:
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said
    assert not [*folder.iterdir()]


def _text(path: Path) -> None:
    path.write_text("mine", encoding="utf-8")


def _empty(path: Path) -> None:
    path.touch()


def _folder(path: Path) -> None:
    path.mkdir()
    (path / "file").touch()


def _link(path: Path) -> None:
    target = path.with_name("target")
    target.write_text("csdlgen: process 1 of somebody", encoding="utf-8")
    path.symlink_to(target)


def _dangling(path: Path) -> None:
    path.symlink_to(path.with_name("nowhere"))


def _pipe(path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("no pipes with names in folders")
    os.mkfifo(path)


@pytest.mark.parametrize("make", [_text, _folder, _link, _dangling, _pipe])
def test_what_has_the_name_of_the_lock_file_by_chance_is_left_alone(
    make: Callable[[Path], None], tmp_path: Path
) -> None:
    make(tmp_path / LOCK_NAME)
    before = {str(each): each.lstat() for each in tmp_path.rglob("*")}
    started = time.monotonic()
    assert refusal(tmp_path)[0] == "output-blocked"
    assert time.monotonic() - started < 10
    after = {str(each): each.lstat() for each in tmp_path.rglob("*")}
    assert before.keys() == after.keys()
    assert all(before[each].st_mtime_ns == after[each].st_mtime_ns for each in before)


def test_an_empty_file_is_locked_and_left(tmp_path: Path) -> None:
    """It may be somebody's, or that of a run that was killed before it could write into it."""
    _empty(tmp_path / LOCK_NAME)
    with locked(tmp_path):
        assert refusal(tmp_path)[0] == "output-locked"
    assert (tmp_path / LOCK_NAME).read_bytes() == b""


needs_root = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0, reason="only root can be two users in one test"
)


@needs_root
@pytest.mark.parametrize("mode", [0o777, 0o1777], ids=["shared", "sticky"])
def test_another_user_can_write_after_a_killed_run(mode: int, tmp_path: Path) -> None:
    """In a folder that both may write to; where neither may remove the other's files, the file stays."""
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(mode)
    process = holder(folder)
    process.kill()
    process.wait()
    assert as_nobody(folder, lambda: _within(folder)) == 0
    assert [each.name for each in folder.iterdir()] == ([] if mode == 0o777 else [LOCK_NAME])
    with locked(folder):
        pass
    assert not [*folder.iterdir()]


@needs_root
def test_another_user_is_refused_while_the_lock_is_held(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o777)
    with locked(folder):
        assert as_nobody(folder, lambda: _within(folder)) == 3
        assert (folder / LOCK_NAME).exists()


@needs_root
def test_a_folder_that_cannot_be_written_to_is_an_error_of_the_system(tmp_path: Path) -> None:
    folder = tmp_path / "readable"
    folder.mkdir(mode=0o755)
    assert as_nobody(folder, lambda: _within(folder)) == 4


def _within(folder: Path) -> int:
    try:
        with locked(folder):
            return 0
    except CsdlgenError:
        return 3
    except PermissionError:
        return 4


def as_nobody(folder: Path, work: Callable[[], int]) -> int:
    """The result of doing something as another user, who may pass through the folders above."""
    above = [each for each in folder.parents if each.stat().st_mode & 0o001 == 0]
    for each in above:
        each.chmod(each.stat().st_mode | 0o001)
    child = os.fork()
    if not child:
        code = 1
        try:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            code = work()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
