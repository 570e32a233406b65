"""Files to disk, so that nothing is ever lost.

Rules:

1. A file is ours where a manifest lists it and it still has the hash listed. Nothing else is replaced or deleted; a
   hand-edited file is refused by name, or kept as a backup with `force`.
2. Everything is staged beside the target first; then the hashes of all files, as they are and as they will be, are put
   down as *pending*, then file by file is moved into place, then the manifest, then the pending hashes go. However
   often runs are killed in between, the next one takes what they left for ours.
3. One writer at a time.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path, PurePosixPath

from csdlgen.disk.folder_lock import NAME as LOCK
from csdlgen.disk.folder_lock import locked
from csdlgen.disk.manifest import BESIDE, NAME, Manifest, digest, dump_manifest, parse_manifest
from csdlgen.errors import CsdlgenError, Diagnostic, failure
from csdlgen.package.render import Files

_PENDING = f"{NAME}.pending"
_STAGE = ".csdlgen-stage"


@dataclass(frozen=True, slots=True)
class Difference:
    """How the disk differs from what would be written: `old` is None for a missing file, `new` for a stale one."""

    path: PurePosixPath
    old: str | None
    new: str | None

    @property
    def kind(self) -> str:
        return "missing" if self.old is None else "stale" if self.new is None else "changed"


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What a run did."""

    written: tuple[PurePosixPath, ...]
    deleted: tuple[PurePosixPath, ...]
    unchanged: int
    backups: tuple[PurePosixPath, ...]


@dataclass(frozen=True, slots=True)
class State:
    """What is on disk: the manifest, and for each file that is ours the hashes that it may have."""

    manifest: Manifest
    owned: Mapping[PurePosixPath, frozenset[str]]


def load_state(root: Path, package: str) -> State:
    """The state of a package below the output folder `root`. Raises CsdlgenError for an unreadable manifest."""
    manifest = Manifest()
    path = root / package / NAME
    try:
        if path.is_file():
            manifest = parse_manifest(path.read_text(encoding="utf-8"), package)
    except (ValueError, OSError) as error:
        remedy = "Restore it from version control, or remove the package folder."
        raise failure("manifest-unreadable", f"cannot read the manifest: {error}", remedy, where=str(path)) from error
    owned = {name: frozenset((entry.sha256,)) for name, entry in manifest.files.items()}
    with contextlib.suppress(ValueError, OSError, TypeError, AttributeError):  # mostly missing; or not of our making
        pending = json.loads(path.with_name(_PENDING).read_text(encoding="utf-8"))
        for text, hashes in pending.items():
            name = PurePosixPath(text)
            if (name.parts[:1] == (package,) and ".." not in name.parts) or text == BESIDE:
                owned[name] = owned.get(name, frozenset()) | {*hashes}
    return State(manifest, owned)


def read_existing(root: Path, paths: Iterable[PurePosixPath]) -> dict[PurePosixPath, str]:
    """The text of those files that exist; bytes that are not UTF-8 become surrogates, which no file of ours contains.
    Raises CsdlgenError where one cannot be read."""
    found = {}
    for path in paths:
        try:
            found[path] = (root / path).read_bytes().decode("utf-8", "surrogateescape")
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            continue
        except OSError as error:
            if not (root / path).is_dir():  # which Windows reports as a lack of permission
                remedy = "Make it readable, or remove it."
                where = str(root / path)
                raise failure(
                    "output-unreadable", f"cannot read {path}: {error.strerror}", remedy, where=where
                ) from error
    return found


def differences(files: Files, existing: Mapping[PurePosixPath, str], state: State) -> tuple[Difference, ...]:
    """What writing the files would change, by path."""
    found = [Difference(path, existing.get(path), new) for path, new in files.items() if existing.get(path) != new]
    stale = [path for path in state.owned if path not in files and path in existing]
    found += [Difference(path, existing[path], None) for path in stale]
    return tuple(sorted(found, key=lambda each: each.path))


