"""The generated clients on the wire: a real server on loopback, sync and async."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from azure.core.credentials import AccessToken, AccessTokenInfo
from azure.core.exceptions import (
    ClientAuthenticationError,
    HttpResponseError,
    ResourceNotFoundError,
    ServiceRequestError,
)
from azure.core.rest import HttpRequest
from graph_remote_assistance import RemoteAssistanceClient, Request, aio, routes
from graph_remote_assistance.models import RemoteAssistanceReporting, RemoteAssistanceSessionType, from_json

from tests import payloads
from tests.support.loopback import Loopback, Reply, Seen

TOKEN = "canary-token-of-this-test"
NO_CONTENT = Reply(204)
ERROR = {"error": {"code": "Forbidden", "message": "No licence.", "innerError": {"request-id": "1"}}}


class Credential:
    """A token credential of both kinds; says which scopes it was asked for."""

    def __init__(self) -> None:
        self.scopes: list[tuple[str, ...]] = []

    def get_token(self, *scopes: str, **_: Any) -> AccessToken:
        self.scopes.append(scopes)
        return AccessToken(TOKEN, int(time.time()) + 3600)

    def get_token_info(self, *scopes: str, **_: Any) -> AccessTokenInfo:
        self.scopes.append(scopes)
        return AccessTokenInfo(TOKEN, int(time.time()) + 3600)


class AsyncCredential(Credential):
    """The async kind."""

    async def get_token(self, *scopes: str, **_: Any) -> AccessToken:  # type: ignore[override]
        return super().get_token(*scopes)

    async def get_token_info(self, *scopes: str, **_: Any) -> AccessTokenInfo:  # type: ignore[override]
        return super().get_token_info(*scopes)

    async def close(self) -> None:
        pass

    async def __aenter__(self) -> AsyncCredential:
        return self

    async def __aexit__(self, *details: object) -> None:
        pass


Build = Callable[[Any], Request[Any]]
Run = Callable[[str, Build], Any]


def run_sync(url: str, build: Build) -> Any:
    with RemoteAssistanceClient(Credential(), endpoint=f"{url}/beta") as client:
        return client.send(build(client))


def run_async(url: str, build: Build) -> Any:
    async def call() -> Any:
        async with aio.RemoteAssistanceClient(AsyncCredential(), endpoint=f"{url}/beta") as client:
            return await client.send(build(client))

    return asyncio.run(call())


@pytest.fixture(params=[run_sync, run_async], ids=["sync", "async"])
def run(request: pytest.FixtureRequest) -> Run:
    found: Run = request.param
    return found


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as loopback:
        yield loopback


def walk(client: Any, route: routes.Route, keys: dict[str, str]) -> Any:
    """The operation's builder, by the chain of attributes and subscripts that a route spells."""
    values = iter(keys.values())
    builder = client
    for part in str(route).strip("/").split("/"):
        if part.startswith("{"):
            builder = builder[next(values)]
        else:
            name = "".join(f"_{each.lower()}" if each.isupper() else each for each in part)
            builder = getattr(builder, name)
    return builder


EVERY = [(each, route) for each in routes.operations.values() for route in each.routes]
DOCUMENTED = [(operation, route) for operation, route in EVERY if route.documented]


def test_there_are_eight_documented_routes() -> None:
    assert len(DOCUMENTED) == 8


@pytest.mark.parametrize(("operation", "route"), DOCUMENTED, ids=lambda each: str(each)[-70:])
def test_each_documented_variant_arrives(
    run: Run, server: Loopback, operation: routes.Operation, route: routes.Route
) -> None:
    """Through the builders, `resolve` and a URL that was matched."""
    keys = {key.name: f"{number} o'clock/é" for number, key in enumerate(route.keys)}
    segments = [part for part in route.template.split("/")[1:-1] if not part.startswith("{")]
    server.reply(NO_CONTENT, NO_CONTENT, NO_CONTENT)
    run(server.url, lambda client: walk(client, route, keys).post.to_request())
    bound = operation.resolve(via="/".join(segments), **keys)
    run(server.url, lambda _: bound.to_request())
    matched = routes.match(bound.url)
    run(server.url, lambda _: matched.operation.resolve(via="/".join(segments), **matched.keys).to_request())
    assert {(seen.method, seen.target) for seen in server.requests} == {("POST", f"/beta{bound.url}")}
    assert len(server.requests) == 3
    assert bound.route == route


def test_request_without_parameters_has_no_body(run: Run, server: Loopback) -> None:
    server.reply(NO_CONTENT)
    result = run(
        server.url,
        lambda client: client.device_management.managed_devices["3f5a"].request_remote_assistance.post.to_request(),
    )
    assert result is None
    (seen,) = server.requests
    assert (seen.method, seen.target) == ("POST", "/beta/deviceManagement/managedDevices/3f5a/requestRemoteAssistance")
    assert seen.header("Authorization") == f"Bearer {TOKEN}"
    assert seen.header("Accept") == "application/json"
    assert seen.header("Content-Type") is None
    assert seen.body == b""


def test_a_report_arrives_as_it_was(run: Run, server: Loopback) -> None:
    server.reply(NO_CONTENT)
    report = from_json(RemoteAssistanceReporting, dict(payloads.FULL_REPORT))
    run(
        server.url,
        lambda client: client.device_management.report_remote_assistance.post.to_request(reporting_payload=report),
    )
    (seen,) = server.requests
    assert seen.target == "/beta/deviceManagement/reportRemoteAssistance"
    assert seen.header("Content-Type") == "application/json"
    assert seen.json() == {"reportingPayload": payloads.FULL_REPORT}
    assert list(seen.json()["reportingPayload"]) == list(payloads.FULL_REPORT)
    assert b'"2016-12-31T23:58:46.7156189-08:00"' in seen.body


