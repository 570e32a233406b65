"""The laws of writing: nothing that is not ours is touched, and whatever happens, the next run puts it right."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csdlgen.cli.exit_codes import run
from csdlgen.disk.folder_lock import locked
from csdlgen.disk.manifest import (
    BESIDE,
    MANIFEST_NAME,
    FileHashes,
    Manifest,
    digest,
    dump_manifest,
    dump_pending,
    parse_manifest,
    parse_pending,
)
from csdlgen.disk.write import WriteReport, refuse, write
from csdlgen.errors import CsdlgenError
from tests.support.steps import dies, disturbed, needs_fork, steps_of


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is killed here are processes, and not machines."""
    for name in ("fsync", "sync"):
        monkeypatch.setattr(os, name, lambda *_: None, raising=False)


PACKAGE = "pkg"
OWN = f"{PACKAGE}/{MANIFEST_NAME}"
Texts = Mapping[str, str]

FIRST: Texts = {
    "pkg/a.py": "a1\n",
    "pkg/b.py": "b1\n",
    "pkg/models/c.py": "c1\n",
    "pkg/old/d.py": "d1\n",
    BESIDE: "p1\n",
}
SECOND: Texts = {
    "pkg/a.py": "a2\n",
    "pkg/b.py": "b1\n",
    "pkg/models/e.py": "e2\n",
    "pkg/new/f.py": "f2\n",
    BESIDE: "p2\n",
}
THIRD: Texts = {"pkg/a.py": "a3\n", "pkg/models/c.py": "c1\n", "pkg/models/e.py": "e3\n"}


def manifest(texts: Texts) -> Manifest:
    files = {PurePosixPath(path): FileHashes(digest(text), digest(text)) for path, text in texts.items()}
    return Manifest(files, {"service.csdl.xml": "00"}, "csdlgen 0")


def put(texts: Texts, root: Path, *, force: bool = False) -> WriteReport:
    return write(
        {PurePosixPath(path): text for path, text in texts.items()}, manifest(texts), root, PACKAGE, force=force
    )


def clean(texts: Texts) -> dict[str, bytes | None]:
    """What a folder looks like in which nothing but these was ever written."""
    files = {path: text.encode() for path, text in texts.items()}
    files[OWN] = dump_manifest(manifest(texts), PACKAGE).encode()
    folders = {str(parent): None for path in files for parent in PurePosixPath(path).parents if parent.parts}
    return {**files, **folders}


def listing(root: Path) -> dict[str, bytes | None]:
    """Every file with its bytes, and every folder with None."""
    return {
        path.relative_to(root).as_posix(): None if path.is_dir() and not path.is_symlink() else path.read_bytes()
        for path in root.rglob("*")
    }


def code_of(action: Callable[[], object]) -> str:
    with pytest.raises(CsdlgenError) as caught:
        action()
    return caught.value.diagnostics[0].code


# --- what is replaced and deleted ------------------------------------------------------------------------------------


def test_a_run_leaves_exactly_the_files_and_the_manifest(tmp_path: Path) -> None:
    for texts in (FIRST, SECOND, THIRD, FIRST):
        put(texts, tmp_path)
        assert listing(tmp_path) == clean(texts)


def test_the_report_says_what_was_done(tmp_path: Path) -> None:
    put(FIRST, tmp_path)
    report = put(SECOND, tmp_path)
    assert [str(path) for path in report.written] == ["pkg/a.py", "pkg/models/e.py", "pkg/new/f.py", BESIDE, OWN]
    assert [str(path) for path in report.deleted] == ["pkg/models/c.py", "pkg/old/d.py"]
    assert (report.unchanged, report.backups) == (1, ())
    again = put(SECOND, tmp_path)
    assert (again.written, again.unchanged) == ((), len(report.written) + report.unchanged)
    (tmp_path / OWN).write_text(dump_manifest(manifest(FIRST), PACKAGE), encoding="utf-8")
    assert put(SECOND, tmp_path, force=True).written == (PurePosixPath(OWN),)


