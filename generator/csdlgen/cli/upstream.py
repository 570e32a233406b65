"""`csdlgen check --against`, and what `csdlgen update` has in common with it: the packages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

from csdlgen.cli.check import check_package
from csdlgen.cli.drift_options import DriftOptions, ReportTarget
from csdlgen.cli.drift_report import Compared, report_drift, settled, validate
from csdlgen.cli.options import PackageOptions
from csdlgen.cli.printing import print_diagnostics
from csdlgen.cli.progress import network_of, working
from csdlgen.project.packages import ConfiguredPackage
from csdlgen.text import capped
from csdlgen.upstream.lock import LockedPackages, read_lock
from csdlgen.upstream.model_pair import PackageChange, compare_package
from csdlgen.upstream.retrieve import Retrieved, retrieve


def check_against(options: PackageOptions, names: tuple[str, ...], drift: DriftOptions) -> int:
    """Check the packages, then compare what they take of the documents that are named with what they have."""
    validate(drift)
    locked = locked_packages(options.packages())
    if len(locked.packages) > 1 and (drift.targets != (ReportTarget("text"),) or drift.update_accepts is not None):
        listed = capped(package.config.name for package in locked.packages)
        raise click.UsageError(f"Which package? A report is about one package; name it with --package: {listed}.")
    for package in locked.packages:
        settled(drift, package)
    retrieved = retrieve(names, network_of(options), locked, date.today())
    code = 0
    for package in locked.packages:
        own, selected = check_package(package, form=drift.form)
        with working("comparing"):
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
        change.package,
        committed=True,
    )


def locked_packages(packages: Sequence[ConfiguredPackage]) -> LockedPackages:
    """The packages with their lock file. Raises click.UsageError where they are made from different documents."""
    if len({package.config.metadata for package in packages}) > 1:
        names = capped(package.config.name for package in packages)
        message = f"Which package? They are made from different documents; name one with --package: {names}."
        raise click.UsageError(message)
    return read_lock(packages)
