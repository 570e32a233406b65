# ruff: noqa
# fmt: off
"""Routes as data: the path variants of each operation, and matching URLs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from .bodies import parameters
from .graph import Graph, Key, NoRoute, Place, no_route
from .literals import call
from .request import Request

_END = 0


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
        """The request, with parameters named as in the builders."""
        return self.operation.request(self.url, values)


class Match(NamedTuple):
    """What a URL means; keys are by Python name, decoded, in path order."""

    operation: Operation
    route: Route
    keys: dict[str, Any]


class Operation:
    """An action or function with its routes.

    `documented` are paths in names, `limits` the hops and revisits of the others (and
    casts, if any); `permissions` maps a scheme to scopes, least privileged first.
    """

    def __init__(
        self,
        graph: Graph,
        name: str,
        *,
        verb: str,
        binding: str,
        segment: str = "",
        documented: Sequence[str],
        limits: tuple[int, ...],
        parameters: Mapping[str, tuple[str, str]] | None = None,
        returns: str | None = None,
        permissions: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.name = name
        self.segment = segment or name.rpartition(".")[2]
        self.verb = verb
        self.binding = binding
        self.permissions = permissions or {}
        self._graph = graph
        self._many = binding.startswith("Collection(")
        self._documented = documented
        self._limits = limits
        self._parameters = parameters or {}
        self._returns = returns

    def __repr__(self) -> str:
        return f"<Operation {self.verb} {self.name}>"

    @cached_property
    def _told(self) -> dict[tuple[str, ...], Route]:
        documented = (tuple(path.split()) for path in self._documented)
        return {names: self._route(names, True) for names in documented}

    @cached_property
    def _by_names(self) -> dict[tuple[str, ...], Route]:
        found = dict(self._told)
        if not self.binding:
            found.setdefault((), self._route((), False))
        type_ = self.binding[11:-1] if self._many else self.binding
        for names in self._graph.paths(type_, self._many, *self._limits):
            if names not in found:
                found[names] = self._route(names, False)
        return found

    def _route(self, names: tuple[str, ...], documented: bool) -> Route:
        trail = self._graph.trail(names, self._many)
        return Route(
            f"{self._graph.write(trail)}/{self.segment}",
            trail.slots,
            documented,
            max(len(names) - 1, 0),
            all(step.contained for _, step, _ in trail.legs[1:]),
            self.permissions,
        )

    @property
    def routes(self) -> tuple[Route, ...]:
        """Documented before derived, then fewer hops, then declaration order."""
        return tuple(self._by_names.values())

    def at(self, place: Place) -> Route:
        """The route to a place."""
        return self._told.get(place.names) or self._route(place.names, False)

    def resolve(self, *, via: str | None = None, **keys: Any) -> BoundRoute:
        """The first route with exactly these keys, past the segment `via`.

        Raises NoRoute listing the routes where none fits, ValueError for a key that no
        URL can carry.
        """
        for names, route in self._by_names.items():
            ordered = {key.name: keys.get(key.name) for key in route.keys}
            passes = via is None or f"/{via}/" in f"/{'/'.join(names)}/"
            if passes and ordered.keys() == keys.keys():
                path = self._graph.write(self._graph.trail(names, self._many), ordered)
                return BoundRoute(self, route, ordered, f"{path}/{self.segment}")
        wanted = (", ".join(sorted(keys)) or "no keys") + (f" via {via}" if via else "")
        known = "".join(f"\n  {route}" for route in self.routes[:50])
        text = f"no route of {self.segment} takes {wanted}; there are"
        raise NoRoute(f"{text} {len(self.routes)}, the first being:{known}")

    def request(self, url: str, values: Mapping[str, Any]) -> Request[Any]:
        """A request to `url` with parameters by Python name; TypeError for others."""
        for name in values:
            if name not in self._parameters:
                raise TypeError(f"{self.segment} has no parameter {name!r}")
        given = [(*self._parameters[name], value) for name, value in values.items()]
        if self.verb == "GET":
            return Request("GET", call(url, *given), returns=self._returns)
        body = parameters(*given) if self._parameters else None
        return Request(self.verb, url, body=body, returns=self._returns)


class Ledger:
    """The operations of a package, to match URLs with."""

    def __init__(self, graph: Graph, operations: Iterable[Operation]) -> None:
        self._graph = graph
        self._bound: dict[str, dict[str, Operation]] = {}
        self._known: dict[tuple[str, bool], dict[str, Operation]] = {}
        self._seen: dict[Any, Any] = {}
        self._room = 10_000
        for each in operations:
            segments = self._bound.setdefault(each.binding, {})
            for spelled in (each.segment, each.name, each.name.rpartition(".")[2]):
                segments[spelled] = each

    def match(self, url: str) -> Match:
        """What a URL means, absolute or relative to the service root.

        Raises NoRoute naming the segment that broke a rule.
        """
        graph, node = self._graph, self._seen
        keys: list[str] = []
        raw = url.partition("?")[0].split("/")
        for part in raw:  # None: a key
            after = node.get(part)
            if after is None:
                after = node.get(None)
                if after is None or not part.replace("-", "").isalnum():
                    break
                keys.append(part)
            node = after
        else:
            if _END in node:
                operation, route, names = node[_END]
                values = dict(zip(names, keys))
                return Match(operation, route, values)
        parts = graph.split(url)
        imported = self._bound.get("", {}).get(parts[0].partition("(")[0])
        if imported and parts[0] not in graph.roots and len(parts) == 1:
            return Match(imported, imported.routes[0], {})
        place = graph.follow(parts, self._operations)
        operations = self._operations(place.type, place.many)
        if not place.rest:
            known = ", ".join(sorted({each.segment for each in operations.values()}))
            rule = f"the path ends before an operation ({known or 'none here'})"
            raise no_route(place.names[-1], rule)
        name = place.rest[0].partition("(")[0]
        operation = operations.get(name)
        if operation is None:
            steps = () if place.many else graph.type(place.type)[0]
            rule = f"{place.type} has nothing of that name"
            raise no_route(name, rule, [*operations, *steps])
        if len(place.rest) > 1:
            raise no_route(place.rest[1], f"nothing follows {operation.segment}")
        route = operation.at(place)
        node = self._seen if self._room > 0 and raw[-1] else {}
        for part in raw[: -len(parts)]:
            node = node.setdefault(part, {})
        for name, step, key in graph.trail(place.names, place.many).legs:
            if key[1:] or any(part.type != "Edm.String" for part in key):
                break
            for part in name.split("/"):
                node = node.setdefault(part, {})
            if key:
                for name in self._operations(step.type):  # are no keys
                    node.setdefault(name, {})
                node = node.setdefault(None, {})
        else:
            self._room -= len(parts)
            node[parts[-1]] = {_END: (operation, route, tuple(place.values))}
        return Match(operation, route, place.values)

    def _operations(self, type_: str, many: bool = True) -> dict[str, Operation]:
        if (type_, many) not in self._known:
            found: dict[str, Operation] = {}
            for each in reversed(list(self._graph.lineage(type_))):
                bound = f"Collection({each})" if many else each
                found.update(self._bound.get(bound, {}))
            self._known[type_, many] = found
        return self._known[type_, many]
