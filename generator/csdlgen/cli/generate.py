"""`csdlgen generate`: packages from metadata."""

from __future__ import annotations

import click

from csdlgen.cli.options import PackageOptions
from csdlgen.cli.printing import print_changes, print_diagnostics, print_written
from csdlgen.disk.write import WriteReport, refuse, write
from csdlgen.incremental import Generated, generate
from csdlgen.pipeline import Selected, select_package
from csdlgen.project.config import PackageConfig
from csdlgen.text import count


def run(options: PackageOptions, packages: tuple[str, ...], *, check: bool, diff: bool, force: bool) -> int:
    """Generate all packages, then write them: an error in the last one leaves all of them as they are."""
    ready = []
    for package in options.packages(packages):
        config = package.config
        selected = select_package(config, package.inputs)
        print_diagnostics(selected.notes)
        generated = generate(config, package.inputs, selected, package.output)
        if diff or check:
            print_changes(config, generated, diff=diff)
        if not check:
            refuse(generated.files, package.output, config.name, force=force)
        ready.append((package, selected, generated))
    if check:
        return int(any(generated.changes for _, _, generated in ready))
    for package, selected, generated in ready:
        report = write(generated.files, generated.manifest, package.output, package.config.name, force=force)
        _print_report(package.config, selected, generated, report)
    return 0


def _print_report(package: PackageConfig, selected: Selected, generated: Generated, report: WriteReport) -> None:
    if not generated.changes:
        print_changes(package, generated)
        return
    print_written(package, report)
    routes = sum(len(entry.documented) for entry in selected.ledger.entries)
    documented = f", {count(routes, 'documented route')}" if routes else ""
    click.echo(
        f"{package.output}/{package.name}: {count(len(report.written), 'file')} written, {report.unchanged} unchanged;"
        f" {count(len(selected.slice.models), 'type')}, {count(len(selected.ledger.entries), 'operation')}{documented}"
    )
