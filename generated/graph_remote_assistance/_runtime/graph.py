# ruff: noqa
# fmt: off
"""The entity types of a package, and what leads from one to another.

The data is that of the generated module `routes`; `Graph` reads it when it is used.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, unquote

from .literals import call, named_predicate, predicate, segment
from .query import extended
from .walk import Onward

if TYPE_CHECKING:
    from .routes import Operation

# Where a step leads: `Type` or `Type*` for a collection; behind it the parts of the key
# that the URL leaves out (`-a,b`), and other keys (`|name/Edm.Guid`).
_TARGET = re.compile(r"([^*|-]+)(\*?)(?:-([^|]*))?(?:\|(.*))?")
_HUMP = re.compile(r"(?<=[^\W_])(?=[A-Z])")


class NoRoute(LookupError):
    """No route fits: says which segment broke which rule, and suggests another."""


class Part(NamedTuple):
    """A part of a key, or a parameter of a function: its name in URLs, and its type."""

    name: str
    type: str


class Key(NamedTuple):
    """A value that a route takes: its name in templates and in Python, the name of its
    property or parameter, and its type."""

    template: str
    name: str
    property: str
    type: str


class Step(NamedTuple):
    """A root, a navigation property, or the call of a function on the way.

    `segments` are those in URLs: in front of the last there may be complex properties and
    casts (OData URL conventions sections 4.6 and 4.11). `omitted` are parts of the key
    that a referential constraint determines (section 4.3.3), `alternate` other keys
    (section 4.3.4), `parameters` those that a call has.
    """

    segments: tuple[str, ...]
    target: str
    many: bool
    contained: bool
    omitted: tuple[str, ...] = ()
    alternate: tuple[tuple[Part, ...], ...] = ()
    parameters: tuple[Part, ...] | None = None


class Leg(NamedTuple):
    """A step on a path, with the key behind it; None where there is none."""

    step: Step
    key: tuple[Part, ...] | None


class Path(NamedTuple):
    """Steps from a root on, and the type that what they lead to is cast to, if any."""

    legs: tuple[Leg, ...]
    cast: str = ""

    @property
    def slots(self) -> tuple[Key, ...]:
        """All arguments and keys of the path in order."""
        return tuple(key for _, *found in self.keys for keys in found for key in keys)

    @property
    def keys(self) -> Iterator[tuple[Leg, list[Key], list[Key]]]:
        """Each leg with the arguments of its call and the key behind it, all of them with
        names that are unique on the path."""
        used: set[str] = set()
        for leg in self.legs:
            given = leg.step.parameters or ()
            arguments = [_unique(each.name, each, used) for each in given]
            key = [key_for(leg.step.target, each, used) for each in leg.key or ()]
            yield leg, arguments, key


class Type(NamedTuple):
    """What a type declares itself: its base type, navigation, complex properties with what
    they are, key, other keys, and members that are called like operations but lead nowhere
    in this package."""

    base: str | None
    steps: Mapping[str, Step]
    properties: Mapping[str, str]
    key: tuple[Part, ...]
    alternate: tuple[tuple[Part, ...], ...]
    members: frozenset[str]


class Graph:
    """The entity types of a package, where paths begin, and how keys are written.

    Each of `types` is a line of words: `Type: Base #key name=Target name+=Target*`, where
    `*` is a collection and `+=` containment (CSDL section 8.4). Words may also be
    `#key/Edm.Int32` for a key that is no text, `|name/Edm.Guid` for an alternate key,
    `name:Type` for a complex property, and `!name` for another member. Names without a dot are in `namespace`. `roots` are like
    navigation; derived paths start at those of them in `starts`, at all if it is empty.
    `prefixes` are the namespaces and aliases of the service.
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
        self._lines = {self._name(name): text for name, _, text in lines}
        self._declared: dict[str, Type] = {}
        self._steps: dict[str, dict[str, Step]] = {}
        self._onward: dict[int, Onward[Step]] = {}
        self._callable: dict[tuple[str, bool], dict[str, list[Operation]]] = {}

    # --- what the package says -------------------------------------------------------

    @cached_property
    def roots(self) -> dict[str, Step]:
        """Entity sets and singletons by name."""
        return dict(self._read(self._roots).steps)

    @property
    def starts(self) -> list[Step]:
        """The roots at which derived paths start."""
        return [self.roots[name] for name in self._starts or self.roots]

    def declared(self, type_: str) -> Type:
        """What a type declares; nothing for a type that the package does not know."""
        if type_ not in self._declared:
            self._declared[type_] = self._read(self._lines.get(type_, ""))
        return self._declared[type_]

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

    def steps(self, type_: str) -> dict[str, Step]:
        """The navigation from a type by its segments, joined; inherited included."""
        if type_ not in self._steps:
            found: dict[str, Step] = {}
            for each in reversed(list(self.lineage(type_))):
                found.update(self.declared(each).steps)
            self._steps[type_] = found
        return self._steps[type_]

    def property(self, type_: str, name: str) -> str | None:
        """The type of a complex property that leads on; None where there is none."""
        own = (self.declared(each).properties.get(name) for each in self.lineage(type_))
        return next(filter(None, own), None)

    def casting(self, type_: str) -> Iterator[Step]:
        """The navigation that derived types declare, with the cast in front."""
        for name in self.derived(type_):
            if name != type_:
                for step in self.declared(name).steps.values():
                    yield step._replace(segments=(name, *step.segments))

    def key(self, type_: str) -> tuple[Part, ...]:
        """The key of a type, its own or inherited."""
        return next((key for key in map(self._key_of, self.lineage(type_)) if key), ())

    def _key_of(self, type_: str) -> tuple[Part, ...]:
        return self.declared(type_).key

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
        for each in self.operations:
            if not each.binding:
                found.setdefault(each.segment, []).append(each)
        return found

    @cached_property
    def _bound(self) -> dict[str, list[Operation]]:
        found: dict[str, list[Operation]] = {}
        for each in self.operations:
            found.setdefault(each.binding, []).append(each)
        return found

    def callable(self, type_: str, many: bool) -> dict[str, list[Operation]]:
        """What can be called on an entity of a type, or on a collection of them: overloads
        by simple and by qualified name, those of the type before those of base types.
        """
        known = self._callable.get((type_, many))
        if known is None:
            known = self._callable[type_, many] = {}
            hidden = set[str]() if many else self._members(type_)
            for base in (*self.lineage(type_), "Edm.EntityType"):
                for each in self._bound.get(
                    f"Collection({base})" if many else base, ()
                ):
                    if not any(self.derives(type_, other) for other in each.without):
                        for name in self._spellings(each.name):
                            if name not in hidden:
                                known.setdefault(name, []).append(each)
        return known

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
        found = list(steps)
        legs = [
            Leg(step, self.key(step.target) if step.many else None) for step in found
        ]
        if many and legs:
            legs[-1] = Leg(found[-1], None)
        return Path(tuple(legs), cast)

    def steps_with_casts(self, type_: Hashable, casts: int) -> Iterable[Step]:
        """The steps from a type on derived paths with so many casts."""
        assert isinstance(type_, str)
        steps = self.steps(type_).values()
        return [*steps, *self.casting(type_)] if casts > 0 else steps

    def onward(self, casts: int) -> Onward[Step]:
        """The same of all types, in order, for walks."""
        if casts not in self._onward:
            self._onward[casts] = Onward(
                lambda type_: self.steps_with_casts(type_, casts), casts
            )
        return self._onward[casts]

    def write(self, path: Path, values: Mapping[str, Any] | None = None) -> str:
        """A path with the values of its keys by Python name, percent-encoded; without
        values as a template. ValueError for a value that no URL can carry."""
        text = ""
        for leg, given, key in path.keys:
            written = str if values is None else in_url
            segments = "".join(f"/{written(name)}" for name in leg.step.segments)
            text = extended(text, segments)
            if leg.step.parameters is not None and values is None:
                text += f"({_placeholders(given)})"
            elif leg.step.parameters is not None:
                text = _called(text, given, values or {})
            if key and values is None:
                text += self._key_template(leg, key)
            elif key:
                text = extended(text, self._key_of_leg(leg, key, values or {}))
        cast = path.cast if values is None else in_url(path.cast)
        return extended(text, f"/{cast}") if cast else text

    def _key_template(self, leg: Leg, key: list[Key]) -> str:
        if len(key) > 1 or self._is_alternate(leg):
            parts = (f"{each.property}={{{each.template}}}" for each in key)
            return f"({','.join(parts)})"
        inner = f"{{{key[0].template}}}"
        return f"/{inner}" if self.key_style == "segment" else f"({inner})"

    def _key_of_leg(self, leg: Leg, key: list[Key], values: Mapping[str, Any]) -> str:
        given = [(each.property, each.type, values[each.name]) for each in key]
        if self._is_alternate(leg):
            return named_predicate(*given)
        if self.key_style == "segment" and len(key) == 1:
            return segment(values[key[0].name], key[0].type)
        return predicate(*given)

    def _is_alternate(self, leg: Leg) -> bool:
        primary = self.key(leg.step.target)
        return any(part not in primary for part in leg.key or ())

    # --- reading the data ------------------------------------------------------------

    def _name(self, text: str) -> str:
        return unquote(text if "." in text else f"{self._namespace}.{text}")

    def _read(self, text: str) -> Type:
        base: str | None = None
        steps: dict[str, Step] = {}
        key: list[Part] = []
        alternate: list[tuple[Part, ...]] = []
        properties: dict[str, str] = {}
        members: set[str] = set()
        for word in text.split():
            name, _, target = word.partition("=")
            if target:
                steps[unquote(name.rstrip("+"))] = self._step(name, target)
            elif word[0] == "#":
                key.append(_part(word[1:]))
            elif word[0] == "|":
                alternate.append(_parts(word[1:]))
            elif ":" in word:
                name, _, target = word.partition(":")
                properties[unquote(name)] = self._name(target)
            elif word[0] == "!":
                members.add(unquote(word[1:]))
            else:
                base = self._name(word)
        others = tuple(alternate), frozenset(members)
        return Type(base, steps, properties, tuple(key), *others)

    def _step(self, name: str, text: str) -> Step:
        found = _TARGET.fullmatch(text)
        assert found is not None
        type_, many, omitted, alternate = found.groups()
        return Step(
            tuple(map(unquote, name.rstrip("+").split("/"))),
            self._name(type_),
            bool(many),
            name[-1] == "+",
            tuple(map(unquote, omitted.split(","))) if omitted else (),
            tuple(map(_parts, alternate.split("|"))) if alternate else (),
        )


