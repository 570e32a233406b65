"""What every check looks things up in: made once a run, each look-up worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import NamedTuple, TypeAlias

from csdlgen.edm.builtin import EDM_TYPES
from csdlgen.edm.model import (
    EDM,
    EdmModel,
    EntityContainer,
    EntitySet,
    EntityType,
    NavigationProperty,
    OperationImport,
    Property,
    PropertyRef,
    QName,
    Singleton,
    StructuredType,
)
from csdlgen.errors import Diagnostic, Location, Severity
from csdlgen.text import nearest

Member: TypeAlias = Property | NavigationProperty
Child: TypeAlias = EntitySet | Singleton | OperationImport

# Looking for a similar name among thousands takes milliseconds: enough for people, too much for hostile documents.
_MAX_SUGGESTIONS = 20
# Real types have up to 36 base types; without a limit, a chain of thousands would take millions of comparisons.
MAX_ANCESTORS = 100


def error(code: str, message: str, remedy: str, path: str, where: Location | None) -> Diagnostic:
    """What no reading can be made of."""
    return Diagnostic(code=code, message=message, remedy=remedy, path=path, where=where)


def warning(code: str, message: str, remedy: str, path: str, where: Location | None) -> Diagnostic:
    """What breaks a rule and can be read all the same; message or remedy say how it is."""
    return Diagnostic(code=code, message=message, remedy=remedy, path=path, where=where, severity=Severity.WARNING)


def note(code: str, message: str, remedy: str, path: str, where: Location | None) -> Diagnostic:
    """What is allowed, and often meant otherwise."""
    return Diagnostic(code=code, message=message, remedy=remedy, path=path, where=where, severity=Severity.NOTE)


def spelled(name: QName) -> str:
    """A name as the document has it: a simple one without a dot before it."""
    return str(name) if name.namespace else name.name


class Followed(NamedTuple):
    """Where a path leads: to `member`, None at its start and behind a cast; `missing` is the segment that leads
    nowhere. Where a type on the way is not at hand, nothing is missing and there is no member."""

    member: Member | None = None
    missing: str | None = None


@dataclass(slots=True)
class Members:
    """The members of the structured types of a model by name."""

    model: EdmModel
    _own: dict[QName, dict[str, Member]] = field(default_factory=dict)

    def own(self, declared: StructuredType) -> Mapping[str, Member]:
        """Those that a type declares itself; the last of duplicates."""
        found = self._own.get(declared.name)
        if found is None:
            found = {each.name: each for each in declared.properties}
            found.update((each.name, each) for each in declared.navigations)
            self._own[declared.name] = found
        return found

    def ancestry(self, name: QName) -> Iterator[StructuredType]:
        """A type and its base types, as many as are looked at."""
        return islice(self.model.ancestry(name), MAX_ANCESTORS)

    def find(self, type_: QName, name: str) -> Member | None:
        """A member of a type, inherited or its own."""
        owned = (self.own(each).get(name) for each in self.ancestry(type_))
        return next((each for each in owned if each is not None), None)

    def names(self, type_: QName) -> list[str]:
        """The names of all members of a type."""
        return [name for each in self.ancestry(type_) for name in self.own(each)]


@dataclass
class Scope:
    """A model to check, and the whole that it may have been cut from: names are looked up there, but for types, which
    a slice must have itself."""

    model: EdmModel
    whole: EdmModel
    _suggested: dict[str, str] = field(default_factory=dict)

    @cached_property
    def known(self) -> frozenset[QName]:
        """The names of all types that there are."""
        return frozenset((*self.model.types, *(QName(EDM, name) for name in EDM_TYPES)))

    @cached_property
    def entities(self) -> frozenset[QName]:
        """The names of all entity types."""
        found = (name for name, each in self.model.types.items() if isinstance(each, EntityType))
        return frozenset((QName(EDM, "EntityType"), *found))

    @cached_property
    def namespaces(self) -> frozenset[str]:
        """The namespaces whose content is at hand."""
        return frozenset(each.namespace for each in self.whole.schemas)

    @cached_property
    def elsewhere(self) -> dict[str, str]:
        """The URI of the document that a reference names for a namespace that is not at hand."""
        found: dict[str, str] = {}
        for reference in self.whole.references:
            for include in reference.includes:
                if include.namespace not in self.namespaces:
                    found.setdefault(include.namespace, reference.uri)
        return found

    @cached_property
    def members(self) -> Members:
        """The members of types, as the model to check has them."""
        return Members(self.model)

    @cached_property
    def all_members(self) -> Members:
        """The members of types, as the whole has them."""
        return self.members if self.whole is self.model else Members(self.whole)

    @cached_property
    def containers(self) -> dict[QName, EntityContainer]:
        """The entity containers of the whole by name; the first of duplicates."""
        found: dict[QName, EntityContainer] = {}
        for each in self.whole.containers:
            found.setdefault(each.name, each)
        return found

    @cached_property
    def _children(self) -> dict[QName, dict[str, Child]]:
        return {}

    def children(self, name: QName) -> Mapping[str, Child]:
        """The children of a container by name, with those of the containers that it extends (section 13.1)."""
        if name not in self._children:
            found: dict[str, Child] = {}
            for each in self.extended(name):
                children: tuple[Child, ...] = (*each.roots, *each.imports)
                for child in children:
                    found.setdefault(child.name, child)
            self._children[name] = found
        return self._children[name]

    def extended(self, name: QName) -> Iterator[EntityContainer]:
        """A container and those that it extends; stops at an unknown one and at a circle."""
        seen: set[QName] = set()
        container = self.containers.get(name)
        while container is not None and container.name not in seen and len(seen) < MAX_ANCESTORS:
            seen.add(container.name)
            yield container
            container = self.containers.get(container.extends) if container.extends else None

    def is_whole(self, name: QName) -> bool:
        """Whether a structured type and all of its base types are at hand, so that what it lacks can be told."""
        line = list(self.all_members.ancestry(name))
        return bool(line) and line[-1].base is None

    def key(self, name: QName) -> tuple[PropertyRef, ...]:
        """The key of an entity type, inherited or its own (section 6.5); empty where it has none."""
        line = (each for each in self.all_members.ancestry(name) if isinstance(each, EntityType))
        return next((each.key for each in line if each.key), ())

    def follow(self, start: QName, path: Iterable[str]) -> Followed:
        """Follow a path of members and casts from a type.

        A cast that the next segment contradicts is passed over: Graph writes the type of that segment before it.
        """
        here, before = start, start
        member: Member | None = None
        for segment in path:
            if segment.startswith(("@", "$")):
                return Followed()
            if "." in segment:
                here, member = self.whole.named(segment), None
                if here.namespace in self.namespaces and here not in self.whole.types:
                    return Followed(None, segment)
                continue
            member = self.all_members.find(here, segment) or self.all_members.find(before, segment)
            if member is None:
                return Followed(None, segment if self._is_judged(here) else None)
            here = before = member.type.name
        return Followed(member)

    def _is_judged(self, type_: QName) -> bool:
        """Whether it can be told what members a type has."""
        if self.whole.structured(type_):
            return self.is_whole(type_)
        return type_ in self.whole.types or type_.namespace == EDM

    def suggest(self, name: str, known: Iterable[str]) -> str:
        """The nearest of the known names as a question; empty where none is near, or enough have been looked for."""
        if name not in self._suggested:
            if len(self._suggested) >= _MAX_SUGGESTIONS:
                return ""
            self._suggested[name] = nearest(name, known)
        return self._suggested[name]

    def suggest_type(self, name: QName) -> str:
        """The document that has the namespace of a type that is missing, else the nearest known type."""
        uri = self.elsewhere.get(name.namespace)
        if uri is not None:
            return f"Add the referenced document {uri!r} to the metadata."
        return self.suggest(spelled(name), self._type_names) or "Define it, or add the document that does."

    @cached_property
    def _type_names(self) -> list[str]:
        return [str(each) for each in self.known | frozenset(self.whole.types)]
