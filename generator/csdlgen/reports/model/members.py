"""Properties, navigation properties, parameters and results as they are told."""

from __future__ import annotations

from collections.abc import Iterator

from csdlgen.edm.describe import description, is_optional
from csdlgen.edm.model import (
    EdmModel,
    EntityType,
    Facets,
    NavigationProperty,
    Parameter,
    Property,
    QName,
    ReturnType,
    Term,
)
from csdlgen.reports.model.reports import MemberReport

_FACETS = {
    "max_length": "MaxLength",
    "precision": "Precision",
    "scale": "Scale",
    "srid": "SRID",
    "unicode": "Unicode",
}


def property_of(prop: Property, key: tuple[str, ...] = (), inherited: str | None = None) -> MemberReport:
    """A structural property; `key` are the paths of the key of its type."""
    details = (*(("key",) if prop.name in key else ()), *facets_of(prop.type.facets), *_default(prop))
    return MemberReport(
        prop.name, str(prop.type), prop.type.nullable, details, description(prop.annotations), inherited=inherited
    )


def navigation_of(navigation: NavigationProperty, inherited: str | None = None) -> MemberReport:
    """A navigation property."""
    details = (
        *(("contained",) if navigation.contains_target else ()),
        *((f"partner {navigation.partner}",) if navigation.partner else ()),
        *(f"{each.property} = {each.referenced}" for each in navigation.constraints),
        *((f"on delete {navigation.on_delete.action}",) if navigation.on_delete else ()),
    )
    type_ = navigation.type
    return MemberReport(
        navigation.name,
        str(type_),
        type_.nullable or type_.collection,
        details,
        description(navigation.annotations),
        inherited=inherited,
    )


def parameter_of(parameter: Parameter) -> MemberReport:
    """A parameter of an operation."""
    optional = ("optional",) if is_optional(parameter.annotations) else ()
    type_ = parameter.type
    details = (*optional, *facets_of(type_.facets))
    return MemberReport(parameter.name, str(type_), type_.nullable, details, description(parameter.annotations))


def result_of(returns: ReturnType) -> MemberReport:
    """The result of an operation."""
    type_ = returns.type
    return MemberReport("", str(type_), type_.nullable, facets_of(type_.facets), description(returns.annotations))


def facets_of(facets: Facets) -> tuple[str, ...]:
    """The facets that are stated, as CSDL writes them."""
    stated = ((word, getattr(facets, slot)) for slot, word in _FACETS.items())
    return tuple(f"{word}={str(value).lower()}" for word, value in stated if value is not None)


def _default(element: Property | Term) -> tuple[str, ...]:
    return () if element.default is None else (f"default {element.default!r}",)


def term_details(term: Term) -> tuple[str, ...]:
    """What a term states beyond its type."""
    return (
        *facets_of(term.type.facets),
        *_default(term),
        *((f"base term {term.base_term}",) if term.base_term else ()),
        *((f"applies to {' '.join(term.applies_to)}",) if term.applies_to else ()),
    )


def key_of(model: EdmModel, name: QName) -> tuple[str, ...]:
    """The paths of the key of an entity type, its own or inherited."""
    line = (each for each in model.ancestry(name) if isinstance(each, EntityType))
    return next((tuple(part.path for part in each.key) for each in line if each.key), ())


def navigation_from(model: EdmModel, name: QName) -> Iterator[MemberReport]:
    """The navigation properties of a type, those of base types first; one declared again replaces the first."""
    found: dict[str, MemberReport] = {}
    for each in reversed(list(model.ancestry(name))):
        inherited = str(each.name) if each.name != name else None
        found |= {one.name: navigation_of(one, inherited) for one in each.navigations}
    yield from found.values()


def properties_from(model: EdmModel, name: QName) -> Iterator[MemberReport]:
    """The structural properties of a type, those of base types first."""
    key = key_of(model, name)
    found: dict[str, MemberReport] = {}
    for each in reversed(list(model.ancestry(name))):
        inherited = str(each.name) if each.name != name else None
        found |= {one.name: property_of(one, key, inherited) for one in each.properties}
    yield from found.values()
