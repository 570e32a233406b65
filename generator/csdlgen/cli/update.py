"""`csdlgen update`: the committed documents, their lock file and the packages from what upstream publishes now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from csdlgen.cli.options import NetworkOptions, PackageOptions
from csdlgen.cli.printing import print_diagnostics, print_written
from csdlgen.cli.upstream import locked_packages, network_of
from csdlgen.disk.documents import write_documents
from csdlgen.disk.manifest import MANIFEST_NAME
from csdlgen.incremental import Generated
from csdlgen.project.inputs import path_from_here
from csdlgen.size import refuse_foreseen
from csdlgen.upstream import update
from csdlgen.upstream.model_pair import compare_package
from csdlgen.upstream.retrieve import retrieve

_VERBS = {"missing": "write", "changed": "write", "stale": "delete"}


def run(
    options: PackageOptions, sources: tuple[str, ...], network: NetworkOptions, *, dry_run: bool, force: bool
) -> int:
    """Work out everything, then write it. Writes nothing and returns 1 where upstream no longer has what is selected;
    writes nothing and raises CsdlgenError where the update is not possible."""
    if options.metadata:
        raise click.UsageError("update writes the configured documents; name what to read with --from.")
    today = date.today()
    locked_packages(options.packages(absent=True))
    sharing = update.sharing_documents(options.config, options.package)
    locked = locked_packages(PackageOptions(options.config).packages(sharing, absent=True))
    pairing = update.pair_documents(locked.names, len(sources))
    retrieved = retrieve(sources, network_of(network), locked, today)
    if retrieved.unchanged:
        pairing = update.pair_documents(locked.names, len(locked.names))
    changes = [compare_package(package, retrieved, force=force) for package in locked.packages]
    for change in changes:
        print_diagnostics(change.taken.superseded)
    findings = [change.models.findings(today) for change in changes]
    names = [package.config.name for package in locked.packages]
    sections = (
        update.changelog(name, retrieved.origins, moved, today) for name, moved in zip(names, findings, strict=True)
    )
    if lacking := tuple(problem for change in changes for problem in change.taken.lacking):
        click.echo("\n\n".join(sections))
        print_diagnostics((*lacking, update.nothing_written()))
        return 1
    for change in changes:
        print_diagnostics(refuse_foreseen(change.package.config, change.taken.slice))
    texts = update.trimmed_documents(pairing, retrieved, changes)
    lock = update.new_lock(locked, pairing, retrieved, texts)
    packages = [update.generate_from(package, texts, force=force) for package in locked.packages]
    files = update.changed_files(locked, texts, lock, force=force)
    if dry_run:
        _print_plan(files, packages)
    else:
        _write(files, packages, locked.path.parent, force=force)
    if any(findings):
        click.echo("\n\n".join(sections))
    return 0


def _print_plan(files: update.ChangedFiles, packages: Sequence[Generated]) -> None:
    for path in files.texts:
        click.echo(f"would write {_shown(path)}", err=True)
    for generated in packages:
        for change in generated.changes:
            if change.path.name != MANIFEST_NAME:
                click.echo(f"would {_VERBS[change.kind]} {generated.package.config.output}/{change.path}", err=True)


def _write(files: update.ChangedFiles, packages: Sequence[Generated], folder: Path, *, force: bool) -> None:
    for backup in write_documents(files.texts, files.keep, folder) if files.texts else ():
        click.echo(f"kept a copy: {_shown(backup)}", err=True)
    for path in files.texts:
        click.echo(f"wrote {_shown(path)}", err=True)
    for generated in packages:
        config, report = generated.package.config, generated.write(force=force)
        print_written(config, report, err=True)
        if not (report.written or report.deleted):
            click.echo(f"{config.output}/{config.name}: up to date, {report.unchanged} files", err=True)


def _shown(path: Path) -> str:
    return path_from_here(Path.cwd(), str(path))
