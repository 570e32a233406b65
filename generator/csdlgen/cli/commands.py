"""The commands. Each imports what it needs when it runs, so that `--help` is quick."""

from __future__ import annotations

from typing import Any

import click

from csdlgen import __version__
from csdlgen.cli.findings import Asked, finding_options
from csdlgen.cli.network import Network, network_options
from csdlgen.cli.options import Common, common, job, jobs
from csdlgen.cli.report import colours, print_diagnostics


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="csdlgen")
def cli() -> None:
    """A small, typed, lossless Python client for the part of an OData service that you use.

    Exit codes: 0 clean, 1 differences or findings, 2 could not decide, 3 a bug of csdlgen, 130 interrupted.
    """


@cli.command()
@common
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if the output would change.")
@click.option("--diff", "show", is_flag=True, help="Show what changes.")
@click.option("--force", is_flag=True, help="Replace files that were edited by hand, keeping a copy as *.bak.")
@click.argument("packages", nargs=-1)
@click.pass_context
def generate(
    context: click.Context,
    config: str | None,
    package: str | None,
    metadata: tuple[str, ...],
    check: bool,
    show: bool,
    force: bool,
    packages: tuple[str, ...],
) -> int:
    """Generate the configured packages.

    \b
    csdlgen generate                    all packages
    csdlgen generate graph_mail         one of them
    csdlgen generate --check --diff     for continuous integration
    """
    from csdlgen.cli.output import print_changes, print_generated
    from csdlgen.disk.write import refuse, write
    from csdlgen.generate import generate as work_out

    # All packages are worked out before the first is written, so that an error in the last leaves all as they are.
    ready = []
    for each in jobs(Common(config, package, metadata), packages):
        selected = each.select()
        print_diagnostics(selected.notes)
        found = work_out(each.package, each.inputs, selected, each.output)
        if show or check:
            print_changes(each.package, found, show=show)
        if not check:
            refuse(found.files, each.output, each.package.name, force=force)
        ready.append((each, selected, found))
    if check:
        return int(any(found.changes for _, _, found in ready))
    for each, selected, found in ready:
        report = write(found.files, found.manifest, each.output, each.package.name, force=force)
        print_generated(each.package, selected, found, report)
    return 0


@cli.command()
@common
@click.option(
    "--from",
    "sources",
    multiple=True,
    required=True,
    metavar="FILE|URL",
    help="What upstream publishes now; repeatable where `metadata` names several documents.",
)
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would be written, and what moved.")
@click.option("--force", is_flag=True, help="Replace files that were edited by hand, keeping a copy as *.bak.")
@network_options
def update(
    config: str | None,
    package: str | None,
    metadata: tuple[str, ...],
    sources: tuple[str, ...],
    dry_run: bool,
    force: bool,
    insecure: bool,
    timeout: float,
) -> int:
    """Take what the packages need of upstream anew: documents, lock and packages in one go.

    Prints what moved as a section of a changelog, in Markdown. Exits with 1, and writes nothing, where upstream no
    longer has what is selected. A bearer token for the URL is taken from CSDLGEN_TOKEN. `git checkout` undoes it.

    \b
    csdlgen update --from https://graph.microsoft.com/beta/$metadata
    csdlgen update --from upstream.xml --dry-run
    csdlgen update --from upstream.xml > changes.md
    """
    from csdlgen.cli.update import run

    network = Network(insecure, timeout)
    return run(Common(config, package, metadata), sources, network, force=force, dry_run=dry_run)


@cli.command()
@common
@click.option(
    "--against",
    multiple=True,
    metavar="FILE|URL",
    help="Compare with what upstream publishes now, too; repeatable where it has several documents.",
)
@finding_options
@network_options
def check(
    config: str | None,
    package: str | None,
    metadata: tuple[str, ...],
    against: tuple[str, ...],
    insecure: bool,
    timeout: float,
    **asked: Any,
) -> int:
    """Check the repository: output current, documented routes resolve. Exits 1 where not.

    With --against, also whether what the package takes of upstream is still what the repository has; exits with 1 where
    a finding is at or above the gate (--fail-on), and with 2 where upstream cannot be read or believed. A bearer token
    for the URL is taken from CSDLGEN_TOKEN.

    \b
    csdlgen check
    csdlgen check --package graph_mail
    csdlgen check --against https://graph.microsoft.com/beta/$metadata
    csdlgen check --against upstream.xml --format github --fail-on dangerous
    """
    from csdlgen.cli.output import print_changes
    from csdlgen.generate import generate as work_out

    options, findings = Common(config, package, metadata), Asked(**asked)
    if against:
        from csdlgen.cli.against import run

        return run(options, against, findings, Network(insecure, timeout))
    if findings != Asked():
        raise click.UsageError("Options on findings go with --against.")
    found_any = False
    for each in jobs(options):
        selected = each.select()
        print_diagnostics(selected.notes)
        found = work_out(each.package, each.inputs, selected, each.output)
        print_changes(each.package, found, show=False)
        found_any |= bool(found.changes or selected.ledger.unresolved)
    return int(found_any)


