"""The choice of what to generate, in a terminal: search for a text, choose from a numbered list, and again."""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import click

from csdlgen.start.choices import Choices
from csdlgen.text import capped, count, printable, shown

_MOST = 20
_COLUMNS = 80  # of a terminal that does not say how wide it is
_NARROWEST = 20
_ENDS = ("", "q")
_BETWEEN = re.compile(r"(?<=\d)\s*[-–]\s*(?=\d)")
_RANGE = re.compile(r"([0-9]{1,9})(?:-([0-9]{1,9}))?")


def is_terminal() -> bool:
    """Whether somebody can be asked: both what is read and what questions are printed to are a terminal."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def choose_interactively(choices: Choices) -> tuple[str, ...]:
    """What somebody chooses of a service, as texts that `start.wanted` reads, and request lines. Raises
    click.UsageError where that is nothing, and click.Abort where somebody ends the run."""
    click.echo(f"{count(len(choices.known), 'operation and path', 'operations and paths')} to choose from.", err=True)
    chosen: dict[str, None] = {}
    while (text := _ask(_question(chosen))) not in _ENDS:
        offered = choices.offered(text)
        if not offered:
            click.echo(printable(choices.missing(text)), err=True)
            continue
        names = [*offered][:_MOST]
        for line in lines({name: offered[name] for name in names}, _columns()):
            click.echo(line, err=True)
        if len(offered) > _MOST:
            click.echo(f"     … and {len(offered) - _MOST:,} more; search for more letters or words", err=True)
        chosen.update(dict.fromkeys(_numbers(names)))
    if not chosen:
        raise click.UsageError(
            "Nothing was chosen. Search for a word, such as messages, and choose by number; or name what is wanted on "
            "the command line: paths, operations, types or request lines, such as me/messages sendMail."
        )
    return tuple(chosen)


def _question(chosen: Mapping[str, None]) -> str:
    so_far = f"Chosen: {', '.join(map(printable, chosen))}. " if chosen else ""
    return f"{so_far}Search for more, or nothing to go on" if chosen else "Search for words or a path"


def _ask(question: str) -> str:
    answer: str = click.prompt(question, default="", show_default=False, err=True)
    return answer.strip()


def _numbers(names: Sequence[str]) -> Iterator[str]:
    """The names of a list that somebody chooses; asks until all of an answer is understood, or it is nothing."""
    while (answer := _ask("Numbers (such as 1 3 or 2-4), or nothing to search again")) not in _ENDS:
        taken, wrong = picked(names, answer)
        if not wrong:
            yield from taken
            return
        entries = f"the list has {'1 only' if len(names) == 1 else f'1 to {len(names)}'}"
        remedy = f"{entries}. Nothing was taken of that answer; to search for something else, answer nothing first."
        click.echo(f"Not in the list: {capped(map(shown, wrong))}; {remedy}", err=True)


def picked(names: Sequence[str], answer: str) -> tuple[list[str], list[str]]:
    """The names that an answer chooses by number, range (`2-4`, both ends included) or as they are listed, and the
    parts of it that choose nothing."""
    if answer in names:  # a request line has a blank
        return [answer], []
    taken: list[str] = []
    wrong: list[str] = []
    for part in _BETWEEN.sub("-", answer.replace(",", " ")).split():
        match = _RANGE.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if part in names:
            taken.append(part)
        elif 1 <= first <= last <= len(names):
            taken += names[first - 1 : last]
        else:
            wrong.append(part)
    return list(dict.fromkeys(taken)), wrong


def _columns() -> int:
    """How wide the terminal is that questions are printed to; stdout may be a file."""
    try:
        columns = os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError):
        columns = 0
    return max(columns or _COLUMNS, _NARROWEST)


def lines(offered: Mapping[str, str], columns: int) -> list[str]:
    """A numbered line for each name, with as much of its description as there is room for. Names without room are
    shortened in the middle, but those that would then look like another one."""
    room = columns - 6  # numbers, and the last column, behind which some terminals go on in the next line
    whole = [printable(name) for name in offered]
    short = [_shortened(name, room) for name in whole]
    alike = Counter(short)
    listed = [name if alike[shorter] > 1 else shorter for name, shorter in zip(whole, short, strict=True)]
    texts = (
        f"{name}: {printable(about)}" if about else name for name, about in zip(listed, offered.values(), strict=True)
    )
    cut = (
        text if len(text) <= room else f"{text[: room - 1]}…" if len(name) < room - 2 else name
        for text, name in zip(texts, listed, strict=True)
    )
    return [f"{number:3}  {text}" for number, text in enumerate(cut, 1)]


def _shortened(name: str, room: int) -> str:
    if len(name) <= room:
        return name
    end = room // 2
    return f"{name[: room - end - 1]}…{name[-end:]}"
