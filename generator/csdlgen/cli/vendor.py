"""`csdlgen vendor`: packages into another source tree.

They are generated there as `generate` generates them, by the same manifest: a package in another place, with a licence
notice, without a pyproject.toml and without the parts that are not wanted.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from csdlgen.cli.generate import generate_all
from csdlgen.cli.options import PackageOptions, WriteOptions
from csdlgen.cli.printing import print_diagnostics, say
from csdlgen.errors import Diagnostic, Severity
from csdlgen.project.packages import ConfiguredPackage


def run(options: PackageOptions, destination: str, without: tuple[str, ...], writing: WriteOptions) -> int:
    """Write the packages below the destination, or say what would be written; the exit code."""
    packages = options.packages()
    for package in packages:
        if package.output.resolve() == Path(destination).resolve():
            message = f"{destination} is where `csdlgen generate` writes {package.config.name}: name another folder."
            raise click.BadParameter(message, param_hint="'DEST'")
    code = generate_all([_vendored(package, destination, without) for package in packages], writing)
    if writing.check or writing.dry_run:
        return code
    for package in packages:
        say(f"from {_import_name(Path(destination) / package.config.name)} import {package.config.client}")
    if _is_hidden(Path(destination)):
        print_diagnostics([_no_init(destination)])
    return code


def _vendored(package: ConfiguredPackage, destination: str, without: tuple[str, ...]) -> ConfiguredPackage:
    """The package as it is below the destination, which is named from the current folder."""
    output = Path(destination).as_posix()
    config = replace(package.config, output=output, vendored=True, without=package.config.without | {*without})
    return replace(package, config=config, folder=Path())


def _import_name(package: Path) -> str:
    """The name by which a package is imported: with those of the packages that it is in."""
    parts, folder = [package.name], package.resolve().parent
    if _is_hidden(folder) or (folder / "__init__.py").is_file():
        parts, folder = [folder.name, *parts], folder.parent
    while (folder / "__init__.py").is_file() and folder != folder.parent:
        parts, folder = [folder.name, *parts], folder.parent
    return ".".join(parts)


def _is_hidden(folder: Path) -> bool:
    """Whether a folder is in a package, but no package itself, so that tools that look for packages pass it by."""
    return (folder.resolve().parent / "__init__.py").is_file() and not (folder / "__init__.py").exists()


def _no_init(destination: str) -> Diagnostic:
    return Diagnostic(
        code="vendor-no-init",
        message="the folder is inside a package and has no __init__.py",
        remedy="Add an empty one, or setuptools leaves the folder out of what it builds.",
        where=destination,
        severity=Severity.NOTE,
    )
