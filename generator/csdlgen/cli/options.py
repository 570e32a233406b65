"""The options that several commands have, and what their values are bundled in. Imports nothing large."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from csdlgen.errors import CsdlgenError
from csdlgen.project.keys import PARTS
from csdlgen.text import capped, printable

if TYPE_CHECKING:
    from csdlgen.project.packages import ConfiguredPackage, Documents
    from csdlgen.upstream.sources import NamedSources

Command: TypeAlias = Callable[..., int]
Decorator: TypeAlias = Callable[[Command], Command]

VERBOSITY = "csdlgen.verbosity"
"""The key, in what a context of click remembers, of how much to print: `quiet` or `verbose`."""


@dataclass(frozen=True, slots=True)
class NetworkOptions:
    """How URLs are read; `timeout` is in seconds."""

    insecure: bool = False
    timeout: float = 120.0

    def sources(self) -> NamedSources:
        """What reads the documents that are named on the command line."""
        from csdlgen.cli.progress import network_of
        from csdlgen.upstream.sources import NamedSources

        return NamedSources(network_of(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageOptions(NetworkOptions):
    """Which configured packages a command is about, and which documents it reads in place of theirs."""

    config: str | None = None
    package: str | None = None
    metadata: tuple[str, ...] = ()

    def packages(self, names: tuple[str, ...] = (), *, absent: bool = False) -> list[ConfiguredPackage]:
        """These packages and those with the names; all where none is named. `absent` is that of `read_inputs`."""
        from csdlgen.project.packages import read_packages

        names = (*names, self.package) if self.package else names
        packages = read_packages(self.config, names, metadata=self._documents(), absent=absent)
        for package in packages:
            _say_read(package)
        return packages

    def _documents(self) -> Documents | None:
        if not self.metadata:
            return None
        sources = self.sources()
        return lambda documents, folder: sources.read(self.metadata, documents, folder)

    def documents(self) -> ConfiguredPackage:
        """A package of everything in the documents of --metadata."""
        from csdlgen.project.packages import package_of_documents

        package = package_of_documents(self.sources().read(self.metadata))
        _say_read(package)
        return package

    def one_package(self) -> ConfiguredPackage:
        """The only package. Where there is no configuration, one of everything in the documents of --metadata."""
        try:
            packages = self.packages()
        except CsdlgenError as error:
            if not self.metadata or error.diagnostics[0].code != "config-missing":
                raise
            return self.documents()
        return only_one(packages)


def _say_read(package: ConfiguredPackage) -> None:
    """Say with -v, on stderr, which documents a package is made from."""
    if click.get_current_context().meta.get(VERBOSITY) == "verbose":
        for source in package.inputs.all:
            click.echo(f"read {printable(source.path)}, {len(source.data):,} bytes", err=True)


def only_one(packages: list[ConfiguredPackage]) -> ConfiguredPackage:
    """The only one of some packages. Raises click.UsageError where they are several."""
    if len(packages) != 1:
        names = capped(package.config.name for package in packages)
        raise click.UsageError(f"Which package? Name one with --package. Configured packages: {names}.")
    return packages[0]


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """Whether a command writes, and what it says: `check` and `dry_run` write nothing, and the exit code of `check`
    says whether anything would have been written; `diff` shows the changes, `force` replaces edited files."""

    check: bool = False
    dry_run: bool = False
    diff: bool = False
    force: bool = False


def package_names(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """The configured packages, for completion by shells; none where there is no configuration that can be read."""
    from csdlgen.project.inputs import read_config

    try:
        config, _ = read_config(context.params.get("config"), Path.cwd())
    except CsdlgenError:
        return []
    return [package.name for package in config.packages if package.name.startswith(incomplete)]


def group_options(parameter: str, group: type[Any], *options: Any) -> Decorator:
    """A decorator that adds options to a command and passes their values in one `parameter`, an instance of `group`."""
    names = [field.name for field in fields(group)]

    def decorate(command: Command) -> Command:
        @wraps(command)
        def with_group(**values: Any) -> int:
            bundled = group(**{name: values.pop(name) for name in names if name in values})
            return command(**values, **{parameter: bundled})

        for option in reversed(options):
            option(with_group)
        return with_group

    return decorate


def _heard(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    """Remember a -q or -v, wherever it is given."""
    if value:
        context.meta[VERBOSITY] = parameter.name


_HOW_MUCH = (
    click.Option(
        ["-q", "--quiet"], is_flag=True, expose_value=False, callback=_heard, help="Print results and errors only."
    ),
    click.Option(
        ["-v", "--verbose"],
        is_flag=True,
        expose_value=False,
        callback=_heard,
        help="Print every file, what is read, and fingerprints of findings.",
    ),
)


class _TalkingCommand(click.Command):
    """A command that takes -q and -v."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.params.extend(_HOW_MUCH)


class CommandGroup(click.Group):
    """Commands that take -q and -v, as the group does itself."""

    command_class = _TalkingCommand

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.params.extend(_HOW_MUCH)


def format_option(*formats: str, explanation: str | None = None) -> Decorator:
    return click.option(
        "--format", "form", type=click.Choice(formats), default="text", show_default=True, help=explanation
    )


FILE = click.Path()  # completed as one by shells; every name is taken
FORCE = click.option("--force", is_flag=True, help="Replace files that were edited by hand; keep a copy as *.bak.")
CHECK = click.option("--check", is_flag=True, help="Write nothing; exit with 1 if anything would be written.")
DRY_RUN = click.option("--dry-run", is_flag=True, help="Write nothing; say what would be written.")
WITHOUT = click.option(
    "--without",
    multiple=True,
    type=click.Choice([*PARTS]),
    help=f"Leave out a part: {'; '.join(f'{part}, {what}' for part, what in PARTS.items())}. Repeatable.",
)
OUTPUT = click.option("-o", "--output", type=FILE, metavar="FILE", help="Write to a file instead of stdout.")
_CONFIG_HELP = "The configuration file (default: found in this folder or above)"
CONFIG = click.option("--config", type=FILE, metavar="FILE", help=f"{_CONFIG_HELP}.")
PACKAGE = click.option(
    "--package", metavar="NAME", shell_complete=package_names, help="The package, where several are configured."
)
METADATA = click.option(
    "--metadata",
    multiple=True,
    type=FILE,
    metavar="SOURCE",
    help="Read this document instead of those configured: a file, a URL, or a git revision (main:service.xml);"
    " repeatable.",
)
NETWORK = (
    click.option("--insecure", is_flag=True, help="Read http URLs of other machines, too."),
    click.option(
        "--timeout",
        type=click.FloatRange(min=0.1),
        default=120.0,
        show_default=True,
        metavar="SECONDS",
        help="The longest time that reading a URL may take in total.",
    ),
)
network_options = group_options("network", NetworkOptions, *NETWORK)
package_options = group_options("options", PackageOptions, CONFIG, PACKAGE, METADATA, *NETWORK)
# What `diff` takes: it is given both documents, and a package only to compare slices.
slice_options = group_options(
    "options",
    PackageOptions,
    click.option("--config", type=FILE, metavar="FILE", help=f"{_CONFIG_HELP}; implies --slice."),
    click.option(
        "--package",
        metavar="NAME",
        shell_complete=package_names,
        help="The package, where several are configured; implies --slice.",
    ),
    *NETWORK,
)
write_options = group_options(
    "writing",
    WriteOptions,
    CHECK,
    DRY_RUN,
    click.option("--diff", is_flag=True, help="Show the changes."),
    FORCE,
)
