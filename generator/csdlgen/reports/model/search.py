"""Everything whose name or description holds a text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from csdlgen.edm.describe import description
from csdlgen.edm.model import (
    Annotation,
    ComplexType,
    EdmModel,
    EntitySet,
    EntityType,
    EnumType,
    Schema,
    Type,
)
from csdlgen.reports.model.reports import Hit
from csdlgen.reports.model.types import KINDS

_Element: TypeAlias = tuple[str, str, tuple[Annotation, ...]]


def search(model: EdmModel, text: str) -> dict[str, tuple[Hit, ...]]:
    """Hits by kind of element, in document order; case does not matter. Names are searched without their namespaces,
    unless the text has a dot. The overloads of an operation are one hit."""
    wanted = text.casefold()
    found: dict[str, dict[str, Hit]] = {}
    for schema in model.schemas:
        for kind, path, said_of in _elements(schema):
            name = path if "." in wanted else path.rpartition("/")[2].rpartition(".")[2]
            said = description(said_of) if said_of else ""
            if wanted in name.casefold() or wanted in said.casefold():
                found.setdefault(kind, {}).setdefault(path, Hit(path, said))
    return {kind: tuple(hits.values()) for kind, hits in found.items()}


def _elements(schema: Schema) -> Iterator[_Element]:
    """Kind, path and annotations of everything that has a name."""
    for declared in schema.types:
        yield KINDS[type(declared)], str(declared.name), declared.annotations
        yield from _members(declared)
    for operation in schema.operations:
        yield operation.kind, str(operation.name), operation.annotations
        for parameter in operation.parameters[int(operation.bound) :]:
            yield "parameter", f"{operation.name}/{parameter.name}", parameter.annotations
    for term in schema.terms:
        yield "term", str(term.name), term.annotations
    for container in schema.containers:
        for root in container.roots:
            yield "entity set" if isinstance(root, EntitySet) else "singleton", root.name, root.annotations
        for each in container.imports:
            yield "import", each.name, each.annotations


def _members(declared: Type) -> Iterator[_Element]:
    if isinstance(declared, (EntityType, ComplexType)):
        for prop in declared.properties:
            yield "property", f"{declared.name}/{prop.name}", prop.annotations
        for navigation in declared.navigations:
            yield "navigation property", f"{declared.name}/{navigation.name}", navigation.annotations
    elif isinstance(declared, EnumType):
        for member in declared.members:
            yield "enumeration member", f"{declared.name}/{member.name}", member.annotations
