"""Targets that read what services send: values, models, batches, pages."""

from __future__ import annotations

import base64
import copy
import itertools
import json
import pickle
from collections.abc import MutableSequence
from datetime import datetime, time
from math import isinf
from typing import Any
from urllib.parse import urlsplit

from azure.core.exceptions import AzureError
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from csdlgen.urls.literals import write_bare
from tests.fuzz.documents import ODD, ODD_JSON, changed_json, spoilt
from tests.fuzz.packages import ROOT, Answers, client, sample
from tests.fuzz.target import Input, Target
from tests.fuzz.wire_laws import check_answers, check_assignments, check_walk
from tests.unit.urls.addresses import PRIMITIVES

_PLAIN = (*ODD, *(each for each in ODD_JSON if not isinstance(each, (dict, list))))
_WORDS = st.sampled_from(ODD) | st.text(max_size=5)
_JSON = st.recursive(
    st.sampled_from(_PLAIN) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=3),
    max_leaves=6,
)
_NAMES = (
    *("String", "Boolean", "Byte", "SByte", "Int16", "Int32", "Int64", "Double", "Single", "Decimal", "Guid", "Date"),
    *("TimeOfDay", "Duration", "DateTimeOffset", "Binary", "Stream", "Untyped", "ComplexType", "EntityType"),
    *("GeographyPoint", "PrimitiveType"),
)
_EDM = tuple(f"Edm.{name}" for name in _NAMES)
_TYPES = (
    *_EDM,
    *(f"sample.{name}" for name in ("entity", "device", "phone", "part", "every", "kind", "scope")),
    "sample.calls.call",
)
_TYPES = (*_TYPES, *(f"Collection({name})" for name in _TYPES), "$ref", "Collection($ref)")
_VALUES: dict[str, Any] = {
    "id": "1",
    "startDateTime": "2016-12-31T23:58:46.7156189-08:00",
    "kind": "small",
    "kinds": ["small", "x"],
    "tags": ["a", None],
    "times": ["2020-01-01T00:00:00Z"],
    "owner": {"name": "n", "size": 1, "inner": {"more": []}},
    "parts": [{"@odata.type": "#sample.part", "name": "p"}],
    "things": [{"@odata.type": "sample.phone", "number": "1"}],
    "scopes": "read,write",
    "grants": ["read", None],
    "string": "s",
    "boolean": True,
    "byte": 1,
    "sByte": -1,
    "int16": 1,
    "int32": 1,
    "int64": "9007199254740993",
    "double": "INF",
    "single": 1.5,
    "decimal": "1.10",
    "binary": "AAEC",
    "guid": "5d0c1a84-7b1e-4a0f-9c55-2f6b8f0e3d17",
    "date": "2020-02-29",
    "timeOfDay": "12:00:00.1234567",
    "duration": "P1DT2H3M4.5S",
    "dateTimeOffset": "9999-12-31T23:59:59.9999999Z",
    "untyped": {"a": [1]},
    "complexType": {"a": 1},
    "geographyPoint": {"type": "Point", "coordinates": [1, 2]},
    "@odata.type": "#sample.phone",
}


@st.composite
def _written_values(draw: DrawFn) -> Input:
    """A value of a primitive type as JSON has it, and what it is in Python."""
    name = draw(st.sampled_from(tuple(PRIMITIVES)))
    value = draw(PRIMITIVES[name])
    value = value.replace(fold=0) if isinstance(value, (time, datetime)) else value
    wire: Any = value
    if isinstance(value, float):
        wire = write_bare(value) if isinf(value) else value
    elif isinstance(value, int) and not isinstance(value, bool):
        wire = draw(st.sampled_from((value, str(value))))
    elif not isinstance(value, (str, bool)):
        wire = write_bare(value)
    return f"Edm.{name}".encode(), json.dumps(wire).encode(), repr(value).encode()


