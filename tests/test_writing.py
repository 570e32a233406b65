"""Every command that writes: killed before each of its steps, on a full disk at each of its steps, in two runs at once.

Then it is run again, which ends in the same bytes, with nothing left over and nothing lost.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import pytest

from csdlgen.cli.exit_codes import run
from tests.support.project import small_project
from tests.support.steps import dies, disturbed, in_a_child, needs_fork, steps_of
from tests.support.writing import (
    ARGUMENTS,
    COMMANDS,
    READS,
    WRITES,
    Writing,
    everything,
    lost,
    parameters,
    prepare,
    repeated,
    says,
)

each_command = pytest.mark.parametrize("writing", COMMANDS.values(), ids=COMMANDS)


def test_whatever_writes_is_among_the_commands() -> None:
    """An option that nobody knows of whether it is for reading or for writing fails this; so does one that is for
    writing, unless it is given above."""
    for command, parameter in parameters():
        assert parameter.name in WRITES | READS | ARGUMENTS, f"does {command} {parameter.name} write?"
        writes = parameter.name in WRITES | ARGUMENTS
        assert not writes or any(says(each, command, parameter) for each in COMMANDS.values()), (
            command,
            parameter.name,
        )


@pytest.fixture(autouse=True)
def somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("fsync", "sync"):  # what is killed here are processes, and not machines
        monkeypatch.setattr(os, name, lambda *_: None, raising=False)


def finished(folder: Path, writing: Writing) -> tuple[dict[str, bytes], int]:
    """What a run leaves that nothing disturbs, and how many steps it takes."""
    before = prepare(folder, writing)
    steps = steps_of(lambda: run(writing.arguments))
    prepare(folder, writing)
    assert run(writing.arguments) == writing.code
    wanted = everything(folder)
    assert wanted != before
    assert not lost(before, wanted, wanted)
    print(f"{' '.join(writing.arguments)[:60]}: {steps} steps")
    return wanted, steps


def heals(folder: Path, writing: Writing, before: dict[str, bytes], wanted: dict[str, bytes]) -> None:
    """Nothing is lost, and another run ends in the same bytes."""
    assert not lost(before, everything(folder), wanted)
    assert run(writing.arguments) in repeated(writing)
    assert everything(folder) == wanted


def some(steps: int) -> Iterable[int]:
    """Some of the steps, the last ones among them; all of them where CSDLGEN_EVERY_STEP is set, which takes half an
    hour."""
    if "CSDLGEN_EVERY_STEP" in os.environ:
        return range(1, steps + 2)
    return sorted({*range(1, steps, steps // 15 + 1), *range(max(steps - 4, 1), steps + 1)})


@pytest.mark.slow
@needs_fork
@each_command
def test_after_a_kill_before_each_step_a_rerun_ends_in_the_same_bytes(writing: Writing, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    wanted, steps = finished(folder, writing)

    def killed(at: int) -> None:
        before = prepare(folder, writing)
        assert dies(lambda: run(writing.arguments), at) == (at <= steps)
        heals(folder, writing, before, wanted)

    for at in some(steps):
        in_a_child(partial(killed, at), f"step {at}")


# --- links --------------------------------------------------------------------------------------------------------


@each_command
def test_no_command_writes_through_a_link_that_leads_out_of_the_project(writing: Writing, tmp_path: Path) -> None:
    """Whichever folder it is that a pull request has put a link in place of."""
    folder, outside = tmp_path / "project", tmp_path / "outside"
    before = prepare(folder, writing)
    assert run(writing.arguments) == writing.code
    changed = {name for name, data in everything(folder).items() if before.get(name) != data}
    single = {name for name in changed if "/" not in name and any(name in each for each in writing.arguments)}
    arguments = [in_folder(each, single) for each in writing.arguments]
    folders = {name.partition("/")[0] for name in changed if "/" in name} | ({"results"} if single else set())
    assert folders
    for each in folders:
        prepare(folder, writing)
        shutil.rmtree(outside, ignore_errors=True)
        shutil.move(each, outside) if Path(each).exists() else outside.mkdir()
        Path(each).symlink_to(outside, target_is_directory=True)
        there, here = everything(outside), everything(folder)
        assert run(arguments) == 2, each
        assert (everything(outside), everything(folder)) == (there, here)


def in_folder(argument: str, names: Iterable[str]) -> str:
    """An argument that names one of some files, with the file in another folder."""
    form, equals, name = argument.rpartition("=")
    return f"{form}{equals}results/{name}" if name in names else argument


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
@each_command
def test_a_full_disk_at_each_step_loses_nothing(
    writing: Writing, small_disk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = small_disk / "project"
    wanted, steps = finished(folder, writing)

    def full(at: int) -> None:
        before = prepare(folder, writing)
        capsys.readouterr()
        with disturbed(at, lambda: fill(small_disk), half=False):
            code = run(writing.arguments)
        (small_disk / "filler").unlink(missing_ok=True)
        said = capsys.readouterr().err
        assert code in (writing.code, 2), said
        if code == 2:
            (tmp_path / "refused").touch()
            assert "unwritable: " in said
            assert "No space left on device" in said
        heals(folder, writing, before, wanted)

    for at in some(steps):
        in_a_child(partial(full, at), f"step {at}")
    assert (tmp_path / "refused").exists()


@pytest.mark.slow
@each_command
def test_an_error_at_each_step_loses_nothing(
    writing: Writing, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One that passes, as while somebody else is making room."""
    folder = tmp_path / "project"
    wanted, steps = finished(folder, writing)
    kinds = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EACCES)
    kinds = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EACCES)

    def failing(at: int) -> None:
        before = prepare(folder, writing)
        capsys.readouterr()

        def fails(number: int = kinds[at % len(kinds)]) -> None:
            raise OSError(number, os.strerror(number))

        with disturbed(at, fails):
            code = run(writing.arguments)
        said = capsys.readouterr().err
        assert code in (writing.code, 2), said
        if code == 2:
            (tmp_path / "refused").touch()
            assert "unwritable: " in said
        heals(folder, writing, before, wanted)

    for at in some(steps):
        in_a_child(partial(failing, at), f"step {at}")
    assert (tmp_path / "refused").exists()


