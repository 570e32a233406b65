"""Batches against a service that executes them, in both formats, sync and async."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import io
import sys
import time
from collections.abc import AsyncIterator, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from azure.core.credentials import AccessToken
from azure.core.exceptions import (
    DecodeError,
    HttpResponseError,
    ResourceExistsError,
    ResourceModifiedError,
    ResourceNotFoundError,
)
from starlette.responses import Response

from tests.support.loopback import Loopback, Reply
from tests.support.runtime_package import build_runtime
from tests.support.service import Seen, Service, Store, error

PACKAGE = "batch_pkg"
TOKEN = "canary-token-91e2"
MODELS = """
from .._runtime.models import Model, prop
TYPES = {"item": ".Item"}
NAMESPACES = {"sample": ""}

class Item(Model, type="sample.item"):
    id = prop("id", "Edm.String")
    name = prop("name", "Edm.String")
    big = prop("big", "Edm.Int64")
"""


class Token:
    def get_token(self, *scopes: str, **options: Any) -> AccessToken:
        return AccessToken(TOKEN, int(time.time()) + 3600)


class AsyncToken(Token):
    async def get_token(self, *scopes: str, **options: Any) -> AccessToken:  # type: ignore[override]
        return super().get_token(*scopes, **options)


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    root = tmp_path_factory.mktemp("batch")
    build_runtime(root, PACKAGE)
    models = root / PACKAGE / "models"
    models.mkdir()
    (models / "__init__.py").write_text(MODELS, encoding="utf-8")
    sys.path.insert(0, str(root))
    try:
        names = ("client", "aio", "batching", "requests", "bodies")
        modules = {name: importlib.import_module(f"{PACKAGE}._runtime.{name}") for name in names}
        yield SimpleNamespace(**modules, Item=importlib.import_module(f"{PACKAGE}.models").Item)
    finally:
        sys.path.remove(str(root))
        for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
            del sys.modules[name]


@pytest.fixture(scope="module")
def _service() -> Iterator[Service]:
    with Service() as service:
        yield service


@pytest.fixture
def service(_service: Service) -> Service:
    """The service with fresh data: two items."""
    _service.store = Store()
    _service.formats, _service.limit, _service.elsewhere = ("json", "multipart"), None, ""
    _service.throttle = lambda _: None
    _service.seen, _service.calls = [], []
    for key in "ab":
        _service.store.items[key] = {"id": key, "name": f"item {key}", "@odata.etag": f'W/"{key}"'}
    return _service


class Caller:
    """A client of either kind; `run` awaits where it has to."""

    def __init__(self, kind: str, runtime: SimpleNamespace, root: str, **options: Any) -> None:
        self.kind, self.runtime = kind, runtime
        self.runner = asyncio.Runner()
        bases = (runtime.client.Client, runtime.batching.Batching)
        if kind == "async":
            bases = (runtime.aio.AsyncClient, runtime.batching.AsyncBatching)
        attributes = {"_scopes": ("x",), "_user_agent": "batch/1", "_endpoint": root}
        made = type("Sample", bases, {**attributes, **options.pop("attributes", {})})
        token = Token() if kind == "sync" else AsyncToken()
        self.client: Any = self.run(self._made(made, token, options)) if kind == "async" else made(token, **options)

    @staticmethod
    async def _made(made: Any, token: Any, options: Any) -> Any:
        return made(token, **options)

    def run(self, value: Any) -> Any:
        return self.runner.run(self._awaited(value)) if inspect.isawaitable(value) else value

    @staticmethod
    async def _awaited(value: Any) -> Any:
        return await value

    def get(self, key: str, **options: Any) -> Any:
        return self.runtime.requests.Request("GET", f"/items('{key}')", returns="sample.item", **options)

    def post(self, key: str, url: str = "/items", **values: Any) -> Any:
        body = self.runtime.bodies.payload(self.runtime.Item(id=key, **values), "sample.item")
        return self.runtime.requests.Request("POST", url, body=body, returns="sample.item")

    def request(self, *args: Any, **options: Any) -> Any:
        return self.runtime.requests.Request(*args, **options)

    def close(self) -> None:
        self.run(self.client.close())
        self.runner.close()


@pytest.fixture(params=["sync", "async"])
def caller(request: pytest.FixtureRequest, runtime: SimpleNamespace, service: Service) -> Iterator[Caller]:
    made = Caller(request.param, runtime, service.root)
    yield made
    made.close()


both = pytest.mark.parametrize("format_", ["json", "multipart"])


@both
def test_each_request_has_its_own_result(caller: Caller, service: Service, format_: str) -> None:
    batch = caller.client.batch(format=format_)
    one = batch.add(caller.get("a"))
    none = batch.add(caller.get("nowhere"))
    every = batch.add(caller.request("GET", "/items", returns="Collection(sample.item)"))
    count = batch.add(caller.request("GET", "/items/$count", returns="Edm.Int64", headers={"Accept": "text/plain"}))
    gone = batch.add(caller.request("DELETE", "/items('b')"))
    assert caller.run(batch.send()) is None
    assert (one.result().name, type(one.result()).__name__) == ("item a", "Item")
    assert one.result() is one.result()
    with pytest.raises(ResourceNotFoundError, match="no item nowhere") as raised:
        none.result()
    assert raised.value.error.code == "NotFound"
    assert f"GET {service.root}/items('nowhere')" in str(raised.value)
    assert [each.id for each in every.result()][:1] == ["a"]
    assert count.result() in (1, 2)
    assert gone.result() is None
    assert (gone.response.status_code, "b" in service.store.items) == (204, False)
    assert [call.path for call in service.calls] == ["/v1/$batch"]


@both
def test_the_token_goes_with_the_batch_and_not_into_its_parts(caller: Caller, service: Service, format_: str) -> None:
    batch = caller.client.batch(format=format_)
    with pytest.raises(ValueError, match="Authorization goes with the whole batch"):
        batch.add(caller.get("a"), headers={"Authorization": "Bearer x"})
    batch.add(caller.get("a"), headers={"Prefer": "return=minimal"})
    if not caller.client._root.startswith("http://127"):
        pytest.fail("the test is about a service on this machine")
    caller.run(batch.send())
    (call,) = service.calls
    assert call.headers["authorization"] == f"Bearer {TOKEN}"
    assert TOKEN.encode() not in call.body
    assert service.seen[0].headers["prefer"] == "return=minimal"
    assert call.headers["prefer"] == "odata.continue-on-error"


@both
def test_a_change_set_happens_all_or_not_at_all(caller: Caller, service: Service, format_: str) -> None:
    batch = caller.client.batch(format=format_)
    changes = batch.change_set()
    first, second = changes.add(caller.post("c")), changes.add(caller.post("a"))
    other = batch.change_set()
    third, fourth = other.add(caller.post("d", name="D")), other.add(caller.request("DELETE", "/items('b')"))
    with pytest.raises(ValueError, match="changes nothing"):
        changes.add(caller.get("a"))
    caller.run(batch.send())
    assert sorted(service.store.items) == ["a", "d"]
    for item in (first, second):
        with pytest.raises(HttpResponseError):
            item.result()
    with pytest.raises(ResourceExistsError, match="a is there already"):
        second.result()
    assert (third.result().name, fourth.result()) == ("D", None)


@both
def test_a_request_refers_to_what_an_earlier_one_creates(caller: Caller, service: Service, format_: str) -> None:
    batch = caller.client.batch(format=format_)
    made = batch.add(caller.post("c"))
    part = batch.add(caller.post("p", f"{made.reference}/parts"))
    assert part.depends_on == {made.id}
    failing = batch.add(caller.post("a"))
    after = batch.add(caller.post("q", f"{failing.reference}/parts"))
    last = batch.add(caller.get("b"), depends_on=[after])
    caller.run(batch.send())
    assert part.result().id == "p"
    assert [each["id"] for each in service.store.items["c"]["parts"]] == ["p"]
    for item in (after, last):
        with pytest.raises(HttpResponseError) as raised:
            item.result()
        assert raised.value.status_code == 424
    assert [each.path for each in service.seen if each.path.endswith("items('b')")] == []


def test_a_change_set_refers_to_itself(caller: Caller, service: Service) -> None:
    """Content-ID and `$1` within a change set, the one kind of reference that 4.0 has."""
    batch = caller.client.batch(format="multipart")
    changes = batch.change_set()
    made = changes.add(caller.post("c"))
    changes.add(caller.post("p", f"{made.reference}/parts"))
    caller.run(batch.send())
    assert len(service.calls) == 1
    assert [each["id"] for each in service.store.items["c"]["parts"]] == ["p"]


@both
def test_a_batch_is_split_at_the_limit(caller: Caller, service: Service, format_: str) -> None:
    """No change set is split; a reference to what went out before becomes its URL."""
    service.limit = 3
    batch = caller.client.batch(format=format_, limit=3)
    made = batch.add(caller.post("c"))
    batch.add(caller.get("a"))
    changes = batch.change_set()
    changes.add(caller.post("e"))
    changes.add(caller.post("f"))
    reads = [batch.add(caller.get(key)) for key in "ab" * 3]
    part = batch.add(caller.post("p", f"{made.reference}/parts"))
    link = batch.add(caller.request("PUT", "/items('a')", body={"peer@odata.bind": made.reference}))
    caller.run(batch.send())
    assert [each.result().id for each in reads] == list("ab" * 3)
    assert part.result().id == "p"
    assert link.depends_on == {made.id}
    assert service.store.items["a"]["peer@odata.bind"] == f"{service.root}/items('c')"
    assert {"e", "f"} <= service.store.items.keys()
    sizes = [len(call.json()["requests"]) for call in service.calls] if format_ == "json" else []
    assert sizes in ([2, 3, 3, 3, 1], [])  # in order, so the change set is not put behind the reads
    assert len(service.calls) == 5


def test_a_change_set_beyond_the_limit_is_refused(caller: Caller, service: Service) -> None:
    batch = caller.client.batch(limit=2)
    changes = batch.change_set()
    for key in "cde":
        changes.add(caller.post(key))
    with pytest.raises(ValueError, match="a change set of 3 requests exceeds the limit of 2"):
        caller.run(batch.send())
    assert service.calls == []


@both
def test_only_what_was_turned_away_is_sent_again(caller: Caller, service: Service, format_: str) -> None:
    tries: dict[str, int] = {}

    def throttle(seen: Seen) -> Response | None:
        tries[seen.path] = tries.get(seen.path, 0) + 1
        if seen.path.endswith("('b')") and tries[seen.path] < 3:
            return error(429, "TooMany", "slower", Retry_After="0")
        if seen.method == "POST" and tries[seen.path] == 1:
            return error(503, "Busy", "later", Retry_After="0")
        return None

    service.throttle = throttle
    statuses: list[int] = []
    batch = caller.client.batch(format=format_)
    items = [
        batch.add(caller.get("a")),
        batch.add(caller.get("b"), raw_response_hook=lambda found: statuses.append(found.http_response.status_code)),
    ]
    after = batch.add(caller.request("GET", "/items/$count", returns="Edm.Int64"), depends_on=[items[1]])
    changes = batch.change_set()
    made = changes.add(caller.post("c"))
    caller.run(batch.send())
    assert [each.result().id for each in items] == ["a", "b"]
    assert (after.result(), made.result().id) == (3, "c")
    assert statuses == [429, 429, 200]
    assert tries["/v1/items('a')"] == 1
    assert tries["/v1/items('b')"] == 3
    assert tries["/v1/items"] == 2


@both
def test_what_stays_turned_away_is_an_error(caller: Caller, service: Service, format_: str) -> None:
    service.throttle = lambda seen: error(429, "TooMany", "slower", Retry_After="0") if "('b')" in seen.path else None
    batch = caller.client.batch(format=format_)
    fine, never = batch.add(caller.get("a")), batch.add(caller.get("b"))
    caller.run(batch.send(retry_total=2))
    assert fine.result().id == "a"
    with pytest.raises(HttpResponseError, match="slower"):
        never.result()
    assert len(service.calls) == 3


def test_a_post_that_may_have_happened_is_not_sent_again(caller: Caller, service: Service) -> None:
    service.throttle = lambda seen: error(503, "Broken", "who knows") if seen.method == "POST" else None
    batch = caller.client.batch()
    made = batch.add(caller.post("c"))
    caller.run(batch.send())
    with pytest.raises(HttpResponseError, match="who knows"):
        made.result()
    assert len(service.calls) == 1


@pytest.mark.parametrize("after", ["2", None])
def test_waiting_follows_the_service(caller: Caller, service: Service, after: str | None, monkeypatch: Any) -> None:
    waits: list[float] = []
    shell = sys.modules[f"{PACKAGE}._runtime.batch"]

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr(shell, "time", SimpleNamespace(sleep=waits.append))
    monkeypatch.setattr(shell, "asyncio", SimpleNamespace(sleep=sleep))
    headers = {"Retry_After": after} if after else {}
    service.throttle = lambda _: error(429, "TooMany", "slower", **headers) if len(service.calls) < 4 else None
    batch = caller.client.batch()
    item = batch.add(caller.get("a"))
    caller.run(batch.send())
    assert item.result().id == "a"
    assert waits == ([2.0, 2.0, 2.0] if after else [1.6, 3.2])  # the first goes out at once


@both
def test_octets_go_both_ways(caller: Caller, service: Service, format_: str) -> None:
    octets = bytes(range(256)) + b"\r\n--x\r\n\n"
    batch = caller.client.batch(format=format_)
    headers = {"Content-Type": "image/png"}
    batch.add(caller.request("PUT", "/items('a')/$value", content=octets, headers=headers))
    batch.add(caller.request("PUT", "/items('b')/$value", content=io.BytesIO(octets[::-1]), headers=headers))
    caller.run(batch.send())
    assert service.store.octets == {"a": ("image/png", octets), "b": ("image/png", octets[::-1])}
    read = batch.add(caller.request("GET", "/items('a')/$value", returns="Edm.Stream"))
    caller.run(batch.send())
    assert read.result() == octets
    assert len(service.calls) == 2  # the first two were not sent again


def test_async_pieces_are_gathered(caller: Caller, service: Service) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"one "
        yield b"two"

    batch = caller.client.batch()
    batch.add(caller.request("PUT", "/items('a')/$value", content=pieces(), headers={"Content-Type": "text/plain"}))
    if caller.kind == "sync":
        with pytest.raises(TypeError, match="async client"):
            caller.run(batch.send())
    else:
        caller.run(batch.send())
        assert service.store.octets["a"] == ("text/plain", b"one two")


@both
def test_octets_that_lie_elsewhere_are_fetched_without_a_token(caller: Caller, service: Service, format_: str) -> None:
    with Loopback() as storage:
        storage.reply(Reply(200, b"far away", {"Content-Type": "image/png"}))
        service.elsewhere = storage.url
        batch = caller.client.batch(format=format_)
        read = batch.add(caller.request("GET", "/far('a')", returns="Edm.Stream"))
        other = batch.add(caller.request("GET", "/far('a')", returns="sample.item"))
        caller.run(batch.send())
        assert read.result() == b"far away"
        with pytest.raises(HttpResponseError):
            other.result()
        (seen,) = storage.requests
        assert seen.header("Authorization") is None


@both
def test_numbers_are_exact(caller: Caller, service: Service, format_: str) -> None:
    batch = caller.client.batch(format=format_)
    made = batch.add(caller.post("n", big=2**63 - 1))
    caller.run(batch.send())
    assert made.result().big == 2**63 - 1
    (seen,) = service.seen
    assert seen.json()["big"] == str(2**63 - 1)
    assert "IEEE754Compatible=true" in seen.headers["content-type"]


@both
def test_conditions_are_those_of_the_part(caller: Caller, service: Service, format_: str) -> None:
    batch = caller.client.batch(format=format_)
    stale = {"If-Match": 'W/"old"'}
    old = batch.add(caller.request("PATCH", "/items('a')", body={"name": "x"}, headers=stale))
    new = batch.add(caller.request("PATCH", "/items('b')", body={"name": "y"}), headers={"If-Match": 'W/"b"'})
    caller.run(batch.send())
    with pytest.raises(ResourceModifiedError):
        old.result()
    assert new.response.status_code == 200
    assert service.store.items["b"]["name"] == "y"


def test_multipart_is_used_where_the_service_has_only_that(caller: Caller, service: Service) -> None:
    service.formats = ("multipart",)
    for _ in range(2):
        batch = caller.client.batch()
        item = batch.add(caller.get("a"))
        caller.run(batch.send())
        assert item.result().id == "a"
    kinds = [call.headers["content-type"].partition(";")[0] for call in service.calls]
    assert kinds == ["application/json", "multipart/mixed", "multipart/mixed"]  # it remembers
    service.formats = ("json",)
    with pytest.raises(HttpResponseError, match="no batches in multipart/mixed"):
        batch = caller.client.batch(format="multipart")
        batch.add(caller.get("a"))
        caller.run(batch.send())


def test_a_batch_that_is_refused_leaves_what_it_has(caller: Caller, service: Service) -> None:
    service.limit = 1
    batch = caller.client.batch()
    items = [batch.add(caller.get("a")), batch.add(caller.get("b"))]
    with pytest.raises(HttpResponseError, match="2 requests"):
        caller.run(batch.send())
    with pytest.raises(RuntimeError, match="has no result before its batch is sent"):
        items[0].result()
    service.limit = None
    caller.run(batch.send())
    assert [each.result().id for each in items] == ["a", "b"]


def test_urls_elsewhere_and_split_lines_are_refused(caller: Caller, service: Service) -> None:
    batch = caller.client.batch()
    elsewhere = ("https://elsewhere.example/items", service.root.replace("/v1", "/v2/items"))
    for url in (*elsewhere, "/it ems", "/a\r\nHost: x"):
        with pytest.raises(ValueError, match=r"no part for another service|is no URL"):
            batch.add(caller.request("GET", url))
    for headers in ({"X": "a\r\nGET /"}, {"X\n": "a"}, {"": "a"}, {"A B": "c"}):
        with pytest.raises(ValueError, match="is no header"):
            batch.add(caller.get("a"), headers=headers)
    with pytest.raises(ValueError, match="in another batch"):
        batch.add(caller.get("a"), depends_on=[caller.client.batch().add(caller.get("b"))])
    item = batch.add(caller.request("GET", f"{service.root}/items('a')", returns="sample.item"))
    caller.run(batch.send())
    assert item.result().id == "a"
    caller.run(caller.client.batch().send())  # of nothing
    assert len(service.calls) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"responses": 5}',
        b'{"responses": [{}]}',
        b'{"responses": [{"id": "1", "status": "x"}]}',
        b'{"responses": [{"id": "1", "status": 1e999}]}',
        b"\xff",
    ],
)
@pytest.mark.parametrize("kind", ["application/json", "multipart/mixed", "multipart/mixed; boundary=b", "text/html"])
def test_other_answers_are_decode_errors(caller: Caller, body: bytes, kind: str) -> None:
    with Loopback() as server:
        other = Caller(caller.kind, caller.runtime, server.url, retry_total=0)
        server.reply(Reply(200, body, {"Content-Type": kind}))
        batch = other.client.batch()
        item = batch.add(other.get("a"))
        with pytest.raises(DecodeError, match="expected the responses of a batch"):
            other.run(batch.send())
        assert not item.is_done
        other.close()


def test_a_request_without_an_answer_says_so(caller: Caller) -> None:
    with Loopback() as server:
        other = Caller(caller.kind, caller.runtime, server.url, retry_total=0)
        server.reply(Reply.of_json({"responses": [{"id": "2", "status": 200, "body": {"id": "b"}}]}))
        batch = other.client.batch()
        lost, there = batch.add(other.get("a")), batch.add(other.get("b"))
        other.run(batch.send())
        assert there.result().id == "b"
        with pytest.raises(HttpResponseError, match="gave no answer"):
            lost.result()
        other.close()
