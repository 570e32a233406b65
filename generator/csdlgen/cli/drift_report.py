"""The report on a comparison, for `diff`, `check --against` and `history`: accept file, gate, formats."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import cast

import click

from csdlgen import __version__
from csdlgen.cli.drift_options import DriftOptions
from csdlgen.cli.printing import colours, is_verbose, print_result, rewriting, write_result
from csdlgen.cli.progress import working
from csdlgen.drift.accept import Stale, apply_accepts, parse_accepts, updated_accepts
from csdlgen.drift.finding import Finding, Policy, Verdict, every
from csdlgen.errors import CsdlgenError, failure
from csdlgen.project.drift_config import DriftConfig
from csdlgen.project.inputs import Source, path_from_here, read_config, read_source, refuse_special
from csdlgen.project.packages import ConfiguredPackage
from csdlgen.project.positions import positions
from csdlgen.reports.drift import WRITERS
from csdlgen.reports.drift.gate import Gate
from csdlgen.reports.drift.report import Report, from_level, locations
from csdlgen.reports.drift.text import as_text
from csdlgen.reports.plain import plain
from csdlgen.upstream.fetch import is_url
from csdlgen.upstream.model_pair import ModelPair, located_in

# Readers of these formats see the files of the work tree only.
_REPOSITORY_FORMATS = ("github", "sarif", "gitlab")
_VERDICT_COLOURS = {"breaking": "red", "dangerous": "yellow", "additive": "green"}


@dataclass(frozen=True, slots=True)
class Compared:
    """Two models with their names and documents, and the package that takes them, if any; the old documents may be
    `committed` in a repository."""

    models: ModelPair
    old: str
    new: str
    old_sources: tuple[Source, ...]
    new_sources: tuple[Source, ...]
    package: ConfiguredPackage | None = None
    committed: bool = False


def validate(options: DriftOptions) -> Gate:
    """The gate. Raises click.UsageError for options that are wrong in themselves."""
    options.targets  # noqa: B018 (which raises)
    if options.update_accepts is not None and not options.update_accepts.strip():
        raise click.UsageError("--update-accepts needs a reason: why are these changes accepted?")
    try:
        return Gate.parse(options.fail_on)
    except ValueError as error:
        raise click.BadParameter(f"{error}.", param_hint="'--fail-on'") from error


def settled(options: DriftOptions, package: ConfiguredPackage | None) -> DriftOptions:
    """The options, and what the configuration of a package says in place of those that were not given; without a
    package, that of this folder or one above. Raises click.UsageError where together they are not enough."""
    config, folder = (package.config.drift, package.folder) if package else _drift_here()
    accept = options.accept or (_configured(config.accept, folder) if config.accept else None)
    if options.update_accepts is not None and not accept:
        raise click.UsageError("--update-accepts needs --accept FILE: the file to write.")
    fail_on, policy = options.fail_on or config.fail_on, options.policy or config.policy
    return replace(options, fail_on=fail_on, policy=policy, accept=accept)


def _configured(accept: str, folder: Path) -> str:
    """The path of the accept file that a configuration names. Raises CsdlgenError where it is no ordinary file."""
    if (folder / accept).exists():
        refuse_special(accept, folder)
    return path_from_here(folder, accept)


def _drift_here() -> tuple[DriftConfig, Path]:
    try:
        config, folder = read_config(None, Path.cwd())
    except CsdlgenError as error:
        if error.diagnostics[0].code != "config-missing":
            raise
        return DriftConfig(), Path()
    return config.drift, folder


def report_drift(options: DriftOptions, *comparisons: Compared, config: str | None) -> int:
    """Compare, judge and report; the exit code. `config` is the file with the configuration, None for the nearest.
    Raises CsdlgenError for an accept file that cannot be read."""
    own = [settled(options, each.package) for each in comparisons]
    compared_packages = [each.package for each in comparisons if each.package]
    reports = [
        drift_report(each, compared, shared=_is_shared(each.accept, compared_packages, config))
        for each, compared in zip(own, comparisons, strict=True)
    ]
    unused = _stale_in_all([(each.accept, report.stale) for each, report in zip(own, reports, strict=True)])
    for report, stale, compared in zip(reports, unused, comparisons, strict=True):
        _report(replace(report, stale=stale), options, compared)
    return int(any(report.failing for report in reports))


def _report(report: Report, options: DriftOptions, compared: Compared) -> None:
    in_repository: Report | None = None
    for form, file in options.targets:
        if form in _REPOSITORY_FORMATS:
            in_repository = in_repository or _in_work_tree(report, compared)
            _write(in_repository, form, file)
        else:
            _write(report, form, file)


def _is_shared(accept: str | None, compared: Sequence[ConfiguredPackage], config_file: str | None) -> bool:
    """Whether the configuration names an accept file for packages too that are not compared, as all are not where whole
    documents are: then nobody knows whether they use an entry."""
    if not accept:
        return False
    try:
        config, folder = read_config(config_file, Path.cwd())
    except CsdlgenError:
        return False
    names = {each.config.name for each in compared}
    others = (each.drift.accept for each in config.packages if each.name not in names)
    return any(each and (folder / each).resolve() == Path(accept).resolve() for each in others)


def _stale_in_all(found: Sequence[tuple[str | None, tuple[Stale, ...]]]) -> Iterator[tuple[Stale, ...]]:
    """Of the entries that accept nothing in each of several comparisons, which have an accept file each, those that
    accept nothing in any comparison with the same file; one that has expired where it would accept something."""
    for file, stale in found:
        others = [{each.entry.where: each.expired for each in there} for other, there in found if other == file]
        yield tuple(
            each
            for each in stale
            if all(each.entry.where in there for there in others)
            and (each.expired or not any(there[each.entry.where] for there in others))
        )


def drift_report(options: DriftOptions, compared: Compared, *, shared: bool = False) -> Report:
    """What there is to report, by options that are settled; an accept file that is `shared` has entries for what is not
    compared. Raises CsdlgenError for an accept file that cannot be read."""
    today, gate, policy = date.today(), validate(options), cast("Policy", options.policy or "graph")
    with working("comparing"):
        judged = compared.models.findings(today, policy)
    findings, stale = _accepted(options, gate, judged, today, shared=shared)
    level = Verdict[(options.min_level or "neutral").upper()]
    listed = from_level(findings, level, gate)
    return Report(
        listed,
        compared.old,
        compared.new,
        policy=policy,
        gate=gate,
        places=positions(locations(listed), (*compared.old_sources, *compared.new_sources)),
        stale=tuple(each for each in stale if each.expired or not shared),
        version=__version__,
        everything=options.everything,
        fingerprints=is_verbose(),
        min_level=level,
        unlisted=sum(1 for _ in every(findings)) - sum(1 for _ in every(listed)),
    )


def _in_work_tree(report: Report, compared: Compared) -> Report:
    """The report with places in files alone: in the committed documents, or in those of both sides that are files, not
    of a revision or a URL. Where neither are, there are no places."""
    old, new = _files(compared.old_sources), _files(compared.new_sources)
    if not (old or new):
        return replace(report, places={})
    if old and new and not compared.committed:
        return report
    if old:
        findings = located_in(report.findings, compared.models.old, "old")
    else:
        findings = located_in(report.findings, compared.models.new, "new")
    return replace(report, findings=findings, places=positions(locations(findings), old or new))


def _files(sources: Iterable[Source]) -> tuple[Source, ...]:
    return tuple(each for each in sources if each.revision is None and not is_url(each.name))


def _accepted(
    options: DriftOptions, gate: Gate, judged: tuple[Finding, ...], today: date, *, shared: bool
) -> tuple[tuple[Finding, ...], tuple[Stale, ...]]:
    """The findings, marked where the accept file accepts them, and its entries that accept nothing. Writes the file if
    that is wanted."""
    if not options.accept:
        return judged, ()
    if options.update_accepts is None:
        return apply_accepts(judged, parse_accepts(_accept_text(options, options.accept), options.accept), today)
    with rewriting(options.accept) as replace_file:  # read in here, so that no entry of another run is lost
        text = _accept_text(options, options.accept)
        findings, _ = apply_accepts(judged, parse_accepts(text, options.accept), today)
        failing = [finding for finding in every(findings) if gate.fails(finding)]
        reason = options.update_accepts.strip()
        text = updated_accepts(text, options.accept, judged, failing, reason=reason, today=today, shared=shared)
        replace_file(text.encode())
    return apply_accepts(judged, parse_accepts(text, options.accept), today)


def _accept_text(options: DriftOptions, name: str) -> str:
    """The content of the accept file; empty where it does not exist yet and is to be written."""
    if options.update_accepts is not None and not Path(name).exists():
        return ""
    if not Path(name).exists():
        remedy = "Write it with `--update-accepts REASON`, which creates it, or name no accept file."
        raise failure("file-unreadable", "there is no such accept file", remedy, where=name)
    try:
        return read_source(name, special=True).data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise failure("accept-not-toml", "the file is not UTF-8", "TOML files are UTF-8.", where=name) from error


def _write(report: Report, form: str, file: str | None) -> None:
    if file:
        write_result(file, f"{plain(WRITERS[form](report), form)}\n".encode())
    elif form == "text" and colours(sys.stdout):
        click.echo(as_text(report, _coloured), color=True)
    else:
        print_result(WRITERS[form](report), form)


def _coloured(text: str, verdict: Verdict) -> str:
    return click.style(text, fg=_VERDICT_COLOURS.get(str(verdict)))
