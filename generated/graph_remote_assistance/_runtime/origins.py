# ruff: noqa
# fmt: off
"""Origins: where requests may go, and who sees credentials.

Credentials go to the origin of the client's endpoint alone, and redirects stay within it,
but for downloads of streams, which storage elsewhere may serve.
"""

from __future__ import annotations

import re
from typing import Any

from azure.core.pipeline import PipelineRequest, PipelineResponse, policies
from azure.core.rest import AsyncHttpResponse, HttpRequest, HttpResponse

from .collection_views import join
from .redaction import CREDENTIALS

Origin = tuple[str, str, int]
"""Scheme, host and port."""

# All that goes along where a redirect of a download leaves the origin.
_HARMLESS = ("accept", "accept-encoding", "range", "user-agent")
# Nothing but host and port: about the rest of an authority URL parsers disagree.
_ORIGIN = re.compile(
    r"(https?)://(\[[0-9a-f:.]+\]|[a-z0-9._~-]+)(?::([0-9]{1,5}))?(?=[/?#]|\Z)",
    re.ASCII | re.IGNORECASE,
)


def origin(url: str) -> Origin | None:
    """The origin of a URL; None for what is no plain http or https URL."""
    match = _ORIGIN.match(url)
    if match is None:
        return None
    scheme, host = match[1].lower(), match[2].lower()
    return scheme, host, int(match[3] or (443 if scheme == "https" else 80))


def is_loopback(home: Origin) -> bool:
    """Whether an origin is this machine."""
    return bool(re.fullmatch(r"localhost|127(\.\d{1,3}){3}|\[::1\]", home[1]))


class OriginPolicy(policies.HTTPPolicy[Any, Any]):
    """Precedes the authentication policy, which requests to other origins skip."""

    def __init__(self, home: Origin) -> None:
        self._home = home

    def send(self, request: PipelineRequest[Any]) -> Any:
        context, message = request.context, request.http_request
        https = not is_loopback(self._home)  # emulators and tests do without
        context.setdefault("enforce_https", context.options.pop("enforce_https", https))
        context.setdefault("download", context.options.pop("download", False))
        context.options.pop("logging_enable", None)  # would reach the transport
        if origin(message.url) == self._home:
            return self.next.send(request)
        redirected = context.get("leaves", False)
        for name in list(message.headers):
            low = name.lower()
            if low in CREDENTIALS or (redirected and low not in _HARMLESS):
                del message.headers[name]
        return self.next.next.send(request)


class _WithinOrigin:
    """Follows redirects only within the origin, and only 307 and 308 for other methods
    than GET and HEAD.

    The download of a stream may leave the origin, as storage often lies elsewhere; it
    takes no credential along, and does not go from https to http.
    """

    def get_redirect_location(self, response: PipelineResponse[Any, Any]) -> str | None:
        request, status = response.http_request, response.http_response.status_code
        location = response.http_response.headers.get("Location")
        others = (301, 302, 303) if request.method in ("GET", "HEAD") else ()
        if not location or status not in (307, 308, *others):
            return None
        target, here = join(request.url, location), origin(request.url)
        there = origin(target)
        if here is None or there is None:
            return None
        leaves = response.context.get("download") and request.method == "GET"
        if here != there and not (leaves and there[0] in ("https", here[0])):
            return None
        # azure-core has a mark of its own, whose place depends on the release.
        response.context["leaves"] = here != there or response.context.get("leaves")
        return target


class RedirectPolicy(_WithinOrigin, policies.RedirectPolicy[HttpRequest, HttpResponse]):
    """The redirects of the sync client."""


class AsyncRedirectPolicy(
    _WithinOrigin, policies.AsyncRedirectPolicy[HttpRequest, AsyncHttpResponse]
):
    """The redirects of the async client."""
