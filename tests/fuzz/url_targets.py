"""Targets that read URLs: by the tool in any model, by a generated package, and literals by their types."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from csdlgen.csdl import read_csdl
from csdlgen.errors import CsdlgenError
from csdlgen.routes import UrlStyle
from csdlgen.shared_with_packages.url_literals import INTEGERS
from csdlgen.urls import Address, Rejected, UrlLookup, match_url
from csdlgen.urls.literals import read_primitive, write_bare, write_literal
from csdlgen.urls.segments import End, Raw
from tests.fuzz.documents import ODD, xml_documents
from tests.fuzz.packages import LIMITS, routes
from tests.fuzz.target import Input, Target
from tests.support.matchers import ROOT, of_package, of_tool
from tests.support.urls import KeyStyle, write_url
from tests.unit.urls.addresses import AWKWARD, PRIMITIVES, addresses
from tests.unit.urls.service import SERVICE

_STYLE_NAMES: tuple[KeyStyle, ...] = ("segment", "parentheses")
_PIECES = (
    "('",
    "')",
    "(",
    ")",
    "'",
    "/",
    "//",
    "%",
    "%2F",
    "%zz",
    "?",
    "#",
    "&",
    "=",
    ",",
    "@p",
    "{",
    "}",
    "$count",
    "$value",
    "$ref",
    "$each",
    "$entity",
    "http://",
    "https://service.example/v1/",
    "id=",
    "\ud800",
    "0" * 400,
)


def _slips(draw: DrawFn, url: str, words: tuple[str, ...]) -> str:
    """A URL with a few slips."""
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(url)))
        url = url[:at] + draw(st.sampled_from(words)) + url[at + draw(st.integers(0, 2)) :]
    return url


def _with_repeated_option(draw: DrawFn, url: str) -> str:
    """A URL that has one of its query options, or another one, a second time with another value."""
    path, _, query = url.partition("?")
    options = [each for each in query.split("&") if each]
    names = [each.partition("=")[0] for each in options] or ["@p", "$count", "$id"]
    options.insert(
        draw(st.integers(0, len(options))), f"{draw(st.sampled_from(names))}={draw(st.sampled_from(_PIECES))}"
    )
    return f"{path}?{'&'.join(options)}"


@st.composite
def _service_urls(draw: DrawFn) -> Input:
    style = draw(st.sampled_from(_STYLE_NAMES))
    url = write_url(SERVICE, Address(draw(addresses(SERVICE.model)), End("service")), style)
    if draw(st.integers(0, 2)) == 0:
        url = _with_repeated_option(draw, url)
    url = _slips(draw, url, (*_PIECES, *AWKWARD, *ODD))
    return style.encode(), url.encode("utf-8", "surrogatepass")


def check_package_match(style: bytes, url: bytes) -> None:
    """A package finds the route that the tool finds, or raises NoRoute where the tool finds none."""
    text, chosen = url.decode("utf-8", "surrogatepass"), UrlStyle(style.decode())
    found = of_package(routes(chosen))(text)
    again = of_package(routes(chosen))(text)  # which may come from its memory
    wanted = of_tool(SERVICE.model, LIMITS, chosen)(text)
    assert found == again == wanted, f"{text!r}: {found}, {again}, {wanted}"


@st.composite
def _document_urls(draw: DrawFn) -> Input:
    data = draw(xml_documents())
    try:
        model = read_csdl(data, source="")
    except CsdlgenError:
        return data, draw(st.sampled_from(ODD)).encode()
    operations = [each.name for schema in model.schemas for each in schema.operations]
    roots = [each.name for container in model.containers for each in (*container.roots, *container.imports)]
    members = [each.name for type_ in model.types for each in getattr(type_, "navigations", ())]
    names = (*members, *map(str, operations), *(each.name for each in operations), *(str(t.name) for t in model.types))
    words = (*roots, *names, *_PIECES, *AWKWARD, *ODD)
    first = draw(st.sampled_from(roots or ["a"]))
    rest = draw(st.lists(st.sampled_from((*names, *names, *AWKWARD, "(1)", "('a')", "1")), max_size=4))
    return data, _slips(draw, "/".join((first, *rest)), words).encode("utf-8", "surrogatepass")


def check_tool_match(data: bytes, url: bytes) -> None:
    """A URL means something in a model, and the same when it is written again, or is rejected with a reason."""
    try:
        service = UrlLookup(read_csdl(data, source=""))
    except CsdlgenError:
        return
    text = url.decode("utf-8", "surrogatepass")
    for templates in (False, True):
        found = match_url(service, text, root=ROOT, templates=templates)
        if isinstance(found, Rejected):
            assert found.message
            assert str(found)
    found = match_url(service, text, root=ROOT)
    if isinstance(found, Address) and "Raw(" not in repr(
        found
    ):  # of a type that the document lacks, with quotes or not
        again = match_url(service, write_url(service, found, "parentheses"))
        assert isinstance(again, Address), again
        assert (again.segments, again.end, again.query) == (found.segments, found.end, found.query)


_TYPES = (*PRIMITIVES, "Stream", "GeographyPoint", "GeometryPolygon", "Untyped")
_DIGITS = st.text("0123456789-+:.TZPDHMS'eEINFa_=/ ١", max_size=30)


@st.composite
def _literals(draw: DrawFn) -> Input:
    type_, bare = draw(st.sampled_from(_TYPES)), draw(st.booleans())
    if type_ in PRIMITIVES and draw(st.booleans()):
        value = draw(PRIMITIVES[type_])
        text = _slips(draw, write_bare(value) if bare else write_literal(value), (*_PIECES, *"0123456789-+:.TZ'", *ODD))
    else:
        text = draw(st.sampled_from(ODD) | _DIGITS)
    return type_.encode(), json.dumps(bare).encode(), text.encode("utf-8", "surrogatepass")


def check_literal(type_: bytes, bare: bytes, text: bytes) -> None:
    """A literal has a value, which is written and read again as it is, or raises ValueError."""
    name, is_bare, given = type_.decode(), json.loads(bare), text.decode("utf-8", "surrogatepass")
    try:
        value: Any = read_primitive(given, name, bare=is_bare)
    except ValueError:
        return
    if name in INTEGERS:
        assert INTEGERS[name][0] <= value <= INTEGERS[name][1]
    if isinstance(value, Raw):
        return
    again = read_primitive(write_bare(value) if is_bare else write_literal(value), name, bare=is_bare)
    assert repr(again) == repr(value), (given, again, value)


TARGETS = {
    "match": Target(_service_urls(), check_package_match, 250),
    "match-tool": Target(_document_urls(), check_tool_match, 100),
    "literals": Target(_literals(), check_literal, 400),
}
