"""The lock: what the documents in metadata/ were made from, so that anybody can tell and repeat it.

A file of JSON beside the documents, the same bytes for the same lock. Nothing in it is secret: of a URL there is
neither user nor query, of a file on somebody's disk only what is below the configuration's folder, or else the name.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from csdlgen.errors import failure
from csdlgen.project.config import PackageConfig
from csdlgen.project.inputs import Source

NAME = "csdlgen.lock"
_VERSION = 1
_LONGEST_ETAG = 500


@dataclass(frozen=True, slots=True)
class Origin:
    """One document of upstream: where it was read, on which day it was first seen like this, and its SHA-256."""

    source: str
    retrieved: date
    sha256: str
    etag: str = ""


@dataclass(frozen=True, slots=True)
class Locked:
    """One document of ours: what it was made from, the digest of the `selection` that it was made for, the version of
    csdlgen that made it, and the SHA-256 that it was written with."""

    origins: tuple[Origin, ...]
    selection: str
    generator: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Lock:
    """The documents of ours in one folder, by name."""

    documents: Mapping[str, Locked] = field(default_factory=dict)


def dump_lock(lock: Lock) -> str:
    """The lock as JSON, by name, with a line for each fact."""
    data = {
        "version": _VERSION,
        "documents": {
            name: {
                "sha256": each.sha256,
                "generator": each.generator,
                "selection": each.selection,
                "from": [_origin(origin) for origin in each.origins],
            }
            for name, each in sorted(lock.documents.items())
        },
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def _origin(origin: Origin) -> dict[str, str]:
    found = {"source": origin.source, "retrieved": origin.retrieved.isoformat(), "sha256": origin.sha256}
    return found | ({"etag": origin.etag} if origin.etag else {})


def parse_lock(text: str, source: str) -> Lock:
    """The lock from its JSON. Raises CsdlgenError with `lock-unreadable` for anything that is none."""
    try:
        data = json.loads(text)
        if data["version"] != _VERSION:
            raise ValueError(f"version {data['version']!r}")
        return Lock({str(name): _parse_locked(each) for name, each in data["documents"].items()})
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        remedy = "Restore it from version control; without it, `csdlgen update` writes it anew."
        raise failure("lock-unreadable", f"not a lock of csdlgen: {error}", remedy, where=source) from error


def _parse_locked(data: Mapping[str, Any]) -> Locked:
    origins = tuple(_parse_origin(each) for each in data["from"])
    return Locked(origins, str(data["selection"]), str(data["generator"]), str(data["sha256"]))


def _parse_origin(data: Mapping[str, Any]) -> Origin:
    retrieved = date.fromisoformat(data["retrieved"])
    return Origin(str(data["source"]), retrieved, str(data["sha256"]), sent_back(str(data.get("etag", ""))))


def sent_back(etag: str) -> str:
    """An entity tag as it may be sent back (RFC 9110, section 8.8.3); empty where it is none."""
    plain = etag.isascii() and etag.isprintable() and len(etag) <= _LONGEST_ETAG
    return etag if plain and etag.removeprefix("W/").startswith('"') and etag.endswith('"') else ""


def renewed(old: Locked | None, new: Locked) -> Locked:
    """The new entry. What was seen before under the same name keeps its day and tag, so that an update that finds
    nothing new changes nothing."""
    known = {(each.source, each.sha256): each for each in (old.origins if old else ())}
    origins = tuple(known.get((each.source, each.sha256), each) for each in new.origins)
    return Locked(origins, new.selection, new.generator, new.sha256)


def digest_of_selection(packages: Iterable[PackageConfig], others: Iterable[Source]) -> str:
    """The SHA-256 of all that decides what is taken of upstream: selections, limits and what stands beside metadata."""
    hashed = hashlib.sha256()
    for each in packages:
        hashed.update(f"{each.name!r} {each.selection!r} {each.limits!r}\n".encode())
    for source in others:
        hashed.update(f"{source.name!r} {source.sha256}\n".encode())
    return hashed.hexdigest()
