"""Edm primitive types: JSON on the wire, Python at attributes (OData JSON section 7.1).

`edm(name)` gives the `Codec` of a primitive type. What a value loses when it is read is
lost in the Python value alone: the wire keeps its text until somebody assigns.
"""

from __future__ import annotations

from binascii import a2b_base64, b2a_base64
from math import isinf, isnan
from typing import TYPE_CHECKING, Any

from . import times
from .wire import Codec, matched, short, wrong

if TYPE_CHECKING:
    from decimal import Decimal
    from uuid import UUID


def same(wire: Any) -> Any:
    """Reads nothing into the value."""
    return wire


def _exactly(type_: str, kind: type, takes: str) -> Codec:
    """A type whose JSON and Python values are the same thing: str, bool or dict."""

    def read(wire: Any) -> Any:
        if isinstance(wire, kind):
            return wire
        raise TypeError

    def write(value: Any) -> Any:
        if isinstance(value, kind):
            return str.__str__(value) if isinstance(value, str) else value
        raise wrong(type_, takes, value)

    return Codec(type_, read, write)


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _integer(type_: str, low: int, high: int) -> Codec:
    """Numbers, or text as with IEEE754Compatible=true; writing checks the range."""

    def read(wire: Any) -> int:
        if _is_integer(wire):
            return int(wire)
        return int(matched("[+-]?[0-9]{1,20}", wire)[0])

    def write(value: Any) -> int:
        if not _is_integer(value):
            raise wrong(type_, "an int", value)
        if not low <= value <= high:
            raise ValueError(f"{type_} takes {low} to {high}, not {short(value)}")
        return int(value)

    return Codec(type_, read, write)


def _double(type_: str) -> Codec:
    named = {"INF": float("inf"), "-INF": float("-inf"), "NaN": float("nan")}

    def read(wire: Any) -> float:
        if isinstance(wire, float) or _is_integer(wire):
            return float(wire)
        if isinstance(wire, str) and wire in named:
            return named[wire]
        raise TypeError

    def write(value: Any) -> float | str:
        if not isinstance(value, float) and not _is_integer(value):
            raise wrong(type_, "a float", value)
        try:
            number = float(value)
        except OverflowError:
            message = f"{type_} cannot hold {short(value)}"
            raise ValueError(message) from None
        if isnan(number):
            return "NaN"
        return ("-INF" if number < 0 else "INF") if isinf(number) else number

    return Codec(type_, read, write)


def _read_decimal(wire: Any) -> Decimal:
    from decimal import Decimal  # here: it takes a while, and few have one

    if isinstance(wire, float) or _is_integer(wire):
        return Decimal(repr(wire))  # the digits of the JSON, not those of the binary
    number = r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?"
    return Decimal(matched(f"{number}|-?INF|NaN", wire)[0])


def _write_decimal(value: Any) -> int | float | str:
    """A JSON number where one holds exactly this value, text where none does.

    Peers read JSON numbers as doubles, so integers beyond 2**53 are text as well.
    """
    from decimal import Decimal

    if not isinstance(value, Decimal) and not _is_integer(value):
        raise wrong("Edm.Decimal", "a Decimal or an int", value)
    number = Decimal(value)
    if not number.is_finite():
        return str(_write_double(float("nan") if number.is_nan() else float(number)))
    if number.copy_abs() <= 2**53 and number == number.to_integral_value():
        return int(number)
    nearest = float(number)
    if Decimal(repr(nearest)) == number:
        return nearest
    return format(number, "f") if abs(number.adjusted()) < 100 else str(number)


def _read_guid(wire: Any) -> UUID:
    from uuid import UUID  # here, as above

    # UUID() would also take braces, URNs and hyphens anywhere
    return UUID(matched("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", wire)[0])


def _write_guid(value: Any) -> str:
    from uuid import UUID

    if not isinstance(value, UUID):
        raise wrong("Edm.Guid", "a uuid.UUID", value)
    return str(value)


def _read_binary(wire: Any) -> bytes:
    """Base64 in either alphabet, padded or not."""
    text = matched("([A-Za-z0-9+/_-]*)={0,2}", wire)[1]
    text = text.replace("-", "+").replace("_", "/")
    return a2b_base64(text + "=" * (-len(text) % 4), strict_mode=True)


def _write_binary(value: Any) -> str:
    """Padded, in the standard alphabet: .NET services refuse the URL one."""
    if not isinstance(value, (bytes, bytearray)):
        raise wrong("Edm.Binary", "bytes", value)
    return b2a_base64(value, newline=False).decode("ascii")


def _raw(type_: str) -> Codec:
    """Any JSON value, as it is; models and collection views give their data."""

    def write(value: Any) -> Any:
        data = getattr(value, "__wire__", value)
        if not isinstance(data, (str, int, float, dict, list)):
            raise wrong(type_, "a JSON value", value)
        return data  # pyright: ignore[reportUnknownVariableType]

    return Codec(type_, same, write, type_ in ("Edm.ComplexType", "Edm.EntityType"))


_write_double = _double("Edm.Double").write
_CODECS = {
    made.type: made
    for made in (
        _exactly("Edm.String", str, "a str"),
        _exactly("Edm.Stream", str, "a str"),
        _exactly("Edm.Boolean", bool, "a bool"),
        _integer("Edm.Byte", 0, 255),
        _integer("Edm.SByte", -128, 127),
        _integer("Edm.Int16", -(2**15), 2**15 - 1),
        _integer("Edm.Int32", -(2**31), 2**31 - 1),
        _integer("Edm.Int64", -(2**63), 2**63 - 1),
        _double("Edm.Double"),
        _double("Edm.Single"),
        Codec("Edm.Decimal", _read_decimal, _write_decimal),
        Codec("Edm.Guid", _read_guid, _write_guid),
        Codec("Edm.Binary", _read_binary, _write_binary),
        *times.CODECS,
    )
}


def edm(type_: str) -> Codec:
    """The codec of `Edm.…`; untyped and abstract types are JSON as it is."""
    found = _CODECS.get(type_)
    if found is not None:
        return found
    if type_.startswith(("Edm.Geography", "Edm.Geometry")):
        return _exactly(type_, dict, "a dict of GeoJSON")
    return _raw(type_)
