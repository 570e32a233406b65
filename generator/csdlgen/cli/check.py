"""`csdlgen check`: whether the repository is current; with `--against`, also what upstream has changed."""

from __future__ import annotations

import click

from csdlgen.cli.drift_options import DriftOptions, ReportTarget
from csdlgen.cli.options import PackageOptions
from csdlgen.cli.printing import print_annotations, print_changes, print_diagnostics
from csdlgen.cli.progress import working
from csdlgen.errors import Severity
from csdlgen.incremental import generate
from csdlgen.pipeline import Selected, select_package
from csdlgen.project.packages import ConfiguredPackage
from csdlgen.size import foreseen

_ANNOTATED = DriftOptions(forms=(ReportTarget("github"),))


def run(options: PackageOptions, names: tuple[str, ...], drift: DriftOptions) -> int:
    """Check the packages, and compare them with the upstream documents that are named, if any."""
    if names:
        # Imported here, because comparing takes as long to import as a check of the repository takes in all.
        from csdlgen.cli.upstream import check_against

        return check_against(options, names, drift)
    if drift not in (DriftOptions(), DriftOptions(forms=(ReportTarget("text"),)), _ANNOTATED):
        raise click.UsageError("The options for findings need --against; without it, --format github is possible.")
    return max(check_package(package, form=drift.form)[0] for package in options.packages())


def check_package(package: ConfiguredPackage, *, form: str = "text") -> tuple[int, Selected]:
    """Whether the output is current and within its budget, and documented routes resolve, as an exit code. What is not
    goes to stdout, or to stderr where the report in a form that programs read goes there; and to stdout as annotations
    for GitHub."""
    with working(f"reading {package.config.name}"):
        selected = select_package(package.config, package.inputs)
    sizes = foreseen(package.config, selected.slice)
    print_diagnostics((*selected.notes, *sizes))
    if any(each.severity is Severity.ERROR for each in sizes):
        print_annotations((*selected.notes, *sizes) if form == "github" else ())
        return 1, selected
    with working(f"checking {package.config.name}"):
        generated = generate(package, selected)
    print_changes(generated, err=form != "text")
    print_diagnostics(generated.over_budget)
    if form == "github":
        print_annotations((*selected.notes, *sizes, *generated.over_budget), generated)
    return int(bool(generated.changes or selected.ledger.unresolved or generated.over_budget)), selected
