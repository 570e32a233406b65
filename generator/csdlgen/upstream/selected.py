"""What upstream publishes now, seen from a package: the slice that its selection takes, and what is in the way.

A service may take away what is selected or annotated, and publish what was only documented. None of that is an error
here, unlike with the documents of the repository: it is what somebody wants to be told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from csdlgen.edm.compose.merge import Named, identity
from csdlgen.edm.compose.overlay import overlay
from csdlgen.edm.model import (
    PLACE,
    Document,
    EdmModel,
    Operation,
    Schema,
)
from csdlgen.errors import CsdlgenError, Diagnostic, Severity
from csdlgen.project.config import PackageConfig
from csdlgen.routes.documented import DocumentedLine, documented_paths, read_lines
from csdlgen.select import Selection, Slice, select
from csdlgen.urls import UrlLookup

_Element = TypeVar("_Element", bound=Named)
_GONE = frozenset(("unknown-operation", "unknown-type", "unknown-resource"))


@dataclass(frozen=True, slots=True)
class Taken:
    """What a package takes of upstream: the slice, of the whole model with overlays; errors about selected names that
    upstream does not have; notes on what overlays define and upstream publishes."""

    slice: Slice
    whole: EdmModel
    lacking: tuple[Diagnostic, ...]
    superseded: tuple[Diagnostic, ...]


def take(
    package: PackageConfig, upstream: EdmModel, overlays: Iterable[EdmModel], documented: Iterable[DocumentedLine]
) -> Taken:
    """The slice of a model as published. Where an overlay differs from it, what is published counts."""
    model = upstream
    notes: list[Diagnostic] = []
    for over in overlays:
        notes += _superseded(upstream, over)
        model = _overlaid(model, over)
    lines = documented_paths(read_lines(UrlLookup(model), documented, package.service_root))
    lacking: tuple[Diagnostic, ...] = ()
    selection = package.selection
    try:
        found = select(model, selection, package.limits, lines, where=package.places)
    except CsdlgenError as error:
        lacking = error.diagnostics
        selection = _without(selection, {each.path for each in lacking if each.code in _GONE})
        found = select(model, selection, package.limits, lines)
    return Taken(found, model, lacking, tuple(notes))


def _without(selection: Selection, names: Collection[str]) -> Selection:
    def left(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(each for each in texts if each not in names)

    return replace(
        selection,
        operations=left(selection.operations),
        types=left(selection.types),
        resources=left(selection.resources),
    )


# --- overlays that no longer fit ------------------------------------------------------------------


def _overlaid(model: EdmModel, over: EdmModel) -> EdmModel:
    """The model with an overlay on it, but for what is published differently, or annotates what is not published."""
    try:
        return overlay(model, over)
    except CsdlgenError as error:
        odd = {each.where for each in error.diagnostics if each.severity is Severity.ERROR} - {None}
        if not odd:
            raise
        schemas = tuple(_schema_without(each, odd) for each in over.schemas)
        return _overlaid(model, replace(over, schemas=schemas))


def _schema_without(schema: Schema, odd: Collection[object]) -> Schema:
    def left(elements: tuple[_Element, ...]) -> tuple[_Element, ...]:
        return tuple(each for each in elements if each.location not in odd)

    containers = tuple(
        replace(each, sets=left(each.sets), singletons=left(each.singletons), imports=left(each.imports))
        for each in left(schema.containers)
    )
    return replace(
        schema,
        types=left(schema.types),
        operations=left(schema.operations),
        terms=left(schema.terms),
        containers=containers,
        targets=tuple(each for each in schema.targets if each.location not in odd),
    )


def _superseded(upstream: EdmModel, over: EdmModel) -> Iterator[Diagnostic]:
    """A note for each element that an overlay defines and upstream publishes."""
    known = {key for schema in upstream.schemas for key, _ in _named(schema)}
    both = [(key, each) for schema in over.schemas for key, each in _named(schema) if key in known]
    try:
        different: set[object] = set()
        if both:
            overlay(upstream, over)
    except CsdlgenError as error:
        different = {each.where for each in error.diagnostics if each.code == "overlay-conflict"}
    for _, each in both:
        how = "differently from the overlay" if each.location in different else "as the overlay has it"
        yield Diagnostic(
            code="overlay-superseded",
            message=f"upstream publishes {identity(each)} now, {how}",
            remedy="Remove it from the overlay, then run `csdlgen update`.",
            path=identity(each),
            where=each.location,
            severity=Severity.NOTE,
        )


def _named(schema: Schema) -> Iterator[tuple[object, Named]]:
    """What a schema defines under names, with what tells it from everything else."""
    for type_ in schema.types:
        yield ("type", str(type_.name)), type_
    for term in schema.terms:
        yield ("term", str(term.name)), term
    for operation in schema.operations:
        yield overload(operation), operation
    for container in schema.containers:
        for child in container.children:
            yield (str(container.name), child.name), child


def overload(operation: Operation) -> tuple[object, ...]:
    """What tells an overload from all others, actions and functions of its name among them."""
    return operation.kind, operation.bound, operation.signature


# --- places -----------------------------------------------------------------------------------------


def anchored(new: EdmModel, old: EdmModel) -> EdmModel:
    """The new model with the places of the old one, for readers who have only that: an element has the place of its
    counterpart, or of what that would stand in."""
    types = {each.name: each for each in old.types.values()}
    schemas = {each.namespace: each for each in old.schemas}
    operations = {overload(each): each for overloads in old.operations.values() for each in overloads}
    containers = {each.name: each for each in old.containers}

    def schema(each: Schema) -> Schema:
        home = schemas.get(each.namespace)
        return replace(
            each,
            document=home.document if home else None,
            element=home.element if home else None,
            types=tuple(_anchored(one, types.get(one.name) or home) for one in each.types),
            operations=tuple(_anchored(one, operations.get(overload(one)) or home) for one in each.operations),
            containers=tuple(_anchored(one, containers.get(one.name) or home) for one in each.containers),
        )

    return replace(new, schemas=tuple(map(schema, new.schemas)))


def _anchored(element: Any, home: Any) -> Any:
    """An element and what is in it, with the places of another one and what is in that, as far as names agree."""
    changed: dict[str, Any] = {}
    for each in fields(element):
        value, other = getattr(element, each.name), getattr(home, each.name, None)
        if each.name in PLACE:
            changed[each.name] = other
        elif isinstance(value, tuple) and value and is_dataclass(value[0]):
            known = {_told(item): item for item in other or ()} if isinstance(other, tuple) else {}
            changed[each.name] = tuple(_anchored(item, known.get(_told(item)) or _place_of(home)) for item in value)
    return replace(element, **changed)


def _told(element: Any) -> tuple[Any, ...]:
    return tuple(getattr(element, each, None) for each in ("name", "term", "qualifier", "path"))


@dataclass(frozen=True, slots=True)
class _Place:
    """A place without anything in it."""

    document: Document | None = None
    element: Any = None


def _place_of(home: Any) -> _Place:
    return _Place(home.document, home.element) if home else _Place()
