"""XML parsers that let go of what they have met."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from xml.parsers import expat

_HANDLERS = ("XmlDeclHandler", "StartDoctypeDeclHandler", "StartElementHandler")


@contextmanager
def expat_parser() -> Iterator[expat.XMLParserType]:
    """A parser that gives attributes as names and values in turn, for one document.

    Handlers that know the parser which knows them are never freed, nor is what they have made, until the garbage
    collector finds out. So the parser forgets them at the end.
    """
    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    try:
        yield parser
    finally:
        for name in _HANDLERS:
            setattr(parser, name, None)
