"""`csdlgen check`: whether the repository is current; with `--against`, also what upstream has changed."""

from __future__ import annotations

import click

from csdlgen.cli.commands import NetworkOptions, PackageOptions
from csdlgen.cli.drift_options import DriftOptions, ReportTarget
from csdlgen.cli.printing import print_annotations, print_changes, print_diagnostics
from csdlgen.incremental import generate
from csdlgen.pipeline import Selected, select_package
from csdlgen.project.packages import ConfiguredPackage

_ANNOTATED = DriftOptions(forms=(ReportTarget("github"),))


def run(options: PackageOptions, names: tuple[str, ...], drift: DriftOptions, network: NetworkOptions) -> int:
    """Check the packages, and compare them with the upstream documents that are named, if any."""
    if names:
        # Imported here, because comparing takes as long to import as a check of the repository takes in all.
        from csdlgen.cli.upstream import check_against

        return check_against(options, names, drift, network)
    if drift not in (DriftOptions(), DriftOptions(forms=(ReportTarget("text"),)), _ANNOTATED):
        raise click.UsageError("The options for findings need --against; without it, --format github is possible.")
    return max(check_package(package, form=drift.form)[0] for package in options.packages())


def check_package(package: ConfiguredPackage, *, form: str = "text") -> tuple[int, Selected]:
    """Whether the output is current and documented routes resolve, as an exit code. What is not goes to stdout, or to
    stderr where the report in a form that programs read goes there; and to stdout as annotations for GitHub."""
    selected = select_package(package.config, package.inputs)
    print_diagnostics(selected.notes)
    generated = generate(package, selected)
    print_changes(generated, err=form != "text")
    if form == "github":
        print_annotations(generated)
    return int(bool(generated.changes or selected.ledger.unresolved)), selected