def test_an_unchanged_rerun_touches_nothing(tmp_path: Path) -> None:
    put(FIRST, tmp_path)
    times = {path: path.stat().st_mtime_ns for path in (tmp_path, *tmp_path.rglob("*"))}
    put(FIRST, tmp_path)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path, *tmp_path.rglob("*"))} == times


NAMES = ["pkg/a.py", "pkg/b.py", "pkg/m/c.py", "pkg/m/n/d.py", BESIDE]
some_texts = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["1\n", "2\n"]), min_size=1)
# What somebody did to a file since: the new content, or None for deleting it.
some_edits = st.dictionaries(
    st.sampled_from([*NAMES, "pkg/mine.py", "pkg/m/notes.txt", "notes.txt"]),
    st.sampled_from([b"mine\n", b"1\n", b"\xff\\xff", None]),
)


@given(old=some_texts, edits=some_edits, new=some_texts, force=st.booleans())
@settings(max_examples=150, deadline=None)
def test_only_what_the_manifest_lists_with_that_hash_is_replaced_or_deleted(
    old: dict[str, str], edits: dict[str, bytes | None], new: dict[str, str], force: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        put(old, root)
        for name, data in edits.items():
            place = root / name
            if data is None:
                place.unlink(missing_ok=True)
            elif place.parent.is_dir():
                place.write_bytes(data)
        before = {path: data for path, data in listing(root).items() if data is not None}
        ours = {path for path, text in old.items() if before.get(path) == text.encode()}
        theirs = before.keys() - ours - {OWN}
        in_the_way = {path for path in theirs & {*old, *new} if before[path] != new.get(path, "").encode()}
        if in_the_way and not force:
            with pytest.raises(CsdlgenError) as caught:
                put(new, root)
            assert {each.where for each in caught.value.diagnostics} == {str(root / path) for path in in_the_way}
            assert {path: data for path, data in listing(root).items() if data is not None} == before
            return
        report = put(new, root, force=force)
        after = {path: data for path, data in listing(root).items() if data is not None}
        for path in in_the_way:
            assert after.pop(f"{path}.bak") == before[path]
        assert {str(path) for path in report.backups} == {f"{path}.bak" for path in in_the_way}
        kept = {path: before[path] for path in theirs - in_the_way}
        assert after == {**kept, **{path: data for path, data in clean(new).items() if data is not None}}


def test_a_stale_file_that_was_edited_is_refused_by_name_and_kept_with_force(tmp_path: Path) -> None:
    put(FIRST, tmp_path)
    (tmp_path / "pkg/old/d.py").write_text("mine\n")
    before = listing(tmp_path)
    with pytest.raises(CsdlgenError) as caught:
        put(SECOND, tmp_path)
    assert [(each.code, each.where) for each in caught.value.diagnostics] == [
        ("file-not-ours", str(tmp_path / "pkg/old/d.py"))
    ]
    assert listing(tmp_path) == before
    put(SECOND, tmp_path, force=True)
    assert listing(tmp_path) == {**clean(SECOND), "pkg/old": None, "pkg/old/d.py.bak": b"mine\n"}


def test_a_backup_never_replaces_another(tmp_path: Path) -> None:
    put(FIRST, tmp_path)
    for text in ("one\n", "two\n", "one\n"):
        (tmp_path / "pkg/a.py").write_text(text)
        put(FIRST, tmp_path, force=True)
    backups = {"pkg/a.py.bak": b"one\n", "pkg/a.py.2.bak": b"two\n"}
    assert listing(tmp_path) == {**clean(FIRST), **backups}


def test_a_folder_of_somebody_else_is_refused_unless_it_holds_the_very_files(tmp_path: Path) -> None:
    put(FIRST, tmp_path)
    (tmp_path / OWN).unlink()
    put(FIRST, tmp_path)
    assert listing(tmp_path) == clean(FIRST)
    (tmp_path / OWN).unlink()
    (tmp_path / "pkg/__pycache__").mkdir()
    (tmp_path / "pkg/__pycache__/a.pyc").write_bytes(b"")
    put(FIRST, tmp_path)
    (tmp_path / OWN).unlink()
    (tmp_path / "pkg/mine.py").write_text("mine\n")
    before = listing(tmp_path)
    assert code_of(lambda: put(FIRST, tmp_path)) == "output-not-ours"
    assert listing(tmp_path) == before
    put(FIRST, tmp_path, force=True)
    assert listing(tmp_path)["pkg/mine.py"] == b"mine\n"


def test_refuse_says_beforehand_what_write_would_say(tmp_path: Path) -> None:
    put(FIRST, tmp_path)
    files = {PurePosixPath(path): text for path, text in SECOND.items()}
    before = listing(tmp_path)
    refuse(files, tmp_path, PACKAGE)
    refuse(files, tmp_path / "not yet there", PACKAGE)
    assert listing(tmp_path) == before
    (tmp_path / "pkg/a.py").write_text("mine\n")
    assert code_of(lambda: refuse(files, tmp_path, PACKAGE)) == "file-not-ours"
    refuse(files, tmp_path, PACKAGE, force=True)


# --- killed runs -----------------------------------------------------------------------------------------------------


def killed(texts: Texts, root: Path, at: int) -> bool:
    return dies(lambda: put(texts, root), at)


def restore(root: Path) -> None:
    shutil.rmtree(root, ignore_errors=True)
    put(FIRST, root)


@needs_fork
@pytest.mark.parametrize("then", [FIRST, SECOND, THIRD], ids=["undone", "again", "changed"])
def test_after_a_kill_at_any_moment_a_rerun_heals(then: Texts, tmp_path: Path) -> None:
    root = tmp_path / "out"
    restore(root)
    at = 1
    while killed(SECOND, root, at):
        put(then, root)
        assert listing(root) == clean(then), f"killed before step {at}"
        restore(root)
        at += 1
    assert at > 15
    assert listing(root) == clean(SECOND)


@pytest.mark.slow
@needs_fork
def test_after_a_kill_in_a_run_after_a_kill_a_rerun_heals(tmp_path: Path) -> None:
    """With other inputs each time; the hashes of all of them are ours."""
    root = tmp_path / "out"
    first = 1
    while True:
        second = 1
        restore(root)
        if not killed(SECOND, root, first):
            return
        while killed(THIRD, root, second):
            put(FIRST, root)
            assert listing(root) == clean(FIRST), f"killed before step {first}, then {second}"
            killed(SECOND, root, first)
            second += 7
        first += 5


@needs_fork
def test_a_first_run_that_was_killed_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    root = tmp_path / "out"
    at = 1
    while killed(FIRST, root, at):
        put(SECOND, root)
        assert listing(root) == clean(SECOND), f"killed before step {at}"
        shutil.rmtree(root)
        at += 1
    assert at > 10


@needs_fork
def test_a_file_edited_after_a_kill_is_still_refused(tmp_path: Path) -> None:
    at = 1
    restore(tmp_path / "out")
    while killed(SECOND, tmp_path / "out", at):
        (tmp_path / "out/pkg/b.py").write_text("mine\n")
        assert code_of(lambda: put(SECOND, tmp_path / "out")) == "file-not-ours"
        restore(tmp_path / "out")
        at += 4


def fail(error: BaseException) -> Callable[[], Any]:
    def happen() -> None:
        raise error

    return happen


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        PermissionError(errno.EACCES, "Permission denied"),
        OSError(errno.EROFS, "Read-only file system"),
        KeyboardInterrupt(),
    ],
    ids=["full", "forbidden", "read-only", "interrupted"],
)
def test_a_disk_that_refuses_gives_a_coded_error_and_a_rerun_heals(error: BaseException, tmp_path: Path) -> None:
    root = tmp_path / "out"
    restore(root)
    steps = steps_of(lambda: put(SECOND, root))
    assert steps > 15
    wanted = CsdlgenError if isinstance(error, OSError) else type(error)
    refused = 0
    for at in range(1, steps + 1):
        restore(root)
        try:
            with disturbed(at, fail(error)):
                put(SECOND, root)
            assert isinstance(error, OSError)  # another way was found, or nothing more was to be done than to clean up
        except wanted as caught:
            refused += 1
            if isinstance(caught, CsdlgenError):
                assert [each.code for each in caught.diagnostics] == ["output-unwritable"]
                assert str(error.strerror) in caught.diagnostics[0].message  # type: ignore[attr-defined]
        # What could not even be removed stays with the lock file that names it.
        left = [each.name for each in root.iterdir() if each.name.startswith(".csdlgen-")]
        assert not left or ".csdlgen-lock" in left
        put(THIRD, root)
        assert listing(root) == clean(THIRD), f"failed at step {at}"
    assert refused > steps / 2


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="permissions do not hold back this user")
def test_a_read_only_folder_gives_a_coded_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        assert code_of(lambda: put(FIRST, tmp_path / "out")) == "output-unwritable"
    finally:
        tmp_path.chmod(0o700)


