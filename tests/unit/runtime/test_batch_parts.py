"""Laws of the parts of batches: what is written is read as meant, whatever it holds, and what goes out together."""

from __future__ import annotations

import base64
import importlib
import json
import sys
from collections.abc import Iterator
from email import message_from_bytes
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.runtime_package import build_runtime

PACKAGE = "batch_parts_pkg"

_tricky = st.sampled_from([b"\r", b"\n", b"\r\n", b"--b", b"--b--", b"\x00", b"\xff", b" "])
contents = st.binary(max_size=200) | st.lists(_tricky, max_size=8).map(b"".join)
tokens = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=8)
header_texts = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=20)
headers = st.dictionaries(tokens.map(lambda name: f"X-{name}".lower()), header_texts, max_size=3)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    root = tmp_path_factory.mktemp("parts")
    build_runtime(root, PACKAGE)
    (root / PACKAGE / "models.py").write_text("NAMESPACES: dict[str, str] = {}\n", encoding="utf-8")
    sys.path.insert(0, str(root))
    try:
        names = {"parts": "batch_parts", "json": "batch_json", "multipart": "batch_multipart", "request": "requests"}
        yield SimpleNamespace(**{k: importlib.import_module(f"{PACKAGE}._runtime.{v}") for k, v in names.items()})
    finally:
        sys.path.remove(str(root))
        for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
            del sys.modules[name]


# --- JSON ------------------------------------------------------------------------------------------------------------


@given(content=contents, more=headers)
def test_octets_survive_in_json(batch: Any, content: bytes, more: dict[str, str]) -> None:
    part = batch.parts.Part("1", "PUT", "a/$value", {**more, "Content-Type": "image/png"}, content)
    (written,) = json.loads(batch.json.write([part]))["requests"]
    assert base64.urlsafe_b64decode(written["body"]) == content
    assert written["headers"] == {**more, "content-type": "image/png"}


@given(value=json_values)
def test_json_stays_as_it_is(batch: Any, value: Any) -> None:
    text = json.dumps(value).encode()
    part = batch.parts.Part("1", "POST", "a", {"Content-Type": "application/json;IEEE754Compatible=true"}, text)
    assert text in batch.json.write([part])
    with pytest.raises(ValueError):
        batch.json.write([part._replace(content=text + b"}")])


def test_digits_of_numbers_are_kept(batch: Any) -> None:
    part = batch.parts.Part("1", "POST", "a", {"Content-Type": "application/json"}, b'{"n": 1.10, "m": 1E400}')
    assert b'"body":{"n": 1.10, "m": 1E400}' in batch.json.write([part])


def test_groups_and_dependencies(batch: Any) -> None:
    part = batch.parts.Part("3", "DELETE", "a", {}, None, "g1", ("1", "2"))
    (written,) = json.loads(batch.json.write([part]))["requests"]
    assert written == {"id": "3", "method": "DELETE", "url": "a", "atomicityGroup": "g1", "dependsOn": ["1", "2"]}


@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
@pytest.mark.parametrize("padded", [True, False])
@given(content=contents)
def test_octets_are_read_in_either_alphabet(batch: Any, encode: Any, padded: bool, content: bytes) -> None:
    text = encode(content).decode()
    body = text if padded else text.rstrip("=")
    given_ = {"responses": [{"id": 7, "status": 200, "headers": {"Content-Type": "image/png"}, "body": body}]}
    assert batch.json.read(json.dumps(given_).encode())["7"].content == content


@given(value=json_values.filter(lambda value: value is not None))
def test_json_bodies_are_read_as_json(batch: Any, value: Any) -> None:
    given_ = {"responses": [{"id": "1", "status": 200, "body": value}]}
    answer = batch.json.read(json.dumps(given_).encode())["1"]
    assert json.loads(answer.content) == value
    assert answer.headers == {"Content-Type": "application/json"}


def test_text_bodies(batch: Any) -> None:
    cases = [("text/plain;charset=utf-8", "5"), ("application/xml", "<a>&#10;</a>"), ("text/plain", 5)]
    for kind, body in cases:
        given_ = {"responses": [{"id": "1", "status": 200, "headers": {"content-type": kind}, "body": body}]}
        assert batch.json.read(json.dumps(given_).encode())["1"].content == str(body).encode()


def test_halves_of_characters_spoil_nothing_else(batch: Any) -> None:
    for kind in ("application/json", "text/plain", "application/xml"):
        text = json.dumps({"id": "1", "status": 200, "headers": {"content-type": kind}, "body": "\ud800"})
        found = batch.json.read(f'{{"responses":[{text},{{"id":"2","status":200,"body":"b"}}]}}'.encode())
        assert found["2"].content == b'"b"'
        body = found["1"].content.decode(errors="surrogatepass")
        assert (json.loads(body) if kind.endswith("json") else body) == "\ud800"


