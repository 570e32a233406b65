"""Printing diagnostics: places worked out, colours on a terminal only."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from csdlgen.csdl.places import locate
from csdlgen.errors import CsdlgenError, Diagnostic, Location, Position, Severity

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def colours(stream: object = None) -> bool:
    """Whether to colour: on a terminal, unless NO_COLOR says otherwise."""
    target = stream or sys.stderr
    return "NO_COLOR" not in os.environ and bool(getattr(target, "isatty", lambda: False)())


def print_error(error: CsdlgenError) -> None:
    """Every diagnostic of an error to stderr."""
    print_diagnostics(error.diagnostics)


def print_diagnostics(diagnostics: Iterable[Diagnostic]) -> None:
    """Diagnostics to stderr, one a line: `file:line:col: CODE: what (element path)` and the remedy."""
    found = tuple(diagnostics)
    places = _positions(found)
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
    return f"{prefix}{click.style(label, fg=_COLOURS[each.severity])}: {each.message}{path}. {each.remedy}"


def _positions(diagnostics: Iterable[Diagnostic]) -> dict[Location, Position]:
    """Line and column of every location, each document being read once more."""
    wanted: dict[str, list[int]] = {}
    for each in diagnostics:
        if isinstance(each.where, Location):
            wanted.setdefault(each.where.source, []).append(each.where.element)
    found: dict[Location, Position] = {}
    for source, elements in wanted.items():
        try:
            placed = locate(Path(source).read_bytes(), elements)
        except OSError:
            placed = {}
        for element in elements:
            line, column = placed.get(element, (1, 1))
            found[Location(source, element)] = Position(source, line, column)
    return found
