"""What both clients share, against a real server on this machine: requests, credentials, options."""

from __future__ import annotations

import base64
import importlib
import logging
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from azure.core.credentials import AzureKeyCredential
from azure.core.pipeline.policies import AzureKeyCredentialPolicy

from tests.support.loopback import Loopback, Reply
from tests.unit.runtime.transport import AGENT, KEY, TOKEN, Driver


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
    with pytest.raises(ValueError, match="the endpoint must be"):
        broken(None)


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


def test_only_the_documented_names_are_taken(run: Driver) -> None:
    assert {name for name in dir(run.client) if not name.startswith("_")} == {
        "batch",
        "download",
        "expanded",
        "send",
        "send_request",
        "close",
        "endpoint",
    }


def test_the_version_is_said(run: Driver, server: Loopback) -> None:
    server.handler = lambda _: Reply(204)
    run(server.url, "send", run.request("GET", "/x"))
    run(server.url, "send", run.request("POST", "/x", body={}))
    said = [(seen.header("OData-MaxVersion"), seen.header("OData-Version")) for seen in server.requests]
    assert said == [("4.0", None), ("4.0", "4.0")]


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
