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
_UTF_16 = {
    **dict.fromkeys((b"\xff\xfe", b"\xfe\xff"), "utf-16"),
    **dict.fromkeys((b"<\0", b"{\0"), "utf-16-le"),
    **dict.fromkeys((b"\0<", b"\0{"), "utf-16-be"),
}
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
        message = f"the server returned JSON, most likely an error, instead of CSDL XML; it begins {_first(data)}"
        raise failure("json-not-csdl", message, RETRIEVE, where=source)


def is_json(data: bytes) -> bool:
    """Whether `data` begins like a JSON object."""
    return _beginning(data).startswith("{")


def _beginning(data: bytes) -> str:
    """The first characters, without byte order mark and blanks."""
    return as_text(data.removeprefix(b"\xef\xbb\xbf").lstrip()[:4096]).lstrip("\ufeff \t\r\n")


def as_text(data: bytes) -> str:
    """The text of the bytes, in the encoding that the first two of them suggest."""
    return data.decode(_UTF_16.get(data[:2], "utf-8"), "replace")


def malformed(data: bytes, code: int, where: Position) -> CsdlgenError:
    """The error for a document that is not well-formed; `code` is expat's."""
    problem = ""
    if code in _TRUNCATED and data.lstrip().startswith(b"<"):
        problem = "the document ends too early (truncated)"
    elif code == _INVALID_TOKEN:
        problem = _encoding_problem(data)
    problem = problem or f"not well-formed XML: {expat.ErrorString(code)}"
    return failure("not-xml", f"{problem}; it begins {_first(data)}", RETRIEVE, where=where)


def _encoding_problem(data: bytes) -> str:
    declared = re.match(rb"[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)", data)
    name = _UTF_16.get(data[:2]) or (declared.group(1).decode() if declared else "UTF-8")
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        at = error.start
        return f"the bytes are not valid {name.upper()} (byte {at}: {data[at : at + 1]!r})"
    except LookupError:
        return ""
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


def _first(data: bytes) -> str:
    """The first bytes, to show what the file is."""
    return repr(data[:60])[1:]
