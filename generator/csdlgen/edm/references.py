"""What a model refers to and does not have: namespaces of other documents, and partners and constraints that a slice
leaves behind."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from csdlgen.edm.lookup import Lookup
from csdlgen.edm.model import (
    Annotation,
    ComplexType,
    Constant,
    EdmModel,
    EntityType,
    Include,
    NavigationProperty,
    QName,
    Reference,
    Schema,
)
from csdlgen.edm.visit import has_parts, part_names
from csdlgen.errors import Diagnostic, Severity

_WELL_KNOWN = re.compile(r"Org\.OData\.[A-Za-z]+\.V[0-9]+")
_NAME = re.compile(r"[^\s(),/@#]+")


def missing(reference: Reference, known: Collection[str]) -> tuple[Include, ...]:
    """What a reference includes of namespaces other than those `known` (CSDL section 3.2)."""
    return tuple(include for include in reference.includes if include.namespace not in known)


def unresolved(model: EdmModel, known: Collection[str] = ()) -> tuple[Diagnostic, ...]:
    """`reference-unresolved` for every included namespace that is in neither `model` nor `known`, and that the model
    uses: a warning, or a note where it uses nothing but terms, which need not be at hand to be read.

    The vocabularies of OASIS (`Org.OData.Core.V1`) need no document.
    """
    at_hand = {*known, *(schema.namespace for schema in model.schemas)}
    lacking: dict[str, tuple[Reference, Include]] = {}
    for reference in model.references:
        for include in missing(reference, at_hand):
            if not _WELL_KNOWN.fullmatch(include.namespace):
                lacking.setdefault(include.namespace, (reference, include))
    if not lacking:
        return ()
    only_terms: dict[str, bool] = {}
    for namespace, as_term in _namespaces(model.schemas):
        only_terms[namespace] = only_terms.get(namespace, True) and as_term
    return tuple(
        _unresolved(reference, include, terms=only_terms[namespace])
        for namespace, (reference, include) in lacking.items()
        if namespace in only_terms
    )


def _unresolved(reference: Reference, include: Include, *, terms: bool) -> Diagnostic:
    used = "terms of it are applied" if terms else "it is used"
    return Diagnostic(
        code="reference-unresolved",
        message=f"no document at hand defines the namespace {include.namespace}, and {used}",
        remedy=f"Add the referenced document {reference.uri!r} to the metadata, or its folder to `references`.",
        path=include.namespace,
        where=include.location,
        severity=Severity.NOTE if terms else Severity.WARNING,
    )


def _namespaces(value: Any) -> Iterator[tuple[str, bool]]:
    """The namespace of every name in a part of a model, and whether the name is that of a term."""
    if isinstance(value, QName):
        yield value.namespace, False
    elif isinstance(value, str):
        if "." in value:
            yield from ((name.rpartition(".")[0], False) for name in _NAME.findall(value))
    elif isinstance(value, tuple):
        for item in value:
            yield from _namespaces(item)
    elif isinstance(value, Annotation):
        yield value.term.namespace, True
        yield from _namespaces((value.value, value.annotations))
    elif isinstance(value, Constant):
        yield from _namespaces(value.text) if value.kind == "EnumMember" else ()
    elif has_parts(value):
        for name in part_names(value.__class__):
            if name not in ("namespace", "alias", "default"):
                yield from _namespaces(getattr(value, name))


def without_dangling(model: EdmModel) -> EdmModel:
    """The model without partners (CSDL section 8.4) and referential constraints (section 8.5) that name members which
    it does not have."""
    lookup = Lookup(model)
    return replace(model, schemas=tuple(_schema_without_dangling(lookup, schema) for schema in model.schemas))


def _schema_without_dangling(lookup: Lookup, schema: Schema) -> Schema:
    types = list(schema.types)
    for number, type_ in enumerate(types):
        if isinstance(type_, (EntityType, ComplexType)):
            navigations = tuple(_without_dangling(lookup, type_.name, each) for each in type_.navigations)
            if navigations != type_.navigations:
                types[number] = replace(type_, navigations=navigations)
    return replace(schema, types=tuple(types))


def _without_dangling(lookup: Lookup, declaring: QName, navigation: NavigationProperty) -> NavigationProperty:
    target, partner = navigation.type.name, navigation.partner
    constraints = tuple(
        constraint
        for constraint in navigation.constraints
        if _may_lead_on(lookup, declaring, constraint.property) and _may_lead_on(lookup, target, constraint.referenced)
    )
    if partner is not None and not _may_lead_on(lookup, target, partner):
        partner = None
    if partner == navigation.partner and len(constraints) == len(navigation.constraints):
        return navigation
    return replace(navigation, partner=partner, constraints=constraints)


def _may_lead_on(lookup: Lookup, type_: QName, path: str) -> bool:
    """Whether a type has the member that a path begins with; what casts and types of other documents have is not
    known."""
    first = path.partition("/")[0]
    return "." in first or type_ not in lookup.model.types or first in lookup.members(type_)
