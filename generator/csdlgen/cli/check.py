"""`csdlgen check`: whether the repository is current; with `--against`, also what upstream has changed."""

from __future__ import annotations

import click

from csdlgen.cli.drift_options import DriftOptions, ReportTarget
from csdlgen.cli.options import PackageOptions
from csdlgen.cli.printing import print_annotations, print_changes, print_diagnostics
from csdlgen.cli.progress import working
from csdlgen.errors import Severity
from csdlgen.incremental import generate
from csdlgen.project.packages import ConfiguredPackage
from csdlgen.size import foreseen
from csdlgen.upstream.cut import select_committed, selection_changed, sharing_the_cut
from csdlgen.upstream.lock import LockedPackages

_ANNOTATED = DriftOptions(forms=(ReportTarget("github"),))


def run(options: PackageOptions, names: tuple[str, ...], drift: DriftOptions) -> int:
    """Check the packages, and compare them with the upstream documents that are named, if any."""
    if names:
        # Imported here, because comparing takes as long to import as a check of the repository takes in all.
        from csdlgen.cli.upstream import check_against

        return check_against(options, names, drift)
    if drift not in (DriftOptions(), DriftOptions(forms=(ReportTarget("text"),)), _ANNOTATED):
        raise click.UsageError("The options for findings need --against; without it, --format github is possible.")
    packages = options.packages()
    return max(check_package(package, cut_of(options, package), form=drift.form) for package in packages)


def cut_of(options: PackageOptions, package: ConfiguredPackage) -> LockedPackages | None:
    """What the configured documents of a package were cut for; None where others take their place."""
    return None if options.metadata else sharing_the_cut(options.config, package)


def check_package(package: ConfiguredPackage, cut: LockedPackages | None, *, form: str = "text") -> int:
    """Whether the output is current and within its budget, its documents were `cut` for what is selected now, and
    documented routes resolve, as an exit code. What is not goes to stdout, or to stderr where the report in a form that
    programs read goes there; and to stdout as annotations for GitHub."""
    with working(f"reading {package.config.name}"):
        selected = select_committed(package)
    sizes = foreseen(package.config, selected.slice)
    outdated = selection_changed(cut) if cut else ()
    notes = (*selected.notes, *outdated, *sizes)
    print_diagnostics(notes)
    if any(each.severity is Severity.ERROR for each in sizes):
        print_annotations(notes if form == "github" else ())
        return 1
    with working(f"checking {package.config.name}"):
        generated = generate(package, selected)
    print_changes(generated, err=form != "text")
    print_diagnostics(generated.over_budget)
    if form == "github":
        print_annotations((*notes, *generated.over_budget), generated)
    wrong = generated.changes or outdated or selected.ledger.unresolved or generated.over_budget
    return int(bool(wrong))
