"""What a change of an annotation means: the terms of the OASIS vocabularies that clients act on.

An annotation that is not there counts as its term's default (`Computed` false).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any, TypeAlias

from csdlgen.drift import spell
from csdlgen.drift.capabilities import CAPABILITIES, Restricting
from csdlgen.drift.path import MEMBERS
from csdlgen.edm.model import Annotation, CollectionExpression, Constant, Default, Expression, QName, Record
from csdlgen.edm.vocabularies import ALTERNATE_KEYS, alternate_keys

CORE = "Org.OData.Core.V1"
REMOVAL_DATES = ("RemovalDate", "Removaldate")
_LATEST = "9999"

_Classify: TypeAlias = Callable[[str, Annotation | None, Annotation | None], str]


def annotation_kind(element: str, before: Annotation | None, after: Annotation | None, restricting: Restricting) -> str:
    """The kind of change when one annotation of an element of that kind is no longer what it was."""
    term = (before or after or _NONE).term
    if term.namespace == CAPABILITIES:
        return restricting.kind(before, after)
    if term in ALTERNATE_KEYS:
        return _alternate_keys(before, after, restricting)
    if term in _WRITABLE and element in MEMBERS:
        return _writing(before, after, restricting)
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


def _hides(found: Annotation | None) -> bool:
    """Whether this is `Core.Permissions` without the permission to read."""
    granted = names(found.value) if found and found.term.name == "Permissions" else set()
    return bool(granted) and not granted & {"Read", "ReadWrite"}


# How much less than "always" a property can be written.
_ALWAYS, _ON_CREATION, _NEVER = range(3)


def _level(annotations: Iterable[Annotation | None]) -> int:
    """When a property with these annotations can be written; of several, the one that allows least counts."""
    found = _ALWAYS
    for each in annotations:
        if each is None or each.term not in _WRITABLE:
            continue
        name = each.term.name
        if is_read_only(each) if name == "Permissions" else name == "Computed" and is_true(each):
            return _NEVER
        if name == "Immutable" and is_true(each):
            found = _ON_CREATION
    return found


def _writing(before: Annotation | None, after: Annotation | None, whole: Restricting) -> str:
    """Three terms say whether a property can be written. What one of them says counts where it changes that, whatever
    the others say."""
    if _hides(before) != _hides(after):
        return "read-capability-restricted" if _hides(after) else "capability-relaxed"
    was, now = _level(whole.before), _level(whole.after)
    own = _level((after,)) - _level((before,))
    if was == now or (own > 0) != (now > was) or not own:
        return "annotation-changed"
    if _NEVER in (was, now):
        return "property-became-computed" if now == _NEVER else "property-no-longer-computed"
    return "property-became-immutable" if now == _ON_CREATION else "property-no-longer-immutable"


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


def _alternate_keys(before: Annotation | None, after: Annotation | None, whole: Restricting) -> str:
    """Two terms declare alternate keys; the parts of one have names, so that their order means nothing."""
    was, now = _keys((before,)), _keys((after,))
    if was - _keys(whole.after):
        return "alternate-key-removed"
    return "alternate-key-added" if now - _keys(whole.before) else "annotation-changed"


def _keys(annotations: Iterable[Annotation | None]) -> set[frozenset[tuple[str, str]]]:
    return {frozenset(key) for key in alternate_keys(filter(None, annotations))}


def _explicit(_: str, before: Annotation | None, after: Annotation | None) -> str:
    was, now = _items(before), _items(after)
    return "explicit-binding-removed" if was - now else "explicit-binding-added" if now - was else "annotation-changed"


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
        next((spell.expression(date)[:10] for name in REMOVAL_DATES if (date := each.get(name))), _LATEST)
        for each in records
        if isinstance(each, Record) and "Deprecated" in names(each.get("Kind") or Default())
    ]


_WRITABLE = frozenset(QName(CORE, name) for name in ("Computed", "Immutable", "Permissions"))
_NONE = Annotation(term=QName("", ""))
_CORE: dict[str, _Classify] = {
    "Description": _description,
    "LongDescription": _description,
    "OptionalParameter": _flag(
        ("parameter",), "parameter-became-optional", "parameter-became-required", lambda found: found is not None
    ),
    "OptimisticConcurrency": _flag(
        (), "optimistic-concurrency-added", "optimistic-concurrency-removed", lambda found: found is not None
    ),
    "RequiresExplicitBinding": _flag(("operation",), "explicit-binding-removed", "explicit-binding-added"),
    "ExplicitOperationBindings": _explicit,
    "Revisions": _revisions,
}
