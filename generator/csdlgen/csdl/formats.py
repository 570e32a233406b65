"""Files that are not CSDL 4.0: what they are instead, and what to do about it."""

from __future__ import annotations

import re
from xml.parsers import expat

from csdlgen.errors import CsdlgenError, Position, failure
from csdlgen.text import shown

RETRIEVE = "Save the service's `$metadata` document as XML and pass that file."
MAX_DEPTH = 200
"""How many levels an expression may have, the annotation being the first."""

DEEP = (
    f"expressions are nested deeper than {MAX_DEPTH} levels",
    "No real service publishes this; check where the file comes from.",
)
MOST_ELEMENTS = 1_000_000
"""Seven times as many as the largest document has that is known, all of Microsoft Graph."""
LONGEST_VALUE = 10_000_000
_LONG_VALUE = re.compile(rb"\"[^\"<]{%d}|'[^'<]{%d}" % (LONGEST_VALUE, LONGEST_VALUE))

_UTF_16 = {
    **dict.fromkeys((b"\xff\xfe", b"\xfe\xff"), "utf-16"),
    **dict.fromkeys((b"<\0", b"{\0"), "utf-16-le"),
    **dict.fromkeys((b"\0<", b"\0{"), "utf-16-be"),
}
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_NO_UTF_8 = b"\xff\xff"  # two, as expat waits for more of a document of one byte
_ENCODINGS = re.compile(
    r"(?i)utf-?8|utf-?16|us-ascii|ascii|latin-?1|iso-?8859-([1-9]|1[013-6])|windows-125[0-8]",
)
"""The encodings that are read; Python knows them by these names."""
_DECLARED = re.compile(
    rb"<\?xml\s+version\s*=\s*(?:'[^']*'|\"[^\"]*\")\s+encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']",
)
_KINDS = {
    b"PK\3\4": "a ZIP archive",
    b"\x1f\x8b": "compressed with gzip",
    b"%PDF": "a PDF document",
    b"-----BEGIN ": "a key or a certificate",
}
"""What files of some formats begin with."""
_CSDL = re.compile(r"(<\?xml\b[^<]*)?(<!--.*?-->\s*)*<(\w+:)?(edmx|schema)\b", re.IGNORECASE | re.DOTALL)
_JSON_ERROR = re.compile(r'\{\s*"(odata\.)?error"\s*:', re.IGNORECASE)
"""How OData services (OData JSON section 21.1), and most others, say in JSON what went wrong."""
_INVALID_TOKEN = 4
_TRUNCATED = frozenset((3, 5, 6, 20))


def refuse_other_formats(data: bytes, source: str) -> None:
    """Refuses empty files, web pages and JSON of other kinds, by how they begin."""
    text = _beginning(data).lower()
    if not text:
        raise failure("not-xml", "the file is empty", RETRIEVE, where=source)
    if text.startswith(("<!doctype html", "<html")):
        raise web_page(source)
    if text[0] in "{[":
        message = "the file is JSON, but not CSDL"
        if _JSON_ERROR.match(text):
            begins = repr(data[:60])[1:]
            message = f"the server returned JSON, most likely an error, instead of CSDL XML; it begins {begins}"
        raise failure("json-not-csdl", message, RETRIEVE, where=source)


def refuse_too_many(number: int, source: str) -> None:
    """Refuses documents whose elements would fill the memory."""
    if number > MOST_ELEMENTS:
        message = f"the document has {number:,} elements, and {MOST_ELEMENTS:,} are allowed"
        raise failure("too-many-elements", message, "Check where the file comes from.", where=source)


def refuse_long_values(document: bytes, source: str) -> None:
    """Refuses XML with a value in quotes of more than 10 MB, at the tag that it is in."""
    if len(document) > LONGEST_VALUE and (found := _LONG_VALUE.search(document)):
        lines = re.split("\r\n?|\n", document[: document.rfind(b"<", 0, found.start())].decode("utf-8", "replace"))
        where = Position(source, len(lines), len(lines[-1]) + 1)
        message = "the XML parser refuses the document: a value in it is longer than 10 MB"
        raise failure("not-xml", message, RETRIEVE, where=where)


def is_json(data: bytes) -> bool:
    """Whether `data` begins like a JSON object."""
    return _beginning(data).startswith("{")


