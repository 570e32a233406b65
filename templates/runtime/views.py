"""Collections as live views of the JSON array they came from."""

from __future__ import annotations

from collections.abc import Iterator, MutableSequence, Sequence
from typing import Any

from .checks import listed
from .wire import BAD, Codec, show, unreadable


class View(MutableSequence[Any]):
    """A list of Python values over a JSON array: converts on access, stores JSON.

    Slices, copies and pickles are plain lists of the values; models in them stay live.
    Equal to every sequence of equal values. Null items are None.
    """

    __slots__ = ("__wire__", "_label", "item")
    __wire__: list[Any]

    def __init__(self, wire: list[Any], item: Codec, label: str) -> None:
        if type(wire) is not list:
            raise TypeError
        self.__wire__ = wire
        self.item = item
        self._label = label or f"Collection({item.type})"

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[n] for n in range(*index.indices(len(self.__wire__)))]
        return self.item.load(self.__wire__[index], self._label)

    def __iter__(self) -> Iterator[Any]:
        read = self.item.read
        for wire in self.__wire__:
            try:
                value = None if wire is None else read(wire)
            except BAD as error:
                raise unreadable(wire, self.item.type, self._label) from error
            yield value

    def __setitem__(self, index: Any, value: Any) -> None:
        if isinstance(index, slice):
            self.__wire__[index] = [self.item.dump(one) for one in value]
        else:
            self.__wire__[index] = self.item.dump(value)

    def __delitem__(self, index: Any) -> None:
        del self.__wire__[index]

    def __len__(self) -> int:
        return len(self.__wire__)

    def insert(self, index: int, value: Any) -> None:
        """Puts the JSON of `value` before `index`."""
        self.__wire__.insert(index, self.item.dump(value))

    def reverse(self) -> None:
        """Reverses in place, without converting: what Python cannot hold stays."""
        self.__wire__.reverse()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, (str, bytes)):
            return NotImplemented
        return list(self) == [*other]  # pyright: ignore[reportUnknownVariableType]

    def __reduce__(self) -> tuple[Any, ...]:
        return list, (list(self),)

    def __repr__(self) -> str:
        return show(self.__wire__)


def collection(item: Codec, label: str) -> Codec:
    """The codec of `Collection(item)`; `label` names the property in errors.

    Writing takes any iterable of values. A view of the same type is stored
    as the array it shows, so that it stays live, as a model does.
    """
    type_ = f"Collection({item.type})"

    def read(wire: Any) -> View:
        return View(wire, item, label)

    def write(value: Any) -> list[Any]:
        if isinstance(value, View) and value.item is item:
            return value.__wire__
        return [item.dump(one) for one in listed(value, type_, "a list")]

    return Codec(type_, read, write)
