"""Names of properties, members and qualifiers as parts of JSON member names.

CSDL JSON tells by `$` and `@` what a member is, which identifiers never hold; published XML has properties called
`@x`, and XML documents may qualify annotations by any text. Such characters are written as `%24`, `%40` and so on, so
that nothing is lost; in names that keep the rules nothing changes.
"""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"[%@]|^\$")
_WRITTEN = re.compile("%(24|25|40)")
_EMPTY = "%"


def to_member(name: str) -> str:
    """The name as it may stand in the name of a member."""
    return _SPECIAL.sub(lambda found: f"%{ord(found[0]):X}", name) or _EMPTY


def from_member(text: str) -> str:
    """The name that `to_member` has made this text of."""
    return "" if text == _EMPTY else _WRITTEN.sub(lambda found: chr(int(found[1], 16)), text)
