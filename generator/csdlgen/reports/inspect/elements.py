"""One type, operation or term in full, and where a type is used."""

from __future__ import annotations

from collections.abc import Iterator

from csdlgen.edm.lookup import Lookup
from csdlgen.edm.model import (
    ComplexType,
    EdmModel,
    EntitySet,
    EntityType,
    EnumType,
    Facets,
    Member,
    NavigationProperty,
    Operation,
    OperationImport,
    Parameter,
    Property,
    QName,
    ReturnType,
    Singleton,
    Term,
    Type,
    TypeDefinition,
)
from csdlgen.edm.visit import Element, Parent, elements, path_of
from csdlgen.edm.vocabularies import description, is_optional
from csdlgen.reports.inspect.report_types import (
    MemberReport,
    MemberValue,
    OperationReport,
    OverloadReport,
    TermReport,
    TypeReport,
    TypeUse,
)
from csdlgen.routes import permissions

_FACETS = {
    "max_length": "MaxLength",
    "precision": "Precision",
    "scale": "Scale",
    "srid": "SRID",
    "unicode": "Unicode",
}
_KINDS: dict[type, str] = {
    EntityType: "entity type",
    ComplexType: "complex type",
    EnumType: "enumeration",
    TypeDefinition: "type definition",
    Property: "property",
    NavigationProperty: "navigation property",
    Member: "enumeration member",
    Parameter: "parameter",
    ReturnType: "result",
    Term: "term",
    EntitySet: "entity set",
    Singleton: "singleton",
    OperationImport: "import",
}


def kind_of(parent: Parent | None, element: Element) -> str:
    """What an element is, in words; empty for containers, and for binding parameters, which callers do not pass."""
    if isinstance(element, Operation):
        return element.kind
    if isinstance(parent, Operation) and parent.bound and element is parent.parameters[0]:
        return ""
    return _KINDS.get(type(element), "")


# --- types ----------------------------------------------------------------------------------------


def describe_type(lookup: Lookup, declared: Type) -> TypeReport:
    """A type with its own and inherited members, where it is used, and what derives from it."""
    name, kind, text = declared.name, _KINDS[type(declared)], description(declared.annotations)
    used = uses(lookup.model, name)
    if isinstance(declared, EnumType):
        values = tuple(
            MemberValue(member.name, member.value, description(member.annotations)) for member in declared.members
        )
        flags = ("IsFlags",) if declared.flags else ()
        return TypeReport(str(name), kind, text, flags, str(declared.underlying), values=values, used=used)
    if isinstance(declared, TypeDefinition):
        return TypeReport(str(name), kind, text, _facets(declared.facets), str(declared.underlying), used=used)
    return TypeReport(
        str(name),
        kind,
        text,
        tuple(_flags(declared)),
        bases=tuple(_bases(lookup.model, declared)),
        key=key_paths(lookup, name),
        properties=_properties(lookup, name),
        navigation=navigation_properties(lookup, name),
        operations=tuple(operation.signature for operation in lookup.bound_to(name)),
        used=used,
        derived=tuple(map(str, lookup.model.derived.get(name, ()))),
    )


def _flags(declared: EntityType | ComplexType) -> Iterator[str]:
    if declared.abstract:
        yield "abstract"
    if declared.open:
        yield "open"
    if isinstance(declared, EntityType) and declared.has_stream:
        yield "stream"


def _bases(model: EdmModel, declared: EntityType | ComplexType) -> Iterator[str]:
    """The base types, nearest first, including the one that is not defined, if any."""
    line = list(model.ancestry(declared.name))
    yield from (str(base.name) for base in line[1:])
    last = line[-1].base if line else declared.base
    if last and model.structured(last) is None:
        yield str(last)


def uses(model: EdmModel, name: QName) -> tuple[TypeUse, ...]:
    """Everything that has a type, by kind, in document order."""
    by_kind: dict[str, list[TypeUse]] = {}
    for parent, element in elements(*model.schemas):
        kind = kind_of(parent, element)
        if isinstance(element, (EntitySet, Singleton)):
            matches, where = element.type == name, element.name
        elif isinstance(element, (Property, NavigationProperty, Parameter, ReturnType, Term)):
            matches, where = element.type.name == name, path_of(parent, element)
        else:
            continue
        if isinstance(parent, Operation):
            where = f"{parent.signature}/{element.name}" if isinstance(element, Parameter) else parent.signature
        if kind and matches:
            by_kind.setdefault(kind, []).append(TypeUse(kind, where, str(element.type)))
    return tuple(use for kind_uses in by_kind.values() for use in kind_uses)


