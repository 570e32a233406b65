"""What a model that is being drawn has so far, and its types; see `tests.models`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from csdlgen.edm.model import (
    EDM,
    ComplexType,
    EdmModel,
    EntityType,
    EnumType,
    Facets,
    Member,
    NavigationProperty,
    OnDelete,
    Property,
    PropertyRef,
    QName,
    ReferentialConstraint,
    Schema,
    Type,
    TypeDefinition,
    TypeRef,
)
from tests.expressions import NAMES, annotated, texts

T = TypeVar("T")
K = TypeVar("K", EntityType, ComplexType, EnumType, TypeDefinition)

KEY_TYPES = ("String", "Guid", "Int32", "Int64", "Date", "DateTimeOffset", "Boolean", "Decimal", "Duration")
PRIMITIVES = (*KEY_TYPES, "Binary", "Double", "Single", "Byte", "TimeOfDay", "GeographyPoint", "Geometry")
OTHERS = ("Stream", "Untyped", "PrimitiveType", "ComplexType")
DEFAULTS = {"Int32": "42", "Boolean": "true", "Decimal": "1.10", "Date": "2000-01-01", "Duration": "PT0S"}
RANGES = {"Byte": (0, 255), "SByte": (-128, 127), "Int16": (-(2**15), 2**15 - 1), "Int32": (-(2**31), 2**31 - 1)}


_EITHER = st.booleans()


@cache
def _up_to(most: int) -> SearchStrategy[int]:
    """Numbers from 0; made once, since making a strategy takes longer than drawing from it."""
    return st.integers(0, most)


def draw_types(world: World) -> None:
    """The types of a model, first those that others are made of."""
    world.values()
    world.structures(_complex_type)
    world.structures(_entity_type)
    world.associate()


@dataclass
class World:
    """What has been drawn so far. `used` are the names taken: by namespace, by type with what it inherits, by
    container."""

    draw: DrawFn
    namespaces: tuple[str, ...]
    types: dict[QName, Type] = field(default_factory=dict)
    used: dict[object, set[str]] = field(default_factory=dict)

    def one(self, choices: Sequence[T]) -> T:
        return choices[self.draw(_up_to(len(choices) - 1))]

    def perhaps(self) -> bool:
        return self.draw(_EITHER)

    def several(self, make: Callable[[World], T], most: int) -> list[T]:
        return [make(self) for _ in range(self.draw(_up_to(most)))]

    def name(self, scope: object) -> str:
        """A name that is new where it is declared."""
        taken, name = self.used.setdefault(scope, set()), self.one(NAMES)
        while name in taken:
            name += "_"
        taken.add(name)
        return name

    def qname(self) -> QName:
        namespace = self.one(self.namespaces)
        return QName(namespace, self.name(namespace))

    def of(self, kind: type[K]) -> list[K]:
        return [each for each in self.types.values() if isinstance(each, kind)]

    def add(self, declared: Type) -> None:
        self.types[declared.name] = declared

    def values(self) -> None:
        """Enumerations and type definitions."""
        for enum in self.several(_enum_type, 2):
            self.add(enum)
        for definition in self.several(_definition, 2):
            self.add(definition)

    def structures(self, make: Callable[[World], ComplexType | EntityType]) -> None:
        for _ in range(self.draw(_up_to(3))):
            self.add(make(self))

    def ancestry(self, each: EntityType | ComplexType) -> list[EntityType | ComplexType]:
        return list(EdmModel((Schema("", types=tuple(self.types.values())),)).ancestry(each.name))

    def key(self, each: EntityType) -> tuple[PropertyRef, ...]:
        line = (one for one in self.ancestry(each) if isinstance(one, EntityType))
        return next((one.key for one in line if one.key), ())

    def primitive(self, *, key: bool = False) -> TypeRef:
        """A primitive type with facets, an enumeration or a type definition."""
        named = [each.name for each in self.of(EnumType)]
        named += [each.name for each in self.of(TypeDefinition) if each.underlying.name in KEY_TYPES]
        if named and self.perhaps():
            return TypeRef(self.one(named), nullable=not key)
        name = self.one(KEY_TYPES if key else PRIMITIVES)
        return TypeRef(QName(EDM, name), nullable=not key, facets=self.facets(name))

    def facets(self, name: str) -> Facets:
        if self.perhaps():
            return Facets()
        if name in ("String", "Binary"):
            unicode = self.one((None, True, False)) if name == "String" else None
            return Facets(max_length=self.one((None, "max", 1, 4000)), unicode=unicode)
        if name == "Decimal":
            return Facets(precision=self.one((None, 9)), scale=self.one((None, 0, 3, "variable", "floating")))
        if name in ("DateTimeOffset", "Duration", "TimeOfDay"):
            return Facets(precision=self.one((0, 7, 12)))
        return Facets(srid=self.one((0, 4326, "variable"))) if name.startswith("Geo") else Facets()

    def type(self) -> TypeRef:
        """Any type that a property or parameter may have, single or collection."""
        structured = self.of(ComplexType)
        if structured and self.perhaps():
            found = TypeRef(self.one(structured).name)
        elif self.draw(_up_to(5)) == 5:
            return TypeRef(QName(EDM, self.one(OTHERS)))
        else:
            found = self.primitive()
        return replace(found, collection=self.perhaps(), nullable=self.perhaps())

    def associate(self) -> None:
        """Navigation properties between what is there, one way or with partners."""
        targets = [each.name for each in self.of(EntityType)]
        sources = [*(each.name for each in self.of(ComplexType)), *targets]
        for _ in range(self.draw(_up_to(4)) if targets else 0):
            source, target = self.one(sources), self.one(targets)
            there = self.name("members")
            if isinstance(self.types[source], EntityType) and self.perhaps():
                back = self.name("members")
                self.navigate(source, _navigation(self, source, there, target, back))
                self.navigate(target, replace(_navigation(self, target, back, source, there), contains_target=False))
            else:
                self.navigate(source, _navigation(self, source, there, target, None))

    def navigate(self, name: QName, navigation: NavigationProperty) -> None:
        declared = self.types[name]
        assert isinstance(declared, (EntityType, ComplexType))
        self.types[name] = replace(declared, navigations=(*declared.navigations, navigation))


def _enum_type(world: World) -> EnumType:
    name, underlying = world.qname(), world.one(tuple(RANGES))
    flags = world.perhaps()
    least, most = RANGES[underlying]
    values = st.sampled_from((0, 1, 2, 64)) if flags else st.integers(least, most)
    made = [Member(world.name(name), world.draw(values), world.draw(annotated())) for _ in range(world.draw(_up_to(3)))]
    return EnumType(name, tuple(made), QName(EDM, underlying), flags, world.draw(annotated()))


def _definition(world: World) -> TypeDefinition:
    underlying = world.one(PRIMITIVES)
    return TypeDefinition(world.qname(), QName(EDM, underlying), world.facets(underlying), world.draw(annotated()))


def _property(world: World, type_: TypeRef) -> Property:
    default = DEFAULTS.get(type_.name.name) if type_.name.namespace == EDM and not type_.collection else None
    if type_.name == QName(EDM, "String") and not type_.collection and world.perhaps():
        default = world.draw(texts())
    # Members of all types have different names, so that no derivation can bring two of one name together.
    return Property(world.name("members"), type_, default, world.draw(annotated()))


def _properties(world: World) -> tuple[Property, ...]:
    return tuple(_property(world, world.type()) for _ in range(world.draw(_up_to(3))))


def _complex_type(world: World) -> ComplexType:
    bases = world.of(ComplexType)
    base = world.one(bases).name if bases and world.perhaps() else None
    flags = world.perhaps(), world.perhaps()
    return ComplexType(world.qname(), base, *flags, _properties(world), (), world.draw(annotated()))


def _entity_type(world: World) -> EntityType:
    name, bases = world.qname(), world.of(EntityType)
    base = world.one(bases) if bases and world.perhaps() else None
    flags = world.perhaps(), base.open if base and base.open else world.perhaps(), world.perhaps()
    properties, key = _properties(world), None
    if base is None:
        parts = tuple(_property(world, world.primitive(key=True)) for _ in range(world.draw(st.integers(1, 2))))
        properties, key = (*parts, *properties), (
            *(PropertyRef(each.name) for each in parts),
            *_path_key(world, properties),
        )
    return EntityType(name, base.name if base else None, *flags, key, properties, (), world.draw(annotated()))


def _path_key(world: World, properties: tuple[Property, ...]) -> list[PropertyRef]:
    """A path to a key part within a complex property, with the alias that it needs (section 6.5)."""
    for each in properties:
        inner = world.types.get(each.type.name)
        if isinstance(inner, ComplexType) and not (each.type.collection or each.type.nullable):
            for part in inner.properties:
                if part.type.name.name in KEY_TYPES and not (part.type.collection or part.type.nullable):
                    return [PropertyRef(f"{each.name}/{part.name}", world.name("members"))]
    return []


def _navigation(world: World, source: QName, name: str, target: QName, partner: str | None) -> NavigationProperty:
    collection = world.perhaps()
    on_delete = OnDelete(world.one(("Cascade", "None", "SetNull", "SetDefault")), world.draw(annotated()))
    return NavigationProperty(
        name,
        TypeRef(target, collection, collection or world.perhaps()),
        world.perhaps(),
        partner,
        () if collection else _constraints(world, source, target),
        on_delete if world.perhaps() else None,
        world.draw(annotated()),
    )


def _constraints(world: World, source: QName, target: QName) -> tuple[ReferentialConstraint, ...]:
    """At most one, from a property of the source to one of the target of the same type (section 8.5)."""
    dependent, principal = world.types[source], world.types[target]
    assert isinstance(dependent, (EntityType, ComplexType)) and isinstance(principal, EntityType)
    pairs = [
        (mine.name, theirs.name)
        for mine in dependent.properties
        for theirs in principal.properties
        if mine.type == theirs.type and not mine.type.collection
    ]
    if not pairs or world.perhaps():
        return ()
    return (ReferentialConstraint(*world.one(pairs), world.draw(annotated())),)
