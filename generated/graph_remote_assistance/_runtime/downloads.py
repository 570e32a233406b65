# ruff: noqa
# fmt: off
"""Streams that come piece by piece, for those that memory should not hold as a whole."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from inspect import iscoroutinefunction
from math import inf
from time import monotonic
from typing import IO, Any

from azure.core.rest import AsyncHttpResponse, HttpResponse

from .limits import (
    CallLimits,
    async_pieces,
    in_time,
    limited,
    next_piece,
    pieces,
    read_async_body,
    read_body,
    remaining,
)
from .redaction import without_secrets
from .requests import Request
from .responses import failure


class _Call:
    """How a stream is asked for, each time that somebody goes through it."""

    def __init__(
        self, client: Any, request: Request[bytes | None], **kwargs: Any
    ) -> None:
        if request._returns != "Edm.Stream":  # pyright: ignore[reportPrivateUsage]
            raise TypeError(f"{request!r} gives no stream to download")
        self._client = client
        self._request = request
        self._options = {**request.options, **kwargs}

    @property
    def _what(self) -> str:
        return f"{self._request.method} {without_secrets(self._request.url)}"

    def _limits(self) -> CallLimits:
        """A stream may have any size, and any time unless its call has a `timeout`."""
        return CallLimits(monotonic() + self._options.get("timeout", inf), None)

    def _send(self) -> Any:
        options = dict(self._options)
        message = self._client._message(self._request, options)
        return self._client.send_request(message, stream=True, **options)


class Download(_Call):
    """The octets of a stream in pieces: go through it, or write it to a file.

    Nothing is sent before; each time that is begun sends the request again. `timeout` of
    the call, where it is given, is for all of the stream. Raises
    HttpResponseError, and IncompleteReadError or another AzureError where the response
    breaks off.
    """

    response: HttpResponse | None = None
    """The last response, which has the headers; known from the first piece on."""

    def __iter__(self) -> Iterator[bytes]:
        limits = self._limits()
        response: HttpResponse = self._send()
        self.response = response
        try:
            if not 200 <= response.status_code < 300:
                with limited(self._client._limits({}, False)):
                    read_body(response)
                raise failure(response)
            found = pieces(response)
            while True:
                with limited(limits):
                    piece = next(found, b"")
                if not piece:
                    return
                yield piece
        finally:
            response.close()

    def write_to(self, file: IO[bytes]) -> int:
        """Write all of it to a file that is open in binary mode; gives the number of
        octets."""
        size = 0
        for piece in self:
            file.write(piece)
            size += len(piece)
        return size


class AsyncDownload(_Call):
    """`Download` for `async for`; `write_to` is awaited."""

    response: AsyncHttpResponse | None = None
    """The last response, which has the headers; known from the first piece on."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        limits = self._limits()
        response: AsyncHttpResponse = await self._send()
        self.response = response
        try:
            if not 200 <= response.status_code < 300:
                with limited(self._client._limits({}, False)):
                    call = read_async_body(response)
                    await in_time(call, remaining(), self._what)
                raise failure(response)
            found = async_pieces(response)
            while True:
                more = next_piece(found)
                piece = await in_time(more, limits.deadline - monotonic(), self._what)
                if not piece:
                    return
                yield piece
        finally:
            await response.close()

    async def write_to(self, file: IO[bytes]) -> int:
        """Write all of it to a file that is open in binary mode; gives the number of
        octets."""
        size = 0
        async for piece in self:
            file.write(piece)
            size += len(piece)
        return size


def download(
    client: Any, request: Request[bytes | None], /, **kwargs: Any
) -> Download | AsyncDownload:
    """The stream that a request gives, by a sync or an async client; keywords are those
    of `send`. TypeError for a request that gives something else."""
    if iscoroutinefunction(client.send_request):
        return AsyncDownload(client, request, **kwargs)
    return Download(client, request, **kwargs)
