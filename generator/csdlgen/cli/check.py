"""`csdlgen check`: whether the repository is current; with `--against`, also what upstream has changed."""

from __future__ import annotations

import click

from csdlgen.cli.options import DriftOptions, PackageOptions
from csdlgen.cli.printing import print_changes, print_diagnostics
from csdlgen.cli.progress import working
from csdlgen.errors import Severity
from csdlgen.incremental import generate
from csdlgen.pipeline import Selected, select_package
from csdlgen.project.packages import ConfiguredPackage
from csdlgen.size import foreseen


def run(options: PackageOptions, names: tuple[str, ...], drift: DriftOptions) -> int:
    """Check the packages, and compare them with the upstream documents that are named, if any."""
    if names:
        # Imported here, because comparing takes as long to import as a check of the repository takes in all.
        from csdlgen.cli.upstream import check_against

        return check_against(options, names, drift)
    if drift != DriftOptions():
        raise click.UsageError("The options for findings need --against.")
    return max(check_package(package)[0] for package in options.packages())


def check_package(package: ConfiguredPackage, *, err: bool = False) -> tuple[int, Selected]:
    """Whether the output is current and within its budget, and documented routes resolve, as an exit code; prints to
    stderr with `err`."""
    with working(f"reading {package.config.name}"):
        selected = select_package(package.config, package.inputs)
    sizes = foreseen(package.config, selected.slice)
    print_diagnostics((*selected.notes, *sizes))
    if any(each.severity is Severity.ERROR for each in sizes):
        return 1, selected
    with working(f"checking {package.config.name}"):
        generated = generate(package, selected)
    print_changes(generated, err=err)
    print_diagnostics(generated.over_budget)
    return int(bool(generated.changes or selected.ledger.unresolved or generated.over_budget)), selected
