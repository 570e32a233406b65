"""`csdlgen check --against`, and what `csdlgen update` has in common with it: the packages, and reading URLs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

import click

from csdlgen.cli.check import check_package
from csdlgen.cli.drift_report import Compared, report_drift, validate
from csdlgen.cli.options import DriftOptions, NetworkOptions, PackageOptions
from csdlgen.cli.printing import print_diagnostics
from csdlgen.project.packages import ConfiguredPackage
from csdlgen.upstream.fetch import Progress, origin
from csdlgen.upstream.lock import LockedPackages, read_lock
from csdlgen.upstream.model_pair import PackageChange, compare_package
from csdlgen.upstream.retrieve import TOKEN, Network, Retrieved, retrieve


def check_against(options: PackageOptions, names: tuple[str, ...], drift: DriftOptions, network: NetworkOptions) -> int:
    """Check the packages, then compare what they take of the documents that are named with what they have."""
    validate(drift)
    locked = locked_packages(options.packages())
    if len(locked.packages) > 1 and (drift.form != "text" or drift.output or drift.update_accepts is not None):
        listed = ", ".join(package.config.name for package in locked.packages)
        raise click.UsageError(f"Which package? A report is about one package; name it with --package: {listed}.")
    retrieved = retrieve(names, network_of(network), locked, date.today())
    code = 0
    for package in locked.packages:
        # stdout is for the report, which a program may read.
        own, selected = check_package(package, err=drift.form != "text")
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


def locked_packages(packages: Sequence[ConfiguredPackage]) -> LockedPackages:
    """The packages with their lock file. Raises click.UsageError where they are made from different documents."""
    if len({package.config.metadata for package in packages}) > 1:
        names = ", ".join(package.config.name for package in packages)
        message = f"Which package? They are made from different documents; name one with --package: {names}."
        raise click.UsageError(message)
    return read_lock(packages)


def network_of(options: NetworkOptions) -> Network:
    """The network as options and environment want it used, with a progress bar on terminals."""
    return Network(os.environ.get(TOKEN, ""), options.insecure, options.timeout, _progress)


@contextmanager
def _progress(url: str) -> Iterator[Progress | None]:
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label=f"reading {origin(url).host}", file=sys.stderr) as bar:

        def update(received: int, total: int) -> None:
            bar.length = max(total, received, 1)
            bar.update(received - bar.pos)

        yield update
