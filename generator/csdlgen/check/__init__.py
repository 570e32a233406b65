"""What a model says that cannot be meant, although each of its documents is well-formed CSDL.

Real services break the rules. Where a sensible reading exists, a finding is a warning that states it; errors are left
for what cannot be read, notes for what is allowed and often a slip. `csdlgen explain` has a page on each code, which
stands in `pages`.
"""

from __future__ import annotations

from collections.abc import Iterator

from csdlgen.check.annotations import Targets
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
    types, targets = Types(scope), Targets(scope)
    return tuple(found for schema in model.schemas for found in _schema(scope, types, targets, schema))


def _schema(scope: Scope, types: Types, targets: Targets, schema: Schema) -> Iterator[Diagnostic]:
    yield from clashes(schema)
    for declared in schema.types:
        yield from types.check(declared)
        if isinstance(declared, EnumType):
            yield from enumeration(scope, declared)
        elif not isinstance(declared, TypeDefinition):
            yield from members(scope, declared)
    yield from overloads(schema)
    for each in schema.operations:
        yield from operation(scope, each)
    for defined in schema.terms:
        yield from term(scope, defined)
    for found in schema.containers:
        yield from container(scope, found)
    for left in schema.targets:
        yield from targets.check(left)
