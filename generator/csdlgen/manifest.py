"""The manifest of a generated package: what it was made from, and every file with its hash.

A file's entry is its SHA-256; where formatting changed what was rendered, also that of the rendered text, so that a
run can tell that nothing changed without formatting anything.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from csdlgen import __version__
from csdlgen.config import PackageConfig
from csdlgen.inputs import Inputs
from csdlgen.render import Files

NAME = "_manifest.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """The hashes of a file as written and as rendered."""

    sha256: str
    rendered: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Files below the output folder, by path; the rest is for people."""

    files: Mapping[PurePosixPath, Entry] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    generator: str = ""


def digest(text: str) -> str:
    """The SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def make_manifest(package: PackageConfig, inputs: Inputs, rendered: Files, formatted: Files) -> Manifest:
    """The manifest of what is about to be written."""
    files = {path: Entry(digest(text), digest(rendered[path])) for path, text in formatted.items()}
    return Manifest(files, {each.name: each.sha256 for each in inputs.all}, f"csdlgen {__version__}")


def dump_manifest(manifest: Manifest) -> str:
    """The manifest as JSON, the same bytes for the same manifest."""
    files = {
        str(path): entry.sha256 if entry.sha256 == entry.rendered else [entry.sha256, entry.rendered]
        for path, entry in sorted(manifest.files.items())
    }
    data = {"generator": manifest.generator, "inputs": dict(sorted(manifest.inputs.items())), "files": files}
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def parse_manifest(text: str) -> Manifest:
    """A manifest from its JSON. Raises ValueError for anything that is none."""
    try:
        data = json.loads(text)
        files = {}
        for path, entry in data["files"].items():
            written, rendered = (entry, entry) if isinstance(entry, str) else entry
            files[_inside(path)] = Entry(str(written), str(rendered))
        return Manifest(files, dict(data["inputs"]), str(data["generator"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a manifest: {error}") from error


def _inside(text: str) -> PurePosixPath:
    """A path of the manifest; one that leaves the output folder would have us delete other people's files."""
    path = PurePosixPath(text)
    if path.is_absolute() or ".." in path.parts or "\\" in text or ":" in text:
        raise ValueError(f"a manifest cannot name {text!r}")
    return path
