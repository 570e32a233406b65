"""What every command takes, and how it finds its packages. Imports are made where they are used, so that `--help`
and errors of usage are quick."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import click

from csdlgen.cli.report import positions
from csdlgen.errors import CsdlgenError, Diagnostic, Location, Position, failure
from csdlgen.text import nearest

if TYPE_CHECKING:
    from csdlgen.edm.model import EdmModel
    from csdlgen.pipeline import Selected
    from csdlgen.project.config import PackageConfig
    from csdlgen.project.inputs import Inputs

F = TypeVar("F", bound=Callable[..., Any])
Where: TypeAlias = Location | Position | str | None


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
    """A package to work on: its configuration, the folder its file names are relative to, its inputs; those `given` on
    the command line are named from the current folder instead."""

    package: PackageConfig
    folder: Path
    inputs: Inputs
    given: frozenset[str] = frozenset()

    @property
    def output(self) -> Path:
        return Path(str(_from_here(self.package.output, self.folder)))

    def select(self) -> Selected:
        """What the configuration selects. Notes and errors have their places as one opens them from here."""
        from csdlgen.pipeline import select_package

        with self.placing():
            selected = select_package(self.package, self.inputs)
        return replace(selected, notes=self.placed(selected.notes))

    def read(self, warnings: list[Diagnostic] | None = None) -> EdmModel:
        """The whole model, overlays included; errors as those of `select`. How odd things were read is added to
        `warnings`, a number in place of too many of a kind."""
        from csdlgen.pipeline import read_model, summed_up

        found: list[Diagnostic] = []
        with self.placing():
            model = read_model(self.inputs.documents, self.inputs.overlays, found)
        if warnings is not None:
            warnings.extend(self.placed(summed_up(found)))
        return model

    @contextlib.contextmanager
    def placing(self) -> Iterator[None]:
        """Errors raised within have their places as one opens them from here."""
        try:
            yield
        except CsdlgenError as error:
            raise CsdlgenError(*self.placed(error.diagnostics)) from error

    def placed(self, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Diagnostics with places as one opens them from here. Lines are looked up in what was read, since a document
        may have been a pipe."""
        found = tuple(diagnostics)
        places = positions((each.where for each in found), {each.name: each.data for each in self.inputs.all})
        relative = {each.name for each in self.inputs.all} - self.given
        return tuple(
            replace(each, where=_from_here(where, self.folder) if _source(where) in relative else where)
            for each in found
            for where in (places.get(each.where, each.where) if isinstance(each.where, Location) else each.where,)
        )


def _source(where: Where) -> str | None:
    return where.source if isinstance(where, (Location, Position)) else where


def _from_here(where: Where, folder: Path) -> Where:
    """A place in a file that is named from `folder`, as one opens it from the current folder."""
    if where is None:
        return None
    try:
        name = Path(os.path.relpath(folder / str(_source(where)))).as_posix()
    except ValueError:  # another drive
        name = str(folder / str(_source(where)))
    return where._replace(source=name) if isinstance(where, (Location, Position)) else name


def jobs(options: Common, names: tuple[str, ...] = (), *, absent: bool = False) -> Iterator[Job]:
    """The packages that a command line means: those named, else all. Documents of the metadata may be `absent` where
    they are about to be written."""
    from csdlgen.project.inputs import read_config
    from csdlgen.project.references import with_references

    config, folder = read_config(options.config, Path.cwd())
    if not config.packages:
        remedy = "Add a [packages.NAME] table."
        raise failure("config-missing", "the configuration has no package", remedy, where=config.source)
    wanted = tuple(dict.fromkeys((*names, *((options.package,) if options.package else ()))))
    known = {each.name: each for each in config.packages}
    for name in wanted:
        if name not in known:
            remedy = nearest(name, known) or f"Configured packages: {', '.join(known) or 'none'}."
            raise failure("unknown-package", f"no package {name!r} is configured", remedy, where=config.source)
    for each in (known[name] for name in wanted) if wanted else config.packages:
        package = replace(each, metadata=options.metadata) if options.metadata else each
        found = _read(replace(package, metadata=()), folder)
        there = tuple(name for name in package.metadata if not absent or (folder / name).exists())
        own = replace(package, metadata=there, overlays=(), documented=())
        metadata = _read(own, Path() if options.metadata else folder)
        with _named_from(folder):
            inputs = with_references(replace(found, metadata=metadata.metadata), package.references, folder)
        yield Job(package, folder, inputs, frozenset(options.metadata))


def _read(package: PackageConfig, folder: Path) -> Inputs:
    from csdlgen.project.inputs import read_inputs

    with _named_from(folder):
        return read_inputs(package, folder)


@contextlib.contextmanager
def _named_from(folder: Path) -> Iterator[None]:
    """Errors in files that are named from `folder` have their names as one opens them from here."""
    try:
        yield
    except CsdlgenError as error:
        raise CsdlgenError(
            *(replace(each, where=_from_here(each.where, folder)) for each in error.diagnostics)
        ) from error


def job(options: Common, operation: str | None) -> Job:
    """The one package that a command is about; without a configuration, one made up for the documents given and the
    operation named (all of them where none is)."""
    try:
        found = list(jobs(options))
    except CsdlgenError as error:
        if not options.metadata or error.diagnostics[0].code != "config-missing":
            raise
        found = [ad_hoc(options, operation)]
    if len(found) != 1:
        names = ", ".join(each.package.name for each in found) or "none"
        raise click.UsageError(f"Which package? Name one with --package; configured: {names}.")
    return found[0]


def ad_hoc(options: Common, operation: str | None) -> Job:
    """A package made up for the documents given on the command line, whatever is configured."""
    from csdlgen.navigation import Limits
    from csdlgen.project.config import PackageConfig
    from csdlgen.project.inputs import read_inputs
    from csdlgen.select import Selection

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
