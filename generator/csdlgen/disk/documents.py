"""Single documents to disk, all or none as far as a disk allows that: all are staged, then moved into place in a row.

A file in the way that is not known to be ours is copied first, so that nothing is lost.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from csdlgen.disk.backups import back_up, writing
from csdlgen.disk.folder_lock import locked

_STAGED = ".csdlgen-new"


def write_documents(files: Mapping[Path, str], keep: Collection[Path], folder: Path) -> tuple[Path, ...]:
    """Write texts to paths, with backups of those in `keep`; returns the backups. Runs with one `folder` exclude each
    other.

    Raises CsdlgenError where the disk refuses. What has been moved by then stays, and the next run does the rest.
    """
    staged = {path: path.resolve().with_name(f"{path.name}{_STAGED}") for path in files}
    try:
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
            with locked(folder):
                backups = tuple(
                    back_up(path, path.with_name(f"{path.name}{_STAGED}")) for path in files if path in keep
                )
                for path, text in files.items():
                    path.parent.mkdir(parents=True, exist_ok=True)
                    staged[path].write_bytes(text.encode("utf-8"))
                for path, stage in staged.items():
                    stage.replace(path.resolve())
    finally:
        for stage in staged.values():
            with contextlib.suppress(OSError):
                stage.unlink(missing_ok=True)
    return backups


@contextlib.contextmanager
def undone_on_failure(files: Iterable[Path], folder: Path) -> Iterator[None]:
    """While files and a folder are written: where that fails or is interrupted, what was not there before is removed,
    and files that were there have what they had."""
    before = {path: path.read_bytes() for path in files if path.is_file()}
    places = {each.absolute() for each in (*files, folder)}
    new = {each for place in places for each in (place, *place.parents) if not each.exists()}
    try:
        yield
    except BaseException:
        for path, data in before.items():
            path.write_bytes(data)
        for path in sorted(new, key=lambda each: len(each.parts)):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        raise
