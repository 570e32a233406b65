"""A package as it should be, compared with the disk; formatting is skipped for files that have not changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from csdlgen.disk.manifest import MANIFEST_NAME, Manifest, digest, dump_manifest, make_manifest
from csdlgen.disk.write import DiskState, FileChange, file_changes, load_state, read_existing
from csdlgen.errors import failure
from csdlgen.package.format import format_files
from csdlgen.package.render import Files
from csdlgen.pipeline import Selected, build
from csdlgen.project.config import PackageConfig
from csdlgen.project.inputs import Inputs


@dataclass(frozen=True, slots=True)
class Generated:
    """A package as it should be, and the files on disk that differ; without changes the package is up to date."""

    files: Files
    manifest: Manifest
    changes: tuple[FileChange, ...]


def generate(package: PackageConfig, inputs: Inputs, selected: Selected, root: Path) -> Generated:
    """Build the package and compare it with the output folder `root`; writes nothing."""
    if root.exists() and not root.is_dir():
        message = f"{package.output} is a file"
        raise failure("output-not-a-folder", message, "Name a folder as the output.", where=str(root))
    rendered = build(package, selected)
    state = load_state(root, package.name)
    existing = read_existing(root, sorted({*rendered, *state.manifest.files}))
    known = _already_formatted(rendered, existing, state)
    # The runtime is formatted in the repository, which a test checks.
    wanted = [path for path in rendered if path not in known and "_runtime" not in path.parts]
    files = {**format_files(rendered, wanted), **known}
    manifest = make_manifest(package, inputs, rendered, files)
    changes = file_changes(files, existing, state)
    path = PurePosixPath(package.name, MANIFEST_NAME)
    old, new = read_existing(root, [path]).get(path), dump_manifest(manifest, package.name)
    if old != new:
        changes = (*changes, FileChange(path, old, new))
    return Generated(files, manifest, changes)


def _already_formatted(
    rendered: Files, existing: Mapping[PurePosixPath, str], state: DiskState
) -> dict[PurePosixPath, str]:
    """The formatted text of files that were rendered to the same text before: what is on disk, or the rendered text
    itself where formatting it changed nothing."""
    known: dict[PurePosixPath, str] = {}
    for path, text in rendered.items():
        hashes = state.manifest.files.get(path)
        if hashes is None or hashes.rendered != digest(text):
            continue
        if hashes.sha256 == hashes.rendered:
            known[path] = text
        elif path in existing and digest(existing[path]) == hashes.sha256:
            known[path] = existing[path]
    return known
