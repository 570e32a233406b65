"""The User-Agent and the request id that a server sees."""

from __future__ import annotations

from typing import Any

from azure.core.pipeline.policies import SansIOHTTPPolicy

from tests.support.loopback import Loopback, Reply
from tests.unit.runtime.transport import AGENT, Driver


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
