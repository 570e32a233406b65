"""Input files at the edge: finding and reading what a configuration names. No network."""

from __future__ import annotations

import glob
import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from csdlgen.errors import failure
from csdlgen.project.config import Config, PackageConfig, parse_config

_LARGEST = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read: its name as the configuration has it, and its bytes."""

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that a package is generated from."""

    metadata: tuple[Source, ...]
    overlays: tuple[Source, ...]
    documented: tuple[Source, ...]
    referenced: tuple[Source, ...] = ()

    @property
    def documents(self) -> tuple[Source, ...]:
        """What the model is read from, overlays apart."""
        return (*self.metadata, *self.referenced)

    @property
    def all(self) -> tuple[Source, ...]:
        return (*self.metadata, *self.overlays, *self.documented, *self.referenced)


def read_source(name: str, folder: Path = Path()) -> Source:
    """One file. Raises CsdlgenError where it cannot be read."""
    try:
        with (folder / name).open("rb") as handle:
            data = handle.read(_LARGEST + 1)  # not by the size that is stated: devices and pipes state none
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        remedy = "Check the name; names in a configuration are relative to its folder."
        raise failure("file-unreadable", f"cannot read {name!r}: {reason}", remedy, where=name) from error
    if len(data) > _LARGEST:
        raise failure("file-too-large", f"{name!r} is larger than 256 MiB", "Give a $metadata document.", where=name)
    return Source(name, data)


def read_inputs(package: PackageConfig, folder: Path) -> Inputs:
    """The inputs of a package; patterns are expanded in sorted order."""
    return Inputs(
        metadata=tuple(_each(package.metadata, folder)),
        overlays=tuple(_each(package.overlays, folder)),
        documented=tuple(_each(package.documented, folder)),
    )


def _each(names: Iterable[str], folder: Path) -> Iterable[Source]:
    for name in names:
        if not any(mark in name for mark in "*?[") or (folder / name).is_file():
            yield read_source(name, folder)
            continue
        # Path.glob raises for absolute patterns, and for some that it finds odd.
        matches = glob.glob(name, root_dir=folder, recursive=True)  # noqa: PTH207
        found = sorted(Path(each).as_posix() for each in matches if (folder / each).is_file())
        if not found:
            raise failure("file-unreadable", f"no file matches {name!r}", "Check the pattern.", where=name)
        for each in found:
            yield read_source(each, folder)


def read_config(given: str | None, start: Path) -> tuple[Config, Path]:
    """The configuration and its folder: the file given, else csdlgen.toml or pyproject.toml here or above."""
    if given is not None:
        return _config(given), Path(given).resolve().parent
    for folder in (start, *start.parents):
        for name in ("csdlgen.toml", "pyproject.toml"):
            if (folder / name).is_file():
                found = _config(Path(os.path.relpath(folder / name, start)).as_posix(), start)
                if found.packages or name == "csdlgen.toml":
                    return found, folder
    raise failure(
        "config-missing",
        "no configuration: neither csdlgen.toml nor a [tool.csdlgen] table in pyproject.toml, here or above",
        "Write one, or name it with --config.",
        where=str(start),
    )


def _config(name: str, folder: Path = Path()) -> Config:
    source = read_source(name, folder)
    try:
        text = source.data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise failure("config-not-toml", "the file is not UTF-8", "TOML files are UTF-8.", where=name) from error
    return parse_config(text, source=name)
