"""Several documents as one model (CSDL section 3.2): what one of them refers to, another may define or annotate."""

from __future__ import annotations

from collections.abc import Sequence

from csdlgen.edm.compose.merge import Named, identity, merge_schemas, two_definitions, without_aliases
from csdlgen.edm.compose.targets import Targets, adding
from csdlgen.edm.model import EdmModel, Schema
from csdlgen.errors import CsdlgenError, Diagnostic


def join(models: Sequence[EdmModel]) -> EdmModel:
    """One model of the schemas and references of all, in order, without aliases; a single one as it is.

    A namespace that several define has the elements of all. Annotations that stand out of line in one document are on
    their elements in another; those without an element stay in `Schema.targets`. Raises CsdlgenError with two
    `duplicate-name` diagnostics, an error and a note with the other place, for each element that two documents define
    differently.
    """
    if len(models) == 1:
        return models[0]
    models = [without_aliases(each) for each in models]
    problems: list[Diagnostic] = []

    def clash(known: Named, each: Named) -> None:
        problems.extend(_duplicate(known, each))

    schemas: dict[str, Schema] = {}
    for schema in (each for model in models for each in model.schemas):
        known = schemas.get(schema.namespace)
        schemas[schema.namespace] = merge_schemas(known, schema, adding, clash) if known else schema
    if problems:
        raise CsdlgenError(*problems)
    joined = Targets((each for schema in schemas.values() for each in schema.targets), adding).onto(schemas.values())
    references = tuple(dict.fromkeys(each for model in models for each in model.references))
    return EdmModel(joined, references, max((each.version for each in models), default="4.0"))


def _duplicate(known: Named, each: Named) -> tuple[Diagnostic, Diagnostic]:
    message = f"two documents define {identity(each)} differently"
    remedy = "Make the two definitions equal, or leave one of the documents out."
    return two_definitions("duplicate-name", message, remedy, known, each)