@st.composite
def _typed_values(draw: DrawFn) -> Input:
    if draw(st.integers(0, 2)) == 0:
        return draw(_written_values())
    type_ = draw(st.sampled_from(_TYPES))
    kind = draw(st.integers(0, 4))
    value = draw(_JSON) if kind == 0 else draw(st.sampled_from([_own_value(type_), *_VALUES.values()]))
    if kind in (2, 3):
        value = changed_json(draw, _VALUES if kind == 2 else value, (*ODD, *ODD_JSON))
    elif kind == 4:
        value = _own_value(type_)
    if type_.startswith("Collection(") and draw(st.booleans()):
        value = [value]
    return type_.encode(), json.dumps(value).encode()


def _own_value(type_: str) -> Any:
    """A value that the type has, or that its items have."""
    name = type_.removeprefix("Collection(").removesuffix(")").rpartition(".")[2]
    return _VALUES.get(name[:1].lower() + name[1:], _VALUES)


def check_value(type_: bytes, data: bytes, *known: bytes) -> None:
    """What a service sent is read as a value of a type, the one that it was written from where that is known, or a
    WireError; reading changes nothing of it, and setting one thing nothing else."""
    package, name = sample(), type_.decode()
    wire = json.loads(data)
    try:
        value = package.codecs.codec(name).load(copy.deepcopy(wire))
        _use(package, value, 0)
        written = package.codecs.codec(name).dump(value)
    except (package.codecs.WireError, ValueError):
        assert not known
        return
    for each in known:
        assert repr(value).encode() == each
    if name.startswith("sample.") and isinstance(wire, dict):
        assert json.dumps(written) == json.dumps(wire)
        check_assignments(package, name, wire)
    again = package.codecs.codec(name).load(written)
    assert again == value or repr(again) == repr(value), (again, value)  # NaN equals nothing
    _spell(package, value, name)


def _use(package: Any, value: Any, depth: int) -> None:
    """Do with a value all that programs do: what is wrong with it is a WireError."""
    assert isinstance(repr(value), str)
    assert value == copy.copy(value) or value != value
    if isinstance(value, package.models.Model):
        pickle.loads(pickle.dumps(value))
        for name in [each for each in dir(value) if not each.startswith("__")]:
            try:
                found = getattr(value, name)
            except package.codecs.WireError:
                continue
            if depth < 4:
                _use(package, found, depth + 1)
    elif isinstance(value, MutableSequence) and depth < 4:
        for number, each in enumerate(itertools.islice(value, 3)):
            assert each == value[number] or repr(each) == repr(value[number])
            _use(package, each, depth + 1)


def _spell(package: Any, value: Any, type_: str) -> None:
    """A value in a URL is a literal, or none where the type has none."""
    if value is None or type_ == "$ref" or type_.startswith("Collection"):
        return
    try:
        text = package.literals.literal(value, type_)
    except (TypeError, ValueError):
        return
    assert text is None or isinstance(text, str)


# --- batches ---------------------------------------------------------------------------------------------------------

