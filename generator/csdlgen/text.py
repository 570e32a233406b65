"""Text for people: how messages and reports show foreign text, count things and list names.

`shown` quotes and caps, `printable` keeps to one line, `count` gives `2 findings`, `listed` gives `a, b and c`,
`capped` gives `a, b and 3 more`, `times` gives `twice`, and `nearest` suggests the known name that somebody may have
meant.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from csdlgen.unicode_14 import escaped, is_printable

_LONGEST_SHOWN = 80
_TIMES = {0: "never", 1: "once", 2: "twice"}


def shown(value: object, limit: int = _LONGEST_SHOWN) -> str:
    """Foreign text (or another value) as it may stand in a message: quoted, escaped, and capped at `limit`
    characters."""
    if isinstance(value, str):
        return escaped(repr(value if len(value) <= limit else value[:limit] + "…"))
    text = escaped(repr(value))
    return text if len(text) <= limit else text[:limit] + "…"


def printable(text: str) -> str:
    """Foreign text on one line, without the characters that would steer a terminal; those are escaped."""
    if is_printable(text):
        return text
    return "".join(mark if is_printable(mark) else escaped(repr(mark)[1:-1]) for mark in text)


def count(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: `1 finding`, `1,200 findings`. The plural is the noun with an `s` unless it is given."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def listed(items: Iterable[object], conjunction: str = "and") -> str:
    """Items as a sentence lists them: `a`, `a and b`, `a, b and c`."""
    *before, last = [str(item) for item in items] or [""]
    return f"{', '.join(before)} {conjunction} {last}" if before else last


def capped(items: Iterable[object], most: int = 10) -> str:
    """Items in one message: `a, b, c`, and of more than `most` the first ones and a count: `a, b and 3 more`."""
    names = [str(item) for item in items]
    left = len(names) - most
    return f"{', '.join(names[:most])} and {left:,} more" if left > 0 else ", ".join(names)


def times(number: int) -> str:
    """How often: `never`, `once`, `twice`, `3 times`."""
    return _TIMES.get(number, f"{number} times")


def nearest(name: str, known: Iterable[str]) -> str:
    """`Did you mean 'x'?` for the known name closest to `name`, or an empty text where none is close.

    A name that differs only in case, or that is a known qualified name without its namespace, is always close.
    """
    names = sorted(set(known))
    folded = name.casefold()
    same = [other for other in names if folded in (other.casefold(), other.rpartition(".")[2].casefold())]
    close = same or difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if not close:
        last = name.rpartition(".")[2]
        by_last = {other.rpartition(".")[2]: other for other in names}
        close = [by_last[other] for other in difflib.get_close_matches(last, by_last, n=1, cutoff=0.7)]
    return f"Did you mean {close[0]!r}?" if close else ""
