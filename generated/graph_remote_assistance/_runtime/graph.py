# ruff: noqa
# fmt: off
"""The entity types of a package, and what leads from one to another.

The data is that of the generated module `routes`; `Graph` reads it when it is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING

from .paths import Leg, Part, Path, Step
from .route_data import Type, read_name, read_type
from .walk import Onward

if TYPE_CHECKING:
    from .routes import Operation


class NoRoute(LookupError):
    """No route fits: says which segment broke which rule, and suggests another."""


class Graph:
    """The entity types of a package, where paths begin, and how keys are written.

    `types` are lines as `route_data` reads them, with names without a dot in `namespace`.
    `roots` are like navigation; derived paths start at those of them in `starts`, at all
    if it is empty. `prefixes` are the namespaces and aliases of the service.
    """

    def __init__(
        self,
        *,
        service_root: str,
        key_style: str,
        namespace: str,
        roots: str,
        types: Iterable[str],
        starts: Iterable[str] = (),
        prefixes: Mapping[str, str] | None = None,
    ) -> None:
        self.service_root = service_root
        self.key_style = key_style
        self.prefixes = dict(prefixes or {namespace: namespace})
        self.operations: list[Operation] = []
        self._namespace = namespace
        self._starts = tuple(starts)
        self._roots = roots
        lines = (line.partition(":") for line in types)
        self._lines = {read_name(name, namespace): text for name, _, text in lines}

    # --- what the package says -------------------------------------------------------

    @cached_property
    def roots(self) -> dict[str, Step]:
        """Entity sets and singletons by name."""
        return dict(read_type(self._roots, self._namespace).steps)

    @property
    def starts(self) -> list[Step]:
        """The roots at which derived paths start."""
        return [self.roots[name] for name in self._starts or self.roots]

    @cache  # noqa: B019  # a package has one graph, for as long as the program runs
    def declared(self, type_: str) -> Type:
        """What a type declares; nothing for a type that the package does not know."""
        return read_type(self._lines.get(type_, ""), self._namespace)

    def lineage(self, type_: str) -> Iterator[str]:
        """A type and its base types, as far as the package knows them."""
        name: str | None = type_
        while name is not None:
            yield name
            name = self.declared(name).base

    def derives(self, type_: str, base: str) -> bool:
        """Whether the package knows a type that is another or derives from it."""
        return type_ in self._lines and base in self.lineage(type_)

    @cached_property
    def _derived(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in self._lines:
            for base in self.lineage(name):
                found.setdefault(base, []).append(name)
        return found

    def derived(self, type_: str) -> list[str]:
        """A type and those that derive from it."""
        return self._derived.get(type_, [type_])

    @cache  # noqa: B019
    def steps(self, type_: str) -> dict[str, Step]:
        """The navigation from a type by its segments, joined; inherited included."""
        found: dict[str, Step] = {}
        for each in reversed(list(self.lineage(type_))):
            found.update(self.declared(each).steps)
        return found

    def property(self, type_: str, name: str) -> str | None:
        """The type of a complex property that leads on; None where there is none."""
        own = (self.declared(each).properties.get(name) for each in self.lineage(type_))
        return next(filter(None, own), None)

    def key(self, type_: str) -> tuple[Part, ...]:
        """The key of a type, its own or inherited."""
        keys = (self.declared(each).key for each in self.lineage(type_))
        return next(filter(None, keys), ())

    def alternate(self, step: Step) -> Iterator[tuple[Part, ...]]:
        """The other keys of the collection that a step leads to."""
        for each in self.lineage(step.target):
            yield from self.declared(each).alternate
        yield from step.alternate

    def knows(self, type_: str) -> bool:
        """Whether a path may pass a type, or a cast to it."""
        return type_ in self._lines

    def qualified(self, text: str) -> str | None:
        """The qualified name for one that may begin with an alias; None where it begins
        with no namespace and no alias of the service."""
        prefix, _, name = text.rpartition(".")
        namespace = self.prefixes.get(prefix)
        return None if namespace is None else f"{namespace}.{name}"

    # --- operations ------------------------------------------------------------------

    @cached_property
    def imported(self) -> dict[str, list[Operation]]:
        """The unbound operations by the names of their imports."""
        found: dict[str, list[Operation]] = {}
        for each in self._bound.get("", ()):
            found.setdefault(each.segment, []).append(each)
        return found

    @cached_property
    def _bound(self) -> dict[str, list[Operation]]:
        found: dict[str, list[Operation]] = {}
        for each in self.operations:
            found.setdefault(each.binding, []).append(each)
        return found

    @cache  # noqa: B019
    def callable(self, type_: str, many: bool) -> dict[str, list[Operation]]:
        """What can be called on an entity of a type, or on a collection of them: overloads
        by simple and by qualified name, those of the type before those of base types.
        """
        found: dict[str, list[Operation]] = {}
        hidden = set[str]() if many else self._members(type_)
        for base in (*self.lineage(type_), "Edm.EntityType"):
            binding = f"Collection({base})" if many else base
            for each in self._bound.get(binding, ()):
                if any(self.derives(type_, other) for other in each.without):
                    continue
                for name in self._spellings(each.name):
                    if name not in hidden:
                        found.setdefault(name, []).append(each)
        return found

    def _members(self, type_: str) -> set[str]:
        """The members of a type that operations share their simple names with."""
        found = {
            name for each in self.lineage(type_) for name in self.declared(each).members
        }
        return found.union(name.partition("/")[0] for name in self.steps(type_))

    def _spellings(self, name: str) -> list[str]:
        namespace, _, simple = name.rpartition(".")
        prefixes = [each for each, of in self.prefixes.items() if of == namespace]
        return [simple, *(f"{each}.{simple}" for each in prefixes or [namespace])]

    # --- paths -----------------------------------------------------------------------

    def path(self, steps: Iterable[Step], cast: str = "", *, many: bool) -> Path:
        """A path with a key behind every collection, but for the last if it ends at one."""
        legs = [
            Leg(each, self.key(each.target) if each.many else None) for each in steps
        ]
        if many and legs:
            legs[-1] = Leg(legs[-1].step, None)
        return Path(tuple(legs), cast)

    def steps_with_casts(self, type_: str, casts: int) -> Iterator[Step]:
        """The steps from a type on derived paths with so many casts, those that derived
        types declare with the cast in front."""
        yield from self.steps(type_).values()
        for name in self.derived(type_) if casts > 0 else ():
            if name != type_:
                for step in self.declared(name).steps.values():
                    yield step._replace(segments=(name, *step.segments))

    @cache  # noqa: B019
    def onward(self, casts: int) -> Onward[Step]:
        """The same of all types, in order, for the walks of all operations."""
        return Onward(lambda type_: self.steps_with_casts(type_, casts), casts)
