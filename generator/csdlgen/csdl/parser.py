"""Bytes to a tree of `Node`, safely.

CSDL needs neither DOCTYPE nor entities, and all that it says stands in attributes, where parsers expand entities
whatever their options say. So a DOCTYPE is refused by the handler that meets it. One parser does everything: what is
refused and what is read cannot be two readings of the same bytes. It is expat rather than lxml because handing
elements to Python one by one costs lxml more than expat's whole pass, and importing lxml half of that again.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from csdlgen.csdl.formats import RETRIEVE, malformed, refuse_other_formats, shown, web_page
from csdlgen.csdl.tree import MAX_DEPTH, Node
from csdlgen.errors import CsdlgenError, Location, Position, failure

_ENCODINGS = re.compile(r"(?i)utf-?8|utf-?16|us-ascii|ascii|iso-?8859-\d{1,2}|windows-125\d|latin-?1")


def parse(data: bytes, source: str) -> Node:
    """The root element of `data`.

    Raises `CsdlgenError` with `not-xml`, `sign-in-page`, `json-not-csdl`, `doctype-refused` or `too-deep`.
    """
    refuse_other_formats(data, source)
    parser = expat.ParserCreate(None, " ")
    parser.ordered_attributes = True
    parser.buffer_text = True
    top: list[Node] = []
    _refuse(parser, source)
    _build(parser, source, top)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise malformed(data, source, error) from None
    except (ValueError, LookupError) as error:
        raise failure("not-xml", f"the XML parser refuses it: {error}", RETRIEVE, where=source) from None
    return top[0]


def _refuse(parser: expat.XMLParserType, source: str) -> None:
    """Stops at a DOCTYPE, and at encodings that no service uses."""

    def here() -> Position:
        return Position(source, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and not _ENCODINGS.fullmatch(encoding):
            message = f"the document declares the encoding {shown(encoding)}, which is not supported"
            raise failure("not-xml", message, "Convert the file to UTF-8.", where=here())

    def doctype(name: str, _system: str | None, _public: str | None, _subset: int) -> None:
        if name.lower() == "html":
            raise web_page(source)
        raise failure(
            "doctype-refused",
            "the document has a DOCTYPE; CSDL needs none, and entities could stand for anything",
            "Remove the DOCTYPE declaration.",
            where=here(),
        )

    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = doctype


def _build(parser: expat.XMLParserType, source: str, top: list[Node]) -> None:
    """Makes the parser fill `top` with the root element.

    The handlers run 46,000 times for Microsoft Graph, hence the local names and `tuple.__new__`, which takes a third
    of the time of a named tuple's own constructor.
    """
    new = tuple.__new__
    number = -1
    siblings = top
    outer: list[list[Node]] = []
    text: list[str] | None = None

    def start(tag: str, attributes: list[str]) -> None:
        nonlocal number, siblings, text
        number += 1
        children: list[Node] = []
        siblings.append(new(Node, (tag, attributes, children, new(Location, (source, number)), "")))
        outer.append(siblings)
        siblings = children
        if text is not None:
            text = parser.CharacterDataHandler = None
        if not attributes:
            text = []
            parser.CharacterDataHandler = text.append
        if len(outer) > MAX_DEPTH:
            raise too_deep(Position(source, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1))

    def end(_tag: str) -> None:
        nonlocal siblings, text
        siblings = outer.pop()
        if text is not None:
            if text:
                siblings[-1] = siblings[-1]._replace(text="".join(text))
            text = parser.CharacterDataHandler = None

    parser.StartElementHandler = start
    parser.EndElementHandler = end


def too_deep(where: Position | str) -> CsdlgenError:
    """The error for nesting that no real document has."""
    return failure(
        "too-deep",
        f"elements are nested deeper than {MAX_DEPTH} levels",
        "No real service publishes this; check where the file comes from.",
        where=where,
    )
