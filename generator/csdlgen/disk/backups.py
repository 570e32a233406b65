"""Backups of files that are about to be replaced, and errors of the disk."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from csdlgen.disk.staging import stage as write_stage
from csdlgen.disk.staging import sync_files
from csdlgen.errors import failure


def back_up(path: Path, stage: Path) -> Path:
    """Copy a file to the first free name in `x.bak`, `x.2.bak`, …; the copy, or one of these that has the same content
    already. It is written as `stage`, then moved, so that no copy is ever incomplete."""
    data = path.read_bytes()
    for number in count(1):
        copy = path.with_name(f"{path.name}{'' if number == 1 else f'.{number}'}.bak")
        if not os.path.lexists(copy):
            write_stage(stage, data, path)
            sync_files([stage])
            stage.replace(copy)
            return copy
        if copy.is_file() and not copy.is_symlink() and copy.read_bytes() == data:
            return copy
    raise AssertionError("there is always another number")


@contextlib.contextmanager
def writing(root: Path) -> Iterator[None]:
    """Raises CsdlgenError with `output-unwritable` for errors of the disk within."""
    try:
        yield
    except OSError as error:
        message = f"cannot write: {error.strerror or error}: {error.filename or root}"
        remedy = "Check that the folder can be written and that the disk has room, then run again."
        raise failure("output-unwritable", message, remedy, where=str(root)) from error
