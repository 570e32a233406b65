"""What a name may look like (CSDL XML 4.01 sections 15.2 to 15.4)."""

from __future__ import annotations

import re
import unicodedata

SIMPLE_IDENTIFIER_LENGTH = 128

_FIRST = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo", "Nl"))
_FURTHER = _FIRST | {"Nd", "Mn", "Mc", "Pc", "Cf"}
_ASCII_DOTTED = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*")
# Published services name properties `request-id`; such a name is only ever a key of JSON objects.
_TOLERATED = frozenset("-.@")


def is_identifier(text: str) -> bool:
    """Whether `text` is made like a SimpleIdentifier; says nothing of its length."""
    if text.isascii():
        return text.isidentifier()
    category = unicodedata.category
    return (text[0] == "_" or category(text[0]) in _FIRST) and all(category(each) in _FURTHER for each in text)


def is_dotted(text: str) -> bool:
    """Whether `text` is one or more identifiers with dots between: a namespace, or a qualified name."""
    return _ASCII_DOTTED.fullmatch(text) is not None or all(map(is_identifier, text.split(".")))


def is_tolerable_property(text: str) -> bool:
    """Whether a property that is no SimpleIdentifier can still be told from a path, a quotation or markup."""
    letters = [each for each in text if each not in _TOLERATED]
    return bool(letters) and text[0] not in "-." and is_identifier("_" + "".join(letters))
