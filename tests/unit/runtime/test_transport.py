"""The clients of the runtime against a real server on this machine, sync and async."""

from __future__ import annotations

import asyncio
import base64
import email.utils
import importlib
import io
import logging
import re
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from azure.core.credentials import AccessToken, AzureKeyCredential
from azure.core.exceptions import (
    AzureError,
    ClientAuthenticationError,
    DecodeError,
    HttpResponseError,
    ResourceExistsError,
    ResourceModifiedError,
    ResourceNotFoundError,
    ResourceNotModifiedError,
)
from azure.core.pipeline.policies import AzureKeyCredentialPolicy, AzureSasCredentialPolicy, SansIOHTTPPolicy
from azure.core.pipeline.transport import AsyncHttpTransport, HttpTransport
from azure.core.rest import HttpRequest

from tests.support.loopback import Loopback, Reply, Seen
from tests.support.runtime_package import build_runtime

TOKEN = "canary-token-5f1d"
KEY = "canary-key-77aa"
PACKAGE = "transport_pkg"
AGENT = "transport-pkg/1.0"


class Token:
    """A token credential that records what it is asked for; the async kind only differs in `async`."""

    def __init__(self) -> None:
        self.asked: list[tuple[tuple[str, ...], dict[str, Any]]] = []

    def get_token(self, *scopes: str, **options: Any) -> AccessToken:
        self.asked.append((scopes, options))
        return AccessToken(TOKEN, int(time.time()) + 3600)


class AsyncToken(Token):
    async def get_token(self, *scopes: str, **options: Any) -> AccessToken:  # type: ignore[override]
        return super().get_token(*scopes, **options)


class Driver:
    """Runs one call on a fresh client, so that a test reads the same for both kinds."""

    def __init__(self, kind: str, runtime: SimpleNamespace) -> None:
        self.kind = kind
        base = runtime.client.Client if kind == "sync" else runtime.aio.AsyncClient
        attributes = {"_scopes": ("https://example.com/.default",), "_user_agent": AGENT}
        self.client: Any = type("SampleClient", (base,), {"_endpoint": "https://example.com/beta", **attributes})
        self.token: type[Token] = Token if kind == "sync" else AsyncToken
        self.request: Callable[..., Any] = runtime.requests.Request
        self.paged: Callable[..., Any] = runtime.paging.pages

    def __call__(
        self, endpoint: str, name: str, *args: Any, client: dict[str, Any] | None = None, **kwargs: Any
    ) -> Any:
        """The result of the method; of `pages` a list; of `send_request` the response with its body read."""
        options = {"credential": None, "endpoint": endpoint, **(client or {})}
        if self.kind == "sync":
            with self.client(options.pop("credential"), **options) as made:
                return (
                    list(self.paged(made, *args, **kwargs)) if name == "pages" else getattr(made, name)(*args, **kwargs)
                )
        return asyncio.run(self._awaited(options, name, args, kwargs))

    async def _awaited(self, options: dict[str, Any], name: str, args: Any, kwargs: Any) -> Any:
        async with self.client(options.pop("credential"), **options) as made:
            if name == "pages":
                return [item async for item in self.paged(made, *args, **kwargs)]
            return await getattr(made, name)(*args, **kwargs)


@pytest.fixture(scope="session")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    root = tmp_path_factory.mktemp("transport")
    build_runtime(root, PACKAGE)
    sys.path.insert(0, str(root))
    try:
        names = ["aio", "builders", "client", "client_base", "origins", "paging", "requests", "retries"]
        yield SimpleNamespace(**{name: importlib.import_module(f"{PACKAGE}._runtime.{name}") for name in names})
    finally:
        sys.path.remove(str(root))
        for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
            del sys.modules[name]


@pytest.fixture(params=["sync", "aio"])
def run(request: pytest.FixtureRequest, runtime: SimpleNamespace) -> Driver:
    return Driver(request.param, runtime)


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as found:
        yield found


@pytest.fixture
def other() -> Iterator[Loopback]:
    with Loopback(lambda _: Reply.of_json({"value": ["theirs"]})) as found:
        yield found


