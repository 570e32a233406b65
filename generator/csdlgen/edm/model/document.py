"""Schemas, references to other documents, and the model of them all (CSDL sections 3 to 5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from csdlgen.edm.model.annotations import Annotation, Annotations
from csdlgen.edm.model.base import QName, position, value
from csdlgen.edm.model.elements import (
    ComplexType,
    EntityContainer,
    EntityType,
    Operation,
    StructuredType,
    Term,
    Type,
)
from csdlgen.errors import Location


@value
class Include:
    """A schema of a referenced document made available, under an alias where one is given (section 3.3)."""

    namespace: str
    alias: str | None = None
    annotations: tuple[Annotation, ...] = ()
    location: Location | None = position()


@value
class IncludeAnnotations:
    """Annotations of a referenced document that are of interest (section 3.4)."""

    term_namespace: str
    qualifier: str | None = None
    target_namespace: str | None = None


@value
class Reference:
    """A reference to another document (section 3.2)."""

    uri: str
    includes: tuple[Include, ...] = ()
    include_annotations: tuple[IncludeAnnotations, ...] = ()
    annotations: tuple[Annotation, ...] = ()


@value
class Schema:
    """One schema (section 5), its children grouped by kind, each group in document order."""

    namespace: str
    alias: str | None = None
    types: tuple[Type, ...] = ()
    operations: tuple[Operation, ...] = ()
    terms: tuple[Term, ...] = ()
    containers: tuple[EntityContainer, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    targets: tuple[Annotations, ...] = ()
    location: Location | None = position()


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
        found: dict[QName, list[Operation]] = {}
        for schema in self.schemas:
            for each in schema.operations:
                found.setdefault(each.name, []).append(each)
        return {name: tuple(each) for name, each in found.items()}

    @cached_property
    def containers(self) -> tuple[EntityContainer, ...]:
        """Every entity container, in document order."""
        return tuple(each for schema in self.schemas for each in schema.containers)

    def named(self, text: str) -> QName:
        """The qualified name that a text stands for: it ends at the last dot, unless the model defines something whose
        own name has dots, as some services do (`Order.Default` in the namespace `Erp`)."""
        return self._dotted.get(text) or QName.parse(text)

    @cached_property
    def _dotted(self) -> dict[str, QName]:
        groups = (group for schema in self.schemas for group in (schema.types, schema.operations, schema.containers))
        return {str(each.name): each.name for group in groups for each in group if "." in each.name.name}

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
        found: dict[QName, list[QName]] = {}
        for each in self.types.values():
            if isinstance(each, (EntityType, ComplexType)) and each.base:
                found.setdefault(each.base, []).append(each.name)
        return {base: tuple(names) for base, names in found.items()}