def in_url(name: str) -> str:
    """A name as a segment of a path (RFC 3986 section 3.3); a plus is a blank to some
    servers."""
    return quote(name, safe="!$&'()*,;=:@")


def _part(text: str) -> Part:
    name, _, type_ = text.rpartition("/")
    return (
        Part(unquote(name), unquote(type_))
        if name
        else Part(unquote(text), "Edm.String")
    )


def _parts(text: str) -> tuple[Part, ...]:
    return tuple(map(_part, text.split(",")))


def key_for(type_: str, part: Part, used: set[str]) -> Key:
    """A part of the key of a type as routes have it: `managedDevice` and `id` give
    `managedDeviceId`. `used` are the names that the path has already."""
    simple, name = type_.rpartition(".")[2], part.name
    wanted = simple[:1].lower() + simple[1:] + name[:1].upper() + name[1:]
    return _unique(wanted, part, used)


def _unique(wanted: str, part: Part, used: set[str]) -> Key:
    """The key for a part, with a number where its name is used already."""
    template, count = wanted, 2
    while template in used:
        template, count = f"{wanted}_{count}", count + 1
    used.add(template)
    return Key(template, _HUMP.sub("_", template).lower(), part.name, part.type)


def template_arguments(given: Iterable[tuple[str, str, str]]) -> str:
    """Placeholders for parameters from (name, placeholder, type): `a='{a}',b={b}`."""
    return ",".join(
        (
            f"{name}='{{{template}}}'"
            if type_ == "Edm.String"
            else f"{name}={{{template}}}"
        )
        for name, template, type_ in given
    )


def _placeholders(given: Iterable[Key]) -> str:
    return template_arguments(
        (each.property, each.template, each.type) for each in given
    )


def _called(url: str, parameters: list[Key], values: Mapping[str, Any]) -> str:
    given = ((each.property, each.type, values[each.name]) for each in parameters)
    return call(url, *given)
