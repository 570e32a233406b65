"""Sequences that are worked out as far as somebody asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar, cast, overload

T = TypeVar("T")


class LazySequence(Sequence[T]):
    """The items of an iterable, each taken from it when it is first asked for, and kept.

    `len`, negative positions and slices without an end ask for all of them; to ask whether
    there are any, or whether there are more than so many, use `bool` and `has_more_than`.
    """

    def __init__(self, items: Iterable[T]) -> None:
        self._known: list[T] = []
        self._rest: Iterator[T] = iter(items)

    def _ask(self, number: int | None) -> list[T]:
        """So many items at least, where there are as many; None: all of them."""
        if number is None:
            self._known.extend(self._rest)
        elif number > len(self._known):
            self._known.extend(islice(self._rest, number - len(self._known)))
        return self._known

    def has_more_than(self, number: int) -> bool:
        """Whether there are more items than that."""
        return len(self._ask(number + 1)) > number

    def __bool__(self) -> bool:
        return self.has_more_than(0)

    def __len__(self) -> int:
        return len(self._ask(None))

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        if isinstance(index, slice):
            ends = (index.start or 0, index.stop)
            bounded = index.stop is not None and min(ends) >= 0
            return tuple(self._ask(index.stop if bounded else None)[index])
        return self._ask(index + 1 if index >= 0 else None)[index]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, (tuple, list, LazySequence)):
            return tuple(self) == tuple(cast("Sequence[object]", other))
        return NotImplemented

    __hash__ = None  # type: ignore[assignment]  # as lists have none

    def __repr__(self) -> str:
        first = ", ".join(map(repr, self._ask(3)[:3]))
        return f"[{first}{', …' if self.has_more_than(3) else ''}]"