_BATCH: dict[str, Any] = {
    "responses": [
        {"id": "1", "status": 200, "headers": {"Content-Type": "application/json"}, "body": {"id": "a", "big": "1"}},
        {
            "id": "2",
            "status": 201,
            "headers": {"Location": f"{ROOT}/items('b')"},
            "body": {"id": "b"},
            "atomicityGroup": "g1",
        },
        {"id": "3", "status": 429, "headers": {"Retry-After": "5"}, "body": {"error": {"code": "x", "message": "y"}}},
        {"id": "4", "status": 302, "headers": {"Location": "https://elsewhere.example/x"}},
        {"id": "5", "status": 200, "headers": {"content-type": "image/png"}, "body": "AAEC"},
    ]
}
_MULTIPART = b"\r\n".join(
    (
        *(b"--b", b"Content-Type: application/http", b"Content-ID: 1", b""),
        *(b"HTTP/1.1 200 OK", b"Content-Type: application/json", b"Content-Length: 10", b"", b'{"id":"a"}'),
        *(b"--b", b"Content-Type: multipart/mixed;boundary=c", b""),
        *(b"--c", b"Content-Type: application/http", b"Content-ID: 2", b""),
        *(b"HTTP/1.1 201 Created", b"Location: /items('b')", b"", b"{}", b"--c--"),
        *(b"--b", b"Content-Type: application/http", b""),
        *(b"HTTP/1.1 404 Not Found", b"", b'{"error":{"code":"x","message":"y"}}', b"--b--", b""),
    )
)
_LINES = (
    *_MULTIPART.split(b"\r\n"),
    *(b"HTTP/1.1 999 X", b"HTTP/1.1 20", b"Content-Length: -1", b"Content-Length: " + b"9" * 5000),
    *(b"Content-Type: multipart/mixed", b"Content-Type: text/plain; charset=\xff", b"Content-Type: message/rfc822"),
    *(b"Content-Transfer-Encoding: base64", b"X: " + b"y" * 70_000, b" folded", b"\0", b"\xff\xfe", b":"),
)


_OCTETS = st.lists(st.sampled_from((b"\r\n", b"\n", b"\r", b"--", b"--b", b"--c", b"\0", b"\xff", b"x", b" "))).map(
    b"".join
)
_ITEMS = st.fixed_dictionaries({"id": st.sampled_from(("a", "é", "--b", "\r\n"))}, optional={"big": st.just("1")})
_FAILURE = {"error": {"code": "x", "message": "y"}}


@st.composite
def _answers(draw: DrawFn) -> Input:
    """What each request of a batch is answered."""
    made: list[dict[str, Any]] = []
    for number in range(6):
        status = draw(st.sampled_from((200, 200, 200, 201, 400, 404, 409, 412)))
        answer: dict[str, Any] = {"status": status, "length": draw(st.booleans())}
        if status >= 400:
            answer["json"] = json.dumps(_FAILURE)
        elif number == 4:
            answer["octets"] = base64.b64encode(draw(_OCTETS)).decode()
        elif number == 5:
            answer["json"] = str(draw(st.integers(-5, 2**53)))
        else:
            value = draw(_ITEMS) if number != 3 else {"value": draw(st.lists(_ITEMS, max_size=3))}
            answer["json"] = json.dumps(value, indent=1 if number % 2 else None, ensure_ascii=draw(st.booleans()))
        made.append(answer)
    order = draw(st.permutations(range(6)))
    return b"answers", json.dumps({"answers": made, "named": draw(st.booleans()), "order": order}).encode()


@st.composite
def _batch_bodies(draw: DrawFn) -> Input:
    if draw(st.booleans()):
        body = json.dumps(changed_json(draw, _BATCH, (*ODD, *ODD_JSON, 5000, "5" * 5000))).encode()
        return b"application/json", draw(spoilt(st.just(body)))
    lines = _MULTIPART.split(b"\r\n")
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(lines)))
        lines[at : at + draw(st.integers(0, 2))] = draw(st.lists(st.sampled_from(_LINES), max_size=2))
    kind = draw(
        st.sampled_from(
            ("multipart/mixed; boundary=b", "multipart/mixed", 'multipart/mixed; boundary="b', "multipart/")
        )
    )
    return kind.encode(), draw(spoilt(st.just(b"\r\n".join(lines))))


