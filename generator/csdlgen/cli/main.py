"""The console script: how a process begins and ends."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import sys
from typing import NoReturn

from csdlgen.cli.exit_codes import run


def main() -> NoReturn:
    """Run the command line of this process."""
    _open_standard_files()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A schema may contain characters that the console's encoding lacks.
            stream.reconfigure(errors="backslashreplace")
    # A run makes hundreds of thousands of objects, and hardly any of them becomes garbage before it ends. Collecting
    # garbage, and freeing every object at the end, would take a third of the time.
    gc.disable()
    code = run(sys.argv[1:])
    with contextlib.suppress(OSError, ValueError):  # stderr is closed, or its reader has gone
        if sys.stderr:  # None where it was closed from the beginning
            sys.stderr.flush()
    os._exit(code)


def _open_standard_files() -> None:
    """Where stdin, stdout or stderr is closed, open it to nowhere: else the first files that are written would get
    their numbers, and whatever a library or another program prints."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
