# ruff: noqa
# fmt: off
"""Literals as URLs have them (OData ABNF 4.01, section 7): text to Python values.

Readers raise ValueError for text that is no literal of the type. The values are those of
the types `bool`, `int`, `float`, `Decimal`, `str`, `bytes`, `UUID`, `date`, `datetime`,
`time` and `timedelta`; what none of them can hold stays text, as `Raw`.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import TypeAlias
from uuid import UUID

from .url_syntax import STRING

_RANGES = {
    "Byte": (0, 2**8 - 1),
    "SByte": (-(2**7), 2**7 - 1),
    "Int16": (-(2**15), 2**15 - 1),
    "Int32": (-(2**31), 2**31 - 1),
    "Int64": (-(2**63), 2**63 - 1),
}
_INTEGER = re.compile(r"[+-]?[0-9]{1,19}")
_NUMBER = re.compile(r"[+-]?[0-9]++(?:\.[0-9]++)?(?:[eE][+-]?[0-9]{1,9})?")
_GUID = re.compile(r"[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}")
_YEAR = r"(-?(?:0[0-9]{3}|[1-9][0-9]{3,}+))"
_DATE = re.compile(rf"{_YEAR}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_TIME = r"([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]|60)(?:\.([0-9]{1,12}))?)?"
_TIME_OF_DAY = re.compile(_TIME)
_OFFSET = r"(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))"
_INSTANT = re.compile(rf"{_DATE.pattern}[Tt]{_TIME}{_OFFSET}")
_CLOCK = r"(?:([0-9]{1,12})H)?(?:([0-9]{1,12})M)?"
_SECONDS = r"(?:([0-9]{1,12})(?:\.([0-9]{1,12}))?S)?"
_DURATION = re.compile(
    rf"([+-]?)P(?=[0-9T])(?:([0-9]{{1,12}})D)?(?:T(?=[0-9]){_CLOCK}{_SECONDS})?",
)
_BINARY = re.compile(r"(?:[\w+/-]{4})*+(?:[\w+/-]{2}(?:==)?|[\w+/-]{3}=?)?", re.ASCII)
_GEO = re.compile(r"geo(?:graphy|metry)'[^']*'", re.IGNORECASE)


_PLACEHOLDER = re.compile(r"\{[^\W\d][\w.-]*\}")


@dataclass(frozen=True, slots=True)
class Raw:
    """A value that stays text: geo literals, JSON, and what no Python type can hold
    (seven fractional digits, the year 10000, a leap second)."""

    text: str


_Number: TypeAlias = bool | int | float | Decimal
_Moment: TypeAlias = date | datetime | time | timedelta
Literal: TypeAlias = _Number | _Moment | str | bytes | UUID | Raw


def is_template(text: str) -> bool:
    """Whether text is a name in braces, as a template has it in place of a value."""
    return _PLACEHOLDER.fullmatch(text) is not None


def unquoted(text: str) -> str:
    """The text inside single quotes, where doubled ones stand for one. Raises ValueError
    where they are not paired."""
    if not STRING.fullmatch(text):
        raise ValueError("a text stands in single quotes, those inside are doubled")
    return text[1:-1].replace("''", "'")


def read_primitive(text: str, type_: str, *, bare: bool = False) -> Literal:
    """A literal of a primitive type (`Int32`, without `Edm.`).

    It stands in parentheses, or is `bare`: a segment of its own, where texts have no
    quotes, and others need none (URL conventions section 4.3.6). Binary values are read
    as base64url or base64.
    """
    if type_ == "String":
        return text if bare else unquoted(text)
    if type_ in ("Duration", "Binary"):
        prefix, quote, _ = text.partition("'")
        if quote and prefix.lower() in ("", type_.lower()):
            text = unquoted(text[len(prefix) :])
        elif type_ == "Binary" and not bare:
            raise ValueError("binary literals are written binary'…'")
    reader = _READERS.get(type_)
    if reader is not None:
        return reader(text)
    if type_ in _RANGES:
        return _integer(text, type_)
    if type_.startswith("Geo") and not _GEO.fullmatch(text):
        raise ValueError("geo literals are written geography'…' or geometry'…'")
    return Raw(text)


def read_members(
    text: str,
    name: str,
    is_name: Callable[[str], bool],
    members: Container[str],
    *,
    flags: bool,
    bare: bool = False,
) -> str:
    """The members of the enumeration `name`, by name or number, separated by commas;
    several only where it has `flags` (CSDL section 10.2).

    They stand in quotes behind the name (`ns.E'A,B'`), which may be left out (OData
    4.01); a `bare` segment may do without quotes as well. `is_name` says whether a
    qualified name is that of the enumeration.
    """
    prefix, quote, _ = text.partition("'")
    if quote and (not prefix or is_name(prefix)):
        text = unquoted(text[len(prefix) :])
    elif quote or not bare:
        raise ValueError(f"members are written {name}'…'")
    given = [each.strip() for each in text.split(",")]
    if len(given) > 1 and not flags:
        raise ValueError(f"{name} has no flags: one member only")
    for each in given:
        if each not in members and not _INTEGER.fullmatch(each):
            raise ValueError(f"{name} has no member {each[:80]!r}")
    return ",".join(given)


def _boolean(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError("not true or false")
    return text.lower() == "true"


def _integer(text: str, type_: str) -> int:
    least, most = _RANGES[type_]
    if not _INTEGER.fullmatch(text) or not least <= int(text) <= most:
        raise ValueError(f"not a whole number from {least} to {most}")
    return int(text)


def _number(text: str) -> str:
    if text not in ("INF", "-INF", "NaN") and not _NUMBER.fullmatch(text):
        raise ValueError("not a number")
    return text


def _guid(text: str) -> UUID:
    if not _GUID.fullmatch(text):
        raise ValueError("not a GUID")
    return UUID(text)


def _date(text: str) -> date | Raw:
    found = _DATE.fullmatch(text)
    if not found:
        raise ValueError("not a date (YYYY-MM-DD)")
    return _day(*found.groups()) or Raw(text)


def _day(year: str, month: str, day: str) -> date | None:
    """The day, or None for one that Python's calendar does not have."""
    in_range = len(year) == 4 and year != "0000"
    return date(int(year), int(month), int(day)) if in_range else None


