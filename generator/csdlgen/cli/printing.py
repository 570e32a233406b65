"""What several commands print: diagnostics, changes of a package, and results into a file."""

from __future__ import annotations

import contextlib
import difflib
import os
import sys
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from csdlgen.cli.options import VERBOSITY
from csdlgen.errors import Diagnostic, Location, Position, Severity, failure
from csdlgen.reports.plain import plain
from csdlgen.text import count, printable

if TYPE_CHECKING:
    from csdlgen.disk.write import FileChange, WriteReport
    from csdlgen.incremental import Generated
    from csdlgen.project.config import PackageConfig

_SEVERITY_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
WOULD = {"missing": "would write", "changed": "would write", "stale": "would delete"}
_WIDTH = 80
_MOST_FILES = 20
_MICROSOFT = (".microsoft.com", ".microsoft.us", ".dynamics.com", ".azure.com", ".windows.net")
"""Hosts whose services take the credentials of azure-identity."""
_MOST_OF_A_CODE = 50
_DIFF_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def colours(stream: object = None) -> bool:
    """Whether to colour what goes to a stream, stderr by default: on a terminal, unless NO_COLOR is set."""
    target = stream or sys.stderr
    return not os.environ.get("NO_COLOR") and bool(getattr(target, "isatty", lambda: False)())


def print_diagnostics(diagnostics: Iterable[Diagnostic]) -> None:
    """Print diagnostics to stderr, one a line: `file:line:col: CODE: what is wrong (element path)`, and the remedy.
    With -q, only errors. Of very many with one code the first are printed, and how many more there are."""
    seen: Counter[tuple[Severity, str]] = Counter()
    for diagnostic in diagnostics:
        if diagnostic.severity is Severity.ERROR or not is_quiet():
            seen[diagnostic.severity, diagnostic.code] += 1
            if seen[diagnostic.severity, diagnostic.code] <= _MOST_OF_A_CODE:
                click.echo(_line(diagnostic), err=True, color=colours())
    for (_, code), number in seen.items():
        if number > _MOST_OF_A_CODE:
            click.echo(f"… and {number - _MOST_OF_A_CODE:,} more: {code}", err=True)


def _line(diagnostic: Diagnostic) -> str:
    where, severity = diagnostic.where, diagnostic.severity
    prefix = f"{where.source if isinstance(where, Location) else where}: " if where else ""
    if isinstance(where, Position):
        prefix = f"{where.source}:{where.line}:{where.column}: "
    label = diagnostic.code if severity is Severity.ERROR else f"{severity}: {diagnostic.code}"
    path = f" ({diagnostic.path})" if diagnostic.path and diagnostic.path not in diagnostic.message else ""
    text = f"{diagnostic.message}{path}. {diagnostic.remedy}"
    before, behind = plain(printable(prefix), "text"), plain(printable(text), "text")
    return f"{before}{click.style(label, fg=_SEVERITY_COLOURS[severity])}: {behind}"


def is_quiet() -> bool:
    """Whether only results and errors are wanted (-q)."""
    return _verbosity() == "quiet"


def is_verbose() -> bool:
    """Whether everything is wanted (-v)."""
    return _verbosity() == "verbose"


def _verbosity() -> object:
    context = click.get_current_context(silent=True)
    return context.meta.get(VERBOSITY) if context else None


def say(text: str, *, err: bool = False) -> None:
    """Print what a run did, in lines that fit 80 columns where words allow it; nothing with -q."""
    if not is_quiet():
        click.echo(
            plain(
                textwrap.fill(text, _WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False),
                "text",
            ),
            err=err,
        )


def say_files(lines: Sequence[str], *, err: bool = False, most: int = _MOST_FILES) -> None:
    """Print a line for each file; of more than `most` only how many there are beyond, unless -v is given."""
    if is_quiet():
        return
    listed = lines if is_verbose() or len(lines) <= most + 1 else lines[:most]
    for line in listed:
        click.echo(plain(line, "text"), err=err)
    if len(lines) > len(listed) > 0:
        click.echo(f"… and {count(len(lines) - len(listed), 'more file')} (-v lists all)", err=err)


def print_changes(
    generated: Generated, *, diff: bool = False, err: bool = False, verbs: Mapping[str, str] | None = None
) -> None:
    """Print how the disk differs from what would be generated, each file with its kind of change or the verb for that;
    to stderr with `err`."""
    package = generated.package.config
    lines = {
        change.path: f"{verbs[change.kind] if verbs else change.found} {package.output}/{change.path}"
        for change in generated.changes
    }
    if diff:
        for change in generated.changes:
            say_files([lines[change.path]], err=err)
            for each in _unified(generated.root, change):
                click.secho(plain(each, "text"), fg=_DIFF_COLOURS.get(each[:1]), color=colours(sys.stdout))
    else:
        say_files([*lines.values()], err=err)
    if not generated.changes:
        say(f"{package.output}/{package.name}: up to date, {count(generated.size.files, 'file')}", err=err)


