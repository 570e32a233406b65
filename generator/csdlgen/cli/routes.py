"""`csdlgen routes`: the ledger of a package, or of the documents given."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import click

from csdlgen.cli.options import Common, Job, job
from csdlgen.cli.report import print_diagnostics
from csdlgen.edm.lookup import Lookup
from csdlgen.edm.model import EdmModel, EntityType, Operation, QName
from csdlgen.errors import failure
from csdlgen.navigation import Cuts, Graph, Path, cuts, resolve, with_keys
from csdlgen.pipeline import Selected
from csdlgen.reports.routes import (
    Listing,
    as_data,
    as_explanation,
    as_http,
    as_markdown,
    as_mermaid,
    as_text,
    matched,
    matched_data,
    matched_text,
    of_operation,
    of_resource,
    rejected_data,
)
from csdlgen.routes import Routes, resource_routes
from csdlgen.select import Selection
from csdlgen.text import nearest
from csdlgen.urls import Rejected, UrlLookup, match_url

_WRITERS: dict[str, Callable[[Listing], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "http": as_http,
    "mermaid": as_mermaid,
}


def run(common: Common, name: str | None, form: str, *, explain: bool, cut: bool, most: int | None) -> int:
    """Print the routes of an operation, of an entity type, or of all selected operations; at most so many of each."""
    if explain and form != "text":
        raise click.UsageError("--explain is text; leave out --format.")
    found = job(common, None)
    whole = _Whole(found)
    if name and found.package.selection.everything:
        # No configuration, or all of the documents: only what is asked for needs to be in order.
        wanted = tuple(each.signature for each in _operations(whole.model, name))
        found = replace(found, package=replace(found.package, selection=Selection(operations=wanted)))
    listings = list(_listings(found, whole, name, cut=cut or explain, most=most))
    if form == "json":
        click.echo(json.dumps([as_data(each) for each in listings], indent=2, ensure_ascii=False))
        return 0
    write = as_explanation if explain else _WRITERS[form]
    click.echo("\n\n".join(write(each) for each in listings))
    return 0


def match(common: Common, url: str, form: str) -> int:
    """Print what a URL means; 1 where it means nothing."""
    if form not in ("text", "json"):
        raise click.UsageError("--match prints text or JSON.")
    found = job(common, None)
    package = found.package
    model = found.read()
    address = match_url(UrlLookup(model), url, root=package.service_root, named=True)
    if isinstance(address, Rejected):
        said = f"segment {address.segment!r}: {address.message}. {address.suggestion}".rstrip()
        click.echo(json.dumps(rejected_data(url, address), indent=2, ensure_ascii=False) if form == "json" else said)
        return 1
    selects = package.selection != Selection() and not package.selection.everything
    entries = found.select().ledger.entries if selects else ()
    meaning = matched(url, address, Routes(Graph(model), package.limits, package.style), entries)
    data = form == "json"
    click.echo(json.dumps(matched_data(meaning), indent=2, ensure_ascii=False) if data else matched_text(meaning))
    return 0


class _Whole:
    """All of the documents, read when they are first asked for."""

    def __init__(self, source: Job) -> None:
        self._source = source
        self._graph: Graph | None = None

    @property
    def graph(self) -> Graph:
        self._graph = self._graph or Graph(self._source.read())
        return self._graph

    @property
    def model(self) -> EdmModel:
        return self.graph.model


def _named(operation: Operation, name: str) -> bool:
    return name.replace(" ", "") in (operation.signature, str(operation.name), operation.name.name)


def _operations(model: EdmModel, name: str) -> list[Operation]:
    return [operation for operation in Lookup(model).all_operations if _named(operation, name)]


def _listings(found: Job, whole: _Whole, name: str | None, *, cut: bool, most: int | None) -> Iterator[Listing]:
    limits = found.package.limits
    selected = found.select() if found.package.selection != Selection() or not name else None
    if selected:
        print_diagnostics(selected.notes)
    graph = Graph(selected.slice.model, selected.slice.qualified) if selected else whole.graph
    entries = [each for each in selected.ledger.entries if not name or _named(each.operation, name)] if selected else []
    for entry in entries:
        binding = entry.operation.binding
        beyond = cuts(whole.graph, binding.name, limits, collection=binding.collection) if cut and binding else None
        yield of_operation(entry, limits, graph, beyond, most=most)
    if name and not entries:
        type_ = _type(whole.graph, name)
        if type_ is None:
            raise _unknown(name, selected, whole.model)
        routes = Routes(whole.graph, limits, found.package.style)
        beyond = _cuts(whole.graph, type_, routes) if cut else None
        yield of_resource(resource_routes(routes, type_), routes, beyond, most=most)


def _cuts(graph: Graph, type_: QName, routes: Routes) -> Cuts:
    return cuts(graph, type_, routes.limits)


def _type(graph: Graph, name: str) -> QName | None:
    """The entity type of that qualified or simple name, else the one that a path leads to."""
    named = [
        each.name
        for each in graph.model.types.values()
        if isinstance(each, EntityType) and name in (str(each.name), each.name.name)
    ]
    if named and "/" not in name:
        return named[0]
    path = resolve(graph, with_keys(graph, tuple(part for part in name.split("/") if part)))
    return path.target if isinstance(path, Path) else None


def _unknown(name: str, selected: Selected | None, model: EdmModel) -> Exception:
    operations = (each.operation.name for each in selected.ledger.entries) if selected else model.operations
    known = sorted({each.name for each in operations})
    types = [each.name.name for each in model.types.values() if isinstance(each, EntityType)]
    roots = [root.name for container in model.containers for root in container.roots]
    remedy = nearest(name, known) or nearest(name, [*types, *roots])
    remedy = remedy or (f"Selected operations: {', '.join(known) or 'none'}." if selected else "Check the spelling.")
    return failure("unknown-operation", f"no selected operation is called {name!r}", remedy)
