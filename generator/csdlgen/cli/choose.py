"""The choice of what to generate, in a terminal: search for a text, choose from a numbered list, and again."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import click

from csdlgen.edm.model import Annotation
from csdlgen.edm.vocabularies import description
from csdlgen.navigation import Path
from csdlgen.start.wanted import names_of
from csdlgen.text import count, printable
from csdlgen.urls import Rejected, UrlLookup
from csdlgen.urls.wildcards import ANY_PATH, matching

_MOST = 20
_WIDEST = 78


def is_terminal() -> bool:
    """Whether somebody can be asked: both what is read and what questions are printed to are a terminal."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def choose_interactively(lookup: UrlLookup) -> tuple[str, ...]:
    """What somebody chooses of a service, as texts that `start.wanted` reads; click.Abort where that is nothing."""
    candidates = dict(_candidates(lookup))
    click.echo(f"{count(len(candidates), 'operation and path', 'operations and paths')} to choose from.", err=True)
    chosen: dict[str, None] = {}
    while text := click.prompt(_question(chosen), default="", show_default=False, err=True).strip():
        found = _found(candidates, text)
        if not found:
            click.echo("Nothing has that in its name or description.", err=True)
            continue
        for number, name in enumerate(found[:_MOST], 1):
            about = f"{number:3}  {name}" + (f": {candidates[name]}" if candidates[name] else "")
            about = printable(about)
            click.echo(about if len(about) <= _WIDEST else about[: _WIDEST - 1] + "…", err=True)
        if len(found) > _MOST:
            click.echo(f"     … and {len(found) - _MOST:,} more; search for more letters", err=True)
        numbers = click.prompt("Numbers (such as 1 3), or nothing", default="", show_default=False, err=True)
        for number in map(int, re.findall(r"\d{1,4}", numbers)):
            if 1 <= number <= min(len(found), _MOST):
                chosen[found[number - 1]] = None
    if not chosen:
        raise click.Abort
    return tuple(chosen)


def _question(chosen: dict[str, None]) -> str:
    return f"Chosen: {', '.join(chosen)}. Search for more, or nothing to go on" if chosen else "Search for"


def _candidates(lookup: UrlLookup) -> Iterator[tuple[str, str]]:
    """Operations by name, and a path for each step of the model, with what is said about them or their types."""
    for operation in lookup.all_operations:
        yield str(operation.name), _in_a_line(operation.annotations)
    found = matching(lookup, ANY_PATH)
    for path in () if isinstance(found, Rejected) else found:
        if isinstance(path, Path):
            type_ = lookup.model.types.get(path.target)
            said = _in_a_line(lookup.graph.annotations(path.steps[-1]))
            yield names_of(path), said or _in_a_line(type_.annotations if type_ else ())


def _in_a_line(annotations: tuple[Annotation, ...]) -> str:
    return " ".join(description(annotations).split())


def _found(candidates: dict[str, str], text: str) -> list[str]:
    """The candidates with a text in their name, those whose last part it is first; then those described by it."""
    wanted = text.casefold().strip("/")

    def rank(name: str) -> tuple[bool, bool, int, str]:
        last = re.split(r"[./]", name.casefold())[-1]
        return last != wanted, not last.startswith(wanted), name.count("/"), name

    named = sorted((name for name in candidates if wanted in name.casefold()), key=rank)
    described = sorted(name for name, about in candidates.items() if wanted in about.casefold() and name not in named)
    return [*named, *described]
