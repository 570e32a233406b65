"""What a package takes of upstream: the slice that its selection takes now, and what is in the way of that.

A service may remove what is selected or annotated, and publish what was only documented. Unlike in the documents of the
repository, none of that is an error here: it is what the user wants to know.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from csdlgen.edm.compose.merge import Named, identity
from csdlgen.edm.compose.overlay import overlay
from csdlgen.edm.model import EdmModel, EntityContainer, Operation, Schema
from csdlgen.edm.visit import rebuilt
from csdlgen.errors import CsdlgenError, Diagnostic, Severity
from csdlgen.pipeline import read_documented, read_model
from csdlgen.project.config import PackageConfig
from csdlgen.project.inputs import Source
from csdlgen.project.packages import ConfiguredPackage
from csdlgen.project.positions import errors_with_positions, with_positions
from csdlgen.routes.documented import DocumentedLine, documented_paths, read_lines
from csdlgen.select import Selection, Slice, select
from csdlgen.urls import UrlLookup

_Parent = TypeVar("_Parent", Schema, EntityContainer)
_NOT_PUBLISHED = frozenset(("unknown-operation", "unknown-type", "unknown-resource"))


@dataclass(frozen=True, slots=True)
class Taken:
    """What a package takes of upstream: the slice; the whole model with overlays that it is a part of; errors about
    selected names that upstream does not have; notes on what overlays define and upstream publishes."""

    slice: Slice
    whole: EdmModel
    lacking: tuple[Diagnostic, ...]
    superseded: tuple[Diagnostic, ...]


def take_of(package: ConfiguredPackage, upstream: EdmModel, sources: Sequence[Source] = ()) -> Taken:
    """What a package with its own overlays takes of upstream, which was read from `sources`. Raises CsdlgenError where
    that cannot be selected."""
    inputs = package.inputs
    overlays = [read_model([source]) for source in inputs.overlays]
    with errors_with_positions((*inputs.all, *sources)):
        taken = take(package.config, upstream, overlays, read_documented(inputs.documented))
    return replace(taken, superseded=with_positions(taken.superseded, inputs.all))


def take(
    package: PackageConfig, upstream: EdmModel, overlays: Iterable[EdmModel], documented: Iterable[DocumentedLine]
) -> Taken:
    """The slice of a model as published. Where an overlay contradicts it, the published element counts."""
    model = upstream
    notes: list[Diagnostic] = []
    for over in overlays:
        notes += _superseded(upstream, over)
        model = _overlaid(model, over)
    lines = documented_paths(read_lines(UrlLookup(model), documented, package.service_root))
    lacking: tuple[Diagnostic, ...] = ()
    selection = package.selection
    try:
        slice_ = select(model, selection, package.limits, lines, where=package.positions)
    except CsdlgenError as error:
        lacking = error.diagnostics
        selection = _without(selection, {problem.path for problem in lacking if problem.code in _NOT_PUBLISHED})
        slice_ = select(model, selection, package.limits, lines)
    return Taken(slice_, model, lacking, tuple(notes))


def _without(selection: Selection, names: Collection[str]) -> Selection:
    def left(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(text for text in texts if text not in names)

    return replace(
        selection,
        operations=left(selection.operations),
        types=left(selection.types),
        resources=left(selection.resources),
        derived=left(selection.derived) if isinstance(selection.derived, tuple) else selection.derived,
    )


# --- overlays that no longer fit ------------------------------------------------------------------


def _overlaid(model: EdmModel, over: EdmModel) -> EdmModel:
    """The model with an overlay merged onto it, except elements that are published differently, and annotations of what
    is not published."""
    try:
        return overlay(model, over)
    except CsdlgenError as error:
        wrong = {problem.where for problem in error.diagnostics if problem.severity is Severity.ERROR} - {None}
        if not wrong:
            raise
        schemas = tuple(_without_locations(schema, wrong) for schema in over.schemas)
        return _overlaid(model, replace(over, schemas=schemas))


def _without_locations(parent: _Parent, locations: Collection[object]) -> _Parent:
    """A schema or container without the elements at some locations."""

    def left(_: str, value: Any) -> Any:
        if not isinstance(value, tuple):
            return value
        kept = (item for item in value if getattr(item, "location", None) not in locations)
        return tuple(
            _without_locations(item, locations) if isinstance(item, EntityContainer) else item for item in kept
        )

    return rebuilt(parent, left)


def _superseded(upstream: EdmModel, over: EdmModel) -> Iterator[Diagnostic]:
    """A note for each element that an overlay defines and upstream publishes."""
    known = {key for schema in upstream.schemas for key, _ in _named(schema)}
    both = [element for schema in over.schemas for key, element in _named(schema) if key in known]
    different: set[object] = set()
    try:
        if both:
            overlay(upstream, over)
    except CsdlgenError as error:
        different = {problem.where for problem in error.diagnostics if problem.code == "overlay-conflict"}
    for element in both:
        how = "differently from the overlay" if element.location in different else "as the overlay has it"
        yield Diagnostic(
            code="overlay-superseded",
            message=f"upstream publishes {identity(element)} now, {how}",
            remedy="Remove it from the overlay, then run `csdlgen update`.",
            path=identity(element),
            where=element.location,
            severity=Severity.NOTE,
        )


def _named(schema: Schema) -> Iterator[tuple[object, Named]]:
    """The named elements of a schema, each with a key that no other element has."""
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
    """A key of an overload that no other overload, action or function has."""
    return operation.kind, operation.bound, operation.signature
