"""Several documents as one model (CSDL section 3.2): what both of two documents define must be equal, annotations
aside."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeAlias, TypeVar

from csdlgen.edm.compose.out_of_line import Combine, OutOfLine, adding
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
from csdlgen.edm.visit import has_parts, rebuilt
from csdlgen.errors import CsdlgenError, Diagnostic, Severity

Named: TypeAlias = Type | Operation | Term | EntitySet | Singleton | OperationImport | EntityContainer
Clash: TypeAlias = Callable[[Named, Named], None]
"""Is given two definitions of one name that are not equal, the first one first."""
_Named = TypeVar("_Named", Type, Operation, Term, EntitySet, Singleton, OperationImport)


def join(models: Sequence[EdmModel]) -> EdmModel:
    """One model of the schemas and references of all, in order, without aliases; a single one as it is.

    A namespace that several define has the elements of all. Annotations that one document has out of line are on their
    elements in another; those without an element stay in `Schema.targets`. Raises CsdlgenError with two
    `duplicate-name` diagnostics, an error and a note with the other place, for each element that two documents define
    differently.
    """
    if len(models) == 1:
        return models[0]
    models = [without_aliases(model) for model in models]
    problems: list[Diagnostic] = []

    def clash(known: Named, other: Named) -> None:
        message = f"two documents define {identity(other)} differently"
        remedy = "Make the two definitions equal, or leave one of the documents out."
        problems.extend(two_definitions("duplicate-name", message, remedy, known, other))

    schemas: dict[str, Schema] = {}
    for schema in (schema for model in models for schema in model.schemas):
        known = schemas.get(schema.namespace)
        schemas[schema.namespace] = merge_schemas(known, schema, adding, clash) if known else schema
    if problems:
        raise CsdlgenError(*problems)
    targets = (target for schema in schemas.values() for target in schema.targets)
    joined = OutOfLine(targets, adding).onto(schemas.values())
    references = tuple(dict.fromkeys(reference for model in models for reference in model.references))
    return EdmModel(joined, references, max((model.version for model in models), default="4.0"))


def merge_schemas(base: Schema, over: Schema, combine: Combine, clash: Clash) -> Schema:
    """The elements of both, those of `base` first; where two clash, the one of `base`."""
    containers = {container.name: container for container in base.containers}
    for container in over.containers:
        known = containers.get(container.name)
        containers[container.name] = _container(known, container, combine, clash) if known else container
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
    merged = list(base)
    numbers: dict[object, int] = {}
    for number, element in enumerate(base):
        numbers.setdefault(_key(element), number)
    for element in over:
        known = numbers.get(_key(element))
        if known is None:
            merged.append(element)
        elif _bare(merged[known]) == _bare(element):
            merged[known] = _united(merged[known], element, combine)
        else:
            clash(merged[known], element)
    return tuple(merged)


def identity(element: Named) -> str:
    """The name of an element; an overload's with what tells it apart from the others."""
    return element.signature if isinstance(element, Operation) else str(element.name)


def _key(element: Named) -> object:
    """An action and a function, or a bound and an unbound operation, never are overloads of each other."""
    if isinstance(element, Operation):
        return element.signature, element.kind, element.bound
    return str(element.name)


def _bare(element: Any) -> Any:
    """An element without any annotations, for comparison."""

    def change(name: str, value: Any) -> Any:
        if name == "annotations":
            return ()
        if isinstance(value, tuple) and not hasattr(value, "_fields"):
            return tuple(map(_bare, value))
        return _bare(value)

    return rebuilt(element, change) if has_parts(element) else element


def _united(base: Any, over: Any, combine: Combine) -> Any:
    """Two elements that differ in annotations only, as one that has both."""

    def change(name: str, ours: Any) -> Any:
        theirs = getattr(over, name)
        if name == "annotations":
            return combine(ours, theirs)
        if isinstance(ours, tuple) and ours and has_parts(ours[0]):
            return tuple(_united(*pair, combine) for pair in zip(ours, theirs, strict=True))
        # A result or an OnDelete, which have annotations too.
        return _united(ours, theirs, combine) if has_parts(ours) else ours

    return rebuilt(base, change)


def without_aliases(model: EdmModel, namespaces: Container[str] | None = None) -> EdmModel:
    """The model as part of another one: an alias holds in its own document (section 5.1.1), and in another the same
    text may stand for something else; with `namespaces`, only aliases that are one of those go. The names in a model
    are without aliases, so nothing else changes."""

    def goes(alias: str | None) -> bool:
        return alias is not None and (namespaces is None or alias in namespaces)

    def reference(given: Reference) -> Reference:
        if not any(goes(include.alias) for include in given.includes):
            return given
        includes = (replace(each, alias=None) if goes(each.alias) else each for each in given.includes)
        return replace(given, includes=tuple(includes))

    schemas = tuple(replace(schema, alias=None) if goes(schema.alias) else schema for schema in model.schemas)
    return replace(model, schemas=schemas, references=tuple(map(reference, model.references)))


def two_definitions(code: str, message: str, remedy: str, known: Named, other: Named) -> tuple[Diagnostic, Diagnostic]:
    """The error for an element that is defined twice, and a note with the place of the first definition."""
    name = identity(other)
    first = f"{name} is first defined here"
    compare = "Compare the two definitions."
    return (
        Diagnostic(code=code, message=message, remedy=remedy, path=name, where=other.location),
        Diagnostic(code=code, message=first, remedy=compare, path=name, where=known.location, severity=Severity.NOTE),
    )
