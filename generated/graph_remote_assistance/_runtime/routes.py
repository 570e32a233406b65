# ruff: noqa
# fmt: off
"""Routes: the path variants of each operation, and the first that takes given keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from .bodies import parameters
from .graph import Graph, NoRoute
from .literals import call, in_url
from .matching import read_template
from .overloads import Signature
from .paths import (
    KeyPart,
    Path,
    RouteKey,
    path_url,
    template,
    template_arguments,
)
from .queries import extended
from .requests import Request
from .route_search import RouteSearch
from .sequences import LazySequence
from .walk import Walk

_LISTED = 5
_COUNTED = 1000


class Route(NamedTuple):
    """One path variant of an operation; `str()` gives its template."""

    template: str
    keys: tuple[RouteKey, ...]
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


class Operation:
    """An action or function with its routes.

    `documented` are its URLs as the service's documentation has them, with the method in
    front. Other paths do not end at the types `without`, which have overloads of their
    own. `parameters` are by Python name: the name in CSDL and the type. Of those of a
    function, some are `optional`, and some `not_null`; a composable one that returns
    entities `leads_to` them. An action without parameters sends an `empty_body`, `{}`, or
    none. `permissions` maps a scheme to scopes, least privileged first.
    """

    def __init__(
        self,
        graph: Graph,
        name: str,
        *,
        verb: str,
        binding: str,
        segment: str = "",
        documented: Sequence[str] = (),
        without: Sequence[str] = (),
        parameters: Mapping[str, tuple[str, str]] | None = None,
        optional: Sequence[str] = (),
        not_null: Sequence[str] = (),
        returns: str | None = None,
        leads_to: str = "",
        empty_body: bool = False,
        permissions: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.name = name
        self.segment = segment or name.rpartition(".")[2]
        self.verb = verb
        self.binding = binding
        self.without = without
        self.optional = frozenset(optional)
        self.not_null = frozenset(not_null)
        self.leads_to = leads_to
        self.permissions = permissions or {}
        self._graph = graph
        self._many = binding.startswith("Collection(")
        self._type = binding[11:-1] if self._many else binding
        self._documented = documented
        self._parameters = parameters or {}
        self._returns = returns
        self._empty_body = empty_body
        graph.operations.append(self)

    def __repr__(self) -> str:
        return f"<Operation {self.verb} {self.name}>"

    @cached_property
    def signature(self) -> Signature:
        """What tells it from overloads."""
        kind = "function" if self.verb == "GET" else "action"
        names = tuple(part.name for part in self.arguments)
        return Signature(self.name, kind, self.binding, names, self.optional)

    @cached_property
    def arguments(self) -> tuple[KeyPart, ...]:
        """The parameters that a URL gives: all of those of a function."""
        given = self._parameters.values() if self.verb == "GET" else ()
        return tuple(KeyPart(name, type_) for name, type_ in given)

    @cached_property
    def _called(self) -> str:
        """The segment in templates; that of a function has its parameters."""
        given = [RouteKey(name, name, name, type_) for name, type_ in self.arguments]
        return f"{self.segment}({template_arguments(given)})" if given else self.segment

    @cached_property
    def routes(self) -> LazySequence[Route]:
        """Documented before derived, then fewer hops, then fewer uncontained ones, then
        by names; worked out as far as somebody asks for them."""
        return LazySequence(map(self.route, self._paths()))

    @cached_property
    def _documented_paths(self) -> dict[Path, None]:
        """The paths of the documented URLs, which end with the operation itself."""
        urls = (line.partition(" ")[2] for line in self._documented)
        paths = (url.rpartition(f"/{self.segment}")[0] for url in urls)
        return dict.fromkeys(read_template(self._graph, path) for path in paths)

    def _paths(self) -> Iterator[Path]:
        yield from self._documented_paths
        if not self.binding:
            yield from () if self._documented_paths else (Path(()),)
            return
        ends, graph = self._ends(), self._graph
        walk = Walk(
            graph.starts,
            graph.onward,
            lambda step: step.target in ends and (step.many or not self._many),
            hops=graph.max_hops,
            revisits=graph.revisits,
        )
        for steps in walk:
            path = graph.path(steps, ends[steps[-1].target], many=self._many)
            if path not in self._documented_paths:
                yield path

    def _ends(self) -> dict[str, str]:
        """The types at which derived paths end, with what they are cast to then."""
        graph = self._graph
        bases = graph.lineage(self._type) if graph.casts is not False else ()
        ends = dict.fromkeys(bases, self._type)
        ends |= dict.fromkeys(graph.derived(self._type), "")
        for name in self.without:
            for derived in graph.derived(name):
                ends.pop(derived, None)
        return ends

    @lru_cache(maxsize=10_000)  # noqa: B019  # operations live as long as their package
    def route(self, path: Path) -> Route:
        """The route that takes a path."""
        return Route(
            f"{template(self._graph, path)}/{self._called}",
            path.slots,
            path in self._documented_paths,
            max(len(path.legs) - 1, 0),
            all(leg.step.contained for leg in path.legs[1:]),
            self.permissions,
        )

    def resolve(self, *, via: str | None = None, **keys: Any) -> BoundRoute:
        """The first route with exactly these keys, past the segment `via`.

        Raises NoRoute listing some of the routes where none fits, ValueError for a key
        that no URL can carry.
        """
        for path in self._fitting(keys, via):
            route = self.route(path)
            ordered = {key.name: keys[key.name] for key in route.keys}
            url = path_url(self._graph, path, ordered)
            url = extended(url, f"/{in_url(self.segment)}")
            return BoundRoute(self, route, ordered, url)
        wanted = (", ".join(sorted(keys)) or "no keys") + (f" via {via}" if via else "")
        raise NoRoute(f"no route of {self.segment} takes {wanted}; {self._listed()}")

    def _fitting(self, keys: Mapping[str, Any], via: str | None) -> Iterator[Path]:
        """The paths with just these keys, documented ones first."""
        ends = self._ends() if self.binding else {}
        search = RouteSearch(self._graph, ends, keys, via, many=self._many)
        yield from filter(search.accepts, self._documented_paths)
        if self.binding:
            yield from search.paths()
        elif not self._documented_paths and not keys and via is None:
            yield Path(())

    def _listed(self) -> str:
        first = "".join(f"\n  {route}" for route in self.routes[:_LISTED])
        if not first:
            return "it has no routes"
        if self.routes.has_more_than(_COUNTED):
            return f"it has more than {_COUNTED}; the first are:{first}"
        more = len(self.routes) - _LISTED
        return f"its routes are:{first}" + (f"\n  and {more} more" if more > 0 else "")

    def request(self, url: str, values: Mapping[str, Any]) -> Request[Any]:
        """A request to `url` with parameters by Python name; TypeError for others."""
        for name in values:
            if name not in self._parameters:
                raise TypeError(f"{self.segment} has no parameter {name!r}")
        given = [(*self._parameters[name], value) for name, value in values.items()]
        if self.verb == "GET":
            required = [each for each in given if each[0] not in self.optional]
            optional = [each for each in given if each[0] in self.optional]
            url = call(url, *required, optional=optional)
            return Request("GET", url, returns=self._returns)
        body = parameters(*given) if self._parameters or self._empty_body else None
        return Request(self.verb, url, body=body, returns=self._returns)
