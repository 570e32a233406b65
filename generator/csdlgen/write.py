"""Files to disk, so that nothing is ever lost.

Rules:

1. A file is ours where a manifest lists it and it still has the hash listed. Nothing else is replaced or deleted; a
   hand-edited file is refused by name, or kept as a backup with `force`.
2. Everything is staged beside the target first; then the new manifest is put down as *pending*, then file by file
   is moved into place, then the pending manifest takes the place of the old one. A run that is killed in between
   leaves files of either manifest, and the next run takes both for ours.
3. One writer at a time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from csdlgen.errors import CsdlgenError, Diagnostic, failure
from csdlgen.manifest import NAME, Manifest, digest, dump_manifest, parse_manifest
from csdlgen.render import Files

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
    owned: dict[PurePosixPath, frozenset[str]] = {}
    path = root / package / NAME
    try:
        if path.is_file():
            manifest = parse_manifest(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        remedy = "Restore it from version control, or remove the package folder."
        raise failure("manifest-unreadable", f"cannot read the manifest: {error}", remedy, where=str(path)) from error
    pending = Manifest()
    with contextlib.suppress(ValueError, OSError):  # missing, or cut short by a kill before anything was moved
        pending = parse_manifest((root / package / _PENDING).read_text(encoding="utf-8"))
    for each in (manifest, pending):
        for name, entry in each.files.items():
            owned[name] = owned.get(name, frozenset()) | {entry.sha256}
    return State(manifest, owned)


def read_existing(root: Path, paths: Iterable[PurePosixPath]) -> dict[PurePosixPath, str]:
    """The text of those files that exist; bytes that are not UTF-8 read as something no file of ours contains."""
    found = {}
    for path in paths:
        with contextlib.suppress(FileNotFoundError, IsADirectoryError, NotADirectoryError):
            found[path] = (root / path).read_bytes().decode("utf-8", "backslashreplace")
    return found


def differences(files: Files, existing: Mapping[PurePosixPath, str], state: State) -> tuple[Difference, ...]:
    """What writing the files would change, by path."""
    found = [Difference(path, existing.get(path), new) for path, new in files.items() if existing.get(path) != new]
    stale = [path for path in state.manifest.files if path not in files and path in existing]
    found += [Difference(path, existing[path], None) for path in stale]
    return tuple(sorted(found, key=lambda each: each.path))


def write(files: Files, manifest: Manifest, root: Path, package: str, *, force: bool = False) -> WriteReport:
    """Make the disk hold exactly the files, and the manifest. Raises CsdlgenError, with nothing changed, where a file
    that is not ours stands in the way and `force` is not given."""
    root.mkdir(parents=True, exist_ok=True)
    with _locked(root):
        state = load_state(root, package)
        paths = {*files, *state.manifest.files}
        existing = read_existing(root, sorted(paths))
        _refuse_links(root, paths)
        changes = differences(files, existing, state)
        foreign = [each for each in changes if each.old is not None and not _is_ours(each, state)]
        if foreign and not force:
            raise CsdlgenError(*(_foreign(root, each) for each in foreign))
        backups = tuple(_back_up(root, each.path) for each in foreign)
        _replace(root, package, files, manifest, changes)
    written = tuple(each.path for each in changes if each.new is not None)
    deleted = tuple(each.path for each in changes if each.new is None)
    return WriteReport(written, deleted, len(files) - len(written), backups)


def _is_ours(change: Difference, state: State) -> bool:
    return change.old is not None and digest(change.old) in state.owned.get(change.path, frozenset())


def _foreign(root: Path, change: Difference) -> Diagnostic:
    return Diagnostic(
        code="file-not-ours",
        message=f"{change.path} was edited by hand, or was not written by csdlgen",
        remedy="Move the edit elsewhere, or run with --force, which keeps a copy as *.bak.",
        where=str(root / change.path),
    )


def _refuse_links(root: Path, paths: Iterable[PurePosixPath]) -> None:
    """A link below the output folder could lead a write anywhere."""
    home = root.resolve()
    for path in sorted({*paths, *(parent for each in paths for parent in each.parents)}):
        if (root / path).is_symlink() and not (root / path).resolve().is_relative_to(home):
            message = f"{path} is a link that leaves the output folder"
            raise failure(
                "output-link", message, "Remove the link, or name its target as the output.", where=str(root / path)
            )


def _back_up(root: Path, path: PurePosixPath) -> PurePosixPath:
    backup = path.with_name(f"{path.name}.bak")
    shutil.copyfile(root / path, root / backup)
    return backup


def _replace(root: Path, package: str, files: Files, manifest: Manifest, changes: tuple[Difference, ...]) -> None:
    text = dump_manifest(manifest)
    target = root / package / NAME
    if not changes and target.is_file() and target.read_text(encoding="utf-8") == text:
        return
    stage = root / _STAGE
    shutil.rmtree(stage, ignore_errors=True)  # of a killed run
    try:
        for number, change in enumerate(changes):
            if change.new is not None:
                _put(stage / str(number), change.new)
        _put(stage / "manifest", text)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(stage / "manifest", target.with_name(_PENDING))
        for number, change in enumerate(changes):
            place = root / change.path
            if change.new is None:
                place.unlink(missing_ok=True)
                _prune(place.parent, root)
            else:
                place.parent.mkdir(parents=True, exist_ok=True)
                os.replace(stage / str(number), place)
        os.replace(target.with_name(_PENDING), target)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def _prune(folder: Path, root: Path) -> None:
    """Remove folders that deleting left empty."""
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


@contextlib.contextmanager
def _locked(root: Path) -> Iterator[None]:
    """Hold the only right to write below `root`; CsdlgenError where somebody else has it.

    The lock is the operating system's, on a file in its folder for such, so a killed run leaves nothing locked.
    """
    name = hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:16]
    with open(Path(tempfile.gettempdir()) / f"csdlgen-{name}.lock", "ab") as handle:
        try:
            _lock(handle.fileno())
        except OSError as error:
            remedy = "Wait for the other run to end."
            raise failure("output-locked", "another csdlgen is writing here", remedy, where=str(root)) from error
        yield


def _lock(handle: int) -> None:
    """Lock an open file without waiting, until it is closed; OSError where it is locked."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
