"""Collections as live views of the JSON arrays they came from: values of properties, and
pages of responses."""

from __future__ import annotations

from collections.abc import Iterator, MutableSequence, Sequence
from typing import Any, TypeVar, cast
from urllib.parse import urljoin

from .changes import adopt, lead, note
from .codecs import BAD, Codec, codec, items_of, show, unreadable

Json = dict[str, Any]
T = TypeVar("T")


class View(MutableSequence[T]):
    """A list of Python values over a JSON array: converts on access, stores JSON.

    Slices, copies and pickles are plain lists of the values; models in them stay live.
    Equal to every sequence of equal values. Null items are None.
    """

    __slots__ = ("__owner__", "__wire__", "_label", "item")
    __owner__: Any
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
        wire = self.__wire__[index]
        value = self.item.load(wire, self._label)
        if isinstance(wire, (dict, list)) and hasattr(self, "__owner__"):
            lead(self, value)
        return value

    def __iter__(self) -> Iterator[T]:
        read = self.item.read
        leads = hasattr(self, "__owner__")  # pages do not keep their items together
        for wire in self.__wire__:
            try:
                value: Any = None if wire is None else read(wire)
            except BAD as error:
                raise unreadable(wire, self.item.type, self._label) from error
            if leads and isinstance(wire, (dict, list)):
                lead(self, value)
            yield value

    def __setitem__(self, index: Any, value: Any) -> None:
        many = isinstance(index, slice)
        given: Any = list(value) if many else value
        dump = self.item.dump
        wire: Any = [dump(each) for each in given] if many else dump(given)
        note(self)
        self.__wire__[index] = wire
        adopt(self, given)

    def __delitem__(self, index: Any) -> None:
        note(self)
        del self.__wire__[index]

    def __len__(self) -> int:
        return len(self.__wire__)

    def insert(self, index: int, value: T) -> None:
        """Puts the JSON of `value` before `index`."""
        wire = self.item.dump(value)
        note(self)
        self.__wire__.insert(index, wire)
        adopt(self, value)

    def reverse(self) -> None:
        """Reverses in place, without converting: what Python cannot hold stays."""
        note(self)
        self.__wire__.reverse()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, (str, bytes)):
            return NotImplemented
        return list(self) == [*other]  # pyright: ignore[reportUnknownVariableType]

    def __reduce__(self) -> tuple[Any, ...]:
        return list, (list(self),)

    def __repr__(self) -> str:
        return show(self.__wire__)


class Page(View[T]):
    """The items of one response, and what the service said about them.

    `next_link` leads to the rest of the result where this is not all of it, `delta_link`
    to what will have changed since; `total_count` is the number of items of the whole
    result where that was asked for (OData JSON sections 4.6.1, 4.6.5 and 4.6.6).
    """

    __slots__ = ("delta_link", "next_link", "total_count")
    delta_link: str | None
    next_link: str | None
    total_count: int | None


def page(type_: str, data: Any, url: str) -> Page[Any]:
    """The page in a response's JSON, None for a response without content.

    `url` is the request's, which relative links begin from. WireError for other JSON.
    """
    item = codec(type_[11:-1])
    fields: Json = {"value": []} if data is None else data
    try:
        items: Page[Any] = Page(fields["value"], item, type_)
        items.next_link = _link(fields, "nextLink", url)
        items.delta_link = _link(fields, "deltaLink", url)
        count = _control_information(fields, "count")
        items.total_count = None if count is None else codec("Edm.Int64").load(count)
    except BAD as error:
        raise unreadable(data, type_) from error
    return items


def expanded_page(data: Json, path: str, type_: str, url: str) -> Page[Any]:
    """The items of an expanded collection in an entity's JSON, at a path that may lead
    through complex values and casts, with what the service says about them.

    Relative links begin from `url`. ValueError where there is no such collection.
    """
    *before, name = [each for each in path.split("/") if "." not in each]
    for each in before:
        inner: Any = data.get(each) or {}
        if not isinstance(inner, dict):
            raise ValueError(f"{each} leads to no single object")
        data = cast(Json, inner)
    names = (f"{name}@odata.nextLink", f"{name}@nextLink")
    if data.get(name) is None and not any(each in data for each in names):
        raise ValueError(f"{path} was not expanded")
    about = {
        f"@odata.{each}": data.get(f"{name}@odata.{each}", data.get(f"{name}@{each}"))
        for each in ("nextLink", "count")
    }
    items: Any = [] if data.get(name) is None else data[name]
    return page(type_, {"value": items, **about}, url)


def _control_information(data: Json, name: str) -> Any:
    """Control information, which 4.01 also writes without the prefix."""
    return data.get(f"@odata.{name}", data.get(f"@{name}"))


def _link(data: Json, name: str, url: str) -> str | None:
    """A link from its base: the context URL, without one the request's (section 4.3)."""
    link, context = _control_information(data, name), _control_information(
        data, "context"
    )
    if not link:
        return None
    if not isinstance(link, str):
        raise TypeError
    return join(join(url, context) if isinstance(context, str) else url, link)


def join(base: str, link: str) -> str:
    """The link as seen from a base; itself where it is no URL at all."""
    try:
        return urljoin(base, link)
    except ValueError:
        return link


def collection_codec(item: Codec, label: str) -> Codec:
    """The codec of `Collection(item)`; `label` names the property in errors.

    Writing takes any iterable of values. A view of the same type is stored
    as the array it shows, so that it stays live, as a model does.
    """
    type_ = f"Collection({item.type})"

    def read(wire: Any) -> View[Any]:
        return View(wire, item, label)

    def write(value: Any) -> list[Any]:
        if isinstance(value, View) and value.item is item:
            return value.__wire__
        return [item.dump(each) for each in items_of(value, type_, "a list")]

    return Codec(type_, read, write)
