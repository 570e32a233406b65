"""Limits of calls: time for all of it, octets of a response, and errors that keep secrets."""

from __future__ import annotations

import gzip
import importlib
import json
import time
import zlib
from types import SimpleNamespace
from typing import Any

import pytest
from azure.core.exceptions import (
    AzureError,
    DecodeError,
    HttpResponseError,
    ServiceRequestError,
    ServiceResponseTimeoutError,
)
from requests import Session

from tests.support.faulty_server import ANSWERS, FaultyServer
from tests.support.loopback import Loopback, Reply
from tests.unit.runtime.transport import Driver

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("way", ["hang", "head", "body", "chunks", "packed"])
def test_the_timeout_is_for_all_of_a_call_however_often_an_octet_comes(run: Driver, way: str, method: str) -> None:
    with FaultyServer(1, [way]) as server:
        begun = time.monotonic()
        with pytest.raises(ServiceResponseTimeoutError):
            run(server.url, "send", run.request(method, "/x", returns="Edm.Untyped"), timeout=0.3)
        assert 0.25 < time.monotonic() - begun < 2
        assert server.arrived == {(method, ""): 1}


def packed(body: bytes, encoding: str) -> bytes:
    return {"gzip": gzip.compress, "deflate": zlib.compress, "": bytes}[encoding](body)


@pytest.mark.parametrize("encoding", ["", "gzip", "deflate"])
def test_a_response_may_have_as_many_octets_as_the_limit(run: Driver, server: Loopback, encoding: str) -> None:
    body = json.dumps({"value": "x" * 100_000}).encode()
    headers = {**JSON, **({"Content-Encoding": encoding} if encoding else {})}
    server.reply(*[Reply(200, packed(body, encoding), headers)] * 4)
    request = run.request("GET", "/x", returns="Edm.String")
    for options in ({"max_response_size": 110_000}, {"max_response_size": None}, {}):
        assert run(server.url, "send", request, **options) == "x" * 100_000
    with pytest.raises(AzureError, match=r"larger than the 99,999 octets of max_response_size") as raised:
        run(server.url, "send", request, max_response_size=99_999)
    assert type(raised.value).__name__ == "ResponseTooLargeError"
    assert len(server.requests) == 4  # it is not tried again


def test_a_client_has_a_limit_for_all_its_calls_and_streams_have_none(run: Driver, server: Loopback) -> None:
    server.reply(*[Reply(200, b"x" * 5000)] * 2)
    client = {"max_response_size": 1000}
    assert run(server.url, "send", run.request("GET", "/x", returns="Edm.Stream"), client=client) == b"x" * 5000
    with pytest.raises(AzureError, match="larger than the 1,000 octets"):
        run(server.url, "send", run.request("GET", "/x", returns="Edm.Binary"), client=client)


def test_what_is_packed_in_several_parts_is_read_to_its_end(run: Driver, server: Loopback) -> None:
    body = gzip.compress(b'{"value":') + gzip.compress(b'"x"}')
    server.reply(Reply(200, body, {**JSON, "Content-Encoding": "gzip"}))
    assert run(server.url, "send", run.request("GET", "/x", returns="Edm.String")) == "x"


def test_only_what_both_clients_unpack_is_asked_for(run: Driver, server: Loopback) -> None:
    server.reply(*[Reply.of_json({"value": 1})] * 2)
    for headers in ({}, {"accept-encoding": "identity"}):
        run(server.url, "send", run.request("GET", "/x", returns="Edm.Int32", headers=headers))
    assert [seen.header("Accept-Encoding") for seen in server.requests] == ["gzip, deflate", "identity"]


@pytest.mark.parametrize("where", ["request", "call"])
def test_a_range_is_asked_for_as_it_is(run: Driver, server: Loopback, where: str) -> None:
    server.reply(Reply(206, b"xy"))
    headers, call = {"range": "bytes=1-2"}, {"headers": {"Range": "bytes=1-2"}}
    request = run.request("GET", "/x", returns="Edm.Stream", headers=headers if where == "request" else {})
    assert run(server.url, "send", request, **(call if where == "call" else {})) == b"xy"
    (seen,) = server.requests
    assert (seen.header("Range"), seen.header("Accept-Encoding")) == ("bytes=1-2", "identity")


@pytest.mark.parametrize(
    "encoding", ["gzip, identity", "identity, gzip", "gzip,", ", GZIP", "identity, gzip, ,identity"]
)
def test_what_is_not_packed_once_more_is_unpacked(run: Driver, server: Loopback, encoding: str) -> None:
    server.reply(Reply(200, gzip.compress(b'{"value":"x"}'), {**JSON, "Content-Encoding": encoding}))
    assert run(server.url, "send", run.request("GET", "/x", returns="Edm.String")) == "x"


