"""What annotations of the standard vocabularies say: descriptions, optional parameters, alternate keys, deprecations;
and how to read the expressions of annotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csdlgen.edm.model import (
    Annotation,
    CollectionExpression,
    Constant,
    Default,
    Expression,
    Operation,
    Parameter,
    PathExpression,
    QName,
    Record,
)
from csdlgen.unicode_14 import is_printable

CORE = "Org.OData.Core.V1"
CAPABILITIES = "Org.OData.Capabilities.V1"
MEASURES = "Org.OData.Measures.V1"
VALIDATION = "Org.OData.Validation.V1"
ALTERNATE_KEYS = {QName(CORE, "AlternateKeys"), QName("OData.Community.Keys.V1", "AlternateKeys")}
"""The terms that declare alternate keys."""
REMOVAL_DATES = ("RemovalDate", "Removaldate")
"""The properties with which Microsoft Graph says when a deprecated element goes."""


def find(annotations: Iterable[Annotation], *terms: str, vocabulary: str = CORE) -> Annotation | None:
    """The annotation with the first of the terms of a vocabulary that there is; one without a qualifier before those
    for a purpose (CSDL section 14.2.3), which are taken in alphabetical order."""
    for term in terms:
        same = [annotation for annotation in annotations if annotation.term == QName(vocabulary, term)]
        if same:
            return min(same, key=lambda annotation: annotation.qualifier or "")
    return None


def description(annotations: tuple[Annotation, ...]) -> str:
    """Core.Description, and Core.LongDescription as a paragraph of its own where it says more; empty for none."""
    texts = [
        annotation.value.text
        for term in ("Description", "LongDescription")
        if (annotation := find(annotations, term)) is not None and isinstance(annotation.value, Constant)
    ]
    return "\n\n".join(dict.fromkeys(filter(None, map(_legible, texts))))


def _legible(text: str) -> str:
    """The text from its first character that can be seen; empty where there is none."""
    first = next((number for number, mark in enumerate(text) if mark != " " and is_printable(mark)), len(text))
    return text[first:].rstrip()


def access(annotations: tuple[Annotation, ...]) -> str:
    """Who sets a property, as Core.Computed, Core.Immutable and Core.Permissions say: "computed" for what clients
    cannot write, "immutable" for what they write when an entity is created, empty for all others."""
    permissions = find(annotations, "Permissions")
    granted = set(text(permissions.value).replace(",", " ").split()) if permissions else set()
    if granted and not {name.rpartition("/")[2] for name in granted} & {"Write", "ReadWrite"}:
        return "computed"
    for term, meaning in (("Computed", "computed"), ("Immutable", "immutable")):
        if is_tagged(annotations, term):
            return meaning
    return ""


def is_tagged(annotations: Iterable[Annotation], term: str, vocabulary: str = CORE) -> bool:
    """Whether a tagging term is there and true."""
    found = find(annotations, term, vocabulary=vocabulary)
    return found is not None and (isinstance(found.value, Default) or text(found.value).casefold() == "true")


def is_optional(parameter: Parameter) -> bool:
    """Whether Core.OptionalParameter says that a parameter may be left out."""
    return find(parameter.annotations, "OptionalParameter") is not None


def default_of(parameter: Parameter) -> str:
    """What Core.OptionalParameter says that a service takes for a parameter that is left out; empty for nothing."""
    found = find(parameter.annotations, "OptionalParameter")
    return text(found.value.get("DefaultValue")) if found and isinstance(found.value, Record) else ""


def required_parameters(operation: Operation) -> tuple[Parameter, ...]:
    """The parameters that a call of a function cannot do without."""
    return tuple(parameter for parameter in operation.nonbinding_parameters if not is_optional(parameter))


def alternate_keys(annotations: Iterable[Annotation]) -> Iterator[tuple[tuple[str, str], ...]]:
    """The alternate keys that annotations declare: for each part its name in key predicates and the path of its
    property."""
    for annotation in annotations:
        if annotation.term in ALTERNATE_KEYS:
            for key in items(annotation.value):
                yield tuple(_key_part(part) for part in records(key, "Key"))


def _key_part(part: Record) -> tuple[str, str]:
    path, alias = text(part.get("Name")), text(part.get("Alias"))
    return alias or path, path


def derived_type_constraint(annotations: Iterable[Annotation]) -> tuple[str, ...] | None:
    """The names of the types that values have to be of, or of types that derive from them, as
    Validation.DerivedTypeConstraint says; None where nothing says so."""
    for annotation in annotations:
        if annotation.term == QName(VALIDATION, "DerivedTypeConstraint"):
            items = annotation.value.items if isinstance(annotation.value, CollectionExpression) else ()
            names = (text(each).strip() for each in items)
            return tuple(each.removeprefix("Collection(").removesuffix(")") for each in names)
    return None


def is_restricted(annotations: Iterable[Annotation]) -> bool:
    """Whether Capabilities.ReadRestrictions, or those of another way to use it, are about the element itself."""
    terms = {QName(CAPABILITIES, f"{verb}Restrictions") for verb in ("Read", "Insert", "Update", "Delete")}
    return any(annotation.term in terms for annotation in annotations)


def records(value: Expression | None, name: str) -> tuple[Record, ...]:
    """The records in the collection that a property of a record has; none where there is no such collection."""
    return items(value.get(name) if isinstance(value, Record) else None)


def items(value: Expression | None) -> tuple[Record, ...]:
    """The records in a collection; none in any other expression."""
    every = value.items if isinstance(value, CollectionExpression) else ()
    return tuple(item for item in every if isinstance(item, Record))


def texts(value: Expression | None) -> tuple[str, ...]:
    """The texts and paths in a collection; none in any other expression."""
    every = value.items if isinstance(value, CollectionExpression) else ()
    return tuple(filter(None, map(text, every)))


def text(value: Expression | None) -> str:
    """The text of a constant or a path; empty for any other expression."""
    if isinstance(value, PathExpression):
        return value.path
    return value.text if isinstance(value, Constant) else ""


def deprecation(annotations: Iterable[Annotation]) -> str:
    """What there is to say of a deprecated element: since when, until when, and what the service says; empty for one
    that is not deprecated. Of several revisions the one with the earliest removal counts."""
    revisions = find(annotations, "Revisions")
    records = items(revisions.value) if revisions else ()
    ending = [each for each in records if "Deprecated" in text(each.get("Kind")).rpartition("/")[2]]
    if not ending:
        return ""
    revision = min(ending, key=lambda each: (_removal(each) or "9999", text(each.get("Date"))))
    since, removal = text(revision.get("Date"))[:10], _removal(revision)
    said = f"Deprecated{f' since {since}' if since else ''}{f', to be removed on {removal}' if removal else ''}."
    return f"{said} {text(revision.get('Description'))}".strip()


def _removal(revision: Record) -> str:
    return next((date[:10] for name in REMOVAL_DATES if (date := text(revision.get(name)))), "")
