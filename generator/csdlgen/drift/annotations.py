"""What a change of an annotation means: the terms of the OASIS vocabularies that clients act on.

An annotation that is not there counts as its term's default (`Computed` false).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, TypeAlias

from csdlgen.drift import spell
from csdlgen.drift.capabilities import CAPABILITIES, Restricting
from csdlgen.drift.path import MEMBERS
from csdlgen.edm.model import Annotation, CollectionExpression, Constant, Default, Expression, QName, Record

CORE = "Org.OData.Core.V1"
REMOVAL_DATES = ("RemovalDate", "Removaldate")
_LATEST = "9999"

_Classify: TypeAlias = Callable[[str, Annotation | None, Annotation | None], str]


def annotation_kind(element: str, before: Annotation | None, after: Annotation | None, restricting: Restricting) -> str:
    """The kind of change when one annotation of an element of that kind is no longer what it was."""
    term = (before or after or _NONE).term
    if term.namespace == CAPABILITIES:
        return restricting.kind(before, after)
    classify = _CORE.get(term.name) if term.namespace == CORE else None
    return classify(element, before, after) if classify else "annotation-changed"


def is_true(found: Annotation | None) -> bool:
    """Whether a tagging term is applied and not false; where it stands alone it is true."""
    if found is None:
        return False
    value = found.value
    return isinstance(value, Default) or (isinstance(value, Constant) and value.text.casefold() == "true")


def is_read_only(found: Annotation | None) -> bool:
    """`Core.Permissions` without the permission to write."""
    granted = names(found.value) if found else set()
    return bool(granted) and not granted & {"Write", "ReadWrite"}


def _flag(
    on: Collection[str], added: str, removed: str, test: Callable[[Annotation | None], bool] = is_true
) -> _Classify:
    """A term that only matters on some kinds of elements, or on any where `on` is empty."""

    def classify(element: str, before: Annotation | None, after: Annotation | None) -> str:
        was, now = test(before), test(after)
        if was == now or (on and element not in on):
            return "annotation-changed"
        return added if now else removed

    return classify


def _description(*_: Any) -> str:
    return "description-changed"


def _alternate_keys(_: str, before: Annotation | None, after: Annotation | None) -> str:
    was, now = _items(before), _items(after)
    return "alternate-key-removed" if was - now else "alternate-key-added" if now - was else "annotation-changed"


def _explicit(_: str, before: Annotation | None, after: Annotation | None) -> str:
    was, now = _items(before), _items(after)
    return "explicit-binding-removed" if was > now else "explicit-binding-added" if now > was else "annotation-changed"


def _items(found: Annotation | None) -> set[str]:
    value = found.value if found else None
    return {spell.expression(each) for each in value.items} if isinstance(value, CollectionExpression) else set()


def names(value: Expression) -> set[str]:
    """The names of enumeration members, without their type."""
    text = value.text if isinstance(value, Constant) else ""
    return {each.rpartition("/")[2] for part in text.split(",") for each in part.split()}


# --- Core.Revisions ---------------------------------------------------------------------------------------------------


def _revisions(_: str, before: Annotation | None, after: Annotation | None) -> str:
    was, now = _deprecations(before), _deprecations(after)
    if bool(was) != bool(now):
        return "deprecation-added" if now else "deprecation-withdrawn"
    if not was or min(was) == min(now):
        return "annotation-changed"
    return "removal-date-earlier" if min(now) < min(was) else "removal-date-later"


def _deprecations(found: Annotation | None) -> list[str]:
    """The removal date of each revision that deprecates, ISO 8601; a date after all others where it states none."""
    value = found.value if found else None
    records = value.items if isinstance(value, CollectionExpression) else ()
    return [
        next((spell.expression(date) for name in REMOVAL_DATES if (date := each.get(name))), _LATEST)
        for each in records
        if isinstance(each, Record) and "Deprecated" in names(each.get("Kind") or Default())
    ]


_NONE = Annotation(term=QName("", ""))
_CORE: dict[str, _Classify] = {
    "Description": _description,
    "LongDescription": _description,
    "Computed": _flag(MEMBERS, "property-became-computed", "property-no-longer-computed"),
    "Permissions": _flag(MEMBERS, "property-became-computed", "property-no-longer-computed", is_read_only),
    "Immutable": _flag(MEMBERS, "property-became-immutable", "property-no-longer-immutable"),
    "OptionalParameter": _flag(
        ("parameter",), "parameter-became-optional", "parameter-became-required", lambda found: found is not None
    ),
    "OptimisticConcurrency": _flag(
        (), "optimistic-concurrency-added", "optimistic-concurrency-removed", lambda found: found is not None
    ),
    "RequiresExplicitBinding": _flag(("operation",), "explicit-binding-removed", "explicit-binding-added"),
    "ExplicitOperationBindings": _explicit,
    "AlternateKeys": _alternate_keys,
    "Revisions": _revisions,
}
