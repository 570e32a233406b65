"""What a URL means, and the route that it takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from csdlgen.edm.model import Operation
from csdlgen.edm.vocabularies import description
from csdlgen.navigation import cut_by
from csdlgen.reports.routes.formats import columns
from csdlgen.routes import OperationRoutes, Permission, Route, Routes, call_template, http_verb, permissions
from csdlgen.text import printable
from csdlgen.urls import Address, End, Rejected, url_path
from csdlgen.urls.literals import write_literal
from csdlgen.urls.segments import Argument, BoundOperation, ImportedOperation


@dataclass(frozen=True, slots=True)
class Matched:
    """A URL with its reading: the operation that it calls or the resource that it leads to (`end`), the route to what
    the operation is bound to (or as far as the URL follows keys and navigation), the values of the route's keys by
    name, and the arguments of a function.

    `tail` is the operation's segment as the configuration has it. `beyond` says which limit of the ledger leaves the
    route out; it is empty for routes that the ledger has.
    """

    url: str
    end: End
    operation: Operation | None
    route: Route | None
    keys: tuple[Argument, ...] = ()
    arguments: tuple[Argument, ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    beyond: str = ""
    tail: str = ""

    @property
    def template(self) -> str:
        """The path with keys in braces, with the operation's own segment."""
        return f"{self.route.template if self.route else ''}{self.tail}"

    @property
    def verb(self) -> str:
        """That of the operation; what is no operation is read."""
        return http_verb(self.operation) if self.operation else "GET"

    @property
    def permissions(self) -> tuple[Permission, ...]:
        return permissions(self.operation) if self.operation else ()


def matched(url: str, address: Address, routes: Routes, entries: Iterable[OperationRoutes] = ()) -> Matched:
    """The route of an address; one that `entries` document for its operation is marked so."""
    operation, last = address.operation, address.segments[-1] if address.segments else None
    given = last.arguments if isinstance(last, (BoundOperation, ImportedOperation)) else ()
    followed = url_path(routes.url_lookup, address)
    tail = f"/{call_template(operation, address.imported or routes.segment(operation))}" if operation else ""
    if followed is None or not followed.path.steps:
        return Matched(url, address.end, operation, None, (), given, address.query, tail=tail if followed else "")
    path = followed.path
    documented = (route for entry in entries if entry.operation == operation for route in entry.documented)
    route = next((route for route in documented if route.path == path), None)
    route = route or routes.route(path, collection=followed.on_collection)
    if operation and not route.documented:
        route = routes.restricted(operation, route)
    named = tuple(Argument(key.name, value.value) for key, value in zip(route.keys, followed.values, strict=True))
    beyond = "" if route.documented else cut_by(path, routes.limits)
    return Matched(url, address.end, operation, route, named, given, address.query, beyond, tail)


def matched_text(meaning: Matched) -> str:
    """A few lines: what is called or read, by which route, with which values."""
    return "\n".join(map(printable, _lines(meaning)))


def _lines(meaning: Matched) -> Iterator[str]:
    operation = meaning.operation
    if operation:
        bound = f"bound to {operation.binding}" if operation.binding else "not bound"
        yield f"{meaning.verb} {operation.name}, {'an action' if operation.kind == 'action' else 'a function'} {bound}"
        if about := description(operation.annotations):
            yield f"  {about}"
    else:
        yield f"{meaning.verb} {meaning.end}"
    if meaning.template:
        yield f"  route: {meaning.template}"
    if meaning.route:
        yield f"         {meaning.route.verdict}"
        if meaning.beyond:
            yield f"         not among the routes that `csdlgen routes` lists: {meaning.beyond}"
    yield from _values("key", meaning.keys)
    yield from _values("argument", meaning.arguments)
    for name, value in meaning.query:
        yield f"  query: {name}={value}"
    for permission in meaning.permissions:
        yield f"  {permission.scheme}: {', '.join(permission.scopes)}"


def _values(word: str, values: tuple[Argument, ...]) -> Iterator[str]:
    for name, argument in zip(columns(argument.name for argument in values), values, strict=True):
        yield f"  {word}: {name} = {write_literal(argument.value)}"


def matched_data(meaning: Matched) -> dict[str, object]:
    """The same as a dictionary of JSON values; values of keys and arguments are OData literals."""
    route = meaning.route
    return {
        "url": meaning.url,
        "verb": meaning.verb,
        "operation": meaning.operation.signature if meaning.operation else None,
        "end": str(meaning.end),
        "route": route
        and {
            "template": meaning.template,
            "documented": route.documented,
            "hops": route.hops,
            "uncontained": route.uncontained,
            "reasons": list(route.reasons),
            "beyond": meaning.beyond or None,
        },
        "keys": {key.name: write_literal(key.value) for key in meaning.keys},
        "arguments": {argument.name: write_literal(argument.value) for argument in meaning.arguments},
        "query": [list(option) for option in meaning.query],
        "permissions": {permission.scheme: list(permission.scopes) for permission in meaning.permissions},
    }


def rejected_data(url: str, rejected: Rejected) -> dict[str, object]:
    """A URL that means nothing, as a dictionary of JSON values."""
    return {
        "url": url,
        "rejected": {
            "index": rejected.index,
            "segment": rejected.segment,
            "rule": rejected.rule,
            "message": rejected.message,
            "suggestion": rejected.suggestion or None,
        },
    }
