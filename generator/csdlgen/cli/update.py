"""`csdlgen update`: the committed documents, their lock file and the packages from what upstream publishes now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from csdlgen.cli.options import PackageOptions
from csdlgen.cli.printing import (
    WOULD,
    print_changes,
    print_diagnostics,
    print_result,
    print_summary,
    print_written,
    say_files,
)
from csdlgen.cli.progress import network_of, working
from csdlgen.cli.upstream import locked_packages
from csdlgen.disk.documents import write_documents
from csdlgen.incremental import Generated
from csdlgen.project.inputs import path_from_here
from csdlgen.size import refuse_foreseen
from csdlgen.upstream import update
from csdlgen.upstream.cut import has_other_selection, not_counted
from csdlgen.upstream.lock import LockedPackages
from csdlgen.upstream.model_pair import PackageChange, compare_package
from csdlgen.upstream.retrieve import Retrieved, retrieve


def run(options: PackageOptions, sources: tuple[str, ...], *, check: bool, dry_run: bool, force: bool) -> int:
    """Work out everything, then write it. Writes nothing and returns 1 where upstream no longer has what is selected,
    and with `check` where there is anything to write; writes nothing and raises CsdlgenError where the update is not
    possible."""
    if options.metadata:
        raise click.UsageError("update writes the configured documents; name what to read with --from.")
    today = date.today()
    locked_packages(options.packages(absent=True))
    sharing = update.sharing_documents(options.config, options.package)
    locked = locked_packages(PackageOptions(config=options.config).packages(sharing, absent=True))
    retrieved = retrieve(sources, network_of(options), locked, today)
    pairing = update.pair_documents(locked.names, len(retrieved.sources))
    with working("comparing"):
        changes = _compared(locked, retrieved, force=force)
        findings = [change.models.findings(today) for change in changes]
    print_diagnostics(not_counted(locked))
    for change in changes:
        print_diagnostics(change.taken.superseded)
    names = [package.config.name for package in locked.packages]
    sections = (
        update.changelog(name, retrieved.origins, moved, today) for name, moved in zip(names, findings, strict=True)
    )
    if lacking := tuple(problem for change in changes for problem in change.taken.lacking):
        print_result("\n\n".join(sections), "markdown")
        print_diagnostics((*lacking, update.nothing_written()))
        return 1
    for change in changes:
        print_diagnostics(refuse_foreseen(change.package.config, change.taken.slice))
    with working("generating"):
        texts = update.trimmed_documents(pairing, retrieved, changes)
        lock = update.new_lock(locked, pairing, retrieved, texts)
        packages = [update.generate_from(package, texts, force=force) for package in locked.packages]
        files = update.changed_files(locked, texts, lock, force=force)
    if check or dry_run:
        _print_plan(files, packages)
    else:
        _write(files, packages, locked.path.parent, force=force)
    if any(findings):
        print_result("\n\n".join(sections), "markdown")
    return int(check and bool(files.texts or any(generated.changes for generated in packages)))


def _compared(locked: LockedPackages, retrieved: Retrieved, *, force: bool) -> list[PackageChange]:
    """What each package takes of upstream now, beside what it took before."""
    other = has_other_selection(locked)
    return [compare_package(package, retrieved, force=force, other_selection=other) for package in locked.packages]


def _print_plan(files: update.ChangedFiles, packages: Sequence[Generated]) -> None:
    say_files([f"would write {_shown(path)}" for path in files.texts], err=True)
    for generated in packages:
        print_changes(generated, err=True, verbs=WOULD)


def _write(files: update.ChangedFiles, packages: Sequence[Generated], folder: Path, *, force: bool) -> None:
    for backup in write_documents(files.texts, files.keep, folder):
        click.echo(f"kept a copy: {_shown(backup)}", err=True)
    say_files([f"wrote {_shown(path)}" for path in files.texts], err=True)
    for generated in packages:
        report = generated.write(force=force)
        print_written(generated.package.config, report, err=True)
        print_summary(generated, report, err=True)


def _shown(path: Path) -> str:
    return path_from_here(Path.cwd(), str(path))
