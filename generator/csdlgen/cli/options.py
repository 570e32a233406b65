"""The options that several commands have, and what their values are bundled in. Imports nothing large."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from csdlgen.errors import CsdlgenError

if TYPE_CHECKING:
    from csdlgen.project.packages import ConfiguredPackage

Command: TypeAlias = Callable[..., int]
Decorator: TypeAlias = Callable[[Command], Command]


@dataclass(frozen=True, slots=True)
class PackageOptions:
    """Which configured packages a command is about."""

    config: str | None = None
    package: str | None = None
    metadata: tuple[str, ...] = ()

    def packages(self, names: tuple[str, ...] = (), *, absent: bool = False) -> list[ConfiguredPackage]:
        """These packages and those with the names; all where none is named. `absent` is that of `read_inputs`."""
        from csdlgen.project.packages import read_packages

        names = (*names, self.package) if self.package else names
        return read_packages(self.config, names, metadata=self.metadata, absent=absent)

    def one_package(self) -> ConfiguredPackage:
        """The only package. Where there is no configuration, one of everything in the documents of --metadata."""
        from csdlgen.project.packages import package_of_documents

        try:
            packages = self.packages()
        except CsdlgenError as error:
            if not self.metadata or error.diagnostics[0].code != "config-missing":
                raise
            return package_of_documents(self.metadata)
        if len(packages) != 1:
            names = ", ".join(package.config.name for package in packages)
            raise click.UsageError(f"Which package? Name one with --package. Configured packages: {names}.")
        return packages[0]


@dataclass(frozen=True, slots=True)
class NetworkOptions:
    """How URLs are read; `timeout` is in seconds."""

    insecure: bool
    timeout: float


@dataclass(frozen=True, slots=True)
class DriftOptions:
    """How findings are judged, accepted and reported."""

    fail_on: tuple[str, ...] = ()
    policy: str = "graph"
    form: str = "text"
    accept: str | None = None
    update_accepts: str | None = None
    output: str | None = None
    everything: bool = False


def group(parameter: str, group: type[Any], *options: Any) -> Decorator:
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


def format_option(*formats: str, explanation: str | None = None) -> Decorator:
    return click.option(
        "--format", "form", type=click.Choice(formats), default="text", show_default=True, help=explanation
    )


FORCE = click.option("--force", is_flag=True, help="Replace files that were edited by hand; keep a copy as *.bak.")
OUTPUT = click.option("-o", "--output", metavar="FILE", help="Write to a file instead of stdout.")
CONFIG_HELP = "The configuration file (default: found in this folder or above)"
CONFIG = click.option("--config", metavar="FILE", help=f"{CONFIG_HELP}.")
PACKAGE = click.option("--package", metavar="NAME", help="The package, where several are configured.")
METADATA = click.option(
    "--metadata", multiple=True, metavar="FILE", help="Read this document instead of those configured; repeatable."
)
package_options = group("options", PackageOptions, CONFIG, PACKAGE, METADATA)
network_options = group(
    "network",
    NetworkOptions,
    click.option("--insecure", is_flag=True, help="Read http URLs, too."),
    click.option(
        "--timeout",
        type=click.FloatRange(min=0.1),
        default=120.0,
        show_default=True,
        metavar="SECONDS",
        help="The longest time that reading a URL may take in total.",
    ),
)
drift_options = group(
    "drift",
    DriftOptions,
    click.option(
        "--fail-on",
        multiple=True,
        metavar="LEVEL",
        help="Exit with 1 from this level on: breaking (default), dangerous, any or never; for one axis only as"
        " read=LEVEL, write=LEVEL or python=LEVEL (repeatable).",
    ),
    click.option(
        "--policy",
        type=click.Choice(["odata", "graph", "strict"]),
        default="graph",
        show_default=True,
        help="How to judge: by the rules of OData, by what hurts clients in practice, or without taking any risk.",
    ),
    format_option("text", "json", "markdown", "github", "sarif"),
    click.option("--accept", metavar="FILE", help="The accept file: what was accepted, by whom, until when (TOML)."),
    click.option(
        "--update-accepts",
        metavar="REASON",
        help="Accept every finding that reaches the --fail-on level, for this reason: write it to the accept file, and"
        " remove entries that match nothing any more.",
    ),
    click.option(
        "--all", "everything", is_flag=True, help="In text, also list what harms nobody, such as new descriptions."
    ),
    OUTPUT,
)
