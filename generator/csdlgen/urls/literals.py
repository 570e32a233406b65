"""Primitive literals as URLs have them (OData ABNF 4.01, section 7): text to Python values, and back.

Readers raise ValueError for text that is no literal of the type.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from uuid import UUID

from csdlgen.edm.model import EnumType
from csdlgen.urls.segments import EnumValue, Placeholder, Raw, Value

STRING = re.compile(r"'[^']*+(?:''[^']*+)*+'")
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
_INSTANT = re.compile(rf"{_DATE.pattern}[Tt]{_TIME}(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))")
_DURATION = re.compile(
    r"([+-]?)P(?=[0-9T])(?:([0-9]{1,12})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,12})H)?(?:([0-9]{1,12})M)?(?:([0-9]{1,12})(?:\.([0-9]{1,12}))?S)?)?"
)
_BINARY = re.compile(r"(?:[A-Za-z0-9_-]{4})*+(?:[A-Za-z0-9_-]{2}(?:==)?|[A-Za-z0-9_-]{3}=?)?")
_GEO = re.compile(r"geo(?:graphy|metry)'[^']*'", re.IGNORECASE)
_MEMBER = re.compile(r"[^\W\d]\w*|[+-]?[0-9]{1,19}")


def unquoted(text: str) -> str:
    """The text inside single quotes, where doubled ones stand for one. Raises ValueError where they are not paired."""
    if not STRING.fullmatch(text):
        raise ValueError("a text stands in single quotes, those inside are doubled")
    return text[1:-1].replace("''", "'")


def read_primitive(text: str, type_: str) -> Value:
    """A literal of a primitive type (`Int32`, without `Edm.`) as it stands in parentheses."""
    if type_ == "String":
        return unquoted(text)
    if type_ in ("Duration", "Binary"):
        prefix, quote, _ = text.partition("'")
        if quote and prefix.lower() in ("", type_.lower()):
            return read_bare(unquoted(text[len(prefix) :]), type_)
        if type_ == "Binary":
            raise ValueError("binary literals are written binary'…'")
    return read_bare(text, type_)


def read_bare(text: str, type_: str) -> Value:
    """A literal of a primitive type as it stands in a segment: without quotes and prefix (section 4.3.6)."""
    if type_ == "String":
        return text
    reader = _READERS.get(type_)
    if reader is not None:
        return reader(text)
    if type_ in _RANGES:
        return _integer(text, type_)
    if type_.startswith("Geo") and not _GEO.fullmatch(text):
        raise ValueError("geo literals are written geography'…' or geometry'…'")
    return Raw(text)


def read_members(text: str, enum: EnumType) -> Value:
    """Members of an enumeration by name or number; several only where it has flags (CSDL section 10.2)."""
    names = {each.name for each in enum.members}
    given = [each.strip() for each in text.split(",")]
    if len(given) > 1 and not enum.flags:
        raise ValueError(f"{enum.name} has no flags: one member only")
    for each in given:
        if each not in names and (not _MEMBER.fullmatch(each) or not each.lstrip("+-").isdecimal()):
            raise ValueError(f"{enum.name} has no member {each[:80]!r}")
    return EnumValue(enum.name, ",".join(given))


def write_literal(value: Value) -> str:
    """A value as a literal in parentheses; `read` gives it back."""
    match value:
        case str():
            return "'" + value.replace("'", "''") + "'"
        case EnumValue(type=name, members=members):
            return f"{name}'{members}'"
        case timedelta():
            return f"duration'{write_bare(value)}'"
        case bytes():
            return f"binary'{write_bare(value)}'"
    return write_bare(value)


def write_bare(value: Value) -> str:
    """A value as a segment of its own."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case float():
            return {"inf": "INF", "-inf": "-INF", "nan": "NaN"}.get(repr(value), repr(value))
        case datetime():
            return value.isoformat().removesuffix("+00:00") + ("Z" if not value.utcoffset() else "")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return _write_duration(value)
        case bytes():
            return urlsafe_b64encode(value).decode().rstrip("=")
        case EnumValue(members=text) | Raw(text=text) | Placeholder(text=text):
            return text
    return str(value)


def _write_duration(value: timedelta) -> str:
    sign, value = ("-", -value) if value.days < 0 else ("", value)
    fraction = f".{value.microseconds:06}" if value.microseconds else ""
    return f"{sign}P{value.days}DT{value.seconds}{fraction}S"


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


def _clock(hour: str, minute: str, second: str | None, fraction: str | None) -> time | None:
    """The time, or None for a leap second or a fraction beyond microseconds."""
    digits = (fraction or "").ljust(6, "0")
    if second == "60" or digits[6:].strip("0"):
        return None
    return time(int(hour), int(minute), int(second or 0), int(digits[:6]))


def _instant(text: str) -> datetime | Raw:
    found = _INSTANT.fullmatch(text)
    if not found:
        raise ValueError("not a date and time with its offset (YYYY-MM-DDThh:mm:ssZ)")
    parts = found.groups()
    day, clock = _day(*parts[:3]), _clock(*parts[3:7])
    if day is None or clock is None:
        return Raw(text)
    offset = timedelta(hours=int(parts[8] or 0), minutes=int(parts[9] or 0))
    return datetime.combine(day, clock, timezone(-offset if parts[7] == "-" else offset))


def _duration(text: str) -> timedelta | Raw:
    found = _DURATION.fullmatch(text)
    if not found:
        raise ValueError("not a duration (P1DT2H3M4.5S)")
    sign, days, hours, minutes, seconds, fraction = found.groups()
    digits = (fraction or "").ljust(6, "0")
    if digits[6:].strip("0"):
        return Raw(text)
    try:
        length = timedelta(int(days or 0), int(seconds or 0), int(digits[:6]), 0, int(minutes or 0), int(hours or 0))
    except OverflowError:
        return Raw(text)
    return -length if sign == "-" else length


def _binary(text: str) -> bytes:
    if not _BINARY.fullmatch(text):
        raise ValueError("not base64url")
    return urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))


_FLOATS = {"INF": float("inf"), "-INF": float("-inf"), "NaN": float("nan")}


def _double(text: str) -> float:
    return _FLOATS[text] if _number(text) in _FLOATS else float(text)


def _decimal(text: str) -> Decimal | Raw:
    return Raw(text) if _number(text) in _FLOATS else Decimal(text)


_READERS: dict[str, Callable[[str], Value]] = {
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
