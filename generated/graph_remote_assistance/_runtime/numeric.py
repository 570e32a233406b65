# ruff: noqa
# fmt: off
"""Edm types of numbers: int, float and Decimal (OData JSON section 7.1)."""

from __future__ import annotations

from math import isinf, isnan
from typing import TYPE_CHECKING, Any

from .checks import matched
from .wire import Codec, show, wrong

if TYPE_CHECKING:
    from decimal import Decimal


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
            raise ValueError(f"{type_} takes {low} to {high}, not {show(value):.120}")
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
            message = f"{type_} cannot hold {show(value):.120}"
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


_write_double = _double("Edm.Double").write
CODECS = {
    made.type: made
    for made in (
        _integer("Edm.Byte", 0, 255),
        _integer("Edm.SByte", -128, 127),
        _integer("Edm.Int16", -(2**15), 2**15 - 1),
        _integer("Edm.Int32", -(2**31), 2**31 - 1),
        _integer("Edm.Int64", -(2**63), 2**63 - 1),
        _double("Edm.Double"),
        _double("Edm.Single"),
        Codec("Edm.Decimal", _read_decimal, _write_decimal),
    )
}
