"""`csdlgen generate`: packages from metadata."""

from __future__ import annotations

import click

from csdlgen.cli.options import PackageOptions
from csdlgen.cli.printing import print_changes, print_diagnostics, print_written
from csdlgen.disk.write import WriteReport
from csdlgen.incremental import Generated, generate
from csdlgen.pipeline import select_package
from csdlgen.size import refuse_foreseen
from csdlgen.text import count


def run(options: PackageOptions, packages: tuple[str, ...], *, check: bool, diff: bool, force: bool) -> int:
    """Generate all packages, then write them: an error in the last one leaves all of them as they are."""
    ready = []
    for package in options.packages(packages):
        selected = select_package(package.config, package.inputs)
        print_diagnostics(selected.notes)
        print_diagnostics(refuse_foreseen(package.config, selected.slice))
        generated = generate(package, selected)
        if diff or check:
            print_changes(generated, diff=diff)
        if check:
            print_diagnostics(generated.over_budget)
        else:
            generated.refuse(force=force)
        ready.append(generated)
    if check:
        return int(any(generated.changes or generated.over_budget for generated in ready))
    for generated in ready:
        report = generated.write(force=force)
        if generated.changes:
            print_written(generated.package.config, report)
            _print_summary(generated, report)
        else:
            print_changes(generated)
    return 0


def _print_summary(generated: Generated, report: WriteReport) -> None:
    package, selected = generated.package.config, generated.selected
    routes = sum(len(entry.documented) for entry in selected.ledger.entries)
    documented = f", {count(routes, 'documented route')}" if routes else ""
    click.echo(
        f"{package.output}/{package.name}: {count(len(report.written), 'file')} written, {report.unchanged} unchanged;"
        f" {count(len(selected.slice.models), 'type')}, {count(len(selected.ledger.entries), 'operation')}{documented}"
    )
