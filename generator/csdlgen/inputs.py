"""Input files at the edge: finding and reading what a configuration names. No network."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from csdlgen.config import Config, PackageConfig, parse_config
from csdlgen.errors import failure

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

    @property
    def all(self) -> tuple[Source, ...]:
        return (*self.metadata, *self.overlays, *self.documented)


def read_source(name: str, folder: Path = Path()) -> Source:
    """One file. Raises CsdlgenError where it cannot be read."""
    path = folder / name
    try:
        if path.stat().st_size > _LARGEST:
            raise failure("file-too-large", f"{name} is larger than 256 MiB", "Give a $metadata document.", where=name)
        return Source(name, path.read_bytes())
    except OSError as error:
        reason = error.strerror or type(error).__name__
        remedy = "Check the name; names in a configuration are relative to its folder."
        raise failure("file-unreadable", f"cannot read {name}: {reason}", remedy, where=name) from error


def read_inputs(package: PackageConfig, folder: Path) -> Inputs:
    """The inputs of a package; patterns are expanded in sorted order."""
    return Inputs(
        metadata=tuple(_each(package.metadata, folder)),
        overlays=tuple(_each(package.overlays, folder)),
        documented=tuple(_each(package.documented, folder)),
    )


def _each(names: Iterable[str], folder: Path) -> Iterable[Source]:
    for name in names:
        if not any(mark in name for mark in "*?["):
            yield read_source(name, folder)
            continue
        found = sorted(path.relative_to(folder).as_posix() for path in folder.glob(name))
        if not found:
            raise failure("file-unreadable", f"no file matches {name}", "Check the pattern.", where=name)
        for each in found:
            yield read_source(each, folder)


def read_config(given: str | None, start: Path) -> tuple[Config, Path]:
    """The configuration and its folder: the file given, else csdlgen.toml or pyproject.toml here or above."""
    if given is not None:
        path = Path(given)
        return _config(path), path.resolve().parent
    for folder in (start, *start.parents):
        for name in ("csdlgen.toml", "pyproject.toml"):
            path = folder / name
            if path.is_file():
                found = _config(path)
                if found.packages or name == "csdlgen.toml":
                    return found, folder
    raise failure(
        "config-missing",
        "no configuration: neither csdlgen.toml nor a [tool.csdlgen] table in pyproject.toml, here or above",
        "Write one, or name it with --config.",
        where=str(start),
    )


def _config(path: Path) -> Config:
    source = read_source(str(path))
    try:
        text = source.data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise failure("config-not-toml", "the file is not UTF-8", "TOML files are UTF-8.", where=str(path)) from error
    return parse_config(text, source=str(path))
