"""What is sent again to a real server, and after how long."""

from __future__ import annotations

import email.utils
import socket
import time
from types import SimpleNamespace
from typing import Any

import pytest
from azure.core.exceptions import (
    AzureError,
    HttpResponseError,
)

from tests.support.loopback import Loopback, Reply
from tests.unit.runtime.transport import Driver, targets


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_idempotent_verbs_are_repeated(run: Driver, server: Loopback, method: str, status: int) -> None:
    server.reply(Reply(status), Reply(204))
    run(server.url, "send", run.request(method, "/x"))
    assert targets(server) == [(method, "/x")] * 2


@pytest.mark.parametrize("method", ["POST", "PATCH"])
@pytest.mark.parametrize(
    "reply", [Reply(429), Reply(429, headers={"Retry-After": "0"}), Reply(503, headers={"Retry-After": "7"})]
)
def test_changes_are_repeated_where_the_service_did_nothing(
    run: Driver, server: Loopback, slept: list[float], method: str, reply: Reply
) -> None:
    server.reply(reply, Reply(204))
    run(server.url, "send", run.request(method, "/x", body={"a": 1}))
    assert [seen.body for seen in server.requests] == [b'{"a":1}'] * 2
    assert slept == ([7] if reply.status == 503 else [])


@pytest.mark.parametrize("method", ["POST", "PATCH"])
@pytest.mark.parametrize("status", [400, 408, 409, 500, 501, 502, 503, 504])
def test_changes_are_not_repeated_otherwise(run: Driver, server: Loopback, method: str, status: int) -> None:
    headers = {} if status == 503 else {"Retry-After": "0"}
    server.reply(Reply(status, headers=headers), Reply(204))
    with pytest.raises(HttpResponseError):
        run(server.url, "send", run.request(method, "/x", body={}))
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [400, 404, 501, 507, 599])
def test_other_failures_are_final_even_with_retry_after(run: Driver, server: Loopback, status: int) -> None:
    server.reply(Reply(status, headers={"Retry-After": "1"}), Reply(204))
    with pytest.raises(HttpResponseError):
        run(server.url, "send", run.request("GET", "/x"))
    assert len(server.requests) == 1


@pytest.mark.parametrize("act", ["cut", "short"])
def test_a_broken_connection_is_retried_for_get_only(run: Driver, server: Loopback, act: Any) -> None:
    broken = Reply(200, b'{"value":"x"}', act=act)
    request = run.request("GET", "/x", returns="Edm.String")
    server.reply(broken, Reply.of_json({"value": "x"}))
    assert run(server.url, "send", request) == "x"
    server.requests.clear()
    server.reply(broken, Reply.of_json({"value": "x"}))
    with pytest.raises(AzureError):
        run(server.url, "send", run.request("POST", "/x", body={}, returns="Edm.String"))
    assert targets(server) == [("POST", "/x")]


def test_nobody_listens(run: Driver) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(AzureError):
            run(f"http://127.0.0.1:{free.getsockname()[1]}", "send", run.request("POST", "/x"))


@pytest.mark.parametrize("wait", ["1000000000", "9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_waiting_is_capped_each_time_and_in_all(run: Driver, server: Loopback, slept: list[float], wait: str) -> None:
    server.handler = lambda _: Reply.of_json({"error": {"code": "Busy"}}, 429, Retry_After=wait)
    with pytest.raises(HttpResponseError) as raised:
        run(server.url, "send", run.request("POST", "/x"))
    assert raised.value.status_code == 429
    assert slept == [120, 120]  # a third wait would go beyond the 300 seconds of a call


def test_a_wait_longer_than_the_call_may_take(run: Driver, server: Loopback, slept: list[float]) -> None:
    server.handler = lambda _: Reply(429, headers={"Retry-After": "30"})
    with pytest.raises(HttpResponseError) as raised:
        run(server.url, "send", run.request("GET", "/x"), timeout=20)
    assert (raised.value.status_code, len(server.requests), slept) == (429, 1, [])


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("7", 7),
        ("-5", None),
        ("nan", None),
        ("", None),
        ("soon", None),
        ("Fri, 99 Foo 2026", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Thu, 01 Jan 0001 00:00:00 -0000", 0),
        ("²", None),
    ],
)
def test_retry_after(runtime: SimpleNamespace, text: str, wait: float | None) -> None:
    response = SimpleNamespace(http_response=SimpleNamespace(headers={"Retry-After": text}))
    assert runtime.retries.RetryPolicy().get_retry_after(response) in (wait, None if wait == 0 else wait)


def test_retry_after_as_a_date(runtime: SimpleNamespace) -> None:
    text = email.utils.formatdate(time.time() + 60, usegmt=True)
    response = SimpleNamespace(http_response=SimpleNamespace(headers={"Retry-After": text}))
    assert 55 < runtime.retries.RetryPolicy().get_retry_after(response) <= 60


def test_retries_can_be_turned_off(run: Driver, server: Loopback) -> None:
    server.handler = lambda _: Reply(429)
    for options in ({"client": {"retry_total": 0}}, {"retry_total": 0}):
        server.requests.clear()
        with pytest.raises(HttpResponseError):
            run(server.url, "send", run.request("GET", "/x"), **options)
        assert len(server.requests) == 1


@pytest.mark.parametrize("options", [{"timeout": 0.1}, {"client": {"timeout": 0.1}}], ids=["call", "client"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_timeout_ends_the_wait_for_a_response(
    run: Driver, server: Loopback, method: str, options: dict[str, Any]
) -> None:
    server.handler = lambda _: Reply(act="hang")
    begun = time.monotonic()
    with pytest.raises(AzureError):
        run(server.url, "send", run.request(method, "/x"), **options)
    assert time.monotonic() - begun < 2
    assert len(server.requests) <= (2 if method == "GET" else 1)
