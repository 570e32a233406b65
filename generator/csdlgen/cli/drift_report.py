"""The report on a comparison, for `diff` and `check --against`: accept file, gate, formats."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

import click

from csdlgen import __version__
from csdlgen.cli.options import DriftOptions
from csdlgen.cli.printing import colours, write_result
from csdlgen.cli.progress import working
from csdlgen.drift.accept import Stale, apply_accepts, parse_accepts, updated_accepts
from csdlgen.drift.finding import Finding, Policy, Verdict, every
from csdlgen.errors import failure
from csdlgen.project.inputs import Source, read_source
from csdlgen.project.positions import positions
from csdlgen.reports.drift import WRITERS
from csdlgen.reports.drift.gate import Gate
from csdlgen.reports.drift.report import Report, locations
from csdlgen.reports.drift.text import as_text
from csdlgen.upstream.model_pair import ModelPair, located_in_old

# Readers of these formats see the files of the repository only.
_REPOSITORY_FORMATS = ("github", "sarif")
_VERDICT_COLOURS = {"breaking": "red", "dangerous": "yellow", "additive": "green"}


@dataclass(frozen=True, slots=True)
class Compared:
    """Two models with their names and documents; the old documents may be `committed` in a repository."""

    models: ModelPair
    old: str
    new: str
    old_sources: tuple[Source, ...]
    new_sources: tuple[Source, ...]
    committed: bool = False


def validate(options: DriftOptions) -> Gate:
    """The gate. Raises click.UsageError for options that are wrong in themselves."""
    try:
        gate = Gate.parse(options.fail_on)
    except ValueError as error:
        raise click.BadParameter(f"{error}.", param_hint="'--fail-on'") from error
    if options.update_accepts is not None:
        if not options.accept:
            raise click.UsageError("--update-accepts needs --accept FILE: the file to write.")
        if not options.update_accepts.strip():
            raise click.UsageError("--update-accepts needs a reason: why are these changes accepted?")
    return gate


def report_drift(options: DriftOptions, compared: Compared) -> int:
    """Compare, judge and report; the exit code. Raises CsdlgenError for an accept file that cannot be read."""
    today, gate, policy = date.today(), validate(options), cast("Policy", options.policy)
    with working("comparing"):
        judged = compared.models.findings(today, policy)
    findings, stale = _accepted(options, gate, judged, today)
    sources = (*compared.old_sources, *compared.new_sources)
    if compared.committed and options.form in _REPOSITORY_FORMATS:
        findings, sources = located_in_old(findings, compared.models.old), compared.old_sources
    report = Report(
        findings,
        compared.old,
        compared.new,
        policy=policy,
        gate=gate,
        places=positions(locations(findings), sources),
        stale=stale,
        version=__version__,
        everything=options.everything,
    )
    _write(report, options)
    return int(report.failing > 0)


def _accepted(
    options: DriftOptions, gate: Gate, judged: tuple[Finding, ...], today: date
) -> tuple[tuple[Finding, ...], tuple[Stale, ...]]:
    """The findings, marked where the accept file accepts them, and its entries that accept nothing. Writes the file if
    that is wanted."""
    if not options.accept:
        return judged, ()
    text = _accept_text(options, options.accept)
    findings, stale = apply_accepts(judged, parse_accepts(text, options.accept), today)
    if options.update_accepts is None:
        return findings, stale
    reason = options.update_accepts.strip()
    failing = [finding for finding in every(findings) if gate.fails(finding)]
    text = updated_accepts(text, options.accept, judged, failing, reason=reason, today=today)
    write_result(options.accept, text.encode())
    return apply_accepts(judged, parse_accepts(text, options.accept), today)


def _accept_text(options: DriftOptions, name: str) -> str:
    """The content of the accept file; empty where it does not exist yet and is to be written."""
    if options.update_accepts is not None and not Path(name).exists():
        return ""
    try:
        return read_source(name).data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise failure("accept-not-toml", "the file is not UTF-8", "TOML files are UTF-8.", where=name) from error


def _write(report: Report, options: DriftOptions) -> None:
    if options.output:
        write_result(options.output, f"{WRITERS[options.form](report)}\n".encode())
    elif options.form == "text" and colours(sys.stdout):
        click.echo(as_text(report, _coloured), color=True)
    else:
        click.echo(WRITERS[options.form](report))


def _coloured(text: str, verdict: Verdict) -> str:
    return click.style(text, fg=_VERDICT_COLOURS.get(str(verdict)))
