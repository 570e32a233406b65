"""`csdlgen check`: whether the repository is current; with `--against`, also what upstream has changed."""

from __future__ import annotations

import click

from csdlgen.cli.options import DriftOptions, PackageOptions
from csdlgen.cli.printing import print_changes, print_diagnostics
from csdlgen.cli.progress import working
from csdlgen.incremental import generate
from csdlgen.pipeline import Selected, select_package
from csdlgen.project.packages import ConfiguredPackage


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
    """Whether the output is current and documented routes resolve, as an exit code; prints to stderr with `err`."""
    with working(f"checking {package.config.name}"):
        selected = select_package(package.config, package.inputs)
        generated = generate(package, selected)
    print_diagnostics(selected.notes)
    print_changes(generated, err=err)
    return int(bool(generated.changes or selected.ledger.unresolved)), selected