@needs_fork
def test_leftovers_of_a_killed_run_go_even_if_nothing_else_is_to_be_done(tmp_path: Path) -> None:
    put(FIRST, tmp_path)
    (tmp_path / f"{OWN}.pending").write_text(dump_pending({PurePosixPath("pkg/a.py"): frozenset("0")}))
    put(FIRST, tmp_path)
    assert listing(tmp_path) == clean(FIRST)
    at = 1
    while killed(SECOND, tmp_path, at) and listing(tmp_path).keys() <= {*clean(FIRST), *clean(SECOND)}:
        at += 1
    assert any(name.startswith(".csdlgen-") for name in listing(tmp_path))
    put(FIRST, tmp_path)
    assert listing(tmp_path) == clean(FIRST)


WORKING_NAMES = [
    ".csdlgen-stage/0",
    ".csdlgen-0123456789abcdef/0",
    "pkg/a.py.csdlgen-new",
    ".csdlgen-0123456789abcdef-0",
]


@pytest.mark.parametrize("name", WORKING_NAMES)
@needs_fork
def test_what_has_a_working_name_by_chance_stays(name: str, tmp_path: Path) -> None:
    put(FIRST, tmp_path)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine\n")
    for at in (3, 12, 20):
        assert killed(SECOND, tmp_path, at)
        put(FIRST, tmp_path)
        assert (tmp_path / name).read_text() == "mine\n"
    put(SECOND, tmp_path)
    assert (tmp_path / name).read_text() == "mine\n"


