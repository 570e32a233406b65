"""Bytes to a tree of elements, safely.

CSDL needs neither DOCTYPE nor entities, and all that it says stands in attributes, where parsers expand entities
whatever their options say. So the parser stops at a DOCTYPE. It is expat as it is, not `xml.etree` on top of it, nor
lxml: their elements take longer to make, or to look at, than the parsing, and do not know where they come from.
"""

from __future__ import annotations

import re
from functools import partial
from itertools import count, repeat
from xml.parsers import expat

from csdlgen.csdl import tags
from csdlgen.csdl.formats import RETRIEVE, as_text, malformed, refuse_other_formats, shown, too_deep, web_page
from csdlgen.csdl.places import locate
from csdlgen.csdl.tree import MAX_DEPTH, Node
from csdlgen.errors import CsdlgenError, Location, Position, failure

_ENCODINGS = re.compile(r"(?i)utf-?8|utf-?16|us-ascii|ascii|iso-?8859-\d{1,2}|windows-125\d|latin-?1")
_DOCTYPE = "<!DOCTYPE"


def parse(data: bytes, source: str) -> Node:
    """The root element of `data`.

    Raises `CsdlgenError` with `not-xml`, `sign-in-page`, `json-not-csdl`, `doctype-refused` or `too-deep`.
    """
    refuse_other_formats(data, source)
    parser = expat.ParserCreate(namespace_separator="}")
    parser.ordered_attributes = True
    _refuse_doctype(parser, data, source)
    events = _recorded(parser, source)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        _built(events, data)  # it is too deep before it is malformed
        raise malformed(data, error.code, Position(source, error.lineno, error.offset + 1)) from None
    except (ValueError, LookupError) as error:
        raise failure("not-xml", f"the XML parser refuses it: {error}", RETRIEVE, where=source) from None
    return _built(events, data)[0]


def _recorded(parser: expat.XMLParserType, source: str) -> list[Node | str]:
    """Has the parser record start tags, as elements without children, and end tags, by name; returns the record.

    What is called for each tag is most of the cost of parsing, so it does no more than that; the call for an end tag is
    no Python function even. Elements without children, as most are, need nothing to be done about them any more.
    """
    events: list[Node | str] = []
    record = events.append
    no_children, no_texts, with_text = list[Node](), list[str](), tags.WITH_TEXT
    next_place = map(partial(tuple.__new__, Location), zip(repeat(source), count())).__next__

    def start(tag: str, pairs: list[str]) -> None:
        record((tag, pairs, next_place(), no_children, begin_text() if tag in with_text else no_texts))

    def begin_text() -> list[str]:
        texts: list[str] = []
        parser.CharacterDataHandler = texts.append
        parser.StartElementHandler = start_inside
        parser.EndElementHandler = end_inside
        return texts

    def end_text() -> None:
        parser.CharacterDataHandler = None
        parser.StartElementHandler = start
        parser.EndElementHandler = record

    def start_inside(tag: str, pairs: list[str]) -> None:
        end_text()
        start(tag, pairs)

    def end_inside(tag: str) -> None:
        end_text()
        record(tag)

    end_text()
    return events


def _built(events: list[Node | str], data: bytes) -> list[Node]:
    """The root, in a list, with all the elements that a record tells of; it may end early."""
    siblings = roots = list[Node]()
    open_: list[list[Node]] = []  # the siblings of each element that is open, the innermost last
    rest = iter(events)
    for event in rest:
        if isinstance(event, str):
            siblings = open_.pop()
            continue
        following = next(rest, "")
        while not isinstance(following, str):  # the element has children, of which this is the first
            tag, pairs, place, _, texts = event
            children: list[Node] = []
            siblings.append((tag, pairs, place, children, texts))
            open_.append(siblings)
            if len(open_) >= MAX_DEPTH:
                raise _too_deep(following[2], data)
            siblings, event, following = children, following, next(rest, "")
        siblings.append(event)
    return roots


def _too_deep(place: Location, data: bytes) -> CsdlgenError:
    line, column = locate(data, (place.element,))[place.element]
    return too_deep(Position(place.source, line, column))


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