# --- multipart -------------------------------------------------------------------------------------------------------


@given(given_=st.lists(st.tuples(contents, headers, st.booleans()), min_size=1, max_size=5))
def test_octets_survive_in_multipart(batch: Any, given_: list[tuple[bytes, dict[str, str], bool]]) -> None:
    parts = [
        batch.parts.Part(str(n), "PUT", f"a({n})", more, content, "g" if grouped else "")
        for n, (content, more, grouped) in enumerate(given_)
    ]
    boundary = "limit"
    while not batch.multipart.is_boundary(boundary, parts):
        boundary += "x"
    message: Any = message_from_bytes(
        f"Content-Type: multipart/mixed;boundary={boundary}\r\n\r\n".encode() + batch.multipart.write(parts, boundary)
    )
    leaves = [each for each in message.walk() if not each.is_multipart()]
    assert [each["Content-ID"] for each in leaves] == [part.id for part in parts]
    for leaf, part in zip(leaves, parts, strict=True):
        head, _, content = leaf.get_payload(decode=True).partition(b"\r\n\r\n")
        lines = [f"{part.method} {part.url} HTTP/1.1", *(f"{k}: {v}" for k, v in part.headers.items())]
        assert (head.decode("latin-1").split("\r\n"), content) == (lines, part.content)


def _http(name: str, status: int, content: bytes, more: dict[str, str], length: bool) -> bytes:
    lines = [f"HTTP/1.1 {status} Some Reason", *(f"{k}: {v}" for k, v in more.items())]
    lines += [f"Content-Length: {len(content)}"] if length else []
    head = f"Content-Type: application/http\r\nContent-ID: {name}\r\n\r\n"
    return (head + "\r\n".join([*lines, "", ""])).encode() + content


def _joined(bodies: list[bytes], boundary: str) -> bytes:
    mark = b"--" + boundary.encode()
    return b"preamble" + b"".join(b"\r\n" + mark + b"\r\n" + body for body in bodies) + b"\r\n" + mark + b"--\r\n"


@given(
    given_=st.lists(st.tuples(contents, headers, st.booleans()), min_size=1, max_size=4),
    inner=st.lists(contents, max_size=3),
    data=st.data(),
)
def test_responses_are_read(batch: Any, given_: Any, inner: list[bytes], data: st.DataObject) -> None:
    bodies = [_http(f"{n}", 200 + n, content, more, length) for n, (content, more, length) in enumerate(given_)]
    names = [f"c{n}" for n in range(len(inner))]
    order = data.draw(st.permutations(range(len(inner))))
    inside = [_http(names[n], 300 + n, inner[n], {}, True) for n in order]
    if any(b"outer9" in each or b"inner9" in each for each in (*bodies, *inside)):
        return
    units = [*((str(n),) for n in range(len(given_))), tuple(names)]
    if inner:
        bodies.append(b"Content-Type: multipart/mixed; boundary=inner9\r\n\r\n" + _joined(inside, "inner9"))
    found = batch.multipart.read(_joined(bodies, "outer9"), 'multipart/mixed; boundary="outer9"', units)
    for n, (content, more, _) in enumerate(given_):
        answer = found[str(n)]
        assert (answer.status, answer.content) == (200 + n, content)
        assert more.items() <= dict(answer.headers).items()
    assert {name: found[name].content for name in names} == dict(zip(names, inner, strict=True))
    assert {name: found[name].status for name in names} == {name: 300 + n for n, name in enumerate(names)}


@given(data=st.data(), sizes=st.lists(st.integers(1, 3), min_size=1, max_size=4))
def test_responses_that_say_what_they_answer_come_in_any_order(
    batch: Any, data: st.DataObject, sizes: list[int]
) -> None:
    """Alone and in change sets; those that do not say it answer what is left, in order."""
    numbers = iter(range(1, 99))
    units = [tuple(str(next(numbers)) for _ in range(size)) for size in sizes]

    def bodies(ids: Any, make: Any) -> list[bytes]:
        named = [each for each in ids if data.draw(st.booleans())]
        order = data.draw(st.permutations(named))
        rest = [each for each in ids if each not in named]
        places = data.draw(st.permutations([True] * len(order) + [False] * len(rest)))
        moved, kept = iter(order), iter(rest)
        return [make(next(moved), True) if place else make(next(kept), False) for place in places]

    def one(id_: str, named: bool) -> bytes:
        return _http(id_ if named else "", 200, id_.encode(), {}, True)

    def unit(ids: tuple[str, ...], named: bool) -> bytes:
        if len(ids) == 1:
            return one(ids[0], named)
        inner = [one(id_, named) for id_ in (data.draw(st.permutations(ids)) if named else ids)]
        return b"Content-Type: multipart/mixed; boundary=inner9\r\n\r\n" + _joined(inner, "inner9")

    content = _joined(bodies(units, unit), "outer9")
    found = batch.multipart.read(content, "multipart/mixed; boundary=outer9", units)
    assert {id_: answer.content.decode() for id_, answer in found.items()} == {i: i for ids in units for i in ids}


