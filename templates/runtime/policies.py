"""What the sync and the async client share: origins, retries, redirects, messages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from difflib import get_close_matches
from email.utils import parsedate_to_datetime
from time import time
from typing import Any, ClassVar, Literal

from azure.core.credentials import AzureKeyCredential
from azure.core.pipeline import PipelineRequest, PipelineResponse, policies
from azure.core.rest import HttpRequest

from .content import sendable
from .request import Request
from .views import join

Origin = tuple[str, str, int]

_TIMEOUT = 300  # seconds for a call with its retries; azure-core's default is a week
_LONGEST_WAIT = 120  # seconds, whatever Retry-After says
_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_SECRETS = ("authorization", "cookie", "proxy-authorization", "api-key")
# All that goes along where a redirect of a download leaves the origin.
_HARMLESS = ("accept", "accept-encoding", "range", "user-agent")
# The options of azure-core's policies and transports.
_OPTIONS = frozenset(
    (
        "auto_request_id", "base_user_agent", "connection_cert",
        "connection_data_block_size", "connection_timeout", "connection_verify",
        "headers", "http_logging_level", "logger", "logging_enable", "loop",
        "network_span_namer", "permit_redirects", "per_call_policies",
        "per_retry_policies", "proxies", "raw_request_hook", "raw_response_hook",
        "read_timeout", "redirect_max", "redirect_on_status_codes",
        "redirect_remove_headers", "request_id", "retry_backoff_factor",
        "retry_backoff_max", "retry_connect", "retry_mode", "retry_on_methods",
        "retry_on_status_codes", "retry_read", "retry_status", "retry_total",
        "sdk_moniker", "session", "session_owner", "timeout", "tracing_attributes",
        "tracing_options", "use_env_settings", "user_agent", "user_agent_overwrite",
        "user_agent_use_env",
    )
)  # fmt: skip
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


def _is_loopback(home: Origin) -> bool:
    return bool(re.fullmatch(r"localhost|127(\.\d{1,3}){3}|\[::1\]", home[1]))


class _RequestId(policies.RequestIdPolicy):
    """Gives each request an id under the name that Graph reads, too."""

    def on_request(self, request: PipelineRequest[Any]) -> None:
        super().on_request(request)
        headers = request.http_request.headers
        if "x-ms-client-request-id" in headers:
            headers.setdefault("client-request-id", headers["x-ms-client-request-id"])


class _Home(policies.HTTPPolicy[Any, Any]):
    """Stands before the authentication policy: requests to other origins go past it."""

    def __init__(self, home: Origin) -> None:
        self._home = home

    def send(self, request: PipelineRequest[Any]) -> Any:
        context, message = request.context, request.http_request
        https = not _is_loopback(self._home)  # emulators and tests do without
        context.setdefault("enforce_https", context.options.pop("enforce_https", https))
        context.setdefault("download", context.options.pop("download", False))
        context.options.pop("logging_enable", None)  # would reach the transport
        if origin(message.url) == self._home:
            return self.next.send(request)
        redirected = context.get("insecure_domain_change", False)
        for name in list(message.headers):
            low = name.lower()
            if low in _SECRETS or (redirected and low not in _HARMLESS):
                del message.headers[name]
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
    and 308 for other methods than GET and HEAD.

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
        allowed = here == there or (leaves and there[0] in ("https", here[0]))
        return target if allowed else None


class Base:
    """The part of both clients that does no I/O."""

    _endpoint: ClassVar[str]
    _scopes: ClassVar[Sequence[str]]
    _user_agent: ClassVar[str]
    _accept: ClassVar[str] = "application/json"
    _version: ClassVar[str] = "4.0"
    _is_async: ClassVar[bool] = False
    _batch_format: Literal["json", "multipart"] = "json"
    _batch_limit: ClassVar[int | None] = None

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
        _refuse_unknown(options)
        self._sender: Any = self  # for the builders that a subclass mixes in
        self._path = ""
        self._root = (self._endpoint if endpoint is None else endpoint).rstrip("/")
        home = origin(self._root)
        if home is None or "?" in self._root or "#" in self._root:
            raise ValueError("an endpoint is an http(s) URL without a query")
        self._home = home
        if authentication is None and credential is not None:
            _refuse_no_credential(credential)
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
        self._retry_policy: Any = kinds[1](**options)
        options["policies"] = [
            _RequestId(**options),
            policies.HeadersPolicy(**options),
            policies.UserAgentPolicy(**options),
            policies.ProxyPolicy(**options),
            kinds[0](**options),
            self._retry_policy,
            _Home(home),
            authentication or policies.SansIOHTTPPolicy[Any, Any](),
            policies.CustomHookPolicy(**options),
            policies.DistributedTracingPolicy(**options),
            policies.SensitiveHeaderCleanupPolicy(),
            policies.HttpLoggingPolicy(**options),  # the other one logs tokens
        ]
        return {"base_url": self._root, **options}

    @property
    def endpoint(self) -> str:
        """The URL of the service root, without a slash at its end."""
        return self._root

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._root}>"

    def _prepare(self, request: HttpRequest, options: dict[str, Any]) -> HttpRequest:
        if "timeout" in options:  # azure-core does not limit reading by it
            options.setdefault("read_timeout", options["timeout"])
        copy = deepcopy(request)
        if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", copy.url):
            copy.url = f"{self._root}/{copy.url.lstrip('/')}"
        return copy

    def _message(self, request: Request[Any], options: dict[str, Any]) -> HttpRequest:
        """The HTTP request; adds to the options of the call what follows from it."""
        headers = {"OData-MaxVersion": self._version, "Accept": self._accept}
        returns = request._returns  # pyright: ignore[reportPrivateUsage]
        if returns == "Edm.Stream":
            headers["Accept"] = "*/*"
            options.setdefault("download", True)
        elif returns == "Edm.Binary":
            headers["Accept"] += ", */*;q=0.1"
        content: Any = None
        if request.content is not None:
            is_async = self._is_async
            content, again, more = sendable(request.content, is_async=is_async)
            headers |= more
            if not again:
                options.update(retry_total=0, permit_redirects=False)
        if request.body is not None:
            headers["OData-Version"] = self._version
            headers["Content-Type"] = "application/json"
            content = _JSON.encode(request.body).encode()
        headers |= request.headers
        method, url = request.method, request.url
        return HttpRequest(method, url, headers=headers, content=content)


def _refuse_unknown(options: Iterable[str]) -> None:
    """TypeError for an option that nothing would read."""
    for name in options:
        if name not in _OPTIONS:
            close = get_close_matches(name, _OPTIONS, n=1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            raise TypeError(f"the client has no option {name!r}{hint}")


def _refuse_no_credential(credential: Any) -> None:
    """TypeError for what cannot authenticate."""
    tokens = hasattr(credential, "get_token") or hasattr(credential, "get_token_info")
    if not tokens and not isinstance(credential, AzureKeyCredential):
        given = type(credential).__name__
        raise TypeError(
            "credential is a token credential (such as those of azure-identity), an"
            f" AzureKeyCredential or None, not {given}"
        )
