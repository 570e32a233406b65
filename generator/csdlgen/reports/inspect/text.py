"""Reports on a model as text, in lines that the command line prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from csdlgen.reports.inspect.report_types import (
    Counts,
    Hit,
    MemberReport,
    OperationReport,
    OverloadReport,
    PathReport,
    Report,
    Summary,
    TermReport,
    TypeReport,
)
from csdlgen.reports.inspect.tree import select_lines, select_lines_of_hits, tree_lines

_WIDEST_CELL = 60
_KINDS = {
    Summary: "summary",
    TypeReport: "type",
    OperationReport: "operation",
    TermReport: "term",
    PathReport: "path",
}


def kind_of(report: Report) -> str:
    """What a report is about, in a word."""
    return _KINDS[type(report)]


def text_of_report(report: Report) -> Iterator[str]:
    """The lines of a report."""
    match report:
        case Summary():
            yield from _summary(report)
        case TypeReport():
            yield from _type(report)
        case OperationReport():
            yield from _operation(report)
        case TermReport():
            yield f"term {report.name}"
            yield from _facts(_one_line(report.description), type=_type_words(report), details=report.details)
        case PathReport():
            yield from _path(report)
    yield from _section("to select it", select_lines(report))


def text_of_hits(hits: Mapping[str, tuple[Hit, ...]], text: str) -> Iterator[str]:
    """What a search for a text found, by kind."""
    if not hits:
        yield f"nothing contains {text!r}"
    for number, (kind, group) in enumerate(hits.items()):
        rows = ((hit.name, _one_line(hit.description)) for hit in group)
        yield from _section(f"{kind} ({len(group)})", _table(rows), gap=number > 0)
    yield from _section("to select them", select_lines_of_hits(hits))


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
    yield from _section("paths", tree_lines(report.tree))
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
        _one_line(report.description),
        base=(" -> ".join(report.bases),),
        flags=report.flags,
        underlying=(report.underlying or "",),
        key=report.key,
    )
    yield from _section("properties", _members(report.properties))
    yield from _section("navigation", _members(report.navigation))
    values = ((value.name, str(value.value), _one_line(value.description)) for value in report.values)
    yield from _section("members", _table(values))
    yield from _section("operations", report.operations)
    yield from _section("used by", _table((use.kind, use.where, use.type) for use in report.used))
    yield from _section("derived types", report.derived)


def _operation(report: OperationReport) -> Iterator[str]:
    for number, overload in enumerate(report.overloads):
        yield from ("",) if number else ()
        yield from _overload(overload)
    if not report.overloads:
        yield f"operation {report.name}, which is not defined"
    yield from _section("imports", report.imports)


def _overload(overload: OverloadReport) -> Iterator[str]:
    yield f"{overload.kind} {overload.signature}"
    returns = overload.returns
    yield from _facts(
        _one_line(overload.description),
        bound=(f"to {overload.binding}" if overload.binding else "to nothing",),
        returns=(
            ("nothing",)
            if returns is None
            else (*_type_words(returns), *returns.details, _one_line(returns.description))
        ),
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
    if any(branch.branches for branch in report.tree):
        yield from _section(f"paths: {report.path}{after}/…", tree_lines(report.tree))


def _members(members: Iterable[MemberReport]) -> Iterator[str]:
    yield from _table(
        (
            member.name,
            member.type,
            ", ".join((*_type_words(member)[1:], *member.details)),
            f"from {member.inherited}" if member.inherited else "",
            _one_line(member.description),
        )
        for member in members
    )


def _type_words(typed: MemberReport | TermReport) -> tuple[str, ...]:
    return (typed.type,) if typed.nullable else (typed.type, "not null")


def _one_line(description: str) -> str:
    return " ".join(description.split())


def _facts(description: str, **facts: tuple[str, ...]) -> Iterator[str]:
    """The facts that are not empty, by name."""
    if description:
        yield f"  {description}"
    for name, values in facts.items():
        if stated := [value for value in values if value]:
            yield f"  {name}: {', '.join(stated)}"


def _section(title: str, lines: Iterable[str], *, gap: bool = True) -> Iterator[str]:
    """Lines under a title; nothing where there are none."""
    indented = [f"  {line}" for line in lines]
    if indented:
        yield from ("",) if gap else ()
        yield title
        yield from indented


def _table(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Rows in columns; a very wide cell moves only the rest of its own row."""
    table = list(rows)
    widths = [
        max((len(cell) for cell in column if len(cell) <= _WIDEST_CELL), default=0)
        for column in zip(*table, strict=True)
    ]
    for row in table:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True) if width or cell).rstrip()
