"""Two descriptions of one namespace as one: what both define must be equal, annotations aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeAlias, TypeVar

from csdlgen.edm.compose.targets import Combine
from csdlgen.edm.model import (
    EdmModel,
    EntityContainer,
    EntitySet,
    Operation,
    OperationImport,
    Reference,
    Schema,
    Singleton,
    Term,
    Type,
)
from csdlgen.errors import Diagnostic, Severity

Named: TypeAlias = Type | Operation | Term | EntitySet | Singleton | OperationImport | EntityContainer
Clash: TypeAlias = Callable[[Named, Named], None]
"""Is told of two definitions of one name that are not equal, the first one first."""
_Named = TypeVar("_Named", Type, Operation, Term, EntitySet, Singleton, OperationImport)
_Element = TypeVar("_Element")


def merge_schemas(base: Schema, over: Schema, combine: Combine, clash: Clash) -> Schema:
    """The elements of both, those of `base` first; where two clash, the one of `base`."""
    containers = {each.name: each for each in base.containers}
    for each in over.containers:
        known = containers.get(each.name)
        containers[each.name] = _container(known, each, combine, clash) if known else each
    return replace(
        base,
        types=_merged(base.types, over.types, combine, clash),
        operations=_merged(base.operations, over.operations, combine, clash),
        terms=_merged(base.terms, over.terms, combine, clash),
        containers=tuple(containers.values()),
        annotations=combine(base.annotations, over.annotations),
        targets=(*base.targets, *over.targets),
    )


def _container(base: EntityContainer, over: EntityContainer, combine: Combine, clash: Clash) -> EntityContainer:
    if base.extends and over.extends and base.extends != over.extends:
        clash(base, over)
    return replace(
        base,
        extends=base.extends or over.extends,
        sets=_merged(base.sets, over.sets, combine, clash),
        singletons=_merged(base.singletons, over.singletons, combine, clash),
        imports=_merged(base.imports, over.imports, combine, clash),
        annotations=combine(base.annotations, over.annotations),
    )


def _merged(base: Sequence[_Named], over: Iterable[_Named], combine: Combine, clash: Clash) -> tuple[_Named, ...]:
    """A name that one side has twice, which published documents do, stays there twice."""
    found = list(base)
    at: dict[object, int] = {}
    for number, each in enumerate(base):
        at.setdefault(_key(each), number)
    for each in over:
        known = at.get(_key(each))
        if known is None:
            found.append(each)
        elif _bare(found[known]) == _bare(each):
            found[known] = _united(found[known], each, combine)
        else:
            clash(found[known], each)
    return tuple(found)


def identity(element: Named) -> str:
    """The name of an element; an overload's with what tells it apart from the others."""
    return element.signature if isinstance(element, Operation) else str(element.name)


def _key(element: Named) -> object:
    """An action and a function, or a bound and an unbound operation, never are overloads of each other."""
    told = (element.kind, element.bound) if isinstance(element, Operation) else ()
    return identity(element), *told


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


def _united(base: _Element, over: _Element, combine: Combine) -> _Element:
    """Two elements that differ in annotations only, as one that has both."""
    changed: dict[str, Any] = {}
    for each in fields(base):  # type: ignore[arg-type]
        ours, theirs = getattr(base, each.name), getattr(over, each.name)
        if each.name == "annotations":
            changed[each.name] = combine(ours, theirs)
        elif isinstance(ours, tuple) and ours and is_dataclass(ours[0]):
            changed[each.name] = tuple(_united(*pair, combine) for pair in zip(ours, theirs, strict=True))
        elif is_dataclass(ours):  # a result or an OnDelete, which have annotations too
            changed[each.name] = _united(ours, theirs, combine)
    return replace(base, **changed)  # type: ignore[type-var]


def without_aliases(model: EdmModel) -> EdmModel:
    """The model as part of another one: an alias holds in its own document (section 5.1.1), and in another the same
    text may stand for something else. The names in a model are without aliases, so nothing else changes."""
    schemas = tuple(replace(each, alias=None) if each.alias else each for each in model.schemas)
    return replace(model, schemas=schemas, references=tuple(map(_reference, model.references)))


def _reference(reference: Reference) -> Reference:
    if not any(each.alias for each in reference.includes):
        return reference
    return replace(reference, includes=tuple(replace(each, alias=None) for each in reference.includes))


def two_definitions(code: str, message: str, remedy: str, known: Named, each: Named) -> tuple[Diagnostic, Diagnostic]:
    """The error for an element that is defined twice, and a note with the place of the first definition."""
    name = identity(each)
    first = f"{name} is first defined here"
    return (
        Diagnostic(code=code, message=message, remedy=remedy, path=name, where=each.location),
        Diagnostic(
            code=code,
            message=first,
            remedy="Compare the two definitions.",
            path=name,
            where=known.location,
            severity=Severity.NOTE,
        ),
    )
