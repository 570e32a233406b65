"""Origins: which requests carry credentials, and which redirects are followed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import (
    HttpResponseError,
)
from azure.core.pipeline.policies import AzureSasCredentialPolicy, SansIOHTTPPolicy
from azure.core.rest import HttpRequest

from tests.support.loopback import Loopback, Reply
from tests.unit.runtime.transport import KEY, TOKEN, Driver


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
