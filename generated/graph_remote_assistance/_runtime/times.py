# ruff: noqa
# fmt: off
"""Edm.Date, Edm.TimeOfDay and Edm.Duration (OData ABNF).

Python keeps six digits of a second and the wire up to twelve: reading cuts the rest.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from .checks import matched
from .wire import Codec, wrong


def _read_date(wire: Any) -> date:
    return date.fromisoformat(matched("[0-9]{4}-[0-9]{2}-[0-9]{2}", wire)[0])


def _write_date(value: Any) -> str:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise wrong("Edm.Date", "a date", value)
    return value.isoformat()


def _read_time(wire: Any) -> time:
    clock = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,12})?)?"
    return time.fromisoformat(matched(clock, wire)[0])


def _write_time(value: Any) -> str:
    if not isinstance(value, time):
        raise wrong("Edm.TimeOfDay", "a time", value)
    if value.tzinfo is not None:
        raise ValueError("Edm.TimeOfDay takes a time without a time zone")
    return value.isoformat()


def _read_duration(wire: Any) -> timedelta:
    """dayTimeDuration of XML Schema; years and months have no fixed length."""
    seconds = r"([0-9]+)(?:\.([0-9]+))?S"
    clock = rf"(?:T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:{seconds})?)?"
    found = matched(rf"([+-])?P(?=[0-9T])(?:([0-9]+)D)?{clock}", wire)
    sign, fraction = found[1], found[6] or ""
    day, hour, minute, second = (int(found[n] or 0) for n in (2, 3, 4, 5))
    micros = int(fraction[:6].ljust(6, "0"))
    value = timedelta(day, second, micros, minutes=minute, hours=hour)
    return -value if sign == "-" else value


def _write_duration(value: Any) -> str:
    if not isinstance(value, timedelta):
        raise wrong("Edm.Duration", "a timedelta", value)
    size = abs(value)
    minutes, second = divmod(size.seconds, 60)
    hour, minute = divmod(minutes, 60)
    fraction = f".{size.microseconds:06}".rstrip("0") if size.microseconds else ""
    clock = f"{hour}H" * bool(hour) + f"{minute}M" * bool(minute)
    clock += f"{second}{fraction}S" if second or fraction or not size else ""
    day = f"{size.days}D" * bool(size.days)
    return "-" * (value != size) + "P" + day + ("T" + clock if clock else "")


CODECS = {
    "Edm.Date": Codec("Edm.Date", _read_date, _write_date),
    "Edm.TimeOfDay": Codec("Edm.TimeOfDay", _read_time, _write_time),
    "Edm.Duration": Codec("Edm.Duration", _read_duration, _write_duration),
}
