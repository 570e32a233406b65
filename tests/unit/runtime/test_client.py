"""The clients as a whole, sync and async, against a real server on this machine."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from azure.core.rest import HttpRequest

from tests.support.loopback import Loopback, Reply
from tests.unit.runtime.transport import KEY, TOKEN, Driver, targets


def test_cookies_are_not_kept(run: Driver, server: Loopback) -> None:
    server.reply(Reply(302, headers={"Location": "/y", "Set-Cookie": f"id={KEY}; Path=/"}), Reply(204))
    run(server.url, "send", run.request("GET", "/x"))
    assert [seen.header("Cookie") for seen in server.requests] == [None, None]


def test_netrc_does_not_replace_the_token(
    runtime: SimpleNamespace, server: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login someone password else\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    server.handler = lambda _: Reply(204)
    run = Driver("sync", runtime)
    for credential in (run.token(), None):
        run(server.url, "send", run.request("GET", "/x"), client={"credential": credential})
    assert [seen.header("Authorization") for seen in server.requests] == [f"Bearer {TOKEN}", None]


@pytest.mark.parametrize("url", ["/x?a={b}", "x?a={b}", "{root}/x?a={b}"])
def test_send_request(run: Driver, server: Loopback, url: str) -> None:
    server.reply(Reply.of_json({"error": {"code": "Gone"}}, 410))
    request = HttpRequest("PUT", url.replace("{root}", server.url + "/beta"), content=b"\x00\x01")
    before = request.url
    found = run(server.url + "/beta", "send_request", request, client={"credential": run.token()})
    assert (found.status_code, found.json()) == (410, {"error": {"code": "Gone"}})
    (seen,) = server.requests
    assert (seen.method, seen.body, seen.header("Authorization")) == ("PUT", b"\x00\x01", f"Bearer {TOKEN}")
    assert seen.target.replace("%7B", "{").replace("%7D", "}") == "/beta/x?a={b}"
    assert (request.url, dict(request.headers)) == (before, {"Content-Length": "2"})


def test_double_slashes_stay_below_the_endpoint(run: Driver, server: Loopback, other: Loopback) -> None:
    server.reply(Reply(204))
    run(server.url + "/beta", "send_request", HttpRequest("GET", f"//127.0.0.1:{other.port}/x"))
    assert (targets(server), other.requests) == ([("GET", f"/beta/127.0.0.1:{other.port}/x")], [])


def test_streaming(runtime: SimpleNamespace, server: Loopback) -> None:
    server.handler = lambda _: Reply(200, b"abc" * 9)
    run = Driver("sync", runtime)
    with run.client(None, endpoint=server.url) as client:
        assert b"".join(client.send_request(HttpRequest("GET", "/x"), stream=True).iter_bytes()) == b"abc" * 9

    async def read() -> bytes:
        async with Driver("aio", runtime).client(None, endpoint=server.url) as client:
            response = await client.send_request(HttpRequest("GET", "/x"), stream=True)
            return b"".join([part async for part in response.iter_bytes()])

    assert asyncio.run(read()) == b"abc" * 9


def test_a_client_mixes_with_builders(runtime: SimpleNamespace, server: Loopback) -> None:
    builders, requests = runtime.builders, runtime.requests

    class Thing(builders.Builder):  # type: ignore[misc, name-defined]
        @builders.verb  # type: ignore[untyped-decorator]
        def get(self) -> Any:
            return requests.Request("GET", self._path, returns="Edm.String")

    class Roots(builders.Builder):  # type: ignore[misc, name-defined]
        __slots__ = ()

        @property
        def thing(self) -> Any:
            return Thing(self, "/thing")

    server.handler = lambda _: Reply.of_json({"value": "x"})
    sync = type("SyncSample", (Driver("sync", runtime).client, Roots), {})
    with sync(None, endpoint=server.url) as client:
        assert client.thing.get() == "x"
    aio = type("AioSample", (Driver("aio", runtime).client, Roots), {})

    async def read() -> Any:
        async with aio(None, endpoint=server.url) as client:
            return await client.thing.get()

    assert asyncio.run(read()) == "x"
    assert targets(server) == [("GET", "/thing")] * 2


def test_a_client_without_with_is_closed(run: Driver, server: Loopback) -> None:
    server.reply(Reply(204))
    if run.kind == "sync":
        client = run.client(None, endpoint=server.url)
        client.send(run.request("GET", "/x"))
        client.close()
        return

    async def go() -> None:
        client = run.client(None, endpoint=server.url)
        await client.send(run.request("GET", "/x"))
        await client.close()

    asyncio.run(go())


def test_a_client_says_where_it_points(run: Driver) -> None:
    assert repr(run.client(None)) == "<SampleClient https://example.com/beta>"
    assert run.client(None, endpoint="https://other.example/v1/").endpoint == "https://other.example/v1"
