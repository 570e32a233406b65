"""The commands as users see them: every argument and help text. What a command does is in its own module.

Every run imports this module, which imports nothing large, so that `--help` and errors of usage are quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from csdlgen import __version__
from csdlgen.cli.completion import completion
from csdlgen.cli.drift_options import MIN_LEVEL, POLICY, DriftOptions, drift_options
from csdlgen.cli.options import (
    CHECK,
    DRY_RUN,
    FORCE,
    OUTPUT,
    WITHOUT,
    CommandGroup,
    format_option,
    group_options,
    network_options,
    package_names,
    package_options,
    slice_options,
    write_options,
)


def _run(module: str, function: str = "run", **values: Any) -> int:
    """Run a command, whose module is imported only now."""
    code: int = getattr(import_module(f"csdlgen.cli.{module}"), function)(**values)
    return code


def _codes(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """The codes that begin so, for completion by shells."""
    from csdlgen.explain.pages import codes

    return [code for code in codes() if code.startswith(incomplete)]


@click.group(cls=CommandGroup, context_settings={"help_option_names": ["--help", "-h"]})
@click.version_option(__version__, prog_name="csdlgen")
def cli() -> None:
    """Generates a small, typed, lossless Python client for the part of an OData service that you use.

    Exit codes: 0 clean, 1 differences or findings, 2 could not decide, 3 a bug in csdlgen, 130 interrupted.
    """


@cli.command()
@click.option(
    "--from",
    "sources",
    multiple=True,
    required=True,
    metavar="SOURCE",
    help="The service's $metadata: a URL, a file or a git revision; repeatable where it has several documents.",
)
@click.option("--name", metavar="NAME", help="The Python package (default: named after the service).")
@click.option(
    "--service-root", "root", metavar="URL", help="Where the service is (default: the URL without $metadata)."
)
@click.option(
    "--output",
    type=click.Path(),
    metavar="FOLDER",
    help="Where the package goes (default: src if there is such a folder, else .).",
)
@click.option(
    "--key-style",
    type=click.Choice(["segment", "parentheses"]),
    help="How URLs write keys, /users/42 or /users('42') (default: as the service is known to).",
)
@WITHOUT
@DRY_RUN
@network_options
@click.argument("wanted", metavar="[WHAT]...", nargs=-1)
def init(**values: Any) -> int:
    """Begin: a configuration, the part of a service's document that is wanted, its lock, and a package.

    WHAT is a path (me/messages), the name of an operation or type, a request line ("POST /me/sendMail") or a file of
    such lines (lines.http). In a terminal it may be left out and chosen. Writes csdlgen.toml, or a table into the
    pyproject.toml of this folder, and never over a configuration. Prints a first program to try.

    \b
    csdlgen init --from 'https://graph.microsoft.com/v1.0/$metadata' me/messages me/sendMail --name graph_mail
    csdlgen init --from service.xml --service-root https://service.example/odata Orders Ship
    csdlgen init --from 'https://services.odata.org/V4/TripPinService/$metadata'
    """
    return _run("init", **values)


@cli.command()
@package_options
@write_options
@click.argument("packages", nargs=-1, shell_complete=package_names)
def generate(**values: Any) -> int:
    """Generate the configured packages.

    \b
    csdlgen generate                    all packages
    csdlgen generate graph_mail         one of them
    csdlgen generate --check --diff     for continuous integration
    """
    return _run("generate", **values)


@cli.command()
@package_options
@WITHOUT
@click.option("--whole", is_flag=True, help="With the parts that an earlier --without has left out.")
@write_options
@click.argument("destination", metavar="DEST", type=click.Path())
def vendor(**values: Any) -> int:
    """Write the configured packages into another source tree, to be committed there: DEST/PACKAGE.

    They need azure-core and nothing else, may be imported from any place, and have a licence notice. Run it again to
    bring them up to date, without the same parts: files that were edited there are refused by name. Where there is no
    configuration, --check looks for such files only.

    \b
    csdlgen vendor ../app/src/app/_vendor
    csdlgen vendor ../app/src/app/_vendor --without routes --without aio
    csdlgen vendor ../app/src/app/_vendor --check --diff      for continuous integration
    """
    return _run("vendor", **values)


@cli.command()
@package_options
@click.option(
    "--from",
    "sources",
    multiple=True,
    required=True,
    type=click.Path(),
    metavar="SOURCE",
    help="What upstream publishes now: a file, a URL, or a git revision; repeatable where `metadata` names several"
    " documents.",
)
@CHECK
@DRY_RUN
@FORCE
def update(**values: Any) -> int:
    """Update the committed documents, their lock file and the packages from what upstream publishes now.

    Prints what changed as a section of a changelog, in Markdown. Exits with 1, and writes nothing, where upstream no
    longer has what is selected. A bearer token for the URL is taken from CSDLGEN_TOKEN. `git checkout` undoes it.

    \b
    csdlgen update --from 'https://graph.microsoft.com/beta/$metadata'
    csdlgen update --from upstream.xml --dry-run
    csdlgen update --from upstream.xml > changes.md
    """
    return _run("update", **values)


@cli.command()
@package_options
@click.option(
    "--against",
    "names",
    multiple=True,
    type=click.Path(),
    metavar="SOURCE",
    help="Also compare with what upstream publishes now: a file, a URL, or a git revision; repeatable where it has"
    " several documents.",
)
@drift_options
def check(**values: Any) -> int:
    """Check the repository: output current, documents cut for what is selected now, documented routes resolve. Exits
    with 1 where not.

    With --against, also check whether what the package takes of upstream is still what the repository has. Exits with 1
    if a finding reaches the --fail-on level (accepted findings do not count), and with 2 if upstream cannot be read or
    is implausible. A bearer token for the URL is taken from CSDLGEN_TOKEN.

    \b
    csdlgen check
    csdlgen check --package graph_mail
    csdlgen check --against 'https://graph.microsoft.com/beta/$metadata'
    csdlgen check --against upstream.xml --format github --fail-on dangerous
    csdlgen check --against .git#main       what this branch changes of the configured documents
    """
    return _run("check", **values)


@cli.command()
@package_options
@click.option("--explain", is_flag=True, help="Explain why each route exists, what each hop is, and which to use.")
@click.option("--cut", is_flag=True, help="Also list what is just beyond the limits.")
@click.option("--match", "url", metavar="URL", help="What a URL means: operation or resource, route, keys.")
@format_option(
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
@package_options
@click.option("-o", "--output", type=click.Path(), metavar="FOLDER", help="Default: docs/reference/PACKAGE.")
@click.option("--format", "form", type=click.Choice(["html", "markdown"]), default="html", show_default=True)
@click.option("--limit", default=10, show_default=True, type=click.IntRange(0), help="Derived routes an operation.")
@CHECK
@FORCE
@click.argument("name", metavar="[PACKAGE]", required=False, shell_complete=package_names)
def docs(**values: Any) -> int:
    """Write reference pages: operations with examples in HTTP and Python, types, enumerations.

    HTML needs neither a network nor scripts; Markdown is for GitHub.

    \b
    csdlgen docs graph_mail --format markdown -o docs/mail
    csdlgen docs --check
    """
    return _run("docs", **values)


@cli.command("slice")
@package_options
@OUTPUT
@click.option("--no-cut", is_flag=True, help="Do not list (on stderr) the navigation properties that were cut.")
def slice_(**values: Any) -> int:
    """Print the minimal CSDL that the selection needs, and list what was cut.

    \b
    csdlgen slice > slice.csdl.xml
    csdlgen slice --metadata upstream.xml -o slice.csdl.xml
    """
    return _run("selection", "print_slice", **values)


@cli.command("list")
@package_options
@format_option("text", "json")
def list_(**values: Any) -> int:
    """What the configured packages have: operations with how many routes, resources with their verbs, types.

    \b
    csdlgen list
    csdlgen list --package graph_mail --format json | jq -r '.[].resources[].path'
    """
    return _run("selection", "print_contents", **values)


@cli.command("inspect")
@package_options
@click.option("--search", "text", metavar="TEXT", help="List names and descriptions that contain TEXT in any case.")
@format_option("text", "json")
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
@format_option("text", "json")
@click.argument("code", required=False, shell_complete=_codes)
def explain(**values: Any) -> int:
    """One page on a diagnostic: what it means, an example, what to do. Without a code: all codes with their titles.

    \b
    csdlgen explain unknown-type
    """
    return _run("explain", **values)


@cli.command()
@slice_options
@click.option("--slice", "sliced", is_flag=True, help="Compare what the configured package takes of both documents.")
@drift_options
@click.argument("old", metavar="OLD", type=click.Path())
@click.argument("new", metavar="NEW", type=click.Path())
def diff(**values: Any) -> int:
    """Compare two CSDL documents by what they mean: what breaks for whom, and why.

    OLD and NEW are files, URLs or git revisions (REVISION:PATH). Each finding has three verdicts: for code that gets
    data (read), for code that sends data (write), and for Python code that uses the regenerated package (python). Exits
    with 1 if a finding reaches the --fail-on level; accepted findings do not count.

    \b
    csdlgen diff old.xml new.xml
    csdlgen diff main:metadata/service.xml metadata/service.xml
    csdlgen diff old.xml new.xml --slice --fail-on python=dangerous
    csdlgen diff old.xml new.xml --format markdown -o comment.md
    csdlgen diff old.xml new.xml --format github --format sarif=report.sarif --format html=report.html
    csdlgen diff old.xml new.xml --accept csdlgen-accept.toml --update-accepts "Announced on 3 May; we are ready."
    """
    return _run("diff", **values)


@cli.command()
@slice_options
@click.option("--slice", "sliced", is_flag=True, help="Compare what the configured package takes of the documents.")
@group_options("drift", DriftOptions, POLICY, MIN_LEVEL, OUTPUT)
@format_option("text", "json", "html", explanation="html: one page with a timeline.")
@click.argument("names", metavar="OLD... NEW", nargs=-1, required=True, type=click.Path())
def history(**values: Any) -> int:
    """What changed from each document of a series to the next, the oldest first: a timeline of what breaks whom.

    It fails nothing: the exit code is 0 unless a document cannot be read or compared.

    \b
    csdlgen history 2023.xml 2024.xml 2025.xml
    csdlgen history v1.0:metadata/x.xml v2.0:metadata/x.xml metadata/x.xml --slice --min-level dangerous
    csdlgen history 2023.xml 2024.xml 2025.xml --format html -o history.html
    """
    return _run("diff", "run_history", **values)


cli.add_command(completion)
