"""The lock file: what the documents in metadata/ were made from, so that anybody can check and repeat it.

A JSON file beside the documents; equal locks have equal bytes. Nothing in it is secret: URLs are without user and
query, and of files outside the configuration's folder only the name is recorded.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from csdlgen import __version__
from csdlgen.errors import failure
from csdlgen.project.inputs import path_from_here, read_source
from csdlgen.project.packages import ConfiguredPackage
from csdlgen.select import Selection

LOCK_NAME = "csdlgen.lock"
GENERATOR = f"csdlgen {__version__}"
_VERSION = 1
_LONGEST_ETAG = 500


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an upstream document was read: its URL or file, the day on which this content was first read, its hash."""

    source: str
    retrieved: date
    sha256: str
    etag: str = ""


@dataclass(frozen=True, slots=True)
class LockedDocument:
    """One committed document: what it was made from, the digest of the `selection` that it was made for, the version of
    csdlgen that made it, and the SHA-256 that it was written with."""

    origins: tuple[Provenance, ...]
    selection: str
    generator: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Lock:
    """The committed documents in one folder, by name."""

    documents: Mapping[str, LockedDocument] = field(default_factory=dict)


def dump_lock(lock: Lock) -> str:
    """The lock as JSON, sorted by name, with a line for each fact."""
    data = {
        "version": _VERSION,
        "documents": {
            name: {
                "sha256": document.sha256,
                "generator": document.generator,
                "selection": document.selection,
                "from": [_dump_provenance(origin) for origin in document.origins],
            }
            for name, document in sorted(lock.documents.items())
        },
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def _dump_provenance(origin: Provenance) -> dict[str, str]:
    data = {"source": origin.source, "retrieved": origin.retrieved.isoformat(), "sha256": origin.sha256}
    return data | ({"etag": origin.etag} if origin.etag else {})


def parse_lock(text: str, source: str) -> Lock:
    """The lock from its JSON. Raises CsdlgenError with `lock-unreadable` for anything else."""
    try:
        data = json.loads(text)
        if data["version"] != _VERSION:
            raise ValueError(f"version {data['version']!r}")
        return Lock({str(name): _parse_document(document) for name, document in data["documents"].items()})
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        remedy = "Restore it from version control, or remove it: `csdlgen update` writes a new one."
        raise failure("lock-unreadable", f"not a lock file of csdlgen: {error}", remedy, where=source) from error


def _parse_document(data: Mapping[str, Any]) -> LockedDocument:
    origins = tuple(_parse_provenance(origin) for origin in data["from"])
    return LockedDocument(origins, str(data["selection"]), str(data["generator"]), str(data["sha256"]))


def _parse_provenance(data: Mapping[str, Any]) -> Provenance:
    retrieved = date.fromisoformat(data["retrieved"])
    return Provenance(str(data["source"]), retrieved, str(data["sha256"]), valid_etag(str(data.get("etag", ""))))


def valid_etag(etag: str) -> str:
    """An entity tag that can be sent in a request (RFC 9110, section 8.8.3); empty for anything else."""
    plain = etag.isascii() and etag.isprintable() and len(etag) <= _LONGEST_ETAG
    return etag if plain and etag.removeprefix("W/").startswith('"') and etag.endswith('"') else ""


def renewed(old: LockedDocument | None, new: LockedDocument) -> LockedDocument:
    """The new entry, in which documents that the old one names as well, with the same hash, keep their day and entity
    tag: an update that finds nothing new changes nothing."""
    known = {(origin.source, origin.sha256): origin for origin in (old.origins if old else ())}
    origins = tuple(known.get((origin.source, origin.sha256), origin) for origin in new.origins)
    return LockedDocument(origins, new.selection, new.generator, new.sha256)


def text_sha256(text: str) -> str:
    """The SHA-256 of a document, in hexadecimal; independent of its line ends, which version control may change."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode("utf-8", "surrogateescape")).hexdigest()


@dataclass(frozen=True, slots=True)
class LockedPackages:
    """Packages that are made from the same documents, with the lock file of these."""

    packages: tuple[ConfiguredPackage, ...]
    path: Path
    lock: Lock

    @property
    def names(self) -> tuple[str, ...]:
        """The documents as the configuration names them."""
        return self.packages[0].config.metadata

    def document_path(self, name: str) -> Path:
        return self.packages[0].folder / name

    def key(self, name: str) -> str:
        """A document as the lock names it: relative to the lock's folder."""
        try:
            return Path(os.path.relpath(self.document_path(name), self.path.parent)).as_posix()
        except ValueError:  # on another drive
            return Path(name).name

    def entry(self, name: str) -> LockedDocument | None:
        return self.lock.documents.get(self.key(name))

    @property
    def selection(self) -> str:
        """The SHA-256 of everything that decides what is taken of upstream: selections in whatever order they are
        written, limits, overlays, documented routes."""
        digest = hashlib.sha256()
        configs = [package.config for package in self.packages]
        for line in sorted(f"{_in_order(config.selection)!r} {config.limits!r}\n" for config in configs):
            digest.update(line.encode())
        for package in self.packages:
            for source in (*package.inputs.overlays, *package.inputs.documented):
                text = source.data.decode("utf-8", "surrogateescape")
                digest.update(f"{source.name!r} {text_sha256(text)}\n".encode())
        return digest.hexdigest()

    def etags(self) -> dict[str, str]:
        """The entity tags by URL; none where the committed documents are not what would be made of these URLs today."""
        etags: dict[str, str] = {}
        texts = {
            source.name: source.data.decode("utf-8", "surrogateescape") for source in self.packages[0].inputs.metadata
        }
        for name in self.names:
            entry = self.entry(name)
            if entry is None or name not in texts or entry.sha256 != text_sha256(texts[name]):
                return {}
            if entry.selection != self.selection or entry.generator != GENERATOR:
                return {}
            etags |= {origin.source: origin.etag for origin in entry.origins if origin.etag}
        return etags


def _in_order(selection: Selection) -> Selection:
    """A selection that is equal for all ways to write it down, since it takes the same in any order."""
    derived = selection.derived
    return replace(
        selection,
        operations=tuple(sorted({*selection.operations})),
        types=tuple(sorted({*selection.types})),
        resources=tuple(sorted({*selection.resources})),
        derived=tuple(sorted({*derived})) if isinstance(derived, tuple) else derived,
    )


def read_lock(packages: Iterable[ConfiguredPackage]) -> LockedPackages:
    """The packages, which share their documents, with the lock file beside the first document."""
    packages = tuple(packages)
    folder = packages[0].folder
    name = (Path(packages[0].config.metadata[0]).parent / LOCK_NAME).as_posix()
    lock = Lock()
    if (folder / name).exists():
        lock = parse_lock(read_source(name, folder).data.decode("utf-8", "replace"), path_from_here(folder, name))
    return LockedPackages(packages, folder / name, lock)
