"""The files of a package to disk, so that nothing is ever lost.

Rules:

1. A file is ours if the manifest lists it and it still has the hash listed there. Nothing else is replaced or deleted:
   a hand-edited file is an error that names it, or kept as a backup with `force`.
2. Everything is staged first. Then the hashes of all files, as they are and as they will be, are written down as
   *pending*; then each file is moved into place; then the manifest; then the pending hashes are removed. However often
   a run is killed in between, the next one recognises its files as ours. Each of these is on the disk itself before the
   next begins.
3. One writer at a time.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from csdlgen.disk.folder_lock import LOCK_NAME, locked
from csdlgen.disk.links import refuse_links_out, refuse_links_within
from csdlgen.disk.manifest import (
    MANIFEST_NAME,
    Manifest,
    digest,
    dump_manifest,
    dump_pending,
    parse_manifest,
    parse_pending,
)
from csdlgen.disk.staging import back_up, stage, sync_files, sync_folders, writing
from csdlgen.errors import CsdlgenError, Diagnostic, failure
from csdlgen.package.render import Files

_PENDING = f"{MANIFEST_NAME}.pending"


@dataclass(frozen=True, slots=True)
class FileChange:
    """How a file on disk differs from what would be written: `old` is None if it is missing, `new` if it is stale.
    `edited` says that csdlgen has not written it as it is, by the hashes of the manifest."""

    path: PurePosixPath
    old: str | None
    new: str | None
    edited: bool = False

    @property
    def kind(self) -> str:
        return "missing" if self.old is None else "stale" if self.new is None else "changed"

    @property
    def found(self) -> str:
        """What a check reports: `edited`, or the kind of the change."""
        return "edited" if self.edited else self.kind


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What a run did: paths below the output folder, the manifest last."""

    written: tuple[PurePosixPath, ...]
    deleted: tuple[PurePosixPath, ...]
    unchanged: int
    backups: tuple[PurePosixPath, ...]


@dataclass(frozen=True, slots=True)
class DiskState:
    """What is on disk: the manifest, and for each file of ours the hashes that it may have."""

    manifest: Manifest
    owned: Mapping[PurePosixPath, frozenset[str]]


def load_state(root: Path, package: str) -> DiskState:
    """The state of a package in the output folder `root`. Raises CsdlgenError for an unreadable manifest."""
    manifest = Manifest()
    path = root / package / MANIFEST_NAME
    try:
        if path.is_file():
            manifest = parse_manifest(path.read_text(encoding="utf-8"), package)
    except (ValueError, OSError) as error:
        remedy = "Restore it from version control, or remove the package folder."
        raise failure("manifest-unreadable", f"cannot read the manifest: {error}", remedy, where=str(path)) from error
    owned = {name: frozenset((entry.sha256,)) for name, entry in manifest.files.items()}
    for name, hashes in (_pending(path.with_name(_PENDING), package) or {}).items():
        owned[name] = owned.get(name, frozenset()) | hashes
    return DiskState(manifest, owned)


def _pending(path: Path, package: str) -> Mapping[PurePosixPath, frozenset[str]] | None:
    """The pending hashes of a run that has not come to its end; None where there are none, or the file of that name is
    not ours."""
    try:
        own = path.is_file() and not path.is_symlink()
        return parse_pending(path.read_text(encoding="utf-8"), package) if own else None
    except (OSError, ValueError):
        return None


def edits(root: Path, manifest: Manifest) -> dict[PurePosixPath, str]:
    """The files of a package that are not what its manifest says, by path: `edited` or `missing`."""
    existing = read_existing(root, sorted(manifest.files))
    return {
        path: "edited" if path in existing else "missing"
        for path, hashes in sorted(manifest.files.items())
        if path not in existing or digest(existing[path]) != hashes.sha256
    }


def read_existing(root: Path, paths: Iterable[PurePosixPath]) -> dict[PurePosixPath, str]:
    """The text of the files that exist; bytes that are not UTF-8 become surrogates, which no generated file has. Raises
    CsdlgenError where a file cannot be read."""
    texts = {}
    for path in paths:
        try:
            if (root / path).is_file():  # reading a pipe would wait for somebody who writes
                texts[path] = (root / path).read_bytes().decode("utf-8", "surrogateescape")
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            continue
        except OSError as error:
            if not (root / path).is_dir():  # which Windows reports as a lack of permission
                message, remedy = f"cannot read {path}: {error.strerror}", "Make it readable, or remove it."
                raise failure("output-unreadable", message, remedy, where=str(root / path)) from error
    return texts


