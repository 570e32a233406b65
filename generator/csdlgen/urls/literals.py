"""Literals of enumerations, and literals written down (OData ABNF 4.01, section 7)."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import date, datetime, time, timedelta

from csdlgen.urls.segments import EnumValue, Placeholder, Raw, Value


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
