"""Bytes to an XML tree, safely: nothing but a plain CSDL document ever reaches lxml.

Entities in attribute values are expanded by libxml2 whatever its options say, and CSDL is nothing but attribute
values. So an expat pass that ends at the root element refuses every DOCTYPE, and every encoding that the two parsers
might read differently, before lxml sees a byte.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from lxml import etree

from csdlgen.csdl import tags
from csdlgen.csdl.places import locate
from csdlgen.errors import CsdlgenError, Position, failure

_ENCODINGS = re.compile(r"(?i)utf-?8|utf-?16|us-ascii|ascii|iso-?8859-\d{1,2}|windows-125\d|latin-?1")
_UTF_16 = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_SHOWN = 60
_RETRIEVE = "Save the service's `$metadata` document as XML and pass that file."
_EXPAT_INVALID_TOKEN = 4
_EXPAT_TRUNCATED = frozenset((3, 5, 6, 20))


class _Root(Exception):
    """Ends the pass at the first start tag and carries its name as written."""


def parse(data: bytes, source: str) -> etree._Element:
    """The root element of `data`; comments and processing instructions are left out.

    Raises `CsdlgenError` with `not-xml`, `sign-in-page`, `json-not-csdl`, `doctype-refused` or `too-deep`.
    """
    _refuse_other_formats(data, source)
    _refuse_doctype(data, source)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise _malformed(data, source, str(error)) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype(source, None)
    return root


def _refuse_other_formats(data: bytes, source: str) -> None:
    """Empty files, web pages and JSON, told by how they begin."""
    head = _opening(data)
    if not head:
        raise failure("not-xml", "the file is empty", _RETRIEVE, where=source)
    if head.startswith(("<!doctype html", "<html")):
        raise _web_page(source)
    if head[0] in "{[":
        if '"$version"' in head:
            raise failure(
                "json-not-csdl",
                "this is CSDL JSON; only CSDL XML is read",
                "Request `$metadata` with `Accept: application/xml`.",
                where=source,
            )
        raise failure(
            "json-not-csdl",
            f"the server returned JSON, most likely an error, where CSDL XML was expected; it begins {_shown(data)}",
            _RETRIEVE,
            where=source,
        )


def _opening(data: bytes) -> str:
    """The first characters in lower case, without byte order mark and blanks; empty for a file of nothing else."""
    head = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:4096]
    return head.decode(_UTF_16.get(head[:2], "utf-8"), "replace").lstrip("\ufeff \t\r\n").lower()


def _refuse_doctype(data: bytes, source: str) -> None:
    parser = expat.ParserCreate()

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and not _ENCODINGS.fullmatch(encoding):
            raise failure(
                "not-xml",
                f"the document declares the encoding {_text(encoding)}, which is not supported",
                "Convert the file to UTF-8.",
                where=Position(source, 1, 1),
            )

    def doctype(name: str, _system: str | None, _public: str | None, _subset: int) -> None:
        if name.lower() == "html":
            raise _web_page(source)
        raise _doctype(source, Position(source, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1))

    def start(name: str, _attributes: list[str]) -> None:
        raise _Root(name)

    parser.ordered_attributes = True
    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    try:
        parser.Parse(data, True)
    except _Root as root:
        if root.args[0].rpartition(":")[2].lower() == "html":
            raise _web_page(source) from None
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise _malformed(data, source, str(error)) from None


def _malformed(data: bytes, source: str, reason: str) -> CsdlgenError:
    """What is wrong with a document that does not parse; expat's account, as its places are exact."""
    parser = expat.ParserCreate()
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        where = Position(source, error.lineno, error.offset + 1)
        if error.code in _EXPAT_TRUNCATED:
            problem = "the document ends too early (truncated)" if data.lstrip().startswith(b"<") else "this is no XML"
        else:
            problem = _encoding_problem(data) if error.code == _EXPAT_INVALID_TOKEN else ""
            problem = problem or f"not well-formed XML: {expat.ErrorString(error.code)}"
        return failure("not-xml", f"{problem}; it begins {_shown(data)}", _RETRIEVE, where=where)
    except (ValueError, LookupError) as error:
        reason = str(error)
    if "depth" in reason.lower():
        return too_deep(source, None)
    return failure("not-xml", f"the XML parser refuses it: {_text(reason, 200)}", _RETRIEVE, where=source)