@pytest.fixture(autouse=True)
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the clients would have waited, in seconds; no test really waits."""
    waits: list[float] = []

    async def sleep(_: object, seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr(HttpTransport, "sleep", lambda _, seconds: waits.append(seconds))
    monkeypatch.setattr(AsyncHttpTransport, "sleep", sleep)
    return waits


def targets(server: Loopback) -> list[tuple[str, str]]:
    return [(seen.method, seen.target) for seen in server.requests]


# --- messages -------------------------------------------------------------------------------------------------------


def test_a_body_is_compact_utf8_json(run: Driver, server: Loopback) -> None:
    server.reply(Reply.of_json({"value": "done"}))
    request = run.request(
        "POST", "/devices('a%2Fb')/act?x=%20", body={"né": ["😀", None], "n": 1}, returns="Edm.String"
    )
    assert run(server.url + "/beta/", "send", request) == "done"
    (seen,) = server.requests
    assert (seen.method, seen.target) == ("POST", "/beta/devices('a%2Fb')/act?x=%20")
    assert seen.body == '{"né":["😀",null],"n":1}'.encode()
    assert seen.header("Content-Type") == "application/json"
    assert seen.header("Accept") == "application/json"
    assert seen.header("User-Agent") == AGENT
    assert seen.header("x-ms-client-request-id")
    assert seen.header("Authorization") is None


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_without_a_body_there_is_no_content_type(run: Driver, server: Loopback, method: str) -> None:
    server.reply(Reply(204))
    assert run(server.url, "send", run.request(method, "/x")) is None
    (seen,) = server.requests
    assert seen.body == b""
    assert seen.header("Content-Type") is None
    assert seen.header("Accept") == "application/json"


def test_an_empty_object_is_a_body(run: Driver, server: Loopback) -> None:
    server.reply(Reply(204))
    run(server.url, "send", run.request("POST", "/x", body={}))
    assert (server.requests[0].body, server.requests[0].header("Content-Type")) == (b"{}", "application/json")


def test_what_json_cannot_say_is_not_sent(run: Driver, server: Loopback) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        run(server.url, "send", run.request("POST", "/x", body={"n": float("nan")}))
    assert server.requests == []


def test_headers_of_the_request_and_of_the_call(run: Driver, server: Loopback) -> None:
    server.reply(Reply(204))
    request = run.request("GET", "/x", headers={"accept": "application/json;IEEE754Compatible=true", "Prefer": "a"})
    run(server.url, "send", request, headers={"ConsistencyLevel": "eventual"}, client={"headers": {"X-Base": "1"}})
    (seen,) = server.requests
    assert [value for name, value in seen.headers if name.lower() == "accept"] == [
        "application/json;IEEE754Compatible=true"
    ]
    assert (seen.header("Prefer"), seen.header("ConsistencyLevel"), seen.header("X-Base")) == ("a", "eventual", "1")


@pytest.mark.parametrize(
    "reply", [Reply(204), Reply(200), Reply(200, b"  \r\n"), Reply(202, b"", {"Content-Type": "application/json"})]
)
def test_no_content_is_none(run: Driver, server: Loopback, reply: Reply) -> None:
    server.reply(reply)
    assert run(server.url, "send", run.request("POST", "/x", returns="Edm.String")) is None


def test_a_response_with_a_byte_order_mark(run: Driver, server: Loopback) -> None:
    server.reply(Reply(200, '\ufeff{"value":"é"}'.encode()))
    assert run(server.url, "send", run.request("GET", "/x", returns="Edm.String")) == "é"


@pytest.mark.parametrize("body", [b"<html>sign in</html>", b"{", b"\xff\xfe{", b"[" * 200_000])
def test_a_result_that_is_not_json(run: Driver, server: Loopback, body: bytes) -> None:
    server.reply(Reply(200, body, {"Content-Type": "text/html"}))
    with pytest.raises(DecodeError, match=r"GET http://[0-9.:]+/x, client-request-id .*: expected JSON, got text/html"):
        run(server.url, "send", run.request("GET", "/x", returns="Edm.String"))


def test_text_where_nothing_is_expected_is_fine(run: Driver, server: Loopback) -> None:
    server.reply(Reply(200, b"<html>"))
    assert run(server.url, "send", run.request("POST", "/x")) is None


# --- errors ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (304, ResourceNotModifiedError),
        (400, HttpResponseError),
        (401, ClientAuthenticationError),
        (403, HttpResponseError),
        (404, ResourceNotFoundError),
        (409, ResourceExistsError),
        (412, ResourceModifiedError),
        (418, HttpResponseError),
    ],
)
def test_an_error_is_of_its_class_and_tells_what_the_service_said(
    run: Driver, server: Loopback, status: int, kind: type[HttpResponseError]
) -> None:
    server.reply(Reply.of_json({"error": {"code": "Nope", "message": "not today"}}, status))
    with pytest.raises(HttpResponseError) as raised:
        run(server.url, "send", run.request("GET", "/x", returns="Edm.String"))
    assert type(raised.value) is kind
    assert raised.value.status_code == status
    if status != 304:  # which has no body
        assert raised.value.error is not None
        assert (raised.value.error.code, raised.value.error.message) == ("Nope", "not today")
        assert "not today" in str(raised.value)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"error": 5}', b'{"error": {"code": 5, "details": 7}}'])
def test_an_error_whose_body_is_none(run: Driver, server: Loopback, body: bytes) -> None:
    server.reply(Reply(400, body))
    with pytest.raises(HttpResponseError) as raised:
        run(server.url, "send", run.request("GET", "/x"))
    assert raised.value.status_code == 400


# --- retries --------------------------------------------------------------------------------------------------------


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


# --- credentials ----------------------------------------------------------------------------------------------------


def test_a_token_goes_to_the_endpoint(run: Driver, server: Loopback) -> None:
    server.handler = lambda _: Reply(204)
    credential = run.token()
    run(server.url, "send", run.request("GET", "/x"), client={"credential": credential})
    assert server.requests[0].header("Authorization") == f"Bearer {TOKEN}"
    (asked,) = credential.asked
    assert asked == (("https://example.com/.default",), {"enable_cae": True})
    other = run.token()
    run(server.url, "send", run.request("GET", "/x"), client={"credential": other, "credential_scopes": ["s"]})
    assert other.asked[0][0] == ("s",)


def test_a_claims_challenge_is_answered(run: Driver, server: Loopback) -> None:
    claims = base64.urlsafe_b64encode(b'{"a":1}').decode()
    challenge = f'Bearer error="insufficient_claims", claims="{claims}"'
    server.reply(Reply(401, headers={"WWW-Authenticate": challenge}), Reply(204))
    credential = run.token()
    run(server.url, "send", run.request("POST", "/x"), client={"credential": credential})
    assert [options.get("claims") for _, options in credential.asked] == [None, '{"a":1}']


def test_a_key(run: Driver, server: Loopback) -> None:
    server.handler = lambda _: Reply(204)
    key = AzureKeyCredential(KEY)
    run(server.url, "send", run.request("GET", "/x"), client={"credential": key}, enforce_https=True)
    policy: Any = AzureKeyCredentialPolicy(key, "X-Special")
    run(server.url, "send", run.request("GET", "/x"), client={"authentication_policy": policy})
    first, second = server.requests
    assert (first.header("api-key"), first.header("Authorization")) == (KEY, None)
    assert (second.header("X-Special"), second.header("api-key")) == (KEY, None)


@pytest.mark.parametrize("endpoint", ["http://example.com", "http://127.evil.example", "http://localhost.example"])
@pytest.mark.parametrize("key", [True, False])
def test_credentials_need_https(run: Driver, endpoint: str, key: bool) -> None:
    with pytest.raises(ValueError, match="https only"):
        run.client(AzureKeyCredential(KEY) if key else run.token(), endpoint=endpoint)
    run.client(None, endpoint=endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "example.com",
        "//example.com",
        "ftp://example.com",
        "https://u:p@example.com",
        "https://a.com\\@b.com",
        "https://é",
        "https://example.com?x=1",
        "https://example.com#x",
        "https://exa mple.com",
        "https://:443",
        "https://example.com:x",
    ],
)
def test_endpoints_are_plain_urls(run: Driver, endpoint: str) -> None:
    broken = type("Broken", (run.client,), {"_endpoint": endpoint})
    with pytest.raises(ValueError, match="an endpoint is"):
        broken(None)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://Example.com/x", ("https", "example.com", 443)),
        ("HTTP://[::1]:80?q", ("http", "[::1]", 80)),
        ("https://example.com:8443#f", ("https", "example.com", 8443)),
        ("https://example.com\n", None),
        ("https://example.com@evil.example/", None),
        ("https://example.com%2eevil.example/", None),
        ("https:/example.com", None),
        (" https://example.com", None),
        ("https://e\u212aample.com", None),
    ],
)
def test_origin(runtime: SimpleNamespace, url: str, found: Any) -> None:
    assert runtime.origins.origin(url) == found


class Stamp(SansIOHTTPPolicy[Any, Any]):
    """Authenticates with a header that nobody knows."""

    def on_request(self, request: Any) -> None:
        request.http_request.headers["X-Unheard-Of"] = KEY


def _policies(run: Driver) -> list[dict[str, Any]]:
    class Signature:
        signature = "sig=" + KEY

    signature: Any = Signature()
    return [
        {"credential": run.token()},
        {"credential": AzureKeyCredential(KEY)},
        {"authentication_policy": Stamp()},
        {"authentication_policy": AzureSasCredentialPolicy(signature)},
        {"credential": None, "headers": {"Authorization": KEY, "Cookie": KEY}},
    ]


@pytest.mark.parametrize("case", range(5))
def test_no_credential_leaves_for_another_origin(run: Driver, server: Loopback, other: Loopback, case: int) -> None:
    """By an absolute URL, by its redirect back home, and by a challenge of the other server."""
    challenge = 'Bearer error="insufficient_claims", claims="e30="'
    other.reply(Reply(401, headers={"WWW-Authenticate": challenge}), Reply.redirect(server.url + "/secret"))
    explicit = {"Authorization": KEY, "cookie": KEY, "API-KEY": KEY, "Proxy-Authorization": KEY, "X-Kept": "1"}
    request = HttpRequest("GET", other.url + "/theirs?q=1", headers=explicit)
    options = _policies(run)[case]
    statuses = [run(server.url, "send_request", request, client=options).status_code for _ in range(2)]
    assert statuses == [401, 302]
    for seen in other.requests:
        assert seen.target == "/theirs?q=1"
        assert not [value for _, value in seen.headers if KEY in value or TOKEN in value]
        assert seen.header("X-Kept") == "1"
    assert server.requests == []
    if case == 0:
        assert options["credential"].asked == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PATCH", "DELETE"])
def test_redirects(run: Driver, server: Loopback, other: Loopback, status: int, method: str) -> None:
    client = {"credential": run.token()}
    request = HttpRequest(method, "/x", content=None if method in ("GET", "HEAD") else b"{}")
    server.handler = lambda seen: Reply.redirect("y?z=1", status) if seen.target == "/beta/x" else Reply(204)
    found = run(server.url + "/beta", "send_request", request, client=client)
    if method in ("GET", "HEAD") or status in (307, 308):
        first, second = server.requests
        assert (found.status_code, second.target, second.body) == (204, "/beta/y?z=1", first.body)
        assert second.method == ("GET" if status == 303 else method)
        assert second.header("Authorization") == f"Bearer {TOKEN}"
    else:
        assert (found.status_code, len(server.requests)) == (status, 1)
    for target in (other.url + "/", other.url.replace("http:", ""), f"http://localhost:{server.port}/"):
        server.reply(Reply.redirect(target, status))
        assert run(server.url, "send_request", request, client=client).status_code == status
    assert other.requests == []


def test_a_redirect_keeps_the_key(run: Driver, server: Loopback) -> None:
    server.reply(Reply.redirect("/y"), Reply(204))
    run(server.url, "send", run.request("GET", "/x"), client={"credential": AzureKeyCredential(KEY)})
    assert [seen.header("api-key") for seen in server.requests] == [KEY, KEY]


@pytest.mark.parametrize("location", ["https://127.0.0.1:1/", "javascript:1", "http://127.0.0.1\\@x/", "http://["])
def test_a_redirect_to_nowhere_is_an_error(run: Driver, server: Loopback, location: str) -> None:
    server.reply(Reply.redirect(location))
    with pytest.raises((HttpResponseError, ValueError)):  # the latter from requests, which reads Location by itself
        run(server.url, "send", run.request("GET", "/x"))
    assert len(server.requests) == 1


def test_redirects_without_a_place_and_without_end(run: Driver, server: Loopback) -> None:
    server.reply(Reply(302))
    assert run(server.url, "send_request", HttpRequest("GET", "/x")).status_code == 302
    server.handler = lambda _: Reply.redirect("/x")
    with pytest.raises(HttpResponseError, match="maximum redirect"):
        run(server.url, "send_request", HttpRequest("GET", "/x"), redirect_max=3)


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


@pytest.mark.parametrize("records", ["", "1"])
def test_secrets_are_never_logged(
    run: Driver, server: Loopback, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, records: str
) -> None:
    monkeypatch.setenv("AZURE_SDK_LOGGING_MULTIRECORD", records)
    body = "canary-body"
    server.handler = lambda _: Reply.of_json({"value": body}, Set_Cookie="id=canary-cookie")
    request = run.request("POST", "/x?q=canary-query", body={"a": body}, returns="Edm.String")
    with caplog.at_level(logging.DEBUG):
        for credential in (run.token(), AzureKeyCredential(KEY)):
            options = {"credential": credential, "logging_enable": True}
            assert run(server.url, "send", request, client=options, logging_enable=True) == body
    logged = [record for record in caplog.records if record.name.startswith("azure.")]
    assert "Authorization" in " ".join(record.getMessage() for record in logged)  # redacted, so it was looked at
    text = "\n".join(record.getMessage() for record in caplog.records)
    assert not [secret for secret in (TOKEN, KEY, body, "canary-cookie") if secret in text]
    assert not [record for record in logged if "canary-query" in record.getMessage()]


# --- pages ----------------------------------------------------------------------------------------------------------


def _strings(run: Driver, method: str = "GET", **options: Any) -> Any:
    return run.request(method, "/devices", returns="Collection(Edm.String)", **options)


def test_three_pages(run: Driver, server: Loopback) -> None:
    links = {
        "/beta/devices": server.url + "/beta/devices?$skiptoken=a%20b",
        "/beta/devices?$skiptoken=a%20b": "devices?p=3",
    }
    values = iter([["a", "b"], [], ["c"]])

    def page(seen: Seen) -> Reply:
        return Reply.of_json({"value": next(values), "@odata.nextLink": links.get(seen.target)})

    server.handler = page
    client = {"credential": run.token()}
    found = run(
        server.url + "/beta", "pages", _strings(run, headers={"Prefer": "p"}), client=client, headers={"X-Call": "c"}
    )
    assert found == ["a", "b", "c"]
    assert targets(server) == [
        ("GET", t) for t in ("/beta/devices", "/beta/devices?$skiptoken=a%20b", "/beta/devices?p=3")
    ]
    for seen in server.requests:
        expected = (f"Bearer {TOKEN}", "p", "c", "application/json")
        assert (*map(seen.header, ("Authorization", "Prefer", "X-Call", "Accept")),) == expected


def test_pages_of_an_action_go_on_with_get(run: Driver, server: Loopback) -> None:
    server.reply(Reply.of_json({"value": ["a"], "@nextLink": "/more"}), Reply.of_json({"value": ["b"]}))
    assert run(server.url, "pages", _strings(run, "POST", body={"n": 1})) == ["a", "b"]
    assert targets(server) == [("POST", "/devices"), ("GET", "/more")]
    assert (server.requests[1].body, server.requests[1].header("Content-Type")) == (b"", None)


@pytest.mark.parametrize(
    "link",
    [
        "{other}/devices",
        "//127.0.0.1:{port}/devices",
        "https://127.0.0.1:{own}/devices",
        "http://localhost:{own}/devices",
        "http://127.0.0.1:{own}@127.0.0.1:{port}/",
        "http://127.0.0.1:{own}\\@127.0.0.1:{port}/",
        "ftp://127.0.0.1/",
        "http://[",
        "http://127.0.0.1:{port}\\@127.0.0.1:{own}/",
        " {other}/",
        "javascript:1",
    ],
)
def test_a_next_link_to_another_origin_is_refused(run: Driver, server: Loopback, other: Loopback, link: str) -> None:
    found = link.format(other=other.url, port=other.port, own=server.port)
    server.reply(Reply.of_json({"value": ["a"], "@odata.nextLink": found}))
    with pytest.raises(ValueError, match="a link leaves") as raised:
        run(server.url, "pages", _strings(run), client={"credential": run.token()})
    assert isinstance(raised.value, AzureError)
    assert (len(server.requests), other.requests) == (1, [])


def test_items_before_a_refused_link_arrive(runtime: SimpleNamespace, server: Loopback, other: Loopback) -> None:
    server.reply(Reply.of_json({"value": ["a", "b"], "@odata.nextLink": other.url}))
    run = Driver("sync", runtime)
    with run.client(None, endpoint=server.url) as client:
        pages = run.paged(client, _strings(run))
        assert [next(pages), next(pages)] == ["a", "b"]
        with pytest.raises(runtime.paging.ForeignLinkError):
            next(pages)
        with pytest.raises(runtime.paging.ForeignLinkError):
            next(run.paged(client, _strings(run)).by_page(other.url + "/token"))


@pytest.mark.parametrize(
    "data", [{}, {"value": None}, {"value": {}}, [], "x", {"value": [], "@odata.nextLink": 5}, None]
)
def test_what_is_no_page(run: Driver, server: Loopback, data: Any) -> None:
    server.reply(Reply.of_json(data))
    with pytest.raises(DecodeError, match=r"cannot read .* as Collection"):
        run(server.url, "pages", _strings(run))


@pytest.mark.parametrize(
    ("context", "following"),
    [
        ("../$metadata#devices", "/beta/a(1)/devices?p=2"),
        ("{root}/$metadata#a(1)/devices", "/beta/a(1)/devices?p=2"),
        (None, "/beta/a(1)/a(1)/devices?p=2"),
        (7, "/beta/a(1)/a(1)/devices?p=2"),
    ],
)
def test_a_relative_next_link_starts_from_the_context_url(
    run: Driver, server: Loopback, context: Any, following: str
) -> None:
    """OData JSON section 4.3."""
    told = context.format(root=server.url + "/beta") if isinstance(context, str) else context
    first = {"@odata.context": told, "value": ["a"], "@odata.nextLink": "a(1)/devices?p=2"}
    server.reply(Reply.of_json(first), Reply.of_json({"value": ["b"]}))
    request = run.request("GET", "/a(1)/devices", returns="Collection(Edm.String)")
    assert run(server.url + "/beta", "pages", request) == ["a", "b"]
    assert server.requests[1].target == following


def test_an_empty_next_link_is_the_end(run: Driver, server: Loopback) -> None:
    server.reply(Reply.of_json({"value": ["a"], "@odata.nextLink": ""}))
    assert run(server.url, "pages", _strings(run)) == ["a"]


# --- the rest of the surface ----------------------------------------------------------------------------------------


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


def test_hooks_policies_and_user_agent(run: Driver, server: Loopback) -> None:
    class Counting(SansIOHTTPPolicy[Any, Any]):
        def __init__(self) -> None:
            self.count = 0

        def on_request(self, request: Any) -> None:
            self.count += 1

    call, attempt, seen = Counting(), Counting(), list[int]()
    server.reply(Reply(503), Reply(204))
    options = {"per_call_policies": [call], "per_retry_policies": [attempt], "user_agent": "app/2"}
    hook: Any = lambda response: seen.append(response.http_response.status_code)  # noqa: E731
    run(server.url, "send", run.request("GET", "/x"), client=options, raw_response_hook=hook)
    assert (call.count, attempt.count, seen) == (1, 2, [503, 204])
    assert server.requests[0].header("User-Agent") == f"app/2 {AGENT}"


def test_only_the_documented_names_are_taken(run: Driver) -> None:
    assert {name for name in dir(run.client) if not name.startswith("_")} == {
        "send",
        "send_request",
        "close",
        "endpoint",
    }


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


# --- what is said and read beside the JSON ---------------------------------------------------------------------------


def test_the_version_is_said(run: Driver, server: Loopback) -> None:
    server.handler = lambda _: Reply(204)
    run(server.url, "send", run.request("GET", "/x"))
    run(server.url, "send", run.request("POST", "/x", body={}))
    said = [(seen.header("OData-MaxVersion"), seen.header("OData-Version")) for seen in server.requests]
    assert said == [("4.0", None), ("4.0", "4.0")]


@pytest.mark.parametrize("prefix", ["@odata.", "@"])
@pytest.mark.parametrize("name", ["send", "pages"])
def test_a_page_keeps_its_links_and_the_count(run: Driver, server: Loopback, prefix: str, name: str) -> None:
    last = {"value": ["b"], f"{prefix}deltaLink": "x?$deltatoken=9"}
    page = {"value": ["a"], f"{prefix}nextLink": "x?page=2", f"{prefix}count": "2" if prefix == "@" else 2}
    server.reply(Reply.of_json(page), Reply.of_json(last))
    request = run.request("GET", "/x?$count=true", returns="Collection(Edm.String)")
    if name == "send":
        found = run(server.url, "send", request)
        assert (list(found), found.next_link, found.delta_link) == (["a"], f"{server.url}/x?page=2", None)
        assert found.total_count == 2
        return
    seen: list[Any] = []

    def keep(client: Any) -> Any:
        paged = run.paged(client, request)
        assert (paged.count, paged.delta_link) == (None, None)
        seen.append(paged)
        return paged

    if run.kind == "sync":
        with run.client(None, endpoint=server.url) as client:
            assert keep(client).get_count() == 2
            assert list(seen[0]) == ["a", "b"]
    else:

        async def awaited() -> None:
            async with run.client(None, endpoint=server.url) as client:
                assert await keep(client).get_count() == 2
                assert [item async for item in seen[0]] == ["a", "b"]

        asyncio.run(awaited())
    assert (seen[0].count, seen[0].delta_link) == (2, f"{server.url}/x?$deltatoken=9")
    assert [one.target for one in server.requests] == ["/x?$count=true", "/x?page=2"]


def test_going_on_from_a_link(run: Driver, server: Loopback, other: Loopback, runtime: SimpleNamespace) -> None:
    request = run.request("GET", "/ignored", headers={"Prefer": "a"}, returns="Collection(Edm.String)")
    server.reply(Reply.of_json({"value": ["a"]}), Reply.of_json({"value": ["b"]}))
    assert run(server.url, "pages", request, f"{server.url}/x?$deltatoken=9", headers={"X-More": "1"}) == ["a"]
    assert run(f"{server.url}/v1", "pages", request, "x?$skiptoken=2") == ["b"]
    assert [one.target for one in server.requests] == ["/x?$deltatoken=9", "/v1/x?$skiptoken=2"]
    assert (server.requests[0].header("Prefer"), server.requests[0].header("X-More")) == ("a", "1")
    with pytest.raises(runtime.paging.ForeignLinkError) as raised:
        run(server.url, "pages", request, f"{other.url}/x?sig=secret1&$skiptoken=secret2&$top=5")
    assert other.requests == []
    assert f"{other.url}/x" in str(raised.value) and "$top=5" in str(raised.value)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("type_", ["application/json", "text/csv", "application/octet-stream"])
def test_a_stream_is_its_octets_whatever_its_type(run: Driver, server: Loopback, type_: str) -> None:
    server.reply(Reply(200, b'{"value": "\xff"}', {"Content-Type": type_}), Reply(204))
    request = run.request("GET", "/x", returns="Edm.Stream")
    assert run(server.url, "send", request) == b'{"value": "\xff"}'
    assert run(server.url, "send", request) is None
    assert server.requests[0].header("Accept") == "*/*"


def test_octets_come_as_json_or_as_they_are(run: Driver, server: Loopback) -> None:
    server.reply(Reply.of_json({"value": "AP8="}), Reply(200, b"\x00\xff", {"Content-Type": "image/png"}))
    request = run.request("GET", "/x", returns="Edm.Binary")
    assert [run(server.url, "send", request), run(server.url, "send", request)] == [b"\x00\xff", b"\x00\xff"]


@pytest.mark.parametrize("text", ["", "abc", "größe"])
def test_text_is_no_content(run: Driver, server: Loopback, tmp_path: Path, text: str) -> None:
    (tmp_path / "text").write_text(text, encoding="utf-8")
    with (tmp_path / "text").open(encoding="utf-8") as file:
        for content in (text, file, io.StringIO(text)):
            with pytest.raises(TypeError, match="content is"):
                run(server.url, "send", run.request("PUT", "/x", content=content))
    assert server.requests == []


def test_empty_content_has_a_length(run: Driver, server: Loopback, tmp_path: Path) -> None:
    """A file that was read to its end, too; there is no octet to send in chunks."""
    (tmp_path / "octets").write_bytes(b"read")
    with (tmp_path / "octets").open("rb") as file:
        file.read()
        for content in (b"", io.BytesIO(), file):
            server.reply(Reply(204))
            run(server.url, "send", run.request("PUT", "/x", content=content))
            seen = server.requests[-1]
            assert (seen.body, seen.header("Content-Length"), seen.header("Transfer-Encoding")) == (b"", "0", None)


def test_content_is_sent_as_it_is(run: Driver, server: Loopback, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"from a file")
    server.handler = lambda _: Reply(204)
    with (tmp_path / "file").open("rb") as file:
        for content in (b"\x00\xff", file):
            headers = {"Content-Type": "image/png"}
            run(server.url, "send", run.request("PUT", "/x", content=content, headers=headers))
    assert [seen.body for seen in server.requests] == [b"\x00\xff", b"from a file"]
    assert {seen.header("Content-Type") for seen in server.requests} == {"image/png"}


def test_a_download_follows_to_storage_without_the_token(run: Driver, server: Loopback, other: Loopback) -> None:
    other.handler = lambda _: Reply(200, b"octets")
    server.handler = lambda _: Reply.redirect(f"{other.url}/blob?sig=secret")
    request = run.request("GET", "/x", headers={"X-Own": "secret"}, returns="Edm.Stream")
    client = {"credential": run.token()}
    assert run(server.url, "send", request, client=client) == b"octets"
    (seen,) = other.requests
    assert (seen.target, seen.header("Authorization"), seen.header("X-Own")) == ("/blob?sig=secret", None, None)
    assert server.requests[0].header("Authorization") == f"Bearer {TOKEN}"
    for unlike in (run.request("GET", "/x", returns="Edm.String"), run.request("POST", "/x", returns="Edm.Stream")):
        with pytest.raises(HttpResponseError, match="302"):
            run(server.url, "send", unlike)
    assert len(other.requests) == 1


# --- errors that can be traced ---------------------------------------------------------------------------------------


def test_an_error_says_what_was_asked_and_which_request_it_was(run: Driver, server: Loopback) -> None:
    body = {"error": {"code": "Bad", "message": "no", "innerError": {"request-id": "inner-1", "date": "today"}}}
    server.reply(Reply.of_json(body, 400, request_id="outer-2"))
    url = "/x('a')?$select=id&$skiptoken=secret1&sig=secret2&%24top=5"
    with pytest.raises(HttpResponseError) as raised:
        run(server.url, "send", run.request("GET", url))
    text = str(raised.value)
    assert raised.value.error and raised.value.error.code == "Bad"
    assert raised.value.error.innererror == {"request-id": "inner-1", "date": "today"}
    for part in (f"GET {server.url}/x('a')?$select=id&", "%24top=5", "request-id outer-2", "inner-1", "Bad"):
        assert part in text
    assert "secret" not in text
    own = server.requests[0].header("client-request-id")
    assert own and own == server.requests[0].header("x-ms-client-request-id") and own in text


@pytest.mark.parametrize(
    "body", [{"error": "text"}, {"error": None}, {"error": []}, [], "x", None, {"error": {"a": 1}}]
)
def test_errors_of_any_shape_have_status_and_content(run: Driver, server: Loopback, body: Any) -> None:
    server.reply(Reply.of_json(body, 418))
    with pytest.raises(HttpResponseError, match="418") as raised:
        run(server.url, "send", run.request("GET", "/x"))
    assert raised.value.status_code == 418 and "GET http://" in str(raised.value)


def test_a_message_as_odata_2_writes_it(run: Driver, server: Loopback) -> None:
    server.reply(Reply.of_json({"error": {"code": "X/1", "message": {"lang": "en", "value": "old style"}}}, 400))
    with pytest.raises(HttpResponseError, match="old style") as raised:
        run(server.url, "send", run.request("GET", "/x"))
    assert raised.value.error and raised.value.error.message == "old style"


@pytest.mark.parametrize("option", ["retry_totl", "credentials", "verify", "timeuot"])
def test_an_option_that_nothing_reads_is_refused(run: Driver, option: str) -> None:
    with pytest.raises(TypeError, match=f"no option '{option}'"):
        run.client(None, **{option: 3})


def test_a_slip_of_the_pen_is_named(run: Driver) -> None:
    with pytest.raises(TypeError, match="did you mean 'retry_total'"):
        run.client(None, retry_totl=3)


def test_every_option_of_azure_core_is_known(runtime: SimpleNamespace) -> None:
    """What the policies and transports of the installed release take from the options of a client, read in their source
    by the names that they pop and get."""
    source = Path(importlib.import_module("azure.core").__file__ or "").parent
    paths = [
        *source.glob("pipeline/policies/*.py"),
        *source.glob("pipeline/transport/*.py"),
        source / "configuration.py",
    ]
    found: set[str] = set()
    for path in paths:
        found.update(re.findall(r"kwargs\.(?:pop|get)\(\s*\"(\w+)\"", path.read_text(encoding="utf-8")))
    # for custom hooks of ARM, of the pipeline client itself, and of single calls
    found -= {
        "transport",
        "enable_cae",
        "polling_interval",
        "_return_pipeline_response",
        "decompress",
        "stream",
        "trio_limiter",
    }
    assert {each for each in found if not each.startswith("_")} <= runtime.client_base._OPTIONS


@pytest.mark.parametrize("credential", ["token", b"token", 5, object()])
def test_what_is_no_credential_is_refused(run: Driver, credential: Any) -> None:
    with pytest.raises(TypeError, match="credential is a token credential"):
        run.client(credential)


def test_a_client_says_where_it_points(run: Driver) -> None:
    assert repr(run.client(None)) == "<SampleClient https://example.com/beta>"
    assert run.client(None, endpoint="https://other.example/v1/").endpoint == "https://other.example/v1"
