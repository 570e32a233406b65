"""What types inherit, their members and keys, and where paths of members lead (CSDL sections 6 to 9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple, TypeAlias

from csdlgen.edm.lookup.names import NameLookup
from csdlgen.edm.model import (
    EDM,
    Annotation,
    ComplexType,
    EntityType,
    EnumType,
    NavigationProperty,
    Property,
    PropertyRef,
    QName,
    StructuredType,
    TypeDefinition,
)
from csdlgen.edm.vocabularies import alternate_keys

AnyProperty: TypeAlias = Property | NavigationProperty
"""A member of a structured type."""
KeyParts: TypeAlias = tuple[tuple[str, Property], ...]
"""A key: for each part its name in key predicates (the alias or the path) and its property."""

_ABSTRACT = {EntityType: "EntityType", ComplexType: "ComplexType"}


class PathEnd(NamedTuple):
    """Where a path of members and casts leads.

    `member` is the member that the last segment names; `missing` is the first segment that names nothing. Both are None
    in three cases: the path is empty or ends with a cast; it has an annotation or a system segment (`@…`, `$…`); or it
    leads through a type that is in no document at hand, of which nothing can be said.
    """

    member: AnyProperty | None = None
    missing: str | None = None


def _memo() -> Any:
    return field(default_factory=dict, init=False, repr=False, compare=False)


@dataclass(frozen=True)
class TypeLookup(NameLookup):
    """The look-ups of types, with those of names."""

    _own: dict[QName, dict[str, AnyProperty]] = _memo()
    _members: dict[QName, dict[str, AnyProperty]] = _memo()
    _descendants: dict[QName, frozenset[QName]] = _memo()
    _keys: dict[QName, KeyParts] = _memo()

    # --- types and inheritance (CSDL sections 6.2, 6.3 and 9.2) -------------------------------------------------------

    def ancestry(self, name: QName) -> Iterator[StructuredType]:
        """A structured type and its base types, derived first."""
        return islice(self.model.ancestry(name), self.most_ancestors)

    def declarable_types(self, name: QName) -> Iterator[QName]:
        """The declared types that a value of this type fits: the type, its base types, and the abstract types of its
        kind (section 4.5)."""
        line = list(self.ancestry(name))
        yield from [base.name for base in line] or [name]
        kind = _ABSTRACT[type(line[0])] if line else "PrimitiveType"
        yield from (abstract for abstract in (QName(EDM, kind), QName(EDM, "Untyped")) if abstract != name)

    def descendants(self, name: QName) -> frozenset[QName]:
        """Every type that derives from a type, directly or not; not the type itself."""
        if name not in self._descendants:
            below, waiting = set[QName](), [name]
            while waiting:
                for derived in self.model.derived.get(waiting.pop(), ()):
                    if derived not in below:
                        below.add(derived)
                        waiting.append(derived)
            self._descendants[name] = frozenset(below - {name})
        return self._descendants[name]

    def is_a(self, name: QName, base: QName) -> bool:
        """Whether a type is `base` or derives from it."""
        return name == base or any(ancestor.name == base for ancestor in self.ancestry(name))

    def is_complete(self, name: QName) -> bool:
        """Whether the model has a structured type and all of its base types, so that what it lacks can be said."""
        line = list(self.ancestry(name))
        return bool(line) and line[-1].base is None

    def is_open(self, name: QName) -> bool:
        """Whether a type or a base type is open (section 6.3), or may be, since it is in no document at hand."""
        return any(ancestor.open for ancestor in self.ancestry(name)) or not self.is_complete(name)

    def literal_type(self, name: QName) -> QName | EnumType | None:
        """What literals of a type look like: a primitive type, that of a type definition, or an enumeration; None for
        structured and unknown types."""
        declared = self.model.types.get(name)
        if isinstance(declared, TypeDefinition):
            return declared.underlying
        if isinstance(declared, EnumType):
            return declared
        return name if name.namespace == EDM else None

    # --- members of structured types (sections 7 and 8) --------------------------------------------------------------

    def own_members(self, declared: StructuredType) -> Mapping[str, AnyProperty]:
        """The properties, then the navigation properties that a type declares itself; the last of duplicates."""
        if declared.name not in self._own:
            members: tuple[AnyProperty, ...] = (*declared.properties, *declared.navigations)
            self._own[declared.name] = {member.name: member for member in members}
        return self._own[declared.name]

    def members(self, name: QName) -> Mapping[str, AnyProperty]:
        """The members of a structured type by name, those of base types first; a member that is declared again has the
        place of the first and the definition of the last."""
        if name not in self._members:
            members: dict[str, AnyProperty] = {}
            for ancestor in reversed(list(self.ancestry(name))):
                members |= self.own_members(ancestor)
            self._members[name] = members
        return self._members[name]

    def member(self, name: QName, wanted: str) -> AnyProperty | None:
        """One member of a structured type, its own or inherited."""
        own = (self.own_members(ancestor).get(wanted) for ancestor in self.ancestry(name))
        return next((member for member in own if member is not None), None)

    def declaring_type(self, name: QName, wanted: str) -> QName | None:
        """The type that declares a member of a type: the type itself or the nearest base type that does."""
        line = (ancestor.name for ancestor in self.ancestry(name) if wanted in self.own_members(ancestor))
        return next(line, None)

    # --- keys (section 6.5) ------------------------------------------------------------------------------------------

    def declared_key(self, name: QName) -> tuple[PropertyRef, ...]:
        """The key of an entity type as it is declared, its own or that of the nearest base type; empty for none."""
        line = (ancestor for ancestor in self.ancestry(name) if isinstance(ancestor, EntityType))
        return next((ancestor.key for ancestor in line if ancestor.key), ())

    def key(self, name: QName) -> KeyParts:
        """The key of an entity type with its properties; a part whose path leads to no property is left out."""
        if name not in self._keys:
            parts = [(part.alias or part.path, part.path) for part in self.declared_key(name)]
            self._keys[name] = self._key_parts(name, parts)
        return self._keys[name]

    def alternate_keys(self, name: QName) -> tuple[KeyParts, ...]:
        """The alternate keys that annotations of an entity type or of its base types declare."""
        return tuple(key for ancestor in self.ancestry(name) for key in self.annotated_keys(name, ancestor.annotations))

    def annotated_keys(self, name: QName, annotations: Iterable[Annotation]) -> tuple[KeyParts, ...]:
        """The alternate keys of an entity type that annotations declare, of the type or of an element that leads to
        it."""
        keys = (self._key_parts(name, key) for key in alternate_keys(annotations))
        return tuple(key for key in keys if key)

    def _key_parts(self, name: QName, parts: Iterable[tuple[str, str]]) -> KeyParts:
        """The parts with their properties. Of parts with one name, which are the same in URLs, there is the first."""
        found: dict[str, Property] = {}
        for alias, path in parts:
            if (prop := self.property_at(name, path)) is not None:
                found.setdefault(alias, prop)
        return tuple(found.items())

    # --- paths --------------------------------------------------------------------------------------------------------

    def property_at(self, name: QName, path: str) -> Property | None:
        """The property at the end of a path through complex properties and single navigation properties; None where it
        leads to none."""
        *before, last = path.split("/")
        for segment in before:
            member = self.member(name, segment)
            if member is None:
                return None
            name = member.type.name
        member = self.member(name, last)
        return member if isinstance(member, Property) else None

    def declared_at(self, name: QName, path: str) -> tuple[QName, AnyProperty] | None:
        """The member at the end of a path of members and casts, which may end with a cast, with the type that declares
        it; None where the path leads to none."""
        found: tuple[QName, AnyProperty] | None = None
        for segment in path.split("/"):
            if "." in segment:
                name = self.model.named(segment)
                continue
            declaring, member = self.declaring_type(name, segment), self.member(name, segment)
            if declaring is None or member is None:
                return None
            found, name = (declaring, member), member.type.name
        return found

    def follow(self, start: QName, path: Iterable[str]) -> PathEnd:
        """Where the segments of a path of members and casts lead from a type.

        If the cast type lacks the next segment, it is looked up on the type before the cast: documents of Microsoft
        Graph have such casts.
        """
        here, type_before_cast = start, start
        member: AnyProperty | None = None
        for segment in path:
            if segment.startswith(("@", "$")):
                return PathEnd()
            if "." in segment:
                here, member = self.model.named(segment), None
                if here.namespace in self.namespaces and here not in self.model.types:
                    return PathEnd(None, segment)
                continue
            member = self.member(here, segment) or self.member(type_before_cast, segment)
            if member is None:
                return PathEnd(None, segment if self._has_known_members(here) else None)
            here = type_before_cast = member.type.name
        return PathEnd(member)

    def _has_known_members(self, name: QName) -> bool:
        if self.model.structured(name):
            return self.is_complete(name)
        return name in self.model.types or name.namespace == EDM
