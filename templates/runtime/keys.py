"""Key predicates and literals in URLs (OData URL conventions sections 4.3 and 5.1.1.14)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from .codec import codec

_BARE = frozenset(
    "Edm.Boolean Edm.Byte Edm.Date Edm.DateTimeOffset Edm.Decimal Edm.Double Edm.Guid"
    " Edm.Int16 Edm.Int32 Edm.Int64 Edm.SByte Edm.Single Edm.TimeOfDay".split()
)
_SAFE = "'"  # quotes may stand in a path as they are
_PREFIXED = {"Edm.Duration": "duration", "Edm.Binary": "binary"}


def text(value: object, type_: str = "Edm.String") -> str:
    """A key value as plain text, not encoded and without quotes.

    Raises ValueError for an empty text and for `.` and `..`, which servers and HTTP libraries take for path
    navigation even when they are percent-encoded, and TypeError for a value of another type.
    """
    wire = codec(type_).dump(value)
    if isinstance(wire, bool):
        return "true" if wire else "false"
    found = str(wire)
    if found in ("", ".", ".."):
        raise ValueError(f"{found!r} cannot be a key in a URL")
    return found


def literal(value: object, type_: str = "Edm.String") -> str:
    """A literal as it stands in a URL before percent-encoding: `'O''Neil'`, `42`, `duration'PT1H'`."""
    found = text(value, type_)
    if type_ in _BARE:
        return found
    quoted = "'" + found.replace("'", "''") + "'"
    return _PREFIXED.get(type_, "") + quoted


def segment(value: object, type_: str = "Edm.String") -> str:
    """A key as a path segment of its own: `/42`."""
    return "/" + quote(text(value, type_), safe=_SAFE)


def parentheses(*parts: tuple[str, Any, str]) -> str:
    """A key predicate from (name, value, type) of each part: `(42)`, `(a=42,b='x')`."""
    literals = [quote(literal(value, type_), safe=_SAFE) for _, value, type_ in parts]
    if len(parts) == 1:
        return f"({literals[0]})"
    named = (
        f"{name}={found}" for (name, _, _), found in zip(parts, literals, strict=True)
    )
    return f"({','.join(named)})"


def arguments(*given: tuple[str, Any, str]) -> str:
    """The parameters of a function call from (name, value, type); None is left out (section 4.4.4)."""
    named = (
        f"{name}={quote(literal(value, type_), safe=_SAFE)}"
        for name, value, type_ in given
        if value is not None
    )
    return f"({','.join(named)})"
