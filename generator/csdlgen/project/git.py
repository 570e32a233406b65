"""Documents of git revisions: `main:metadata/x.xml` as git has it, and `.git#main:metadata/x.xml` for any repository.

Git is run as a program of its own, without a shell, and every call reads only: it neither asks nor downloads. What the
user gave becomes the name of an object once, behind `--end-of-options`; from then on calls are given hashes.
"""

from __future__ import annotations

import os
import posixpath
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from csdlgen.errors import CsdlgenError, failure
from csdlgen.text import nearest, printable, shown

_SECONDS = 30.0
_MOST_NAMES = 20_000
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
# A colon in braces belongs to the revision: `main@{2026-05-03 10:00}:x.xml`.
_REVISION = re.compile(r"(?P<revision>(?:[^:{}]|\{[^{}]*\})+):(?P<path>.+)", re.DOTALL)
# Nothing is fetched, whatever the repository is configured to do (a partial clone fetches what it lacks).
_OPTIONS = ("-c", "protocol.allow=never", "-c", "core.fsmonitor=false")
_ENVIRONMENT = {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
# What hooks set for the repository that they run in.
_HERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY")


class RevisionName(NamedTuple):
    """A name on the command line, taken apart: the folder of the repository, which is empty for the current one, the
    revision in it, and a path; without a path, the configured documents are meant."""

    repository: str
    revision: str
    path: str

    @property
    def tree(self) -> str:
        """The revision, with its repository, as the user gave it."""
        return f"{self.repository}#{self.revision}" if self.repository else self.revision

    def __str__(self) -> str:
        return f"{self.tree}:{self.path}" if self.path else self.tree


def revision_name(name: str) -> RevisionName | None:
    """The parts of a name that means something in a git revision. None for a file: one that exists, whatever it is
    called, and one on a drive of Windows (`C:\\x`)."""
    if os.path.lexists(name) or _DRIVE.match(name):
        return None
    repository, mark, rest = name.partition("#")
    if mark and rest and Path(repository).is_dir():
        match = _REVISION.fullmatch(rest)
        return (
            RevisionName(repository, *match.group("revision", "path")) if match else RevisionName(repository, rest, "")
        )
    match = _REVISION.fullmatch(name)
    return RevisionName("", *match.group("revision", "path")) if match else None


def is_revision_alone(name: str) -> bool:
    """Whether a name means the configured documents as they are in a git revision: `.git#main`."""
    parts = revision_name(name)
    return parts is not None and not parts.path


@dataclass(frozen=True, slots=True)
class Revision:
    """The files of a revision: its `name` as the user gave it, the hash of its tree, and the folder to run git in."""

    name: str
    tree: str
    folder: Path
    elsewhere: bool

    def read(self, path: str, largest: int) -> bytes:
        """The file at a path from the top of the repository, or from the current folder if it begins with a dot. Raises
        CsdlgenError where there is none, and where it has more than `largest` bytes."""
        where = f"{self.name}:{path}"
        _refuse_unprintable(path, where)
        found = self._git("cat-file", "--batch-check", where=where, given=f"{self.tree}:{path}\n").rsplit(" ", 2)
        if len(found) != 3 or found[1] != "blob":
            what = "a folder" if len(found) == 3 and found[1] == "tree" else "no file"
            remedy = self._suggested(path, where) or "Paths are from the top of the repository."
            raise failure("git-no-such-file", f"{path!r} is {what} in {self.name!r}", remedy, where=where)
        if int(found[2]) > largest:
            message = f"{path!r} is larger than {largest // 1024 // 1024} MiB"
            raise failure("file-too-large", message, "Give a $metadata document.", where=where)
        return run_git("cat-file", "blob", found[0], folder=self.folder, where=where, elsewhere=self.elsewhere)

    def files(self, folder: str) -> list[str]:
        """The names of the files right in a folder, sorted. Raises CsdlgenError where there is no such folder."""
        where = f"{self.name}:{folder}"
        _refuse_unprintable(folder, where)
        tree = self.tree if folder in ("", ".") else f"{self.tree}:{folder}"
        found = self._git("cat-file", "--batch-check", where=where, given=f"{tree}\n").rsplit(" ", 2)
        if len(found) != 3 or found[1] != "tree":
            message = f"{folder!r} is no folder in {self.name!r}"
            raise failure("git-no-such-file", message, "Check the folders named in `references`.", where=where)
        entries = self._git("ls-tree", "-z", found[0], where=where).split("\0")
        split = (entry.partition("\t") for entry in entries if entry)
        return sorted(name for facts, _, name in split if facts.startswith("100"))

    def from_top(self, base: Path, name: str) -> str:
        """A name relative to a folder on the disk, as a path from the top of the repository that the folder is in."""
        where = f"{self.name}:{name}"
        prefix = run_git("rev-parse", "--show-prefix", folder=base, where=where).decode("utf-8", "surrogateescape")
        return posixpath.normpath(posixpath.join(prefix.removesuffix("\n"), name))

    def _suggested(self, path: str, where: str) -> str:
        names = self._git("ls-tree", "-r", "-z", "--name-only", self.tree, where=where).split("\0")[:_MOST_NAMES]
        last = posixpath.basename(path)
        same = [name for name in names if posixpath.basename(name) == last]
        return nearest(path, same) or (f"Did you mean {same[0]!r}?" if same else nearest(path, names))

    def _git(self, *arguments: str, where: str, given: str = "") -> str:
        data = given.encode("utf-8", "surrogateescape")
        out = run_git(*arguments, folder=self.folder, where=where, given=data, elsewhere=self.elsewhere)
        return out.decode("utf-8", "surrogateescape").removesuffix("\n")


def find_revision(name: RevisionName) -> Revision:
    """The revision of a name. Raises CsdlgenError where git, the repository or the revision is missing."""
    folder, elsewhere = Path(name.repository or "."), bool(name.repository)
    if folder.name == ".git":
        folder = folder.parent
    where = str(name)
    _refuse_unprintable(name.revision, where)
    wanted = f"{name.revision}^{{tree}}"
    arguments = ("rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
    found = run_git(*arguments, folder=folder, where=where, elsewhere=elsewhere, missing=True)
    tree = found.decode("ascii", "replace").strip()
    if not re.fullmatch(r"[0-9a-f]{40,64}", tree):
        remedy = _how_to_get(name.revision, folder, where, elsewhere=elsewhere)
        raise failure("git-unknown-revision", f"git knows no revision {name.revision!r}", remedy, where=where)
    return Revision(name.tree, tree, folder, elsewhere)


def _how_to_get(revision: str, folder: Path, where: str, *, elsewhere: bool) -> str:
    """What to do where git does not know a revision: name the branch of a server, mend a slip, or fetch more."""
    asked = ("for-each-ref", "--format=%(refname:short)"), ("rev-parse", "--is-shallow-repository")
    said = (
        run_git(*each, folder=folder, where=where, elsewhere=elsewhere).decode("utf-8", "replace") for each in asked
    )
    names, shallow = (text.split()[:_MOST_NAMES] for text in said)
    # A checkout of CI has the branches of the server, and none of its own but the one that is checked out.
    remote = sorted(each for each in names if each.endswith(f"/{revision}"))
    if remote:
        return f"Did you mean {next((each for each in remote if each == f'origin/{revision}'), remote[0])!r}?"
    if slip := nearest(revision, names):
        return slip
    if shallow == ["true"]:
        return "This clone has a part of the history: fetch the rest; in CI, check out all of it (`fetch-depth: 0`)."
    return "Fetch it, or check the name: csdlgen downloads nothing from git servers."


def run_git(
    *arguments: str, folder: Path, where: str, given: bytes = b"", elsewhere: bool = False, missing: bool = False
) -> bytes:
    """What git prints for a command that is run in a folder; where that is not a repository of the environment's
    choice but `elsewhere`, hooks' variables do not count. With `missing`, exit code 1 is no error.

    Raises CsdlgenError where there is no git or no repository, where git fails, and where it takes too long.
    """
    environment = {name: value for name, value in os.environ.items() if not (elsewhere and name in _HERE)}
    try:
        ran = subprocess.run(
            ["git", *_OPTIONS, *arguments],
            cwd=folder,
            env=environment | _ENVIRONMENT,
            input=given,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError as error:
        remedy = "Install git, or give the file itself."
        raise failure(
            "git-missing", "it is no file, and there is no git to look for a revision", remedy, where=where
        ) from error
    except subprocess.TimeoutExpired as error:
        message = f"git has not answered within {_SECONDS:g} seconds"
        raise failure("git-failed", message, "Try again, or give the file itself.", where=where) from error
    except OSError as error:
        message = f"cannot run git: {error.strerror}"
        raise failure("git-failed", message, "Give the file itself.", where=where) from error
    if ran.returncode and not (missing and ran.returncode == 1):
        raise _failed(ran.stderr, where)
    return ran.stdout


def _failed(said: bytes, where: str) -> CsdlgenError:
    lines = said.decode("utf-8", "replace").strip().splitlines() or [""]
    if "not a git repository" in said.decode("utf-8", "replace"):
        remedy = "Check the name, or run inside of the repository."
        return failure("git-no-repository", "it is no file, and this is no git repository", remedy, where=where)
    text = printable(lines[0].removeprefix("fatal: "))[:200]
    return failure("git-failed", f"git failed: {text}", "Try the same with git itself.", where=where)


def _refuse_unprintable(text: str, where: str) -> None:
    """No name of a revision or path that anybody means has a line break or NUL in it."""
    if not text.isprintable():
        message = f"git cannot be asked for {shown(text)}"
        raise failure("git-no-such-file", message, "Check the name.", where=printable(where))


def documents_named(name: RevisionName, documents: tuple[str, ...], folder: Path) -> Iterator[RevisionName]:
    """The single documents that a name means: itself, or for one without a path the configured `documents`, which are
    named from a folder on the disk. Raises CsdlgenError where neither is given."""
    if name.path:
        yield name
        return
    if not documents:
        remedy = f"Add its path: {name}:metadata/service.csdl.xml."
        raise failure("git-no-such-file", f"{str(name)!r} is a revision, not a document", remedy, where=str(name))
    revision = find_revision(name)
    yield from (name._replace(path=revision.from_top(folder, document)) for document in documents)
