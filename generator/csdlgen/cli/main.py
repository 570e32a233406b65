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
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A schema may contain characters that the console's encoding lacks.
            stream.reconfigure(errors="backslashreplace")
    # A run makes hundreds of thousands of objects, and hardly any of them becomes garbage before it ends. Collecting
    # garbage, and freeing every object at the end, would take a third of the time.
    gc.disable()
    code = run(sys.argv[1:])
    with contextlib.suppress(OSError, ValueError):  # stderr is closed, or its reader has gone
        sys.stderr.flush()
    os._exit(code)
