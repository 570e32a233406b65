"""Edm primitive types: JSON on the wire, Python at attributes (OData JSON section 7.1).

What a value loses when it is read is lost in the Python value alone: the wire keeps its
text until somebody assigns.
"""

from __future__ import annotations

from typing import Any

from .wire import Codec, wrong

_NUMBERS = (
    "Edm.Byte", "Edm.SByte", "Edm.Int16", "Edm.Int32", "Edm.Int64", "Edm.Double",
    "Edm.Single", "Edm.Decimal",
)  # fmt: skip


def edm(type_: str) -> Codec:
    """The codec of `Edm.…`; untyped and abstract types are JSON as it is."""
    if type_ in ("Edm.String", "Edm.Stream"):
        return _same(type_, "a str", str)
    if type_ == "Edm.Boolean":
        return _same(type_, "a bool", bool)
    if type_.startswith(("Edm.Geography", "Edm.Geometry")):
        return _same(type_, "a dict of GeoJSON", dict)
    return _converted(type_) or _same(
        type_, "a JSON value", str, int, float, dict, list
    )


def _converted(type_: str) -> Codec | None:
    """The codec of a type whose Python values are not its JSON, from the module that
    has it; imported here, since few programs need them all."""
    if type_ == "Edm.DateTimeOffset":
        from .instants import CODECS
    elif type_ in ("Edm.Date", "Edm.TimeOfDay", "Edm.Duration"):
        from .times import CODECS
    elif type_ in ("Edm.Guid", "Edm.Binary"):
        from .octets import CODECS
    elif type_ in _NUMBERS:
        from .numeric import CODECS
    else:
        return None
    return CODECS[type_]


def _same(type_: str, takes: str, *kinds: type) -> Codec:
    """A type whose JSON and Python values are the same thing.

    Of models and collection views that is their data.
    """

    def read(wire: Any) -> Any:
        if isinstance(wire, kinds):
            return wire
        raise TypeError

    def write(value: Any) -> Any:
        data = getattr(value, "__wire__", value)
        if not isinstance(data, kinds):
            raise wrong(type_, takes, value)
        return str.__str__(data) if isinstance(data, str) else data

    return Codec(type_, read, write, type_ in ("Edm.ComplexType", "Edm.EntityType"))
