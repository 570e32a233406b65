"""Properties: the descriptors between a model's attributes and its JSON."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from .codec import codec
from .views import collection
from .wire import BAD, Codec, unreadable

if TYPE_CHECKING:
    from .model import Model

_instant = datetime.fromisoformat


class Prop:
    """A property by its name on the wire and the text of its CSDL type.

    The type is looked up at first use; `read` and `write` are its conversions from then
    on, so that an access costs no test for it.
    """

    __slots__ = ("label", "read", "type", "wire", "write")
    read: Callable[[Any], Any]
    write: Callable[[Any], Any]

    def __init__(self, wire: str, type_: str) -> None:
        self.wire = wire
        self.type = type_
        self.label = wire
        self.read = self._first_read
        self.write = self._first_write

    def __set_name__(self, owner: type, name: str) -> None:
        self.label = f"{owner.__name__}.{name}"

    def _resolved(self) -> Codec:
        if self.type.startswith("Collection("):
            found = collection(codec(self.type[11:-1]), self.label)
        else:
            found = codec(self.type)
        self.read, self.write = found.read, found.write
        return found

    def _first_read(self, wire: Any) -> Any:
        return self._resolved().read(wire)

    def _first_write(self, value: Any) -> Any:
        return self._resolved().write(value)

    def __get__(self, model: Model | None, owner: type | None = None) -> Any:
        if model is None:
            return self
        wire = model.__wire__.get(self.wire)
        if wire is None:
            return None
        try:
            return self.read(wire)
        except BAD as error:
            raise unreadable(wire, self.type, self.label) from error

    def __set__(self, model: Model, value: Any) -> None:
        if value is not None:
            try:
                value = self.write(value)
            except (TypeError, ValueError, OverflowError) as error:
                text = f"{self.label}: {error}"
                if isinstance(value, (str, dict, list)):
                    text += f" (model[{self.wire!r}] = … sets the JSON itself)"
                kind = TypeError if isinstance(error, TypeError) else ValueError
                raise kind(text) from None
        model.__wire__[self.wire] = value

    def __delete__(self, model: Model) -> None:
        model.__wire__.pop(self.wire, None)


class _Text(Prop):
    """Edm.String, where the wire value is the Python value."""

    __slots__ = ()

    def __get__(self, model: Model | None, owner: type | None = None) -> Any:
        if model is None:
            return self
        wire = model.__wire__.get(self.wire)
        if wire is None or isinstance(wire, str):
            return wire
        raise unreadable(wire, self.type, self.label)


class _Instant(Prop):
    """Edm.DateTimeOffset: what `times` does, without the cost of calling it."""

    __slots__ = ()

    def __get__(self, model: Model | None, owner: type | None = None) -> Any:
        if model is None:
            return self
        wire = model.__wire__.get(self.wire)
        if wire is None:
            return None
        try:
            if wire[10] == "T" and wire[7] == "-" and wire[13] == ":":
                value = _instant(wire)
                if value.tzinfo is not None:
                    return value
        except BAD:
            pass
        raise unreadable(wire, self.type, self.label)


class _Stream(Prop):
    """Edm.Stream: reads the media link (OData JSON section 4.5.10), and no more."""

    __slots__ = ()

    def __init__(self, wire: str, type_: str) -> None:
        super().__init__(f"{wire}@odata.mediaReadLink", type_)

    def __set__(self, model: Model, value: Any) -> None:
        raise AttributeError(f"{self.label} is a link that the service gives out")

    def __delete__(self, model: Model) -> None:
        self.__set__(model, None)


_KINDS = {"Edm.String": _Text, "Edm.Stream": _Stream, "Edm.DateTimeOffset": _Instant}


def prop(wire: str, type_: str, /) -> Any:
    """Declares a property by its name in JSON and the text of its CSDL type."""
    return _KINDS.get(type_, Prop)(wire, type_)