def _encoding_problem(data: bytes) -> str:
    declared = re.match(rb"[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)", data)
    name = _UTF_16.get(data[:2]) or (declared.group(1).decode() if declared else "UTF-8")
    try:
        text = data.decode(name)
    except (UnicodeDecodeError, LookupError) as error:
        at = getattr(error, "start", 0)
        return f"the bytes are not valid {name.upper()} (byte {at}: {data[at : at + 1]!r})"
    return f"the text holds a NUL character (read as {name.upper()})" if "\0" in text else ""


def _doctype(source: str, where: Position | None) -> CsdlgenError:
    return failure(
        "doctype-refused",
        "the document has a DOCTYPE; CSDL needs none, and entities could stand for anything",
        "Remove the DOCTYPE declaration.",
        where=where or source,
    )


def _web_page(source: str) -> CsdlgenError:
    return failure(
        "sign-in-page",
        "the server returned a sign-in page or another web page instead of CSDL",
        "Sign in (or pass credentials to the tool that downloads), then save `$metadata` again.",
        where=source,
    )


def too_deep(source: str, where: Position | None) -> CsdlgenError:
    """The error for nesting that no real document has."""
    return failure(
        "too-deep",
        "elements are nested deeper than 200 levels",
        "No real service publishes this; check where the file comes from.",
        where=where or source,
    )


def check_root(root: etree._Element, data: bytes, source: str) -> None:
    """Refuses documents of other vocabularies: `not-edmx`, `sign-in-page` and `odata-version-unsupported`."""
    namespace, name = tags.namespace_of(root.tag), tags.local(root.tag)
    if _is_legacy(root.tag) or any(_is_legacy(schema.tag) for services in root for schema in services):
        raise _unsupported(_legacy_version(root), _place(data, source))
    if root.tag not in (tags.EDMX, tags.SCHEMA):
        raise failure(
            "not-edmx",
            f"the root element is {_text(name)} in namespace {_text(namespace)}, not edmx:Edmx",
            _RETRIEVE,
            where=_place(data, source),
        )
    version = root.get("Version", "4.0").strip()
    if root.tag == tags.EDMX and not re.fullmatch(r"4\.[0-9]{1,2}", version):
        raise _unsupported(version, _place(data, source))


def _place(data: bytes, source: str) -> Position | str:
    """Where the root element begins."""
    places = locate(data, (0,))
    return Position(source, *places[0]) if places else source


def _is_legacy(tag: str) -> bool:
    return tag.startswith("{http://schemas.microsoft.com/ado/") and tags.local(tag) in ("Edmx", "Schema")


def _legacy_version(root: etree._Element) -> str:
    """The version that a document of before OData 4.0 states, or that its newest schema namespace belongs to."""
    stated = [
        value
        for services in root.iter("{*}DataServices")
        for key, value in services.items()
        if key.endswith("DataServiceVersion") and re.fullmatch(r"[123]\.0", value)
    ]
    by_namespace = [
        "1.0" if year < "2008" else "2.0" if year < "2009" else "3.0"
        for schema in root.iter("{*}Schema")
        for year in [tags.namespace_of(schema.tag).removeprefix("http://schemas.microsoft.com/ado/")[:4]]
    ]
    return max(stated or by_namespace or ["1.0"])


def _unsupported(version: str, where: Position | str) -> CsdlgenError:
    return failure(
        "odata-version-unsupported",
        f"OData version {_text(version).strip(chr(39))} is not supported, only 4.0 and 4.01 are",
        "Use the service's OData 4 endpoint, if it has one.",
        where=where,
    )


def _shown(data: bytes) -> str:
    """The first bytes, as evidence."""
    return repr(data[:_SHOWN])[1:]


def _text(text: str, limit: int = _SHOWN) -> str:
    """Foreign text as it may stand in a message."""
    return repr(text if len(text) <= limit else text[:limit] + "…")
