"""What several commands print: diagnostics, changes of a package, and results into a file."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from csdlgen.errors import Diagnostic, Location, Position, Severity, failure
from csdlgen.text import printable

if TYPE_CHECKING:
    from csdlgen.disk.write import FileChange, WriteReport
    from csdlgen.incremental import Generated
    from csdlgen.project.config import PackageConfig

_SEVERITY_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_DIFF_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def colours(stream: object = None) -> bool:
    """Whether to colour what goes to a stream, stderr by default: on a terminal, unless NO_COLOR is set."""
    target = stream or sys.stderr
    return "NO_COLOR" not in os.environ and bool(getattr(target, "isatty", lambda: False)())


def print_diagnostics(diagnostics: Iterable[Diagnostic]) -> None:
    """Print diagnostics to stderr, one a line: `file:line:col: CODE: what is wrong (element path)`, and the remedy."""
    for diagnostic in diagnostics:
        click.echo(_line(diagnostic), err=True, color=colours())


def _line(diagnostic: Diagnostic) -> str:
    where, severity = diagnostic.where, diagnostic.severity
    prefix = f"{where.source if isinstance(where, Location) else where}: " if where else ""
    if isinstance(where, Position):
        prefix = f"{where.source}:{where.line}:{where.column}: "
    label = diagnostic.code if severity is Severity.ERROR else f"{severity}: {diagnostic.code}"
    path = f" ({diagnostic.path})" if diagnostic.path and diagnostic.path not in diagnostic.message else ""
    text = f"{diagnostic.message}{path}. {diagnostic.remedy}"
    return f"{printable(prefix)}{click.style(label, fg=_SEVERITY_COLOURS[severity])}: {printable(text)}"


def print_changes(generated: Generated, *, diff: bool = False, err: bool = False) -> None:
    """Print how the disk differs from what would be generated; to stderr with `err`."""
    package = generated.package.config
    for change in generated.changes:
        click.echo(f"{change.kind} {package.output}/{change.path}", err=err)
        if diff:
            for line in _unified(package, change):
                click.secho(line, fg=_DIFF_COLOURS.get(line[:1]), color=colours(sys.stdout))
    if not generated.changes:
        click.echo(f"{package.output}/{package.name}: up to date, {len(generated.files)} files", err=err)


def print_annotations(generated: Generated) -> None:
    """Print, as annotations for GitHub, how the disk differs from what would be generated, and which warnings there
    are."""
    from csdlgen.reports.drift.github import noted, stale_output

    for note in generated.selected.notes:
        if note.severity is not Severity.NOTE:
            where = note.where if isinstance(note.where, Position) else None
            click.echo(noted(note.code, f"{note.message}. {note.remedy}", where, fails=note.severity is Severity.ERROR))
    if generated.changes:
        output = generated.package.output.as_posix()
        names = [f"{change.kind} {output}/{change.path}" for change in generated.changes]
        there = (f"{output}/{change.path}" for change in generated.changes if change.kind != "missing")
        click.echo(stale_output(names, next(there, None)))


def _unified(package: PackageConfig, change: FileChange) -> Iterator[str]:
    name = f"{package.output}/{change.path}"
    old, new = (change.old or "").splitlines(), (change.new or "").splitlines()
    for line in difflib.unified_diff(old, new, f"a/{name}", f"b/{name}", lineterm=""):
        # Bytes that are not UTF-8 are surrogates here, which cannot be printed.
        yield line.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def print_written(package: PackageConfig, report: WriteReport, *, err: bool = False) -> None:
    """Print which files a run has written and deleted."""
    for verb, paths in (("deleted", report.deleted), ("kept a copy:", report.backups), ("wrote", report.written)):
        for path in paths:
            click.echo(f"{verb} {package.output}/{path}", err=err)


def write_result(name: str, data: bytes) -> None:
    """Write a result into the file that an option names. Raises CsdlgenError where that cannot be written."""
    try:
        Path(name).write_bytes(data)
    except OSError as error:
        message = f"cannot write {name!r}: {error.strerror}"
        raise failure("file-unwritable", message, "Check the name and its folder.", where=name) from error
