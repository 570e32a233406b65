"""Overlays: CSDL that is documented but not published, and annotations, merged onto the published model.

A type, operation overload, term, root or import that both define is an error naming both places, unless the two
definitions are equal. An annotation of an overlay is added to the element it targets; one that repeats a term and
qualifier that the element already has replaces it, which is how an overlay corrects a description.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from csdlgen.edm.model import (
    Annotation,
    Annotations,
    EdmModel,
    EntityContainer,
    EntitySet,
    Operation,
    OperationImport,
    ReturnType,
    Schema,
    Singleton,
    Term,
    Type,
)
from csdlgen.errors import CsdlgenError, Diagnostic, Severity, nearest

_Named = TypeVar("_Named", Type, Operation, Term, EntitySet, Singleton, OperationImport)
_Element = TypeVar("_Element")


def overlay(base: EdmModel, over: EdmModel) -> EdmModel:
    """The model with an overlay merged onto it. Raises CsdlgenError listing every conflict and every annotation
    target that neither of the two has."""
    problems: list[Diagnostic] = []
    schemas = {each.namespace: each for each in base.schemas}
    for schema in over.schemas:
        known = schemas.get(schema.namespace)
        schemas[schema.namespace] = _schema(known, schema, problems) if known else replace(schema, targets=())
    targets = _Targets(each for schema in over.schemas for each in schema.targets)
    merged = tuple(targets.onto(each) for each in schemas.values())
    problems += targets.missed(EdmModel(merged))
    if problems:
        raise CsdlgenError(*problems)
    references = tuple(dict.fromkeys((*base.references, *over.references)))
    return EdmModel(merged, references, max(base.version, over.version))


def _schema(base: Schema, over: Schema, problems: list[Diagnostic]) -> Schema:
    containers = {each.name: each for each in base.containers}
    for each in over.containers:
        known = containers.get(each.name)
        containers[each.name] = _container(known, each, problems) if known else each
    return replace(
        base,
        types=_merged(base.types, over.types, problems),
        operations=_merged(base.operations, over.operations, problems),
        terms=_merged(base.terms, over.terms, problems),
        containers=tuple(containers.values()),
        annotations=_with(base.annotations, over.annotations),
    )


def _container(base: EntityContainer, over: EntityContainer, problems: list[Diagnostic]) -> EntityContainer:
    return replace(
        base,
        sets=_merged(base.sets, over.sets, problems),
        singletons=_merged(base.singletons, over.singletons, problems),
        imports=_merged(base.imports, over.imports, problems),
        annotations=_with(base.annotations, over.annotations),
    )


def _merged(base: Iterable[_Named], over: Iterable[_Named], problems: list[Diagnostic]) -> tuple[_Named, ...]:
    found = {_identity(each): each for each in base}
    for each in over:
        known = found.get(_identity(each))
        if known is None:
            found[_identity(each)] = each
        elif _bare(known) == _bare(each):
            found[_identity(each)] = _joined(known, each)
        else:
            problems += _conflict(known, each)
    return tuple(found.values())


def _identity(element: _Named) -> str:
    return element.signature if isinstance(element, Operation) else str(element.name)


def _conflict(known: _Named, each: _Named) -> tuple[Diagnostic, Diagnostic]:
    """The error, and a note with the place of the other definition."""
    name = _identity(each)
    return (
        Diagnostic(
            code="overlay-conflict",
            message=f"the overlay defines {name} differently from the metadata",
            remedy="Remove it from the overlay if the service publishes it now, or make the two definitions equal.",
            path=name,
            where=each.location,
        ),
        Diagnostic(
            code="overlay-conflict",
            message=f"{name} is first defined here",
            remedy="Compare the two definitions.",
            path=name,
            where=known.location,
            severity=Severity.NOTE,
        ),
    )


def _bare(element: Any) -> Any:
    """An element without any annotations, for comparison."""
    if not is_dataclass(element) or isinstance(element, type):
        return element
    changed: dict[str, Any] = {}
    for each in fields(element):
        value = getattr(element, each.name)
        if each.name == "annotations":
            changed[each.name] = ()
        elif isinstance(value, tuple) and not hasattr(value, "_fields"):
            changed[each.name] = tuple(_bare(item) for item in value)
        elif is_dataclass(value):
            changed[each.name] = _bare(value)
    return replace(element, **changed)


def _joined(base: _Element, over: _Element) -> _Element:
    """Two elements that differ in annotations only, as one that has both."""
    changed: dict[str, Any] = {}
    for each in fields(base):  # type: ignore[arg-type]
        ours, theirs = getattr(base, each.name), getattr(over, each.name)
        if each.name == "annotations":
            changed[each.name] = _with(ours, theirs)
        elif isinstance(ours, tuple) and ours and is_dataclass(ours[0]):
            changed[each.name] = tuple(_joined(*pair) for pair in zip(ours, theirs, strict=True))
        elif is_dataclass(ours):  # a result or an OnDelete, which have annotations too
            changed[each.name] = _joined(ours, theirs)
    return replace(base, **changed)  # type: ignore[type-var]


def _with(base: tuple[Annotation, ...], over: tuple[Annotation, ...]) -> tuple[Annotation, ...]:
    said = {(each.term, each.qualifier) for each in over}
    return (*(each for each in base if (each.term, each.qualifier) not in said), *over)


class _Targets:
    """Out-of-line annotations of overlays by target (CSDL section 14.2.2), and which of them found theirs."""

    def __init__(self, targets: Iterable[Annotations]) -> None:
        self._all = tuple(targets)
        self._by_head: dict[str, dict[str, tuple[Annotation, ...]]] = {}
        for each in self._all:
            head, _, rest = each.target.partition("/")
            found = self._by_head.setdefault(head, {})
            found[rest] = (*found.get(rest, ()), *each.annotations)
        self._used: set[str] = set()

    def onto(self, schema: Schema) -> Schema:
        """The schema with the annotations on their targets."""
        return replace(
            schema,
            types=tuple(self._element(str(each.name), each) for each in schema.types),
            operations=tuple(
                self._element(str(each.name), self._element(each.signature, each)) for each in schema.operations
            ),
            terms=tuple(self._element(str(each.name), each) for each in schema.terms),
            containers=tuple(self._element(str(each.name), each) for each in schema.containers),
        )

    def _element(self, head: str, element: _Element) -> _Element:
        wanted = self._by_head.get(head)
        return self._apply(head, "", wanted, element) if wanted else element

    def _apply(self, head: str, rest: str, wanted: dict[str, tuple[Annotation, ...]], element: _Element) -> _Element:
        changed: dict[str, Any] = {}
        for each in fields(element):  # type: ignore[arg-type]
            value = getattr(element, each.name)
            if each.name == "annotations" and rest in wanted:
                self._used.add(f"{head}/{rest}".rstrip("/"))
                changed[each.name] = _with(value, wanted[rest])
            elif isinstance(value, tuple) and value and hasattr(value[0], "annotations") and each.name != "annotations":
                changed[each.name] = tuple(self._child(head, wanted, item) for item in value)
            elif isinstance(value, ReturnType) and "$ReturnType" in wanted:
                changed[each.name] = self._apply(head, "$ReturnType", wanted, value)
        return replace(element, **changed)  # type: ignore[type-var]

    def _child(self, head: str, wanted: dict[str, tuple[Annotation, ...]], element: Any) -> Any:
        name = getattr(element, "name", None)
        return self._apply(head, name, wanted, element) if name in wanted else element

    def missed(self, model: EdmModel) -> list[Diagnostic]:
        """A diagnostic for every target that no schema of the model has."""
        heads: dict[str, Any] = {str(name): each for name, each in model.types.items()}
        heads |= {each.signature: each for overloads in model.operations.values() for each in overloads}
        heads |= {str(each.name): each for each in model.containers}
        return [
            Diagnostic(
                code="overlay-target",
                message=f"the overlay annotates {each.target}, which neither it nor the metadata defines",
                remedy=_guess(each.target, heads) or "Correct the target, or remove the annotation.",
                path=each.target,
                where=each.location,
            )
            for each in self._all
            if each.target not in self._used
        ]


def _guess(target: str, heads: Mapping[str, Any]) -> str:
    """The nearest element that there is; the nearest member where the element itself is known."""
    head, _, member = target.partition("/")
    if head not in heads:
        return nearest(head, heads)
    groups = (getattr(heads[head], each.name) for each in fields(heads[head]))
    items = (item for group in groups if isinstance(group, tuple) for item in group)
    return nearest(member, {name for item in items if isinstance(name := getattr(item, "name", None), str)})