def test_a_constructed_report_sends_null_and_leaves_out(run: Run, server: Loopback) -> None:
    server.reply(NO_CONTENT)
    report = RemoteAssistanceReporting(
        id="1",
        start_date_time=datetime(2026, 11, 21, 12, 0, tzinfo=UTC),
        remote_assistance_session_type=RemoteAssistanceSessionType.FULL_CONTROL,
        helper_email="x",
        sharer_email="y",
    )
    report.helper_email = None
    del report.sharer_email
    run(
        server.url,
        lambda client: client.device_management.report_remote_assistance.post.to_request(reporting_payload=report),
    )
    assert server.requests[0].json() == {
        "reportingPayload": {
            "@odata.type": "#microsoft.graph.remoteAssistanceReporting",
            "id": "1",
            "startDateTime": "2026-11-21T12:00:00Z",
            "remoteAssistanceSessionType": "fullControl",
            "helperEmail": None,
        }
    }


def ask(client: Any) -> Request[Any]:
    request: Request[Any] = client.device_management.managed_devices["1"].request_remote_assistance.post.to_request()
    return request


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, HttpResponseError),
        (401, ClientAuthenticationError),
        (403, HttpResponseError),
        (404, ResourceNotFoundError),
    ],
)
def test_an_odata_error_is_an_exception_of_azure_core(
    run: Run, server: Loopback, status: int, kind: type[HttpResponseError]
) -> None:
    server.reply(Reply.of_json(ERROR, status))
    with pytest.raises(kind) as caught:
        run(server.url, ask)
    assert caught.value.status_code == status
    assert caught.value.error is not None
    assert caught.value.error.code == "Forbidden"
    assert caught.value.error.message == "No licence."


def test_too_many_requests_are_retried(run: Run, server: Loopback) -> None:
    server.reply(Reply(429, headers={"Retry-After": "0"}), Reply(503, headers={"Retry-After": "0"}), NO_CONTENT)
    assert run(server.url, ask) is None
    assert len(server.requests) == 3


@pytest.mark.parametrize("reply", [Reply(500), Reply(502), Reply(503), Reply(504), Reply(408)])
def test_an_action_that_may_have_run_is_not_repeated(run: Run, server: Loopback, reply: Reply) -> None:
    server.reply(reply, NO_CONTENT)
    with pytest.raises(HttpResponseError):
        run(server.url, ask)
    assert len(server.requests) == 1


def test_a_cut_connection_is_not_repeated(run: Run, server: Loopback) -> None:
    server.reply(Reply(act="cut"), NO_CONTENT)
    with pytest.raises(Exception, match=r"\S") as caught:
        run(server.url, ask)
    assert not isinstance(caught.value, HttpResponseError) or isinstance(caught.value, ServiceRequestError)
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_the_token_never_leaves_the_endpoints_origin(run: Run, server: Loopback, status: int) -> None:
    with Loopback(lambda seen: NO_CONTENT) as other:
        server.reply(Reply.redirect(f"{other.url}/beta/elsewhere", status))
        with pytest.raises(HttpResponseError):
            run(server.url, ask)
        assert not [seen for seen in other.requests if carries_token(seen)]


def test_a_raw_request_to_another_origin_carries_no_token(server: Loopback) -> None:
    with (
        Loopback(lambda seen: NO_CONTENT) as other,
        RemoteAssistanceClient(Credential(), endpoint=f"{server.url}/beta") as client,
    ):
        assert client.send_request(HttpRequest("GET", f"{other.url}/x")).status_code == 204
        server.reply(NO_CONTENT)
        assert client.send_request(HttpRequest("GET", "/deviceManagement")).status_code == 204
    assert not carries_token(other.requests[0])
    assert carries_token(server.requests[0])
    assert server.requests[0].target == "/beta/deviceManagement"


def carries_token(seen: Seen) -> bool:
    return any(TOKEN in value for _, value in seen.headers) or TOKEN in seen.target


def test_the_configured_scope_is_asked_for(server: Loopback) -> None:
    server.reply(NO_CONTENT, NO_CONTENT)
    credential = Credential()
    with RemoteAssistanceClient(credential, endpoint=f"{server.url}/beta") as client:
        client.device_management.managed_devices["1"].request_remote_assistance.post()
    assert credential.scopes == [("https://graph.microsoft.com/.default",)]


def test_the_fluent_calls_send(server: Loopback) -> None:
    """As README shows them, sync and awaited."""
    server.reply(*[NO_CONTENT] * 4)
    report = RemoteAssistanceReporting(id="1")
    with RemoteAssistanceClient(Credential(), endpoint=f"{server.url}/beta") as client:
        client.device_management.managed_devices.by_managed_device_id("1").request_remote_assistance.post()
        client.device_management.report_remote_assistance.post(reporting_payload=report)

    async def call() -> None:
        async with aio.RemoteAssistanceClient(AsyncCredential(), endpoint=f"{server.url}/beta") as client:
            await client.device_management.managed_devices["1"].request_remote_assistance.post()
            await client.device_management.report_remote_assistance.post(reporting_payload=report)

    asyncio.run(call())
    assert [seen.target.rpartition("/")[2] for seen in server.requests] == [
        "requestRemoteAssistance",
        "reportRemoteAssistance",
    ] * 2


def test_a_custom_header_travels(server: Loopback) -> None:
    server.reply(NO_CONTENT)
    with RemoteAssistanceClient(None, endpoint=f"{server.url}/beta") as client:
        client.send(ask(client), headers={"client-request-id": "42"})
    assert server.requests[0].header("client-request-id") == "42"
    assert server.requests[0].header("Authorization") is None
    assert "graph-remote-assistance/" in (server.requests[0].header("User-Agent") or "")
