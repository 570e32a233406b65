"""Types, operations, terms and containers, and what they consist of (CSDL sections 6 to 13 and 14.1)."""

from __future__ import annotations

from typing import Literal, TypeAlias

from csdlgen.edm.model.annotations import Annotation
from csdlgen.edm.model.base import EDM, NO_FACETS, Facets, QName, TypeRef, position, value
from csdlgen.errors import Location


@value
class Property:
    """A structural property (section 7)."""

    name: str
    type: TypeRef
    default: str | None = None
    annotations: tuple[Annotation, ...] = ()
    location: Location | None = position()


@value
class ReferentialConstraint:
    """`Property` of the dependent and `ReferencedProperty` of the principal (section 8.5)."""

    property: str
    referenced: str
    annotations: tuple[Annotation, ...] = ()
    location: Location | None = position()


@value
class OnDelete:
    """What deleting the source does to the targets (section 8.6)."""

    action: str
    annotations: tuple[Annotation, ...] = ()


@value
class NavigationProperty:
    """A navigation property (section 8)."""

    name: str
    type: TypeRef
    contains_target: bool = False
    partner: str | None = None
    constraints: tuple[ReferentialConstraint, ...] = ()
    on_delete: OnDelete | None = None
    annotations: tuple[Annotation, ...] = ()
    location: Location | None = position()


@value
class PropertyRef:
    """One part of a key: a property or a path to one, with an alias where it is a path (section 6.5)."""

    path: str
    alias: str | None = None


@value
class EntityType:
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
    location: Location | None = position()


@value
class ComplexType:
    """A complex type (section 9)."""

    name: QName
    base: QName | None = None
    abstract: bool = False
    open: bool = False
    properties: tuple[Property, ...] = ()
    navigations: tuple[NavigationProperty, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    location: Location | None = position()


@value
class Member:
    """A member of an enumeration; `value` is the effective one where the document leaves it out (section 10.3)."""

    name: str
    value: int
    annotations: tuple[Annotation, ...] = ()
    location: Location | None = position()


@value
class EnumType:
    """An enumeration type (section 10)."""

    name: QName
    members: tuple[Member, ...] = ()
    underlying: QName = QName(EDM, "Int32")
    flags: bool = False
    annotations: tuple[Annotation, ...] = ()
    location: Location | None = position()


@value
class TypeDefinition:
    """A type definition: a name for a primitive type with facets (section 11)."""

    name: QName
    underlying: QName
    facets: Facets = NO_FACETS
    annotations: tuple[Annotation, ...] = ()
    location: Location | None = position()


StructuredType: TypeAlias = EntityType | ComplexType
Type: TypeAlias = EntityType | ComplexType | EnumType | TypeDefinition


@value
class Parameter:
    """A parameter of an action or function; the first of a bound one is the binding parameter (section 12.9)."""

    name: str
    type: TypeRef
    annotations: tuple[Annotation, ...] = ()
    location: Location | None = position()


@value
class ReturnType:
    """What an operation returns (section 12.8)."""

    type: TypeRef
    annotations: tuple[Annotation, ...] = ()
    location: Location | None = position()


@value
class Operation:
    """One overload of an action or function (sections 12.1 to 12.4)."""

    name: QName
    kind: Literal["action", "function"]
    bound: bool = False
    parameters: tuple[Parameter, ...] = ()
    returns: ReturnType | None = None
    composable: bool = False
    entity_set_path: str | None = None
    annotations: tuple[Annotation, ...] = ()
    location: Location | None = position()

    @property
    def binding(self) -> TypeRef | None:
        """The type of the binding parameter of a bound operation."""
        return self.parameters[0].type if self.bound and self.parameters else None

    @property
    def nonbinding_parameters(self) -> tuple[Parameter, ...]:
        """The parameters that a caller gives: all but the binding parameter (section 12.9)."""
        return self.parameters[1:] if self.bound else self.parameters

    @property
    def signature(self) -> str:
        """The overload as an annotation target spells it (section 14.2.2): `ns.op(ns.bound,Edm.String)`.

        Overloads of an action differ by their binding parameter alone, those of a function by all of their parameters.
        """
        return self._spelled(self.parameters if self.kind == "function" else self.parameters[: int(self.bound)])

    @property
    def full_signature(self) -> str:
        """The signature with the types of all parameters, which documents give actions too."""
        return self._spelled(self.parameters)

    def _spelled(self, parameters: tuple[Parameter, ...]) -> str:
        return f"{self.name}({','.join(str(parameter.type) for parameter in parameters)})"


@value
class Term:
    """A vocabulary term (section 14.1)."""

    name: QName
    type: TypeRef
    default: str | None = None
    base_term: QName | None = None
    applies_to: tuple[str, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    location: Location | None = position()


@value
class NavigationPropertyBinding:
    """Which entity set the targets of a navigation property are in (section 13.4)."""

    path: str
    target: str
    annotations: tuple[Annotation, ...] = ()
    location: Location | None = position()


@value
class EntitySet:
    """An entity set (section 13.2)."""

    name: str
    type: QName
    bindings: tuple[NavigationPropertyBinding, ...] = ()
    in_service_document: bool = True
    annotations: tuple[Annotation, ...] = ()
    location: Location | None = position()


@value
class Singleton:
    """A singleton (section 13.3)."""

    name: str
    type: QName
    bindings: tuple[NavigationPropertyBinding, ...] = ()
    nullable: bool = False
    annotations: tuple[Annotation, ...] = ()
    location: Location | None = position()


@value
class OperationImport:
    """An action import or function import (sections 13.5 and 13.6)."""

    name: str
    operation: QName
    kind: Literal["action", "function"]
    entity_set: str | None = None
    in_service_document: bool = False
    annotations: tuple[Annotation, ...] = ()
    location: Location | None = position()


@value
class EntityContainer:
    """An entity container (section 13)."""

    name: QName
    extends: QName | None = None
    sets: tuple[EntitySet, ...] = ()
    singletons: tuple[Singleton, ...] = ()
    imports: tuple[OperationImport, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    location: Location | None = position()

    @property
    def roots(self) -> tuple[EntitySet | Singleton, ...]:
        """Where paths begin: entity sets, then singletons."""
        return (*self.sets, *self.singletons)

    @property
    def children(self) -> tuple[EntitySet | Singleton | OperationImport, ...]:
        """The roots and the operation imports."""
        return (*self.roots, *self.imports)
