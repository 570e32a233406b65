"""Literals in URLs as Python values, by the types of the package."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from .codec import codec, resolve
from .graph import Graph
from .url_literals import is_beyond_python, plain_text, read_members


def read_literal(graph: Graph, text: str, type_: str, *, bare: bool) -> Any:
    """The value of a literal of a type (`Edm.Int32`, or an enumeration of the package).

    It stays text where no type of Python holds it, and where its type has no literals. A
    `bare` one is a segment of its own (URL conventions section 4.3.6). Raises ValueError
    for what is no literal.
    """
    if type_.startswith("Edm."):
        return _primitive(plain_text(text, type_[4:], bare=bare), type_)
    kind = None if type_.startswith("Collection(") else resolve(type_)
    if kind is None or not issubclass(kind, StrEnum):
        return text
    read = read_members(
        text,
        type_,
        lambda prefix: graph.qualified(prefix) == type_,
        {each.value for each in kind},
        flags=hasattr(kind, "__codec__"),
        bare=bare,
    )
    return codec(type_).load(read)


def _primitive(plain: str, type_: str) -> Any:
    if type_ == "Edm.Boolean":
        return plain.lower() == "true"
    if type_ in ("Edm.Double", "Edm.Single"):
        return float(plain)
    if type_.startswith("Edm.Geo") or is_beyond_python(plain, type_[4:]):
        return plain
    try:
        # other literals are as in JSON, but for small letters in points in time
        wire = plain.upper() if type_ == "Edm.DateTimeOffset" else plain
        return codec(type_).read(wire)
    except OverflowError:
        return plain