# --- members --------------------------------------------------------------------------------------


def key_paths(lookup: Lookup, name: QName) -> tuple[str, ...]:
    """The paths of the key of an entity type, its own or inherited."""
    return tuple(part.path for part in lookup.declared_key(name))


def _properties(lookup: Lookup, name: QName) -> tuple[MemberReport, ...]:
    key = key_paths(lookup, name)
    return tuple(
        _member(
            prop,
            (*(("key",) if prop.name in key else ()), *_facets(prop.type.facets), *_default(prop)),
            inherited=_inherited_from(lookup, name, prop.name),
        )
        for prop in lookup.members(name).values()
        if isinstance(prop, Property)
    )


def navigation_properties(lookup: Lookup, name: QName) -> tuple[MemberReport, ...]:
    """The navigation properties of a type, those of base types first."""
    members = (member for member in lookup.members(name).values() if isinstance(member, NavigationProperty))
    return tuple(_navigation(member, _inherited_from(lookup, name, member.name)) for member in members)


def _navigation(navigation: NavigationProperty, inherited: str | None) -> MemberReport:
    details = (
        *(("contained",) if navigation.contains_target else ()),
        *((f"partner {navigation.partner}",) if navigation.partner else ()),
        *(f"{constraint.property} = {constraint.referenced}" for constraint in navigation.constraints),
        *((f"on delete {navigation.on_delete.action}",) if navigation.on_delete else ()),
    )
    nullable = navigation.type.nullable or navigation.type.collection
    return _member(navigation, details, nullable=nullable, inherited=inherited)


def _member(
    element: Property | NavigationProperty | Parameter | ReturnType,
    details: tuple[str, ...],
    *,
    nullable: bool | None = None,
    inherited: str | None = None,
) -> MemberReport:
    name, type_ = "" if isinstance(element, ReturnType) else element.name, element.type
    nullable = type_.nullable if nullable is None else nullable
    return MemberReport(name, str(type_), nullable, details, description(element.annotations), inherited)


def _inherited_from(lookup: Lookup, name: QName, member: str) -> str | None:
    declaring = lookup.declaring_type(name, member)
    return None if declaring == name else str(declaring)


def _facets(facets: Facets) -> tuple[str, ...]:
    """The facets that are stated, as CSDL writes them."""
    stated = ((word, getattr(facets, field)) for field, word in _FACETS.items())
    return tuple(f"{word}={str(value).lower()}" for word, value in stated if value is not None)


def _default(element: Property | Term) -> tuple[str, ...]:
    return () if element.default is None else (f"default {element.default!r}",)


# --- operations and terms -------------------------------------------------------------------------


def describe_operation(lookup: Lookup, name: QName) -> OperationReport:
    """All overloads of an operation, and its imports."""
    overloads = tuple(map(_overload, lookup.model.operations.get(name, ())))
    imports = imported_operations(lookup.model)
    return OperationReport(str(name), overloads, tuple(key for key, operation in imports.items() if operation == name))


def imported_operations(model: EdmModel) -> dict[str, QName]:
    """Operation imports by name."""
    return {own.name: own.operation for container in model.containers for own in container.imports}


def _overload(operation: Operation) -> OverloadReport:
    details = (
        *(("composable",) if operation.composable else ()),
        *((f"entity set path {operation.entity_set_path}",) if operation.entity_set_path else ()),
    )
    returns = operation.returns
    return OverloadReport(
        operation.signature,
        operation.kind,
        str(operation.binding) if operation.binding else None,
        tuple(map(_parameter, operation.nonbinding_parameters)),
        _member(returns, _facets(returns.type.facets)) if returns else None,
        details,
        {permission.scheme: permission.scopes for permission in permissions(operation)},
        description(operation.annotations),
    )


def _parameter(parameter: Parameter) -> MemberReport:
    return _member(parameter, (*(("optional",) if is_optional(parameter) else ()), *_facets(parameter.type.facets)))


def describe_term(term: Term) -> TermReport:
    """A vocabulary term."""
    details = (
        *_facets(term.type.facets),
        *_default(term),
        *((f"base term {term.base_term}",) if term.base_term else ()),
        *((f"applies to {' '.join(term.applies_to)}",) if term.applies_to else ()),
    )
    return TermReport(str(term.name), str(term.type), term.type.nullable, details, description(term.annotations))
