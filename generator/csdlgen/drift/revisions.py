"""What services say of the age and the end of their elements: the term Core.Revisions, with the dates that Microsoft
Graph adds to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from csdlgen.drift.annotations import CORE, REMOVAL_DATES, names
from csdlgen.drift.path import ElementPath, Step
from csdlgen.drift.shapes import SHAPES
from csdlgen.edm.model import (
    Annotation,
    CollectionExpression,
    ComplexType,
    Constant,
    Default,
    EdmModel,
    EntityType,
    EnumType,
    Member,
    NavigationProperty,
    Property,
    QName,
    Record,
    Type,
)
from csdlgen.errors import Location

_REVISIONS = QName(CORE, "Revisions")


@dataclass(frozen=True, slots=True)
class Revised:
    """The revisions of one element: whether one deprecates it, when it is to be removed, when it was added last."""

    deprecated: bool
    removal: date | None
    added: date | None
    location: Location | None


def revised(model: EdmModel) -> dict[str, Revised]:
    """Every element of a model with revisions, by its path as it prints. The earliest date of removal counts."""
    found: dict[str, Revised] = {}
    for path, said in _annotated(model):
        for each in said:
            if each.term == _REVISIONS:
                found[str(path)] = _revised(each)
    return found


def _revised(annotation: Annotation) -> Revised:
    value = annotation.value
    records = (
        [each for each in value.items if isinstance(each, Record)] if isinstance(value, CollectionExpression) else []
    )
    kinds = [names(each.get("Kind") or Default()) for each in records]
    ending = [each for each, kind in zip(records, kinds, strict=True) if "Deprecated" in kind]
    coming = [each for each, kind in zip(records, kinds, strict=True) if "Added" in kind]
    removals = [found for each in ending if (found := _date(each, *REMOVAL_DATES))]
    additions = [found for each in coming if (found := _date(each, "Date"))]
    return Revised(bool(ending), min(removals, default=None), max(additions, default=None), annotation.location)


def _date(record: Record, *wanted: str) -> date | None:
    for name in wanted:
        value = record.get(name)
        if isinstance(value, Constant):
            try:
                return date.fromisoformat(value.text[:10])
            except ValueError:
                return None
    return None


def _annotated(model: EdmModel) -> Iterator[tuple[ElementPath | str, tuple[Annotation, ...]]]:
    """Elements with their annotations, those from elsewhere (CSDL section 14.2.1) included."""
    signatures: dict[str, ElementPath] = {}
    for schema in model.schemas:
        home = ElementPath((Step("schema", schema.namespace),))
        yield home, schema.annotations
        for type_ in schema.types:
            path = home.to(SHAPES[type(type_)].step(type_))
            yield path, type_.annotations
            for each in _members(type_):
                if each.annotations:
                    yield path.to(SHAPES[type(each)].step(each)), each.annotations
        for operation in schema.operations:
            signatures[operation.signature] = path = home.to(SHAPES[type(operation)].step(operation))
            yield path, operation.annotations
            for given in operation.parameters:
                if given.annotations:
                    yield path.to(SHAPES[type(given)].step(given)), given.annotations
        for container in schema.containers:
            path = home.to(SHAPES[type(container)].step(container))
            yield path, container.annotations
            for root in container.roots:
                yield path.to(SHAPES[type(root)].step(root)), root.annotations
    for schema in model.schemas:
        for target in schema.targets:
            yield signatures.get(target.target, target.target), target.annotations


def _members(type_: Type) -> tuple[Property | NavigationProperty | Member, ...]:
    if isinstance(type_, EnumType):
        return type_.members
    return (*type_.properties, *type_.navigations) if isinstance(type_, (EntityType, ComplexType)) else ()
