"""`csdlgen slice` and `csdlgen list`: what a selection takes, as a document and as a list."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from csdlgen.cli.options import PackageOptions
from csdlgen.cli.printing import colours, is_quiet, print_diagnostics, print_result, write_result
from csdlgen.cli.progress import working
from csdlgen.csdl import dump_csdl
from csdlgen.project.packages import ConfiguredPackage
from csdlgen.reports.plain import plain
from csdlgen.text import printable
from csdlgen.upstream.cut import select_committed

if TYPE_CHECKING:
    from csdlgen.reports.contents import Contents


def print_slice(options: PackageOptions, *, output: str | None, no_cut: bool) -> int:
    """Print or write the minimal document, and list what was cut to stderr."""
    package = options.one_package()
    with working(f"selecting {package.config.name}"):
        selected = select_committed(package)
        data = plain(
            dump_csdl(selected.slice.model), "xml"
        ).encode()  # bytes: it declares UTF-8, a console may use another
    if output:
        write_result(output, data)
    else:
        click.echo(data, nl=False)
    print_diagnostics(selected.notes)
    for edge in () if no_cut or is_quiet() else selected.slice.cut:
        click.echo(plain(f"cut: {edge.source}/{edge.name} -> {edge.target}", "text"), err=True, color=colours())
    return 0


def print_contents(options: PackageOptions, form: str) -> int:
    """Print what each package has."""
    from csdlgen.reports.contents import contents_data, contents_text

    found = [_contents(package) for package in options.packages()]
    if form == "json":
        print_result(json.dumps([contents_data(each) for each in found], indent=2), form)
    else:
        print_result("\n\n".join("\n".join(map(printable, contents_text(each))) for each in found), form)
    return 0


def _contents(package: ConfiguredPackage) -> Contents:
    # Imported here, because the slice needs nothing of how packages are planned.
    from csdlgen.package.plan.files import configured_types
    from csdlgen.reports.contents import contents

    config = package.config
    with working(f"selecting {config.name}"):
        selected = select_committed(package)
        types = configured_types(selected.slice, config)
        found = contents(config.name, selected.slice, selected.ledger, types)
    print_diagnostics(selected.notes)
    return found