@pytest.mark.parametrize("asked", ["br", "gzip, br;q=0.5", "gzip", None])
def test_packing_that_the_user_asks_for_is_unpacked_where_urllib3_knows_it(
    runtime: SimpleNamespace, server: Loopback, monkeypatch: pytest.MonkeyPatch, asked: str | None
) -> None:
    from urllib3 import response

    decoder: Any = response._get_decoder  # as if `brotli` were installed, with gzip in its place
    monkeypatch.setattr(response, "_get_decoder", lambda mode: decoder(mode.replace("br", "gzip")))
    monkeypatch.setattr(response.BaseHTTPResponse, "CONTENT_DECODERS", ["br"])
    run = Driver("sync", runtime)
    server.reply(Reply(200, gzip.compress(b'{"value":"x"}'), {**JSON, "Content-Encoding": "br"}))
    request = run.request("GET", "/x", returns="Edm.String", headers={"Accept-Encoding": asked} if asked else {})
    if "br" in (asked or ""):
        assert run(server.url, "send", request) == "x"
    else:
        with pytest.raises(DecodeError):
            run(server.url, "send", request)


@pytest.mark.parametrize("encoding", ["", "gzip"])
@pytest.mark.parametrize("returns", ["Edm.String", "Edm.Stream"])
def test_a_hook_of_a_session_may_read_responses(
    runtime: SimpleNamespace, server: Loopback, encoding: str, returns: str
) -> None:
    body = b'{"value":"x"}'
    server.reply(Reply(200, packed(body, encoding), {**JSON, **({"Content-Encoding": encoding} if encoding else {})}))
    seen: list[bytes] = []
    run = Driver("sync", runtime)
    with Session() as session:
        session.hooks["response"].append(lambda response, **_: seen.append(response.content))
        request = run.request("GET", "/x", returns=returns)
        found = run(server.url, "send", request, client={"session": session})
    assert found == ("x" if returns == "Edm.String" else body)
    assert seen == [body]


@pytest.mark.parametrize("times", [2, 5, 6])
def test_what_is_packed_several_times_is_unpacked_as_often(run: Driver, server: Loopback, times: int) -> None:
    body = b'{"value":"x"}'
    for number in range(times):
        body = packed(body, ("gzip", "deflate")[number % 2])
    encodings = ", ".join(("gzip", "deflate")[number % 2] for number in range(times))
    server.reply(Reply(200, body, {**JSON, "Content-Encoding": encodings}))
    if times > 5:
        with pytest.raises(DecodeError, match="more than five times"):
            run(server.url, "send", run.request("GET", "/x", returns="Edm.String"), retry_total=0)
    else:
        assert run(server.url, "send", run.request("GET", "/x", returns="Edm.String")) == "x"


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
@pytest.mark.parametrize("returns", ["Edm.Stream", "Edm.Binary"])
def test_octets_whose_packing_breaks_off_are_none(run: Driver, server: Loopback, encoding: str, returns: str) -> None:
    body = packed(b"x" * 1000 + bytes(range(256)), encoding)
    server.reply(Reply(200, body[:-9], {"Content-Encoding": encoding, "Content-Type": "image/png"}))
    with pytest.raises(DecodeError, match="breaks off"):
        run(server.url, "send", run.request("GET", "/x", returns=returns), retry_total=0)


def bare(body: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize("step", [1, 7, 1_000_000])
@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, bare])
def test_a_body_is_unpacked_to_its_last_octet(runtime: SimpleNamespace, pack: Any, step: int) -> None:
    limits = importlib.import_module(runtime.client.__name__.replace(".client", ".limits"))
    for size in (*range(65_530, 65_810), *range(131_070, 131_340)):
        unpacker = limits._Unpacker("gzip" if pack is gzip.compress else "deflate")
        octets = pack(b"x" * size)
        parts = [octets[start : start + step] for start in range(0, len(octets), step)]
        assert sum(len(piece) for part in parts for piece in unpacker.pieces(part)) == size
        unpacker.finish()


@pytest.mark.parametrize("filling", [b"\0" * 20, b"garbage"])
def test_what_fills_up_a_packed_body_is_none_of_it(run: Driver, server: Loopback, filling: bytes) -> None:
    body = gzip.compress(b'{"value":"x"}') + filling
    server.reply(Reply(200, body, {**JSON, "Content-Encoding": "gzip"}))
    assert run(server.url, "send", run.request("GET", "/x", returns="Edm.String")) == "x"


@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize("way", [way for way in ANSWERS if "packed" in way or "deflated" in way or "length" in way])
def test_whatever_is_wrong_with_a_body_is_an_azure_error(run: Driver, way: str, status: int) -> None:
    replaced = ANSWERS[way].replace(b" 200 OK", b" %d X" % status)
    with pytest.MonkeyPatch.context() as patch, FaultyServer(1, [way]) as server:
        patch.setitem(ANSWERS, way, replaced)
        try:
            run(server.url, "send", run.request("POST", "/x", returns="Edm.Untyped"), timeout=0.5)
        except AzureError:
            return
    assert status == 200


