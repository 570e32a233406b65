"""Bytes to a tree of elements, safely.

CSDL needs neither DOCTYPE nor entities, and all that it says stands in attributes, where parsers expand entities
whatever their options say. So a pass that ends at the root element refuses every DOCTYPE before the tree is built.
Both are done by expat (`xml.etree` is expat): two parsers might read the same bytes in two ways. It is not lxml because
lxml makes a Python object whenever an element is looked at, which over a whole document takes longer than the faster
parsing saves; and importing lxml alone takes as long as reading a small document.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.parsers import expat

from csdlgen.csdl.formats import RETRIEVE, malformed, refuse_other_formats, shown, web_page
from csdlgen.csdl.tree import MAX_DEPTH, Node
from csdlgen.errors import CsdlgenError, Position, failure

_ENCODINGS = re.compile(r"(?i)utf-?8|utf-?16|us-ascii|ascii|iso-?8859-\d{1,2}|windows-125\d|latin-?1")


class _Root(Exception):  # noqa: N818 - nothing is wrong when it is raised
    """Ends the first pass at the root element."""


def parse(data: bytes, source: str) -> Node:
    """The root element of `data`.

    Raises `CsdlgenError` with `not-xml`, `sign-in-page`, `json-not-csdl` or `doctype-refused`.
    """
    refuse_other_formats(data, source)
    try:
        _refuse_doctype(data, source)
        return ElementTree.fromstring(data)
    except expat.ExpatError as error:
        raise malformed(data, error.code, Position(source, error.lineno, error.offset + 1)) from None
    except ElementTree.ParseError as error:
        line, column = error.position
        raise malformed(data, error.code, Position(source, line, column + 1)) from None
    except (ValueError, LookupError) as error:
        raise failure("not-xml", f"the XML parser refuses it: {error}", RETRIEVE, where=source) from None


def _refuse_doctype(data: bytes, source: str) -> None:
    """Reads up to the root element; stops at a DOCTYPE, and at encodings that no service uses."""
    parser = expat.ParserCreate()

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

    def start(_name: str, _attributes: list[str]) -> None:
        raise _Root

    parser.ordered_attributes = True
    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    try:
        parser.Parse(data, True)
    except _Root:
        return


def too_deep(where: Position | str) -> CsdlgenError:
    """The error for nesting that no real document has."""
    return failure(
        "too-deep",
        f"elements are nested deeper than {MAX_DEPTH} levels",
        "No real service publishes this; check where the file comes from.",
        where=where,
    )
