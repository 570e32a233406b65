"""One type in full, and where it is used."""

from __future__ import annotations

from collections.abc import Iterator

from csdlgen.edm.lookup import Lookup
from csdlgen.edm.model import (
    ComplexType,
    EdmModel,
    EntitySet,
    EntityType,
    EnumType,
    NavigationProperty,
    Operation,
    Property,
    QName,
    Schema,
    Singleton,
    Term,
    Type,
    TypeDefinition,
)
from csdlgen.edm.visit import elements, path_of
from csdlgen.edm.vocabularies import description
from csdlgen.reports.model.members import facets_of, key_of, navigation_from, properties_from
from csdlgen.reports.model.reports import TypeReport, Use, Value

KINDS: dict[type, str] = {
    EntityType: "entity type",
    ComplexType: "complex type",
    EnumType: "enumeration",
    TypeDefinition: "type definition",
}


def describe_type(model: EdmModel, declared: Type) -> TypeReport:
    """A type with its own and inherited members, where it is used, and what derives from it."""
    name, lookup = declared.name, Lookup(model)
    text = description(declared.annotations)
    used = tuple(uses(model, name))
    if isinstance(declared, EnumType):
        values = tuple(Value(each.name, each.value, description(each.annotations)) for each in declared.members)
        flags = ("IsFlags",) if declared.flags else ()
        underlying = str(declared.underlying)
        return TypeReport(str(name), KINDS[EnumType], text, flags, underlying, values=values, used=used)
    if isinstance(declared, TypeDefinition):
        facets = facets_of(declared.facets)
        return TypeReport(str(name), KINDS[TypeDefinition], text, facets, str(declared.underlying), used=used)
    return TypeReport(
        str(name),
        KINDS[type(declared)],
        text,
        tuple(_flags(declared)),
        bases=tuple(_bases(model, declared)),
        key=key_of(lookup, name),
        properties=tuple(properties_from(lookup, name)),
        navigation=tuple(navigation_from(lookup, name)),
        operations=tuple(each.signature for each in lookup.bound_to(name)),
        used=used,
        derived=tuple(map(str, model.derived.get(name, ()))),
    )


def _flags(declared: EntityType | ComplexType) -> Iterator[str]:
    if declared.abstract:
        yield "abstract"
    if declared.open:
        yield "open"
    if isinstance(declared, EntityType) and declared.has_stream:
        yield "stream"


def _bases(model: EdmModel, declared: EntityType | ComplexType) -> Iterator[str]:
    """The base types, nearest first; the last is told by name where it is not defined."""
    last = declared
    for last in model.ancestry(declared.name):
        if last is not declared:
            yield str(last.name)
    if last.base and model.structured(last.base) is None:
        yield str(last.base)


def uses(model: EdmModel, name: QName) -> Iterator[Use]:
    """Every place whose type is this one, by kind in the order of the document."""
    found = [use for schema in model.schemas for use in _uses_in(schema, name)]
    kinds = dict.fromkeys(each.kind for each in found)
    yield from (each for kind in kinds for each in found if each.kind == kind)


def _uses_in(schema: Schema, name: QName) -> Iterator[Use]:
    for parent, element in elements(schema):
        match element:
            case Property() if element.type.name == name:
                yield Use("property", path_of(parent, element), str(element.type))
            case NavigationProperty() if element.type.name == name:
                yield Use("navigation property", path_of(parent, element), str(element.type))
            case Operation():
                yield from _uses_in_operation(element, name)
            case Term() if element.type.name == name:
                yield Use("term", path_of(parent, element), str(element.type))
            case EntitySet() | Singleton() if element.type == name:
                kind = "entity set" if isinstance(element, EntitySet) else "singleton"
                yield Use(kind, element.name, str(element.type))


def _uses_in_operation(operation: Operation, name: QName) -> Iterator[Use]:
    for parameter in operation.nonbinding_parameters:
        if parameter.type.name == name:
            yield Use("parameter", f"{operation.signature}/{parameter.name}", str(parameter.type))
    if operation.returns and operation.returns.type.name == name:
        yield Use("result", operation.signature, str(operation.returns.type))