def print_annotations(diagnostics: Iterable[Diagnostic], generated: Generated | None = None) -> None:
    """Print, as annotations for GitHub, errors and warnings, and how the disk differs from what would be generated."""
    from csdlgen.reports.drift.github import noted, stale_output

    for note in diagnostics:
        if note.severity is not Severity.NOTE:
            where = note.where if isinstance(note.where, Position) else None
            click.echo(noted(note.code, f"{note.message}. {note.remedy}", where, fails=note.severity is Severity.ERROR))
    if generated is not None and generated.changes:
        output = generated.package.output.as_posix()
        names = [f"{change.found} {output}/{change.path}" for change in generated.changes]
        there = (f"{output}/{change.path}" for change in generated.changes if change.kind != "missing")
        click.echo(stale_output(names, next(there, None)))


def _unified(root: Path, change: FileChange) -> Iterator[str]:
    name = _patched(root, change.path)
    names = ("/dev/null" if change.old is None else f"a/{name}", "/dev/null" if change.new is None else f"b/{name}")
    old, new = (change.old or "").splitlines(), (change.new or "").splitlines()
    for line in difflib.unified_diff(old, new, *names, lineterm=""):
        # Bytes that are not UTF-8 are surrogates here, which cannot be printed.
        yield line.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _patched(root: Path, path: PurePosixPath) -> str:
    """The name of a file below an output folder as `git apply` takes it: from here, and for one that is not below the
    current folder from the top of its repository, or else from the output folder."""
    file, here = root.resolve() / path, Path.cwd().resolve()
    tops = [here, *(each for each in file.parents if (each / ".git").exists())]
    top = next((each for each in tops if file.is_relative_to(each)), None)
    return file.relative_to(top).as_posix() if top else path.as_posix()


def print_written(package: PackageConfig, report: WriteReport, *, err: bool = False) -> None:
    """Print which files a run has written and deleted where they are few, and every copy that it has kept."""
    for path in report.backups:
        click.echo(plain(f"kept a copy: {package.output}/{path}", "text"), err=err)
    lines = [f"deleted {package.output}/{path}" for path in report.deleted]
    lines += [f"wrote {package.output}/{path}" for path in report.written]
    if is_verbose() or len(lines) <= _MOST_FILES:
        say_files(lines, err=err)


def print_summary(generated: Generated, report: WriteReport, *, err: bool = False) -> None:
    """Print what a package has, and how many of its files a run has written and deleted."""
    package, selected = generated.package.config, generated.selected
    deleted = f", {len(report.deleted):,} deleted" if report.deleted else ""
    done = f"{count(len(report.written), 'file')} written{deleted}, {report.unchanged:,} unchanged"
    if not (report.written or report.deleted):
        done = f"up to date, {count(report.unchanged, 'file')}"
    routes = sum(len(entry.documented) for entry in selected.ledger.entries)
    documented = f", {count(routes, 'documented route')}" if routes else ""
    say(
        f"{package.output}/{package.name}: {done};"
        f" {count(len(selected.slice.models), 'type')}, {count(len(selected.ledger.entries), 'operation')}{documented}",
        err=err,
    )


def print_first_calls(generated: Generated, *, err: bool = False) -> None:
    """Print a program that makes two calls with a package, to stdout, and what it needs; nothing with -q, unless the
    program is all that goes to stdout (`err`)."""
    from csdlgen.start.calls import first_calls

    config = generated.package.config
    host = config.service_root.partition("//")[2].partition("/")[0].partition(":")[0]
    calls = first_calls(config, generated.selected, identity=host.endswith(_MICROSOFT))
    if is_quiet() and not err:
        return
    installed = f"./{config.output}" if config.distribution else ""
    where = "" if installed or config.output == "." else f" (with {config.output} on PYTHONPATH)"
    requires = [each for each in calls.requires if not (installed and each == "azure-core")]
    needs = " ".join([*([installed] if installed else []), *requires])
    say("", err=err)
    say(f"Try it: python -m pip install {needs}, then{where}:", err=err)
    say("", err=err)
    click.echo(calls.code)


def print_result(text: str, form: str, *, nl: bool = True) -> None:
    """Print a result to stdout, in a format that decides which foreign text is escaped, and how."""
    click.echo(plain(text, form), nl=nl)


def write_result(name: str, data: bytes) -> None:
    """Write a result into the file that an option names. Raises CsdlgenError where that cannot be written."""
    with rewriting(name) as replace:
        replace(data)


@contextlib.contextmanager
def rewriting(name: str) -> Iterator[Callable[[bytes], None]]:
    """While a file that an option names is read and written anew: gives what writes it. Nobody else writes it
    meanwhile. Raises CsdlgenError where that cannot be done."""
    from csdlgen.disk.documents import replacing

    try:
        with replacing(Path(name)) as replace:
            yield replace
    except OSError as error:
        message = f"cannot write {name!r}: {error.strerror or error}"
        raise failure("file-unwritable", message, "Check the name and its folder.", where=name) from error
