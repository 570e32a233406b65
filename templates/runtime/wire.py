"""What goes between JSON and Python: a type's conversions and their errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

BAD = (TypeError, ValueError, ArithmeticError, IndexError, KeyError)
"""What a `Codec.read` raises for a wire value of the wrong shape."""


class WireError(ValueError):
    """JSON of another shape than the schema promises; the data itself is untouched."""


def _no_properties(wire: Any) -> Mapping[str, str]:
    return {}


class Codec(NamedTuple):
    """How one type goes from decoded JSON to Python and back.

    `read` and `write` are the bare conversions: never called with None, and `read`
    raises any of `BAD`. `is_object` tells complex and entity types from the rest;
    `properties` gives the types of an object's properties by their names in JSON.
    """

    type: str
    read: Callable[[Any], Any]
    write: Callable[[Any], Any]
    is_object: bool = False
    properties: Callable[[Any], Mapping[str, str]] = _no_properties

    def load(self, wire: Any, label: str = "") -> Any:
        """The Python value, None for null; raises `WireError` naming `label`."""
        if wire is None:
            return None
        try:
            return self.read(wire)
        except BAD as error:
            raise unreadable(wire, self.type, label) from error

    def dump(self, value: Any) -> Any:
        """The JSON value, null for None; TypeError or ValueError for a wrong one."""
        return None if value is None else self.write(value)


def show(value: Any) -> str:
    """`repr`, of anything, at any depth, without ever raising."""
    try:
        return repr(value)
    except Exception:  # whatever a foreign repr raises
        return f"<{type(value).__name__}>"


def unreadable(wire: Any, type_: str, label: str = "") -> WireError:
    """The error for a wire value that is no `type_`."""
    lead = f"{label}: " if label else ""
    return WireError(f"{lead}cannot read {show(wire):.120} as {type_}")


def wrong(type_: str, takes: str, value: Any) -> TypeError:
    """The error for a Python value of the wrong type."""
    given = f"{type(value).__name__} {show(value):.120}"
    return TypeError(f"{type_} takes {takes}, not {given}")
