"""What restrictions of a service say about the part of it that a package selects.

A restriction may name properties that the package has cut, and one on entities that the package neither reads nor
writes does not affect its users.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from csdlgen.drift.annotations import leads_somewhere
from csdlgen.drift.capabilities import about, is_list_of_properties
from csdlgen.drift.spell import expression
from csdlgen.edm.lookup import Lookup
from csdlgen.edm.model import (
    Annotation,
    CollectionExpression,
    ComplexType,
    EdmModel,
    EntityContainer,
    EntitySet,
    EntityType,
    Expression,
    NavigationProperty,
    PropertyValue,
    QName,
    Record,
    Schema,
    Singleton,
    Type,
)
from csdlgen.edm.vocabularies import CAPABILITIES, CORE
from csdlgen.navigation import Path

# What routes depend on, whether entities are read or not.
_OF_ROUTES = ("NavigationRestrictions", "IndexableByKey")
_Element = TypeVar("_Element", EntitySet, Singleton, EntityType, ComplexType, NavigationProperty)


def only_selected(model: EdmModel, resources: Iterable[Path]) -> EdmModel:
    """The model of a slice, without restrictions of what is not in it; `resources` are read and written."""
    resources, lookup = tuple(resources), Lookup(model)
    roots = frozenset(each.steps[0].name for each in resources)
    steps = frozenset((step.declaring, step.name) for each in resources for step in each.steps[-1:])
    types = {line.name for each in resources for line in model.ancestry(each.target)}
    return _Selected(model, lookup, roots, steps, frozenset(types)).all()


@dataclass(frozen=True, slots=True)
class _Selected:
    """The names of roots, the last steps, and the types of the resources of a package."""

    model: EdmModel
    lookup: Lookup
    roots: frozenset[str]
    steps: frozenset[tuple[QName | None, str]]
    types: frozenset[QName]

    def all(self) -> EdmModel:
        return replace(self.model, schemas=tuple(map(self._schema, self.model.schemas)))

    def _schema(self, schema: Schema) -> Schema:
        types, containers = tuple(map(self._type, schema.types)), tuple(map(self._container, schema.containers))
        return replace(schema, types=types, containers=containers)

    def _type(self, type_: Type) -> Type:
        if not isinstance(type_, (EntityType, ComplexType)):
            return type_
        navigations = tuple(
            self._of(each, each.type.name, used=(type_.name, each.name) in self.steps) for each in type_.navigations
        )
        used = type_.name in self.types
        if isinstance(type_, EntityType):
            return self._of(replace(type_, navigations=navigations), type_.name, used=used)
        return self._of(replace(type_, navigations=navigations), type_.name, used=used)

    def _container(self, container: EntityContainer) -> EntityContainer:
        sets = tuple(self._of(each, each.type, used=each.name in self.roots) for each in container.sets)
        singletons = tuple(self._of(each, each.type, used=each.name in self.roots) for each in container.singletons)
        return replace(container, sets=sets, singletons=singletons)

    def _of(self, element: _Element, type_: QName, *, used: bool) -> _Element:
        """An element with those of its annotations that matter; `used` where it is read and written."""
        kept = (each for each in element.annotations if used or not _is_of_requests(each))
        return replace(element, annotations=tuple(self._annotation(each, type_) for each in kept))

    def _annotation(self, annotation: Annotation, type_: QName) -> Annotation:
        if annotation.term.namespace != CAPABILITIES:
            return annotation
        return replace(annotation, value=self._value(annotation.term.name, annotation.value, type_))

    def _value(self, name: str, value: Expression, type_: QName) -> Expression:
        if isinstance(value, Record):
            return replace(value, values=tuple(self._property(each, type_) for each in value.values))
        if not isinstance(value, CollectionExpression):
            return value
        items = (each for each in value.items if self._is_selected(name, each, type_))
        return replace(value, items=tuple(self._value("", each, type_) for each in items))

    def _property(self, value: PropertyValue, type_: QName) -> PropertyValue:
        return replace(value, value=self._value(value.name, value.value, type_))

    def _is_selected(self, name: str, item: Expression, type_: QName) -> bool:
        """Whether an item of a list is about something in the slice."""
        path = about(item) if isinstance(item, Record) else expression(item) if is_list_of_properties(name) else ""
        return not path or leads_somewhere(self.lookup, type_, path)


def _is_of_requests(annotation: Annotation) -> bool:
    """Whether an annotation is about requests that read and write entities."""
    namespace, name = annotation.term
    if namespace == CORE:
        return name == "OptimisticConcurrency"
    return namespace == CAPABILITIES and name not in _OF_ROUTES
