"""`csdlgen inspect`: reports as people and programs read them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict

import click

from csdlgen.cli.options import Common, ad_hoc, job
from csdlgen.cli.report import print_diagnostics
from csdlgen.errors import Diagnostic
from csdlgen.reports.model import describe, search, summarize
from csdlgen.reports.model.reports import (
    Counts,
    Hit,
    Member,
    OperationReport,
    Overload,
    PathReport,
    Report,
    Summary,
    TermReport,
    TypeReport,
)
from csdlgen.text import printable

_WIDEST = 60
_FOUND = {
    Summary: "summary",
    TypeReport: "type",
    OperationReport: "operation",
    TermReport: "term",
    PathReport: "path",
}


def run(options: Common, name: str | None, text: str | None, form: str) -> int:
    """The command; returns its exit code."""
    if name is not None and text is not None:
        raise click.UsageError("Give a name, or a text to search for, not both.")
    alone = options.metadata and not (options.config or options.package)
    warnings: list[Diagnostic] = []
    model = (ad_hoc(options, None) if alone else job(options, None)).read(warnings)
    if text is not None:
        hits = search(model, text)
        _print({kind: [asdict(hit) for hit in each] for kind, each in hits.items()}, _hits(hits, text), form)
    else:
        report = summarize(model) if name is None else describe(model, name)
        _print({"found": _FOUND[type(report)], **asdict(report)}, _lines(report), form)
    print_diagnostics(warnings)
    return 0


def _print(value: Mapping[str, object], lines: Iterable[str], form: str) -> None:
    if form == "json":
        # Escaped, because descriptions may hold what steers a terminal.
        click.echo(json.dumps(value, indent=2))
    else:
        click.echo("\n".join(map(printable, lines)))


def _lines(report: Report) -> Iterator[str]:
    match report:
        case Summary():
            yield from _summary(report)
        case TypeReport():
            yield from _type(report)
        case OperationReport():
            yield from _operation(report)
        case TermReport():
            yield f"term {report.name}"
            yield from _facts(_told(report.description), type=_typed(report), details=report.details)
        case PathReport():
            yield from _path(report)


def _summary(report: Summary) -> Iterator[str]:
    yield f"OData {report.version}"
    for schema in report.schemas:
        yield ""
        yield f"schema {schema.name}" + (f", alias {schema.alias}" if schema.alias else "")
        yield from _counts(schema)
    for container in report.containers:
        yield ""
        yield f"container {container.name}"
        yield from _counts(container)
    yield from _section("references", report.references)
    for severity in report.diagnostics:
        yield ""
        yield f"diagnostics: {severity.name}"
        yield from _counts(severity)


def _counts(counts: Counts) -> Iterator[str]:
    rows = [(kind, str(count)) for kind, count in counts.counts.items() if count]
    yield from (f"  {line}" for line in _table(rows))


def _type(report: TypeReport) -> Iterator[str]:
    yield f"{report.kind} {report.name}"
    yield from _facts(
        _told(report.description),
        base=(" -> ".join(report.bases),),
        flags=report.flags,
        underlying=(report.underlying or "",),
        key=report.key,
    )
    yield from _section("properties", _members(report.properties))
    yield from _section("navigation", _members(report.navigation))
    yield from _section(
        "members", _table((each.name, str(each.value), _told(each.description)) for each in report.values)
    )
    yield from _section("operations", report.operations)
    yield from _section("used by", _table((each.kind, each.where, each.type) for each in report.used))
    yield from _section("derived types", report.derived)


def _operation(report: OperationReport) -> Iterator[str]:
    for number, each in enumerate(report.overloads):
        yield from ("",) if number else ()
        yield from _overload(each)
    if not report.overloads:
        yield f"operation {report.name}, which is not defined"
    yield from _section("imports", report.imports)


def _overload(overload: Overload) -> Iterator[str]:
    yield f"{overload.kind} {overload.signature}"
    returns = overload.returns
    yield from _facts(
        _told(overload.description),
        bound=(f"to {overload.binding}" if overload.binding else "to nothing",),
        returns=("nothing",) if returns is None else (*_typed(returns), *returns.details, _told(returns.description)),
        details=overload.details,
    )
    yield from (f"  {line}" for line in _section("parameters", _members(overload.parameters), gap=False))
    permissions = (f"{scheme}: {', '.join(scopes)}" for scheme, scopes in overload.permissions.items())
    yield from (f"  {line}" for line in _section("permissions", permissions, gap=False))


def _path(report: PathReport) -> Iterator[str]:
    yield f"path {report.path}"
    type_ = f"Collection({report.type})" if report.collection else report.type
    yield from _facts("", type=(type_,), key=report.key)
    after = "/{key}" if report.collection else ""
    yield from _section(f"navigation: {report.path}{after}/…", _members(report.navigation))
    yield from _section(f"operations: {report.path}{after}/…", report.operations)
    if report.collection:
        yield from _section(f"operations: {report.path}/…", report.collection_operations)


def _hits(hits: Mapping[str, tuple[Hit, ...]], text: str) -> Iterator[str]:
    if not hits:
        yield f"nothing contains {text!r}"
    for number, (kind, found) in enumerate(hits.items()):
        yield from _section(
            f"{kind} ({len(found)})", _table((each.name, _told(each.description)) for each in found), gap=number > 0
        )


def _members(members: Iterable[Member]) -> Iterator[str]:
    yield from _table(
        (
            each.name,
            each.type,
            ", ".join((*_typed(each)[1:], *each.details)),
            f"from {each.inherited}" if each.inherited else "",
            _told(each.description),
        )
        for each in members
    )


def _typed(each: Member | TermReport) -> tuple[str, ...]:
    return (each.type,) if each.nullable else (each.type, "not null")


def _told(description: str) -> str:
    return " ".join(description.split())


def _facts(description: str, **facts: tuple[str, ...]) -> Iterator[str]:
    """Facts by name, those that say something."""
    if description:
        yield f"  {description}"
    for name, values in facts.items():
        if stated := [each for each in values if each]:
            yield f"  {name}: {', '.join(stated)}"


def _section(title: str, lines: Iterable[str], *, gap: bool = True) -> Iterator[str]:
    """Lines under a title, nothing where there are none."""
    found = list(lines)
    if found:
        yield from ("",) if gap else ()
        yield title
        yield from (f"  {line}" for line in found)


def _table(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Rows in columns; a cell wider than most pushes its own row only."""
    found = list(rows)
    widths = [
        max((len(cell) for cell in column if len(cell) <= _WIDEST), default=0) for column in zip(*found, strict=True)
    ]
    for row in found:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True) if width or cell).rstrip()
