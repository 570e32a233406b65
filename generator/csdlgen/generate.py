"""Generation as commands use it: what a package should be, and how the disk compares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from csdlgen.disk.manifest import NAME, Manifest, digest, dump_manifest, make_manifest
from csdlgen.disk.write import Difference, State, differences, load_state, read_existing
from csdlgen.errors import failure
from csdlgen.package.format import format_files
from csdlgen.package.render import Files
from csdlgen.pipeline import Selected, build
from csdlgen.project.config import PackageConfig
from csdlgen.project.inputs import Inputs


@dataclass(frozen=True, slots=True)
class Generated:
    """A package as it should be, and what on disk differs from that; no change means that nothing is to be done."""

    files: Files
    manifest: Manifest
    changes: tuple[Difference, ...]


def generate(package: PackageConfig, inputs: Inputs, selected: Selected, root: Path) -> Generated:
    """Work out the package and compare it with the output folder `root`; writes nothing."""
    if root.exists() and not root.is_dir():
        raise failure(
            "output-not-a-folder", f"{package.output} is a file", "Name a folder as the output.", where=str(root)
        )
    rendered = build(package, selected)
    state = load_state(root, package.name)
    paths = sorted({*rendered, *state.manifest.files})
    existing = read_existing(root, paths)
    known = _formatted_before(rendered, existing, state)
    # The runtime's files are ours and formatted as they are; a test holds that.
    asked = [path for path in rendered if path not in known and "_runtime" not in path.parts]
    files = {**format_files(rendered, asked), **known}
    manifest = make_manifest(package, inputs, rendered, files)
    place = PurePosixPath(package.name, NAME)
    changes = differences(files, existing, state)
    recorded = read_existing(root, [place]).get(place)
    if recorded != dump_manifest(manifest, package.name):
        changes = (*changes, Difference(place, recorded, dump_manifest(manifest, package.name)))
    return Generated(files, manifest, changes)


def _formatted_before(rendered: Files, existing: Mapping[PurePosixPath, str], state: State) -> dict[PurePosixPath, str]:
    """What need not be formatted again: the text on disk was made from the same rendering, or formatting it was seen
    to change nothing."""
    found: dict[PurePosixPath, str] = {}
    for path, text in rendered.items():
        entry = state.manifest.files.get(path)
        if entry is None or entry.rendered != digest(text):
            continue
        if entry.sha256 == entry.rendered:
            found[path] = text
        elif path in existing and digest(existing[path]) == entry.sha256:
            found[path] = existing[path]
    return found
