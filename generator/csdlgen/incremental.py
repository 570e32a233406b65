"""A package as it should be, compared with the disk; formatting is skipped for files that have not changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from csdlgen.disk.manifest import MANIFEST_NAME, Manifest, digest, dump_manifest, make_manifest
from csdlgen.disk.write import (
    DiskState,
    FileChange,
    WriteReport,
    file_changes,
    load_state,
    read_existing,
    refuse,
    write,
)
from csdlgen.errors import CsdlgenError, Diagnostic, failure
from csdlgen.package.format import format_files
from csdlgen.package.render import Files
from csdlgen.pipeline import Selected, build
from csdlgen.project.inputs import Inputs
from csdlgen.project.packages import ConfiguredPackage
from csdlgen.size import Size, over_budget, size_of


@dataclass(frozen=True, slots=True)
class FolderFiles:
    """Files that fill a folder of their own, and how the folder differs from them: without changes it is up to date.
    `root` is what the folder is in."""

    root: Path
    name: str
    files: Files
    manifest: Manifest
    changes: tuple[FileChange, ...]

    @property
    def size(self) -> Size:
        """Of all that is on disk in the end, the manifest included."""
        return size_of((*self.files.values(), dump_manifest(self.manifest, self.name)))

    def write(self, *, force: bool) -> WriteReport:
        """Make the folder hold exactly the files (see `disk.write`)."""
        return write(self.files, self.manifest, self.root, self.name, force=force)


@dataclass(frozen=True, slots=True)
class Generated(FolderFiles):
    """A package as it should be."""

    package: ConfiguredPackage
    selected: Selected

    @property
    def over_budget(self) -> tuple[Diagnostic, ...]:
        """Errors where the package is larger than its configuration allows."""
        return over_budget(self.package.config, self.size)

    def refuse(self, *, force: bool) -> None:
        """Raise what `write` would raise before it changes anything: of several packages, all are written or none. A
        package that is larger than its configuration allows is not written either."""
        if problems := self.over_budget:
            raise CsdlgenError(*problems)
        refuse(self.files, self.root, self.name, force=force)


def generate(package: ConfiguredPackage, selected: Selected) -> Generated:
    """Build what is selected, and compare it with the output folder; writes nothing."""
    config, root = package.config, package.output
    if root.exists() and not root.is_dir():
        message = f"{config.output} is a file"
        raise failure("output-not-a-folder", message, "Name a folder as the output.", where=str(root))
    rendered = build(config, selected, package.inputs.templates)
    state = load_state(root, config.name)
    existing = read_existing(root, sorted({*rendered, *state.manifest.files}))
    known = _already_formatted(rendered, existing, state)
    files = _formatted(rendered, known, package)
    manifest = make_manifest(package.inputs, rendered, files, config.remembered)
    changes = _changes(files, existing, state, manifest, root, config.name)
    return Generated(root, config.name, files, manifest, changes, package, selected)


def size_without(generated: Generated, parts: Iterable[str]) -> Size:
    """The size that a package would have without some parts."""
    package = generated.package
    config = replace(package.config, without=frozenset(parts))
    rendered, hashes = build(config, generated.selected, package.inputs.templates), generated.manifest.files
    same = {path: generated.files[path] for path in rendered.keys() & hashes.keys()}
    known = {path: text for path, text in same.items() if hashes[path].rendered == digest(rendered[path])}
    files = _formatted(rendered, known, package)
    return size_of((*files.values(), dump_manifest(make_manifest(package.inputs, rendered, files), config.name)))


def _formatted(rendered: Files, known: Files, package: ConfiguredPackage) -> Files:
    """The files formatted, but for those that are known as such."""
    # The runtime is formatted in the repository, which a test checks.
    wanted = [path for path in rendered if path not in known and "_runtime" not in path.parts]
    return {**format_files(rendered, wanted, checked=bool(package.inputs.templates)), **known}


def _changes(
    files: Files,
    existing: Mapping[PurePosixPath, str],
    state: DiskState,
    manifest: Manifest,
    root: Path,
    name: str,
) -> tuple[FileChange, ...]:
    """How the folder `name` in the folder `root` differs from the files and the manifest."""
    changes = file_changes(files, existing, state)
    path = PurePosixPath(name, MANIFEST_NAME)
    old, new = read_existing(root, [path]).get(path), dump_manifest(manifest, name)
    return (*changes, FileChange(path, old, new)) if old != new else changes


def fill_folder(folder: Path, files: Files, inputs: Inputs) -> FolderFiles:
    """Compare files, by their path below a folder, with what is there; writes nothing."""
    root, name = folder.parent, folder.name
    if folder.exists() and not folder.is_dir():
        raise failure("output-not-a-folder", f"{folder} is a file", "Name a folder.", where=str(folder))
    below = {PurePosixPath(name, path): text for path, text in files.items()}
    state = load_state(root, name)
    existing = read_existing(root, sorted({*below, *state.manifest.files}))
    manifest = make_manifest(inputs, below, below)
    changes = _changes(below, existing, state, manifest, root, name)
    return FolderFiles(root, name, below, manifest, changes)


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
