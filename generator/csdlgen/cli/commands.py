"""The commands as users see them: every option, argument and help text. What a command does is in its own module.

Every run imports this module, which imports nothing large, so that `--help` and errors of usage are quick.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from csdlgen import __version__
from csdlgen.cli.options import OUTPUT, Decorator, group_options
from csdlgen.errors import CsdlgenError

if TYPE_CHECKING:
    from csdlgen.project.packages import ConfiguredPackage


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


def _format(*formats: str, explanation: str | None = None) -> Decorator:
    return click.option(
        "--format", "form", type=click.Choice(formats), default="text", show_default=True, help=explanation
    )


_FORCE = click.option("--force", is_flag=True, help="Replace files that were edited by hand; keep a copy as *.bak.")
_CONFIG_HELP = "The configuration file (default: found in this folder or above)"
_CONFIG = click.option("--config", metavar="FILE", help=f"{_CONFIG_HELP}.")
_PACKAGE = click.option("--package", metavar="NAME", help="The package, where several are configured.")
_METADATA = click.option(
    "--metadata", multiple=True, metavar="FILE", help="Read this document instead of those configured; repeatable."
)
_package_options = group_options("options", PackageOptions, _CONFIG, _PACKAGE, _METADATA)
_network_options = group_options(
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
_drift_options = group_options(
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
    _format("text", "json", "markdown", "github", "sarif"),
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


# --- the commands ---------------------------------------------------------------------------------


def _run(command: str, **values: Any) -> int:
    """Run the module of a command, which is imported only now."""
    code: int = import_module(f"csdlgen.cli.{command}").run(**values)
    return code


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="csdlgen")
def cli() -> None:
    """Generates a small, typed, lossless Python client for the part of an OData service that you use.

    Exit codes: 0 clean, 1 differences or findings, 2 could not decide, 3 a bug in csdlgen, 130 interrupted.
    """


@cli.command()
@_package_options
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if the output would change.")
@click.option("--diff", is_flag=True, help="Show the changes.")
@_FORCE
@click.argument("packages", nargs=-1)
def generate(**values: Any) -> int:
    """Generate the configured packages.

    \b
    csdlgen generate                    all packages
    csdlgen generate graph_mail         one of them
    csdlgen generate --check --diff     for continuous integration
    """
    return _run("generate", **values)


@cli.command()
@_package_options
@click.option(
    "--from",
    "sources",
    multiple=True,
    required=True,
    metavar="FILE|URL",
    help="What upstream publishes now; repeatable where `metadata` names several documents.",
)
@click.option("--dry-run", is_flag=True, help="Write nothing; print what would be written, and what changed.")
@_FORCE
@_network_options
def update(**values: Any) -> int:
    """Update the committed documents, their lock file and the packages from what upstream publishes now.

    Prints what changed as a section of a changelog, in Markdown. Exits with 1, and writes nothing, where upstream no
    longer has what is selected. A bearer token for the URL is taken from CSDLGEN_TOKEN. `git checkout` undoes it.

    \b
    csdlgen update --from https://graph.microsoft.com/beta/$metadata
    csdlgen update --from upstream.xml --dry-run
    csdlgen update --from upstream.xml > changes.md
    """
    return _run("update", **values)


@cli.command()
@_package_options
@click.option(
    "--against",
    "names",
    multiple=True,
    metavar="FILE|URL",
    help="Also compare with what upstream publishes now; repeatable where it has several documents.",
)
@_drift_options
@_network_options
def check(**values: Any) -> int:
    """Check the repository: output current, documented routes resolve. Exits with 1 where not.

    With --against, also check whether what the package takes of upstream is still what the repository has. Exits with 1
    if a finding reaches the --fail-on level (accepted findings do not count), and with 2 if upstream cannot be read or
    is implausible. A bearer token for the URL is taken from CSDLGEN_TOKEN.

    \b
    csdlgen check
    csdlgen check --package graph_mail
    csdlgen check --against https://graph.microsoft.com/beta/$metadata
    csdlgen check --against upstream.xml --format github --fail-on dangerous
    """
    return _run("check", **values)


@cli.command()
@_package_options
@click.option("--explain", is_flag=True, help="Explain why each route exists, what each hop is, and which to use.")
@click.option("--cut", is_flag=True, help="Also list what is just beyond the limits.")
@click.option("--match", "url", metavar="URL", help="What a URL means: operation or resource, route, keys.")
@_format(
    *("text", "json", "markdown", "http", "mermaid"),
    explanation="http: request lines, as `documented` in the configuration takes them; mermaid: a diagram.",
)
@click.option(
    "--limit",
    default=100,
    show_default=True,
    metavar="N",
    type=click.IntRange(1),
    help="How many routes to print for each operation.",
)
@click.option("--all", "everything", is_flag=True, help="Print all routes; there may be millions.")
@click.argument("name", metavar="[OPERATION|TYPE|PATH]", required=False)
def routes(**values: Any) -> int:
    """The path variants of an operation (or of all that are selected), each with its reason.

    Names are qualified or simple; a signature means one overload. For an entity type, or a path to one: the routes to
    its entities, its collections and its streams.

    \b
    csdlgen routes
    csdlgen routes requestRemoteAssistance --explain
    csdlgen routes deviceManagement/managedDevices
    csdlgen routes --match /deviceManagement/managedDevices/42/requestRemoteAssistance
    csdlgen routes --format json | jq '.[].routes[].template'
    """
    return _run("routes", **values)


@cli.command()
@_package_options
@click.option("-o", "--output", metavar="FOLDER", help="A folder of their own (default: docs/reference/PACKAGE).")
@click.option("--format", "form", type=click.Choice(["html", "markdown"]), default="html", show_default=True)
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if the pages would change.")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(0), help="Derived routes an operation.")
@_FORCE
@click.argument("name", metavar="[PACKAGE]", required=False)
def docs(**values: Any) -> int:
    """Write reference pages: operations with examples in HTTP and Python, types, enumerations.

    HTML needs neither a network nor scripts; Markdown is for GitHub.

    \b
    csdlgen docs
    csdlgen docs graph_mail --format markdown -o docs/mail
    csdlgen docs --check
    """
    return _run("docs", **values)


@cli.command("slice")
@_package_options
@OUTPUT
@click.option("--no-cut", is_flag=True, help="Do not list (on stderr) the navigation properties that were cut.")
def slice_(**values: Any) -> int:
    """Print the minimal CSDL that the selection needs, and list what was cut.

    \b
    csdlgen slice > slice.csdl.xml
    csdlgen slice --metadata upstream.xml -o slice.csdl.xml
    """
    return _run("slice", **values)


@cli.command("inspect")
@_package_options
@click.option("--search", "text", metavar="TEXT", help="List names and descriptions that contain TEXT in any case.")
@_format("text", "json")
@click.argument("name", required=False)
def inspect_(**values: Any) -> int:
    """What the documents contain; one type, operation, term or path in full.

    Names are qualified or simple. A path may leave out its keys; a leading slash means an entity set or singleton,
    not a type of that name. Documents given with --metadata are read as they are; the configuration adds its overlays.

    \b
    csdlgen inspect
    csdlgen inspect managedDevice
    csdlgen inspect deviceManagement/managedDevices
    csdlgen inspect --metadata service.xml --search remote
    """
    return _run("inspect", **values)


@cli.command()
@_format("text", "json")
@click.argument("code", required=False)
def explain(**values: Any) -> int:
    """One page on a diagnostic: what it means, an example, what to do. Without a code: all codes with their titles.

    \b
    csdlgen explain
    csdlgen explain unknown-type
    """
    return _run("explain", **values)


@cli.command()
@group_options(
    "options",
    PackageOptions,
    click.option("--config", metavar="FILE", help=f"{_CONFIG_HELP}; implies --slice."),
    click.option("--package", metavar="NAME", help="The package, where several are configured; implies --slice."),
)
@click.option("--slice", "sliced", is_flag=True, help="Compare what the configured package takes of both documents.")
@_drift_options
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
def diff(**values: Any) -> int:
    """Compare two CSDL documents by what they mean: what breaks for whom, and why.

    Each finding has three verdicts: for code that gets data (read), for code that sends data (write), and for Python
    code that uses the regenerated package (python). Exits with 1 if a finding reaches the --fail-on level; accepted
    findings do not count.

    \b
    csdlgen diff old.xml new.xml
    csdlgen diff old.xml new.xml --slice --fail-on python=dangerous
    csdlgen diff old.xml new.xml --format markdown -o comment.md
    csdlgen diff old.xml new.xml --accept csdlgen-accept.toml --update-accepts "Announced on 3 May; we are ready."
    """
    return _run("diff", **values)
