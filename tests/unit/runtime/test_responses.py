"""Results and errors of responses from a real server."""

from __future__ import annotations

import traceback
from typing import Any

import pytest
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import (
    ClientAuthenticationError,
    DecodeError,
    HttpResponseError,
    ResourceExistsError,
    ResourceModifiedError,
    ResourceNotFoundError,
    ResourceNotModifiedError,
)

from tests.support.loopback import Loopback, Reply
from tests.unit.runtime.transport import KEY, Driver


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
    assert isinstance(raised.value, kind)
    assert type(raised.value).__name__ == kind.__name__
    assert raised.value.status_code == status
    if status != 304:  # which has no body
        assert raised.value.error is not None
        assert (raised.value.error.code, raised.value.error.message) == ("Nope", "not today")
        assert "not today" in str(raised.value)


SECRETS = [
    "see https://a.example/b?sv=1&sig=s3cret%2B0, please",
    "the token Bearer s3cret0123456789abcdef is over",
    "eyJhbGciOiJIUzI1NiJ9.eyJzM2NyZXQiOjF9s3cret.abc_s3cret",
    "api-key=s3cret; AccountKey=s3cret==;",
    'got {"accessToken": "s3cret", "x": 1}',
    "Authorization: Basic dXNlcjpzM2NyZXQ6s3cret1=",
]
SHOWN = "the field api-key is missing (Bearer realm: x, authorization_uri=y), see https://a.example/b?$top=5"


@pytest.mark.parametrize("status", [200, 400, 401, 404, 500])
@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("place", ["message", "details", "inner", "text"])
def test_what_a_service_says_is_shown_without_secrets(
    run: Driver, server: Loopback, caplog: pytest.LogCaptureFixture, secret: str, place: str, status: int
) -> None:
    caplog.set_level("DEBUG")
    bodies: dict[str, Any] = {
        "message": {"error": {"code": "c", "message": f"{secret} {SHOWN}"}},
        "details": {"error": {"code": "c", "message": SHOWN, "details": [{"code": "c", "message": secret}]}},
        "inner": {"error": {"code": "c", "message": SHOWN, "innerError": {"inner": {"said": secret}}}},
        "text": [secret, SHOWN],
    }
    body = bodies[place]
    server.reply(Reply.of_json(body, status))
    with pytest.raises(HttpResponseError) as raised:
        run(server.url, "send", run.request("GET", "/x", returns="Collection(Edm.String)"), retry_total=0)
    text = "".join(traceback.format_exception(raised.value)) + f"{raised.value!r} {raised.value.message} {caplog.text}"
    assert "s3cret" not in text
    assert SHOWN in text.replace('\\"', '"')
    assert raised.value.response is not None and "s3cret" in raised.value.response.text()  # for those who ask


def test_an_error_does_not_show_the_key_that_was_sent(run: Driver, server: Loopback) -> None:
    server.handler = lambda seen: Reply(401, f"the key {seen.header('api-key')} is over".encode())
    with pytest.raises(HttpResponseError, match="the key … is over") as raised:
        run(server.url, "send", run.request("GET", "/x"), client={"credential": AzureKeyCredential(KEY)})
    assert KEY not in f"{raised.value} {raised.value!r} {raised.value.message}"


@pytest.mark.parametrize("end", range(-45, 5))
def test_a_secret_at_the_end_of_what_is_shown_is_hidden(run: Driver, server: Loopback, end: int) -> None:
    secrets = (f"the key {KEY}{KEY}", "Bearer s3cretABCDEF0123456789", "eyJhbGciOiJIUzI1NiJ9.eyJzM2NyZXQiOjF9.s3cret")
    client = {"credential": AzureKeyCredential(KEY + KEY)}

    def said(body: str) -> str:
        server.reply(Reply(400, body.encode()))
        with pytest.raises(HttpResponseError) as raised:
            run(server.url, "send", run.request("GET", "/x", returns="Edm.String"), client=client)
        return str(raised.value)

    room = 2049 - len(said("x"))
    for secret in secrets:
        shown = said("x" * (room + end) + f" {secret} and more")
        assert len(shown) <= 2048
        assert not [piece for piece in (KEY[:8], "s3cret", "eyJ") if piece in shown], shown[-80:]


def test_a_very_long_message_is_cut(run: Driver, server: Loopback) -> None:
    message = "?a=1&" * 2_000_000
    server.reply(Reply.of_json({"error": {"code": "c", "message": message}}, 400))
    with pytest.raises(HttpResponseError) as raised:
        run(server.url, "send", run.request("GET", "/x", returns="Edm.String"))
    assert len(str(raised.value)) < 70_000
    assert "client-request-id" in str(raised.value)
    assert raised.value.error is not None
    assert raised.value.error.message == message


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"error": 5}', b'{"error": {"code": 5, "details": 7}}'])
def test_an_error_whose_body_is_none(run: Driver, server: Loopback, body: bytes) -> None:
    server.reply(Reply(400, body))
    with pytest.raises(HttpResponseError) as raised:
        run(server.url, "send", run.request("GET", "/x"))
    assert raised.value.status_code == 400


def test_octets_come_as_json_or_as_they_are(run: Driver, server: Loopback) -> None:
    server.reply(Reply.of_json({"value": "AP8="}), Reply(200, b"\x00\xff", {"Content-Type": "image/png"}))
    request = run.request("GET", "/x", returns="Edm.Binary")
    assert [run(server.url, "send", request), run(server.url, "send", request)] == [b"\x00\xff", b"\x00\xff"]


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
