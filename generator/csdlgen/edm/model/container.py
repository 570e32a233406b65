"""The entity container and its children (CSDL section 13)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from csdlgen.edm.model.annotations import Annotation
from csdlgen.edm.model.base import Document, Placed, QName, where


@dataclass(frozen=True, slots=True)
class NavigationPropertyBinding(Placed):
    """Which entity set the targets of a navigation property are in (section 13.4)."""

    path: str
    target: str
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = where()
    element: Any = where()


@dataclass(frozen=True, slots=True)
class EntitySet(Placed):
    """An entity set (section 13.2)."""

    name: str
    type: QName
    bindings: tuple[NavigationPropertyBinding, ...] = ()
    in_service_document: bool = True
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = where()
    element: Any = where()


@dataclass(frozen=True, slots=True)
class Singleton(Placed):
    """A singleton (section 13.3)."""

    name: str
    type: QName
    bindings: tuple[NavigationPropertyBinding, ...] = ()
    nullable: bool = False
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = where()
    element: Any = where()


@dataclass(frozen=True, slots=True)
class OperationImport(Placed):
    """An action import or function import (sections 13.5 and 13.6)."""

    name: str
    operation: QName
    kind: Literal["action", "function"]
    entity_set: str | None = None
    in_service_document: bool = False
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = where()
    element: Any = where()


@dataclass(frozen=True, slots=True)
class EntityContainer(Placed):
    """An entity container (section 13)."""

    name: QName
    extends: QName | None = None
    sets: tuple[EntitySet, ...] = ()
    singletons: tuple[Singleton, ...] = ()
    imports: tuple[OperationImport, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = where()
    element: Any = where()

    @property
    def roots(self) -> tuple[EntitySet | Singleton, ...]:
        """Where paths begin: entity sets, then singletons."""
        return (*self.sets, *self.singletons)

    @property
    def children(self) -> tuple[EntitySet | Singleton | OperationImport, ...]:
        """The roots and the operation imports."""
        return (*self.roots, *self.imports)
