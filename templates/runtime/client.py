"""The sync client: runs requests through a pipeline of azure-core."""

from __future__ import annotations

from collections.abc import MutableSequence, Sequence
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any, Self

from azure.core import PipelineClient
from azure.core.credentials import AzureKeyCredential, TokenCredential
from azure.core.pipeline import policies
from azure.core.pipeline.transport import HttpTransport
from azure.core.rest import HttpRequest, HttpResponse

from .client_base import ClientBase, PolicyClasses
from .limits import BodyPolicy, limited
from .origins import RedirectPolicy
from .requests import Request
from .responses import R, result
from .retries import RetryPolicy

if TYPE_CHECKING:
    from .downloads import Download
    from .fields import Field
    from .models import Model
    from .paging import Paged


def _as_it_is(prepared: Any) -> Any:
    return prepared


def _transport(options: dict[str, Any]) -> Any:
    from azure.core.pipeline.transport import RequestsTransport  # slow to import

    from .connections import end_in_time

    transport = RequestsTransport(**options)
    if options.get("session") is None:
        transport.open()
        session: Any = transport.session
        # Left alone, requests replaces the token by what ~/.netrc has for the host, and
        # keeps cookies, which know hosts but no ports.
        session.auth = _as_it_is
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        end_in_time(session)
    return transport


class Client(ClientBase):
    """A client of the service, and a context manager that closes it.

    `credential` is a token credential, an AzureKeyCredential (sent as `api-key`; for
    another header there is `authentication_policy`) or None for anonymous calls. It is
    sent to the origin of `endpoint` only, and over https unless that is this machine.
    Other keywords are azure-core's, most of them for single calls, too: `timeout`
    (seconds for a call with its retries, 300), `retry_total`, `headers`, `user_agent`,
    `per_call_policies`… and `max_response_size`, the octets of the largest response that
    is read into memory, packed or unpacked (256 MiB; None for any). HTTP logs are redacted in any case, and `logging_enable` has no
    effect. Redirects to another origin are not followed.
    """

    _policy_classes = PolicyClasses(
        RedirectPolicy,
        RetryPolicy,
        policies.BearerTokenCredentialPolicy[Any, Any],
        BodyPolicy,
    )

    def __init__(
        self,
        credential: TokenCredential | AzureKeyCredential | None,
        *,
        endpoint: str | None = None,
        credential_scopes: Sequence[str] | None = None,
        authentication_policy: (
            policies.HTTPPolicy[Any, Any] | policies.SansIOHTTPPolicy[Any, Any] | None
        ) = None,
        transport: HttpTransport[Any, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        auth = authentication_policy
        options = self._setup(credential, endpoint, credential_scopes, auth, kwargs)
        self._client: PipelineClient[HttpRequest, HttpResponse] = PipelineClient(
            **options, transport=transport or _transport(options)
        )

    def send(self, request: Request[R], /, **kwargs: Any) -> R:
        """Run a request and return its result; keywords are those of azure-core, which
        replace the options that the request was built with.

        Raises HttpResponseError, and DecodeError for a response that cannot be read.
        """
        options = {**request.options, **kwargs}
        message = self._message(request, options)
        return result(request, self.send_request(message, **options))

    def send_request(
        self, request: HttpRequest, *, stream: bool = False, **kwargs: Any
    ) -> HttpResponse:
        """Run an HTTP request to any URL or below the endpoint; no status raises."""
        message = self._prepare(request, kwargs)
        with limited(self._limits(kwargs, stream)):
            return self._client.send_request(message, stream=stream, **kwargs)

    def expanded(
        self, model: Model, field: Field[MutableSequence[R]], /, **kwargs: Any
    ) -> Paged[R]:
        """The items of an expanded collection: those that came with `model`, then those
        of the pages that its nextLink leads to, which are fetched on the way.

        `client.expanded(user, User.messages)`; keywords are those of `send`. ValueError
        for a collection that was not expanded.
        """
        from .paging import Paged, expansion  # many programs expand nothing

        request, first = expansion(self, model, field)
        return Paged(self, request, first, **kwargs)

    def download(self, request: Request[bytes | None], /, **kwargs: Any) -> Download:
        """The stream that a request gives, piece by piece, or into a file with
        `write_to`: `client.download(client.reports.usage.get.to_request(period="D7"))`.
        Keywords are those of `send`.
        """
        from .downloads import Download  # few programs read streams

        return Download(self, request, **kwargs)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def __enter__(self) -> Self:
        self._client.__enter__()
        return self

    def __exit__(self, *details: object) -> None:
        self.close()
