"""`csdlgen vendor`: packages into another source tree.

They are generated there as `generate` generates them, by the same manifest: a package in another place, with a licence
notice, without a pyproject.toml and without the parts that are not wanted, which the manifest remembers. Where there is
no configuration, `--check` compares what is there with the manifests alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from csdlgen.cli.generate import generate_all, warn_of_cuts
from csdlgen.cli.options import PackageOptions, WriteOptions
from csdlgen.cli.printing import print_diagnostics, say, say_files
from csdlgen.disk.manifest import MANIFEST_NAME
from csdlgen.disk.write import edits, load_state
from csdlgen.errors import CsdlgenError, Diagnostic, Severity
from csdlgen.project.packages import ConfiguredPackage
from csdlgen.text import capped, count, printable

_FAR = 5
"""So deep in a folder no package is looked for: it may have a whole environment in it."""


def run(
    options: PackageOptions, destination: str, without: tuple[str, ...], writing: WriteOptions, *, whole: bool
) -> int:
    """Write the packages below the destination, or say what would be written; the exit code."""
    if whole and without:
        raise click.UsageError("Give --whole or --without, not both.")
    try:
        packages = options.packages()
    except CsdlgenError as error:
        copies = _copies(Path(destination), options.package)
        alone = writing.check and not (options.config or options.metadata)
        if error.diagnostics[0].code != "config-missing" or not alone:
            raise
        if not copies:
            raise CsdlgenError(_no_package(destination, options.package)) from error
        return _check_alone(destination, copies, writing)
    for package in packages:
        if package.output.resolve() == Path(destination).resolve():
            message = f"{destination} is where `csdlgen generate` writes {package.config.name}: name another folder."
            raise click.BadParameter(message, param_hint="'DEST'")
    warn_of_cuts(options, packages)
    parts = frozenset(without) if without or whole else None
    code = generate_all([_vendored(package, destination, parts) for package in packages], writing)
    if writing.check or writing.dry_run:
        return code
    for package in packages:
        say(f"from {_import_name(Path(destination) / package.config.name)} import {package.config.client}")
    if _is_hidden(Path(destination)):
        print_diagnostics([_no_init(destination)])
    return code


def _vendored(package: ConfiguredPackage, destination: str, without: frozenset[str] | None) -> ConfiguredPackage:
    """The package as it is below the destination, which is named from the current folder; without the parts that are
    named, or if that is None, those that the manifest there remembers."""
    if without is None:
        without = load_state(Path(destination), package.config.name).manifest.without
    config = replace(
        package.config,
        output=Path(destination).as_posix(),
        vendored=True,
        without=package.config.without | without,
        remembered=without,
    )
    return replace(package, config=config, folder=Path())


def _copies(destination: Path, name: str | None) -> list[str]:
    """The names of the packages in a folder, or that of the one which is asked for; by their manifests."""
    names = sorted(path.parent.name for path in destination.glob(f"*/{MANIFEST_NAME}"))
    return [each for each in names if name in (None, each)]


def _no_package(destination: str, name: str | None) -> Diagnostic:
    """The error where there is neither a configuration nor such a package; it names the folder that was meant."""
    folder, wanted = Path(destination), f" {name!r}" if name else ""
    if there := _copies(folder, None):
        remedy = f"Packages there: {capped(there)}."
    elif (folder / MANIFEST_NAME).is_file():
        above = Path(os.path.relpath(folder.resolve().parent)) if not folder.is_absolute() else folder.parent
        remedy = f"It is a package itself: name the folder that it is in, {above.as_posix()!r}."
    elif below := next(_below(folder, name), None):
        remedy = f"Did you mean {below.as_posix()!r}?"
    else:
        remedy = "Name the folder that vendored packages are in, or the configuration with --config."
    return Diagnostic(
        code="vendor-no-package",
        message=f"there is no configuration here, and no vendored package{wanted} in this folder",
        remedy=remedy,
        where=destination,
    )


def _below(folder: Path, name: str | None) -> Iterator[Path]:
    """The folders below one, not far, that have a package, or that which is asked for; the nearest first."""
    for depth in range(1, _FAR):
        yield from (each.parent.parent for each in sorted(folder.glob(f"{'*/' * depth}{name or '*'}/{MANIFEST_NAME}")))


def _check_alone(destination: str, copies: list[str], writing: WriteOptions) -> int:
    """Say which files of packages were edited since they were written, by their manifests; the exit code."""
    if writing.diff:
        raise click.UsageError("--diff needs the configuration: a manifest has no texts.")
    root, code = Path(destination), 0
    for name in copies:
        manifest = load_state(root, name).manifest
        found = edits(root, manifest)
        say_files([printable(f"{kind} {(root / path).as_posix()}") for path, kind in found.items()])
        if not found:
            files = count(len((*manifest.files, MANIFEST_NAME)), "file")
            say(printable(f"{(root / name).as_posix()}: {files} as {manifest.generator} wrote them"))
        code = max(code, int(bool(found)))
    print_diagnostics([_no_configuration(destination)])
    return code


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


def _no_configuration(destination: str) -> Diagnostic:
    return Diagnostic(
        code="vendor-no-config",
        message="there is no configuration here, so that only edits were looked for, by the manifests",
        remedy="To learn whether a package is up to date, run the command in the project with its configuration.",
        where=destination,
        severity=Severity.NOTE,
    )
