"""Every command that writes: killed before each of its steps, on a full disk at each of its steps, in two runs at once.

Then it is run again, which ends in the same bytes, with nothing left over and nothing lost.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from csdlgen.cli.exit_codes import run
from tests.support.project import small_project, tree
from tests.support.steps import dies, disturbed, needs_fork, steps_of

OLD = "service.csdl.xml"
UPSTREAM = "../upstream.csdl.xml"


class Writing(NamedTuple):
    """A command that writes, what is run before it, and the exit code that it ends with."""

    arguments: list[str]
    before: tuple[list[str], ...] = ()
    code: int = 0


INIT = ["init", "--from", UPSTREAM, "machines/{id}", "--name", "shop", "--service-root", "https://example.org/v1"]
COMMANDS = {
    "generate": Writing(["generate"]),
    "generate again": Writing(["generate"], (["generate"], ["change"])),
    "vendor": Writing(["vendor", "src/app/vendored"]),
    "docs": Writing(["docs", "--format", "markdown", "-o", "pages"]),
    "update": Writing(["update", "--from", UPSTREAM], (["generate"],)),
    "init": Writing(INIT, (["nothing"],)),
    "slice": Writing(["slice", "-o", "slice.xml"]),
    "diff": Writing(["diff", OLD, UPSTREAM, "--format", "sarif", "-o", "drift.sarif"], code=1),
    "accept": Writing(["diff", OLD, UPSTREAM, "--accept", "accept.toml", "--update-accepts", "We know."]),
    "history": Writing(["history", OLD, UPSTREAM, "--format", "html", "-o", "history.html"]),
}
THEIRS = {".csdlgen-stage/mine": b"mine", ".csdlgen-0123456789abcdef-0": b"mine", f"{OLD}.csdlgen-new": b"mine"}


def prepare(folder: Path, writing: Writing) -> None:
    """A new project, in which the command is about to be run; the current folder is the project's."""
    os.chdir(folder.parent)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    small_project(folder)
    upstream = (folder / OLD).read_text(encoding="utf-8").replace('"label"', '"title"').replace('"rough"', '"wild"')
    (folder / UPSTREAM).write_text(upstream, encoding="utf-8")
    for name, data in THEIRS.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    os.chdir(folder)
    for arguments in writing.before:
        if arguments == ["change"]:
            shutil.copy(UPSTREAM, OLD)
        elif arguments == ["nothing"]:
            Path("csdlgen.toml").unlink()
            Path(OLD).unlink()
        else:
            assert run(arguments) == 0


@pytest.fixture(autouse=True)
def somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("fsync", "sync"):  # what is killed here are processes, and not machines
        monkeypatch.setattr(os, name, lambda *_: None, raising=False)


def everything(folder: Path) -> dict[str, bytes]:
    """Every file, and every folder."""
    return tree(folder) | {f"{each.relative_to(folder)}/": b"" for each in folder.rglob("*") if each.is_dir()}


def finished(folder: Path, writing: Writing) -> tuple[dict[str, bytes], int]:
    """What a run leaves that nothing disturbs, and how many steps it takes."""
    prepare(folder, writing)
    before = everything(folder)
    steps = steps_of(lambda: run(writing.arguments))
    prepare(folder, writing)
    assert run(writing.arguments) == writing.code
    wanted = everything(folder)
    assert wanted != before
    assert {name: wanted[name] for name in THEIRS} == THEIRS
    return wanted, steps


