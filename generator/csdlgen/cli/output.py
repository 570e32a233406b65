"""Results as people and programs read them."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from csdlgen.cli.report import colours
from csdlgen.disk.write import Difference, WriteReport
from csdlgen.errors import failure
from csdlgen.generate import Generated
from csdlgen.pipeline import Selected
from csdlgen.project.config import PackageConfig
from csdlgen.text import count

_DIFF_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def print_generated(package: PackageConfig, selected: Selected, found: Generated, report: WriteReport) -> None:
    """What a run wrote."""
    place = f"{package.output}/{package.name}"
    if not found.changes:
        click.echo(f"{place}: up to date, {len(found.files)} files")
        return
    models = len(selected.slice.models)
    routes = sum(len(entry.documented) for entry in selected.ledger.entries)
    operations = len(selected.ledger.entries)
    for path in report.deleted:
        click.echo(f"deleted {package.output}/{path}")
    for path in report.backups:
        click.echo(f"kept a copy: {package.output}/{path}")
    for path in report.written:
        click.echo(f"wrote {package.output}/{path}")
    shown = f", {count(routes, 'documented route')}" if routes else ""
    click.echo(
        f"{place}: {count(len(report.written), 'file')} written, {report.unchanged} unchanged;"
        f" {count(models, 'type')}, {count(operations, 'operation')}{shown}"
    )


def print_changes(package: PackageConfig, found: Generated, *, show: bool) -> None:
    """How the disk differs from what would be generated."""
    for change in found.changes:
        click.echo(f"{change.kind} {package.output}/{change.path}")
        if show:
            for line in _unified(package, change):
                click.secho(line, fg=_DIFF_COLOURS.get(line[:1]), color=colours(sys.stdout))
    if not found.changes:
        click.echo(f"{package.output}/{package.name}: up to date, {len(found.files)} files")


def _unified(package: PackageConfig, change: Difference) -> Iterator[str]:
    name = f"{package.output}/{change.path}"
    old, new = ((each or "").splitlines() for each in (change.old, change.new))
    for line in difflib.unified_diff(old, new, f"a/{name}", f"b/{name}", lineterm=""):
        # Bytes that are not UTF-8 are surrogates here, which cannot be printed.
        yield line.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def write_result(name: str, data: bytes) -> None:
    """A result into the file that `-o` names. Raises CsdlgenError where that cannot be written."""
    try:
        Path(name).write_bytes(data)
    except OSError as error:
        message = f"cannot write {name!r}: {error.strerror}"
        raise failure("file-unwritable", message, "Check the name and its folder.", where=name) from error
