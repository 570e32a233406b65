"""Properties: the descriptors between a model's attributes and its JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .codec import codec, collection
from .wire import BAD, unreadable

if TYPE_CHECKING:
    from .model import Model


class Prop:
    """A property by its name on the wire and the text of its CSDL type.

    The type is looked up at first use; `read` and `write` are its conversions from then
    on, so that an access costs no test for it.
    """

    __slots__ = ("label", "read", "type", "wire", "write")
    read: Callable[[Any], Any]
    write: Callable[[Any], Any]

    def __init__(self, wire: str, type_: str) -> None:
        self.label = self.wire = wire
        self.type = type_
        self.read = self._first_read
        self.write = self._first_write

    def __set_name__(self, owner: type, name: str) -> None:
        self.label = f"{owner.__name__}.{name}"

    def _resolve(self) -> None:
        many = self.type.startswith("Collection(")
        found = collection(self.type, self.label) if many else codec(self.type)
        self.read, self.write = found.read, found.write

    def _first_read(self, wire: Any) -> Any:
        self._resolve()
        return self.read(wire)

    def _first_write(self, value: Any) -> Any:
        self._resolve()
        return self.write(value)

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


def prop(wire: str, type_: str, /) -> Any:
    """Declares a property by its name in JSON and the text of its CSDL type."""
    if type_ == "Edm.String":
        return _Text(wire, type_)
    if type_ == "Edm.DateTimeOffset":
        from .instants import Property as Instant  # these two import this module

        return Instant(wire, type_)
    if type_ == "Edm.Stream":
        from .streams import Property as Link

        return Link(wire, type_)
    return Prop(wire, type_)
