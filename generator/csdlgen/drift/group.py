"""Changes grouped under what caused them.

Causes are: a schema or container that is gone or new, for what it holds; another base type, for members inherited; a
type that is gone, renamed or moved, for whatever named it; an operation that is gone, for its imports; an entity set or
singleton that is gone or renamed, for bindings to it. A type that is new is no cause: what uses it could not have been
there before, and is an addition of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from csdlgen.drift.change import Change
from csdlgen.drift.path import ROOTS, TYPES, ElementPath
from csdlgen.edm.model import QName

_OF_BASES = ("base-type-added", "base-type-removed", "base-type-changed")
_NAMING = frozenset(("Type", "BaseType", "EntityType", "UnderlyingType"))


def group(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Every change once, under its cause if it has one; sorted by path and kind, and so are children."""
    ordered = sorted(changes, key=_order)
    grouping = _Grouping(ordered)
    below: dict[int, list[Change]] = {}
    roots: list[Change] = []
    for each in ordered:
        cause = grouping.cause_of(each)
        if cause is None:
            roots.append(each)
        else:
            below.setdefault(id(cause), []).append(each)
    return tuple(_with_children(each, below) for each in roots)


def _with_children(change: Change, below: dict[int, list[Change]]) -> Change:
    children = below.get(id(change))
    return replace(change, children=tuple(_with_children(each, below) for each in children)) if children else change


def _order(change: Change) -> tuple[str, str, str, str, str]:
    old, new = str(change.old or ""), str(change.new or "")
    return str(change.path), change.rule, old or new, change.before or "", change.after or ""


class _Grouping:
    """What may be a cause, by what it is looked up with."""

    def __init__(self, changes: Iterable[Change]) -> None:
        self._holders: dict[tuple[ElementPath, bool], Change] = {}
        self._bases: dict[ElementPath, Change] = {}
        self._types: dict[QName, Change] = {}
        self._operations: dict[QName, Change] = {}
        self._roots: dict[tuple[ElementPath, str], Change] = {}
        for each in changes:
            self._note(each)

    def _note(self, change: Change) -> None:
        path = change.path
        if change.rule in _OF_BASES:
            self._bases[path] = change
        elif (change.old is None or change.new is None) and path.kind in ("schema", "container"):
            self._holders[path, change.old is None] = change
        if change.old is None or change.old == change.new:
            return
        if change.old.kind in TYPES:
            self._types[change.old.qualified] = change
        elif change.old.kind in ROOTS:
            self._roots[change.old.parent, change.old.name] = change
        elif change.rule in ("action-removed", "function-removed"):
            self._operations[change.old.qualified] = change

    def cause_of(self, change: Change) -> Change | None:
        """The cause of a change; None for a change without one."""
        path = change.path
        if path.kind in TYPES and change.rule not in (*_OF_BASES, "type-restated"):
            cause = self._base(change) or self._holder(change)
        else:
            cause = self._base(change) or self._named(change) or self._holder(change)
        return None if cause is change else cause

    def _holder(self, change: Change) -> Change | None:
        if change.old is not None and change.new is not None:
            return None
        for length in (2, 1):
            holder = self._holders.get((ElementPath(change.path.steps[:length]), change.old is None))
            if holder is not None and holder is not change:
                return holder
        return None

    def _base(self, change: Change) -> Change | None:
        moved = change.rule in ("property-moved-to-base", "property-moved-from-base")
        if change.rule in _OF_BASES or (change.differences and not moved):
            return None
        homes = (home for path in (change.new, change.old) if path for home in (path, path.parent))
        return next((self._bases[home] for home in homes if home in self._bases), None)

    def _named(self, change: Change) -> Change | None:
        """Of several causes, the one that the element itself names, rather than what is within it."""
        causes = [
            (len(each.path.steps), str(cause.path), cause.rule, cause)
            for each in change.differences
            if each.before is not None and (cause := self._cause(each.path, each.attribute, each.before))
        ]
        return min(causes, key=lambda each: each[:3])[3] if causes else None

    def _cause(self, path: ElementPath, attribute: str, before: object) -> Change | None:
        if attribute in _NAMING and isinstance(before, QName):
            return self._types.get(before)
        if attribute == "Operation" and isinstance(before, QName):
            return self._operations.get(before)
        if attribute == "Target" and path.kind == "binding":
            return self._roots.get((ElementPath(path.steps[:2]), str(before).rpartition("/")[2]))
        return None
