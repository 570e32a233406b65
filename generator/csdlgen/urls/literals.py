"""Values of literals in URLs, read and written (OData ABNF 4.01, section 7)."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from csdlgen.shared_with_packages.url_literals import is_beyond_python, plain_text
from csdlgen.urls.segments import EnumValue, Placeholder, Primitive, Raw, Value

_DURATION = re.compile(r"([+-]?)P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d+))?S)?")


def read_primitive(text: str, type_: str, *, bare: bool = False) -> Primitive:
    """The value of a literal of a primitive type (`Int32`, without `Edm.`); what no type of Python holds stays text, as
    `Raw`. It stands in parentheses, or is `bare`, a segment of its own. Raises ValueError for what is no literal."""
    plain = plain_text(text, type_, bare=bare)
    if type_ not in _READERS or is_beyond_python(plain, type_):
        return Raw(plain)
    try:
        return _READERS[type_](plain)
    except OverflowError:
        return Raw(plain)


def _boolean(plain: str) -> bool:
    return plain.lower() == "true"


def _instant(plain: str) -> datetime:
    return datetime.fromisoformat(plain.upper())


def _duration(plain: str) -> timedelta:
    found = _DURATION.fullmatch(plain)
    assert found is not None
    sign, *numbers, fraction = found.groups()
    days, hours, minutes, seconds = (int(each or 0) for each in numbers)
    micros = int((fraction or "").ljust(6, "0")[:6])
    length = timedelta(days, seconds, micros, minutes=minutes, hours=hours)
    return -length if sign == "-" else length


def _binary(plain: str) -> bytes:
    url_text = plain.rstrip("=").replace("+", "-").replace("/", "_")
    return urlsafe_b64decode(url_text + "=" * (-len(url_text) % 4))


_READERS: dict[str, Callable[[str], Primitive]] = {
    "String": str,
    "Boolean": _boolean,
    "Byte": int,
    "SByte": int,
    "Int16": int,
    "Int32": int,
    "Int64": int,
    "Double": float,
    "Single": float,
    "Decimal": Decimal,
    "Guid": UUID,
    "Date": date.fromisoformat,
    "TimeOfDay": time.fromisoformat,
    "DateTimeOffset": _instant,
    "Duration": _duration,
    "Binary": _binary,
}


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
