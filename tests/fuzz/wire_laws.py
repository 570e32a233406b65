"""What holds of the runtime where the wire is known: what comes of values, of batches and of pages that were made."""

from __future__ import annotations

import base64
import copy
import itertools
import json
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urljoin

from azure.core.exceptions import AzureError

from tests.fuzz.packages import ROOT, Answers, client

# --- models ----------------------------------------------------------------------------------------------------------


def check_assignments(package: Any, type_: str, wire: dict[str, Any]) -> None:
    """An attribute that is set to what it is reads the same, and is what changed; all else stays as it was, in its
    order. One that is deleted is gone."""
    load = package.codecs.codec(type_).load
    for name, prop in load(copy.deepcopy(wire)).__props__.items():
        model = load(copy.deepcopy(wire))
        try:
            before = getattr(model, name)
            setattr(model, name, before)
        except (AttributeError, TypeError, ValueError, OverflowError):
            continue
        after = getattr(model, name)
        assert after == before or repr(after) == repr(before), name
        changed = {each for each in package.changes.changes(model) if "@" not in each}  # types come along
        assert changed == {prop.wire}, name
        data = package.models.to_json(model)
        assert {**data, prop.wire: wire.get(prop.wire)} == {**wire, prop.wire: wire.get(prop.wire)}, name
        assert [each for each in data if each in wire] == [*wire], name
        delattr(model, name)
        assert json.dumps(data) == json.dumps({key: value for key, value in wire.items() if key != prop.wire}), name


# --- batches ---------------------------------------------------------------------------------------------------------

_REQUESTS = (
    ("GET", "/items('a')", "sample.item"),
    ("POST", "/items", "sample.item"),
    ("POST", "/items?x=1", "sample.item"),
    ("GET", "/items", "Collection(sample.item)"),
    ("GET", "/items('a')/$value", "Edm.Stream"),
    ("GET", "/items/$count", "Edm.Int64"),
)
_GROUP = slice(1, 3)
"""The requests that are a change set."""
_BOUNDARY = "b7"


class Answer(NamedTuple):
    """A response of a batch: its content is text where it is JSON, else octets."""

    status: int
    json: str | None
    octets: bytes
    has_length: bool

    @property
    def content(self) -> bytes:
        return self.octets if self.json is None else self.json.encode()

    @property
    def kind(self) -> str:
        return "image/png" if self.json is None else "application/json"


def read_answers(data: bytes) -> list[Answer]:
    """The answers to the requests, as an input has them."""
    return [
        Answer(each["status"], each.get("json"), base64.b64decode(each.get("octets", "")), each["length"])
        for each in json.loads(data)["answers"]
    ]


def check_answers(data: bytes) -> None:
    """Each request has the answer that it was given, in either format, in whatever order they come where they are
    named; and both formats ask for the same."""
    answers, given = read_answers(data), json.loads(data)
    order = sorted(range(len(answers)), key=lambda number: given["order"][number])
    named = order if given["named"] else None
    asked: list[list[Any]] = []
    results: list[list[str]] = []
    for kind, body, format_ in (
        ("application/json", _as_json(answers, order), "json"),
        (
            f"multipart/mixed; boundary={_BOUNDARY}",
            _as_multipart(answers, named),
            "multipart",
        ),
    ):
        transport = Answers([(200, {"Content-Type": kind}, body)])
        items = _sent(transport, format_)
        failed = next((each for each in answers[_GROUP] if each.status >= 400), None)
        for number, (item, answer) in enumerate(zip(items, answers, strict=True)):
            if failed and answer in answers[_GROUP] and 1 <= number <= 2 and answer.status < 400:
                answer = failed
            assert item.response.status_code == answer.status, (format_, number)
            assert _same(item.response.content, answer), (format_, number, item.response.content, answer)
        asked.append((_asked_json if format_ == "json" else _asked_multipart)(transport.sent[-1]))
        results.append([_result(each) for each in items])
    assert asked[0] == asked[1] == [(method, url.lstrip("/")) for method, url, _ in _REQUESTS]
    assert results[0] == results[1]


def _same(content: bytes, answer: Answer) -> bool:
    return content == answer.octets if answer.json is None else json.loads(content) == json.loads(answer.json)


def _result(item: Any) -> str:
    try:
        return repr(item.result())
    except AzureError as error:
        return type(error).__name__


def _sent(transport: Answers, format_: str) -> list[Any]:
    """The items of a batch that was sent."""
    runtime = client()
    batch = runtime.Client(None, transport=transport).batch(format=format_)
    change_set: Any = None
    items: list[Any] = []
    for number, (method, url, returns) in enumerate(_REQUESTS):
        body = {"id": str(number)} if method == "POST" else None
        change_set = change_set or (batch.change_set() if body else None)
        request = runtime.requests.Request(method, url, body=body, returns=returns)
        items.append((change_set if body else batch).add(request))
    batch.send()
    return items


