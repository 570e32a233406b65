"""Documents to disk: all or none, nothing lost, one writer at a time."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from csdlgen.disk.documents import replacing, undone_on_failure, write_documents
from csdlgen.disk.folder_lock import locked
from csdlgen.errors import CsdlgenError
from tests.support.project import tree

needs_posix = pytest.mark.skipif(os.name != "posix", reason="there are no such files")


def refused(files: dict[Path, str], home: Path) -> str:
    with pytest.raises(CsdlgenError) as caught:
        write_documents(files, (), home)
    return caught.value.diagnostics[0].code


def test_files_are_written_and_folders_made(tmp_path: Path) -> None:
    one, other = tmp_path / "a" / "one.xml", tmp_path / "other.xml"
    other.write_text("old")
    assert write_documents({one: "1\n", other: "é"}, (), tmp_path) == ()
    assert tree(tmp_path) == {"a/one.xml": b"1\n", "other.xml": "é".encode()}


def test_copies_never_replace_each_other(tmp_path: Path) -> None:
    place = tmp_path / "x.xml"
    place.write_text("1")
    for number, name in ((2, "x.xml.bak"), (3, "x.xml.2.bak"), (4, "x.xml.3.bak")):
        assert write_documents({place: str(number)}, {place}, tmp_path) == (tmp_path / name,)
    place.write_text("1")
    assert write_documents({place: "5"}, {place}, tmp_path) == (tmp_path / "x.xml.bak",)
    assert sorted(each.read_text() for each in tmp_path.iterdir()) == ["1", "2", "3", "5"]


def test_where_one_cannot_be_staged_none_is_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file")
    (tmp_path / "one.xml").write_text("old")
    before = tree(tmp_path)
    files = {tmp_path / "one.xml": "new", tmp_path / "file" / "two.xml": "new"}
    assert refused(files, tmp_path) == "output-unwritable"
    assert tree(tmp_path) == before


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real/x.xml").write_text("old")
    (tmp_path / "x.xml").symlink_to(tmp_path / "real/x.xml")
    before = tree(tmp_path)
    assert refused({tmp_path / "y.xml": "new", tmp_path / "x.xml": "new"}, tmp_path) == "output-link"
    with pytest.raises(CsdlgenError) as caught, replacing(tmp_path / "x.xml"):
        pass
    assert caught.value.diagnostics[0].code == "output-link"
    assert tree(tmp_path) == before


def test_a_file_is_replaced_whole_with_its_permissions(tmp_path: Path) -> None:
    place = tmp_path / "report.json"
    place.write_text("old")
    place.chmod(0o640)
    with replacing(place) as replace:
        replace(b"new")
    assert (place.read_bytes(), place.stat().st_mode & 0o777) == (b"new", 0o640)
    assert [*tmp_path.iterdir()] == [place]


def test_two_files_of_a_folder_are_written_at_once_and_one_file_by_one_run(tmp_path: Path) -> None:
    with replacing(tmp_path / "a"):
        with replacing(tmp_path / "b") as replace:
            replace(b"b")
        with pytest.raises(CsdlgenError) as caught, replacing(tmp_path / "a"):
            pass
        assert caught.value.diagnostics[0].code == "output-locked"
    assert tree(tmp_path) == {"b": b"b"}


@pytest.mark.parametrize("name", [".", "..", "/", "folder"])
def test_a_folder_cannot_be_written_as_a_file(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError), replacing(Path(name)) as replace:
        replace(b"")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["folder"]


@needs_posix
def test_pipes_are_written_to_as_they_are(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with replacing(pipe) as replace:
            replace(b"text")
        assert os.read(reader, 9) == b"text"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


@needs_posix
def test_a_planted_link_with_the_name_of_a_staged_file_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even where somebody guesses the name."""
    (tmp_path / "victim").write_text("theirs")
    monkeypatch.setattr("csdlgen.disk.folder_lock.secrets.token_hex", lambda _: "0" * 16)
    for name in (f".csdlgen-{'0' * 16}", f".csdlgen-{'0' * 16}-0"):
        (tmp_path / name).symlink_to(tmp_path / "victim")
    with pytest.raises(OSError, match="exists"), replacing(tmp_path / "x") as replace:
        replace(b"new")
    assert refused({tmp_path / "x": "new"}, tmp_path) == "output-unwritable"
    assert (tmp_path / "victim").read_text() == "theirs"


def test_a_second_writer_waits_for_nobody(tmp_path: Path) -> None:
    with locked(tmp_path):
        assert refused({tmp_path / "x": ""}, tmp_path) == "output-locked"
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_what_fails_half_way_is_undone(tmp_path: Path, error: type[BaseException]) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept/mine.txt").write_bytes(b"mine")
    (tmp_path / "old.txt").write_bytes(b"old\r\n")
    files = [tmp_path / "old.txt", tmp_path / "deep/er/new.txt", tmp_path / "kept/new.txt", tmp_path / "never.txt"]
    with pytest.raises(error), undone_on_failure(dict.fromkeys(files, "new"), tmp_path / "out/package"):
        write_documents(dict.fromkeys(files[:3], "new"), (), tmp_path)
        (tmp_path / "out/package/inner").mkdir(parents=True)
        (tmp_path / "out/package/inner/a.py").write_bytes(b"")
        raise error
    left = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"kept/mine.txt": b"mine", "old.txt": b"old\r\n"}
    assert sorted(each.name for each in tmp_path.iterdir()) == ["kept", "old.txt"]


def test_what_somebody_else_writes_meanwhile_is_not_undone(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes(b"old")
    files = [tmp_path / "old.txt", tmp_path / "deep/new.txt", tmp_path / "deep/never.txt"]
    with pytest.raises(OSError), undone_on_failure(dict.fromkeys(files, "new"), tmp_path / "out"):
        write_documents({files[1]: "new"}, (), tmp_path)
        files[0].write_bytes(b"theirs")
        files[2].write_bytes(b"theirs")
        (tmp_path / "deep/mine.txt").write_bytes(b"mine")
        raise OSError
    assert tree(tmp_path) == {"old.txt": b"theirs", "deep/never.txt": b"theirs", "deep/mine.txt": b"mine"}


@needs_posix
@pytest.mark.skipif(not Path("/dev/fd").is_dir(), reason="open files have no names here")
def test_a_name_for_an_open_file_means_that_file_where_it_is(tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb", buffering=0) as log:
        log.write(b"before ")
        with replacing(Path(f"/dev/fd/{log.fileno()}")) as replace:
            replace(b"report")
        log.write(b" after")
    assert (tmp_path / "log").read_bytes() == b"before report after"


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="there is no such folder for files")
def test_a_link_among_devices_is_not_followed_either(tmp_path: Path) -> None:
    (tmp_path / "victim").write_text("theirs")
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        link = Path(folder) / "report"
        link.symlink_to(tmp_path / "victim")
        with pytest.raises(CsdlgenError, match="is a link"), replacing(link):
            pass
    assert (tmp_path / "victim").read_text() == "theirs"


def test_what_succeeds_stays(tmp_path: Path) -> None:
    with undone_on_failure({tmp_path / "new.txt": "new"}, tmp_path / "out"):
        write_documents({tmp_path / "new.txt": "new"}, (), tmp_path)
    assert (tmp_path / "new.txt").read_bytes() == b"new"
