"""What a comparison of two models results in: changes, and the differences that each is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

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
    """One thing that happened between two models; `rule` is the code of the rule that recognises it.

    `old` and `new` are paths in the old and the new model, None in the one that lacks the element; they differ where
    an element was renamed or moved. `before` and `after` say in short what was there and what is. `differences` are
    the facts that this change accounts for, in document order, those of everything within an added, removed or renamed
    element among them; a change of a member that is inherited accounts for none. `children` are the changes that it
    caused.
    """

    rule: str
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
        """Where the element is now, or was."""
        return self.new or self.old or ElementPath()

    @property
    def paths(self) -> tuple[ElementPath, ...]:
        """The paths of the element in the models that have it."""
        return tuple(path for path in (self.old, self.new) if path is not None)


def every_change(changes: Iterable[Change]) -> Iterator[Change]:
    """Every change, each before the ones that it caused."""
    for change in changes:
        yield change
        yield from every_change(change.children)
