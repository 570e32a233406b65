"""Bytes to a tree of elements, safely.

CSDL needs neither DOCTYPE nor entities, and all that it says stands in attributes, where parsers expand entities
whatever their options say. So a DOCTYPE is refused before the document is read, by the same parser, expat, so that
the two cannot disagree. Elements are those of `xml.etree`: lxml parses sooner, but looking at its elements takes
longer than the parsing.
"""

from __future__ import annotations

import re
from contextlib import suppress
from xml.etree.ElementTree import ParseError, XMLParser
from xml.parsers import expat

from csdlgen.csdl.formats import RETRIEVE, as_text, malformed, refuse_other_formats, shown, web_page
from csdlgen.csdl.xml.parsers import expat_parser
from csdlgen.csdl.xml.tree import Node
from csdlgen.errors import Position, failure

_ENCODINGS = re.compile(r"(?i)utf-?8|utf-?16|us-ascii|ascii|iso-?8859-\d{1,2}|windows-125\d|latin-?1")
_DOCTYPE = "<!DOCTYPE"


def parse(data: bytes, source: str) -> Node:
    """The root element of `data`.

    Raises `CsdlgenError` with `not-xml`, `sign-in-page`, `json-not-csdl` or `doctype-refused`.
    """
    refuse_other_formats(data, source)
    _refuse_prolog(data, source)
    parser = XMLParser()
    try:
        parser.feed(data)
        return parser.close()
    except ParseError as error:
        line, column = error.position
        raise malformed(data, error.code, Position(source, line, column + 1)) from None
    except (ValueError, LookupError, OverflowError) as error:  # the last for more than 2 GB
        raise failure("not-xml", f"the XML parser refuses it: {error}", RETRIEVE, where=source) from None


class _Begun(Exception):  # noqa: N818 - it is none
    """The root element has begun."""


def _refuse_prolog(data: bytes, source: str) -> None:
    """Refuses a DOCTYPE, and encodings that no service uses. What is not well-formed is left to the reading."""

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and not _ENCODINGS.fullmatch(encoding):
            message = f"the document declares the encoding {shown(encoding)}, which is not supported"
            where = Position(source, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
            raise failure("not-xml", message, "Convert the file to UTF-8.", where=where)

    def doctype(name: str, _system: str | None, _public: str | None, _subset: int) -> None:
        if name.lower() == "html":
            raise web_page(source)
        # The parser stands behind it. Nothing but comments can come before, and in those it may stand as well.
        before = as_text(data[: parser.CurrentByteIndex])
        lines = before[: before.rfind(_DOCTYPE)].split("\n") if _DOCTYPE in before else [before]
        raise failure(
            "doctype-refused",
            "the document has a DOCTYPE; CSDL needs none, and entities could stand for anything",
            "Remove the DOCTYPE declaration.",
            where=Position(source, len(lines), len(lines[-1]) + 1),
        )

    def begun(_tag: str, _attributes: list[str]) -> None:
        raise _Begun

    with expat_parser() as parser, suppress(_Begun, expat.ExpatError, ValueError, LookupError):
        parser.XmlDeclHandler = declared
        parser.StartDoctypeDeclHandler = doctype
        parser.StartElementHandler = begun
        parser.Parse(data, True)
