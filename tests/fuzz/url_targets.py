"""Targets that read URLs: by the tool in any model, by a generated package, and literals by their types."""

from __future__ import annotations

import json
from datetime import datetime, time
from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from csdlgen.csdl import dump_csdl, read_csdl
from csdlgen.errors import CsdlgenError
from csdlgen.routes import UrlStyle
from csdlgen.urls import Address, Rejected, UrlLookup, match_url
from csdlgen.urls.literals import read_primitive, write_bare, write_literal
from csdlgen.urls.segments import BoundOperation, End, ImportedOperation, Raw, Segment
from tests.fuzz.documents import ODD, xml_documents
from tests.fuzz.packages import LIMITS, routes, sample
from tests.fuzz.target import Input, Target
from tests.models import models
from tests.support.matchers import ROOT, of_package, of_tool
from tests.support.urls import SAFE, KeyStyle, describe, write_url
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


@st.composite
def _service_urls(draw: DrawFn) -> Input:
    """A URL with a few slips, or without any and with others that mean the same."""
    style = draw(st.sampled_from(_STYLE_NAMES))
    segments = draw(addresses(SERVICE.model))
    url = write_url(SERVICE, Address(segments, End("service")), style)
    if draw(st.booleans()):
        url = _slips(draw, url, (*_PIECES, *AWKWARD, *ODD))
        return style.encode(), url.encode("utf-8", "surrogatepass")
    aliased = _with_aliases(url, segments)
    others = (aliased, _with_repeated_options(draw, aliased), _with_escapes(draw, url), f"{ROOT}/{url}", f"{url}/")
    return style.encode(), *(each.encode() for each in (url, *others))


def _with_aliases(url: str, segments: tuple[Segment, ...]) -> str:
    """A URL whose arguments are query options, as far as they have names (URL conventions section 5.3.1)."""
    options: list[str] = []
    calls = [each for each in segments if isinstance(each, (BoundOperation, ImportedOperation))]
    for argument in (one for each in calls for one in each.arguments):
        literal, alias = write_literal(argument.value), f"@p{len(options)}"
        before, mark, after = url.partition(quote(f"{argument.name}={literal}", safe=SAFE))
        if mark:
            url = f"{before}{argument.name}={alias}{after}"
            options.append(f"{alias}={quote(literal, safe='')}")
    return f"{url}?{'&'.join(options)}" if options else url


def _with_repeated_options(draw: DrawFn, url: str) -> str:
    """A URL that has its query options a second time with other values, of which the first count."""
    path, _, query = url.partition("?")
    names = [each.partition("=")[0] for each in query.split("&") if each] or ["@p", "id"]
    others = st.sampled_from(("1", "'x'", "null", "zz", ""))
    return "&".join((url if query else f"{path}?{names[0]}=1", *(f"{name}={draw(others)}" for name in names)))


def _with_escapes(draw: DrawFn, url: str) -> str:
    """A URL with some of its letters percent-encoded, which means nothing else (RFC 3986 section 6.2.2.2)."""
    segments = url.split("/")
    for number, segment in enumerate(segments):
        at = draw(st.integers(0, 20))
        if (
            at < len(segment)
            and segment[at].isalnum()
            and "%" not in segment[max(at - 2, 0) : at]
            and segment[0] != "$"
        ):
            segments[number] = f"{segment[:at]}%{ord(segment[at]):02X}{segment[at + 1 :]}"
    return "/".join(segments)


def check_package_match(style: bytes, url: bytes, *others: bytes) -> None:
    """A package finds the route that the tool finds, or raises NoRoute where the tool finds none; the same for the
    other URLs, which mean the same."""
    chosen = UrlStyle(style.decode())
    found = of_package(routes(chosen))(url.decode("utf-8", "surrogatepass"))
    for each in (url, url, *others):  # the second time it may come from its memory
        text = each.decode("utf-8", "surrogatepass")
        again, wanted = of_package(routes(chosen))(text), of_tool(SERVICE.model, LIMITS, chosen)(text)
        assert found == again == wanted, f"{text!r}: {found}, {again}, {wanted}"


