"""Which CSDL type the values of a Python type have in queries, and which of several
numeric types a computed number has (URL conventions section 5.1.1.16)."""

from __future__ import annotations

from functools import cache
from typing import Any

NUMBERS = {
    name: rank
    for rank, name in enumerate(
        (
            "Edm.SByte", "Edm.Byte", "Edm.Int16", "Edm.Int32", "Edm.Int64", "Edm.Decimal",
            "Edm.Single", "Edm.Double",
        )
    )
}  # fmt: skip
"""Numeric types and their rank: of two, a computed number has the type of higher rank."""


def wider(left: str, right: str) -> str:
    """The type of a number that is computed from two others."""
    return left if NUMBERS[left] >= NUMBERS[right] else right


def number_type(value: Any, csdl_type: str) -> str:
    """The type of a Python number as a literal that is compared with a number of a type,
    which may be another one; for what is no number that type itself."""
    if isinstance(value, int) and not isinstance(value, bool):
        return "Edm.Int64" if -(2**63) <= value < 2**63 else "Edm.Decimal"
    if isinstance(value, float):
        return "Edm.Double"
    from decimal import Decimal  # here: it takes a while, and few have one

    return "Edm.Decimal" if isinstance(value, Decimal) else csdl_type


def type_name(type_: type[Any]) -> str:
    """The CSDL name of a model class or of `str`, `int`, `datetime`, …

    Raises TypeError for any other class.
    """
    own: str | None = getattr(type_, "__type__", None) or _python_types().get(type_)
    if own is None:
        raise TypeError(f"{type_!r:.120} is no type that queries know")
    return own


def type_of(value: Any) -> str:
    """The CSDL type of a Python value on its own. Raises TypeError."""
    return type_name(type(value))  # pyright: ignore[reportUnknownArgumentType]


@cache
def _python_types() -> dict[type[Any], str]:
    from datetime import date, datetime, time, timedelta
    from decimal import Decimal
    from uuid import UUID

    return {
        str: "Edm.String", bool: "Edm.Boolean", int: "Edm.Int64", float: "Edm.Double",
        Decimal: "Edm.Decimal", bytes: "Edm.Binary", UUID: "Edm.Guid", date: "Edm.Date",
        time: "Edm.TimeOfDay", datetime: "Edm.DateTimeOffset", timedelta: "Edm.Duration",
    }  # fmt: skip