def file_changes(files: Files, existing: Mapping[PurePosixPath, str], state: DiskState) -> tuple[FileChange, ...]:
    """What writing the files would change, by path."""
    changes = [FileChange(path, existing.get(path), new) for path, new in files.items() if existing.get(path) != new]
    stale = [path for path in state.owned if path not in files and path in existing]
    changes += [FileChange(path, existing[path], None) for path in stale]
    judged = (replace(each, edited=_is_edited(each, state)) for each in changes)
    return tuple(sorted(judged, key=lambda change: change.path))


def write(files: Files, manifest: Manifest, root: Path, package: str, *, force: bool = False) -> WriteReport:
    """Make the disk hold exactly the files, and the manifest.

    Raises CsdlgenError, with nothing changed, where a file that is not ours is in the way and `force` is not given; and
    where the disk refuses, in which case the next run finishes the work.
    """
    text = dump_manifest(manifest, package)
    with writing(root):
        refuse_links_out(root)
        root.mkdir(parents=True, exist_ok=True)
        if _is_done(root, package, text, _survey(files, root, package, force=force)):
            return WriteReport((), (), len(files) + 1, ())
        with locked(root) as name:
            survey = _survey(files, root, package, force=force)  # again, now that no other run can write
            renewed = not _is_current(root / package / MANIFEST_NAME, text)
            backups = _replace(root, package, text, survey, root / name)
    written = [change.path for change in survey.changes if change.new is not None]
    written += [PurePosixPath(package, MANIFEST_NAME)] if renewed else []
    deleted = tuple(change.path for change in survey.changes if change.new is None)
    return WriteReport(tuple(written), deleted, len(files) + 1 - len(written), backups)


def _is_current(path: Path, manifest: str) -> bool:
    """Whether a file is this manifest."""
    return path.is_file() and path.read_bytes() == manifest.encode()


def _is_done(root: Path, package: str, manifest: str, survey: _Survey) -> bool:
    """Whether there is nothing to do, not even to clean up after a killed run."""
    path = root / package / MANIFEST_NAME
    current = not survey.changes and _is_current(path, manifest)
    left = os.path.lexists(root / LOCK_NAME) or _pending(path.with_name(_PENDING), package) is not None
    return current and not left


def refuse(files: Files, root: Path, package: str, *, force: bool = False) -> None:
    """Raise what `write` would raise before it changes anything: of several packages, all are written or none."""
    _survey(files, root, package, force=force)


@dataclass(frozen=True, slots=True)
class _Survey:
    """What is to be done: the changes, those of `foreign` files, which need a backup, the folders that may then be
    empty, and the hashes that are ours until all is done."""

    changes: tuple[FileChange, ...]
    foreign: tuple[FileChange, ...]
    emptied: frozenset[PurePosixPath]
    pending: Mapping[PurePosixPath, frozenset[str]]


def _survey(files: Files, root: Path, package: str, *, force: bool) -> _Survey:
    """Compare with the disk. Raises CsdlgenError where something is in the way, unless another run has written in the
    meantime: then it is compared anew."""
    while True:
        state = load_state(root, package)
        try:
            return _survey_of(state, files, root, package, force=force)
        except CsdlgenError:
            if load_state(root, package) == state:
                raise


def _survey_of(state: DiskState, files: Files, root: Path, package: str, *, force: bool) -> _Survey:
    manifest = PurePosixPath(package, MANIFEST_NAME)
    paths = {*files, *state.owned}
    refuse_links_out(root)
    refuse_links_within(root, {*paths, manifest})
    existing = read_existing(root, sorted(paths))
    changes = file_changes(files, existing, state)
    blocked = tuple(_obstacles(root, {manifest, *(change.path for change in changes if change.new is not None)}))
    foreign = tuple(change for change in changes if change.old is not None and not _is_ours(change, state))
    refused = [_not_ours(root, change) for change in foreign]
    if not state.owned:
        refused = [*_unknown_files(root, package, files, existing)] or refused
    if blocked or (refused and not force):
        raise CsdlgenError(*blocked, *(refused if not force else ()))
    emptied = frozenset(path.parent for path in state.owned if path not in files)
    pending = dict(state.owned)
    for path, text in files.items():
        pending[path] = pending.get(path, frozenset()) | {digest(text)}
    return _Survey(changes, foreign, emptied, pending)


