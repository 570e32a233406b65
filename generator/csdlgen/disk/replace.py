"""Single documents to disk, all or none as far as a disk can: staged beside their places, then moved there in a row.

What stands in a place and is not known to be ours is copied first, so that nothing is ever lost.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Collection, Mapping
from itertools import count
from pathlib import Path

from csdlgen.disk.folder_lock import locked
from csdlgen.errors import failure

_STAGED = ".csdlgen-new"


def put(files: Mapping[Path, str], keep: Collection[Path], home: Path) -> tuple[Path, ...]:
    """Write the files, with copies of those in `keep` as they were; returns the copies. `home` is a folder or a file in
    it; runs in the same folder exclude each other.

    Raises CsdlgenError where the disk refuses; what has been moved by then stays, and the next run does the rest.
    """
    staged = {place: place.resolve().with_name(f"{place.name}{_STAGED}") for place in files}
    folder = home if home.is_dir() else home.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder):
            copies = tuple(_copy(place) for place in files if place in keep)
            for place, text in files.items():
                place.parent.mkdir(parents=True, exist_ok=True)
                staged[place].write_bytes(text.encode("utf-8"))
            for place, stage in staged.items():
                stage.replace(place.resolve())
    except OSError as error:
        message = f"cannot write: {error.strerror or error}: {error.filename or home}"
        remedy = "See that the folder can be written and the disk has room, then run again."
        raise failure("output-unwritable", message, remedy, where=str(home)) from error
    finally:
        for stage in staged.values():
            with contextlib.suppress(OSError):
                stage.unlink(missing_ok=True)
    return copies


def _copy(place: Path) -> Path:
    """A copy under a name that is free, or that has the same content already."""
    data = place.read_bytes()
    for number in count(1):
        copy = place.with_name(f"{place.name}{'' if number == 1 else f'.{number}'}.bak")
        if not os.path.lexists(copy):
            shutil.copyfile(place, copy)
            return copy
        if copy.is_file() and not copy.is_symlink() and copy.read_bytes() == data:
            return copy
    raise AssertionError("names never run out")
