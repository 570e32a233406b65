"""The options of `diff`, `check --against` and `history`: how findings are judged, accepted and reported."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import NamedTuple

import click

from csdlgen.cli.options import FILE, OUTPUT, group_options

FORMATS = ("text", "json", "markdown", "github", "sarif", "junit", "gitlab", "html")
"""Every format of findings, as `csdlgen.reports.drift.WRITERS` has them; that takes long to import."""


class ReportTarget(NamedTuple):
    """A format, and the file that a report in it goes to; without one, to stdout or to the file of `--output`."""

    form: str
    file: str | None = None


def _targets(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[ReportTarget, ...]:
    """What the values `FORMAT` and `FORMAT=FILE` of an option mean. Raises click.BadParameter."""
    targets = []
    for value in values:
        form, equals, file = value.partition("=")
        if form not in FORMATS:
            raise click.BadParameter(f"{form!r} is no format: one of {', '.join(FORMATS)}.", context, parameter)
        if equals and not file:
            raise click.BadParameter(f"a file is missing after {value!r}.", context, parameter)
        targets.append(ReportTarget(form, file or None))
    return tuple(targets)


@dataclass(frozen=True, slots=True)
class DriftOptions:
    """How findings are judged, accepted and reported. What is None or empty is for the configuration to say."""

    fail_on: tuple[str, ...] = ()
    policy: str | None = None
    forms: tuple[ReportTarget, ...] = ()
    accept: str | None = None
    update_accepts: str | None = None
    output: str | None = None
    min_level: str | None = None
    everything: bool = False

    @property
    def targets(self) -> tuple[ReportTarget, ...]:
        """Every report that is wanted, first the one that goes to stdout or `output`: as text, unless a format without
        a file says otherwise. Raises click.UsageError where two would go to one place."""
        plain = [target for target in self.forms if target.file is None]
        if len(plain) > 1:
            message = f"Only one format can go to stdout; give others a file: --format {plain[1].form}=FILE."
            raise click.UsageError(message)
        first = ReportTarget(plain[0].form if plain else "text", self.output)
        targets = (first, *(target for target in self.forms if target.file is not None))
        files = sorted(target.file for target in targets if target.file is not None)
        places = [os.path.realpath(file) for file in files]
        if doubled := [file for file, place in zip(files, places, strict=True) if places.count(place) > 1]:
            raise click.UsageError(f"Two formats would be written to {doubled[0]!r}.")
        return targets

    @property
    def form(self) -> str:
        """The format of what goes to stdout or `output`."""
        return self.targets[0].form


POLICY = click.option(
    "--policy",
    type=click.Choice(["odata", "graph", "strict"]),
    help="How to judge: by the rules of OData, by what hurts clients in practice (graph, the default), or without"
    " taking any risk.",
)
MIN_LEVEL = click.option(
    "--min-level",
    type=click.Choice(["neutral", "additive", "dangerous", "breaking"]),
    help="List findings from this level on, and whatever fails the run.",
)
drift_options = group_options(
    "drift",
    DriftOptions,
    click.option(
        "--fail-on",
        multiple=True,
        metavar="LEVEL",
        help="Exit with 1 from this level on: breaking (default), dangerous, any or never; for one axis only as"
        " read=LEVEL, write=LEVEL or python=LEVEL (repeatable).",
    ),
    POLICY,
    click.option(
        "--format",
        "forms",
        multiple=True,
        callback=_targets,
        metavar="FORMAT[=FILE]",
        help=f"{', '.join(FORMATS)}; repeatable, where all but one have a file: --format github --format"
        " sarif=report.sarif.",
    ),
    click.option(
        "--accept",
        type=FILE,
        metavar="FILE",
        help="The accept file: what was accepted, by whom, until when (TOML).",
    ),
    click.option(
        "--update-accepts",
        metavar="REASON",
        help="Accept every finding that reaches the --fail-on level, for this reason: write it to the accept file, and"
        " remove entries that match nothing any more.",
    ),
    MIN_LEVEL,
    click.option(
        "--all", "everything", is_flag=True, help="In text, also list what harms nobody, such as new descriptions."
    ),
    OUTPUT,
)
