"""Which query options a service does not take for a collection or an entity, in a few words.

The terms are those of Org.OData.Capabilities.V1. What nothing is said of is supported.
"""

from __future__ import annotations

from collections.abc import Iterator

from csdlgen.edm.model import Constant, Record
from csdlgen.edm.vocabularies import CAPABILITIES, find, text, texts
from csdlgen.package.plan.value_text import Annotated

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


def query_restrictions(annotations: Annotated, *, many: bool, place: str = "") -> Iterator[str]:
    """What annotations forbid in queries of what they are on, a collection or a single entity; `place` is said of each,
    where that is only one of several: `in `orders``."""
    options = _OF_COLLECTIONS if many else _OF_ENTITIES
    missing = [option for option, term in options.items() if _forbids(annotations, *term)]
    behind = f" {place}" if place else ""
    if missing:
        yield f"no {', '.join(f'`{each}`' for each in missing)} {place or 'here'}"
    terms = {term for term, _ in options.values()}
    if many and _member(annotations, "FilterRestrictions", "RequiresFilter") == "true" and "filter" not in missing:
        yield f"needs a `filter`{behind}"
    for (term, name), said in _PROPERTIES.items():
        paths = paths_in(annotations, term, name) if term in terms else ()
        if paths and not _forbids(annotations, *next(each for each in options.values() if each[0] == term)):
            yield f"{said} {', '.join(f'`{each}`' for each in paths)}{behind}"


def restrictions_of_set(own: Annotated, of_set: Annotated, name: str, *, many: bool) -> Iterator[str]:
    """The same of an entity set that a navigation property is bound to, as far as the property's own annotations say
    nothing else."""
    said = {each.term for each in own}
    rest = tuple(each for each in of_set if each.term not in said)
    return query_restrictions(rest, many=many, place=f"in `{name}`")


def _forbids(annotations: Annotated, term: str, name: str) -> bool:
    return _member(annotations, term, name) == "false"


def _member(annotations: Annotated, term: str, name: str) -> str:
    found = find(annotations, term, vocabulary=CAPABILITIES)
    value = found.value if found else None
    if not name:
        return text(value)
    member = value.get(name) if isinstance(value, Record) else None
    return member.text if isinstance(member, Constant) else ""


def paths_in(annotations: Annotated, term: str, name: str) -> tuple[str, ...]:
    """The paths that a property of a restriction lists."""
    found = find(annotations, term, vocabulary=CAPABILITIES)
    return texts(found.value.get(name)) if found and isinstance(found.value, Record) else ()
