"""`csdlgen routes`: the routes of a package, or of documents, to operations and entity types; and what a URL means."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import chain
from textwrap import indent

import click

from csdlgen.cli.options import PackageOptions
from csdlgen.cli.printing import print_diagnostics, print_result
from csdlgen.cli.progress import working
from csdlgen.edm.model import EdmModel, EntityType, Operation, QName
from csdlgen.errors import CsdlgenError, Diagnostic, failure
from csdlgen.navigation import Graph, Path, cuts
from csdlgen.pipeline import Selected, read_documents
from csdlgen.project.packages import ConfiguredPackage
from csdlgen.reports.routes.explain import as_explanation
from csdlgen.reports.routes.formats import as_data, as_http, as_markdown, as_text
from csdlgen.reports.routes.listing import MOST_LISTED, RouteList, list_operation, list_resource
from csdlgen.reports.routes.matched import matched, matched_data, matched_text, rejected_data
from csdlgen.reports.routes.picture import as_mermaid
from csdlgen.routes import Routes, resource_routes
from csdlgen.select import Selection
from csdlgen.text import capped, nearest
from csdlgen.upstream.cut import beyond_cut, select_committed
from csdlgen.urls import Rejected, UrlLookup, match_url, resource_path

_WRITERS: dict[str, Callable[[RouteList], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "http": as_http,
    "mermaid": as_mermaid,
}


def run(
    options: PackageOptions,
    name: str | None,
    form: str,
    *,
    url: str | None,
    explain: bool,
    cut: bool,
    limit: int,
    everything: bool,
) -> int:
    """Print the routes of an operation, of an entity type, or of all selected operations; or what a URL means."""
    if url is not None:
        if name or explain or cut:
            raise click.UsageError("--match goes with --format only.")
        return _match(options.one_package(), url, form)
    if explain and form != "text":
        raise click.UsageError("--explain prints text only; leave out --format.")
    package = options.one_package()
    lists = _Lists(package, name, cut=cut or explain, most=MOST_LISTED if everything else min(limit, MOST_LISTED))
    found = lists.all()
    with working("finding routes"):
        first = next(found, None)  # which raises what there is to raise
    print_diagnostics(lists.notes)
    write = as_explanation if explain else _json if form == "json" else _WRITERS[form]
    _print(chain([first] if first else [], found), form, write)
    return 0


def _print(found: Iterable[RouteList], form: str, write: Callable[[RouteList], str]) -> None:
    """Print lists one by one, each when it is there: all of them together may be more than memory holds."""
    data, number = form == "json", 0
    for number, routes in enumerate(found, 1):
        if number > 1 or data:
            click.echo("\n" * (not data) if number > 1 and not data else "[\n" if number == 1 else ",\n", nl=False)
        print_result(write(routes), form, nl=not data)
    if data or not number:
        click.echo("" if not data else "\n]" if number else "[]")


def _json(routes: RouteList) -> str:
    return indent(json.dumps(as_data(routes), indent=2, ensure_ascii=False), "  ")


def _match(package: ConfiguredPackage, url: str, form: str) -> int:
    """Print what a URL means; 1 where it means nothing."""
    if form not in ("text", "json"):
        raise click.UsageError("--match prints text or JSON.")
    config = package.config
    with working("reading"):
        model, _ = read_documents(package.inputs)
    address = match_url(UrlLookup(model), url, root=config.service_root, named=True)
    if isinstance(address, Rejected):
        data = rejected_data(url, address)
        text = f"{address.place}: {address.message}. {address.suggestion}".rstrip()
    else:
        selects = config.selection != Selection() and not config.selection.everything
        entries = select_committed(package).ledger.entries if selects else ()
        meaning = matched(url, address, Routes(Graph(model), config.limits, config.style), entries)
        data, text = matched_data(meaning), matched_text(meaning)
    print_result(json.dumps(data, indent=2, ensure_ascii=False) if form == "json" else text, form)
    return int(isinstance(address, Rejected))


class _Lists:
    """The routes to one operation or entity type by name, or to all selected operations; `most` of each."""

    def __init__(self, package: ConfiguredPackage, name: str | None, *, cut: bool, most: int | None) -> None:
        self._package, self._name, self._cut, self._most = package, name, cut, most
        self.notes: tuple[Diagnostic, ...] = ()

    @cached_property
    def _graph(self) -> Graph:
        """The graph of the whole documents, which are read only where the slice is not enough."""
        return Graph(read_documents(self._package.inputs)[0])

    def all(self) -> Iterator[RouteList]:
        config, name = self._package.config, self._name
        if name and config.selection.everything:
            # No configuration, or everything is selected: only what is asked for has to be valid.
            operations = self._graph.lookup.all_operations
            wanted = tuple(operation.signature for operation in operations if _has_name(operation, name))
            config = replace(config, selection=Selection(operations=wanted))
        if name and config.selection == Selection():
            yield self._resource(name, None)
            return
        selected = select_committed(replace(self._package, config=config))
        self.notes = selected.notes
        graph = Graph(selected.slice.model, selected.slice.qualified)
        entries = [entry for entry in selected.ledger.entries if not name or _has_name(entry.operation, name)]
        for entry in entries:
            binding, beyond = entry.operation.binding, None
            if self._cut and binding:
                beyond = cuts(self._graph, binding.name, config.limits, collection=binding.collection)
            yield list_operation(entry, config.limits, graph, beyond, most=self._most)
        if name and not entries:
            yield self._resource(name, selected)

    def _resource(self, name: str, selected: Selected | None) -> RouteList:
        type_ = _entity_type(self._graph, name)
        if type_ is None:
            raise beyond_cut(self._package, _unknown(name, selected, self._graph.model))
        config = self._package.config
        routes = Routes(self._graph, config.limits, config.style)
        beyond = cuts(self._graph, type_, config.limits) if self._cut else None
        return list_resource(resource_routes(routes, type_), routes, beyond, most=self._most)


def _has_name(operation: Operation, name: str) -> bool:
    return name.replace(" ", "") in (operation.signature, str(operation.name), operation.name.name)


def _entity_type(graph: Graph, name: str) -> QName | None:
    """The entity type with a qualified or simple name, else the one that a path leads to."""
    for type_ in graph.model.types.values():
        if isinstance(type_, EntityType) and name in (str(type_.name), type_.name.name):
            return type_.name
    path = resource_path(UrlLookup(graph.model), name)
    return path.target if isinstance(path, Path) else None


def _unknown(name: str, selected: Selected | None, model: EdmModel) -> CsdlgenError:
    operations = (entry.operation.name for entry in selected.ledger.entries) if selected else model.operations
    known = sorted({operation.name for operation in operations})
    types = [type_.name.name for type_ in model.types.values() if isinstance(type_, EntityType)]
    roots = [root.name for container in model.containers for root in container.roots]
    remedy = nearest(name, known) or nearest(name, [*types, *roots])
    remedy = remedy or (f"Selected operations: {capped(known) or 'none'}." if selected else "Check the spelling.")
    return failure("unknown-operation", f"no selected operation is called {name!r}", remedy)
