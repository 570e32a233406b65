"""Everything whose name or description holds a text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from csdlgen.edm.model import (
    Annotation,
    EdmModel,
    EntityContainer,
    EntitySet,
    Member,
    NavigationProperty,
    Operation,
    OperationImport,
    Parameter,
    Property,
    Schema,
    Singleton,
    Term,
)
from csdlgen.edm.visit import elements, path_of
from csdlgen.edm.vocabularies import description
from csdlgen.reports.model.reports import Hit
from csdlgen.reports.model.types import KINDS

_Element: TypeAlias = tuple[str, str, tuple[Annotation, ...]]
_KINDS = {
    **KINDS,
    Property: "property",
    NavigationProperty: "navigation property",
    Member: "enumeration member",
    Term: "term",
    EntitySet: "entity set",
    Singleton: "singleton",
    OperationImport: "import",
}


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
    for parent, element in elements(schema):
        if isinstance(element, Operation):
            yield element.kind, str(element.name), element.annotations
        elif isinstance(element, Parameter):
            if isinstance(parent, Operation) and not (parent.bound and element is parent.parameters[0]):
                yield "parameter", path_of(parent, element), element.annotations
        elif isinstance(parent, EntityContainer):
            yield _KINDS[type(element)], path_of(None, element), element.annotations
        elif kind := _KINDS.get(type(element)):
            yield kind, path_of(parent, element), element.annotations
