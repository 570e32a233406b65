"""How a process begins and ends.

Exit codes: 0 clean, 1 differences or findings, 2 could not decide, 3 a bug of ours, 130 interrupted. A crash of
Python itself exits with 1, which a continuous integration would take for "differences": hence this wrapper.
"""

from __future__ import annotations

import os
import sys
import traceback
from typing import NoReturn

import click

from csdlgen.cli.commands import cli
from csdlgen.cli.report import print_error
from csdlgen.errors import CsdlgenError


def main() -> NoReturn:
    """The console script."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run a command line and return its exit code."""
    try:
        code = cli.main(arguments, prog_name="csdlgen", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.exceptions.Abort:
        click.echo("interrupted", err=True)
        return 130
    except KeyboardInterrupt:
        click.echo("interrupted", err=True)
        return 130
    except click.ClickException as error:
        error.show()
        return 2
    except CsdlgenError as error:
        print_error(error)
        return 2
    except BrokenPipeError:
        # The reader of our output has gone; give the interpreter somewhere to flush to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception:
        traceback.print_exc()
        click.echo("csdlgen: this is a bug; please report it with the lines above.", err=True)
        return 3
