"""One writer at a time: a lock file beside what is written.

The lock itself is a lock of the operating system on that file, so it ends with the process that holds it, however that
ends. The file says who holds the lock and is removed when the lock ends; one that a killed run has left is taken over.
A file of that name with other content is neither written to nor removed. An empty one, which a run leaves that is
killed while it makes the file where that takes two steps, is locked as it is.

The file also says under which name its holder stages what it writes, one that nobody can foresee. So whoever takes it
over knows what a killed run has left, and removes that and nothing else.
"""

from __future__ import annotations

import contextlib
import errno
import getpass
import os
import re
import secrets
import shutil
import socket
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from csdlgen.errors import CsdlgenError, failure

LOCK_NAME = ".csdlgen-lock"
_HEAD = b"csdlgen: "
_LONGEST = 1000
_STAGE = ".csdlgen-"
_STAGES = re.compile(rf"^stages as ({re.escape(_STAGE)}[0-9a-f]{{16}})$", re.MULTILINE)
_HELD = frozenset((errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK))
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)
_WINDOWS = sys.platform == "win32"
# How long a lock file may be empty, in seconds: whoever creates it writes into it at once.
_EMPTY = 0.1


@contextlib.contextmanager
def locked(folder: Path, name: str = LOCK_NAME, others: Iterable[Path] = ()) -> Iterator[str]:
    """Hold the exclusive right to write what the lock file `name` in an existing folder stands for.

    Gives what the names of staged files and folders have to begin with, in this folder and in `others`. Those that a
    killed holder has left there are removed first.

    Raises CsdlgenError where another process holds the lock, or where something else has the name of the lock file;
    OSError where the folder cannot be written to.
    """
    path = folder / name
    stage = f"{_STAGE}{secrets.token_hex(8)}"
    folders = (folder, *others)
    handle = _acquire(path, stage, folders)
    try:
        yield stage
    finally:
        _release(path, handle, is_empty=not any(_staged(folders, stage)))


def _acquire(path: Path, stage: str, folders: Iterable[Path]) -> int:
    """The lock file, open and locked. The last holder may remove a file between our opening and our locking it, which
    makes the lock worthless: then try again."""
    while True:
        handle = _create(path, stage)
        created = handle is not None
        if handle is None:
            handle = _open(path)
        if handle is None:
            continue
        try:
            _lock(path, handle, created)
            if _is_same(path, handle) and (created or _take_over(path, handle, stage, folders)):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _create(path: Path, stage: str) -> int | None:
    """A new lock file that says who has made it, from its first moment where the system can do that; None where there
    is one."""
    if hasattr(os, "O_TMPFILE"):
        with contextlib.suppress(OSError):
            handle = os.open(path.parent, os.O_RDWR | os.O_TMPFILE, 0o644)
            try:
                os.write(handle, _signature(stage))
                os.link(f"/proc/self/fd/{handle}", path, follow_symlinks=True)
                return handle
            except FileExistsError:
                os.close(handle)
                return None
            except BaseException:
                os.close(handle)
                raise
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o644)
    except FileExistsError:
        return None
    try:
        os.write(handle, _signature(stage))
    except BaseException:  # such as a full disk
        os.close(handle)
        path.unlink()
        raise
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


def _take_over(path: Path, handle: int, stage: str, folders: Iterable[Path]) -> bool:
    """Remove what a killed run has staged, and sign its lock file, unless that is empty; False where it is another
    user's, and was removed instead. In a folder where other users' files cannot be removed, the lock is held under
    their name."""
    content = _content(handle)
    if not content:
        return True
    if found := _STAGES.search(content.decode("utf-8", "replace")):
        for left in _staged(folders, found[1]):
            with contextlib.suppress(OSError):
                shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()
    signature = _signature(stage)
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, signature)
        os.ftruncate(handle, len(signature))
    except OSError as error:
        if error.errno not in (errno.EBADF, errno.EINVAL):  # which say that it is open for reading only
            raise
        with contextlib.suppress(PermissionError):
            path.unlink(missing_ok=True)
            return False
    return True


def _staged(folders: Iterable[Path], stage: str) -> Iterator[Path]:
    """What is in some folders under names of one holder."""
    for folder in {each.resolve() for each in folders}:
        with contextlib.suppress(OSError):
            yield from [Path(each.path) for each in os.scandir(folder) if each.name.startswith(stage)]


def _release(path: Path, handle: int, *, is_empty: bool) -> None:
    """Remove the file, then end the lock; the other way round on Windows, which removes no file that is open. It stays
    where something could not be removed that it stands for, so that the next run does that."""
    ours = False
    try:
        with contextlib.suppress(OSError):  # what is left is taken over by the next run
            ours = is_empty and _content(handle).startswith(_HEAD)
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


def _signature(stage: str) -> bytes:
    """What the lock file says while this process holds the lock."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError, ImportError):  # the system has no name for this user
        user = "an unknown user"
    text = f"process {os.getpid()} of {user:.99} on {socket.gethostname():.99}\nstages as {stage}\n"
    return _HEAD + text.encode("utf-8", "replace")


def _held(path: Path, handle: int) -> CsdlgenError:
    who = _content(handle).removeprefix(_HEAD).decode("utf-8", "replace").strip().partition("\n")[0]
    remedy = f"Wait for that run to end. If there is none, remove {path.name}."
    return failure("output-locked", f"another run of csdlgen is writing here: {who}", remedy, where=str(path.parent))


def _not_ours(path: Path) -> CsdlgenError:
    message = f"{path.name} is the name of a lock file, but csdlgen did not write the file of this name"
    return failure("output-blocked", message, "Move it out of the way.", where=str(path))
