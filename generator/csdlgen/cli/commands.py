"""The commands. Each imports what it needs when it runs, so that `--help` is quick."""

from __future__ import annotations

import click

from csdlgen import __version__
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
    from csdlgen.generate import generate as work_out
    from csdlgen.write import refuse, write

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
def check(config: str | None, package: str | None, metadata: tuple[str, ...]) -> int:
    """Check the repository: output current, documented routes resolve. Exits 1 where not.

    \b
    csdlgen check
    csdlgen check --package graph_mail
    """
    from csdlgen.cli.output import print_changes
    from csdlgen.generate import generate as work_out

    findings = 0
    for each in jobs(Common(config, package, metadata)):
        selected = each.select()
        print_diagnostics(selected.notes)
        found = work_out(each.package, each.inputs, selected, each.output)
        print_changes(each.package, found, show=False)
        findings += len(found.changes) + len(selected.ledger.unresolved)
    return int(findings > 0)


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
@click.argument("name", metavar="[OPERATION|TYPE|PATH]", required=False)
def routes(
    config: str | None,
    package: str | None,
    metadata: tuple[str, ...],
    explain: bool,
    cut: bool,
    url: str | None,
    form: str,
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
    return run(Common(config, package, metadata), name, form, explain=explain, cut=cut)


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
