"""Results as people and programs read them."""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from csdlgen.cli.report import colours
from csdlgen.config import PackageConfig
from csdlgen.errors import failure, nearest
from csdlgen.generate import Generated
from csdlgen.pipeline import Selected
from csdlgen.routes import Ledger, OperationRoutes
from csdlgen.write import Difference, WriteReport

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
    shown = f", {_count(routes, 'documented route')}" if routes else ""
    click.echo(
        f"{place}: {_count(len(report.written), 'file')} written, {report.unchanged} unchanged;"
        f" {_count(models, 'type')}, {_count(operations, 'operation')}{shown}"
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


def print_routes(ledger: Ledger, operation: str | None, form: str) -> None:
    """The ledger, or one operation of it by simple or qualified name."""
    names = {each.operation.name.name for each in ledger.entries}
    chosen = [
        each for each in ledger.entries if operation in (None, str(each.operation.name), each.operation.name.name)
    ]
    if operation and not chosen:
        remedy = nearest(operation, names) or f"Selected operations: {', '.join(sorted(names)) or 'none'}."
        raise failure("unknown-operation", f"no selected operation is called {operation!r}", remedy)
    if form == "json":
        click.echo(json.dumps([_as_json(each) for each in chosen], indent=2, ensure_ascii=False))
        return
    click.echo("\n\n".join("\n".join(_as_text(each)) for each in chosen))


def _as_json(entry: OperationRoutes) -> dict[str, object]:
    return {
        "operation": str(entry.operation.name),
        "signature": entry.operation.signature,
        "verb": entry.verb,
        "binding": str(entry.operation.binding) if entry.operation.binding else None,
        "permissions": {each.scheme: list(each.scopes) for each in entry.permissions},
        "routes": [
            {
                "template": f"{each.template}/{entry.segment}",
                "keys": [key.name for key in each.keys],
                "documented": each.documented,
                "hops": each.hops,
                "uncontained": each.path.uncontained,
            }
            for each in entry.routes
        ],
    }


def _as_text(entry: OperationRoutes) -> Iterator[str]:
    operation = entry.operation
    documented = sum(each.documented for each in entry.routes)
    yield f"{entry.verb} {operation.name}, bound to {operation.binding or 'nothing'}"
    for permission in entry.permissions:
        yield f"  {permission.scheme}: {', '.join(permission.scopes)}"
    yield f"  {_count(len(entry.routes), 'route')}, {documented} documented"
    reasons = _columns(each.reason for each in entry.routes)
    for each, reason in zip(entry.routes, reasons, strict=True):
        yield f"  {reason}  {each.template}/{entry.segment}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _columns(texts: Iterable[str]) -> list[str]:
    found = list(texts)
    width = max(map(len, found), default=0)
    return [each.ljust(width) for each in found]


def write_result(name: str, data: bytes) -> None:
    """A result into the file that `-o` names. Raises CsdlgenError where that cannot be written."""
    try:
        Path(name).write_bytes(data)
    except OSError as error:
        message = f"cannot write {name!r}: {error.strerror}"
        raise failure("file-unwritable", message, "Check the name and its folder.", where=name) from error
