"""Which query options a service does not take for a collection or an entity, in a few words.

The terms are those of Org.OData.Capabilities.V1. What nothing is said of is supported.
"""

from __future__ import annotations

from collections.abc import Iterator

from csdlgen.edm.model import Annotation, CollectionExpression, Constant, Record
from csdlgen.edm.vocabularies import CAPABILITIES, find, text

# Options of verbs, each with the term that may forbid it and the property of its record, empty for a tag.
_OF_ENTITIES = {"expand": ("ExpandRestrictions", "Expandable"), "select": ("SelectSupport", "Supported")}
_OF_COLLECTIONS = {
    "filter": ("FilterRestrictions", "Filterable"),
    "orderby": ("SortRestrictions", "Sortable"),
    "search": ("SearchRestrictions", "Searchable"),
    "count": ("CountRestrictions", "Countable"),
    "top": ("TopSupported", ""),
    "skip": ("SkipSupported", ""),
    **_OF_ENTITIES,
}
# Lists of properties, each with what is said of them.
_PROPERTIES = {
    ("FilterRestrictions", "RequiredProperties"): "filters name",
    ("FilterRestrictions", "NonFilterableProperties"): "no filter on",
    ("SortRestrictions", "NonSortableProperties"): "not sorted by",
    ("SortRestrictions", "AscendingOnlyProperties"): "only ascending by",
    ("SortRestrictions", "DescendingOnlyProperties"): "only descending by",
    ("ExpandRestrictions", "NonExpandableProperties"): "not expanded:",
    ("CountRestrictions", "NonCountableProperties"): "not counted:",
    ("CountRestrictions", "NonCountableNavigationProperties"): "not counted:",
}


def query_restrictions(annotations: tuple[Annotation, ...], *, many: bool) -> Iterator[str]:
    """What annotations forbid in queries of what they are on, a collection or a single entity."""
    options = _OF_COLLECTIONS if many else _OF_ENTITIES
    missing = [option for option, term in options.items() if _forbids(annotations, *term)]
    if missing:
        yield f"no {', '.join(f'`{each}`' for each in missing)} here"
    terms = {term for term, _ in options.values()}
    if many and _member(annotations, "FilterRestrictions", "RequiresFilter") == "true" and "filter" not in missing:
        yield "needs a `filter`"
    for (term, name), said in _PROPERTIES.items():
        paths = _paths(annotations, term, name) if term in terms else ()
        if paths and not _forbids(annotations, *next(each for each in options.values() if each[0] == term)):
            yield f"{said} {', '.join(f'`{each}`' for each in paths)}"


def _forbids(annotations: tuple[Annotation, ...], term: str, name: str) -> bool:
    return _member(annotations, term, name) == "false"


def _member(annotations: tuple[Annotation, ...], term: str, name: str) -> str:
    found = find(annotations, term, vocabulary=CAPABILITIES)
    value = found.value if found else None
    if not name:
        return text(value)
    member = value.get(name) if isinstance(value, Record) else None
    return member.text if isinstance(member, Constant) else ""


def _paths(annotations: tuple[Annotation, ...], term: str, name: str) -> tuple[str, ...]:
    found = find(annotations, term, vocabulary=CAPABILITIES)
    listed = found.value.get(name) if found and isinstance(found.value, Record) else None
    named = (text(each) for each in listed.items) if isinstance(listed, CollectionExpression) else ()
    return tuple(filter(None, named))
