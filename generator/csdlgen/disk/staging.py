"""Bytes to the disk so that a file is there whole or not at all: written beside the target under a name that nobody can
foresee, handed to the disk, then moved into place. Also backups of files that are about to be replaced,
and errors of the disk."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Collection, Iterable, Iterator
from itertools import count
from pathlib import Path

from csdlgen.errors import failure

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
# From so many files on, the disk is asked once for all that it has to write: each question of its own takes longer.
_MANY = 200
# What file systems say that have nothing of the kind.
_UNABLE = frozenset((errno.EINVAL, errno.ENOTSUP, errno.ENOSYS))


def stage(path: Path, data: bytes, like: Path | None = None) -> None:
    """A new file, which must not exist, with these bytes and the permissions of `like`. Raises OSError."""
    handle = os.open(path, _NEW, 0o666)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(handle, view) :]
    finally:
        os.close(handle)
    if like is not None:
        with contextlib.suppress(FileNotFoundError):
            os.chmod(path, like.stat().st_mode & 0o777)  # noqa: PTH101 - as all calls here


def sync_files(paths: Collection[Path]) -> None:
    """Return when the bytes of these files are on the disk itself, so that they are there after a loss of power. Raises
    OSError."""
    if len(paths) > _MANY and hasattr(os, "sync"):
        os.sync()
        return
    for path in paths:
        _sync(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))


def sync_folders(paths: Iterable[Path]) -> None:
    """Return when what was moved, made and removed in these folders is on the disk itself, where systems know that."""
    folders = {*paths}
    if len(folders) > _MANY and hasattr(os, "sync"):
        os.sync()
        return
    for folder in sorted(folders) if os.name == "posix" else ():
        with contextlib.suppress(FileNotFoundError, NotADirectoryError, PermissionError):  # removed; not readable
            _sync(folder, os.O_RDONLY)


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _UNABLE:
            raise
    finally:
        os.close(handle)


def back_up(path: Path, new: Path) -> Path:
    """Copy a file to the first free name in `x.bak`, `x.2.bak`, …; the copy, or one of these that has the same content
    already. It is written as `new`, then moved, so that no copy is ever incomplete."""
    data = path.read_bytes()
    for number in count(1):
        copy = path.with_name(f"{path.name}{'' if number == 1 else f'.{number}'}.bak")
        if not os.path.lexists(copy):
            stage(new, data, path)
            sync_files([new])
            new.replace(copy)
            return copy
        if copy.is_file() and not copy.is_symlink() and copy.read_bytes() == data:
            return copy
    raise AssertionError("there is always another number")


@contextlib.contextmanager
def writing(root: Path) -> Iterator[None]:
    """Raises CsdlgenError with `output-unwritable` for errors of the disk within."""
    try:
        yield
    except OSError as error:
        message = f"cannot write: {error.strerror or error}: {error.filename or root}"
        remedy = "Check that the folder can be written and that the disk has room, then run again."
        raise failure("output-unwritable", message, remedy, where=str(root)) from error
