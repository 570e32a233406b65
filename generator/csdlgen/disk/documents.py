"""Single documents to disk, all or none as far as a disk allows that: all are staged, then moved into place in a row.

A file in the way that is not known to be ours is copied first, so that nothing is lost. Nothing is written through a
link that leads elsewhere (`links`).
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import stat
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

from csdlgen.disk.folder_lock import LOCK_NAME, locked
from csdlgen.disk.links import refuse_link, refuse_links_out
from csdlgen.disk.staging import back_up, stage, sync_files, sync_folders, writing

# What stands for an open file of this process.
_OPEN_FILE = re.compile(r"/dev/(stdout|stderr|fd/[0-9]+)|/proc/self/fd/[0-9]+")
_NUMBERS = {"stdout": 1, "stderr": 2}


def write_documents(files: Mapping[Path, str], keep: Collection[Path], folder: Path) -> tuple[Path, ...]:
    """Write texts to paths, with backups of those in `keep`; returns the backups. Runs with one `folder` exclude each
    other.

    Raises CsdlgenError where a link is in the way, or the disk refuses. What has been moved by then stays, and the next
    run does the rest.
    """
    if not files and not os.path.lexists(folder / LOCK_NAME):  # which a killed run leaves
        return ()
    refuse_links_out(folder)
    for path in files:
        refuse_link(path)
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder, others={path.parent for path in files}) as name:
            return _write(files, keep, name)


def _write(files: Mapping[Path, str], keep: Collection[Path], name: str) -> tuple[Path, ...]:
    staged = {path: path.with_name(f"{name}-{number}") for number, path in enumerate(files)}
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            stage(staged[path], text.encode("utf-8"), path)
        sync_files(staged.values())
        backups = tuple(back_up(path, path.with_name(f"{name}-copy")) for path in files if path in keep)
        for path, new in staged.items():
            new.replace(path)
        sync_folders(path.parent for path in files)
    finally:
        for new in (*staged.values(), *(path.with_name(f"{name}-copy") for path in files)):
            with contextlib.suppress(OSError):
                new.unlink(missing_ok=True)
    return backups


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Callable[[bytes], None]]:
    """While a file is read and written anew by nobody else: gives what writes it, whole or not at all.

    Raises CsdlgenError where another run writes it, or where it is a link; OSError where the disk refuses. Devices and
    pipes are written to as they are.
    """
    if _is_device(path):
        yield lambda data: _write_device(path, data)
        return
    refuse_link(path)
    if not path.name:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    with locked(path.parent, f".{path.name[-50:]}{LOCK_NAME}") as name:
        yield lambda data: _replace(path, data, path.with_name(name))


def _replace(path: Path, data: bytes, new: Path) -> None:
    try:
        stage(new, data, path)
        sync_files([new])
        new.replace(path)
        sync_folders([path.parent])
    finally:
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)


def _is_device(path: Path) -> bool:
    """Whether a path is a device, a pipe or what stands for an open file, such as /dev/stdout."""
    if _OPEN_FILE.fullmatch(str(path)):
        return True
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISLNK(mode) or stat.S_ISDIR(mode))


def _write_device(path: Path, data: bytes) -> None:
    """What is open already is written to as it is: opened anew, the file that it may be would be cut to nothing."""
    if _OPEN_FILE.fullmatch(str(path)):
        with os.fdopen(os.dup(_NUMBERS.get(path.name) or int(path.name)), "wb") as handle:
            handle.write(data)
        return
    with path.open("wb") as handle:
        handle.write(data)


@contextlib.contextmanager
def undone_on_failure(files: Mapping[Path, str], folder: Path) -> Iterator[None]:
    """While texts are written to paths, and a folder that only this run writes: where that fails or is interrupted,
    what was not there before is removed, and files that were there have what they had.

    What somebody else has written meanwhile stays, but for what is in a new folder of that name."""
    before = {path: path.read_bytes() for path in files if path.is_file()}
    places = {each.absolute() for each in (*files, folder)}
    parents = {each for place in places for each in place.parents if not each.exists()}
    is_new = not os.path.lexists(folder)
    try:
        yield
    except BaseException:
        _undo(files, before)
        if is_new:
            shutil.rmtree(folder, ignore_errors=True)
        for path in sorted(parents, key=lambda each: -len(each.parts)):
            with contextlib.suppress(OSError):  # somebody else has put something into it
                path.rmdir()
        raise


def _undo(files: Mapping[Path, str], before: Mapping[Path, bytes]) -> None:
    """Give files what they had before, where they have what was to be written."""
    for path, text in files.items():
        if not path.is_file() or path.read_bytes() != text.encode():
            continue
        if path not in before:
            path.unlink()
        elif before[path] != text.encode():
            with replacing(path) as replace:
                replace(before[path])
