"""Annotations that are no longer what they were, and the conditions on them that rules are raised under: the terms of
the OASIS vocabularies that clients act on.

An annotation that is not there counts as its term's default (`Computed` false).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from csdlgen.drift import spell
from csdlgen.drift.capabilities import NO_LIMITS, Limitations, any_writing, limitations, only_filters
from csdlgen.drift.comparison import Comparison, Side
from csdlgen.drift.path import MEMBERS, STRUCTURED, ElementPath
from csdlgen.drift.shapes import TYPE
from csdlgen.edm.lookup import Lookup
from csdlgen.edm.model import (
    Annotation,
    CollectionExpression,
    Constant,
    Default,
    Expression,
    OperationImport,
    QName,
    Record,
)
from csdlgen.edm.vocabularies import CORE, REMOVAL_DATES, alternate_keys

REVISIONS = f"{CORE}.Revisions"
WRITABLE = (f"{CORE}.Computed", f"{CORE}.Immutable", f"{CORE}.Permissions")
_NO_DATE = "9999"
_NO_TERM = QName("", "")


@dataclass(frozen=True)
class AnnotationChange:
    """An annotation of an element, None in the model that lacks it.

    `all_before` and `all_after` are all annotations of the element, which is of the kind `on`; `in_both` is whether
    both models have the element, `exists` whether a path from it leads to a property in both.
    """

    on: str
    before: Annotation | None
    after: Annotation | None
    all_before: tuple[Annotation, ...] = ()
    all_after: tuple[Annotation, ...] = ()
    in_both: bool = True
    exists: Callable[[str], bool] = lambda _: True

    @property
    def term(self) -> QName:
        annotation = self.before or self.after
        return annotation.term if annotation else _NO_TERM

    @cached_property
    def _limitations(self) -> tuple[Limitations, Limitations]:
        return limitations(self.all_before, self.exists), limitations(self.all_after, self.exists)

    @cached_property
    def _own_paths(self) -> frozenset[str]:
        """What the annotation itself mentions, before and after."""
        own = [limitations(filter(None, (each,)), self.exists) for each in (self.before, self.after)]
        return own[0].paths | own[1].paths

    @cached_property
    def tightened(self) -> frozenset[str]:
        """The paths at which less is allowed now."""
        before, after = self._limitations if self.in_both else (NO_LIMITS, NO_LIMITS)
        return after.tighter_than(before, self._own_paths)

    @cached_property
    def relaxed(self) -> frozenset[str]:
        """The paths at which more is allowed now."""
        before, after = self._limitations if self.in_both else (NO_LIMITS, NO_LIMITS)
        return before.tighter_than(after, self._own_paths)


def annotation_change(comparison: Comparison, old: ElementPath | None, new: ElementPath | None) -> AnnotationChange:
    """The change of the annotation at a path; None is a model without it."""
    element = (new or old or ElementPath()).parent
    sides = ((comparison.old, old), (comparison.new, new))
    before, after = (side.facts.values.get(path) if path else None for side, path in sides)
    homes = [(side, path.parent if path else element) for side, path in sides]
    all_before, all_after = (side.facts.annotations.get(home, ()) for side, home in homes)
    types = [(side.lookup, _type(side, home)) for side, home in homes]
    return AnnotationChange(
        element.kind,
        before,
        after,
        all_before,
        all_after,
        in_both=all(_has_target(side.lookup, home) for side, home in homes),
        exists=lambda path: all(leads_somewhere(lookup, type_, path) for lookup, type_ in types),
    )


def _type(side: Side, path: ElementPath) -> QName | None:
    """The type that the paths in annotations of an element begin at."""
    if path.kind in STRUCTURED:
        return path.qualified
    known = side.known(path)
    name: QName | None = known.get("EntityType") or known.get(TYPE)
    return name


def _has_target(lookup: Lookup, path: ElementPath) -> bool:
    """Whether a model has what is annotated: of the target of an `Annotations` element (section 14.2.2), beginning at
    a type or a container, each name is looked up."""
    if path.kind != "target":
        return True
    head, _, rest = path.name.partition("/")
    if not rest or "(" in head:
        return True
    name = QName.parse(head)
    container = lookup.containers.get(name)
    if container is None:
        return leads_somewhere(lookup, name, rest)
    root, _, rest = rest.partition("/")
    child = next((child for child in container.children if child.name == root), None)
    if child is None or not rest or isinstance(child, OperationImport):
        return child is not None
    return leads_somewhere(lookup, child.type, rest)


def leads_somewhere(lookup: Lookup, type_: QName | None, path: str) -> bool:
    """Whether a path of properties and casts (section 14.4.1), from a structured type on, names what the model has.
    What lies behind a type that the model does not declare is taken to exist."""
    for segment in path.split("/"):
        if "." in segment:
            type_ = QName.parse(segment)
            continue
        if type_ is None or lookup.model.structured(type_) is None:
            return True
        member = lookup.member(type_, segment)
        if member is None:
            return False
        type_ = member.type.name
    return True


# --- values of annotations --------------------------------------------------------------------------------------------


def is_true(annotation: Annotation | None) -> bool:
    """Whether a tagging term is applied and not false; without a value it is true."""
    if annotation is None:
        return False
    value = annotation.value
    return isinstance(value, Default) or (isinstance(value, Constant) and value.text.casefold() == "true")


def is_read_only(annotation: Annotation | None) -> bool:
    """`Core.Permissions` without the permission to write."""
    granted = names(annotation.value) if annotation else set()
    return bool(granted) and not granted & {"Write", "ReadWrite"}


def names(value: Expression) -> set[str]:
    """The names of enumeration members, without their type."""
    text = value.text if isinstance(value, Constant) else ""
    return {name.rpartition("/")[2] for part in text.split(",") for name in part.split()}


# --- conditions -------------------------------------------------------------------------------------------------------

_Test: TypeAlias = Callable[[AnnotationChange], bool]


def becomes(test: Callable[[Annotation | None], bool], *on: str) -> _Test:
    """Whether something is true of an annotation now and was not; of annotations on some kinds of elements, or all."""
    return lambda change: not test(change.before) and test(change.after) and (not on or change.on in on)


def ceases(test: Callable[[Annotation | None], bool], *on: str) -> _Test:
    """Whether something was true of an annotation and is not any more."""
    return lambda change: test(change.before) and not test(change.after) and (not on or change.on in on)


def is_applied(annotation: Annotation | None) -> bool:
    return annotation is not None


def hides(annotation: Annotation | None) -> bool:
    """Whether this is `Core.Permissions` of a property without the permission to read."""
    granted = names(annotation.value) if annotation and annotation.term.name == "Permissions" else set()
    return bool(granted) and not granted & {"Read", "ReadWrite"}


# How much less than "always" a property can be written.
_ALWAYS, _ON_CREATION, _NEVER = range(3)


def _level(annotations: Iterable[Annotation | None]) -> int:
    """When a property with these annotations can be written; of several, the one that allows least counts."""
    level = _ALWAYS
    for annotation in annotations:
        if annotation is None or str(annotation.term) not in WRITABLE:
            continue
        name = annotation.term.name
        if is_read_only(annotation) if name == "Permissions" else name == "Computed" and is_true(annotation):
            return _NEVER
        if name == "Immutable" and is_true(annotation):
            level = _ON_CREATION
    return level


def writing(*, never: bool, less: bool) -> _Test:
    """Whether a property can be written less often now, or more often; never in one of the models, or on creation only.

    Three terms say so. What one of them says counts where it changes the whole, whatever the others say.
    """

    def test(change: AnnotationChange) -> bool:
        if change.on not in MEMBERS or hides(change.before) != hides(change.after):
            return False
        before, after = _level(change.all_before), _level(change.all_after)
        own = _level((change.after,)) - _level((change.before,))
        if before == after or (own > 0) != (after > before) or not own:
            return False
        return (_NEVER in (before, after)) == never and (after > before) == less

    return test


def demands_filter(change: AnnotationChange) -> bool:
    """Whether all that is restricted is that reading needs a filter now."""
    return only_filters(change.tightened)


def restricts_writing(change: AnnotationChange) -> bool:
    return any_writing(change.tightened)


def restricts_reading(change: AnnotationChange) -> bool:
    """Whether something is restricted, none of it writing."""
    return bool(change.tightened) and not any_writing(change.tightened)


def demands_no_filter(change: AnnotationChange) -> bool:
    """Whether all that is relaxed is that reading needs no filter now."""
    return not change.tightened and only_filters(change.relaxed)


def relaxes(change: AnnotationChange) -> bool:
    return not change.tightened and bool(change.relaxed)


def fewer_alternate_keys(change: AnnotationChange) -> bool:
    """Whether no annotation declares an alternate key any more that this one did."""
    return bool(_keys((change.before,)) - _keys(change.all_after))


def more_alternate_keys(change: AnnotationChange) -> bool:
    """Whether this annotation declares an alternate key that none did."""
    return bool(_keys((change.after,)) - _keys(change.all_before))


def _keys(annotations: Iterable[Annotation | None]) -> set[frozenset[tuple[str, str]]]:
    """Alternate keys; their parts have names, so that the order of these means nothing."""
    return {frozenset(key) for key in alternate_keys(filter(None, annotations))}


def fewer_items(change: AnnotationChange) -> bool:
    return bool(_items(change.before) - _items(change.after))


def more_items(change: AnnotationChange) -> bool:
    return bool(_items(change.after) - _items(change.before))


def _items(annotation: Annotation | None) -> set[str]:
    value = annotation.value if annotation else None
    return {spell.expression(item) for item in value.items} if isinstance(value, CollectionExpression) else set()


def deprecates(annotation: Annotation | None) -> bool:
    """Whether revisions deprecate their element."""
    return bool(_removal_dates(annotation))


def earlier(change: AnnotationChange) -> bool:
    """Whether a deprecated element is to be removed earlier than the old document says."""
    before, after = _removal_dates(change.before), _removal_dates(change.after)
    return bool(before and after) and min(after) < min(before)


def later(change: AnnotationChange) -> bool:
    """Whether a deprecated element is to be removed later than the old document says."""
    before, after = _removal_dates(change.before), _removal_dates(change.after)
    return bool(before and after) and min(after) > min(before)


def _removal_dates(annotation: Annotation | None) -> list[str]:
    """The removal date of each revision that deprecates, ISO 8601; a date after all others where it states none."""
    value = annotation.value if annotation else None
    records = value.items if isinstance(value, CollectionExpression) else ()
    return [
        next((spell.expression(date)[:10] for name in REMOVAL_DATES if (date := record.get(name))), _NO_DATE)
        for record in records
        if isinstance(record, Record) and "Deprecated" in names(record.get("Kind") or Default())
    ]
