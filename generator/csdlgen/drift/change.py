"""What a comparison finds: changes, and the differences that each is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from csdlgen.drift.kinds import Kind
from csdlgen.drift.path import ElementPath
from csdlgen.errors import Location


class Difference(NamedTuple):
    """One attribute of one element: what it was and what it is, None where the element is not there or leaves it at
    its default. The attribute `""` is the element itself, True where it is there."""

    path: ElementPath
    attribute: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened between two models.

    `old` and `new` are paths in the old and the new model, None in the one that lacks the element; they differ where
    an element was renamed or moved. `before` and `after` say in short what was there and what is. `differences` are
    the facts that this change accounts for, in document order, those of everything within an added, removed or renamed
    element among them; a change of a member that is inherited accounts for none. `children` are the changes that it
    brought about.
    """

    kind: Kind
    old: ElementPath | None
    new: ElementPath | None
    before: str | None = None
    after: str | None = None
    old_location: Location | None = None
    new_location: Location | None = None
    differences: tuple[Difference, ...] = ()
    children: tuple[Change, ...] = ()

    @property
    def path(self) -> ElementPath:
        """Where the element stands now, or stood."""
        return self.new or self.old or ElementPath()


def flat(changes: Iterable[Change]) -> Iterator[Change]:
    """Every change, each before the ones that it brought about; without these."""
    for each in changes:
        yield replace(each, children=()) if each.children else each
        yield from flat(each.children)


def swapped(change: Change, kind: Kind) -> Change:
    """The same change when old and new change places; its kind is then one of `MIRROR[change.kind]`."""
    return Change(
        kind,
        change.new,
        change.old,
        change.after,
        change.before,
        change.new_location,
        change.old_location,
        tuple(Difference(path, attribute, after, before) for path, attribute, before, after in change.differences),
    )