def write(files: Files, manifest: Manifest, root: Path, package: str, *, force: bool = False) -> WriteReport:
    """Make the disk hold exactly the files, and the manifest. Raises CsdlgenError, with nothing changed, where a file
    that is not ours stands in the way and `force` is not given; and where the disk refuses, in which case the next run
    finishes the work."""
    text = dump_manifest(manifest, package)
    try:
        root.mkdir(parents=True, exist_ok=True)
        if _is_done(root, package, text, _survey(files, root, package, force=force)):
            return WriteReport((), (), len(files), ())
        with locked(root):
            survey = _survey(files, root, package, force=force)  # once more, since nobody else can write from here on
            backups = _replace(root, package, text, survey)
    except OSError as error:
        message = f"cannot write: {error.strerror or error}: {error.filename or root}"
        remedy = "See that the folder can be written and the disk has room, then run again."
        raise failure("output-unwritable", message, remedy, where=str(root)) from error
    written = tuple(each.path for each in survey.changes if each.new is not None)
    deleted = tuple(each.path for each in survey.changes if each.new is None)
    return WriteReport(written, deleted, len(files) - len(written), backups)


def _is_done(root: Path, package: str, manifest: str, survey: _Survey) -> bool:
    """Whether there is nothing to do, not even to tidy up after a killed run, so that the folder is not touched."""
    own = root / package / NAME
    left = (root / _STAGE, root / LOCK, own.with_name(_PENDING))
    return (
        not survey.changes and own.is_file() and own.read_bytes() == manifest.encode() and not any(map(_is_there, left))
    )


def _is_there(path: Path) -> bool:
    return os.path.lexists(path)


def refuse(files: Files, root: Path, package: str, *, force: bool = False) -> None:
    """Raise what `write` would raise before it changes anything, so that several packages are written or none."""
    _survey(files, root, package, force=force)


@dataclass(frozen=True, slots=True)
class _Survey:
    """What is to be done: the changes, those of them that need a backup, the folders that may have become empty (by a
    killed run, too), and the hashes that are ours until all is done."""

    changes: tuple[Difference, ...]
    foreign: tuple[Difference, ...]
    left: frozenset[PurePosixPath]
    pending: Mapping[PurePosixPath, frozenset[str]]


def _survey(files: Files, root: Path, package: str, *, force: bool) -> _Survey:
    """Compare with the disk. Raises CsdlgenError where something is in the way."""
    own = PurePosixPath(package, NAME)
    state = load_state(root, package)
    paths = {*files, *state.owned}
    _refuse_links(root, {*paths, own})
    existing = read_existing(root, sorted(paths))
    changes = differences(files, existing, state)
    blocked = tuple(_obstacles(root, {own, *(each.path for each in changes if each.new is not None)}))
    foreign = tuple(each for each in changes if each.old is not None and not _is_ours(each, state))
    refused = [_foreign(root, each) for each in foreign]
    if not state.owned:
        refused = [*_strangers(root, package, files, existing)] or refused
    if blocked or (refused and not force):
        raise CsdlgenError(*blocked, *(refused if not force else ()))
    left = frozenset(path.parent for path in state.owned if path not in files)
    pending = dict(state.owned)
    for path, text in files.items():
        pending[path] = pending.get(path, frozenset()) | {digest(text)}
    return _Survey(changes, foreign, left, pending)


def _is_ours(change: Difference, state: State) -> bool:
    return change.old is not None and digest(change.old) in state.owned.get(change.path, frozenset())


def _foreign(root: Path, change: Difference) -> Diagnostic:
    return Diagnostic(
        code="file-not-ours",
        message=f"{change.path} was edited by hand, or was not written by csdlgen",
        remedy="Move the edit elsewhere, or run with --force, which keeps a copy as *.bak.",
        where=str(root / change.path),
    )


