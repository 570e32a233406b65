"""Keys as path segments of their own (OData URL conventions section 4.3.6)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from .codec import codec


def text(value: Any, type_: str = "Edm.String") -> str:
    """A key value as plain text, neither quoted nor encoded.

    Raises ValueError for an empty text, `.` and `..`: HTTP libraries and servers take
    the dots for navigation even when they are encoded. TypeError for another type.
    """
    wire = codec(type_).dump(value)
    found = str(wire).lower() if isinstance(wire, bool) else str(wire)
    if found in ("", ".", ".."):
        raise ValueError(f"{found!r} cannot be a key in a URL")
    return found


def segment(value: Any, type_: str = "Edm.String") -> str:
    """A key as a path segment: `/42`."""
    return "/" + quote(text(value, type_), safe="'")
