# ruff: noqa
# fmt: off
"""What the sync and the async client share: their pipeline, their options, and the HTTP
requests that they make of `Request`s."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from copy import deepcopy
from time import monotonic
from typing import Any, ClassVar, NamedTuple

from azure.core.credentials import AzureKeyCredential
from azure.core.pipeline import policies
from azure.core.rest import HttpRequest

from .discovery import public_dir
from .limits import ENCODINGS, LARGEST, CallLimits
from .options import refuse_unknown
from .origins import Origin, OriginPolicy, is_loopback, origin
from .requests import Request
from .retries import TIMEOUT
from .streams import PIECE, octets
from .user_agent import RequestIdPolicy, user_agent_policy

_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
# The options of azure-core's policies and transports.
_OPTIONS = frozenset(
    (
        "auto_request_id", "base_user_agent", "connection_cert",
        "connection_data_block_size", "connection_timeout", "connection_verify",
        "headers", "http_logging_level", "logger", "logging_enable", "loop",
        "max_response_size", "network_span_namer", "permit_redirects", "per_call_policies",
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


class PolicyClasses(NamedTuple):
    """The policies that are of another class in the async client."""

    redirects: Any
    retries: Any
    tokens: Any
    bodies: Any


class ClientBase:
    """The part of both clients that does no I/O."""

    _endpoint: ClassVar[str]
    _scopes: ClassVar[Sequence[str]]
    _user_agent: ClassVar[str]
    _accept: ClassVar[str] = "application/json"
    _version: ClassVar[str] = "4.0"
    _is_async: ClassVar[bool] = False
    _policy_classes: ClassVar[PolicyClasses]

    def _setup(
        self,
        credential: Any,
        endpoint: str | None,
        scopes: Sequence[str] | None,
        authentication: Any,
        options: dict[str, Any],
    ) -> dict[str, Any]:
        """Arguments for the pipeline client of azure-core."""
        refuse_unknown(options, _OPTIONS, "the client")
        self._sender: Any = self  # for the builders that a subclass mixes in
        self._path = ""
        self._root = (self._endpoint if endpoint is None else endpoint).rstrip("/")
        home = origin(self._root)
        if home is None or "?" in self._root or "#" in self._root:
            raise ValueError(
                "the endpoint must be an http or https URL without a query"
            )
        self._home = home
        if authentication is None and credential is not None:
            scopes = self._scopes if scopes is None else scopes
            authentication = self._authentication(credential, scopes)
        self._max_response_size: int | None = options.pop("max_response_size", LARGEST)
        usual = {"timeout": TIMEOUT, "connection_data_block_size": PIECE}
        options = {**usual, **options}
        options.setdefault("read_timeout", options["timeout"])
        self._timeout: float = options["timeout"]
        options["policies"] = self._policies(authentication, home, options)
        return {"base_url": self._root, **options}

    def _authentication(self, credential: Any, scopes: Sequence[str]) -> Any:
        """The policy that sends a credential."""
        _refuse_no_credential(credential)
        if self._home[0] != "https" and not is_loopback(self._home):
            raise ValueError("credentials are sent over https only")
        if isinstance(credential, AzureKeyCredential):
            make: Any = policies.AzureKeyCredentialPolicy
            return make(credential, "api-key")
        return self._policy_classes.tokens(credential, *scopes, enable_cae=True)

    def _policies(
        self, authentication: Any, home: Origin, options: dict[str, Any]
    ) -> list[Any]:
        """What a request goes through, in order."""
        self._retry_policy = self._policy_classes.retries(**options)
        return [
            RequestIdPolicy(**options),
            policies.HeadersPolicy(**options),
            user_agent_policy(self._user_agent, options),
            policies.ProxyPolicy(**options),
            self._policy_classes.redirects(**options),
            self._retry_policy,
            OriginPolicy(home),
            authentication or policies.SansIOHTTPPolicy[Any, Any](),
            policies.CustomHookPolicy(**options),
            policies.DistributedTracingPolicy(**options),
            policies.SensitiveHeaderCleanupPolicy(),
            policies.HttpLoggingPolicy(**options),  # the other one logs tokens
            self._policy_classes.bodies(),
        ]

    @property
    def endpoint(self) -> str:
        """The URL of the service root, without a slash at its end."""
        return self._root

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._root}>"

    __dir__ = public_dir

    def _limits(self, options: dict[str, Any], stream: bool) -> CallLimits:
        """The limits of a call, whose own option is taken out. Streams have any size."""
        size = options.pop("max_response_size", self._max_response_size)
        size = None if stream or options.get("download") else size
        return CallLimits(monotonic() + options.get("timeout", self._timeout), size)

    def _prepare(self, request: HttpRequest, options: dict[str, Any]) -> HttpRequest:
        if "timeout" in options:  # azure-core does not limit reading by it
            options.setdefault("read_timeout", options["timeout"])
        copy = deepcopy(request)
        if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", copy.url):
            copy.url = f"{self._root}/{copy.url.lstrip('/')}"
        given = [*copy.headers, *(options.get("headers") or ())]
        # A range of what is packed could not be unpacked.
        packed = "identity" if "range" in map(str.lower, given) else ENCODINGS
        copy.headers.setdefault("Accept-Encoding", packed)
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
            sent = octets(request.content, is_async=self._is_async)
            content = sent.content
            headers |= sent.headers
            if not sent.repeatable:
                options.update(retry_total=0, permit_redirects=False)
        if request.body is not None:
            headers["OData-Version"] = self._version
            headers["Content-Type"] = "application/json"
            content = _JSON.encode(request.body).encode()
        headers |= request.headers
        method, url = request.method, request.url
        return HttpRequest(method, url, headers=headers, content=content)


def _refuse_no_credential(credential: Any) -> None:
    """TypeError for what cannot authenticate."""
    tokens = hasattr(credential, "get_token") or hasattr(credential, "get_token_info")
    if not tokens and not isinstance(credential, AzureKeyCredential):
        given = type(credential).__name__
        raise TypeError(
            "credential is a token credential (such as those of azure-identity), an"
            f" AzureKeyCredential or None, not {given}"
        )
