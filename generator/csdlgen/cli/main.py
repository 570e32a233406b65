"""How a process begins and ends.

Exit codes: 0 clean, 1 differences or findings, 2 could not decide, 3 a bug of ours, 130 interrupted. A crash of
Python itself exits with 1, which a continuous integration would take for "differences": hence this wrapper.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import io
import os
import sys
import traceback
from typing import NoReturn

import click

from csdlgen.cli.commands import cli
from csdlgen.cli.report import print_error
from csdlgen.errors import CsdlgenError

# Errors of the disk that our output goes to.
_NO_ROOM = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO))


def main() -> NoReturn:
    """The console script."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A schema may have any character, a console not.
            stream.reconfigure(errors="backslashreplace")
    # A run makes hundreds of thousands of objects, none of them garbage before it ends: looking for garbage, and
    # taking all of them down one by one at the end, would cost a third of the time.
    gc.disable()
    code = run(sys.argv[1:])
    with contextlib.suppress(OSError, ValueError):  # closed, or nobody reads it any more; `run` has said so
        sys.stderr.flush()
    os._exit(code)


def run(arguments: list[str]) -> int:
    """Run a command line and return its exit code."""
    try:
        code = _invoke(arguments)
        if sys.stdout:  # None where it was closed
            sys.stdout.flush()
        return code
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return 130
    except click.ClickException as error:
        error.show()
        return 2
    except CsdlgenError as error:
        print_error(error)
        return 2
    except BrokenPipeError:
        return _nobody_reads()
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            click.echo(f"csdlgen: cannot write the output: {error.strerror}", err=True)
            return _nobody_reads()
        traceback.print_exc()
        click.echo("csdlgen: this is a bug; please report it with the lines above.", err=True)
        return 3


def _invoke(arguments: list[str]) -> int:
    try:
        code = cli.main(arguments, prog_name="csdlgen", standalone_mode=False)
    except SystemExit as error:
        # Not ours: how click ends when the reader of our output has gone, with a 1 that would mean "differences".
        raise BrokenPipeError from error
    return code if isinstance(code, int) else 0


def _nobody_reads() -> int:
    """What was found has not reached anybody, so it counts as not decided; the interpreter, which flushes when it
    ends, gets somewhere to flush to."""
    with contextlib.suppress(OSError, ValueError):  # a stdout that is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 2
