# ruff: noqa
# fmt: off
"""The async client: runs requests through an async pipeline of azure-core."""

from __future__ import annotations

from collections.abc import Mapping, MutableSequence, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from azure.core import AsyncPipelineClient
from azure.core.credentials import AzureKeyCredential
from azure.core.credentials_async import AsyncTokenCredential
from azure.core.pipeline import PipelineRequest, policies
from azure.core.pipeline.transport import AsyncHttpTransport
from azure.core.rest import AsyncHttpResponse, HttpRequest

from .client_base import ClientBase, PolicyClasses
from .limits import AsyncBodyPolicy, in_time, limited, remaining
from .origins import AsyncRedirectPolicy
from .redaction import without_secrets
from .requests import Request
from .responses import R, result
from .retries import AsyncRetryPolicy

if TYPE_CHECKING:
    from .downloads import AsyncDownload
    from .fields import Field
    from .models import Model
    from .paging import AsyncPaged

# The options about certificates, as they are where nobody gives others.
_TLS: dict[str, Any] = {"connection_verify": True, "connection_cert": None}


class _TlsPolicy(policies.SansIOHTTPPolicy[Any, Any]):
    """Gives aiohttp one TLS context for all requests with the same certificates. Left
    alone, azure-core makes one for each, and aiohttp uses no connection of another one.
    """

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._usual = {name: options.get(name, _TLS[name]) for name in _TLS}
        self._contexts: dict[Any, Any] = {}

    def on_request(self, request: PipelineRequest[Any]) -> None:
        options = request.context.options
        verify, cert = (options.pop(name, self._usual[name]) for name in _TLS)
        options.update(_TLS)
        verify = True if verify is None else verify
        is_one = isinstance(cert, str) or hasattr(cert, "__fspath__")
        cert = (cert,) if is_one else tuple(cert or ())
        if verify is True and not cert:
            return
        files: list[Any] = [*(() if isinstance(verify, bool) else (verify,)), *cert[:2]]
        state = [_state(file) for file in files if file]
        known, context = self._contexts.get((verify, cert), (None, None))
        if known != state:  # certificates are renewed while programs run
            context = _context(verify, cert)
            self._contexts[verify, cert] = state, context
        options["ssl"] = context


def _state(file: Any) -> tuple[int, int]:
    """What changes with a file. FileNotFoundError where there is none."""
    found = Path(file).stat()
    return found.st_mtime_ns, found.st_ino


def _context(verify: Any, cert: Any) -> Any:
    """A TLS context as requests understands the same options."""
    import ssl  # many programs do without

    places: dict[str, Any] = {}
    if not isinstance(verify, bool):
        places["capath" if Path(verify).is_dir() else "cafile"] = verify
    context = ssl.create_default_context(**places)
    if verify is False:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if cert:
        context.load_cert_chain(*cert)
    return context


class AsyncClient(ClientBase):
    """The async twin of `Client`: the same arguments and names, awaited.

    Its default transport is aiohttp's, which `azure-core[aio]` installs. That refuses
    tokens for a host in ~/.netrc, unless you pass `use_env_settings=False`.
    """

    _is_async = True
    _policy_classes = PolicyClasses(
        AsyncRedirectPolicy,
        AsyncRetryPolicy,
        policies.AsyncBearerTokenCredentialPolicy[Any, Any],
        AsyncBodyPolicy,
    )

    def __init__(
        self,
        credential: AsyncTokenCredential | AzureKeyCredential | None,
        *,
        endpoint: str | None = None,
        credential_scopes: Sequence[str] | None = None,
        authentication_policy: (
            policies.AsyncHTTPPolicy[Any, Any]
            | policies.SansIOHTTPPolicy[Any, Any]
            | None
        ) = None,
        transport: AsyncHttpTransport[Any, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        auth = authentication_policy
        options = self._setup(credential, endpoint, credential_scopes, auth, kwargs)
        if transport is None:
            options["policies"].append(_TlsPolicy(options))
        self._client: AsyncPipelineClient[HttpRequest, AsyncHttpResponse] = (
            AsyncPipelineClient(**options, transport=transport)
        )

    async def send(self, request: Request[R], /, **kwargs: Any) -> R:
        """Run a request and return its result; keywords are those of azure-core, which
        replace the options that the request was built with.

        Raises HttpResponseError, and DecodeError for a response that cannot be read.
        """
        options = {**request.options, **kwargs}
        message = self._message(request, options)
        response = await self.send_request(message, **options)
        return result(request, response)

    async def send_request(
        self, request: HttpRequest, *, stream: bool = False, **kwargs: Any
    ) -> AsyncHttpResponse:
        """Run an HTTP request to any URL or below the endpoint; no status raises."""
        message = self._prepare(request, kwargs)
        with limited(self._limits(kwargs, stream)):
            what = f"{message.method} {without_secrets(message.url)}"
            call = self._client.send_request(message, stream=stream, **kwargs)
            return await in_time(call, remaining(), what)

    def expanded(
        self, model: Model, field: Field[MutableSequence[R]], /, **kwargs: Any
    ) -> AsyncPaged[R]:
        """The items of an expanded collection, from all pages, for `async for`; see
        `Client`."""
        from .paging import AsyncPaged, expansion  # many programs expand nothing

        request, first = expansion(self, model, field)
        return AsyncPaged(self, request, first, **kwargs)

    def download(
        self, request: Request[bytes | None], /, **kwargs: Any
    ) -> AsyncDownload:
        """The stream that a request gives, piece by piece with `async for`, or into a
        file with `await … .write_to(file)`; see `Client`."""
        from .downloads import AsyncDownload  # few programs read streams

        return AsyncDownload(self, request, **kwargs)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(self, *details: object) -> None:
        await self.close()
