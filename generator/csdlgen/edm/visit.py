"""Walking through a model: everything that has a name, and the parts of any of its values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeAlias, TypeVar, cast

from csdlgen.edm.model import (
    ComplexType,
    EntityContainer,
    EntitySet,
    EntityType,
    EnumType,
    Member,
    NavigationProperty,
    Operation,
    OperationImport,
    Parameter,
    Property,
    QName,
    ReturnType,
    Schema,
    Singleton,
    Term,
    Type,
)

Parent: TypeAlias = Type | Operation | EntityContainer
"""What other elements are in."""
Element: TypeAlias = (
    Parent | Property | NavigationProperty | Member | Parameter | ReturnType | Term
    | EntitySet | Singleton | OperationImport
)  # fmt: skip
_Value = TypeVar("_Value")


def elements(*schemas: Schema) -> Iterator[tuple[Parent | None, Element]]:
    """Everything in schemas that has a name, and results of operations, each with what it is in.

    In document order, schema by schema: types, operations, terms, containers, each before what is in it.
    """
    for schema in schemas:
        for parent in (*schema.types, *schema.operations):
            yield None, parent
            yield from ((parent, child) for child in children(parent))
        yield from ((None, term) for term in schema.terms)
        for container in schema.containers:
            yield None, container
            yield from ((container, child) for child in children(container))


def children(parent: Parent) -> Iterator[Element]:
    """The members of a type, the parameters and the result of an operation, the children of a container."""
    match parent:
        case EntityType() | ComplexType():
            yield from parent.properties
            yield from parent.navigations
        case EnumType():
            yield from parent.members
        case Operation():
            yield from parent.parameters
            if parent.returns is not None:
                yield parent.returns
        case EntityContainer():
            yield from parent.children


def path_of(parent: Parent | None, element: Element) -> str:
    """An element as diagnostics name it: `ns.type/member`, `ns.operation/parameter`, `ns.operation/$ReturnType`,
    `ns.Container/child`."""
    name = "$ReturnType" if isinstance(element, ReturnType) else element.name
    return f"{parent.name}/{name}" if parent else str(name)


def type_names(operation: Operation) -> tuple[QName, ...]:
    """The types of the parameters and of the result of an operation."""
    parameters = (parameter.type.name for parameter in operation.parameters)
    return (*parameters, operation.returns.type.name) if operation.returns else tuple(parameters)


@cache
def part_names(kind: Any) -> tuple[str, ...]:
    """The fields of a class of the model that mean something: all but the place in a document."""
    return tuple(part.name for part in fields(kind) if part.name != "location")


def has_parts(value: object) -> bool:
    """Whether a value is an element, an annotation or an expression, rather than a name, a text or a number."""
    return is_dataclass(value) and not isinstance(value, type)


def rebuilt(value: _Value, change: Callable[[str, Any], Any]) -> _Value:
    """An element whose fields are what `change` makes of their names and values; the very element where it changes
    none."""
    changes, kind = {}, cast("Any", type(value))
    for name in part_names(kind):
        before = getattr(value, name)
        after = change(name, before)
        if after is not before:
            changes[name] = after
    return replace(value, **changes) if changes else value  # type: ignore[type-var]
