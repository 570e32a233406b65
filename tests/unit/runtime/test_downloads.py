"""Streams that come piece by piece."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from typing import Any

import pytest
from azure.core.exceptions import AzureError, HttpResponseError, ResourceNotModifiedError

from tests.support.loopback import Loopback, Reply
from tests.unit.runtime.transport import Driver

OCTETS = bytes(range(256)) * 1024
STREAM: dict[str, Any] = {"returns": "Edm.Stream"}


def _with(run: Driver, server: Loopback, request: Any, use: Callable[[Any], Any], **options: Any) -> Any:
    """What is made of the download: by `use` of the pieces of a sync one, or of a list of those of an async one."""
    if run.kind == "sync":
        with run.client(None, endpoint=server.url) as client:
            return use(client.download(request, **options))

    async def awaited() -> Any:
        async with run.client(None, endpoint=server.url) as client:
            return use([piece async for piece in client.download(request, **options)])

    return asyncio.run(awaited())


def _write(run: Driver, server: Loopback, request: Any, file: io.BytesIO, **options: Any) -> tuple[int, Any]:
    """The number of octets that were written to a file, and the download."""
    if run.kind == "sync":
        with run.client(None, endpoint=server.url) as client:
            download = client.download(request, **options)
            return download.write_to(file), download

    async def awaited() -> tuple[int, Any]:
        async with run.client(None, endpoint=server.url) as client:
            download = client.download(request, **options)
            return await download.write_to(file), download

    return asyncio.run(awaited())


def test_a_stream_comes_in_pieces(run: Driver, server: Loopback) -> None:
    server.reply(Reply(200, OCTETS, {"Content-Type": "image/png", "ETag": '"1"'}))
    request = run.request("GET", "/x", options={"if_none_match": '"0"'}, **STREAM)
    pieces = _with(run, server, request, list, headers={"X-More": "1"})
    assert b"".join(pieces) == OCTETS
    assert len(pieces) > 1 and max(map(len, pieces)) <= 65_536
    seen = server.requests[0]
    assert (seen.header("Accept"), seen.header("If-None-Match")) == ("*/*", '"0"')


def test_a_stream_is_written_to_a_file(run: Driver, server: Loopback) -> None:
    server.reply(Reply(200, OCTETS, {"ETag": '"1"'}))
    file = io.BytesIO(b"before")
    file.seek(6)
    size, download = _write(run, server, run.request("GET", "/x", **STREAM), file)
    assert (size, file.getvalue()) == (len(OCTETS), b"before" + OCTETS)
    assert download.response.headers["ETag"] == '"1"'


def test_nothing_is_sent_before_and_each_time_again(run: Driver, server: Loopback) -> None:
    if run.kind != "sync":
        pytest.skip("the same code path; going through it twice is shown for one kind")
    server.handler = lambda _: Reply(200, b"ab")
    with run.client(None, endpoint=server.url) as client:
        download = client.download(run.request("GET", "/x", **STREAM))
        assert server.requests == [] and download.response is None
        assert [b"".join(download), b"".join(download)] == [b"ab", b"ab"]
        assert len(server.requests) == 2


def test_an_empty_stream_has_no_pieces(run: Driver, server: Loopback) -> None:
    server.reply(Reply(204), Reply(200))
    request = run.request("GET", "/x", **STREAM)
    assert [_with(run, server, request, list), _with(run, server, request, list)] == [[], []]


def test_an_error_says_what_the_service_says(run: Driver, server: Loopback) -> None:
    server.reply(Reply.of_json({"error": {"code": "Gone", "message": "it is no more"}}, 410), Reply(304))
    request = run.request("GET", "/x", **STREAM)
    with pytest.raises(HttpResponseError, match="it is no more") as raised:
        _with(run, server, request, list)
    assert raised.value.status_code == 410
    with pytest.raises(ResourceNotModifiedError):
        _with(run, server, request, list)


def test_a_busy_service_is_asked_again(run: Driver, server: Loopback) -> None:
    server.reply(Reply(503, headers={"Retry-After": "0"}), Reply(200, b"x"))
    assert _with(run, server, run.request("GET", "/x", **STREAM), list) == [b"x"]


def test_a_response_that_breaks_off_is_an_error(run: Driver, server: Loopback) -> None:
    server.reply(Reply(200, OCTETS, act="short"))
    file = io.BytesIO()
    with pytest.raises(AzureError):
        _write(run, server, run.request("GET", "/x", **STREAM), file)
    assert len(file.getvalue()) < len(OCTETS)


def test_what_is_no_stream_is_refused(run: Driver, server: Loopback) -> None:
    for returns in (None, "Edm.String", "Collection(Edm.Stream)"):
        with pytest.raises(TypeError, match="no stream"):
            _with(run, server, run.request("GET", "/x", returns=returns), list)
    assert server.requests == []


def test_a_connection_is_free_after_a_download_that_was_given_up(run: Driver, server: Loopback) -> None:
    """Whoever leaves a loop early does not hold on to the response."""
    server.handler = lambda _: Reply(200, OCTETS * 8)
    request = run.request("GET", "/x", **STREAM)
    if run.kind == "sync":
        with run.client(None, endpoint=server.url) as client:
            download = client.download(request)
            pieces = iter(download)
            assert next(pieces)
            pieces.close()
            assert download.response.is_closed
        return

    async def awaited() -> None:
        async with run.client(None, endpoint=server.url) as client:
            download = client.download(request)
            pieces = download.__aiter__()
            assert await anext(pieces)
            await pieces.aclose()
            assert download.response.is_closed

    asyncio.run(awaited())
