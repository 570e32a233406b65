"""The Entity Data Model as values: what a CSDL document means, with nothing of how it was written.

Everything here is frozen and compared by structure. Types refer to each other by qualified name, never by object, so
a slice is a filter and two readings of one document are equal. Names are fully qualified: aliases are resolved by
the reader. Annotations stand on the element that they annotate, whether the document wrote them inline or out of
line (CSDL 4.01 section 14.2); those whose target is in no schema of the model stay in `Schema.annotations`.

`location` is carried for diagnostics and never compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple, Protocol, TypeAlias

from csdlgen.errors import Location


class QName(NamedTuple):
    """A qualified name: namespace and simple identifier (CSDL section 15.4)."""

    namespace: str
    name: str

    def __str__(self) -> str:
        return f"{self.namespace}.{self.name}"

    @classmethod
    def parse(cls, text: str) -> QName:
        """`microsoft.graph.user` → `QName("microsoft.graph", "user")`; no dot gives an empty namespace."""
        namespace, _, name = text.rpartition(".")
        return cls(namespace, name)


EDM = "Edm"


def _where() -> Any:
    return field(default=None, compare=False, repr=False)


PLACE = frozenset(("document", "element"))
"""Fields that say where an element stands, and nothing of what it means."""


class Document(Protocol):
    """What elements were read from; it knows where each of them stands."""

    def location(self, element: Any, /) -> Location:
        """Where `element` stands, which is whatever the document knows elements by."""
        ...


class Placed:
    """An element of a document."""

    __slots__ = ()
    document: Document | None
    element: Any

    @property
    def location(self) -> Location | None:
        """Where the element stands, which is found out now; None for one that was not read."""
        return None if self.document is None else self.document.location(self.element)


# --- annotations (section 14) ----------------------------------------------------------------------------------------

ConstantKind: TypeAlias = Literal[
    "Binary", "Bool", "Date", "DateTimeOffset", "Decimal", "Duration", "EnumMember", "Float", "Guid", "Int", "String",
    "TimeOfDay",
]  # fmt: skip
PathKind: TypeAlias = Literal[
    "AnnotationPath", "ModelElementPath", "NavigationPropertyPath", "Path", "PropertyPath"
]  # fmt: skip
OperatorKind: TypeAlias = Literal[
    "And", "Or", "Not", "Eq", "Ne", "Gt", "Ge", "Lt", "Le", "Has", "In", "Add", "Sub", "Neg", "Mul", "Div", "DivBy",
    "Mod", "Apply", "Cast", "If", "IsOf", "LabeledElement", "LabeledElementReference", "UrlRef",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Constant:
    """A constant expression (section 14.3): its kind and its text as written."""

    kind: ConstantKind
    text: str


@dataclass(frozen=True, slots=True)
class PathExpression:
    """A model path or value path (section 14.4.1), alias-normalised."""

    kind: PathKind
    path: str


@dataclass(frozen=True, slots=True)
class CollectionExpression:
    """A collection of expressions (section 14.4.6)."""

    items: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class PropertyValue(Placed):
    """One property of a record."""

    name: str
    value: Expression
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = _where()
    element: Any = _where()


@dataclass(frozen=True, slots=True)
class Record:
    """A record (section 14.4.12)."""

    values: tuple[PropertyValue, ...] = ()
    type: QName | None = None
    annotations: tuple[Annotation, ...] = ()

    def get(self, name: str) -> Expression | None:
        """The value of a property, or None where the record does not set it."""
        return next((each.value for each in self.values if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Null:
    """`edm:Null` (section 14.4.11)."""

    annotations: tuple[Annotation, ...] = ()


@dataclass(frozen=True, slots=True)
class Operator:
    """Every other dynamic expression (sections 14.4.2 to 14.4.13): its kind, what it applies to, in order.

    `name` is the function of `Apply` and the label of `LabeledElement` and its reference; `type` the type of `Cast`
    and `IsOf`.
    """

    kind: OperatorKind
    operands: tuple[Expression, ...] = ()
    name: str | None = None
    type: TypeRef | None = None
    annotations: tuple[Annotation, ...] = ()


@dataclass(frozen=True, slots=True)
class Default:
    """The value of an annotation that states none: the term's default, or true, or null (section 14.2.1)."""


Expression: TypeAlias = Constant | PathExpression | CollectionExpression | Record | Null | Operator | Default


@dataclass(frozen=True, slots=True)
class Annotation(Placed):
    """A term applied to a model element (section 14.2)."""

    term: QName
    value: Expression = Default()
    qualifier: str | None = None
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = _where()
    element: Any = _where()


