"""`csdlgen docs`: reference pages of a package."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from csdlgen.cli.options import PackageOptions
from csdlgen.cli.printing import print_diagnostics
from csdlgen.incremental import FolderFiles, fill_folder
from csdlgen.package.render import Files
from csdlgen.project.inputs import path_from_here
from csdlgen.project.packages import ConfiguredPackage
from csdlgen.reports.reference.formats import as_html_files, as_markdown_files
from csdlgen.reports.reference.pages import reference_pages
from csdlgen.text import count
from csdlgen.upstream.cut import select_committed


def run(
    options: PackageOptions,
    name: str | None,
    form: str,
    *,
    output: str | None,
    check: bool,
    limit: int,
    force: bool,
) -> int:
    """Write the pages, or say what would change."""
    if name and options.package not in (None, name):
        raise click.UsageError("Name the package once.")
    package = (replace(options, package=name) if name else options).one_package()
    config = package.config
    folder = Path(output or path_from_here(package.folder, f"docs/reference/{config.name}"))
    if not folder.name:  # the folder itself, or the one above it
        folder = folder.resolve()
    pages = fill_folder(folder, _pages(package, form, limit), package.inputs)
    for change in pages.changes:
        if check:
            click.echo(f"{change.found} {(pages.root / change.path).as_posix()}")
    if not check:
        _write(pages, folder, force=force)
    elif not pages.changes:
        click.echo(f"{folder.as_posix()}: up to date, {count(pages.size.files, 'file')}")
    return int(check and bool(pages.changes))


def _pages(package: ConfiguredPackage, form: str, limit: int) -> Files:
    selected = select_committed(package)
    print_diagnostics(selected.notes)
    pages = reference_pages(selected.slice, selected.ledger, package.config, most=limit)
    return as_html_files(pages, package.config.name) if form == "html" else as_markdown_files(pages)


def _write(pages: FolderFiles, folder: Path, *, force: bool) -> None:
    report = pages.write(force=force)
    for path in report.backups:
        click.echo(f"kept a copy: {(pages.root / path).as_posix()}")
    deleted = f", {len(report.deleted)} deleted" if report.deleted else ""
    click.echo(
        f"{folder.as_posix()}: {count(len(report.written), 'file')} written, {report.unchanged:,} unchanged{deleted}"
    )