# --- other runs and folders ------------------------------------------------------------------------------------------


@pytest.mark.slow
@each_command
def test_two_runs_at_once_end_in_the_same_bytes(writing: Writing, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    wanted, _ = finished(folder, writing)
    prepare(folder, writing)
    command = [sys.executable, "-m", "csdlgen", *writing.arguments]
    ends = []
    runs = [subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) for _ in range(3)]
    for each in runs:
        said = each.communicate(timeout=60)[1]
        allowed = "output-locked" in said or "init-exists" in said
        assert each.returncode in (0, writing.code) or (each.returncode == 2 and allowed), said
        ends.append(each.returncode)
    assert writing.code in ends
    assert everything(folder) == wanted


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
@each_command
def test_a_folder_that_cannot_be_written_to_is_reported(
    writing: Writing, tmp_path: Path, capsys: pytest.CaptureFixture[str], unprivileged: Callable[[], None]
) -> None:
    folder = tmp_path / "project"
    finished(folder, writing)  # which also imports what the other user may not be allowed to read
    before = prepare(folder, writing)
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


# --- a disk on which upper and lower case are one --------------------------------------------------------------------


@pytest.fixture
def caseless_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with exFAT, which knows neither links nor permissions either."""
    programs = ("mkfs.exfat", "losetup", "mount.exfat-fuse", "umount")
    if not all(map(shutil.which, programs)) or os.geteuid():
        pytest.skip("only root can mount a disk, on Linux with exfat-fuse and exfatprogs")
    image, place = tmp_path / "image", tmp_path / "disk"
    place.mkdir()
    with image.open("wb") as file:
        file.truncate(32 << 20)
    subprocess.run(["mkfs.exfat", image], check=True, capture_output=True)
    found = subprocess.run(["losetup", "-f", "--show", image], capture_output=True, text=True, check=False)
    device = found.stdout.strip()
    mounted = device and subprocess.run(["mount.exfat-fuse", device, place], capture_output=True, check=False)
    try:
        if not mounted or mounted.returncode:
            pytest.skip("disks cannot be mounted here")
        yield place
    finally:
        os.chdir(tmp_path)
        subprocess.run(["umount", "-l", place], capture_output=True, check=False)
        if device:
            subprocess.run(["losetup", "-d", device], capture_output=True, check=False)


NAMES = (("user", "User", "USER", "Alpha", "foo_bar", "fooBar"), ("User", "USER", "uSer", "alpha", "Foo_Bar"))
CASELESS = {name: COMMANDS[name] for name in ("generate less", "docs", "update over edits", "init", "accept more")}


@pytest.mark.slow
@needs_fork
@pytest.mark.parametrize("writing", CASELESS.values(), ids=CASELESS)
def test_upper_and_lower_case_may_be_one(writing: Writing, caseless_disk: Path, tmp_path: Path) -> None:
    """A run and runs after a kill end in what is written elsewhere."""
    wanted, steps = finished(tmp_path / "project", writing)
    assert finished(caseless_disk / "project", writing)[0] == wanted

    def killed(at: int) -> None:
        before = prepare(caseless_disk / "project", writing)
        dies(lambda: run(writing.arguments), at)  # there are more steps, without links
        heals(caseless_disk / "project", writing, before, wanted)

    for at in range(1, steps, steps // 5 + 1):
        in_a_child(partial(killed, at), f"step {at}")


@pytest.mark.slow
def test_so_may_those_of_types(caseless_disk: Path, tmp_path: Path) -> None:
    """Every name is that of a file, and comes and goes."""
    trees = []
    for folder in (tmp_path / "project", caseless_disk / "project"):
        folder.mkdir()
        os.chdir(folder)
        small_project(folder)
        document = Path("service.csdl.xml").read_text(encoding="utf-8")
        config = Path("csdlgen.toml").read_text(encoding="utf-8")
        Path("csdlgen.toml").write_text(config.replace('operations = ["demo.start"]', "everything = true"))
        for names in NAMES:
            types = "".join(f'<ComplexType Name="{name}"/>' for name in names)
            Path("service.csdl.xml").write_text(document.replace("<ComplexType", f"{types}<ComplexType", 1))
            assert (run(["generate"]), run(["generate", "--check"])) == (0, 0)
            assert (run(["docs"]), run(["docs", "--check"])) == (0, 0)
        trees.append(everything(folder))
    assert trees[0] == trees[1]
