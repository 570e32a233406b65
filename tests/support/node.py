"""Packages of Node that test servers need, installed once per machine.

`python -m tests.support.node FOLDER…` installs what the package.json of each folder asks for, in the exact versions of
its package-lock.json, into a cache outside the checkout; `.ci/run` starts it in the background, since a first
installation takes minutes. Standard library alone, so that it runs before anything is installed for Python.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

_LONGEST_INSTALLATION = 1200  # seconds
# Where the registry cannot be reached, npm would otherwise try for minutes.
_WAITS = ("--fetch-retry-mintimeout=2000", "--fetch-retry-maxtimeout=5000")
_NPM = ("ci", "--legacy-peer-deps", "--no-audit", "--no-fund", *_WAITS)


class NoNodeError(Exception):
    """Node or npm is not installed."""


class InstallationError(Exception):
    """npm could not install the packages; the message ends with what npm says of it."""


def installed(project: Path) -> Path:
    """The folder whose `node_modules` holds the packages of `project`, installed first where it is not there.

    Where another process is installing the same packages, this one waits for it. Raises NoNodeError and
    InstallationError.
    """
    node, npm = tool("node"), tool("npm")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    target = _cache() / _key(project, version)
    if target.is_dir():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with _locked(target.with_suffix(".lock")):
        if not target.is_dir():
            _install(npm, project, target)
    return target


def tool(name: str) -> str:
    """The path of `node` or `npm`; raises NoNodeError."""
    path = shutil.which(name)
    if path is None:
        raise NoNodeError(f"{name} is not on the PATH")
    return path


def _install(npm: str, project: Path, target: Path) -> None:
    """Install beside the target and rename at the end, so that a target that exists is complete."""
    partial = target.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    for name in ("package.json", "package-lock.json"):
        shutil.copy(project / name, partial)
    try:
        ran = subprocess.run(
            [npm, *_NPM],
            cwd=partial,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=_LONGEST_INSTALLATION,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise InstallationError(f"npm was not done with {project.name} after {_LONGEST_INSTALLATION} s") from error
    if ran.returncode:
        says = [line for line in ran.stdout.splitlines() if line.startswith("npm err")] or ran.stdout.splitlines()
        raise InstallationError(f"npm could not install {project.name}: " + "; ".join(says[:4]))
    partial.rename(target)


def _key(project: Path, version: str) -> str:
    """A name for what is installed: other versions and other binary interfaces have other names."""
    digest = hashlib.sha256(f"{version.strip()} {sys.platform} {platform.machine()}".encode())
    for name in ("package.json", "package-lock.json"):
        digest.update((project / name).read_bytes().replace(b"\r\n", b"\n"))
    return f"{project.name}-{digest.hexdigest()[:16]}"


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "csdlgen-tests"


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the lock on a file, waiting for it; the operating system gives it back when a process dies."""
    with path.open("ab") as handle:
        deadline = time.monotonic() + _LONGEST_INSTALLATION
        while True:
            try:
                _lock(handle.fileno())
                break
            except OSError:
                if time.monotonic() > deadline:
                    raise InstallationError(f"another process has held {path} for too long") from None
                time.sleep(0.2)
        yield


def _lock(handle: int) -> None:
    """Lock an open file without waiting, until it is closed; OSError where it is locked."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def main(arguments: list[str]) -> int:
    """Install for each folder; says on stderr what could not be installed, which the tests then judge."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that npm is ended too
    for argument in arguments:
        try:
            installed(Path(argument))
        except (NoNodeError, InstallationError) as error:
            print(f"{argument}: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