def check_batch(kind: bytes, body: bytes) -> None:
    """Each request of a batch has a result or an AzureError, whatever the service answers; what it answered, where that
    is known."""
    if kind == b"answers":
        check_answers(body)
        return
    runtime = client()
    headers = {"Content-Type": kind.decode()}
    made = runtime.Client(None, transport=Answers([(200, headers, body)]))
    request = runtime.requests.Request
    batch = made.batch(format="json" if b"json" in kind else "multipart")
    items = [batch.add(request("GET", "/items('a')", returns="sample.item"))]
    changes = batch.change_set()
    items.append(changes.add(request("POST", "/items", body={"id": "b"}, returns="sample.item")))
    items.append(batch.add(request("GET", "/items", returns="Collection(sample.item)")))
    items.append(batch.add(request("GET", "/items('a')/$value", returns="Edm.Stream")))
    items.append(batch.add(request("GET", "/items/$count", returns="Edm.Int64")))
    try:
        batch.send()
    except AzureError as error:
        assert str(error)
    for item in items:
        if not item.is_done:
            continue
        try:
            assert isinstance(repr(item.result()), str)
        except AzureError as error:
            assert str(error)


# --- pages -----------------------------------------------------------------------------------------------------------

_LINKS = (
    "?p=2",
    "items?p=3",
    f"{ROOT}/items?p=4",
    "https://elsewhere.example/x",
    "http://[",
    "//",
    "\ud800",
    "?p=2#x",
    "..",
    "",
)
_PAGE: dict[str, Any] = {
    "@odata.context": f"{ROOT}/$metadata#items",
    "@odata.count": 3,
    "value": [{"id": "a"}, {"id": "b", "big": "1"}],
    "@odata.nextLink": "?p=2",
    "@odata.deltaLink": "?d=1",
}


_CONTEXTS = (f"{ROOT}/$metadata#items", "$metadata#items", "../v1/other/$metadata", "/v1/a/b/")
_STEPS = st.fixed_dictionaries(
    {
        "items": st.integers(0, 3),
        "count": st.none() | st.integers(0, 2**53),
        "prefix": st.booleans(),
        "context": st.sampled_from((None, *_CONTEXTS)),
        "link": st.sampled_from(("?p=", "items?p=", f"{ROOT}/items?p=", "/v1/x?p=", "../y?p=", "./z/", "z?a=b&p=")),
    }
)


@st.composite
def _page_bodies(draw: DrawFn) -> Input:
    if draw(st.booleans()):
        return b"walk", json.dumps(draw(st.lists(_STEPS, min_size=1, max_size=4))).encode()
    bodies: list[bytes] = []
    for number in range(draw(st.integers(1, 3))):
        page = {**_PAGE, "@odata.nextLink": draw(st.sampled_from((f"?p={number}", *_LINKS)))}
        value = changed_json(draw, page, (*ODD, *ODD_JSON, *_LINKS)) if draw(st.integers(0, 2)) else page
        bodies.append(draw(spoilt(st.just(json.dumps(value).encode()))))
    return tuple(bodies)


def check_pages(*bodies: bytes) -> None:
    """Pages end with their items or an AzureError; no link is followed twice, and none to another origin. Where the
    pages are known the items are theirs."""
    if bodies[0] == b"walk":
        check_walk(bodies[1])
        return
    runtime = client()
    answers = Answers([(200, {"Content-Type": "application/json"}, body) for body in bodies])
    made = runtime.Client(None, transport=answers)
    for type_ in ("sample.item", "Edm.Int64", "Edm.Untyped"):
        pages = runtime.paging.pages(made, runtime.requests.Request("GET", "/items", returns=f"Collection({type_})"))
        before = len(answers.asked)
        try:
            found = list(itertools.islice(pages, 1000))
            assert isinstance(repr(found), str)
            assert pages.count is None or isinstance(pages.count, int)
        except AzureError as error:
            assert str(error)
        except ValueError as error:  # of an item, where it is read
            assert type(error).__name__ == "WireError"
        walk = answers.asked[before:]
        assert len({*walk}) == len(walk), walk
    assert {urlsplit(url).netloc for url in answers.asked} == {urlsplit(ROOT).netloc}


TARGETS = {
    "codecs": Target(_typed_values(), check_value, 300),
    "batch": Target(st.one_of(_batch_bodies(), _answers()), check_batch, 120),
    "paging": Target(_page_bodies(), check_pages, 120),
}
