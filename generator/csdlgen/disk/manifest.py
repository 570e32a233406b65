"""The manifest of a generated package: what it was made from, and every file, relative to the manifest, with its hash.

The hash of a file is its SHA-256. Where formatting changed the rendered text, the hash of that is listed too, so that a
run can tell that nothing changed without formatting anything.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from csdlgen import __version__
from csdlgen.package.render import Files
from csdlgen.project.inputs import Inputs
from csdlgen.project.keys import PARTS

MANIFEST_NAME = "_manifest.json"
# The one file that a generated package has outside its own folder.
BESIDE = "pyproject.toml"
# By which a file of pending hashes is known to be ours.
_PENDING = "csdlgen: pending"


@dataclass(frozen=True, slots=True)
class FileHashes:
    """The hashes of a file as written and as rendered."""

    sha256: str
    rendered: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files below the output folder, by path, and the parts that somebody wanted a vendored package without. Inputs
    and generator are there for people to read."""

    files: Mapping[PurePosixPath, FileHashes] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    generator: str = ""
    without: frozenset[str] = frozenset()


def digest(text: str) -> str:
    """The SHA-256 of a text in UTF-8, written as in the RECORD of a wheel: URL-safe base64 without padding.

    Bytes that are not UTF-8 are surrogates in the text, as in Python's file names.
    """
    hashed = hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()
    return base64.urlsafe_b64encode(hashed).decode().rstrip("=")


def make_manifest(inputs: Inputs, rendered: Files, formatted: Files, without: frozenset[str] = frozenset()) -> Manifest:
    """The manifest of what is about to be written; `without` are the parts to remember for the next run."""
    files = {path: FileHashes(digest(text), digest(rendered[path])) for path, text in formatted.items()}
    return Manifest(files, {source.name: source.sha256 for source in inputs.all}, f"csdlgen {__version__}", without)


def dump_manifest(manifest: Manifest, package: str) -> str:
    """The manifest of a package as JSON, the same bytes for the same manifest."""
    files = {
        _relative(path, package): (
            hashes.sha256 if hashes.sha256 == hashes.rendered else [hashes.sha256, hashes.rendered]
        )
        for path, hashes in sorted(manifest.files.items())
    }
    data: dict[str, object] = {"generator": manifest.generator, "inputs": dict(sorted(manifest.inputs.items()))}
    data |= {"without": sorted(manifest.without)} if manifest.without else {}
    data["files"] = files
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def parse_manifest(text: str, package: str) -> Manifest:
    """The manifest of a package from its JSON. Raises ValueError for anything else."""
    try:
        data = json.loads(text)
        files = {}
        for path, entry in data["files"].items():
            written, rendered = (entry, entry) if isinstance(entry, str) else entry
            files[_absolute(path, package)] = FileHashes(str(written), str(rendered))
        without = frozenset(map(str, data.get("without", ())))
        if unknown := without - PARTS.keys():
            raise ValueError(f"no package is without {min(unknown)!r}")
        return Manifest(files, dict(data["inputs"]), str(data["generator"]), without)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"not a manifest: {error}") from error


def dump_pending(hashes: Mapping[PurePosixPath, frozenset[str]]) -> str:
    """The hashes that files of ours may have until a run has come to its end, as JSON."""
    return json.dumps({_PENDING: {str(path): sorted(each) for path, each in sorted(hashes.items())}})


def parse_pending(text: str, package: str) -> dict[PurePosixPath, frozenset[str]]:
    """The hashes from their JSON, for paths of the package. Raises ValueError for anything else."""
    try:
        found = {
            PurePosixPath(path): frozenset(map(str, hashes)) for path, hashes in json.loads(text)[_PENDING].items()
        }
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"no pending hashes: {error}") from error
    return {
        path: hashes
        for path, hashes in found.items()
        if (path.parts[:1] == (package,) and ".." not in path.parts) or str(path) == BESIDE
    }


def _relative(path: PurePosixPath, package: str) -> str:
    """A path below the output folder, relative to the package's folder."""
    return str(path.relative_to(package)) if path.parts[0] == package else f"../{path}"


def _absolute(text: str, package: str) -> PurePosixPath:
    """The opposite. Raises ValueError for a path that leaves the output folder, where other people's files are."""
    beside = text.startswith("../")
    path = PurePosixPath(text.removeprefix("../")) if beside else PurePosixPath(package, text)
    stays = str(path) == BESIDE if beside else len(path.parts) > 1 and path.parts[0] == package
    if not stays or ".." in path.parts or {"\\", ":"} & {*text} or not text.isprintable():
        raise ValueError(f"a manifest cannot name {text!r}")
    return path
