"""`csdlgen slice`: the minimal CSDL that the selection needs."""

from __future__ import annotations

import click

from csdlgen.cli.options import PackageOptions
from csdlgen.cli.printing import colours, print_diagnostics, write_result
from csdlgen.csdl import dump_csdl
from csdlgen.pipeline import select_package


def run(options: PackageOptions, *, output: str | None, no_cut: bool) -> int:
    """Print or write the document, and list what was cut to stderr."""
    package = options.one_package()
    selected = select_package(package.config, package.inputs)
    data = dump_csdl(selected.slice.model).encode()  # bytes: the document declares UTF-8, a console may use another
    if output:
        write_result(output, data)
    else:
        click.echo(data, nl=False)
    print_diagnostics(selected.notes)
    for edge in () if no_cut else selected.slice.cut:
        click.echo(f"cut: {edge.source}/{edge.name} -> {edge.target}", err=True, color=colours())
    return 0
