"""Entity, complex and enumeration types, type definitions, and what they consist of (CSDL sections 6 to 11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from csdlgen.edm.model.annotations import Annotation
from csdlgen.edm.model.base import EDM, Document, Placed, QName, where
from csdlgen.edm.model.type_reference import NO_FACETS, Facets, TypeRef


@dataclass(frozen=True, slots=True)
class Property(Placed):
    """A structural property (section 7)."""

    name: str
    type: TypeRef
    default: str | None = None
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = where()
    element: Any = where()


@dataclass(frozen=True, slots=True)
class ReferentialConstraint(Placed):
    """`Property` of the dependent and `ReferencedProperty` of the principal (section 8.5)."""

    property: str
    referenced: str
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = where()
    element: Any = where()


@dataclass(frozen=True, slots=True)
class OnDelete:
    """What deleting the source does to the targets (section 8.6)."""

    action: str
    annotations: tuple[Annotation, ...] = ()


@dataclass(frozen=True, slots=True)
class NavigationProperty(Placed):
    """A navigation property (section 8)."""

    name: str
    type: TypeRef
    contains_target: bool = False
    partner: str | None = None
    constraints: tuple[ReferentialConstraint, ...] = ()
    on_delete: OnDelete | None = None
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = where()
    element: Any = where()


@dataclass(frozen=True, slots=True)
class PropertyRef:
    """One part of a key: a property or a path to one, with an alias where it is a path (section 6.5)."""

    path: str
    alias: str | None = None


@dataclass(frozen=True, slots=True)
class EntityType(Placed):
    """An entity type (section 6). `key` is the key declared here, None where it is inherited or missing."""

    name: QName
    base: QName | None = None
    abstract: bool = False
    open: bool = False
    has_stream: bool = False
    key: tuple[PropertyRef, ...] | None = None
    properties: tuple[Property, ...] = ()
    navigations: tuple[NavigationProperty, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = where()
    element: Any = where()


@dataclass(frozen=True, slots=True)
class ComplexType(Placed):
    """A complex type (section 9)."""

    name: QName
    base: QName | None = None
    abstract: bool = False
    open: bool = False
    properties: tuple[Property, ...] = ()
    navigations: tuple[NavigationProperty, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = where()
    element: Any = where()


@dataclass(frozen=True, slots=True)
class Member(Placed):
    """A member of an enumeration; `value` is the effective one where the document leaves it out (section 10.3)."""

    name: str
    value: int
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = where()
    element: Any = where()


@dataclass(frozen=True, slots=True)
class EnumType(Placed):
    """An enumeration type (section 10)."""

    name: QName
    members: tuple[Member, ...] = ()
    underlying: QName = QName(EDM, "Int32")
    flags: bool = False
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = where()
    element: Any = where()


@dataclass(frozen=True, slots=True)
class TypeDefinition(Placed):
    """A type definition: a name for a primitive type with facets (section 11)."""

    name: QName
    underlying: QName
    facets: Facets = NO_FACETS
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = where()
    element: Any = where()


StructuredType: TypeAlias = EntityType | ComplexType
Type: TypeAlias = EntityType | ComplexType | EnumType | TypeDefinition
