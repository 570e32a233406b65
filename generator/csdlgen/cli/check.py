"""`csdlgen check`: whether the repository is current; with `--against`, also what upstream has changed."""

from __future__ import annotations

from datetime import date

import click

from csdlgen.cli.drift_report import Compared, report_drift, validate
from csdlgen.cli.options import DriftOptions, NetworkOptions, PackageOptions
from csdlgen.cli.printing import print_changes, print_diagnostics
from csdlgen.cli.upstream import locked_packages, network_of
from csdlgen.incremental import generate
from csdlgen.pipeline import Selected, select_package
from csdlgen.project.packages import ConfiguredPackage
from csdlgen.upstream.model_pair import PackageChange, compare_package
from csdlgen.upstream.retrieve import Retrieved, retrieve


def run(options: PackageOptions, names: tuple[str, ...], drift: DriftOptions, network: NetworkOptions) -> int:
    """Check the packages, and compare them with the upstream documents that are named, if any."""
    if names:
        return _check_against(options, names, drift, network)
    if drift != DriftOptions():
        raise click.UsageError("The options for findings need --against.")
    return max(_check(package)[0] for package in options.packages())


def _check(package: ConfiguredPackage, *, err: bool = False) -> tuple[int, Selected]:
    """Whether the output is current and documented routes resolve; prints to stderr with `err`."""
    config = package.config
    selected = select_package(config, package.inputs)
    print_diagnostics(selected.notes)
    generated = generate(config, package.inputs, selected, package.output)
    print_changes(config, generated, err=err)
    return int(bool(generated.changes or selected.ledger.unresolved)), selected


def _check_against(
    options: PackageOptions, names: tuple[str, ...], drift: DriftOptions, network: NetworkOptions
) -> int:
    validate(drift)
    locked = locked_packages(options.packages())
    if len(locked.packages) > 1 and (drift.form != "text" or drift.output or drift.update_accepts is not None):
        listed = ", ".join(package.config.name for package in locked.packages)
        raise click.UsageError(f"Which package? A report is about one package; name it with --package: {listed}.")
    retrieved = retrieve(names, network_of(network), locked, date.today())
    code = 0
    for package in locked.packages:
        # stdout is for the report, which a program may read.
        own, selected = _check(package, err=drift.form != "text")
        change = compare_package(package, retrieved, before=selected.slice)
        print_diagnostics(change.taken.superseded)
        code |= own | report_drift(drift, _compared(change, retrieved))
    return code


def _compared(change: PackageChange, retrieved: Retrieved) -> Compared:
    return Compared(
        change.models,
        " + ".join(source.path for source in change.package.inputs.metadata),
        " + ".join(dict.fromkeys(source.path for source in retrieved.sources)),
        change.package.inputs.all,
        retrieved.sources,
        committed=True,
    )
