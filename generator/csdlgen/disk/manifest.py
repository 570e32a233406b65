"""The manifest of a generated package: what it was made from, and every file with its hash, relative to the manifest.

A file's entry is its SHA-256; where formatting changed what was rendered, also that of the rendered text, so that a
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
from csdlgen.project.config import PackageConfig
from csdlgen.project.inputs import Inputs

NAME = "_manifest.json"
# The one file that a generated package has beside its own folder.
BESIDE = "pyproject.toml"


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
    """The SHA-256 of a text in UTF-8, written as in the RECORD of a wheel: URL-safe base64 without padding.

    Bytes that are no UTF-8 stand in the text as surrogates, as in Python's file names.
    """
    hashed = hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()
    return base64.urlsafe_b64encode(hashed).decode().rstrip("=")


def make_manifest(package: PackageConfig, inputs: Inputs, rendered: Files, formatted: Files) -> Manifest:
    """The manifest of what is about to be written."""
    files = {path: Entry(digest(text), digest(rendered[path])) for path, text in formatted.items()}
    return Manifest(files, {each.name: each.sha256 for each in inputs.all}, f"csdlgen {__version__}")


def dump_manifest(manifest: Manifest, package: str) -> str:
    """The manifest of a package as JSON, the same bytes for the same manifest."""
    files = {
        _relative(path, package): entry.sha256 if entry.sha256 == entry.rendered else [entry.sha256, entry.rendered]
        for path, entry in sorted(manifest.files.items())
    }
    data = {"generator": manifest.generator, "inputs": dict(sorted(manifest.inputs.items())), "files": files}
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def parse_manifest(text: str, package: str) -> Manifest:
    """The manifest of a package from its JSON. Raises ValueError for anything that is none."""
    try:
        data = json.loads(text)
        files = {}
        for path, entry in data["files"].items():
            written, rendered = (entry, entry) if isinstance(entry, str) else entry
            files[_absolute(path, package)] = Entry(str(written), str(rendered))
        return Manifest(files, dict(data["inputs"]), str(data["generator"]))
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"not a manifest: {error}") from error


def _relative(path: PurePosixPath, package: str) -> str:
    """A path below the output folder as the manifest has it: from the package's own folder."""
    return str(path.relative_to(package)) if path.parts[0] == package else f"../{path}"


def _absolute(text: str, package: str) -> PurePosixPath:
    """The opposite; a path that leaves the output folder would have us delete other people's files."""
    beside = text.startswith("../")
    path = PurePosixPath(text.removeprefix("../")) if beside else PurePosixPath(package, text)
    stays = str(path) == BESIDE if beside else len(path.parts) > 1 and path.parts[0] == package
    if not stays or ".." in path.parts or {"\\", ":"} & {*text} or not text.isprintable():
        raise ValueError(f"a manifest cannot name {text!r}")
    return path
