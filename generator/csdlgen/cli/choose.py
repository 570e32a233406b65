"""The choice of what to generate, in a terminal: search for a text, choose from a numbered list, and again."""

from __future__ import annotations

import re
import sys

import click

from csdlgen.start.choices import choices, found
from csdlgen.text import count, printable
from csdlgen.urls import UrlLookup

_MOST = 20
_WIDEST = 78


def is_terminal() -> bool:
    """Whether somebody can be asked: both what is read and what questions are printed to are a terminal."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def choose_interactively(lookup: UrlLookup) -> tuple[str, ...]:
    """What somebody chooses of a service, as texts that `start.wanted` reads; click.Abort where that is nothing."""
    known = choices(lookup)
    click.echo(f"{count(len(known), 'operation and path', 'operations and paths')} to choose from.", err=True)
    chosen: dict[str, None] = {}
    while text := click.prompt(_question(chosen), default="", show_default=False, err=True).strip():
        names = found(known, text)
        if not names:
            click.echo("Nothing has that in its name or description.", err=True)
            continue
        for number, name in enumerate(names[:_MOST], 1):
            about = f"{number:3}  {name}" + (f": {known[name]}" if known[name] else "")
            about = printable(about)
            click.echo(about if len(about) <= _WIDEST else about[: _WIDEST - 1] + "…", err=True)
        if len(names) > _MOST:
            click.echo(f"     … and {len(names) - _MOST:,} more; search for more letters", err=True)
        numbers = click.prompt("Numbers (such as 1 3), or nothing", default="", show_default=False, err=True)
        for number in map(int, re.findall(r"\d{1,4}", numbers)):
            if 1 <= number <= min(len(names), _MOST):
                chosen[names[number - 1]] = None
    if not chosen:
        raise click.Abort
    return tuple(chosen)


def _question(chosen: dict[str, None]) -> str:
    return f"Chosen: {', '.join(chosen)}. Search for more, or nothing to go on" if chosen else "Search for"
