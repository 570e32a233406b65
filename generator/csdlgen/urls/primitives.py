"""Values of primitive literals in URLs (OData ABNF 4.01, section 7)."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from csdlgen.common.url_literals import is_beyond_python, plain_text
from csdlgen.urls.segments import Primitive, Raw

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
