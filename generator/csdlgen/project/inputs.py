"""Input files at the edge: finding and reading what a configuration names. No network."""

from __future__ import annotations

import glob
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from csdlgen.errors import failure
from csdlgen.project.config import Config, PackageConfig, parse_config
from csdlgen.project.drift_config import DriftConfig
from csdlgen.project.git import Revision, documents_named, find_revision, revision_name

_LARGEST = 256 * 1024 * 1024
_SPECIAL = {stat.S_IFIFO: "named pipe", stat.S_IFSOCK: "socket", stat.S_IFCHR: "device", stat.S_IFBLK: "device"}


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read: its bytes, and its name relative to `folder`, which is the current one where none is given; of a
    file of a git `revision`, its name is that on the command line."""

    name: str
    data: bytes
    folder: Path = Path()
    revision: Revision | None = None

    @property
    def path(self) -> str:
        """The file's path from the current folder, for messages."""
        return path_from_here(self.folder, self.name)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that a package is generated from; `templates` are those of the user."""

    metadata: tuple[Source, ...]
    overlays: tuple[Source, ...]
    documented: tuple[Source, ...]
    referenced: tuple[Source, ...] = ()
    templates: tuple[Source, ...] = ()

    @property
    def documents(self) -> tuple[Source, ...]:
        """What the model is read from, overlays apart."""
        return (*self.metadata, *self.referenced)

    @property
    def all(self) -> tuple[Source, ...]:
        return (*self.metadata, *self.overlays, *self.documented, *self.referenced, *self.templates)


def path_from_here(folder: Path, name: str) -> str:
    """The path, from the current folder, of a file or folder that is named relative to `folder`."""
    if folder == Path():
        return name
    try:
        return Path(os.path.relpath(folder / name)).as_posix()
    except ValueError:  # on another drive than the current folder
        return str(folder / name)


def read_source(name: str, folder: Path = Path(), *, special: bool = False) -> Source:
    """One file. It may be a `special` one, as a pipe is, where the user has named it on the command line; who waits for
    a pipe that a repository has waits for ever. Raises CsdlgenError where it cannot be read."""
    path = path_from_here(folder, name)
    try:
        if not special:
            refuse_special(name, folder)
        # Some files of Linux, such as /proc/kmsg, have no end, but seem to be ordinary ones: nobody waits for those.
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | (0 if special else getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(os.open(folder / name, flags), "rb") as handle:
            data = handle.read(_LARGEST + 1) or b""  # devices and pipes do not state their size
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        remedy = "Check the name; names in a configuration are relative to its folder."
        raise failure("file-unreadable", f"cannot read {name!r}: {reason}", remedy, where=path) from error
    if len(data) > _LARGEST:
        raise failure("file-too-large", f"{name!r} is larger than 256 MiB", "Give a $metadata document.", where=path)
    return Source(name, data, folder)


def refuse_special(name: str, folder: Path = Path()) -> None:
    """Raise CsdlgenError for a pipe, a socket or a device; OSError where there is nothing."""
    if kind := _SPECIAL.get(stat.S_IFMT((folder / name).stat().st_mode)):
        message, remedy = f"{name!r} is a {kind}, not a file", "Put a file there, or name it on the command line."
        raise failure("file-unreadable", message, remedy, where=path_from_here(folder, name))


def read_named(name: str, documents: tuple[str, ...] = (), folder: Path = Path()) -> Iterator[Source]:
    """What a name on the command line means, which is no URL: files, by name or pattern, or what a git revision has.

    A revision without a path means the configured `documents`, which are named from `folder`. Raises CsdlgenError where
    something cannot be read.
    """
    parts = revision_name(name)
    if parts is None:
        yield from _read_all([name], Path(), special=True)
        return
    revision = find_revision(parts)
    for each in documents_named(parts, documents, folder):
        yield read_revision(revision, each.path)


def read_revision(revision: Revision, path: str) -> Source:
    """A file of a git revision. Raises CsdlgenError where it has no such file."""
    return Source(f"{revision.name}:{path}", revision.read(path, _LARGEST), revision=revision)


def read_inputs(
    package: PackageConfig, folder: Path, *, metadata: tuple[Source, ...] = (), absent: bool = False
) -> Inputs:
    """The inputs of a package whose configuration is in `folder`; patterns are expanded in sorted order.

    Those of `metadata` take the place of the configured documents. Those may be `absent` where they are about to be
    written.
    """
    configured = [name for name in package.metadata if not absent or (folder / name).exists()]
    return Inputs(
        metadata=metadata or tuple(_read_all(configured, folder)),
        overlays=tuple(_read_all(package.overlays, folder)),
        documented=tuple(_read_all(package.documented, folder)),
        templates=tuple(_read_all([f"{package.templates}/*.jinja"] if package.templates else (), folder)),
    )


def _read_all(names: Iterable[str], folder: Path, *, special: bool = False) -> Iterator[Source]:
    for name in names:
        if not any(mark in name for mark in "*?[") or (folder / name).is_file():
            yield read_source(name, folder, special=special)
            continue
        files = sorted({Path(match).as_posix() for match in _matches(name, folder) if (folder / match).is_file()})
        if not files:
            where = path_from_here(folder, name)
            raise failure("file-unreadable", f"no file matches {name!r}", "Check the pattern.", where=where)
        for file in files:
            yield read_source(file, folder)


def _matches(pattern: str, folder: Path) -> Iterator[str]:
    """The names, from a folder, that fit a pattern. `**` stands for folders however deep, without links to folders,
    which may lead in circles, and without hidden ones."""
    before, recursive, after = pattern.partition("**")
    if not recursive or (before and before[-1] not in "/\\") or (after and after[0] not in "/\\"):
        # Path.glob raises for absolute patterns, and for some relative ones.
        yield from glob.glob(pattern, root_dir=folder)  # noqa: PTH207
        return
    for start in glob.glob(before, root_dir=folder) if before else [""]:  # noqa: PTH207
        for inner, folders, _ in os.walk(folder / start):
            folders[:] = sorted(each for each in folders if not each.startswith("."))
            place = os.path.relpath(inner, folder) if not Path(start).is_absolute() else inner
            yield from _matches(f"{glob.escape(place)}/{after[1:] or '*'}", folder)


def read_config(given: str | None, start: Path) -> tuple[Config, Path]:
    """The configuration and its folder: the file given, else csdlgen.toml or pyproject.toml in `start` or above it."""
    if given is not None:
        return _config(given, special=True), Path(given).resolve().parent
    for folder in (start, *start.parents):
        for name in ("csdlgen.toml", "pyproject.toml"):
            if (folder / name).is_file():
                config = _config(Path(os.path.relpath(folder / name, start)).as_posix(), start)
                if config.packages or config.drift != DriftConfig() or name == "csdlgen.toml":
                    return config, folder
    raise failure(
        "config-missing",
        "no configuration: neither csdlgen.toml nor a [tool.csdlgen] table in pyproject.toml, in this folder or above",
        "Write one, or name it with --config.",
        where=str(start),
    )


def read_toml(name: str, folder: Path = Path(), *, special: bool = False) -> str:
    """The text of a configuration; `special` is that of `read_source`. Raises CsdlgenError where it is not UTF-8."""
    source = read_source(name, folder, special=special)
    try:
        return source.data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise failure("config-not-toml", "the file is not UTF-8", "TOML files are UTF-8.", where=name) from error


def _config(name: str, folder: Path = Path(), *, special: bool = False) -> Config:
    return parse_config(read_toml(name, folder, special=special), source=name)
