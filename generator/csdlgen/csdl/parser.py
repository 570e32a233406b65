"""Bytes to a tree of elements, safely.

CSDL needs neither DOCTYPE nor entities, and all that it says stands in attributes, where parsers expand entities
whatever their options say. So the parser stops at a DOCTYPE. It is expat as it is, not `xml.etree` on top of it, nor
lxml: their elements take longer to make, or to look at, than the parsing, and do not know where they come from.
"""

from __future__ import annotations

import re
from functools import partial
from xml.parsers import expat

from csdlgen.csdl import tags
from csdlgen.csdl.formats import RETRIEVE, as_text, malformed, refuse_other_formats, shown, too_deep, web_page
from csdlgen.csdl.tree import MAX_DEPTH, Node
from csdlgen.errors import Location, Position, failure

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
    roots = _build(parser, source)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise malformed(data, error.code, Position(source, error.lineno, error.offset + 1)) from None
    except (ValueError, LookupError) as error:
        raise failure("not-xml", f"the XML parser refuses it: {error}", RETRIEVE, where=source) from None
    return roots[0]


def _build(parser: expat.XMLParserType, source: str) -> list[Node]:
    """Has the parser build the tree; returns the list that the root element will be in."""
    roots: list[Node] = []
    open_ = [roots]  # the children of each element that is open, the innermost last
    enter, leave, location = open_.append, open_.pop, partial(tuple.__new__, Location)
    with_text, no_texts = tags.WITH_TEXT, list[str]()
    number = -1

    def start(tag: str, pairs: list[str]) -> None:
        nonlocal number
        number += 1
        children: list[Node] = []
        texts = begin_text() if tag in with_text else no_texts
        open_[-1].append((tag, pairs, location((source, number)), children, texts))
        enter(children)
        if len(open_) > MAX_DEPTH + 1:
            raise too_deep(_here(parser, source))

    # Leaves an element whatever its tag, which is the default that `next` has no need of. There is one call of this for
    # each element, so it matters that it is no Python function.
    end = partial(next, iter(leave, None))

    def begin_text() -> list[str]:
        texts: list[str] = []
        parser.CharacterDataHandler = texts.append
        parser.StartElementHandler = start_inside
        parser.EndElementHandler = end_inside
        return texts

    def end_text() -> None:
        parser.CharacterDataHandler = None
        parser.StartElementHandler = start
        parser.EndElementHandler = end

    def start_inside(tag: str, pairs: list[str]) -> None:
        end_text()
        start(tag, pairs)

    def end_inside(_tag: str) -> None:
        end_text()
        leave()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    return roots


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