def test_a_file_with_the_name_of_the_pending_hashes_stays_and_is_in_the_way_of_changes(tmp_path: Path) -> None:
    put(FIRST, tmp_path)
    (tmp_path / f"{OWN}.pending").write_text("mine\n")
    put(FIRST, tmp_path)
    before = listing(tmp_path)
    assert code_of(lambda: put(SECOND, tmp_path)) == "output-blocked"
    assert listing(tmp_path) == before


def test_what_is_moved_is_on_the_disk_before_and_the_folders_before_the_manifest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(FIRST, tmp_path)
    synced: list[Path] = []
    moved: dict[Path, set[Path]] = {}
    replace = Path.replace

    def sync(handle: int) -> None:
        synced.append(Path(f"/proc/self/fd/{handle}").readlink())

    def move(self: Path, target: Path) -> Path:
        assert self in synced
        moved[target] = {*synced}
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", move)
    put(SECOND, tmp_path)
    *before, last = moved
    assert last == tmp_path / OWN
    assert before[0] == tmp_path / f"{OWN}.pending"
    assert all(tmp_path / PACKAGE in moved[each] for each in before[1:])
    assert {parent for each in before for parent in (each.parent, each.parent.parent)} - {tmp_path.parent} <= moved[
        last
    ]
    assert synced[-1] == tmp_path / PACKAGE


# --- one writer, no links, no lies -----------------------------------------------------------------------------------


def test_a_second_writer_learns_that_the_folder_is_locked(tmp_path: Path) -> None:
    put(FIRST, tmp_path)
    before = listing(tmp_path)
    with locked(tmp_path):
        assert code_of(lambda: put(SECOND, tmp_path)) == "output-locked"
        put(FIRST, tmp_path / "elsewhere")
    assert {path: data for path, data in listing(tmp_path).items() if "elsewhere" not in path} == before
    shutil.rmtree(tmp_path / "elsewhere")
    put(SECOND, tmp_path)
    assert listing(tmp_path) == clean(SECOND)


