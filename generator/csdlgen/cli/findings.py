"""Findings of drift at the edge: the options that ask for them, the accept file, places, the report, the exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from csdlgen.cli.report import colours, positions
from csdlgen.errors import failure

if TYPE_CHECKING:
    from csdlgen.drift import Change
    from csdlgen.drift.accept import Stale
    from csdlgen.drift.finding import Finding, Verdict
    from csdlgen.drift.python_names import Surfaces
    from csdlgen.drift.rules import Policy
    from csdlgen.edm.model import EdmModel
    from csdlgen.navigation import Limits
    from csdlgen.project.config import PackageConfig
    from csdlgen.reports.drift import Gate, Report
    from csdlgen.select import Slice

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks about findings, as the options have it."""

    fail_on: tuple[str, ...] = ()
    policy: str = "graph"
    form: str = "text"
    accept: str | None = None
    update_accepts: str | None = None
    output: str | None = None
    everything: bool = False

    def check(self) -> None:
        """Raises click's error of usage for what is wrong in itself."""
        from csdlgen.reports.drift import Gate

        try:
            Gate.parse(self.fail_on)
        except ValueError as error:
            raise click.BadParameter(f"{error}.", param_hint="'--fail-on'") from error
        if self.update_accepts is None:
            return
        if not self.accept:
            raise click.UsageError("--update-accepts needs --accept FILE: the file to write.")
        if not self.update_accepts.strip():
            raise click.UsageError("--update-accepts needs a reason: why are these changes accepted?")


def finding_options(command: F) -> F:
    """Adds what `Asked` has to a command."""
    for option in (
        click.option("-o", "--output", metavar="FILE", help="Write to a file instead of stdout."),
        click.option(
            "--all", "everything", is_flag=True, help="As text, list what harms nobody too, such as other descriptions."
        ),
        click.option(
            "--update-accepts",
            metavar="REASON",
            help="Accept what is at or above the gate, for this reason: write it to the accept file.",
        ),
        click.option("--accept", metavar="FILE", help="What was accepted, by whom, until when (TOML)."),
        click.option(
            "--format",
            "form",
            type=click.Choice(["text", "json", "markdown", "github", "sarif"]),
            default="text",
            show_default=True,
        ),
        click.option(
            "--policy",
            type=click.Choice(["odata", "graph", "strict"]),
            default="graph",
            show_default=True,
            help="How to judge: by the letter of OData, by what hurts clients, or with no risk.",
        ),
        click.option(
            "--fail-on",
            multiple=True,
            metavar="LEVEL",
            help="Exit with 1 from here on: breaking (default), dangerous, any or never; for one axis only as"
            " read=LEVEL, write=LEVEL or python=LEVEL (repeatable).",
        ),
    ):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Compared:
    """Two models and where they come from: names as one opens them, and the bytes of their documents by the name that
    locations have. `surfaces` works out what the package calls everything, where there is one."""

    old: EdmModel
    new: EdmModel
    old_name: str
    new_name: str
    documents: Mapping[str, bytes]
    limits: Limits | None = None
    surfaces: Callable[[], Surfaces] | None = None


def conclude(asked: Asked, compared: Compared) -> int:
    """Compare, judge, report; returns the exit code. Raises CsdlgenError for an accept file that cannot be read."""
    from csdlgen import __version__
    from csdlgen.csdl.xml.quick import uncollected
    from csdlgen.drift import compare
    from csdlgen.drift.judge import judge
    from csdlgen.reports.drift import Gate, Report
    from csdlgen.reports.drift.report import locations

    today = date.today()
    gate = Gate.parse(asked.fail_on)
    policy = cast("Policy", asked.policy)
    with uncollected():
        changes = compare(compared.old, compared.new)
        surfaces = _surfaces(changes, compared) if changes else None
        judged = judge(
            changes, compared.old, compared.new, policy=policy, today=today, limits=compared.limits, surfaces=surfaces
        )
    # That is for whole documents, of which commands have made sure; slices lose most of themselves more easily.
    found = tuple(each for each in judged if each.rule != "snapshot-suspicious")
    findings, stale = _accepted(asked, gate, found, today)
    known = (each for each in locations(findings) if each.source in compared.documents)
    report = Report(
        findings,
        compared.old_name,
        compared.new_name,
        policy=policy,
        gate=gate,
        places=positions(known, compared.documents),
        stale=stale,
        version=__version__,
        everything=asked.everything,
    )
    _write(report, asked)
    return int(report.failing > 0)


def surfaces_of(package: PackageConfig, old: Slice, new: Slice) -> Surfaces:
    """What a package calls everything in two of its slices."""
    from csdlgen.drift.python_names import Surfaces
    from csdlgen.package.plan.python_names import python_names

    before, after = (python_names(each, package.style, deletes_linked=package.deletes_linked) for each in (old, new))
    return Surfaces(before, after)


def _surfaces(changes: tuple[Change, ...], compared: Compared) -> Surfaces:
    """What the package calls everything; without a package, what one of everything would call what changed."""
    from csdlgen.drift.python_names import Surfaces, touched
    from csdlgen.package.plan.python_names import python_names_of

    if compared.surfaces:
        return compared.surfaces()
    types = touched(changes, compared.old, compared.new)
    return Surfaces(python_names_of(compared.old, types), python_names_of(compared.new, types))


def _accepted(
    asked: Asked, gate: Gate, found: tuple[Finding, ...], today: date
) -> tuple[tuple[Finding, ...], tuple[Stale, ...]]:
    """The findings with what the accept file accepts, and its entries that accept nothing. Writes the file where that
    is asked for."""
    if not asked.accept:
        return found, ()
    from csdlgen.drift.accept import apply_accepts, parse_accepts, updated_accepts
    from csdlgen.drift.finding import every

    text = _accept_text(asked, asked.accept)
    findings, stale = apply_accepts(found, parse_accepts(text, asked.accept), today)
    if asked.update_accepts is None:
        return findings, stale
    from csdlgen.cli.output import write_result

    chosen = [each for each in every(findings) if gate.fails(each)]
    text = updated_accepts(text, asked.accept, found, chosen, reason=asked.update_accepts.strip(), today=today)
    write_result(asked.accept, text.encode())
    return apply_accepts(found, parse_accepts(text, asked.accept), today)


def _accept_text(asked: Asked, name: str) -> str:
    """The accept file as it stands; empty where there is none yet and one is to be written."""
    from csdlgen.project.inputs import read_source

    if asked.update_accepts is not None and not Path(name).exists():
        return ""
    try:
        return read_source(name).data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise failure("accept-not-toml", "the file is not UTF-8", "TOML files are UTF-8.", where=name) from error


def _write(report: Report, asked: Asked) -> None:
    from csdlgen.reports.drift import WRITERS, as_text

    if asked.output:
        from csdlgen.cli.output import write_result

        write_result(asked.output, f"{WRITERS[asked.form](report)}\n".encode())
    elif asked.form == "text" and colours(sys.stdout):
        click.echo(as_text(report, _coloured), color=True)
    else:
        click.echo(WRITERS[asked.form](report))


def _coloured(text: str, verdict: Verdict) -> str:
    return click.style(text, fg={"breaking": "red", "dangerous": "yellow", "additive": "green"}.get(str(verdict)))
