"""Single documents to disk, all or none as far as a disk allows that: all are staged, then moved into place in a row.

A file in the way that is not known to be ours is copied first, so that nothing is lost.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Mapping
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
