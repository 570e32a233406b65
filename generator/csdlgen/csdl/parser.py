"""Bytes to a tree of elements, safely.

CSDL needs neither DOCTYPE nor entities, and all that it says stands in attributes, where parsers expand entities
whatever their options say. So the parser stops at a DOCTYPE. It is expat as it is: elements of `xml.etree` are made
sooner, but finding out where they stand takes that back, and looking at those of lxml takes longer than the parsing.
"""

from __future__ import annotations

import re
from itertools import count
from typing import Any
from xml.parsers import expat

from csdlgen.csdl import tags
from csdlgen.csdl.formats import RETRIEVE, as_text, malformed, refuse_other_formats, shown, too_deep, web_page
from csdlgen.csdl.parsers import expat_parser
from csdlgen.csdl.tree import MAX_DEPTH, Node
from csdlgen.errors import Position, failure

_ENCODINGS = re.compile(r"(?i)utf-?8|utf-?16|us-ascii|ascii|iso-?8859-\d{1,2}|windows-125\d|latin-?1")
_DOCTYPE = "<!DOCTYPE"


def parse(data: bytes, source: str) -> Node:
    """The root element of `data`.

    Raises `CsdlgenError` with `not-xml`, `sign-in-page`, `json-not-csdl`, `doctype-refused` or `too-deep`.
    """
    refuse_other_formats(data, source)
    with expat_parser("}") as parser:
        _refuse_doctype(parser, data, source)
        roots = _built(parser, source)
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            raise malformed(data, error.code, Position(source, error.lineno, error.offset + 1)) from None
        except (ValueError, LookupError) as error:
            raise failure("not-xml", f"the XML parser refuses it: {error}", RETRIEVE, where=source) from None
    return roots[0]


def _built(parser: expat.XMLParserType, source: str) -> list[Node]:
    """Has the parser build elements; returns the list that will have the root.

    What is called for each tag is most of the cost of parsing, so it does no more than it must: the call for an end tag
    is no Python function even, and only counts. Most elements have no children, which is what they are made for, and
    follow one that has ended.
    """
    siblings = roots = list[Node]()
    open_: list[list[Node]] = []  # the siblings of each element that is open, the innermost last
    ends: list[str] = []
    ended = -1  # how many end tags there were before the last start tag
    number = count().__next__
    no_children, no_texts, with_text = list[Node](), list[str](), tags.WITH_TEXT

    def start(tag: str, pairs: list[str]) -> None:
        nonlocal siblings, ended
        before, ended = ended, len(ends)
        if ended != before + 1:
            siblings = moved(ended - before)
        texts = _begun_text(parser) if tag in with_text else no_texts
        siblings.append((tag, pairs, number(), no_children, texts))

    def moved(closed: int) -> list[Node]:
        """Where an element belongs that stands behind so many end tags."""
        if closed:
            for _ in range(closed - 2):
                open_.pop()
            return open_.pop()
        tag, pairs, place, _, texts = siblings.pop()
        children: list[Node] = []
        siblings.append((tag, pairs, place, children, texts))
        open_.append(siblings)
        if len(open_) >= MAX_DEPTH:
            raise too_deep(_here(parser, source))
        return children

    parser.StartElementHandler = start
    parser.EndElementHandler = ends.append
    return roots


def _begun_text(parser: expat.XMLParserType) -> list[str]:
    """Has the parser collect text until the next tag; returns what it will have collected."""
    texts: list[str] = []
    start: Any = parser.StartElementHandler  # typed for attributes in dictionaries as well
    end: Any = parser.EndElementHandler

    def ended() -> None:
        parser.CharacterDataHandler = None
        parser.StartElementHandler = start
        parser.EndElementHandler = end

    def start_inside(tag: str, pairs: list[str]) -> None:
        ended()
        start(tag, pairs)

    def end_inside(tag: str) -> None:
        ended()
        end(tag)

    parser.CharacterDataHandler = texts.append
    parser.StartElementHandler = start_inside
    parser.EndElementHandler = end_inside
    return texts


def _refuse_doctype(parser: expat.XMLParserType, data: bytes, source: str) -> None:
    """Has the parser stop at a DOCTYPE, and at encodings that no service uses."""

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and not _ENCODINGS.fullmatch(encoding):
            message = f"the document declares the encoding {shown(encoding)}, which is not supported"
            raise failure("not-xml", message, "Convert the file to UTF-8.", where=_here(parser, source))

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

    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = doctype


def _here(parser: expat.XMLParserType, source: str) -> Position:
    return Position(source, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
