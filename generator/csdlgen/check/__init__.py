"""What a model says that cannot be meant, although each of its documents is well-formed CSDL.

Real services break the rules. Where there is a sensible reading, a diagnostic is a warning that states it; errors are
for what cannot be read, notes for what is allowed and often a slip. `csdlgen explain` has a page on each code.
"""

from __future__ import annotations

from collections.abc import Iterator

from csdlgen.check.annotations import out_of_line
from csdlgen.check.containers import container
from csdlgen.check.members import members, term
from csdlgen.check.operations import operation, overloads
from csdlgen.check.scope import Scope
from csdlgen.check.types import Types, clashes
from csdlgen.check.values import enumeration
from csdlgen.edm.model import EdmModel, EnumType, Schema, TypeDefinition
from csdlgen.errors import Diagnostic


def check(model: EdmModel, whole: EdmModel | None = None) -> tuple[Diagnostic, ...]:
    """Everything wrong with a model: schema by schema, in each types, operations, terms, containers and annotations.

    A slice is checked against the `whole` that it was cut from: members, keys, containers and operations are looked up
    there, while the types that it uses must be in the slice itself.
    """
    scope = Scope(model, whole or model)
    types = Types(scope)
    return tuple(diagnostic for schema in model.schemas for diagnostic in _schema(scope, types, schema))


def _schema(scope: Scope, types: Types, schema: Schema) -> Iterator[Diagnostic]:
    yield from clashes(schema)
    for declared in schema.types:
        yield from types.check(declared)
        if isinstance(declared, EnumType):
            yield from enumeration(scope, declared)
        elif not isinstance(declared, TypeDefinition):
            yield from members(scope, declared)
    yield from overloads(schema)
    for overload in schema.operations:
        yield from operation(scope, overload)
    for defined in schema.terms:
        yield from term(scope, defined)
    for declared_container in schema.containers:
        yield from container(scope, declared_container)
    for target in schema.targets:
        yield from out_of_line(scope, target)
