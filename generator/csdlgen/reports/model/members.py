"""Properties, navigation properties, parameters and results as they are told."""

from __future__ import annotations

from collections.abc import Iterator

from csdlgen.edm.lookup import Lookup
from csdlgen.edm.model import (
    Facets,
    NavigationProperty,
    Parameter,
    Property,
    QName,
    ReturnType,
    Term,
)
from csdlgen.edm.vocabularies import description, is_optional
from csdlgen.reports.model.reports import Member

_FACETS = {
    "max_length": "MaxLength",
    "precision": "Precision",
    "scale": "Scale",
    "srid": "SRID",
    "unicode": "Unicode",
}


def property_of(prop: Property, key: tuple[str, ...] = (), inherited: str | None = None) -> Member:
    """A structural property; `key` are the paths of the key of its type."""
    details = (*(("key",) if prop.name in key else ()), *facets_of(prop.type.facets), *_default(prop))
    return Member(
        prop.name, str(prop.type), prop.type.nullable, details, description(prop.annotations), inherited=inherited
    )


def navigation_of(navigation: NavigationProperty, inherited: str | None = None) -> Member:
    """A navigation property."""
    details = (
        *(("contained",) if navigation.contains_target else ()),
        *((f"partner {navigation.partner}",) if navigation.partner else ()),
        *(f"{each.property} = {each.referenced}" for each in navigation.constraints),
        *((f"on delete {navigation.on_delete.action}",) if navigation.on_delete else ()),
    )
    type_ = navigation.type
    return Member(
        navigation.name,
        str(type_),
        type_.nullable or type_.collection,
        details,
        description(navigation.annotations),
        inherited=inherited,
    )


def parameter_of(parameter: Parameter) -> Member:
    """A parameter of an operation."""
    optional = ("optional",) if is_optional(parameter) else ()
    type_ = parameter.type
    details = (*optional, *facets_of(type_.facets))
    return Member(parameter.name, str(type_), type_.nullable, details, description(parameter.annotations))


def result_of(returns: ReturnType) -> Member:
    """The result of an operation."""
    type_ = returns.type
    return Member("", str(type_), type_.nullable, facets_of(type_.facets), description(returns.annotations))


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


def key_of(lookup: Lookup, name: QName) -> tuple[str, ...]:
    """The paths of the key of an entity type, its own or inherited."""
    return tuple(part.path for part in lookup.declared_key(name))


def navigation_from(lookup: Lookup, name: QName) -> Iterator[Member]:
    """The navigation properties of a type, those of base types first; one declared again replaces the first."""
    for wire_name, member in lookup.members(name).items():
        if isinstance(member, NavigationProperty):
            yield navigation_of(member, _inherited_from(lookup, name, wire_name))


def properties_from(lookup: Lookup, name: QName) -> Iterator[Member]:
    """The structural properties of a type, those of base types first."""
    key = key_of(lookup, name)
    for wire_name, member in lookup.members(name).items():
        if isinstance(member, Property):
            yield property_of(member, key, _inherited_from(lookup, name, wire_name))


def _inherited_from(lookup: Lookup, name: QName, member: str) -> str | None:
    declaring = lookup.declaring_type(name, member)
    return None if declaring == name else str(declaring)
