"""What a name may look like (CSDL XML 4.01 sections 15.2 to 15.4), and what is done with names that look otherwise.

Published services do not keep to identifiers: `request-id`, `DB-Details`, `Copy$`, `Order.Default`, `2nd`. Such a name
is *odd*: it is kept, and goes over the wire as it is. A name is *unusable* where it could be taken for something else:
for part of a path, for a quotation or for markup, or where it cannot be printed. What has such a name is left out.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto

from csdlgen.unicode_14 import is_known, is_printable

SIMPLE_IDENTIFIER_LENGTH = 128

_FIRST = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo", "Nl"))
_FURTHER = _FIRST | {"Nd", "Mn", "Mc", "Pc", "Cf"}
_ASCII_DOTTED = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*")
# What separates segments, quotes text or makes markup, wherever it stands.
_NEVER = re.compile(r"[/\\'\"<>]|\.\.")
# What has a meaning in URLs (keys, arguments, lists, queries, fragments, aliases, templates) and in type references.
_NOT_IN_URLS = re.compile(r"[()\[\]{},;=#?@|^]|^[$.\s]|[.\s]\Z")
_NOT_IN_LISTS = re.compile(",")


class NameSite(Enum):
    """Where the names of a kind of element are used: in JSON alone, in lists of members within JSON, or in URLs too."""

    JSON = auto()
    LIST = auto()
    URL = auto()


_FORBIDDEN = {NameSite.LIST: _NOT_IN_LISTS, NameSite.URL: _NOT_IN_URLS}


def is_identifier(text: str) -> bool:
    """Whether `text` is made like a SimpleIdentifier; says nothing of its length."""
    if text.isascii():
        return text.isidentifier()
    category = unicodedata.category
    return (
        is_known(text)
        and (text[0] == "_" or category(text[0]) in _FIRST)
        and all(category(char) in _FURTHER for char in text)
    )


def is_dotted(text: str) -> bool:
    """Whether `text` is one or more identifiers with dots between: a namespace, or a qualified name."""
    return _ASCII_DOTTED.fullmatch(text) is not None or all(map(is_identifier, text.split(".")))


def is_namespace(text: str) -> bool:
    """Whether `text` can be kept as a namespace: one of identifiers, or an odd one."""
    return is_dotted(text) or is_usable(text, NameSite.URL)


def is_usable(text: str, site: NameSite) -> bool:
    """Whether a name that is no identifier can be kept as it is."""
    if not text or not is_printable(text) or _NEVER.search(text):
        return False
    return site not in _FORBIDDEN or not _FORBIDDEN[site].search(text)
