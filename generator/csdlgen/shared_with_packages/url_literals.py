"""Literals as URLs have them (OData ABNF 4.01, section 7), by the types that they are of.

Functions raise ValueError for text that is no literal of the type.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container

from .url_syntax import STRING

INTEGERS = {
    "Byte": (0, 2**8 - 1),
    "SByte": (-(2**7), 2**7 - 1),
    "Int16": (-(2**15), 2**15 - 1),
    "Int32": (-(2**31), 2**31 - 1),
    "Int64": (-(2**63), 2**63 - 1),
}
_INTEGER = re.compile(r"[+-]?[0-9]{1,19}")
_NUMBER = r"[+-]?[0-9]++(?:\.[0-9]++)?(?:[eE][+-]?[0-9]{1,9})?|-?INF|NaN"
_YEAR = r"-?(?:0[0-9]{3}|[1-9][0-9]{3,}+)"
_DATE = rf"{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::(?:[0-5][0-9]|60)(?:\.[0-9]{1,12})?)?"
_OFFSET = r"(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
_CLOCK = r"(?:[0-9]{1,12}H)?(?:[0-9]{1,12}M)?(?:[0-9]{1,12}(?:\.[0-9]{1,12})?S)?"

# The plain text of the literals of a type, and what to say of any other text.
_FORMS = {
    type_: (re.compile(pattern, re.ASCII), message)
    for type_, pattern, message in (
        ("Boolean", r"(?i:true|false)", "not true or false"),
        ("Guid", r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", "not a GUID"),
        ("Date", _DATE, "not a date (YYYY-MM-DD)"),
        (
            "DateTimeOffset",
            rf"{_DATE}[Tt]{_TIME}{_OFFSET}",
            "not a date and time with its offset (YYYY-MM-DDThh:mm:ssZ)",
        ),
        ("TimeOfDay", _TIME, "not a time of day (hh:mm:ss)"),
        (
            "Duration",
            rf"[+-]?P(?=[0-9T])(?:[0-9]{{1,12}}D)?(?:T(?=[0-9]){_CLOCK})?",
            "not a duration (P1DT2H3M4.5S)",
        ),
        (
            "Binary",
            r"(?:[\w+/-]{4})*+(?:[\w+/-]{2}(?:==)?|[\w+/-]{3}=?)?",
            "not base64url",
        ),
        *((name, _NUMBER, "not a number") for name in ("Double", "Single", "Decimal")),
    )
}
_GEO = re.compile(r"geo(?:graphy|metry)'[^']*'", re.IGNORECASE)
_BEYOND_PYTHON = re.compile(
    r"-[0-9].*|[0-9]{5,}+-.*|0000-.*"  # the year
    r"|.*:60.*|.*\.[0-9]{6}[0-9]*[1-9].*"  # the second
)
_PLACEHOLDER = re.compile(r"\{[^\W\d][\w.-]*\}")


def is_template(text: str) -> bool:
    """Whether text is a name in braces, as a template has it in place of a value."""
    return _PLACEHOLDER.fullmatch(text) is not None


def unquoted(text: str) -> str:
    """The text inside single quotes, where doubled ones stand for one. Raises ValueError
    where they are not paired."""
    if not STRING.fullmatch(text):
        raise ValueError("a text stands in single quotes, those inside are doubled")
    return text[1:-1].replace("''", "'")


def plain_text(text: str, type_: str, *, bare: bool = False) -> str:
    """A literal of a primitive type (`Int32`, without `Edm.`) without quotes and prefix;
    those of geo types, which have no text without them, stay as they are.

    It stands in parentheses, or is `bare`: a segment of its own, where texts have no
    quotes, and others need none (URL conventions section 4.3.6). Binary values may be
    base64url or base64.
    """
    if type_ == "String":
        return text if bare else unquoted(text)
    if type_ in ("Duration", "Binary"):
        prefix, quote, _ = text.partition("'")
        if quote and prefix.lower() in ("", type_.lower()):
            text = unquoted(text[len(prefix) :])
        elif type_ == "Binary" and not bare:
            raise ValueError("binary literals are written binary'…'")
    if type_ in _FORMS:
        pattern, message = _FORMS[type_]
        if not pattern.fullmatch(text):
            raise ValueError(message)
    elif type_ in INTEGERS:
        least, most = INTEGERS[type_]
        if not _INTEGER.fullmatch(text) or not least <= int(text) <= most:
            raise ValueError(f"not a whole number from {least} to {most}")
    elif type_.startswith("Geo") and not _GEO.fullmatch(text):
        raise ValueError("geo literals are written geography'…' or geometry'…'")
    return text


def is_beyond_python(plain: str, type_: str) -> bool:
    """Whether a literal is a value that no type of Python holds: the year 10000, a leap
    second, seven fractional digits, a decimal number that is none."""
    if type_ == "Decimal":
        return plain[-1:] in ("F", "N")
    moments = ("Date", "DateTimeOffset", "TimeOfDay", "Duration")
    return type_ in moments and _BEYOND_PYTHON.fullmatch(plain) is not None


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