@pytest.mark.parametrize(
    ("names", "expected"),
    [(["2", ""], "ba"), (["1", "1"], "ab"), (["7", "8"], "ab"), (["", "1"], "ba"), (["2"], " a"), (["", "", ""], "ab")],
)
def test_no_response_stands_in_for_another(batch: Any, names: list[str], expected: str) -> None:
    """With names that are missing, doubled or unknown, of requests alone and of one change set."""
    parts = [_http(name, 200, text, {}, True) for name, text in zip(names, (b"a", b"b", b"c"), strict=False)]
    head = b"Content-Type: multipart/mixed; boundary=i\r\n\r\n"
    alone = batch.multipart.read(_joined(parts, "b"), "multipart/mixed; boundary=b", [("1",), ("2",)])
    in_set = _joined([head + _joined(parts, "i")], "b")
    together = batch.multipart.read(in_set, "multipart/mixed; boundary=b", [("1", "2")])
    for found in (alone, together):
        answers = {id_: answer.content.decode() for id_, answer in found.items()}
        assert "".join(answers.get(id_, " ") for id_ in ("1", "2")) == expected


def test_one_response_for_a_change_set_counts_for_each_of_it(batch: Any) -> None:
    content = _joined([_http("x", 409, b"{}", {}, True), _http("y", 200, b"", {}, True)], "b")
    found = batch.multipart.read(content, "multipart/mixed; boundary=b", [("1", "2"), ("3",), ("4",)])
    assert {name: answer.status for name, answer in found.items()} == {"1": 409, "2": 409, "3": 200}


# --- what goes out together ------------------------------------------------------------------------------------------


@given(
    sizes=st.lists(st.integers(1, 4), min_size=1, max_size=10),
    limit=st.none() | st.integers(4, 8),
    together=st.booleans(),
    data=st.data(),
)
def test_everything_goes_out_once_in_order_and_within_the_limit(
    batch: Any, sizes: list[int], limit: int | None, together: bool, data: st.DataObject
) -> None:
    units: list[Any] = []
    ids: list[str] = []
    for size in sizes:
        needs = data.draw(st.frozensets(st.sampled_from(ids), max_size=2)) if ids else frozenset()
        own = tuple(str(len(ids) + n) for n in range(size))
        units.append(batch.parts.Unit(own, needs))
        ids += own
    waiting, done = list(units), set[str]()
    while waiting:
        chosen = batch.parts.next_units(waiting, done, limit, together=together)
        assert chosen
        assert limit is None or sum(len(unit.ids) for unit in chosen) <= limit
        before = set(done)
        for unit in chosen:
            assert unit.depends_on <= (before if together else done)
            before.update(unit.ids)
        assert not done & {id_ for unit in chosen for id_ in unit.ids}
        done = before
        waiting = [unit for unit in waiting if unit not in chosen]
    assert done == set(ids)


def test_references(batch: Any) -> None:
    request = batch.request.Request(
        "POST",
        "/$1/orders?$filter=a",
        body={
            "a@odata.bind": "$2",
            "b@bind": ["$3", "/x"],
            "c": {"@odata.id": "$4/d", "text": "$5"},
            "d": [{"@id": "$6"}],
        },
    )
    assert batch.parts.references(request) == {"1", "2", "3", "4", "6"}
    assert batch.parts.references(batch.request.Request("GET", "/$batch")) == set()
    found = batch.parts.with_places(request, {"1": "http://s/a(1)", "3": "http://s/c(3)", "4": "http://s/d"})
    assert found.url == "http://s/a(1)/orders?$filter=a"
    assert found.body == {
        "a@odata.bind": "$2",
        "b@bind": ["http://s/c(3)", "/x"],
        "c": {"@odata.id": "http://s/d/d", "text": "$5"},
        "d": [{"@id": "$6"}],
    }
    assert request.body["b@bind"] == ["$3", "/x"]