def test_a_folder_in_which_there_is_nothing_to_do_is_not_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that it may be read-only, and nobody waits."""
    put(FIRST, tmp_path)
    before = tmp_path.stat().st_mtime_ns
    monkeypatch.setattr("csdlgen.disk.write.locked", None)
    assert put(FIRST, tmp_path) == WriteReport((), (), len(FIRST) + len([OWN]), ())
    assert tmp_path.stat().st_mtime_ns == before


@pytest.mark.parametrize("name", ["pkg", "pkg/models", "pkg/a.py", OWN, BESIDE])
@pytest.mark.parametrize("force", [False, True])
def test_a_link_that_leaves_the_folder_is_refused(name: str, force: bool, tmp_path: Path) -> None:
    root, outside = tmp_path / "out", tmp_path / "outside"
    put(FIRST, root)
    outside.mkdir()
    is_file = (root / name).is_file()
    if is_file:
        shutil.copy(root / name, outside / "target")
        (root / name).unlink()
    elif (root / name).is_dir():
        shutil.copytree(root / name, outside / "target")
        shutil.rmtree(root / name)
    else:
        (outside / "target").mkdir()
    (root / name).symlink_to(outside / "target", target_is_directory=not is_file)
    before = listing(outside)
    assert code_of(lambda: put(SECOND, root, force=force)) == "output-link"
    assert listing(outside) == before


def test_a_link_in_the_place_of_a_backup_is_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "out"
    put(FIRST, root)
    (tmp_path / "victim").write_text("theirs\n")
    (root / "pkg/a.py.bak").symlink_to(tmp_path / "victim")
    (root / "pkg/a.py").write_text("mine\n")
    put(FIRST, root, force=True)
    assert (tmp_path / "victim").read_text() == "theirs\n"
    assert (root / "pkg/a.py.2.bak").read_text() == "mine\n"


def test_folders_and_files_in_the_way_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    put(FIRST, tmp_path)
    (tmp_path / "pkg/new").write_text("mine\n")
    (tmp_path / "pkg/models/e.py").mkdir()
    before = listing(tmp_path)
    for force in (False, True):
        with pytest.raises(CsdlgenError) as caught:
            put(SECOND, tmp_path, force=force)
        assert [each.code for each in caught.value.diagnostics] == ["output-blocked"] * 2
        assert listing(tmp_path) == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without named pipes")
def test_nothing_is_read_from_pipes_in_the_way(tmp_path: Path) -> None:
    put(FIRST, tmp_path)
    (tmp_path / "pkg/a.py").unlink()
    os.mkfifo(tmp_path / "pkg/a.py")
    os.mkfifo(tmp_path / f"{OWN}.pending")
    for force in (False, True):
        assert code_of(lambda: put(SECOND, tmp_path, force=force)) == "output-blocked"  # noqa: B023 - called at once
    assert all((tmp_path / name).is_fifo() for name in ("pkg/a.py", f"{OWN}.pending"))


BROKEN = [
    "",
    "[]",
    "null",
    "7",
    "{",
    "[" * 100_000,
    '{"files": []}',
    '{"files": {"a.py": 1}, "inputs": {}, "generator": ""}',
    '{"files": {"a.py": ["0", "1", "2"]}, "inputs": {}, "generator": ""}',
    '{"files": {}, "inputs": 3, "generator": ""}',
    '{"files": {}, "generator": ""}',
    *(
        json.dumps({"files": {name: "00"}, "inputs": {}, "generator": ""})
        for name in (
            "../x", "../../x", "/etc/passwd", "a/../../x", "..", ".", "", "../", "../pyproject.toml/../x", "..\\x",
            "C:/x", "C:\\x", "\\\\host\\share", "a\0b", "a\nb", "..//etc", "../setup.py", "models/../../x",
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize("text", BROKEN, ids=range(len(BROKEN)))
def test_a_manifest_that_cannot_be_is_a_coded_error(text: str, tmp_path: Path) -> None:
    put(FIRST, tmp_path)
    (tmp_path / OWN).write_text(text, encoding="utf-8")
    before = listing(tmp_path)
    assert code_of(lambda: put(SECOND, tmp_path)) == "manifest-unreadable"
    assert code_of(lambda: put(SECOND, tmp_path, force=True)) == "manifest-unreadable"
    assert listing(tmp_path) == before


def test_a_manifest_that_is_no_text_is_a_coded_error(tmp_path: Path) -> None:
    put(FIRST, tmp_path)
    (tmp_path / OWN).write_bytes(b"\xff\xfe")
    assert code_of(lambda: put(SECOND, tmp_path)) == "manifest-unreadable"


LIES = [{"../../victim": 1}, {"/victim": 1}, {"victim": 1}, {"pkg/../victim": 1}]


@pytest.mark.parametrize("lies", LIES)
def test_pending_hashes_that_lie_reach_nothing_outside(lies: dict[str, int], tmp_path: Path) -> None:
    put(FIRST, tmp_path / "out")
    (tmp_path / "victim").write_text("theirs\n")
    (tmp_path / "out/victim").write_text("theirs\n")
    hashes = frozenset([digest("theirs\n")])
    pending = dump_pending({PurePosixPath(path): hashes for path in lies})
    (tmp_path / f"out/{OWN}.pending").write_text(pending)
    put(SECOND, tmp_path / "out")
    assert listing(tmp_path / "out") == {**clean(SECOND), "victim": b"theirs\n"}
    assert (tmp_path / "victim").read_text() == "theirs\n"


@given(st.dictionaries(st.sampled_from(NAMES), st.frozensets(st.sampled_from("abc"))))
def test_pending_hashes_read_back(hashes: dict[str, frozenset[str]]) -> None:
    wanted = {PurePosixPath(path): each for path, each in hashes.items()}
    assert parse_pending(dump_pending(wanted), PACKAGE) == wanted


@given(some_texts)
def test_a_manifest_reads_back(texts: dict[str, str]) -> None:
    text = dump_manifest(manifest(texts), PACKAGE)
    assert parse_manifest(text, PACKAGE) == manifest(texts)
    assert dump_manifest(parse_manifest(text, PACKAGE), PACKAGE) == text


# --- the whole command -----------------------------------------------------------------------------------------------


@pytest.mark.slow
@needs_fork
def test_a_killed_generation_heals_with_the_same_and_with_other_inputs(tmp_path: Path) -> None:
    case = Path(__file__).parents[2] / "cases" / "routes"
    texts = {name: (case / name).read_text(encoding="utf-8") for name in ("csdlgen.toml", "service.csdl.xml")}
    other = texts["service.csdl.xml"].replace('"order"', '"command"').replace("demo.order", "demo.command")

    def project(folder: Path, metadata: str) -> list[str]:
        folder.mkdir(exist_ok=True)
        (folder / "csdlgen.toml").write_text(texts["csdlgen.toml"], encoding="utf-8")
        (folder / "service.csdl.xml").write_text(metadata, encoding="utf-8")
        return ["generate", "--config", str(folder / "csdlgen.toml")]

    wanted = {}
    for number, metadata in enumerate((texts["service.csdl.xml"], other)):
        assert run(project(tmp_path / f"clean{number}", metadata)) == 0
        wanted[metadata] = listing(tmp_path / f"clean{number}" / "generated")
    assert wanted[other] != wanted[texts["service.csdl.xml"]]
    folder = tmp_path / "killed"
    for then in wanted:
        at = 1
        while True:
            shutil.rmtree(folder, ignore_errors=True)
            assert run(project(folder, texts["service.csdl.xml"])) == 0
            arguments = project(folder, other)
            if not dies(lambda: run(arguments), at):  # noqa: B023 - called at once
                break
            assert run(project(folder, then)) == 0
            assert listing(folder / "generated") == wanted[then], f"killed before step {at}"
            at += 2
