"""`csdlgen check`: whether the repository is current; with `--against`, also what upstream has changed."""

from __future__ import annotations

from datetime import date

import click

from csdlgen.cli.drift_report import Compared, report_drift, validate
from csdlgen.cli.options import DriftOptions, NetworkOptions, PackageOptions
from csdlgen.cli.printing import print_changes, print_diagnostics
from csdlgen.cli.upstream import locked_packages, network_of
from csdlgen.incremental import generate
from csdlgen.pipeline import Selected, read_model, select_package
from csdlgen.project.packages import ConfiguredPackage
from csdlgen.project.positions import errors_with_positions
from csdlgen.upstream.model_pair import slice_pair
from csdlgen.upstream.retrieve import Retrieved, retrieve
from csdlgen.upstream.take import Taken, take_of
from csdlgen.upstream.update import refuse_upstream


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
        taken = _take(package, retrieved)
        print_diagnostics(taken.superseded)
        code |= own | report_drift(drift, _compared(package, selected, taken, retrieved))
    return code


def _take(package: ConfiguredPackage, retrieved: Retrieved) -> Taken:
    """What the package takes of upstream. Raises CsdlgenError where upstream has lost too much to be plausible."""
    with errors_with_positions((*package.inputs.all, *retrieved.sources)):
        upstream = retrieved.joined(package, retrieved.models())
    refuse_upstream(read_model(package.inputs.documents), upstream, retrieved)
    return take_of(package, upstream, retrieved.sources)


def _compared(package: ConfiguredPackage, selected: Selected, taken: Taken, retrieved: Retrieved) -> Compared:
    return Compared(
        slice_pair(package.config, selected.slice, taken.slice, taken.whole),
        " + ".join(source.path for source in package.inputs.metadata),
        " + ".join(dict.fromkeys(source.path for source in retrieved.sources)),
        old_sources=package.inputs.all,
        new_sources=retrieved.sources,
        committed=True,
    )