def _as_json(answers: list[Answer], order: Iterable[int]) -> bytes:
    return json.dumps(
        {
            "responses": [
                {
                    "id": str(number + 1),
                    "status": answers[number].status,
                    "headers": {"content-type": answers[number].kind},
                    "body": (
                        base64.urlsafe_b64encode(answers[number].octets).decode()
                        if (text := answers[number].json) is None
                        else json.loads(text)
                    ),
                }
                for number in order
            ]
        }
    ).encode()


def _as_multipart(answers: list[Answer], order: list[int] | None) -> bytes:
    """The answers in the order of the requests and without names, or in another one with names."""
    units: list[list[int]] = [[0], [1, 2], [3], [4], [5]]
    if order is not None:
        units.sort(key=lambda unit: order.index(unit[0]))
    parts = []
    for unit in units:
        inner = [_part(answers[number], number if order is not None else None) for number in unit]
        if len(unit) > 1:
            inner = [b"Content-Type: multipart/mixed; boundary=c7\r\n\r\n" + _joined(inner, b"c7")]
        parts += inner
    return _joined(parts, _BOUNDARY.encode())


def _joined(parts: Iterable[bytes], boundary: bytes) -> bytes:
    return b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts) + b"--" + boundary + b"--\r\n"


def _part(answer: Answer, number: int | None) -> bytes:
    named = b"" if number is None else b"Content-ID: %d\r\n" % (number + 1)
    length = b"Content-Length: %d\r\n" % len(answer.content) if answer.has_length else b""
    head = b"Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n" + named + b"\r\n"
    line = b"HTTP/1.1 %d X\r\nContent-Type: %s\r\n" % (answer.status, answer.kind.encode())
    return head + line + length + b"\r\n" + answer.content


def _asked_json(sent: tuple[str, bytes]) -> list[Any]:
    return [(each["method"], each["url"]) for each in json.loads(sent[1])["requests"]]


def _asked_multipart(sent: tuple[str, bytes]) -> list[Any]:
    lines = [line.split(b" ") for line in sent[1].split(b"\r\n") if line.endswith(b" HTTP/1.1")]
    return [(method.decode(), url.decode()) for method, url, _ in lines]


# --- pages -----------------------------------------------------------------------------------------------------------


def check_walk(data: bytes) -> None:
    """All items of all pages come in order, each page is asked for by its link as seen from its base (OData JSON
    section 4.3), and who goes on behind a page gets the rest; count and delta link are those that the service said."""
    given = json.loads(data)
    bodies, urls = _pages(given)
    expected = [f"i{number}" for number in range(sum(each["items"] for each in given))]
    pages, transport = _paged(bodies)
    assert [each["id"] for each in pages] == expected
    assert transport.asked == urls
    assert pages.delta_link == urljoin(urls[-1], "?d=1")
    assert pages.count == next((each["count"] for each in reversed(given) if each["count"] is not None), None)
    for stop in range(1, len(bodies)):
        first, _ = _paged(bodies)
        walk = first.by_page()
        before = [each["id"] for page in itertools.islice(walk, stop) for each in page]
        again, transport = _paged(bodies[stop:])
        rest = [each["id"] for page in again.by_page(walk.continuation_token) for each in page]
        assert before + rest == expected
        assert transport.asked == urls[stop:]


def _paged(bodies: list[bytes]) -> tuple[Any, Answers]:
    runtime = client()
    transport = Answers([(200, {"Content-Type": "application/json"}, body) for body in bodies])
    made = runtime.Client(None, transport=transport)
    request = runtime.requests.Request("GET", "/items", returns="Collection(sample.item)")
    return runtime.paging.pages(made, request), transport


def _pages(given: list[dict[str, Any]]) -> tuple[list[bytes], list[str]]:
    """The pages, and the URLs that lead to them."""
    bodies: list[bytes] = []
    urls = [f"{ROOT}/items"]
    first = 0
    for number, each in enumerate(given):
        prefix = "@odata." if each["prefix"] else "@"
        page: dict[str, Any] = {"value": [{"id": f"i{first + at}"} for at in range(each["items"])]}
        first += each["items"]
        if each["count"] is not None:
            page[f"{prefix}count"] = each["count"]
        if number == len(given) - 1:
            page[f"{prefix}deltaLink"] = "?d=1"
        else:
            base = urls[-1]
            if each["context"]:
                page[f"{prefix}context"] = each["context"]
                base = urljoin(base, each["context"])
            page[f"{prefix}nextLink"] = each["link"] + str(number)
            urls.append(urljoin(base, page[f"{prefix}nextLink"]))
        bodies.append(json.dumps(page).encode())
    return bodies, urls
