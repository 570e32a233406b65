"""One writer at a time: a lock file in the folder that is written to.

The lock itself is a lock of the operating system on that file, so it ends with the process that holds it, however that
ends. The file says who holds the lock and is removed when the lock ends; one that a killed run has left is taken over.
A file of that name with other content is neither written to nor removed. An empty one, which a run leaves that is
killed while it makes the file, is locked as it is.
"""

from __future__ import annotations

import contextlib
import errno
import getpass
import os
import socket
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from csdlgen.errors import CsdlgenError, failure

LOCK_NAME = ".csdlgen-lock"
_HEAD = b"csdlgen: "
_LONGEST = 500
_HELD = frozenset((errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK))
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)
_WINDOWS = sys.platform == "win32"
# How long a lock file may be empty, in seconds: whoever creates it writes into it at once.
_EMPTY = 0.1


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the exclusive right to write into an existing folder.

    Raises CsdlgenError where another process holds it, or where something else has the name of the lock file; OSError
    where the folder cannot be written to.
    """
    path = folder / LOCK_NAME
    handle = _acquire(path)
    try:
        yield
    finally:
        _release(path, handle)


def _acquire(path: Path) -> int:
    """The lock file, open and locked. The last holder may remove a file between our opening and our locking it, which
    makes the lock worthless: then try again."""
    while True:
        handle = _create(path)
        created = handle is not None
        if handle is None:
            handle = _open(path)
        if handle is None:
            continue
        try:
            _lock(path, handle, created)
            if _is_same(path, handle) and (created or _take_over(path, handle)):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _create(path: Path) -> int | None:
    """A new lock file that says who has made it; None where there is one."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o644)
    except FileExistsError:
        return None
    os.write(handle, _signature())
    return handle


def _open(path: Path) -> int | None:
    """The lock file that is there, for reading only where it is another user's; None where it has just been removed."""
    deadline = time.monotonic() + _EMPTY
    while True:
        try:
            # Only one call: between two, the holder may remove the file and another run create it again.
            if not stat.S_ISREG(path.lstat().st_mode):
                raise _not_ours(path)
            try:
                handle = os.open(path, os.O_RDWR | _NO_LINKS)
            except PermissionError:
                handle = os.open(path, os.O_RDONLY | _NO_LINKS)
        except FileNotFoundError:
            return None
        content = _content(handle)
        if content.startswith(_HEAD) or (not content and time.monotonic() > deadline):
            return handle
        os.close(handle)
        if content:
            raise _not_ours(path)
        time.sleep(_EMPTY / 10)


def _lock(path: Path, handle: int, created: bool) -> None:
    """Lock the file without waiting. CsdlgenError where another process has locked it, or may have: on file systems
    without locks, a lock file that we have not made may be that of a running process."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, 1 << 30, os.SEEK_SET)  # after the text, which others read
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _HELD or not created:
            raise _held(path, handle) from error


def _take_over(path: Path, handle: int) -> bool:
    """Sign a lock file that a killed run has left, unless it is empty; False where it is another user's, and was
    removed instead. In a folder where other users' files cannot be removed, the lock is held under their name."""
    if not _content(handle):
        return True
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, _signature())
        os.ftruncate(handle, len(_signature()))
    except OSError as error:
        if error.errno not in (errno.EBADF, errno.EINVAL):  # which say that it is open for reading only
            raise
        with contextlib.suppress(PermissionError):
            path.unlink(missing_ok=True)
            return False
    return True


def _release(path: Path, handle: int) -> None:
    """Remove the file, then end the lock; the other way round on Windows, which removes no file that is open."""
    ours = False
    try:
        with contextlib.suppress(OSError):  # what is left is taken over by the next run
            ours = _content(handle).startswith(_HEAD)
            if ours and not _WINDOWS and _is_same(path, handle):
                path.unlink()
    finally:
        os.close(handle)
    if _WINDOWS and ours:
        with contextlib.suppress(OSError):  # the next holder has opened it
            path.unlink()


def _is_same(path: Path, handle: int) -> bool:
    """Whether the path still leads to the file that is open."""
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _content(handle: int) -> bytes:
    os.lseek(handle, 0, os.SEEK_SET)
    return os.read(handle, _LONGEST)


def _signature() -> bytes:
    """What the lock file says while this process holds the lock."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError, ImportError):  # the system has no name for this user
        user = "an unknown user"
    return _HEAD + f"process {os.getpid()} of {user} on {socket.gethostname()}\n".encode("utf-8", "replace")


def _held(path: Path, handle: int) -> CsdlgenError:
    who = _content(handle).removeprefix(_HEAD).decode("utf-8", "replace").strip()
    remedy = f"Wait for that run to end. If there is none, remove {LOCK_NAME}."
    return failure("output-locked", f"another run of csdlgen is writing here: {who}", remedy, where=str(path.parent))


def _not_ours(path: Path) -> CsdlgenError:
    message = f"{LOCK_NAME} is the name of the lock file, but csdlgen did not write the file of this name"
    return failure("output-blocked", message, "Move it out of the way.", where=str(path))
