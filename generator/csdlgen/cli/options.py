"""What every command takes, and how it finds its packages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import click

from csdlgen.config import PackageConfig
from csdlgen.errors import CsdlgenError, failure, nearest
from csdlgen.inputs import Inputs, read_config, read_inputs
from csdlgen.paths import Limits
from csdlgen.pipeline import Selected, select_package
from csdlgen.select import Selection

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Common:
    """The options that every command has."""

    config: str | None
    package: str | None
    metadata: tuple[str, ...]


def common(command: F) -> F:
    """Adds `--config`, `--package` and `--metadata` to a command."""
    for option in (
        click.option("--metadata", multiple=True, metavar="FILE", help="Read this document instead; repeatable."),
        click.option("--package", metavar="NAME", help="The package meant, where several are configured."),
        click.option("--config", metavar="FILE", help="The configuration file (default: found here or above)."),
    ):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Job:
    """A package to work on: its configuration, the folder its file names are relative to, its inputs."""

    package: PackageConfig
    folder: Path
    inputs: Inputs

    @property
    def output(self) -> Path:
        return self.folder / self.package.output

    def select(self) -> Selected:
        """What the configuration selects."""
        return select_package(self.package, self.inputs)


def jobs(options: Common, names: tuple[str, ...] = ()) -> Iterator[Job]:
    """The packages that a command line means: those named, else all. Names of sources are relative to where the
    command runs, so that places in messages can be opened."""
    config, folder = read_config(options.config, Path.cwd())
    wanted = names or ((options.package,) if options.package else ())
    known = {each.name: each for each in config.packages}
    for name in wanted:
        if name not in known:
            remedy = nearest(name, known) or f"Configured packages: {', '.join(known) or 'none'}."
            raise failure("unknown-package", f"no package {name!r} is configured", remedy, where=config.source)
    for each in (known[name] for name in wanted) if wanted else config.packages:
        package = replace(each, metadata=options.metadata) if options.metadata else each
        yield Job(package, folder, _inputs(package, folder, options))


def _inputs(package: PackageConfig, folder: Path, options: Common) -> Inputs:
    found = read_inputs(replace(package, metadata=()), folder)
    metadata = read_inputs(replace(package, overlays=(), documented=()), Path() if options.metadata else folder)
    return replace(found, metadata=metadata.metadata)


def job(options: Common, operation: str | None) -> Job:
    """The one package that a command is about; without a configuration, one made up for the documents given and the
    operation named (all of them where none is)."""
    try:
        found = list(jobs(options))
    except CsdlgenError as error:
        if not options.metadata or error.diagnostics[0].code != "config-missing":
            raise
        found = [_ad_hoc(options, operation)]
    if len(found) != 1:
        names = ", ".join(each.package.name for each in found) or "none"
        raise click.UsageError(f"Which package? Name one with --package; configured: {names}.")
    return found[0]


def _ad_hoc(options: Common, operation: str | None) -> Job:
    package = PackageConfig(
        name="documents",
        output=".",
        metadata=options.metadata,
        service_root="https://service.invalid",
        client="Client",
        scopes=(),
        selection=Selection(operations=(operation,)) if operation else Selection(everything=True),
        limits=Limits(max_hops=3),
    )
    return Job(package, Path(), read_inputs(package, Path()))
