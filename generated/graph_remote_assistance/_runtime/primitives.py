# ruff: noqa
# fmt: off
"""Edm primitive types that are something else in Python than in JSON: numbers, dates and
times, Guid and Binary (OData JSON section 7.1).

What a value loses when it is read is lost in the Python value alone: the wire keeps its
text until somebody assigns. Of the twelve digits that a second may have, Python keeps six.
"""

from __future__ import annotations

from binascii import a2b_base64, b2a_base64
from datetime import UTC, date, datetime, time, timedelta
from math import isinf, isnan
from typing import TYPE_CHECKING, Any

from .codecs import BAD, Codec, show, unreadable, whole_match, wrong_type
from .properties import Prop, field_of

if TYPE_CHECKING:
    from decimal import Decimal
    from uuid import UUID

    from .models import Model

# --- numbers -------------------------------------------------------------------------


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _integer(type_: str, low: int, high: int) -> Codec:
    """Numbers, or text as with IEEE754Compatible=true; writing checks the range."""

    def read(wire: Any) -> int:
        if _is_integer(wire):
            return int(wire)
        return int(whole_match("[+-]?[0-9]{1,20}", wire)[0])

    def write(value: Any) -> int:
        if not _is_integer(value):
            raise wrong_type(type_, "an int", value)
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
            raise wrong_type(type_, "a float", value)
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
    return Decimal(whole_match(f"{number}|-?INF|NaN", wire)[0])


def _write_decimal(value: Any) -> int | float | str:
    """A JSON number where one holds exactly this value, text where none does.

    Peers read JSON numbers as doubles, so integers beyond 2**53 are text as well.
    """
    from decimal import Decimal

    if not isinstance(value, Decimal) and not _is_integer(value):
        raise wrong_type("Edm.Decimal", "a Decimal or an int", value)
    number = Decimal(value)
    if not number.is_finite():
        return str(_write_double(float("nan") if number.is_nan() else float(number)))
    if number.copy_abs() <= 2**53 and number == number.to_integral_value():
        return int(number)
    nearest = float(number)
    if Decimal(repr(nearest)) == number:
        return nearest
    return format(number, "f") if abs(number.adjusted()) < 100 else str(number)


# --- dates and times -----------------------------------------------------------------


def _read_date(wire: Any) -> date:
    return date.fromisoformat(whole_match("[0-9]{4}-[0-9]{2}-[0-9]{2}", wire)[0])


def _write_date(value: Any) -> str:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise wrong_type("Edm.Date", "a date", value)
    return value.isoformat()


def _read_time(wire: Any) -> time:
    clock = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,12})?)?"
    return time.fromisoformat(whole_match(clock, wire)[0])


def _write_time(value: Any) -> str:
    if not isinstance(value, time):
        raise wrong_type("Edm.TimeOfDay", "a time", value)
    if value.tzinfo is not None:
        raise ValueError("Edm.TimeOfDay takes a time without a time zone")
    return value.isoformat()


def _read_duration(wire: Any) -> timedelta:
    """dayTimeDuration of XML Schema; years and months have no fixed length."""
    seconds = r"([0-9]+)(?:\.([0-9]+))?S"
    clock = rf"(?:T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:{seconds})?)?"
    match = whole_match(rf"([+-])?P(?=[0-9T])(?:([0-9]+)D)?{clock}", wire)
    sign, fraction = match[1], match[6] or ""
    day, hour, minute, second = (int(match[n] or 0) for n in (2, 3, 4, 5))
    micros = int(fraction[:6].ljust(6, "0"))
    value = timedelta(day, second, micros, minutes=minute, hours=hour)
    return -value if sign == "-" else value


def _write_duration(value: Any) -> str:
    if not isinstance(value, timedelta):
        raise wrong_type("Edm.Duration", "a timedelta", value)
    size = abs(value)
    minutes, second = divmod(size.seconds, 60)
    hour, minute = divmod(minutes, 60)
    fraction = f".{size.microseconds:06}".rstrip("0") if size.microseconds else ""
    clock = f"{hour}H" * bool(hour) + f"{minute}M" * bool(minute)
    clock += f"{second}{fraction}S" if second or fraction or not size else ""
    day = f"{size.days}D" * bool(size.days)
    return "-" * (value != size) + "P" + day + ("T" + clock if clock else "")


_parse = datetime.fromisoformat


def _read_instant(wire: Any) -> datetime:
    # What Python takes beyond the ABNF (basic format, a blank for the T) says when it
    # is as well; testing for it would cost a third of the time of an access.
    value = _parse(wire)
    if value.tzinfo is None:
        raise ValueError
    return value


def _write_instant(value: Any) -> str:
    if not isinstance(value, datetime):
        raise wrong_type("Edm.DateTimeOffset", "an aware datetime", value)
    offset = value.utcoffset()
    if offset is None:
        raise ValueError(
            "Edm.DateTimeOffset takes an aware datetime, and this one is naive:"
            f" {value!r}; give it a tzinfo"
        )
    # Local mean times have seconds; the format ends at minutes.
    if offset.seconds % 60 or offset.microseconds:
        try:
            value = value.astimezone(UTC)
        except OverflowError:
            message = (
                f"Edm.DateTimeOffset cannot hold {value!r}: it is out of range in UTC"
            )
            raise ValueError(message) from None
    text: str = value.isoformat()
    return text[:-6] + "Z" if text.endswith("+00:00") else text


class InstantProp(Prop[datetime]):
    """Edm.DateTimeOffset without the cost of calling `_read_instant`."""

    __slots__ = ()

    def __get__(self, model: Model | None, owner: type[Any] | None = None) -> Any:
        if model is None:
            return field_of(self)
        wire = model.__wire__.get(self.wire)
        if wire is None:
            return None
        try:
            value = _parse(wire)
            if value.tzinfo is not None:
                return value
        except BAD:
            pass
        raise unreadable(wire, self.type, self.label)


# --- octets --------------------------------------------------------------------------


def _read_guid(wire: Any) -> UUID:
    from uuid import UUID  # here: it takes a while, and not all need it

    # UUID() would also take braces, URNs and hyphens anywhere
    return UUID(
        whole_match("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", wire)[0]
    )


def _write_guid(value: Any) -> str:
    from uuid import UUID

    if not isinstance(value, UUID):
        raise wrong_type("Edm.Guid", "a uuid.UUID", value)
    return str(value)


def _read_binary(wire: Any) -> bytes:
    """Base64 in either alphabet, padded or not."""
    text = whole_match("([A-Za-z0-9+/_-]*)={0,2}", wire)[1]
    text = text.replace("-", "+").replace("_", "/")
    return a2b_base64(text + "=" * (-len(text) % 4), strict_mode=True)


def _write_binary(value: Any) -> str:
    """Padded, in the standard alphabet: .NET services refuse the URL one."""
    if not isinstance(value, (bytes, bytearray)):
        raise wrong_type("Edm.Binary", "bytes", value)
    return b2a_base64(value, newline=False).decode("ascii")


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
        Codec("Edm.Date", _read_date, _write_date),
        Codec("Edm.TimeOfDay", _read_time, _write_time),
        Codec("Edm.Duration", _read_duration, _write_duration),
        Codec("Edm.DateTimeOffset", _read_instant, _write_instant),
        Codec("Edm.Guid", _read_guid, _write_guid),
        Codec("Edm.Binary", _read_binary, _write_binary),
    )
}
