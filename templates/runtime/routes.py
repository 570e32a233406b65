"""Routes as data: the path variants of each operation, and matching URLs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from .bodies import parameters
from .graph import Graph, NoRoute
from .literals import call
from .match import read_template, read_url
from .memory import Memory, form_of
from .overloads import Signature
from .paths import Key, Part, Path, in_url, path_url, template, template_arguments
from .query import extended
from .request import Request
from .search import Search
from .sequences import LazySequence
from .walk import Walk

_LISTED = 5
_COUNTED = 1000


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

    `documented` are templates of paths to what it is bound to; `limits` are the hops, the
    revisits and the casts of other paths, which do not end at the types `without`: those
    have overloads of their own. An action without parameters sends an `empty_body`, `{}`,
    or none. `permissions` maps a scheme to scopes, least privileged
    first. Of the parameters of a function, some are `optional`, and some `not_null`; a
    composable one that returns entities `leads_to` them.
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
        limits: tuple[int, int, int],
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
        self._limits = limits
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
    def arguments(self) -> tuple[Part, ...]:
        """The parameters that a URL gives: all of those of a function."""
        given = self._parameters.values() if self.verb == "GET" else ()
        return tuple(Part(name, type_) for name, type_ in given)

    @cached_property
    def _called(self) -> str:
        """The segment in templates; that of a function has its parameters."""
        given = [Key(name, name, name, type_) for name, type_ in self.arguments]
        return f"{self.segment}({template_arguments(given)})" if given else self.segment

    @cached_property
    def routes(self) -> LazySequence[Route]:
        """Documented before derived, then fewer hops, then fewer uncontained ones, then
        by names; worked out as far as somebody asks for them."""
        return LazySequence(map(self.route, self._paths()))

    @cached_property
    def _documented_paths(self) -> dict[Path, None]:
        """The documented paths."""
        templates = (read_template(self._graph, each) for each in self._documented)
        return dict.fromkeys(templates)

    def _paths(self) -> Iterator[Path]:
        yield from self._documented_paths
        if not self.binding:
            yield from () if self._documented_paths else (Path(()),)
            return
        ends = self._ends()
        hops, revisits, casts = self._limits
        walk = Walk(
            self._graph.starts,
            self._graph.onward(casts),
            lambda step: step.target in ends and (step.many or not self._many),
            hops=hops,
            revisits=revisits,
        )
        for steps in walk:
            path = self._graph.path(steps, ends[steps[-1].target], many=self._many)
            if path not in self._documented_paths:
                yield path

    def _ends(self) -> dict[str, str]:
        """The types at which derived paths end, with what they are cast to then."""
        casts = self._limits[2] >= 0
        bases = self._graph.lineage(self._type) if casts else ()
        found = dict.fromkeys(bases, self._type)
        found |= dict.fromkeys(self._graph.derived(self._type), "")
        for name in self.without:
            for each in self._graph.derived(name):
                found.pop(each, None)
        return found

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
        search = Search(
            self._graph, ends, keys, via, many=self._many, limits=self._limits
        )
        yield from filter(search.accepts, self._documented_paths)
        if self.binding:
            yield from search.paths()
        elif not self._documented_paths and not keys and via is None:
            yield Path(())

    def _listed(self) -> str:
        first = "".join(f"\n  {route}" for route in self.routes[:_LISTED])
        if not first:
            return "there is none"
        if self.routes.has_more_than(_COUNTED):
            return f"there are more than {_COUNTED}, the first being:{first}"
        more = len(self.routes) - _LISTED
        return f"there are:{first}" + (f"\n  and {more} more" if more > 0 else "")

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


def matcher(graph: Graph) -> Callable[[str], Match]:
    """The function `match` of a package."""

    known: Memory[tuple[Operation, Route, tuple[str, ...]]] = Memory()

    def match(url: str) -> Match:
        """What a URL means, absolute or relative to the service root.

        Raises NoRoute naming the segment that broke a rule.
        """
        found = known.find(url) if type(url) is str else None
        if found is not None:
            (operation, route, names), keys = found
            return Match(operation, route, dict(zip(names, keys)))
        meaning = read_url(graph, url)
        operation, path, values = meaning
        route = operation.route(path)
        names = tuple(key.name for key in route.keys)
        form = form_of(graph, meaning)
        if form is not None:
            known.keep(url, form, (operation, route, names))
        return Match(operation, route, dict(zip(names, values, strict=True)))

    return match
