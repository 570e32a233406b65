"""Files that are not CSDL 4.0: what they are instead, and what to do about it."""

from __future__ import annotations

import re
from xml.parsers import expat

from csdlgen.csdl.xml import tags
from csdlgen.csdl.xml.places import locate
from csdlgen.csdl.xml.tree import MAX_DEPTH, Node, Tree
from csdlgen.errors import CsdlgenError, Position, failure

RETRIEVE = "Save the service's `$metadata` document as XML and pass that file."
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
_LEGACY = "{http://schemas.microsoft.com/ado/"


def refuse_other_formats(data: bytes, source: str) -> None:
    """Empty files, web pages and JSON of other kinds, told by how they begin."""
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
    """The first characters, without what means nothing there."""
    return as_text(data.removeprefix(b"\xef\xbb\xbf").lstrip()[:4096]).lstrip("\ufeff \t\r\n")


def as_text(data: bytes) -> str:
    """What the bytes say, as far as the first two tell how they are to be read."""
    return data.decode(_UTF_16.get(data[:2], "utf-8"), "replace")


def malformed(data: bytes, code: int, where: Position) -> CsdlgenError:
    """What is wrong with a document that is not well-formed; `code` is expat's."""
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


def check_root(root: Node, data: bytes, source: str) -> None:
    """Refuses documents of other vocabularies: `not-edmx`, `sign-in-page` and `odata-version-unsupported`."""
    inner = (schema.tag for services in root for schema in services)
    if _is_legacy(root.tag) or any(map(_is_legacy, inner)):
        raise unsupported(_legacy_version(root), _start(data, source))
    namespace, name = tags.namespace_of(root.tag), tags.local(root.tag)
    if name.lower() == "html":
        raise web_page(source)
    if root.tag not in (tags.EDMX, tags.SCHEMA):
        message = f"the root element is {shown(name)} in namespace {shown(namespace)}, not edmx:Edmx"
        raise failure("not-edmx", message, RETRIEVE, where=_start(data, source))
    version = root.get("Version", "4.0").strip()
    if root.tag == tags.EDMX and not re.fullmatch(r"4\.[0-9]{1,2}", version):
        raise unsupported(version, _start(data, source))


def _start(data: bytes, source: str) -> Position | str:
    """Where the root element begins."""
    places = locate(data, (0,))
    return Position(source, *places[0]) if places else source


def _is_legacy(tag: str) -> bool:
    return tag.startswith(_LEGACY) and tags.local(tag) in ("Edmx", "Schema")


def _legacy_version(root: Node) -> str:
    """The version that a document of before OData 4.0 states, or that its newest schema namespace belongs to."""
    stated = [
        value
        for services in root
        for key, value in services.items()
        if key.endswith("DataServiceVersion") and re.fullmatch(r"[123]\.0", value)
    ]
    years = [
        node.tag.removeprefix(_LEGACY)[:4]
        for node in (root, *(schema for services in root for schema in services))
        if node.tag.startswith(_LEGACY) and tags.local(node.tag) == "Schema"
    ]
    by_year = ["1.0" if year < "2008" else "2.0" if year < "2009" else "3.0" for year in years]
    return max(stated or by_year or ["1.0"])


def unsupported(version: str, where: Position | str) -> CsdlgenError:
    """The error for another version of OData."""
    return failure(
        "odata-version-unsupported",
        f"OData version {shown(version)[1:-1]} is not supported, only 4.0 and 4.01 are",
        "Use the service's OData 4 endpoint, if it has one.",
        where=where,
    )


def refuse_disguised(tree: Tree, data: bytes) -> None:
    """Refuses what is written as OData 2 or 3 was, in the namespaces of version 4: navigation properties that name a
    Relationship and imports of functions that are defined nowhere else, as converters leave them."""
    old = [each for each in tree.root.iter() if _is_disguised(each)]
    if not old:
        return
    first = tree.number(old[0])
    places = locate(data, (first,))
    kinds = " and ".join(dict.fromkeys(_DISGUISED[each.tag] for each in old))
    count = f"{len(old)} element{'s' if len(old) > 1 else ''}"
    raise failure(
        "odata-version-unsupported",
        f"the document has the namespaces of OData 4, but is written as OData 2 and 3 are: {kinds} ({count})",
        "Use the service's OData 4 endpoint, if it has one, and the metadata as that endpoint sends it.",
        path=tree.path(old[0]),
        where=Position(tree.source, *places[first]) if places else tree.source,
    )


_DISGUISED = {
    tags.NAVIGATION_PROPERTY: "NavigationProperty with Relationship in place of Type",
    tags.FUNCTION_IMPORT: "FunctionImport that is a function itself, without Function",
}


def _is_disguised(node: Node) -> bool:
    if node.tag == tags.NAVIGATION_PROPERTY:
        return node.get("Type") is None and node.get("Relationship") is not None
    if node.tag != tags.FUNCTION_IMPORT or node.get("Function") is not None:
        return False
    return node.find(tags.PARAMETER) is not None or any(
        tags.local(each) in ("ReturnType", "HttpMethod") for each in node.attrib
    )


def too_deep(where: Position | str) -> CsdlgenError:
    """The error for nesting that no real document has."""
    return failure("too-deep", *DEEP, where=where)


def _first(data: bytes) -> str:
    """The first bytes, as evidence."""
    return repr(data[:60])[1:]


def shown(text: str, limit: int = 80) -> str:
    """Foreign text as it may stand in a message: quoted, escaped, capped."""
    return repr(text if len(text) <= limit else text[:limit] + "…")