@dataclass(frozen=True, slots=True)
class Annotations(Placed):
    """Annotations whose target is in none of the schemas at hand; `target` is alias-normalised (section 14.2.2)."""

    target: str
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = _where()
    element: Any = _where()


# --- types (sections 6 to 11) ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Facets:
    """Type facets (section 7.2); None is what the document leaves out.

    `max_length` is `"max"` or a number; `scale` is `"variable"`, `"floating"` or a number; `srid` is `"variable"` or a
    number.
    """

    max_length: int | Literal["max"] | None = None
    precision: int | None = None
    scale: int | Literal["variable", "floating"] | None = None
    srid: int | Literal["variable"] | None = None
    unicode: bool | None = None


NO_FACETS = Facets()


@dataclass(frozen=True, slots=True)
class TypeRef:
    """The type of a property, parameter or result: a name, single or collection, nullable, with facets.

    For a collection `nullable` speaks of its items (section 7.2.1).
    """

    name: QName
    collection: bool = False
    nullable: bool = True
    facets: Facets = NO_FACETS

    def __str__(self) -> str:
        return f"Collection({self.name})" if self.collection else str(self.name)


@dataclass(frozen=True, slots=True)
class Property(Placed):
    """A structural property (section 7)."""

    name: str
    type: TypeRef
    default: str | None = None
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = _where()
    element: Any = _where()


@dataclass(frozen=True, slots=True)
class ReferentialConstraint(Placed):
    """`Property` of the dependent and `ReferencedProperty` of the principal (section 8.5)."""

    property: str
    referenced: str
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = _where()
    element: Any = _where()


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
    document: Document | None = _where()
    element: Any = _where()


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
    document: Document | None = _where()
    element: Any = _where()


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
    document: Document | None = _where()
    element: Any = _where()


@dataclass(frozen=True, slots=True)
class Member(Placed):
    """A member of an enumeration; `value` is the effective one where the document leaves it out (section 10.3)."""

    name: str
    value: int
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = _where()
    element: Any = _where()


@dataclass(frozen=True, slots=True)
class EnumType(Placed):
    """An enumeration type (section 10)."""

    name: QName
    members: tuple[Member, ...] = ()
    underlying: QName = QName(EDM, "Int32")
    flags: bool = False
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = _where()
    element: Any = _where()


@dataclass(frozen=True, slots=True)
class TypeDefinition(Placed):
    """A type definition: a name for a primitive type with facets (section 11)."""

    name: QName
    underlying: QName
    facets: Facets = NO_FACETS
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = _where()
    element: Any = _where()


StructuredType: TypeAlias = EntityType | ComplexType
Type: TypeAlias = EntityType | ComplexType | EnumType | TypeDefinition


# --- operations (section 12), terms (section 14.1) --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Parameter(Placed):
    """A parameter of an action or function; the first of a bound one is the binding parameter (section 12.9)."""

    name: str
    type: TypeRef
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = _where()
    element: Any = _where()


@dataclass(frozen=True, slots=True)
class ReturnType(Placed):
    """What an operation returns (section 12.8)."""

    type: TypeRef
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = _where()
    element: Any = _where()


@dataclass(frozen=True, slots=True)
class Operation(Placed):
    """One overload of an action or function (sections 12.1 to 12.4)."""

    name: QName
    kind: Literal["action", "function"]
    bound: bool = False
    parameters: tuple[Parameter, ...] = ()
    returns: ReturnType | None = None
    composable: bool = False
    entity_set_path: str | None = None
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = _where()
    element: Any = _where()

    @property
    def binding(self) -> TypeRef | None:
        """The type of the binding parameter of a bound operation."""
        return self.parameters[0].type if self.bound and self.parameters else None

    @property
    def signature(self) -> str:
        """The overload as an annotation target spells it (section 14.2.2): `ns.op(ns.bound,Edm.String)`.

        Actions are told apart by their binding parameter alone, functions by all of their parameters.
        """
        told = self.parameters if self.kind == "function" else self.parameters[: int(self.bound)]
        return f"{self.name}({','.join(str(each.type) for each in told)})"


