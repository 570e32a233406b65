"""Routes as data: the path variants of each operation, choosing one by its keys, and matching URLs.

A URL is matched by following the navigation properties of the model (see `graph`), so paths that are in no list match
as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from .graph import Graph, Key, NoRoute, Place, no_route
from .keys import arguments
from .request import Request, parameters


class Route(NamedTuple):
    """One path variant of an operation; `str()` gives its template."""

    template: str
    keys: tuple[Key, ...]
    documented: bool
    hops: int
    contained: bool
    permissions: Mapping[str, tuple[str, ...]]

    def __str__(self) -> str:
        return self.template


class BoundRoute(NamedTuple):
    """A route with its keys; `url` is relative to the service root."""

    operation: Operation
    route: Route
    keys: dict[str, Any]
    url: str

    def to_request(self, **values: Any) -> Request[Any]:
        """The request with the operation's parameters, named as in the builders."""
        return self.operation.request(self.url, values)


class Match(NamedTuple):
    """What a URL means: the operation, the route, and the decoded keys by Python name, in path order."""

    operation: Operation
    route: Route
    keys: dict[str, Any]


class Operation:
    """An action or function with its routes.

    `routes` are lines of a mark (`documented` or `derived`) and a path with `{}` for keys. `permissions` maps a scheme (`DelegatedWork`, `Application`) to scopes, least privileged first.
    """

    def __init__(
        self,
        name: str,
        *,
        verb: str,
        binding: str,
        routes: Sequence[str] = (),
        parameters: Mapping[str, tuple[str, str]] | None = None,
        returns: str | None = None,
        permissions: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.name = name
        self.verb = verb
        self.binding = binding
        self.permissions = permissions or {}
        self._listed = routes
        self._parameters = parameters or {}
        self._returns = returns
        self._graph: Graph | None = None

    def __repr__(self) -> str:
        return f"<Operation {self.verb} {self.name}>"

    @property
    def segment(self) -> str:
        """The operation's own path segment."""
        return self.name.rpartition(".")[2]

    @cached_property
    def _by_names(self) -> dict[tuple[str, ...], Route]:
        found: dict[tuple[str, ...], Route] = {}
        for line in self._listed:
            mark, _, path = line.partition(" /")
            place = self._navigation.follow(path.split("/"), {})
            found[place.names] = self._route(place, mark == "documented")
        return found

    @property
    def _navigation(self) -> Graph:
        if self._graph is None:
            raise LookupError(f"{self.name} belongs to no ledger")
        return self._graph

    @property
    def routes(self) -> tuple[Route, ...]:
        """The listed routes: documented before derived, then fewer hops, then declaration order."""
        return tuple(self._by_names.values())

    def at(self, place: Place) -> Route:
        """The route that leads to a place: a listed one, else one made for it."""
        return self._by_names.get(place.names) or self._route(place, False)

    def _route(self, place: Place, documented: bool) -> Route:
        path = self._navigation.template(place.names, place.slots)
        return Route(
            f"{path}/{self.segment}",
            place.slots,
            documented,
            len(place.names) - 1,
            place.contained,
            self.permissions,
        )

    def resolve(self, *, via: str | None = None, **keys: Any) -> BoundRoute:
        """The first route that takes exactly these keys; `via` names a segment that it must pass.

        Raises NoRoute listing the variants where nothing fits, ValueError for a key that no URL can carry.
        """
        for names, route in self._by_names.items():
            fits = len(route.keys) == len(keys) and all(
                key.name in keys for key in route.keys
            )
            if fits and (via is None or f"/{via}/" in f"/{'/'.join(names)}/"):
                ordered = {key.name: keys[key.name] for key in route.keys}
                path = self._navigation.expand(names, route.keys, ordered)
                return BoundRoute(self, route, ordered, f"{path}/{self.segment}")
        given = ", ".join(sorted(keys)) or "no keys"
        wanted = f"{given} via {via!r}" if via else given
        variants = "".join(f"\n  {route.template}" for route in self.routes)
        raise NoRoute(
            f"no route of {self.segment} takes {wanted}; its routes are:{variants}"
        )

    def request(self, url: str, values: Mapping[str, Any]) -> Request[Any]:
        """A request to `url` with parameter values by Python name; an unknown name raises TypeError."""
        unknown = [name for name in values if name not in self._parameters]
        if unknown:
            raise TypeError(f"{self.segment} has no parameter {unknown[0]!r}")
        given = tuple(
            (*self._parameters[name], value) for name, value in values.items()
        )
        if self.verb == "GET":
            called = arguments(*((name, value, type_) for name, type_, value in given))
            return Request("GET", url + called, returns=self._returns)
        body = parameters(*given) if self._parameters else None
        return Request(self.verb, url, body=body, returns=self._returns)


class Ledger:
    """The operations of a package over its navigation graph."""

    def __init__(self, graph: Graph, operations: Mapping[str, Operation]) -> None:
        self._graph = graph
        self._bound: dict[str, dict[str, Operation]] = {}
        for operation in operations.values():
            operation._graph = graph  # pyright: ignore[reportPrivateUsage]
            segments = self._bound.setdefault(operation.binding, {})
            segments[operation.segment] = segments[operation.name] = operation

    def match(self, url: str) -> Match:
        """The operation, route and keys of a URL, absolute or relative to the service root.

        Raises NoRoute naming the segment that broke a rule.
        """
        graph = self._graph
        place = graph.follow(graph.split(url), self._bound)
        operations = self._operations(place)
        segments = ", ".join(sorted({each.segment for each in operations.values()}))
        if not place.rest:
            rule = f"the path ends before an operation ({segments or 'none here'})"
            raise no_route(place.names[-1], rule, ())
        name = place.rest[0].partition("(")[0]
        operation = operations.get(name)
        if operation is None:
            steps = () if place.many else graph.type(place.type)[0]
            rule = f"{place.type} has nothing of that name"
            raise no_route(name, rule, [*operations, *steps])
        if len(place.rest) > 1:
            raise no_route(place.rest[1], f"nothing follows {operation.segment}", ())
        return Match(operation, operation.at(place), place.values)

    def _operations(self, place: Place) -> dict[str, Operation]:
        found: dict[str, Operation] = {}
        for type_ in reversed(list(self._graph.lineage(place.type))):
            bound = f"Collection({type_})" if place.many else type_
            found.update(self._bound.get(bound, {}))
        return found
