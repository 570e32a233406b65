"""How a run ends: the exit code, and the message for whatever stopped it.

Python itself exits with 1 after an exception, which continuous integration would take for "differences". Hence every
exception is caught here.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import traceback

import click

from csdlgen.cli.commands import cli
from csdlgen.cli.completion import COMPLETE
from csdlgen.cli.printing import print_diagnostics
from csdlgen.errors import CsdlgenError
from csdlgen.text import printable

CLEAN = 0
DIFFERENCES = 1  # or findings
UNDECIDED = 2  # wrong usage, unreadable input, network down, an answer that could not be printed
BUG = 3
INTERRUPTED = 130  # as shells have it for SIGINT

# Errors of the disk that the output goes to.
_NO_ROOM = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO))


def run(arguments: list[str]) -> int:
    """Run a command line; its exit code. Commands return CLEAN or DIFFERENCES, and raise for everything else."""
    try:
        return _reported(arguments)
    except (OSError, ValueError):  # nobody can be shown what went wrong: stderr is full, or its reader has gone
        return UNDECIDED


def _reported(arguments: list[str]) -> int:
    """The exit code, with a message on stderr for whatever stopped the run."""
    try:
        code = _invoke(arguments)
        if sys.stdout:  # None where it was closed
            sys.stdout.flush()
        return code
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return UNDECIDED
    except CsdlgenError as error:
        print_diagnostics(error.diagnostics)
        return UNDECIDED
    except BrokenPipeError:
        return _output_lost()
    except OSError as error:  # of stdout, or of a folder that is gone or has too long a name, wherever that shows first
        if error.errno in _NO_ROOM:
            click.echo(f"csdlgen: cannot write the output: {error.strerror}", err=True)
            return _output_lost()
        where = f": {printable(str(error.filename))[:500]}" if error.filename else ""
        click.echo(f"csdlgen: {error.strerror or error}{where}", err=True)
        return UNDECIDED
    except MemoryError:
        click.echo("csdlgen: there is not enough memory", err=True)
        return UNDECIDED
    except Exception:
        if COMPLETE in os.environ:  # which is set, but not by the script of a shell
            return UNDECIDED
        traceback.print_exc()
        click.echo("csdlgen: this is a bug; please report it with the lines above.", err=True)
        return BUG


def _invoke(arguments: list[str]) -> int:
    try:
        code = cli.main(arguments, prog_name="csdlgen", standalone_mode=False)
    except SystemExit as error:
        if COMPLETE in os.environ:  # a shell has asked for completions, and has them
            return CLEAN if error.code in (0, None) else UNDECIDED
        # click exits with 1 where the reader of the output has gone, which would mean "differences".
        raise BrokenPipeError from error
    return code if isinstance(code, int) else CLEAN


def _output_lost() -> int:
    """The exit code where nobody has read the result. Python flushes stdout once more as it ends: to nowhere."""
    with contextlib.suppress(OSError, ValueError):  # stdout is not a file
        if sys.stdout:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return UNDECIDED