@dataclass(frozen=True, slots=True)
class Term(Placed):
    """A vocabulary term (section 14.1)."""

    name: QName
    type: TypeRef
    default: str | None = None
    base_term: QName | None = None
    applies_to: tuple[str, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = _where()
    element: Any = _where()


# --- entity container (section 13) -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NavigationPropertyBinding(Placed):
    """Which entity set the targets of a navigation property are in (section 13.4)."""

    path: str
    target: str
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = _where()
    element: Any = _where()


@dataclass(frozen=True, slots=True)
class EntitySet(Placed):
    """An entity set (section 13.2)."""

    name: str
    type: QName
    bindings: tuple[NavigationPropertyBinding, ...] = ()
    in_service_document: bool = True
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = _where()
    element: Any = _where()


@dataclass(frozen=True, slots=True)
class Singleton(Placed):
    """A singleton (section 13.3)."""

    name: str
    type: QName
    bindings: tuple[NavigationPropertyBinding, ...] = ()
    nullable: bool = False
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = _where()
    element: Any = _where()


@dataclass(frozen=True, slots=True)
class OperationImport(Placed):
    """An action import or function import (sections 13.5 and 13.6)."""

    name: str
    operation: QName
    kind: Literal["action", "function"]
    entity_set: str | None = None
    in_service_document: bool = False
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = _where()
    element: Any = _where()


@dataclass(frozen=True, slots=True)
class EntityContainer(Placed):
    """An entity container (section 13)."""

    name: QName
    extends: QName | None = None
    sets: tuple[EntitySet, ...] = ()
    singletons: tuple[Singleton, ...] = ()
    imports: tuple[OperationImport, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = _where()
    element: Any = _where()

    @property
    def roots(self) -> tuple[EntitySet | Singleton, ...]:
        """Where paths begin: entity sets, then singletons."""
        return (*self.sets, *self.singletons)


# --- the document (sections 3 to 5) ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Include(Placed):
    """A schema of a referenced document made available, under an alias where one is given (section 3.3)."""

    namespace: str
    alias: str | None = None
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = _where()
    element: Any = _where()


@dataclass(frozen=True, slots=True)
class IncludeAnnotations:
    """Annotations of a referenced document that are of interest (section 3.4)."""

    term_namespace: str
    qualifier: str | None = None
    target_namespace: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to another document (section 3.2)."""

    uri: str
    includes: tuple[Include, ...] = ()
    include_annotations: tuple[IncludeAnnotations, ...] = ()
    annotations: tuple[Annotation, ...] = ()


@dataclass(frozen=True, slots=True)
class Schema(Placed):
    """One schema (section 5), its children grouped by kind, each group in document order."""

    namespace: str
    alias: str | None = None
    types: tuple[Type, ...] = ()
    operations: tuple[Operation, ...] = ()
    terms: tuple[Term, ...] = ()
    containers: tuple[EntityContainer, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    targets: tuple[Annotations, ...] = ()
    document: Document | None = _where()
    element: Any = _where()


@dataclass(frozen=True)
class EdmModel:
    """A whole model: the schemas of one or more documents, with look-ups by qualified name."""

    schemas: tuple[Schema, ...] = ()
    references: tuple[Reference, ...] = ()
    version: str = "4.0"

    @cached_property
    def types(self) -> dict[QName, Type]:
        """Every type by qualified name; the first of duplicates."""
        found: dict[QName, Type] = {}
        for schema in self.schemas:
            for each in schema.types:
                found.setdefault(each.name, each)
        return found

    @cached_property
    def operations(self) -> dict[QName, tuple[Operation, ...]]:
        """The overloads of every action and function by qualified name, in document order."""
        found: dict[QName, tuple[Operation, ...]] = {}
        for schema in self.schemas:
            for each in schema.operations:
                found[each.name] = (*found.get(each.name, ()), each)
        return found

    @cached_property
    def containers(self) -> tuple[EntityContainer, ...]:
        """Every entity container, in document order."""
        return tuple(each for schema in self.schemas for each in schema.containers)

    def structured(self, name: QName) -> StructuredType | None:
        """The entity or complex type of that name, None where there is none."""
        found = self.types.get(name)
        return found if isinstance(found, (EntityType, ComplexType)) else None

    def ancestry(self, name: QName) -> Iterator[StructuredType]:
        """A structured type and its base types, derived first; stops at an unknown base and at a cycle."""
        seen: set[QName] = set()
        found = self.structured(name)
        while found is not None and found.name not in seen:
            seen.add(found.name)
            yield found
            found = self.structured(found.base) if found.base else None

    @cached_property
    def derived(self) -> dict[QName, tuple[QName, ...]]:
        """The directly derived types of every base type, in document order."""
        found: dict[QName, tuple[QName, ...]] = {}
        for each in self.types.values():
            if isinstance(each, (EntityType, ComplexType)) and each.base:
                found[each.base] = (*found.get(each.base, ()), each.name)
        return found
