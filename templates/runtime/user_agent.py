"""How requests say who sends them: the User-Agent, and an id for the service's logs."""

from __future__ import annotations

from typing import Any

from azure.core.pipeline import PipelineRequest, policies


def user_agent_policy(
    product: str, options: dict[str, Any]
) -> policies.UserAgentPolicy:
    """Sends `product`, which is the package and its version, and what azure-core adds.

    Of the client's options `user_agent` is put in front of it, `base_user_agent` takes
    the place of `product`.
    """
    return policies.UserAgentPolicy(**{"base_user_agent": product, **options})


class RequestIdPolicy(policies.RequestIdPolicy):
    """Gives each request an id under the name that Graph reads, too."""

    def on_request(self, request: PipelineRequest[Any]) -> None:
        super().on_request(request)
        headers = request.http_request.headers
        if "x-ms-client-request-id" in headers:
            headers.setdefault("client-request-id", headers["x-ms-client-request-id"])
