"""Edm primitive types: JSON on the wire, Python at attributes (OData JSON section 7.1).

What a value loses when it is read is lost in the Python value alone: the wire keeps its
text until somebody assigns.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from .wire import Codec, wrong

_MODULES = {
    f"Edm.{name}": module
    for module, names in {
        "instants": "DateTimeOffset",
        "times": "Date TimeOfDay Duration",
        "numeric": "Byte SByte Int16 Int32 Int64 Double Single Decimal",
        "octets": "Guid Binary",
    }.items()
    for name in names.split()
}


def edm(type_: str) -> Codec:
    """The codec of `Edm.…`; untyped and abstract types are JSON as it is.

    A package has the modules of the types that it uses, and none of the others.
    """
    module = _MODULES.get(type_)
    if module is not None:
        found: Codec = import_module(f".{module}", __package__).CODECS[type_]
        return found
    if type_ in ("Edm.String", "Edm.Stream"):
        return _same(type_, "a str", str)
    if type_ == "Edm.Boolean":
        return _same(type_, "a bool", bool)
    if type_.startswith(("Edm.Geography", "Edm.Geometry")):
        return _same(type_, "a dict of GeoJSON", dict)
    return _same(type_, "a JSON value", str, int, float, dict, list)


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
