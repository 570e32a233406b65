"""Literals in URLs: keys in parentheses and the parameters of functions.

OData URL conventions sections 4.3.1, 4.4.4 and 5.1.1.14.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from .keys import text

_QUOTED = frozenset(("Edm.String", "Edm.Duration", "Edm.Binary"))
_PREFIXES = {"Edm.Duration": "duration", "Edm.Binary": "binary"}


def literal(value: Any, type_: str) -> str:
    """A literal, percent-encoded: `'O''Neil'`, `42`, `duration'PT1H'`."""
    found = text(value, type_)
    if type_ in _QUOTED or not type_.startswith("Edm."):
        doubled = found.replace("'", "''")
        found = f"{_PREFIXES.get(type_, '')}'{doubled}'"
    return quote(found, safe="'")


def parentheses(*parts: tuple[str, str, Any]) -> str:
    """A key predicate from (name, type, value) of each part: `(42)`, `(a=42,b='x')`."""
    if len(parts) == 1:
        return f"({literal(parts[0][2], parts[0][1])})"
    return arguments(*parts)


def arguments(*given: tuple[str, str, Any]) -> str:
    """The parameters of a function from (name, type, value); None is left out."""
    named = [
        f"{name}={literal(value, type_)}"
        for name, type_, value in given
        if value is not None
    ]
    return f"({','.join(named)})"