_UNREADABLE = ("UnreadableResponseError", "ServiceResponseError")
DIFFERENT = {
    # aiohttp reads the head of a response with what comes along, and has one error for all of it.
    "a negative chunk": [_UNREADABLE],
    "a chunk of 5,000 digits": [_UNREADABLE],
    "a chunk that is none": [_UNREADABLE],
    "a chunk with a sign": [_UNREADABLE],
    "a chunk in another notation": [_UNREADABLE],
    "a longer chunk": [_UNREADABLE],
    # What comes after a response is to aiohttp another one; the sync client ends the connection.
    "a shorter length": [_UNREADABLE, (b'{"val', "ServiceResponseError")],
}
"""The answers of which the sync and the async client make something else, and what."""


UNFINISHED = ("body", "half a head", "half a status", "informational for ever", "a longer length")
UNFINISHED += ("a chunk that breaks off", "chunks without an end")
"""The answers after which there could be more to come."""


def outcome(driver: Driver, way: str, returns: str) -> Any:
    """What a call comes to: its result, or the class of the error, which has come in time."""
    timeout = 0.3 if way in UNFINISHED else 5.0
    request = driver.request("GET", "/x", returns=returns)
    with FaultyServer(1, [way], keeping=1) as server:
        begun = time.monotonic()
        try:
            return driver(server.url, "send", request, client={"timeout": timeout, "retry_total": 0})
        except AzureError as error:
            assert time.monotonic() - begun < timeout + 3
            return type(error).__name__


@pytest.mark.parametrize("way", [*ANSWERS, "close", "reset", "body"])
@pytest.mark.parametrize("returns", ["Edm.Untyped", "Edm.Stream"], ids=["json", "stream"])
def test_both_clients_make_the_same_of_each_answer(runtime: SimpleNamespace, way: str, returns: str) -> None:
    one, other = (outcome(Driver(kind, runtime), way, returns) for kind in ("sync", "async"))
    if way in DIFFERENT:
        assert (one, other) in DIFFERENT[way]
    else:
        assert one == other
    assert (one == "ServiceResponseTimeoutError") == (way in UNFINISHED)


@pytest.mark.parametrize("body", [b"", b" \r\n"])
def test_nothing_is_no_answer_to_a_get(run: Driver, server: Loopback, body: bytes) -> None:
    server.reply(Reply(200, body, JSON))
    with pytest.raises(DecodeError, match="expected JSON, got nothing"):
        run(server.url, "send", run.request("GET", "/x", returns="sample.device"))


@pytest.mark.parametrize("name", ["sig", "$skiptoken", "access_token"])
def test_errors_show_no_values_of_queries(run: Driver, name: str) -> None:
    with Loopback() as server:
        url = server.url
    with pytest.raises(ServiceRequestError) as raised:
        run(url, "send", run.request("GET", f"/x?{name}=s3cret&$top=1"), retry_total=0)
    error: BaseException | None = raised.value
    while error is not None:
        assert "s3cret" not in f"{error} {error!r}"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def test_the_body_that_an_error_shows_has_no_signed_urls(run: Driver, server: Loopback) -> None:
    server.reply(Reply(200, b'{"value":[{"url":"https://a.example/b?sig=s3cret&v=1"}', JSON))
    with pytest.raises(HttpResponseError) as raised:
        run(server.url, "send", run.request("GET", "/x", returns="Edm.Untyped"))
    assert "a.example/b?sig=" in str(raised.value)
    assert "s3cret" not in str(raised.value)


MUCH = 10_000_000
HARD_TO_READ = {
    "open lists": b"[" * MUCH,
    "lists": b"[" * (MUCH // 2) + b"]" * (MUCH // 2),
    "objects": b'{"a":' * (MUCH // 5),
    "digits": b'{"value":%s}' % (b"1" * 100_000),
    "as many digits as there may be": b'{"value":%s}' % (b"1" * MUCH),
    "many such numbers": b'{"value":[%s]}' % b",".join([b"1" * 100_000] * 100),
}


@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize("name", HARD_TO_READ)
def test_json_that_is_hard_to_read_is_an_error_at_once(run: Driver, server: Loopback, name: str, status: int) -> None:
    server.reply(Reply(status, HARD_TO_READ[name], JSON))
    begun = time.process_time()
    with pytest.raises(DecodeError if status == 200 else HttpResponseError) as raised:
        run(server.url, "send", run.request("GET", "/x", returns="Edm.Untyped"), retry_total=0)
    assert len(str(raised.value)) < 5000
    assert time.process_time() - begun < 5
