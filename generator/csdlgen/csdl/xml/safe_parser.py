"""Bytes to elements, safely; the only module that imports lxml.

CSDL needs neither DOCTYPE nor entities, and its content is in attributes, where libxml2 expands entities whatever its
options say. So expat reads a document up to its root element first, and refuses a DOCTYPE. It also refuses what it
cannot read that far, so that the two parsers cannot disagree about where a DOCTYPE is; and both get UTF-8, and read
it so, whatever a document declares. Expat is asked again when something is wrong: lxml has no columns of elements,
and reports where it stopped, not what it missed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from xml.parsers import expat

from lxml import etree

from csdlgen.csdl.formats import (
    DEEP,
    RETRIEVE,
    as_utf8,
    malformed,
    refuse_long_values,
    refuse_other_formats,
    refuse_too_many,
    refuse_wrong_encoding,
    web_page,
)
from csdlgen.csdl.xml.element import XmlElement
from csdlgen.errors import CsdlgenError, Location, Position, failure

_DOCTYPE = "<!DOCTYPE"
_HANDLERS = ("XmlDeclHandler", "StartDoctypeDeclHandler", "StartElementHandler")
_BETWEEN_TAGS = {
    etree.ErrorTypes.ERR_COMMENT_NOT_FINISHED: "a comment",
    etree.ErrorTypes.ERR_PI_NOT_FINISHED: "a processing instruction",
    etree.ErrorTypes.ERR_CDATA_NOT_FINISHED: "a CDATA section",
}
"""What libxml2 reports of these where expat takes the document: they are too long."""


def parse(data: bytes, source: str) -> XmlElement:
    """The root element of `data`.

    Raises `CsdlgenError` with `not-xml`, `sign-in-page`, `json-not-csdl`, `doctype-refused`, `too-many-elements` or
    `too-deep`.
    """
    refuse_other_formats(data, source)
    document = as_utf8(data)
    _check_prolog(data, document, source)
    refuse_too_many(document.count(b"<") - document.count(b"</"), source)
    refuse_long_values(document, source)
    builder = _Builder(source)
    parser = etree.XMLParser(
        attribute_defaults=False,
        collect_ids=False,
        dtd_validation=False,
        encoding="utf-8",
        huge_tree=False,
        load_dtd=False,
        no_network=True,
        recover=False,
        resolve_entities="internal",  # there are none but `&amp;` and the like, which False gives undecoded
        target=builder,
    )
    try:
        etree.fromstring(document, parser)
    except etree.XMLSyntaxError:
        _refuse_malformed(data, source)
        # What the exception says is what was logged first, which need not be what ended the reading.
        raise _refusal(data, source, parser.error_log.filter_from_fatals(), builder.begun()) from None
    finally:
        root = builder.release()
    if any(entry.level > etree.ErrorLevels.WARNING for entry in parser.error_log):
        # Of namespaces that are no URIs, which may have any text; or of a prefix without one. Not all are reported.
        _refuse_malformed(data, source)
    return root


class _Builder:
    """Makes elements of what lxml reads; comments and processing instructions never get here.

    lxml's own elements are not used: every look at one makes it and what it has anew, which takes longer than parsing.
    """

    def __init__(self, source: str) -> None:
        self._opened = opened = [XmlElement("", {})]
        self._numbers = numbers = count()
        texts: list[str] = []

        def add_text(element: XmlElement) -> None:
            text = "".join(texts)
            texts.clear()
            if not text.isspace():
                element.text += text

        def start(tag: str, attributes: dict[str, str]) -> None:
            parent = opened[-1]
            if texts:
                add_text(parent)
            element = XmlElement(tag, attributes, Location(source, next(numbers)))
            parent.children.append(element)
            opened.append(element)

        def end(_tag: str) -> None:
            element = opened.pop()
            if texts and element.children:  # blank text beside children means nothing in CSDL
                add_text(element)
            elif texts:
                element.text = "".join(texts)
                texts.clear()

        self.start, self.end, self.data = start, end, texts.append

    def close(self) -> None:
        """lxml asks for a result here, also where the document is not well-formed."""

    def begun(self) -> int:
        """How many elements have begun, to be asked once."""
        return next(self._numbers)

    def release(self) -> XmlElement:
        """The root element. lxml never lets go of the builder, so the builder lets go of the elements."""
        document = self._opened[0]
        self._opened.clear()
        return document.children.pop() if document.children else document


def _refuse_malformed(data: bytes, source: str) -> None:
    """Refuses what expat does not take, in its words; elements and attributes have their namespaces."""
    try:
        expat.ParserCreate("utf-8", "\f").Parse(as_utf8(data), True)  # no namespace can hold a form feed
    except expat.ExpatError as error:
        raise malformed(data, error.code, Position(source, error.lineno, error.offset + 1)) from None


def _refusal(data: bytes, source: str, fatal: Iterable[etree._LogEntry], begun: int) -> CsdlgenError:
    """The error for what lxml alone does not read, which is the limits of libxml2.

    It is at the start tag after the `begun` ones that lxml has read, or behind the last of those.
    """
    kind, problem = next(((entry.type, entry.message) for entry in fatal), (0, "no reason is given"))
    located = locate_elements(data, (begun - 1, begun))
    last = located.get(begun - 1, (1, 1))
    where = Position(source, *(last if kind in _BETWEEN_TAGS else located.get(begun, last)))
    if problem.startswith("Excessive depth"):
        return failure("too-deep", "elements are more than 256 levels below the root element", DEEP[1], where=where)
    if kind in _BETWEEN_TAGS:
        problem = f"{_BETWEEN_TAGS[kind]} in it is longer than 10 MB"
    elif kind == etree.ErrorTypes.ERR_NAME_TOO_LONG:
        problem = "a name in it is longer than 50,000 bytes"
    elif kind == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
        problem = "a value in it is longer than 10 MB"
    message = f"the XML parser refuses the document: {problem.strip()}"
    return failure("not-xml", message, RETRIEVE, where=where)


class _RootBegins(Exception):  # noqa: N818 - no error, but the way to stop expat
    """The root element begins."""


def _check_prolog(data: bytes, document: bytes, source: str) -> None:
    """Refuses a DOCTYPE, encodings that no service uses, and what is not well-formed up to the root element.

    `document` is `data` in UTF-8.
    """

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None:
            where = Position(source, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
            refuse_wrong_encoding(data, encoding, where)

    def doctype(name: str, _system: str | None, _public: str | None, _subset: int) -> None:
        if name.lower() == "html":
            raise web_page(source)
        # The parser is behind it now. Only comments may come before, and those may hold the same text.
        before = document[: parser.CurrentByteIndex].decode("utf-8", "replace")
        lines = re.split("\r\n?|\n", before[: before.rfind(_DOCTYPE)] if _DOCTYPE in before else before)
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
            parser.Parse(document, True)
    except expat.ExpatError as error:
        raise malformed(data, error.code, Position(source, error.lineno, error.offset + 1)) from None
    except (ValueError, OverflowError) as error:  # the last for more than 2 GB
        raise failure("not-xml", f"the XML parser refuses the document: {error}", RETRIEVE, where=source) from None


@contextmanager
def _expat_parser() -> Iterator[expat.XMLParserType]:
    """A parser for one document in UTF-8, which gives attributes as names and values in turn.

    Handlers refer to the parser that refers to them. It lets go of them at the end, so that what they refer to is
    freed at once and not when the garbage collector runs, which commands switch off.
    """
    parser = expat.ParserCreate("utf-8")
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
    with suppress(expat.ExpatError, ValueError), _expat_parser() as parser:

        def start(_name: str, _attributes: list[str]) -> None:
            nonlocal number
            number += 1
            if number in wanted:
                located[number] = (parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
            if number >= last:
                parser.StartElementHandler = None  # the rest is parsed without calls into Python

        parser.StartElementHandler = start
        parser.Parse(as_utf8(data), True)
    return located
