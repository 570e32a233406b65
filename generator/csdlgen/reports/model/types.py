"""One type in full, and where it is used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csdlgen.edm.describe import description
from csdlgen.edm.model import (
    ComplexType,
    EdmModel,
    EntitySet,
    EntityType,
    EnumType,
    Operation,
    QName,
    Schema,
    Type,
    TypeDefinition,
)
from csdlgen.reports.model.members import facets_of, key_of, navigation_from, properties_from
from csdlgen.reports.model.reports import MemberValue, TypeReport, TypeUse

KINDS: dict[type, str] = {
    EntityType: "entity type",
    ComplexType: "complex type",
    EnumType: "enumeration",
    TypeDefinition: "type definition",
}


def describe_type(model: EdmModel, declared: Type) -> TypeReport:
    """A type with its own and inherited members, where it is used, and what derives from it."""
    name = declared.name
    text = description(declared.annotations)
    used = tuple(uses(model, name))
    if isinstance(declared, EnumType):
        values = tuple(MemberValue(each.name, each.value, description(each.annotations)) for each in declared.members)
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
        key=key_of(model, name),
        properties=tuple(properties_from(model, name)),
        navigation=tuple(navigation_from(model, name)),
        operations=tuple(each.signature for each in bound_to(model, name)),
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


def bound_to(model: EdmModel, name: QName, *, collection: bool | None = None) -> tuple[Operation, ...]:
    """The operations bound to a type or its base types, or to collections of them; `collection` chooses of the two."""
    names = {name, *(each.name for each in model.ancestry(name))}
    return tuple(
        each
        for overloads in model.operations.values()
        for each in overloads
        if each.binding and each.binding.name in names and (collection is None or each.binding.collection == collection)
    )


def uses(model: EdmModel, name: QName) -> Iterator[TypeUse]:
    """Every place whose type is this one, by kind in the order of the document."""
    found = [use for schema in model.schemas for use in _uses_in(schema, name)]
    kinds = dict.fromkeys(each.kind for each in found)
    yield from (each for kind in kinds for each in found if each.kind == kind)


def _uses_in(schema: Schema, name: QName) -> Iterator[TypeUse]:
    for declared in schema.types:
        if isinstance(declared, (EntityType, ComplexType)):
            for prop in declared.properties:
                if prop.type.name == name:
                    yield TypeUse("property", f"{declared.name}/{prop.name}", str(prop.type))
            for navigation in declared.navigations:
                if navigation.type.name == name:
                    yield TypeUse("navigation property", f"{declared.name}/{navigation.name}", str(navigation.type))
    yield from _uses_in_operations(schema.operations, name)
    for term in schema.terms:
        if term.type.name == name:
            yield TypeUse("term", str(term.name), str(term.type))
    for container in schema.containers:
        for root in container.roots:
            if root.type == name:
                yield TypeUse("entity set" if isinstance(root, EntitySet) else "singleton", root.name, str(root.type))


def _uses_in_operations(operations: Iterable[Operation], name: QName) -> Iterator[TypeUse]:
    for operation in operations:
        for number, parameter in enumerate(operation.parameters):
            if parameter.type.name == name and not (operation.bound and number == 0):
                yield TypeUse("parameter", f"{operation.signature}/{parameter.name}", str(parameter.type))
        if operation.returns and operation.returns.type.name == name:
            yield TypeUse("result", operation.signature, str(operation.returns.type))
