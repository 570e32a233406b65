"""Overlays: CSDL that is documented but not published, and annotations, merged onto the published model.

A type, operation overload, term, root or import that both define is an error naming both places, unless the two
definitions are equal. An annotation of an overlay is added to the element it targets; one that repeats a term and
qualifier that the element already has replaces it, which is how an overlay corrects a description.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from csdlgen.edm.compose.merge import Named, identity, merge_schemas, two_definitions, without_aliases
from csdlgen.edm.compose.out_of_line import OutOfLine, adding, replacing
from csdlgen.edm.lookup import Lookup
from csdlgen.edm.model import Annotations, EdmModel
from csdlgen.edm.visit import part_names
from csdlgen.errors import CsdlgenError, Diagnostic
from csdlgen.text import nearest


def overlay(base: EdmModel, over: EdmModel) -> EdmModel:
    """The model with an overlay merged onto it. Raises CsdlgenError listing every conflict and every annotation
    target that neither of the two has."""
    problems: list[Diagnostic] = []

    def clash(known: Named, other: Named) -> None:
        message = f"the overlay defines {identity(other)} differently from the metadata"
        remedy = "Remove it from the overlay if the service publishes it now, or make the two definitions equal."
        problems.extend(two_definitions("overlay-conflict", message, remedy, known, other))

    over = without_aliases(over)
    included = {include.namespace for reference in over.references for include in reference.includes}
    base = without_aliases(base, {*included, *(schema.namespace for schema in over.schemas)})
    schemas = {schema.namespace: schema for schema in base.schemas}
    for schema in over.schemas:
        known, new = schemas.get(schema.namespace), replace(schema, targets=())
        schemas[schema.namespace] = merge_schemas(known, new, replacing, clash) if known else new
    annotations = OutOfLine((target for schema in over.schemas for target in schema.targets), replacing)
    # What the metadata annotates without defining it may be what the overlay defines.
    published = OutOfLine((target for schema in base.schemas for target in schema.targets), adding)
    merged = annotations.onto(published.onto(schemas.values()))
    problems += _missed(annotations.missed, EdmModel(merged))
    if problems:
        raise CsdlgenError(*problems)
    references = tuple(dict.fromkeys((*base.references, *over.references)))
    return EdmModel(merged, references, max(base.version, over.version))


def _missed(targets: tuple[Annotations, ...], model: EdmModel) -> Iterator[Diagnostic]:
    """A diagnostic for every target that no schema of the model has."""
    if not targets:
        return
    heads: dict[str, Any] = {str(name): type_ for name, type_ in model.types.items()}
    heads |= {operation.signature: operation for operation in Lookup(model).all_operations}
    heads |= {str(container.name): container for container in model.containers}
    for target in targets:
        yield Diagnostic(
            code="overlay-target",
            message=f"the overlay annotates {target.target}, which neither it nor the metadata defines",
            remedy=_guess(target.target, heads) or "Correct the target, or remove the annotation.",
            path=target.target,
            where=target.location,
        )


def _guess(target: str, heads: Mapping[str, Any]) -> str:
    """The nearest element that there is; the nearest member where the element itself is known."""
    head, _, member = target.partition("/")
    if head not in heads:
        return nearest(head, heads)
    groups = (getattr(heads[head], part) for part in part_names(heads[head].__class__))
    items = (item for group in groups if isinstance(group, tuple) for item in group)
    return nearest(member, {name for item in items if isinstance(name := getattr(item, "name", None), str)})