def _time(text: str) -> time | Raw:
    found = _TIME_OF_DAY.fullmatch(text)
    if not found:
        raise ValueError("not a time of day (hh:mm:ss)")
    return _clock(*found.groups()) or Raw(text)


def _clock(
    hour: str,
    minute: str,
    second: str | None,
    fraction: str | None,
) -> time | None:
    """The time, or None for a leap second or a fraction beyond microseconds."""
    digits = (fraction or "").ljust(6, "0")
    if second == "60" or digits[6:].strip("0"):
        return None
    return time(int(hour), int(minute), int(second or 0), int(digits[:6]))


def _instant(text: str) -> datetime | Raw:
    found = _INSTANT.fullmatch(text)
    if not found:
        example = "YYYY-MM-DDThh:mm:ssZ"
        raise ValueError(f"not a date and time with its offset ({example})")
    parts = found.groups()
    day, clock = _day(*parts[:3]), _clock(*parts[3:7])
    if day is None or clock is None:
        return Raw(text)
    offset = timedelta(hours=int(parts[8] or 0), minutes=int(parts[9] or 0))
    zone = timezone(-offset if parts[7] == "-" else offset)
    return datetime.combine(day, clock, zone)


def _duration(text: str) -> timedelta | Raw:
    found = _DURATION.fullmatch(text)
    if not found:
        raise ValueError("not a duration (P1DT2H3M4.5S)")
    sign, days, hours, minutes, seconds, fraction = found.groups()
    digits = (fraction or "").ljust(6, "0")
    if digits[6:].strip("0"):
        return Raw(text)
    clock = (int(seconds or 0), int(digits[:6]), 0, int(minutes or 0), int(hours or 0))
    try:
        length = timedelta(int(days or 0), *clock)
    except OverflowError:
        return Raw(text)
    return -length if sign == "-" else length


def _binary(text: str) -> bytes:
    if not _BINARY.fullmatch(text):
        raise ValueError("not base64url")
    plain = text.rstrip("=").replace("+", "-").replace("/", "_")
    return urlsafe_b64decode(plain + "=" * (-len(plain) % 4))


_FLOATS = {"INF": float("inf"), "-INF": float("-inf"), "NaN": float("nan")}


def _double(text: str) -> float:
    return _FLOATS[text] if _number(text) in _FLOATS else float(text)


def _decimal(text: str) -> Decimal | Raw:
    return Raw(text) if _number(text) in _FLOATS else Decimal(text)


_READERS: dict[str, Callable[[str], Literal]] = {
    "Boolean": _boolean,
    "Guid": _guid,
    "Date": _date,
    "DateTimeOffset": _instant,
    "TimeOfDay": _time,
    "Duration": _duration,
    "Binary": _binary,
    "Double": _double,
    "Single": _double,
    "Decimal": _decimal,
}
