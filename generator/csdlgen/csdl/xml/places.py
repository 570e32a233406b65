"""Where an element stands in its file."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from xml.parsers import expat

from csdlgen.csdl.xml.parsers import expat_parser


def locate(data: bytes, elements: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Line and column, both from 1, of start tags given by number (`Location.element`).

    The columns count characters and are right on documents of a single line. A number that the document does not
    have, or that stands behind the point up to which it is well-formed, is left out.
    """
    wanted = set(elements)
    found: dict[int, tuple[int, int]] = {}
    if not wanted:
        return found
    last = max(wanted)
    number = -1
    with suppress(expat.ExpatError, ValueError, LookupError), expat_parser() as parser:

        def start(_name: str, _attributes: list[str]) -> None:
            nonlocal number
            number += 1
            if number in wanted:
                found[number] = (parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
            if number >= last:
                parser.StartElementHandler = None  # the rest goes by without calling anybody

        parser.StartElementHandler = start
        parser.Parse(data, True)
    return found