def _strangers(root: Path, package: str, files: Files, existing: Mapping[PurePosixPath, str]) -> Iterator[Diagnostic]:
    """What a package folder without a manifest holds already; only that one file of it is named."""
    for path in sorted((root / package).rglob("*")):
        name = PurePosixPath(path.relative_to(root).as_posix())
        if path.is_dir() or "__pycache__" in name.parts or files.get(name, "") == existing.get(name):
            continue
        yield Diagnostic(
            code="output-not-ours",
            message=f"{package} has no manifest, so csdlgen did not write what is in it, {name} for one",
            remedy="Empty the folder, name another output, or run with --force, which leaves other files be.",
            where=str(root / package),
        )
        return


def _obstacles(root: Path, paths: Iterable[PurePosixPath]) -> Iterator[Diagnostic]:
    """Folders where files have to go, and files where folders have to be."""
    wanted = {*paths}
    folders = {parent for path in wanted for parent in path.parents}
    for path in sorted(wanted | folders):
        place = root / path
        if place.is_dir() == (path in folders) or not place.exists():
            continue
        yield Diagnostic(
            code="output-blocked",
            message=f"{path} is a {'file where a folder' if path in folders else 'folder where a file'} is needed",
            remedy="Move it out of the way.",
            where=str(place),
        )


def _refuse_links(root: Path, paths: Iterable[PurePosixPath]) -> None:
    """A link below the output folder could lead a write anywhere."""
    home = root.resolve()
    for path in sorted({*paths, *(parent for each in paths for parent in each.parents)}):
        if path.parts and (root / path).is_symlink() and not (root / path).resolve().is_relative_to(home):
            message = f"{path} is a link that leaves the output folder"
            raise failure(
                "output-link", message, "Remove the link, or name its target as the output.", where=str(root / path)
            )


def _replace(root: Path, package: str, manifest: str, survey: _Survey) -> tuple[PurePosixPath, ...]:
    """Carry out the survey; returns the backups."""
    target = root / package / NAME
    stage = root / _STAGE
    backups: tuple[PurePosixPath, ...] = ()
    shutil.rmtree(stage, ignore_errors=True)  # of a killed run
    if survey.changes or not target.is_file() or target.read_bytes() != manifest.encode():
        stage.mkdir()  # fails on anything that is still there, a link for one
        try:
            backups = tuple(_back_up(root, stage, each) for each in survey.foreign)
            _stage(stage, manifest, survey)
            target.parent.mkdir(parents=True, exist_ok=True)
            (stage / "pending").replace(target.with_name(_PENDING))
            _move(root, stage, survey.changes)
            (stage / "manifest").replace(target)
        finally:
            shutil.rmtree(stage, ignore_errors=True)
    for folder in survey.left:
        _prune(root / folder, root)
    target.with_name(_PENDING).unlink(missing_ok=True)
    return backups


def _stage(stage: Path, manifest: str, survey: _Survey) -> None:
    for number, change in enumerate(survey.changes):
        if change.new is not None:
            (stage / str(number)).write_bytes(change.new.encode())
    (stage / "manifest").write_bytes(manifest.encode())
    pending = {str(path): sorted(hashes) for path, hashes in sorted(survey.pending.items())}
    (stage / "pending").write_bytes(json.dumps(pending).encode())


def _move(root: Path, stage: Path, changes: tuple[Difference, ...]) -> None:
    for number, change in enumerate(changes):
        place = root / change.path
        if change.new is None:
            place.unlink(missing_ok=True)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            (stage / str(number)).replace(place)


def _back_up(root: Path, stage: Path, change: Difference) -> PurePosixPath:
    """Keep a copy under a name that is free, or that has the same content already."""
    data = (root / change.path).read_bytes()
    names = (change.path.with_name(f"{change.path.name}{'' if n == 1 else f'.{n}'}.bak") for n in count(1))
    for backup in names:
        place = root / backup
        if not os.path.lexists(place):
            (stage / "backup").write_bytes(data)
            (stage / "backup").replace(place)
            return backup
        if place.is_file() and not place.is_symlink() and place.read_bytes() == data:
            return backup
    raise AssertionError("names never run out")


def _prune(folder: Path, root: Path) -> None:
    """Remove folders that deleting left empty."""
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