@cli.command()
@common
@click.option("--explain", is_flag=True, help="Why each route exists, what each hop is, which to use.")
@click.option("--cut", is_flag=True, help="List what lies just beyond the limits, too.")
@click.option("--match", "url", metavar="URL", help="What a URL means: operation or resource, route, keys.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown", "http", "mermaid"]),
    default="text",
    show_default=True,
    help="http: request lines, as configured under `documented`; mermaid: a picture.",
)
@click.option(
    "--limit",
    default=100,
    show_default=True,
    metavar="N",
    type=click.IntRange(1),
    help="Routes to print of each operation.",
)
@click.option("--all", "every", is_flag=True, help="Print all routes, of which there may be millions.")
@click.argument("name", metavar="[OPERATION|TYPE|PATH]", required=False)
def routes(
    config: str | None,
    package: str | None,
    metadata: tuple[str, ...],
    explain: bool,
    cut: bool,
    url: str | None,
    form: str,
    limit: int,
    every: bool,
    name: str | None,
) -> int:
    """The path variants of an operation (or of all that are selected), each with its reason.

    Names are qualified or simple; a signature means one overload. For an entity type, or a path to one, the routes to
    its entities, its collections and its streams.

    \b
    csdlgen routes
    csdlgen routes requestRemoteAssistance --explain
    csdlgen routes deviceManagement/managedDevices
    csdlgen routes --match /deviceManagement/managedDevices/42/requestRemoteAssistance
    csdlgen routes --format json | jq '.[].routes[].template'
    """
    from csdlgen.cli.routes import match, run

    if url is not None:
        if name or explain or cut:
            raise click.UsageError("--match goes with --format only.")
        return match(Common(config, package, metadata), url, form)
    return run(Common(config, package, metadata), name, form, explain=explain, cut=cut, most=None if every else limit)


@cli.command("slice")
@common
@click.option("-o", "--output", metavar="FILE", help="Write to a file instead of stdout.")
@click.option("--no-cut", is_flag=True, help="Do not list the navigation properties that were cut (on stderr).")
def slice_(config: str | None, package: str | None, metadata: tuple[str, ...], output: str | None, no_cut: bool) -> int:
    """Print the least CSDL that the selection needs, and list what was cut off.

    \b
    csdlgen slice > slice.csdl.xml
    csdlgen slice --metadata upstream.xml -o slice.csdl.xml
    """
    from csdlgen.cli.output import write_result
    from csdlgen.csdl import dump_csdl

    found = job(Common(config, package, metadata), None)
    selected = found.select()
    data = dump_csdl(selected.slice.model).encode()  # bytes: the document says UTF-8, a console may not
    if output:
        write_result(output, data)
    else:
        click.echo(data, nl=False)
    print_diagnostics(selected.notes)
    for edge in () if no_cut else selected.slice.cut:
        click.echo(f"cut: {edge.source}/{edge.name} -> {edge.target}", err=True, color=colours())
    return 0


@cli.command("inspect")
@common
@click.option(
    "--search", "text", metavar="TEXT", help="List names and descriptions that contain this; case is ignored."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.argument("name", required=False)
def inspect_(
    config: str | None, package: str | None, metadata: tuple[str, ...], text: str | None, form: str, name: str | None
) -> int:
    """What the documents hold; one type, operation, term or path in full.

    Names are qualified or simple. A path may leave out its keys; a leading slash tells an entity set or singleton from
    a type of that name. Documents given with --metadata are read as they are; the configuration adds its overlays.

    \b
    csdlgen inspect
    csdlgen inspect managedDevice
    csdlgen inspect deviceManagement/managedDevices
    csdlgen inspect --metadata service.xml --search remote
    """
    from csdlgen.cli.inspect import run

    return run(Common(config, package, metadata), name, text, form)


@cli.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.argument("code", required=False)
def explain(form: str, code: str | None) -> int:
    """One page on a diagnostic: what it means, an example, what to do. Without a code, all codes with their titles.

    \b
    csdlgen explain
    csdlgen explain unknown-type
    """
    from csdlgen.cli.explain import print_codes, print_page

    if code is None:
        print_codes(form)
    else:
        print_page(code, form)
    return 0


@cli.command()
@click.option(
    "--config", metavar="FILE", help="The configuration file (default: found here or above); implies --slice."
)
@click.option("--package", metavar="NAME", help="The package meant, where several are configured; implies --slice.")
@click.option("--slice", "sliced", is_flag=True, help="Compare what the configured package takes of both documents.")
@finding_options
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
def diff(config: str | None, package: str | None, sliced: bool, old: str, new: str, **asked: Any) -> int:
    """Compare two CSDL documents by what they mean: what breaks whom, and why.

    Each finding has a verdict for clients that read, for clients that write, call and query, and for Python code on the
    regenerated package. Exits with 1 where one is at or above the gate (--fail-on); what was accepted never is.

    \b
    csdlgen diff old.xml new.xml
    csdlgen diff old.xml new.xml --slice --fail-on python=dangerous
    csdlgen diff old.xml new.xml --format markdown -o comment.md
    csdlgen diff old.xml new.xml --accept csdlgen-accept.toml --update-accepts "Announced on 3 May; we are ready."
    """
    from csdlgen.cli.diff import run

    return run(Common(config, package, ()), old, new, Asked(**asked), sliced=bool(sliced or package or config))