def some(steps: int) -> Iterable[int]:
    """Some of the steps, the last ones among them; all of them where CSDLGEN_EVERY_STEP is set, which takes an hour."""
    if "CSDLGEN_EVERY_STEP" in os.environ:
        return range(1, steps + 1)
    return sorted({*range(1, steps, steps // 15 + 1), *range(max(steps - 4, 1), steps + 1)})


@pytest.mark.slow
@needs_fork
@pytest.mark.parametrize("writing", COMMANDS.values(), ids=COMMANDS)
def test_after_a_kill_before_each_step_a_rerun_ends_in_the_same_bytes(writing: Writing, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    wanted, steps = finished(folder, writing)
    for at in some(steps):
        prepare(folder, writing)
        assert dies(lambda: run(writing.arguments), at)
        assert run(writing.arguments) in (0, writing.code) or writing.arguments[0] == "init"  # which is there already
        assert everything(folder) == wanted, f"killed before step {at}"


# --- a full disk ------------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform != "linux" or library.mount(b"tmpfs", os.fsencode(place), b"tmpfs", 0, b"size=2m") != 0:
        pytest.skip("only root can mount a disk, on Linux")
    try:
        yield place
    finally:
        os.chdir(tmp_path)
        library.umount2(os.fsencode(place), 2)


def fill(place: Path) -> None:
    with (place / "filler").open("wb", buffering=0) as handle:
        for size in (4096, 1):
            try:
                while handle.write(b"\0" * size):
                    pass
            except OSError:
                continue


@pytest.mark.slow
@pytest.mark.parametrize("writing", COMMANDS.values(), ids=COMMANDS)
def test_a_full_disk_at_each_step_loses_nothing(
    writing: Writing, small_disk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = small_disk / "project"
    wanted, steps = finished(folder, writing)
    refused = 0
    for at in some(steps):
        prepare(folder, writing)
        before = everything(folder)
        capsys.readouterr()
        with disturbed(at, lambda: fill(small_disk), half=False):
            code = run(writing.arguments)
        (small_disk / "filler").unlink()
        said = capsys.readouterr().err
        refused += code == 2
        assert code in (writing.code, 2), said
        if code == 2:
            assert "unwritable: " in said
            assert "No space left on device" in said
        after = everything(folder)
        for name, data in before.items():
            assert after.get(name) in (data, wanted.get(name)), f"{name} is cut short at step {at}"
        again = run(writing.arguments)
        assert again in (0, writing.code) or "init-exists" in capsys.readouterr().err, f"full before step {at}"
        assert everything(folder) == wanted, f"full before step {at}"
    assert refused


# --- other runs and folders ------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("writing", COMMANDS.values(), ids=COMMANDS)
def test_two_runs_at_once_end_in_the_same_bytes(writing: Writing, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    wanted, _ = finished(folder, writing)
    prepare(folder, writing)
    command = [sys.executable, "-m", "csdlgen", *writing.arguments]
    runs = [subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) for _ in range(3)]
    for each in runs:
        said = each.communicate(timeout=60)[1]
        allowed = "output-locked" in said or "init-exists" in said
        assert each.returncode in (0, writing.code) or (each.returncode == 2 and allowed), said
    assert run(writing.arguments) in (0, writing.code) or "init" in writing.arguments
    assert everything(folder) == wanted


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
@pytest.mark.parametrize("writing", COMMANDS.values(), ids=COMMANDS)
def test_a_folder_that_cannot_be_written_to_is_reported(
    writing: Writing, tmp_path: Path, capsys: pytest.CaptureFixture[str], unprivileged: Callable[[], None]
) -> None:
    folder = tmp_path / "project"
    finished(folder, writing)  # which also imports what the other user may not be allowed to read
    prepare(folder, writing)
    before = everything(folder)
    for each in (folder, *(each for each in folder.rglob("*") if each.is_dir())):
        each.chmod(0o555)
    capsys.readouterr()
    child = os.fork()
    if not child:
        code = 99
        try:
            unprivileged()
            code = run(writing.arguments)
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 2
    assert everything(folder) == before


@pytest.fixture
def unprivileged(tmp_path: Path) -> Callable[[], None]:
    """Makes a process one that permissions hold back."""
    if os.geteuid():
        return lambda: None
    for each in (tmp_path, *tmp_path.parents):
        if each.is_relative_to("/tmp") and each != Path("/tmp"):
            each.chmod(each.stat().st_mode | 0o055)
    return lambda: os.setuid(65534)
