"""Bytes to elements, safely; the only module that imports lxml.

CSDL needs neither DOCTYPE nor entities, and its content is in attributes, where libxml2 expands entities whatever its
options say. So expat reads a document up to its root element first, and refuses a DOCTYPE. It also refuses what it
cannot read that far, so that the two parsers cannot disagree about where a DOCTYPE is. Expat is asked again when
something is wrong: lxml has no columns of elements, and reports where it stopped, not what it missed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from xml.parsers import expat

from lxml import etree

from csdlgen.csdl.formats import DEEP, RETRIEVE, as_text, malformed, refuse_other_formats, web_page
from csdlgen.csdl.xml.element import XmlElement
from csdlgen.errors import CsdlgenError, Location, Position, failure
from csdlgen.text import shown

_ENCODINGS = re.compile(r"(?i)utf-?8|utf-?16|us-ascii|ascii|iso-?8859-\d{1,2}|windows-125\d|latin-?1")
_DOCTYPE = "<!DOCTYPE"
_HANDLERS = ("XmlDeclHandler", "StartDoctypeDeclHandler", "StartElementHandler")


def parse(data: bytes, source: str) -> XmlElement:
    """The root element of `data`.

    Raises `CsdlgenError` with `not-xml`, `sign-in-page`, `json-not-csdl`, `doctype-refused` or `too-deep`.
    """
    refuse_other_formats(data, source)
    _check_prolog(data, source)
    builder = _Builder(source)
    parser = etree.XMLParser(
        attribute_defaults=False,
        collect_ids=False,
        dtd_validation=False,
        huge_tree=False,
        load_dtd=False,
        no_network=True,
        recover=False,
        resolve_entities="internal",  # there are none but `&amp;` and the like, which False gives undecoded
        target=builder,
    )
    try:
        etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _refusal(data, source, error.msg or "", *error.position) from None
    finally:
        root = builder.release()
    for entry in parser.error_log:
        if entry.level > etree.ErrorLevels.WARNING:  # a prefix without a namespace, which only elements of lxml need
            raise _refusal(data, source, entry.message, entry.line, entry.column)
    return root


class _Builder:
    """Makes elements of what lxml reads; comments and processing instructions never get here.

    lxml's own elements are not used: every look at one makes it and what it has anew, which takes longer than parsing.
    """

    def __init__(self, source: str) -> None:
        self._opened = opened = [XmlElement("", {})]
        numbers = count()
        texts: list[str] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            element = XmlElement(tag, attributes, Location(source, next(numbers)))
            opened[-1].children.append(element)
            opened.append(element)
            texts.clear()

        def end(_tag: str) -> None:
            element = opened.pop()
            if texts:
                if not element.children:  # text between children means nothing in CSDL
                    element.text = "".join(texts)
                texts.clear()

        self.start, self.end, self.data = start, end, texts.append

    def close(self) -> None:
        """lxml asks for a result here, also where the document is not well-formed."""

    def release(self) -> XmlElement:
        """The root element. lxml never lets go of the builder, so the builder lets go of the elements."""
        document = self._opened[0]
        self._opened.clear()
        return document.children.pop() if document.children else document


def _refusal(data: bytes, source: str, problem: str, line: int, column: int) -> CsdlgenError:
    """What is wrong with a document that lxml does not read: in the words of expat, where expat does not either."""
    try:
        expat.ParserCreate().Parse(data, True)
    except expat.ExpatError as reason:
        return malformed(data, reason.code, Position(source, reason.lineno, reason.offset + 1))
    where = Position(source, max(line, 1), max(column, 1))
    if problem.startswith("Excessive depth"):
        message, remedy = "elements are nested deeper than 256 levels", DEEP[1]
        return failure("too-deep", message, remedy, where=where)
    if problem.startswith("Resource limit"):
        problem = "a name or a value in it is longer than 10 MB"
    message = f"the XML parser refuses the document: {problem.partition(', line ')[0].strip()}"
    return failure("not-xml", message, RETRIEVE, where=where)


class _RootBegins(Exception):  # noqa: N818 - no error, but the way to stop expat
    """The root element begins."""


def _check_prolog(data: bytes, source: str) -> None:
    """Refuses a DOCTYPE, encodings that no service uses, and what is not well-formed up to the root element."""

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and not _ENCODINGS.fullmatch(encoding):
            message = f"the document declares the encoding {shown(encoding)}, which is not supported"
            where = Position(source, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
            raise failure("not-xml", message, "Convert the file to UTF-8.", where=where)

    def doctype(name: str, _system: str | None, _public: str | None, _subset: int) -> None:
        if name.lower() == "html":
            raise web_page(source)
        # The parser is behind it now. Only comments may come before, and those may hold the same text.
        before = as_text(data[: parser.CurrentByteIndex])
        lines = before[: before.rfind(_DOCTYPE)].split("\n") if _DOCTYPE in before else [before]
        raise failure(
            "doctype-refused",
            "the document has a DOCTYPE; CSDL needs none, and its entities could insert any content",
            "Remove the DOCTYPE declaration.",
            where=Position(source, len(lines), len(lines[-1]) + 1),
        )

    def begins(_tag: str, _attributes: list[str]) -> None:
        raise _RootBegins

    try:
        with _expat_parser() as parser, suppress(_RootBegins):
            parser.XmlDeclHandler = declared
            parser.StartDoctypeDeclHandler = doctype
            parser.StartElementHandler = begins
            parser.Parse(data, True)
    except expat.ExpatError as error:
        raise malformed(data, error.code, Position(source, error.lineno, error.offset + 1)) from None
    except (ValueError, LookupError, OverflowError) as error:  # the last for more than 2 GB
        raise failure("not-xml", f"the XML parser refuses the document: {error}", RETRIEVE, where=source) from None


@contextmanager
def _expat_parser() -> Iterator[expat.XMLParserType]:
    """A parser for one document, which gives attributes as names and values in turn.

    Handlers refer to the parser that refers to them. It lets go of them at the end, so that what they refer to is
    freed at once and not when the garbage collector runs, which commands switch off.
    """
    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    try:
        yield parser
    finally:
        for name in _HANDLERS:
            setattr(parser, name, None)


def locate_elements(data: bytes, numbers: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Line and column, both from 1, of start tags by their number in the document (`Location.element`).

    Columns count characters, and are right in documents of a single line too. Numbers that the document does not have,
    or that are behind the point up to which it is well-formed, are left out.
    """
    wanted = set(numbers)
    located: dict[int, tuple[int, int]] = {}
    if not wanted:
        return located
    last = max(wanted)
    number = -1
    with suppress(expat.ExpatError, ValueError, LookupError), _expat_parser() as parser:

        def start(_name: str, _attributes: list[str]) -> None:
            nonlocal number
            number += 1
            if number in wanted:
                located[number] = (parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
            if number >= last:
                parser.StartElementHandler = None  # the rest is parsed without calls into Python

        parser.StartElementHandler = start
        parser.Parse(data, True)
    return located