def _beginning(data: bytes) -> str:
    """The first characters, without byte order mark and blanks."""
    start = data.removeprefix(_BYTE_ORDER_MARK).lstrip()[:4096]
    return start.decode(_UTF_16.get(start[:2], "utf-8"), "replace").lstrip("\ufeff \t\r\n")


def as_utf8(data: bytes) -> bytes:
    """An XML document in UTF-8, without byte order mark. What cannot be decoded ends it, as bytes that are no UTF-8.

    So does NUL, which no document may have, and by which expat would take UTF-8 for UTF-16.
    """
    encoding = _encoding(data)
    if encoding == "utf-8":
        text = data.removeprefix(_BYTE_ORDER_MARK)
    else:
        try:
            text = data.decode(encoding).encode()
        except UnicodeDecodeError as error:
            text = data[: error.start].decode(encoding).encode() + _NO_UTF_8
    before, nul, _ = text.partition(b"\0")
    return before + _NO_UTF_8 if nul else text


def _encoding(data: bytes) -> str:
    """What the first bytes show goes before what is declared. UTF-8 also stands for what is declared and not read."""
    declared = _DECLARED.match(data)
    name = declared.group(1).decode().lower() if declared else "utf-8"
    return _UTF_16.get(data[:2]) or (name if _ENCODINGS.fullmatch(name) and not _is_utf_16(name) else "utf-8")


def _is_utf_16(encoding: str) -> bool:
    return encoding.lower().startswith(("utf-16", "utf16"))


def refuse_wrong_encoding(data: bytes, declared: str, where: Position) -> None:
    """Refuses a document that declares an encoding which is not read, or in which it cannot be."""
    if not _ENCODINGS.fullmatch(declared):
        problem = "which is not supported"
    elif _is_utf_16(declared) != _is_utf_16(_encoding(data)):
        problem = f"but its bytes are {'not ' if _is_utf_16(declared) else ''}UTF-16"
    else:
        return
    message = f"the document declares the encoding {shown(declared)}, {problem}"
    raise failure("not-xml", message, "Convert the file to UTF-8.", where=where)


def malformed(data: bytes, code: int, where: Position) -> CsdlgenError:
    """The error for a document that is not well-formed; `code` is expat's."""
    problem = ""
    if code in _TRUNCATED and _beginning(data).startswith("<"):
        problem = "the document ends too early (truncated)"
    elif code == _INVALID_TOKEN:
        problem = _encoding_problem(data)
    problem = problem or f"not well-formed XML: {expat.ErrorString(code)}"
    return failure("not-xml", f"{problem}; the file is {_kind(data)}", RETRIEVE, where=where)


def _encoding_problem(data: bytes) -> str:
    name = _encoding(data)
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        at = error.start
        return f"the bytes are not valid {name.upper()} (byte {at}: {data[at : at + 1]!r})"
    return f"the text holds a NUL character (read as {name.upper()})" if "\0" in text else ""


def web_page(source: str) -> CsdlgenError:
    """The error for HTML."""
    return failure(
        "sign-in-page",
        "the server returned a sign-in page or another web page instead of CSDL",
        "Sign in (or pass credentials to the tool that downloads), then save `$metadata` again.",
        where=source,
    )


def unsupported(version: str, where: Position | str) -> CsdlgenError:
    """The error for another version of OData."""
    return failure(
        "odata-version-unsupported",
        f"OData version {shown(version)[1:-1]} is not supported, only 4.0 and 4.01 are",
        "Use the service's OData 4 endpoint, if it has one.",
        where=where,
    )


def too_deep(where: Position | str) -> CsdlgenError:
    """The error for nesting that no real document has."""
    return failure("too-deep", *DEEP, where=where)


def _kind(data: bytes) -> str:
    """What a file seems to be. Its text is not shown: a configuration may name any file, and messages end up in the
    logs of CI, where a secret is one no longer."""
    for start, kind in _KINDS.items():
        if data.startswith(start):
            return kind
    text = _beginning(data)
    if text.startswith("<"):
        return "like CSDL at its beginning" if _CSDL.match(text) else "some other XML, or no XML behind its beginning"
    binary = any(not (mark.isprintable() or mark.isspace()) or mark == "\ufffd" for mark in text[:200])
    return "binary" if binary else "text that is neither XML nor JSON"
