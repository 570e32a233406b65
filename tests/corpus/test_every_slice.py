"""A slice of anything is a document of its own: each entity type and each operation of Microsoft Graph beta, alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from csdlgen.check import check
from csdlgen.csdl import dump_csdl, read_csdl
from csdlgen.edm.model import (
    EDM,
    EdmModel,
    EntityContainer,
    EntityType,
    EnumType,
    Operation,
    QName,
    Schema,
    Type,
    TypeDefinition,
)
from csdlgen.errors import Severity
from csdlgen.navigation import Graph, Limits
from csdlgen.select import Selection, select

pytestmark = pytest.mark.slow

BETA = "graph/graph-beta_2021-07-13_496c7d38.csdl.xml"
LIMITS = Limits(max_hops=2)


@pytest.fixture(scope="module")
def beta(corpus: Path) -> EdmModel:
    return read_csdl((corpus / BETA).read_bytes(), source="beta")


def test_every_slice_is_a_document_of_its_own(beta: EdmModel) -> None:
    """It reads back as what it is, has no error that the whole document lacks, and defines whatever it refers to."""
    graph = Graph(beta)
    known = errors(beta)
    selections = list(every_selection(beta))
    assert len(selections) > 2000
    wrong = {}
    for selection in selections:
        model = select(beta, selection, LIMITS, graph=graph).model
        problems = [*sorted(errors(model) - known), *sorted(dangling(model))]
        if read_csdl(dump_csdl(model).encode(), source="slice") != model:
            problems.append("reads back differently")
        if problems:
            wrong[(*selection.types, *selection.operations)] = problems
    assert not wrong, f"{len(wrong)} of {len(selections)}: {dict(list(wrong.items())[:10])}"


def every_selection(model: EdmModel) -> Iterator[Selection]:
    yield from (Selection(types=(str(name),)) for name, each in model.types.items() if isinstance(each, EntityType))
    yield from (
        Selection(operations=(each.signature,)) for overloads in model.operations.values() for each in overloads
    )


def errors(model: EdmModel) -> set[str]:
    return {f"{each.code} {each.path}" for each in check(model) if each.severity is Severity.ERROR}


def dangling(model: EdmModel) -> set[str]:
    """What is referred to by name and not there."""
    types = {name for schema in model.schemas for name in names_in(schema)}
    missing = {str(name) for name in types if name.namespace != EDM and name not in model.types}
    for container in model.containers:
        missing |= {
            f"operation {each.operation}" for each in container.imports if each.operation not in model.operations
        }
        missing |= set(unbound(container))
    return missing | set(keyless(model))


def names_in(schema: Schema) -> Iterator[QName]:
    for declared in schema.types:
        yield from names_in_type(declared)
    for operation in schema.operations:
        yield from names_in_operation(operation)
    for container in schema.containers:
        yield from (root.type for root in container.roots)


def names_in_type(declared: Type) -> Iterator[QName]:
    if isinstance(declared, (EnumType, TypeDefinition)):
        yield declared.underlying
        return
    yield from (each.type.name for each in declared.properties)
    yield from (each.type.name for each in declared.navigations)
    if declared.base:
        yield declared.base


def names_in_operation(operation: Operation) -> Iterable[QName]:
    yield from (each.type.name for each in operation.parameters)
    if operation.returns:
        yield operation.returns.type.name


def unbound(container: EntityContainer) -> Iterator[str]:
    """Bindings whose target is not there."""
    roots = {each.name for each in container.roots}
    for root in container.roots:
        yield from (f"target {each.target}" for each in root.bindings if each.target.split("/")[0] not in roots)


def keyless(model: EdmModel) -> Iterator[str]:
    """Parts of keys whose property is not there."""
    graph = Graph(model)
    for name, each in model.types.items():
        if isinstance(each, EntityType) and each.key and len(graph.lookup.key(name)) != len(each.key):
            yield f"key of {name}"
