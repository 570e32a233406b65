"""The page of an operation, in the order of the reference pages of Microsoft Graph: what it needs, where it is, what
it takes, what it gives, and an example of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from csdlgen.edm.model import Parameter
from csdlgen.edm.vocabularies import default_of, description, is_optional
from csdlgen.navigation import has_key
from csdlgen.package.plan.files import IEEE754
from csdlgen.package.plan.value_text import value_facts
from csdlgen.package.plan.verbs import bare_overload, parameter_names, query_options
from csdlgen.reports.reference.blocks import (
    Block,
    CodeBlock,
    DataTable,
    Heading,
    Paragraph,
    ReferencePage,
    RoutePicture,
    Span,
    Spans,
    coded,
    said,
)
from csdlgen.reports.reference.common import JSON, Documented, about, as_json, cell, facts_of
from csdlgen.reports.reference.samples import Samples
from csdlgen.reports.reference.snippets import plain_route
from csdlgen.reports.routes.listing import RouteList, list_operation
from csdlgen.reports.routes.picture import draw
from csdlgen.routes import OperationRoutes, call_template
from csdlgen.text import count

_SCHEMES = {
    "DelegatedWork": "Delegated (work or school account)",
    "DelegatedPersonal": "Delegated (personal Microsoft account)",
    "Application": "Application",
}
"""The schemes of Microsoft Graph, in the order of its pages. What names some of them supports no others."""
_OPTIONS = {
    "select": "The properties to return",
    "filter": "Which items to return",
    "orderby": "The order of the items",
    "search": "A text to search for",
    "top": "At most so many items",
    "skip": "Leave out so many items",
    "count": "Whether to say how many items there are in all",
    "expand": "The navigation properties to return with what they lead to",
    "compute": "Properties to compute",
    "apply": "How to aggregate",
}
"""System query options (OData Protocol section 11.2)."""


def operation_page(documented: Documented, entry: OperationRoutes) -> ReferencePage:
    """The page of an operation."""
    page = _OperationPage(documented, entry)
    return ReferencePage(documented.page_of_operation(entry), title_of(entry), tuple(page.blocks()))


def title_of(entry: OperationRoutes) -> str:
    """`sendMail action`."""
    return f"{entry.operation.name.name} {entry.operation.kind}"


@dataclass(frozen=True)
class _OperationPage:
    documented: Documented
    entry: OperationRoutes

    @cached_property
    def _listed(self) -> RouteList:
        """Documented routes and, behind them, as many derived ones as are wanted."""
        most = len(self.entry.documented) + self.documented.most
        return list_operation(self.entry, self.documented.config.limits, self.documented.graph, most=most)

    def blocks(self) -> Iterator[Block]:
        operation = self.entry.operation
        yield Paragraph((Span("Namespace: "), Span(operation.name.namespace, code=True)))
        yield from about(operation.annotations)
        if operation.binding:
            bound = self.documented.type_of(operation.binding)
            yield Paragraph((Span(f"This {operation.kind} is bound to "), *bound, Span(".")))
        yield from self._permissions()
        yield from self._requests()
        yield from self._path_parameters()
        yield from self._in_url()
        yield from self._headers()
        yield from self._body()
        yield from self._response()
        yield from self._example()

    # --- what it needs, and where it is -------------------------------------------------------------------------------

    def _permissions(self) -> Iterator[Block]:
        granted = {each.scheme: each.scopes for each in self.entry.permissions}
        if not granted:
            return
        schemes = [
            *(_SCHEMES if granted.keys() & _SCHEMES.keys() else ()),
            *(each for each in granted if each not in _SCHEMES),
        ]
        rows = tuple(
            (said(_SCHEMES.get(each, each)), _scopes(granted[each]) if each in granted else said("Not supported."))
            for each in schemes
        )
        yield Heading("Permissions")
        yield Paragraph(said("One of the following permissions is required."))
        header = ("Permission type", "Permissions (from least to most privileged)")
        yield DataTable("Permissions", header, rows)

    def _requests(self) -> Iterator[Block]:
        lines = self._listed.lines
        documented = [f"{each.verb} {each.url}" for each in lines if each.route.documented]
        derived = [f"{each.verb} {each.url}" for each in lines if not each.route.documented]
        yield Heading("HTTP request")
        if documented:
            yield CodeBlock("http", "\n".join(documented))
        if derived:
            if documented:
                yield Paragraph(said(f"The model has {'more routes' if len(derived) > 1 else 'another route'}:"))
            yield CodeBlock("http", "\n".join(derived))
        if self._listed.more:
            more = count(self._listed.more, "more route")
            yield Paragraph(said(f"There {'is' if self._listed.more == 1 else 'are'} {self._counted}{more}."))
        if self.entry.operation.binding and lines:
            yield RoutePicture(
                f"Routes to {self.entry.operation.name.name}",
                "How the routes lead from their roots along navigation properties to the operation. Thick lines are"
                " those of documented routes, dotted ones lead to what is not contained.",
                draw(self._listed),
            )

    @property
    def _counted(self) -> str:
        return "" if self._listed.counted else "more than "

    def _path_parameters(self) -> Iterator[Block]:
        """The keys in the routes that are listed."""
        rows: dict[str, tuple[Spans, ...]] = {}
        binding, graph = self.entry.operation.binding, self.documented.graph
        for line in self._listed.lines:
            keys, steps = iter(line.route.keys), line.route.path.steps
            for number, step in enumerate(steps):
                for _ in step.given:
                    part = next(keys)
                    row = (
                        coded(part.name),
                        self.documented.type_name(part.type),
                        facts_of([f"Argument of `{step.name}`"]),
                    )
                    rows.setdefault(part.name, row)
                if has_key(steps, number, keyed=not (binding and binding.collection)):
                    for _ in step.key or graph.lookup.key(step.target):
                        part = next(keys)
                        key = facts_of([f"Key `{part.property}` of `{step.target.name}`"])
                        rows.setdefault(part.name, (coded(part.name), self.documented.type_name(part.type), key))
        if rows:
            yield Heading("Path parameters")
            yield DataTable("Path parameters", ("Parameter", "Type", "Description"), tuple(rows.values()))

    # --- what it takes ------------------------------------------------------------------------------------------------

    def _in_url(self) -> Iterator[Block]:
        """The arguments of a function, and the query options that it takes for what it gives."""
        operation = self.entry.operation
        if operation.kind != "function":
            return
        if operation.nonbinding_parameters:
            yield Heading("Function parameters")
            yield self._parameters("Function parameters")
        is_called = bare_overload((operation,)) is not None
        options = query_options(self.documented.annotator, operation, is_called)
        rows = tuple(
            (coded(f"${option}"), coded(python), said(f"{_OPTIONS[option]}."))
            for option, (python, _) in options.items()
            if option in _OPTIONS
        )
        if rows:
            yield Heading("Query parameters")
            yield DataTable("Query parameters", ("Option", "Python argument", "Description"), rows)

    def _parameters(self, title: str) -> DataTable:
        python = parameter_names(self.entry.operation, self.documented.annotator.naming)
        rows = tuple(
            (
                coded(each.name),
                coded(python[each.name]),
                self.documented.type_of(each.type),
                cell(each.annotations),
                facts_of(self._facts(each)),
            )
            for each in self.entry.operation.nonbinding_parameters
        )
        return DataTable(title, ("Parameter", "Python argument", "Type", "Description", "Facts"), rows)

    def _facts(self, parameter: Parameter) -> Iterator[str]:
        if is_optional(parameter):
            yield "optional"
        if not parameter.type.nullable:
            yield "no item is null" if parameter.type.collection else "not null"
        yield from value_facts(self.documented.annotator.model, parameter.annotations, parameter.type)
        if default := default_of(parameter):
            yield f"`{default}` where it is left out"

    def _headers(self) -> Iterator[Block]:
        rows: list[tuple[Spans, ...]] = []
        if self.documented.config.scopes:
            rows.append((said("Authorization"), said("Bearer <token>. Required.")))
        rows.append((said("Accept"), said(self._accept)))
        if self._sends is not None:
            rows.append((said("Content-Type"), said(f"{self._content_type}. Required.")))
        yield Heading("Request headers")
        yield DataTable("Request headers", ("Header", "Value"), tuple(rows))

    @property
    def _accept(self) -> str:
        returned = self.entry.operation.returns
        is_stream = returned and str(self.documented.annotator.underlying(returned.type.name)) == "Edm.Stream"
        return "*/*" if is_stream else self.documented.accept

    def _body(self) -> Iterator[Block]:
        operation = self.entry.operation
        if operation.kind == "function":
            return
        yield Heading("Request body")
        if operation.nonbinding_parameters:
            yield Paragraph(said("In the request body, supply a JSON representation of the parameters."))
            yield self._parameters("Request body")
        elif self._sends is not None:
            yield Paragraph((Span("The request body is an empty JSON object, "), Span("{}", code=True), Span(".")))
        else:
            yield Paragraph(said("Do not supply a request body for this method."))

    # --- what it gives ------------------------------------------------------------------------------------------------

    def _response(self) -> Iterator[Block]:
        operation = self.entry.operation
        returned = operation.returns
        yield Heading("Response")
        start = Span(f"If successful, this {operation.kind} returns a ")
        nothing = Span("204 No Content", code=True)
        if returned is None:
            yield Paragraph((start, nothing, Span(" response code.")))
            return
        type_ = self.documented.type_of(returned.type)
        what = (Span(" response code and, in the body, "), *type_)
        optional = returned.type.nullable and not returned.type.collection
        or_nothing = (Span("; or "), nothing, Span(" where there is nothing")) if optional else ()
        yield Paragraph((start, Span("200 OK", code=True), *what, *or_nothing, Span(".")))
        yield from about(returned.annotations)

    # --- an example ---------------------------------------------------------------------------------------------------

    @cached_property
    def _samples(self) -> tuple[dict[str, Any], bool]:
        """Arguments, and whether they have numbers that go as text."""
        samples = Samples(self.documented.annotator, self.documented.config.odata_type)
        given = {}
        for each in self.entry.operation.nonbinding_parameters:
            value = samples.of(each)
            given[each.name] = {} if value is None else value
        return given, samples.any_big

    @cached_property
    def _sends(self) -> dict[str, Any] | None:
        """The body of the request; None where there is none."""
        if self.entry.operation.kind == "function":
            return None
        given, _ = self._samples
        return given if given or self.documented.types.empty_bodies else None

    @property
    def _content_type(self) -> str:
        return IEEE754 if self._samples[1] else JSON

    def _example(self) -> Iterator[Block]:
        route = plain_route(self.entry, self._routes)
        yield Heading("Example")
        yield Heading("Request", 3)
        if route is None:
            yield Paragraph(said("No route within the limits of the configuration leads here."))
        else:
            url = f"{route.template}/{self._called}"
            lines = [f"{self.entry.verb} {self.documented.config.service_root.rstrip('/')}{url}"]
            if self._sends is not None:
                lines += [f"Content-Type: {self._content_type}", "", as_json(self._sends)]
            yield CodeBlock("http", "\n".join(lines))
            snippets = self.documented.snippets
            for is_async, title in snippets.clients:
                yield Heading(title, 3)
                text = snippets.call(self.entry, route, self._samples[0], is_async=is_async)
                yield CodeBlock("python", text)
        yield Heading("Response", 3)
        yield CodeBlock("http", "\n".join(self._answer()))

    @property
    def _called(self) -> str:
        """The segment of the operation as it is sent, where a function without arguments has parentheses."""
        operation = self.entry.operation
        bare = operation.kind == "function" and not operation.nonbinding_parameters
        return f"{call_template(operation, self.entry.segment)}{'()' * bare}"

    @property
    def _routes(self) -> Sequence[Any]:
        return [line.route for line in self._listed.lines]

    def _answer(self) -> Iterator[str]:
        returned = self.entry.operation.returns
        if returned is None:
            yield "HTTP/1.1 204 No Content"
            return
        yield "HTTP/1.1 200 OK"
        if self._accept == "*/*":
            yield from ("Content-Type: application/octet-stream", "", "(octets)")
            return
        samples = Samples(self.documented.annotator, self.documented.config.odata_type, is_response=True)
        value = samples.of_type(returned.type, self.entry.operation.name.name, returned.annotations)
        single = isinstance(value, dict) and self.documented.annotator.is_object(returned.type.name)
        yield f"Content-Type: {IEEE754 if samples.any_big else JSON}"
        yield ""
        yield as_json(value if single else {"value": value})


def _scopes(scopes: Sequence[str]) -> Spans:
    return said(", ".join(scopes))


def first_request(entry: OperationRoutes) -> str:
    """The first request line of an operation; empty where no route leads to it."""
    route = next(iter(entry.routes), None)
    return f"{entry.verb} {route.template}/{call_template(entry.operation, entry.segment)}" if route else ""


def summary_of(entry: OperationRoutes) -> str:
    """The description of an operation in a line."""
    return " ".join(description(entry.operation.annotations).split())
