"""The entity types of a package, and what leads from one to another.

The data is that of the generated module `routes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from .paths import KeyPart, Leg, Path, Step
from .walk import Onward

if TYPE_CHECKING:
    from .routes import Operation


class NoRoute(LookupError):
    """No route fits: says which part of a URL broke which rule, and suggests another."""


class PathType(NamedTuple):
    """What a type on a path declares itself, without what it inherits from its `base`.

    `contains` are the navigation properties whose entities belong to it (CSDL section
    8.4), `refers` the others, each with what it leads to; a name with slashes passes
    complex properties first. `complex` are the complex properties that lead on. Keys have
    the type of each part: `key` is the primary one; those of the entities behind a
    navigation property may be more (`alternate_keys_of`) or leave out parts (`omits`).
    `hides` are members that are called like operations and lead nowhere here.
    """

    base: str = ""
    key: Mapping[str, str] = {}
    alternate_keys: Sequence[Mapping[str, str]] = ()
    contains: Mapping[str, str] = {}
    refers: Mapping[str, str] = {}
    complex: Mapping[str, str] = {}
    omits: Mapping[str, Sequence[str]] = {}
    alternate_keys_of: Mapping[str, Sequence[Mapping[str, str]]] = {}
    hides: Sequence[str] = ()


class Graph:
    """The entity types of a package, where paths begin, and how keys are written.

    Names without a dot are in `namespace`; `prefixes` are the namespaces and aliases of
    the service. `service` has the entity sets and singletons; derived paths start at those
    of them in `starts`, at all if it is empty. They have at most `max_hops` steps after
    that, come back to a type at most `revisits` times and cast at most `casts` times before
    their end; with `casts=False` they do not even end with a cast.
    """

    def __init__(
        self,
        *,
        service_root: str,
        key_style: str,
        namespace: str,
        service: PathType,
        types: Mapping[str, PathType],
        starts: Iterable[str] = (),
        prefixes: Mapping[str, str] | None = None,
        max_hops: int = 5,
        revisits: int = 1,
        casts: int | Literal[False] = False,
    ) -> None:
        self.service_root = service_root
        self.key_style = key_style
        self.prefixes = dict(prefixes or {namespace: namespace})
        self.max_hops = max_hops
        self.revisits = revisits
        self.casts = casts
        self.operations: list[Operation] = []
        self._namespace = namespace
        self._service = service
        self._starts = tuple(starts)
        self._types = {self._qualified(name): type_ for name, type_ in types.items()}

    def _qualified(self, name: str) -> str:
        return name if "." in name else f"{self._namespace}.{name}"

    # --- types -----------------------------------------------------------------------

    @cached_property
    def roots(self) -> dict[str, Step]:
        """Entity sets and singletons by name."""
        return self._declared(self._service)

    @property
    def starts(self) -> list[Step]:
        """The roots at which derived paths start."""
        return [self.roots[name] for name in self._starts or self.roots]

    @cache  # noqa: B019  # a package has one graph, for as long as the program runs
    def declared(self, type_: str) -> dict[str, Step]:
        """The navigation that a type declares itself, by its segments, joined; none for a
        type that the package does not know."""
        return self._declared(self._type(type_))

    def _type(self, name: str) -> PathType:
        return self._types.get(name, _UNKNOWN)

    def _declared(self, type_: PathType) -> dict[str, Step]:
        return {
            name: Step(
                tuple(name.split("/")),
                self._qualified(target.removeprefix("Collection(").removesuffix(")")),
                target.startswith("Collection("),
                contained,
                tuple(type_.omits.get(name, ())),
                tuple(map(_key, type_.alternate_keys_of.get(name, ()))),
            )
            for contained, targets in ((True, type_.contains), (False, type_.refers))
            for name, target in targets.items()
        }

    def lineage(self, type_: str) -> Iterator[str]:
        """A type and its base types, as far as the package knows them."""
        name = type_
        while name:
            yield name
            base = self._type(name).base
            name = self._qualified(base) if base else ""

    def derives(self, type_: str, base: str) -> bool:
        """Whether the package knows a type that is another or derives from it."""
        return type_ in self._types and base in self.lineage(type_)

    @cached_property
    def _derived(self) -> dict[str, list[str]]:
        derived: dict[str, list[str]] = {}
        for name in self._types:
            for base in self.lineage(name):
                derived.setdefault(base, []).append(name)
        return derived

    def derived(self, type_: str) -> list[str]:
        """A type and those that derive from it."""
        return self._derived.get(type_, [type_])

    @cache  # noqa: B019
    def steps(self, type_: str) -> dict[str, Step]:
        """The navigation from a type by its segments, joined; inherited included."""
        steps: dict[str, Step] = {}
        for each in reversed(list(self.lineage(type_))):
            steps.update(self.declared(each))
        return steps

    def property(self, type_: str, name: str) -> str | None:
        """The type of a complex property that leads on; None where there is none."""
        own = (self._type(each).complex.get(name) for each in self.lineage(type_))
        type_of_property = next(filter(None, own), None)
        return type_of_property and self._qualified(type_of_property)

    @cache  # noqa: B019
    def key(self, type_: str) -> tuple[KeyPart, ...]:
        """The key of a type, its own or inherited."""
        for name in self.lineage(type_):
            if self._type(name).key:
                return _key(self._type(name).key)
        return ()

    def alternate(self, step: Step) -> Iterator[tuple[KeyPart, ...]]:
        """The other keys of the collection that a step leads to."""
        for each in self.lineage(step.target):
            yield from map(_key, self._type(each).alternate_keys)
        yield from step.alternate

    def knows(self, type_: str) -> bool:
        """Whether a path may pass a type, or a cast to it."""
        return type_ in self._types

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
        imported: dict[str, list[Operation]] = {}
        for operation in self._bound.get("", ()):
            imported.setdefault(operation.segment, []).append(operation)
        return imported

    @cached_property
    def _bound(self) -> dict[str, list[Operation]]:
        bound: dict[str, list[Operation]] = {}
        for operation in self.operations:
            bound.setdefault(operation.binding, []).append(operation)
        return bound

    @cache  # noqa: B019
    def callable(self, type_: str, many: bool) -> dict[str, list[Operation]]:
        """What can be called on an entity of a type, or on a collection of them: overloads
        by simple and by qualified name, those of the type before those of base types.
        """
        overloads: dict[str, list[Operation]] = {}
        hidden = set[str]() if many else self._members(type_)
        for base in (*self.lineage(type_), "Edm.EntityType"):
            binding = f"Collection({base})" if many else base
            for operation in self._bound.get(binding, ()):
                if any(self.derives(type_, other) for other in operation.without):
                    continue
                for name in self._spellings(operation.name):
                    if name not in hidden:
                        overloads.setdefault(name, []).append(operation)
        return overloads

    def _members(self, type_: str) -> set[str]:
        """The members of a type that operations share their simple names with."""
        hidden = {
            name for each in self.lineage(type_) for name in self._type(each).hides
        }
        return hidden.union(name.partition("/")[0] for name in self.steps(type_))

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

    def steps_with_casts(self, type_: str) -> Iterator[Step]:
        """The steps from a type on derived paths, those that derived types declare with
        the cast in front, where paths may have casts."""
        yield from self.steps(type_).values()
        for name in self.derived(type_) if self.casts > 0 else ():
            if name != type_:
                for step in self.declared(name).values():
                    yield step._replace(segments=(name, *step.segments))

    @cached_property
    def onward(self) -> Onward[Step]:
        """The same of all types, in order, for the walks of all operations."""
        return Onward(self.steps_with_casts, self.casts)


_UNKNOWN = PathType()


def _key(parts: Mapping[str, str]) -> tuple[KeyPart, ...]:
    return tuple(KeyPart(name, type_) for name, type_ in parts.items())
