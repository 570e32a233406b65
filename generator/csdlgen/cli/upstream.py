"""`csdlgen check --against`, and what `csdlgen update` has in common with it: the packages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

from csdlgen.cli.check import check_package, cut_of
from csdlgen.cli.drift_options import DriftOptions, ReportTarget
from csdlgen.cli.drift_report import Compared, report_drift, settled, validate
from csdlgen.cli.options import PackageOptions
from csdlgen.cli.printing import print_diagnostics
from csdlgen.cli.progress import network_of, working
from csdlgen.project.git import is_revision_alone
from csdlgen.project.packages import ConfiguredPackage
from csdlgen.text import capped
from csdlgen.upstream.cut import has_other_selection, not_counted
from csdlgen.upstream.lock import LockedPackages, read_lock
from csdlgen.upstream.model_pair import PackageChange, compare_package
from csdlgen.upstream.retrieve import Retrieved, retrieve


def check_against(options: PackageOptions, names: tuple[str, ...], drift: DriftOptions) -> int:
    """Check the packages, then compare what they have with what they take of the documents that are named. Those of a
    git revision alone are the old ones; any others are what upstream publishes now."""
    validate(drift)
    locked = locked_packages(options.packages())
    if len(locked.packages) > 1 and (drift.targets != (ReportTarget("text"),) or drift.update_accepts is not None):
        listed = capped(package.config.name for package in locked.packages)
        raise click.UsageError(f"Which package? A report is about one package; name it with --package: {listed}.")
    for package in locked.packages:
        settled(drift, package)
    retrieved = retrieve(names, network_of(options), locked, date.today())
    earlier = all(map(is_revision_alone, names))
    code, comparisons = 0, list[Compared]()
    for package in locked.packages:
        cut = cut_of(options, package)
        code |= check_package(package, cut, form=drift.form)
        other = cut is not None and has_other_selection(cut) and not earlier
        with working("comparing"):
            change = compare_package(package, retrieved, earlier=earlier, other_selection=other)
        print_diagnostics((*(not_counted(cut) if cut and other else ()), *change.taken.superseded))
        comparisons.append(_compared(change, retrieved, earlier=earlier))
    return code | report_drift(drift, *comparisons, config=options.config)


def _compared(change: PackageChange, retrieved: Retrieved, *, earlier: bool) -> Compared:
    """What is compared, the documents of the package being the new ones if those retrieved are `earlier`."""
    ours = " + ".join(source.path for source in change.package.inputs.metadata)
    theirs = " + ".join(dict.fromkeys(source.path for source in retrieved.sources))
    documents, others = change.package.inputs.all, retrieved.sources
    if earlier:
        return Compared(change.models, theirs, ours, others, documents, change.package)
    return Compared(change.models, ours, theirs, documents, others, change.package, committed=True)


def locked_packages(packages: Sequence[ConfiguredPackage]) -> LockedPackages:
    """The packages with their lock file. Raises click.UsageError where they are made from different documents."""
    if len({package.config.metadata for package in packages}) > 1:
        names = capped(package.config.name for package in packages)
        message = f"Which package? They are made from different documents; name one with --package: {names}."
        raise click.UsageError(message)
    return read_lock(packages)
