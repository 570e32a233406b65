"""What the sync and the async client share: origins, retries, redirects, messages."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from copy import deepcopy
from email.utils import parsedate_to_datetime
from time import time
from typing import Any, ClassVar, TypeVar
from urllib.parse import urljoin

from azure.core import exceptions as errors
from azure.core.credentials import AzureKeyCredential
from azure.core.pipeline import PipelineRequest, PipelineResponse, policies
from azure.core.rest import AsyncHttpResponse, HttpRequest, HttpResponse

from .request import Request

R = TypeVar("R")
Response = HttpResponse | AsyncHttpResponse
Origin = tuple[str, str, int]

_TIMEOUT = 300  # seconds for a call with its retries; azure-core's default is a week
_LONGEST_WAIT = 120  # seconds, whatever Retry-After says
_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_SECRETS = ["authorization", "cookie", "proxy-authorization", "api-key"]
_ERRORS = {
    304: errors.ResourceNotModifiedError,
    401: errors.ClientAuthenticationError,
    404: errors.ResourceNotFoundError,
    409: errors.ResourceExistsError,
    412: errors.ResourceModifiedError,
}
# Nothing but host and port: about the rest of an authority URL parsers disagree.
_ORIGIN = re.compile(
    r"(https?)://(\[[0-9a-f:.]+\]|[a-z0-9._~-]+)(?::([0-9]{1,5}))?(?=[/?#]|\Z)",
    re.ASCII | re.IGNORECASE,
)


def origin(url: str) -> Origin | None:
    """Scheme, host and port; None for what is no plain http or https URL."""
    found = _ORIGIN.match(url)
    if found is None:
        return None
    scheme, host = found[1].lower(), found[2].lower()
    return scheme, host, int(found[3] or (443 if scheme == "https" else 80))


def join(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:  # no URL, so it has no origin and is not followed
        return link


def _is_loopback(home: Origin) -> bool:
    return bool(re.fullmatch(r"localhost|127(\.\d{1,3}){3}|\[::1\]", home[1]))


class _Home(policies.HTTPPolicy[Any, Any]):
    """Stands before the authentication policy: requests to other origins go past it."""

    def __init__(self, home: Origin) -> None:
        self._home = home

    def send(self, request: PipelineRequest[Any]) -> Any:
        context, message = request.context, request.http_request
        https = not _is_loopback(self._home)  # emulators and tests do without
        context.setdefault("enforce_https", context.options.pop("enforce_https", https))
        context.options.pop("logging_enable", None)  # would reach the transport
        if origin(message.url) == self._home:
            return self.next.send(request)
        for name in _SECRETS:
            message.headers.pop(name, None)
        return self.next.next.send(request)


class Retries:
    """Mixed into azure-core's retry policies: what is safe to repeat, and when.

    Requests that may change something are repeated only where the service says that it
    did nothing: on 429, and on 503 with Retry-After.
    """

    def get_retry_after(self, response: PipelineResponse[Any, Any]) -> float | None:
        text = response.http_response.headers.get("Retry-After", "")
        if text.isdecimal():
            return min(float(text), _LONGEST_WAIT)
        try:
            wait = parsedate_to_datetime(text).timestamp() - time()
        except (ValueError, TypeError, IndexError, OverflowError, OSError):
            return None
        return min(max(0.0, wait), _LONGEST_WAIT)

    def is_retry(
        self, settings: dict[str, Any], response: PipelineResponse[Any, Any]
    ) -> bool:
        status = response.http_response.status_code
        wait = self.get_retry_after(response)
        settings["waits"] = settings.get("waits", 0) + (wait or 0)
        if settings["waits"] > settings["timeout"]:
            return False
        if response.http_request.method.upper() in settings["methods"]:
            return status in (408, 429, 500, 502, 503, 504)
        return status == 429 or (status == 503 and wait is not None)


class Redirects:
    """Mixed into azure-core's redirect policies: only within the origin, and only 307
    and 308 for other methods than GET and HEAD."""

    def get_redirect_location(self, response: PipelineResponse[Any, Any]) -> str | None:
        request, status = response.http_request, response.http_response.status_code
        location = response.http_response.headers.get("Location")
        others = (301, 302, 303) if request.method in ("GET", "HEAD") else ()
        if not location or status not in (307, 308, *others):
            return None
        target, here = join(request.url, location), origin(request.url)
        return target if here and here == origin(target) else None


class Base:
    """The part of both clients that does no I/O."""

    _endpoint: ClassVar[str]
    _scopes: ClassVar[Sequence[str]]
    _user_agent: ClassVar[str]
    _accept: ClassVar[str] = "application/json"

    def _setup(
        self,
        credential: Any,
        endpoint: str | None,
        scopes: Sequence[str] | None,
        authentication: Any,
        options: dict[str, Any],
        kinds: tuple[Any, Any, Any],
    ) -> dict[str, Any]:
        """Arguments for the pipeline client; `kinds` redirect, retry, authenticate."""
        self._sender: Any = self  # for the builders that a subclass mixes in
        self._path = ""
        self._root = (self._endpoint if endpoint is None else endpoint).rstrip("/")
        home = origin(self._root)
        if home is None or "?" in self._root or "#" in self._root:
            raise ValueError("an endpoint is an http(s) URL without a query")
        self._home = home
        if authentication is None and credential is not None:
            if home[0] != "https" and not _is_loopback(home):
                raise ValueError("credentials are sent over https only")
            scopes = self._scopes if scopes is None else scopes
            if isinstance(credential, AzureKeyCredential):
                make: Any = policies.AzureKeyCredentialPolicy
                authentication = make(credential, "api-key")
            else:
                authentication = kinds[2](credential, *scopes, enable_cae=True)
        options = {"timeout": _TIMEOUT, "base_user_agent": self._user_agent, **options}
        options.setdefault("read_timeout", options["timeout"])
        options["policies"] = [
            policies.RequestIdPolicy(**options),
            policies.HeadersPolicy(**options),
            policies.UserAgentPolicy(**options),
            policies.ProxyPolicy(**options),
            kinds[0](**options),
            kinds[1](**options),
            _Home(home),
            authentication or policies.SansIOHTTPPolicy[Any, Any](),
            policies.CustomHookPolicy(**options),
            policies.DistributedTracingPolicy(**options),
            policies.SensitiveHeaderCleanupPolicy(),
            policies.HttpLoggingPolicy(**options),  # the other one logs tokens
        ]
        return {"base_url": self._root, **options}

    def _prepare(self, request: HttpRequest, options: dict[str, Any]) -> HttpRequest:
        if "timeout" in options:  # azure-core does not limit reading by it
            options.setdefault("read_timeout", options["timeout"])
        copy = deepcopy(request)
        if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", copy.url):
            copy.url = f"{self._root}/{copy.url.lstrip('/')}"
        return copy

    def _message(self, request: Request[Any]) -> HttpRequest:
        headers, content = {"Accept": self._accept}, None
        if request.body is not None:
            headers["Content-Type"] = "application/json"
            content = _JSON.encode(request.body).encode()
        headers |= request.headers
        method, url = request.method, request.url
        return HttpRequest(method, url, headers=headers, content=content)


def decode(request: Request[Any], response: Response) -> Any:
    """The JSON of a response, None without content; HttpResponseError unless 2xx."""
    status = response.status_code
    if not 200 <= status < 300:
        kind = _ERRORS.get(status, errors.HttpResponseError)
        raise kind(f"{status} {response.reason}", response=response)
    nothing = request._returns is None  # pyright: ignore[reportPrivateUsage]
    if nothing or not response.content.strip():
        return None
    try:
        return json.loads(response.content)
    except (ValueError, RecursionError) as error:
        found = response.headers.get("Content-Type", "an untyped body")
        text = f"{request.method} {request.url}: expected JSON, got {found}: {error}"
        raise errors.DecodeError(text, response=response) from error
