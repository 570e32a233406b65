"""Single documents to disk, all or none as far as a disk allows that: all are staged, then moved into place in a row.

A file in the way that is not known to be ours is copied first, so that nothing is lost. Nothing is written through a
link, which may lead anywhere.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path

from csdlgen.disk.folder_lock import LOCK_NAME, locked
from csdlgen.disk.staging import back_up, stage, sync_files, sync_folders, writing
from csdlgen.errors import failure

_DEVICES = ("/dev/", "/proc/")


def write_documents(files: Mapping[Path, str], keep: Collection[Path], folder: Path) -> tuple[Path, ...]:
    """Write texts to paths, with backups of those in `keep`; returns the backups. Runs with one `folder` exclude each
    other.

    Raises CsdlgenError where a path is a link, or the disk refuses. What has been moved by then stays, and the next run
    does the rest.
    """
    if not files and not os.path.lexists(folder / LOCK_NAME):  # which a killed run leaves
        return ()
    for path in files:
        _refuse_link(path)
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
    _refuse_link(path)
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
    if str(path.absolute()).startswith(_DEVICES):
        return True
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISLNK(mode) or stat.S_ISDIR(mode))


def _write_device(path: Path, data: bytes) -> None:
    with path.open("wb") as handle:
        handle.write(data)


def _refuse_link(path: Path) -> None:
    if path.is_symlink():
        remedy = "Remove the link, or name the file that it leads to."
        raise failure(
            "output-link", f"{path.name} is a link, and links are not written through", remedy, where=str(path)
        )


@contextlib.contextmanager
def undone_on_failure(files: Iterable[Path], folder: Path) -> Iterator[None]:
    """While files and a folder are written: where that fails or is interrupted, what was not there before is removed,
    and files that were there have what they had."""
    before = {path: path.read_bytes() for path in files if path.is_file()}
    places = {each.absolute() for each in (*files, folder)}
    new = {each for place in places for each in (place, *place.parents) if not each.exists()}
    try:
        yield
    except BaseException:
        for path, data in before.items():
            if path.read_bytes() != data:
                with replacing(path) as replace:
                    replace(data)
        for path in sorted(new, key=lambda each: len(each.parts)):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        raise