def _is_ours(change: FileChange, state: DiskState) -> bool:
    return change.old is not None and digest(change.old) in state.owned.get(change.path, frozenset())


def _is_edited(change: FileChange, state: DiskState) -> bool:
    return change.old is not None and change.path in state.owned and not _is_ours(change, state)


def _not_ours(root: Path, change: FileChange) -> Diagnostic:
    return Diagnostic(
        code="file-not-ours",
        message=f"{change.path} was edited by hand, or was not written by csdlgen",
        remedy="Move the edit elsewhere, or run with --force, which keeps a copy as *.bak.",
        where=str(root / change.path),
    )


def _unknown_files(
    root: Path, package: str, files: Files, existing: Mapping[PurePosixPath, str]
) -> Iterator[Diagnostic]:
    """An error for a package folder without a manifest that has files already; it names one of them."""
    for path in sorted((root / package).rglob("*")):
        name = PurePosixPath(path.relative_to(root).as_posix())
        if path.is_dir() or "__pycache__" in name.parts or files.get(name, "") == existing.get(name):
            continue
        yield Diagnostic(
            code="output-not-ours",
            message=f"{package} has files but no manifest, so csdlgen did not write them; one of them is {name}",
            remedy="Empty the folder, name another output, or run with --force, which leaves other files alone.",
            where=str(root / package),
        )
        return


def _obstacles(root: Path, paths: Iterable[PurePosixPath]) -> Iterator[Diagnostic]:
    """Errors for folders, pipes and the like where files are needed, and for files where folders are needed."""
    wanted = {*paths}
    folders = {parent for path in wanted for parent in path.parents}
    for path in sorted(wanted | folders):
        obstacle, needed = root / path, "folder" if path in folders else "file"
        found = "folder" if obstacle.is_dir() else "file" if obstacle.is_file() else "special file"
        if found == needed or not obstacle.exists():
            continue
        yield Diagnostic(
            code="output-blocked",
            message=f"{path} is a {found} where a {needed} is needed",
            remedy="Move it out of the way.",
            where=str(obstacle),
        )


def _replace(root: Path, package: str, manifest: str, survey: _Survey, folder: Path) -> tuple[PurePosixPath, ...]:
    """Make the changes, staged in a folder that is not there yet; returns the backups."""
    target = root / package / MANIFEST_NAME
    pending = target.with_name(_PENDING)
    backups: tuple[PurePosixPath, ...] = ()
    if survey.changes or not _is_current(target, manifest):
        if os.path.lexists(pending) and _pending(pending, package) is None:
            raise _pending_not_ours(pending)
        folder.mkdir()
        try:
            copies = (back_up(root / change.path, folder / "backup") for change in survey.foreign)
            backups = tuple(PurePosixPath(copy.relative_to(root).as_posix()) for copy in copies)
            _stage(folder, manifest, survey, root)
            target.parent.mkdir(parents=True, exist_ok=True)
            (folder / "pending").replace(pending)
            sync_folders((root, target.parent))
            _move(root, folder, survey.changes)
            (folder / "manifest").replace(target)
            sync_folders((target.parent,))
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    for each in survey.emptied:
        _prune(root / each, root)
    if _pending(pending, package) is not None:
        pending.unlink()
    return backups


def _pending_not_ours(path: Path) -> CsdlgenError:
    message = f"csdlgen did not write {path.name}, which is the name of a working file of its own"
    return failure("output-blocked", message, "Move it out of the way.", where=str(path))


def _stage(folder: Path, manifest: str, survey: _Survey, root: Path) -> None:
    for number, change in enumerate(survey.changes):
        if change.new is not None:
            stage(folder / str(number), change.new.encode(), root / change.path)
    stage(folder / "manifest", manifest.encode())
    stage(folder / "pending", dump_pending(survey.pending).encode())
    sync_files([*folder.iterdir()])


def _move(root: Path, folder: Path, changes: tuple[FileChange, ...]) -> None:
    """Files that go before files that come: where letters of either size are one, a new name may be that of an old
    file."""
    for change in changes:
        if change.new is None:
            (root / change.path).unlink(missing_ok=True)
    for number, change in enumerate(changes):
        if change.new is not None:
            target = root / change.path
            target.parent.mkdir(parents=True, exist_ok=True)
            (folder / str(number)).replace(target)
    sync_folders(parent for change in changes for parent in (root / change.path).parents if parent.is_relative_to(root))


def _prune(folder: Path, root: Path) -> None:
    """Remove folders that deleting left empty."""
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
