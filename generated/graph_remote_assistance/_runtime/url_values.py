# ruff: noqa
# fmt: off
"""Values in URLs: literals and keys (OData URL conventions, section 4.3), by the types of
the package."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from .codecs import codec, resolve
from .graph import Graph
from .paths import KeyPart
from .url_literals import is_beyond_python, plain_text, read_members
from .url_syntax import BrokenRuleError, split_list


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


def key_in_parentheses(
    text: str,
    primary: tuple[KeyPart, ...],
    short: tuple[KeyPart, ...],
    alternate: Iterable[tuple[KeyPart, ...]],
) -> dict[KeyPart, str]:
    """The texts of the parts of the key that a URL gives: one by position, or by names.

    By position it is the `primary` key, or the `short` one, without what a referential
    constraint determines. Raises BrokenRuleError for another key than these.
    """
    given = split_list(text)
    if not given or not all(literal for _, literal in given):
        raise BrokenRuleError("a value is missing in the key")
    texts = dict(given)
    keys = list(dict.fromkeys((primary, short, *alternate)))
    if len(given) == 1 and "" in texts:
        for key in (primary, short):
            if len(key) == 1:
                return {key[0]: texts[""]}
    elif len(texts) == len(given):
        for key in keys:
            if {part.name for part in key} == texts.keys():
                return {part: texts[part.name] for part in key}
    wanted = " or ".join(
        f"({','.join(part.name for part in key)})" for key in keys if key
    )
    raise BrokenRuleError(f"wrong key; expected: {wanted or 'none'}")
