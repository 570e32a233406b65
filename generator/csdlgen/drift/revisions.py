"""When elements were added and are to be removed, as services say with the term Core.Revisions and the dates that
Microsoft Graph adds to it; and the tags of findings that follow."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from csdlgen.drift.annotations import REMOVAL_DATES, REVISIONS, names
from csdlgen.drift.change import Change
from csdlgen.drift.finding import Tag, Verdict, Verdicts
from csdlgen.drift.path import ElementPath, ElementStep, item_type
from csdlgen.drift.rules import RULES
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

_RECENT = timedelta(days=60)
_TYPED = ("Type", "EntityType", "BaseType", "UnderlyingType")


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
            if str(each.term) == REVISIONS:
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
        home = ElementPath((ElementStep("schema", schema.namespace),))
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


@dataclass(frozen=True, slots=True)
class Tagger:
    """`old` are the revisions that the old model states, `gone` paths of elements that documents before it had."""

    old: dict[str, Revised]
    today: date
    gone: Container[str]

    def tags(self, change: Change, verdicts: Verdicts) -> tuple[Tag, ...]:
        """The tags of a change; that it was announced is said of what may hurt."""
        return tuple(self._tags(change, verdicts))

    def _tags(self, change: Change, verdicts: Verdicts) -> Iterator[Tag]:
        path = change.old
        if path is not None and REVISIONS not in RULES[change.rule].terms:
            elements = [*_homes(path), *_types(change, path)]
            revisions = [self.old[element] for element in elements if element in self.old]
            if verdicts.worst() >= Verdict.DANGEROUS and any(each.deprecated for each in revisions):
                yield "announced"
            if any(each.added and timedelta() <= self.today - each.added <= _RECENT for each in revisions):
                yield "recent"
        if path is None and str(change.new) in self.gone:
            yield "returned"


def _homes(path: ElementPath) -> Iterator[str]:
    """An element and what it is in, as they print."""
    for length in range(len(path.steps), 0, -1):
        yield str(ElementPath(path.steps[:length]))


def _types(change: Change, path: ElementPath) -> Iterator[str]:
    """The types that an element has or is bound to: who deprecates a type deprecates its usages."""
    for each in change.differences:
        if each.path == path and each.attribute in _TYPED and isinstance(each.before, QName):
            yield str(each.before)
    for step in path.steps:
        if step.kind == "operation" and step.key[0]:
            yield item_type(step.key[0])