@st.composite
def _addresses(draw: DrawFn) -> Input:
    """A URL in a model, written from what it means, and that."""
    model = SERVICE.model if draw(st.booleans()) else draw(models())
    segments = draw(addresses(model))
    address = Address(segments, End("service"))
    url = write_url(UrlLookup(model), address, draw(st.sampled_from(_STYLE_NAMES)))
    return dump_csdl(model).encode(), url.encode(), _spelled(address).encode("utf-8", "surrogatepass")


def _spelled(address: Address) -> str:
    """The segments of an address, a line that tells any two apart."""
    return repr(describe(address).rpartition(" | -> ")[0])


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


def check_tool_match(data: bytes, url: bytes, *meaning: bytes) -> None:
    """A URL means something in a model, what it was written from where that is known, and the same when it is written
    again, or is rejected with a reason."""
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
    for each in meaning:
        assert isinstance(found, Address), found
        assert _spelled(found).encode("utf-8", "surrogatepass") == each
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
    """A literal of a type, or something like one; and the value that it was written from, where that is known."""
    type_, bare = draw(st.sampled_from(_TYPES)), draw(st.booleans())
    known: Input = ()
    if type_ in PRIMITIVES and draw(st.integers(0, 3)):
        value = draw(_BOUNDS[type_] | PRIMITIVES[type_] if type_ in _BOUNDS else PRIMITIVES[type_])
        value = value.replace(fold=0) if isinstance(value, (time, datetime)) else value  # which texts do not say
        text = write_bare(value) if bare else write_literal(value)
        if draw(st.booleans()):
            text = _slips(draw, text, (*_PIECES, *"0123456789-+:.TZ'", *ODD))
        else:
            known = (repr(value).encode("utf-8", "surrogatepass"),)
    else:
        text = draw(st.sampled_from(ODD) | _DIGITS)
    return type_.encode(), json.dumps(bare).encode(), text.encode("utf-8", "surrogatepass"), *known


def check_literal(type_: bytes, bare: bytes, text: bytes, *known: bytes) -> None:
    """A literal has the value that it was written from, which is written and read again as it is, also as packages
    write it, or raises ValueError."""
    name, is_bare, given = type_.decode(), json.loads(bare), text.decode("utf-8", "surrogatepass")
    try:
        value: Any = read_primitive(given, name, bare=is_bare)
    except ValueError:
        assert not known or known == _OUT_OF_RANGE.get(name), (given, known)
        return
    if name in _OCTETS:
        value.to_bytes(_OCTETS[name], signed=name != "Byte")  # or an OverflowError
    if isinstance(value, Raw):
        assert not known
        return
    if known:
        assert repr(value).encode("utf-8", "surrogatepass") == known[0]
    again = read_primitive(write_bare(value) if is_bare else write_literal(value), name, bare=is_bare)
    assert repr(again) == repr(value), (given, again, value)
    _check_written(name, value)


_OCTETS = {"Byte": 1, "SByte": 1, "Int16": 2, "Int32": 4, "Int64": 8}
_BOUNDS = {
    name: st.sampled_from((-edge, 1 - edge, edge - 1, edge) if name != "Byte" else (0, 1, 254, 255))
    for name, octets in _OCTETS.items()
    for edge in [2 ** (8 * octets - 1)]
}
"""Whole numbers at the ends of their ranges; one is beyond."""
_OUT_OF_RANGE = {name: (str(2 ** (8 * octets - 1)).encode(),) for name, octets in _OCTETS.items() if name != "Byte"}


def _check_written(name: str, value: Any) -> None:
    """A literal that a package writes means the value that it was given."""
    try:
        written = sample().literals.literal(value, f"Edm.{name}")
    except ValueError:  # a time of day with a zone, a date and time without one
        return
    assert written is not None
    again = read_primitive(written, name)
    assert again == value or repr(again) == repr(value), (written, again, value)


TARGETS = {
    "match": Target(_service_urls(), check_package_match, 250),
    "match-tool": Target(st.one_of(_document_urls(), _addresses()), check_tool_match, 100),
    "literals": Target(_literals(), check_literal, 400),
}
