"""When elements were added and are to be removed, as services say with the term Core.Revisions and the dates that
Microsoft Graph adds to it; and the tags of findings that follow."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from csdlgen.drift.annotations import REVISIONS, names
from csdlgen.drift.change import Change
from csdlgen.drift.finding import Tag, Verdict, Verdicts
from csdlgen.drift.path import ElementPath, item_type
from csdlgen.drift.rules import RULES
from csdlgen.drift.shapes import SHAPES
from csdlgen.edm.model import Annotation, CollectionExpression, Constant, Default, EdmModel, Operation, QName, Record
from csdlgen.edm.visit import children
from csdlgen.edm.vocabularies import CORE, REMOVAL_DATES
from csdlgen.errors import Location

_RECENT = timedelta(days=60)
_REVISIONS = QName(CORE, "Revisions")
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
    revisions: dict[str, Revised] = {}
    operations: dict[str, str] = {}
    for line in _lines(model):
        element = line[-1]
        if isinstance(element, Operation):
            operations[element.signature] = _path(line)
        if revision := _revisions(element.annotations):
            revisions[_path(line)] = revision
    # Annotations elements (CSDL section 14.2.1) have operations as targets by their signature.
    for target in (each for schema in model.schemas for each in schema.targets):
        if revision := _revisions(target.annotations):
            revisions[operations.get(target.target, target.target)] = revision
    return revisions


def _lines(model: EdmModel) -> Iterator[tuple[Any, ...]]:
    """Every element that may have revisions, with what it is in, outermost first."""
    for schema in model.schemas:
        yield (schema,)
        for parent in (*schema.types, *schema.operations, *schema.containers):
            yield schema, parent
            for child in children(parent):
                yield schema, parent, child


def _path(line: Iterable[Any]) -> str:
    return str(ElementPath(tuple(SHAPES[type(element)].step(element) for element in line)))


def _revisions(annotations: Iterable[Annotation]) -> Revised | None:
    """The revisions among annotations, the last of several."""
    same = [annotation for annotation in annotations if annotation.term == _REVISIONS]
    return _revised(same[-1]) if same else None


def _revised(annotation: Annotation) -> Revised:
    value = annotation.value
    items = value.items if isinstance(value, CollectionExpression) else ()
    kinds = [(names(item.get("Kind") or Default()), item) for item in items if isinstance(item, Record)]
    ending = [record for kind, record in kinds if "Deprecated" in kind]
    coming = [record for kind, record in kinds if "Added" in kind]
    removals = filter(None, (_date(record, *REMOVAL_DATES) for record in ending))
    additions = filter(None, (_date(record, "Date") for record in coming))
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


@dataclass(frozen=True, slots=True)
class Tagger:
    """`old` are the revisions that the old model states, `gone` paths of elements that documents before it had."""

    old: dict[str, Revised]
    today: date
    gone: Container[str]

    def tags(self, change: Change, verdicts: Verdicts) -> tuple[Tag, ...]:
        """The tags of a change. Only what may break clients is tagged as announced."""
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
    """The types that an element has or is bound to: a deprecated type is deprecated wherever it is used."""
    for each in change.differences:
        if each.path == path and each.attribute in _TYPED and isinstance(each.before, QName):
            yield str(each.before)
    for step in path.steps:
        if step.kind == "operation" and step.key[0]:
            yield item_type(step.key[0])
