"""Printing diagnostics: places worked out, colours on a terminal only."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from csdlgen.errors import CsdlgenError, Diagnostic, Location, Position, Severity
from csdlgen.text import printable

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def colours(stream: object = None) -> bool:
    """Whether to colour: on a terminal, unless NO_COLOR says otherwise."""
    target = stream or sys.stderr
    return "NO_COLOR" not in os.environ and bool(getattr(target, "isatty", lambda: False)())


def print_error(error: CsdlgenError) -> None:
    """Every diagnostic of an error to stderr."""
    print_diagnostics(error.diagnostics)


def print_diagnostics(diagnostics: Iterable[Diagnostic], documents: Mapping[str, bytes] | None = None) -> None:
    """Diagnostics to stderr, one a line: `file:line:col: CODE: what (element path)` and the remedy. Lines are looked up
    in the documents given by name, else in the files of that name."""
    found = tuple(diagnostics)
    places = positions((each.where for each in found), documents)
    for each in found:
        where = places.get(each.where) if isinstance(each.where, Location) else each.where
        click.echo(_line(each, where), err=True, color=colours())


def _line(each: Diagnostic, where: Position | str | None) -> str:
    prefix = ""
    if isinstance(where, Position):
        prefix = f"{where.source}:{where.line}:{where.column}: "
    elif where:
        prefix = f"{where}: "
    label = each.code if each.severity is Severity.ERROR else f"{each.severity}: {each.code}"
    path = f" ({each.path})" if each.path and each.path not in each.message else ""
    text = f"{each.message}{path}. {each.remedy}"
    return f"{printable(prefix)}{click.style(label, fg=_COLOURS[each.severity])}: {printable(text)}"


def positions(wanted: Iterable[object], documents: Mapping[str, bytes] | None = None) -> dict[Location, Position]:
    """Line and column of every location among `wanted`, in the documents given by name, else in the files of that
    name."""
    from csdlgen.csdl import locate  # here, because `--help` needs no parser

    numbers: dict[str, list[int]] = {}
    for each in wanted:
        if isinstance(each, Location):
            numbers.setdefault(each.source, []).append(each.element)
    found: dict[Location, Position] = {}
    for source, elements in numbers.items():
        placed = locate((documents or {}).get(source) or _read(source), elements)
        for element in elements:
            line, column = placed.get(element, (1, 1))
            found[Location(source, element)] = Position(source, line, column)
    return found


def _read(source: str) -> bytes:
    try:
        return Path(source).read_bytes()
    except OSError:
        return b""
