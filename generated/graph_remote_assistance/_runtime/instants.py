# ruff: noqa
# fmt: off
"""Edm.DateTimeOffset, as an aware datetime (OData ABNF, dateTimeOffsetValue).

Python keeps six digits of a second and the wire up to twelve: reading cuts the rest.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from .props import Prop
from .wire import BAD, Codec, unreadable, wrong

if TYPE_CHECKING:
    from .model import Model

_parse = datetime.fromisoformat


def _read(wire: Any) -> datetime:
    # What Python takes beyond the ABNF (basic format, a blank for the T) says when it
    # is as well; testing for it would cost a third of the time of an access.
    value = _parse(wire)
    if value.tzinfo is None:
        raise ValueError
    return value


def _write(value: Any) -> str:
    if not isinstance(value, datetime):
        raise wrong("Edm.DateTimeOffset", "an aware datetime", value)
    offset = value.utcoffset()
    if offset is None:
        raise ValueError(
            "Edm.DateTimeOffset takes an aware datetime, and this one is naive:"
            f" {value!r}; give it a tzinfo"
        )
    if offset % timedelta(minutes=1):  # local mean times; the format ends at minutes
        value = value.astimezone(UTC)
    text: str = value.isoformat()
    return text[:-6] + "Z" if text.endswith("+00:00") else text


class Property(Prop):
    """Does what `_read` does, without the cost of calling it."""

    __slots__ = ()

    def __get__(self, model: Model | None, owner: type | None = None) -> Any:
        if model is None:
            return self
        wire = model.__wire__.get(self.wire)
        if wire is None:
            return None
        try:
            value = _parse(wire)
            if value.tzinfo is not None:
                return value
        except BAD:
            pass
        raise unreadable(wire, self.type, self.label)


CODECS = {"Edm.DateTimeOffset": Codec("Edm.DateTimeOffset", _read, _write)}
