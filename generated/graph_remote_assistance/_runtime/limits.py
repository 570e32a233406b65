# ruff: noqa
# fmt: off
"""Limits of calls: how long each may take, and how large its response may be.

What goes wrong on the wire or in a body ends as an AzureError, in whose text the queries of
URLs, which may be secret, are not shown.
"""

from __future__ import annotations

import asyncio
import math
import zlib
from collections.abc import AsyncIterator, Awaitable, Generator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from http.client import HTTPException
from time import monotonic
from typing import Any, NamedTuple, TypeVar

from azure.core.exceptions import (
    AzureError,
    IncompleteReadError,
    ServiceRequestError,
    ServiceRequestTimeoutError,
    ServiceResponseError,
    ServiceResponseTimeoutError,
)
from azure.core.pipeline import PipelineRequest, policies

from .redaction import shown
from .responses import UnreadableResponseError
from .streams import PIECE

T = TypeVar("T")

LARGEST = 256 * 1024 * 1024
"""The octets of the largest response that is read into memory, unless clients or calls
have another limit."""

ENCODINGS = "gzip, deflate"
"""The packing that is asked for, whatever else the transport could unpack."""

_PACKED = ("gzip", "x-gzip", "deflate")


class ResponseTooLargeError(AzureError):
    """A response is larger than `max_response_size`; the rest of it was not read."""


class CallLimits(NamedTuple):
    """Those of one call: the time by the monotonic clock at which it has to end, and the
    octets that a response may have, packed and unpacked; None for any number."""

    deadline: float
    size: int | None


_CURRENT: ContextVar[CallLimits] = ContextVar("limits")
_NONE = CallLimits(math.inf, None)


@contextmanager
def limited(limits: CallLimits) -> Generator[None]:
    """Set the limits of the call that is made inside, which none around it exceeds."""
    token = _CURRENT.set(limits)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def remaining() -> float:
    """Seconds that are left for the current call; infinite outside of calls."""
    return _CURRENT.get(_NONE).deadline - monotonic()


def check_size(size: int, limits: CallLimits | None = None) -> None:
    """ResponseTooLargeError for more octets than the current call may get."""
    most = (limits or _CURRENT.get(_NONE)).size
    if most is not None and size > most:
        text = f"the response is larger than the {most:,} octets of max_response_size"
        raise ResponseTooLargeError(text)


async def in_time(call: Awaitable[T], seconds: float, what: str) -> T:
    """What a call gives; ServiceResponseTimeoutError where it takes longer."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:  # another framework's loop, whose transports have timeouts
        return await call
    scope = asyncio.timeout(seconds if seconds < math.inf else None)
    try:
        async with scope:
            return await call
    except TimeoutError as error:
        if not scope.expired():
            raise
        text = f"{what}: no complete response within the timeout of {seconds:g} s"
        raise ServiceResponseTimeoutError(text) from error


@contextmanager
def wire_errors(response: Any = None) -> Generator[None]:
    """Let what transports raise inside be AzureErrors without secrets in their text: of
    the head of a response those of HTTP, of the body of one all, as DecodeErrors unless
    time or size is over."""
    try:
        yield
    except Exception as error:
        text = str(error) or type(error).__name__
        safe = shown(text)
        cause = error if safe == text else None  # tracebacks show causes
        if (kind := _kind(error, response)) is not None:
            raise kind(safe) from cause
        if isinstance(error, AzureError):
            if cause is None:
                error.message, error.args, error.inner_exception = safe, (safe,), None
                raise error from None
            raise
        if response is not None:
            raise UnreadableResponseError(safe, response=response) from cause
        from urllib3.exceptions import HTTPError  # slow to import

        if isinstance(error, (HTTPException, HTTPError, UnicodeError)):
            raise ServiceResponseError(safe) from cause
        raise


def _kind(error: Exception, response: Any) -> Any:
    """The class for an error of azure-core that says something else than what happened."""
    timeouts = (ServiceRequestTimeoutError, ServiceResponseTimeoutError)
    if isinstance(error, timeouts):
        return None
    if response is not None:
        wire = (ServiceRequestError, ServiceResponseError)
        return IncompleteReadError if isinstance(error, wire) else None
    if not isinstance(error, ServiceRequestError):
        return None
    # Of connections that break azure-core says with aiohttp that nothing was sent.
    names = {each.__name__ for each in type(error.inner_exception).__mro__}
    is_made = "ClientConnectionError" in names and "ClientConnectorError" not in names
    return ServiceResponseError if is_made else None


# --- bodies --------------------------------------------------------------------------


def read_body(response: Any) -> None:
    """Read a response to its end, within the limits of the current call."""
    if not hasattr(response, "_content"):  # of a transport that azure-core lacks
        with wire_errors(response):
            check_size(len(response.read()))
        return
    size, found = 0, list[bytes]()
    try:
        for piece in pieces(response):
            size += len(piece)
            check_size(size)
            if remaining() <= 0:
                raise ServiceResponseTimeoutError("the response takes too long")
            found.append(piece)
    finally:
        response.close()
    response._content = b"".join(found)
    response.read()


def pieces(response: Any) -> Iterator[bytes]:
    """A body in pieces, unpacked; AzureError for what is none. What comes by requests is
    unpacked here, since urllib3 takes a part of it for the whole."""
    with wire_errors(response):
        internal = getattr(response, "_internal_response", None)
        # A hook of a session may have read it.
        is_read = getattr(internal, "_content", False) is not False
        if is_read or not hasattr(internal, "raw") or _is_wanted(response):
            yield from response.iter_bytes()
            return
        unpacker = _Unpacker(response.headers.get("Content-Encoding", ""))
        for piece in response.iter_raw():
            yield from unpacker.pieces(piece)
        unpacker.finish()


def _is_wanted(response: Any) -> bool:
    """Whether the user asked for packing that urllib3 may know, such as `br`."""
    found = _names(response.headers.get("Content-Encoding", ""))
    wanted: str = response.request.headers.get("Accept-Encoding", "")
    asked = [each.partition(";")[0].rstrip() for each in _names(wanted)]
    return any(
        each in asked and each not in ("", "identity", *_PACKED) for each in found
    )


async def read_async_body(response: Any) -> None:
    """`read_body` of an async response."""
    if not hasattr(response, "_content"):
        with wire_errors(response):
            check_size(len(await response.read()))
        return
    size, found = 0, list[bytes]()
    try:
        async for piece in async_pieces(response):
            size += len(piece)
            check_size(size)
            found.append(piece)
    finally:
        await response.close()
    response._content = b"".join(found)
    if hasattr(response, "_decompressed_content"):
        response._decompressed_content = True


async def async_pieces(response: Any) -> AsyncIterator[bytes]:
    """`pieces` of an async response. What comes by aiohttp is unpacked here, since
    azure-core takes the first member of gzip for the whole, and a part of it too."""
    with wire_errors(response):
        if not getattr(response, "_decompress", False):
            async for piece in response.iter_bytes():
                if piece:
                    yield piece
            return
        unpacker = _Unpacker(response.headers.get("Content-Encoding", ""))
        async for piece in response.iter_raw():
            for unpacked in unpacker.pieces(piece):
                yield unpacked
        unpacker.finish()


async def next_piece(found: AsyncIterator[bytes]) -> bytes:
    """The next piece, none at the end."""
    async for piece in found:
        return piece
    return b""


def _names(encodings: str) -> list[str]:
    return [each.strip().lower() for each in encodings.split(",")]


class _Unpacker:
    """Unpacks gzip and deflate piece by piece, several of them in their order (RFC 9110
    section 8.4); anything else stays as it is, and was not asked for."""

    def __init__(self, encoding: str) -> None:
        """ValueError for more than five encodings, each of which would multiply work."""
        if encoding.count(",") > 4:
            raise ValueError("the body is packed more than five times")
        names = [each for each in _names(encoding) if each not in ("", "identity")]
        self._encoding = names[-1] if names else ""
        self._inflate: Any = None
        self._size = 0
        known = self._encoding in _PACKED and len(names) > 1
        self._inner = _Unpacker(",".join(names[:-1])) if known else None

    def pieces(self, octets: bytes) -> Iterator[bytes]:
        """What some octets unpack to, no piece larger than `PIECE`.
        ResponseTooLargeError for more octets than a response may have."""
        self._size += len(octets)
        check_size(self._size)
        for piece in self._unpacked(octets):
            if self._inner is None:
                yield piece
            else:
                yield from self._inner.pieces(piece)

    def _unpacked(self, octets: bytes) -> Iterator[bytes]:
        if self._encoding not in _PACKED:
            yield octets
            return
        while octets:
            if self._inflate is None or (self._inflate.eof and self._is_next(octets)):
                self._inflate = zlib.decompressobj(self._bits(octets))
            if self._inflate.eof:
                return  # what follows a body is none of it
            piece = b" " * PIECE
            while len(piece) == PIECE:  # some may be left although no octets are
                piece = self._inflate.decompress(octets, PIECE)
                if piece:
                    yield piece
                octets = self._inflate.unconsumed_tail
            octets = self._inflate.unused_data

    @property
    def _is_gzip(self) -> bool:
        return self._encoding != "deflate"

    def _is_next(self, octets: bytes) -> bool:
        """Whether another member of gzip begins here, and not what some fill up with."""
        return self._is_gzip and octets[0] == 0x1F

    def _bits(self, octets: bytes) -> int:
        """The kind of what begins here: deflate comes with a head of zlib or bare."""
        if self._is_gzip:
            return 16 + zlib.MAX_WBITS
        return zlib.MAX_WBITS if octets[0] & 15 == 8 else -zlib.MAX_WBITS

    def finish(self) -> None:
        """EOFError where something is missing at the end."""
        if self._inflate is not None and not self._inflate.eof:
            raise EOFError("the packed body breaks off")
        if self._inner is not None:
            self._inner.finish()


# --- policies ------------------------------------------------------------------------


def _is_read_here(request: PipelineRequest[Any]) -> bool:
    """Whether the body is to be read, and not given as a stream; transports are always
    asked for a stream, since they read without limits."""
    options = request.context.options
    whole: bool = request.context.setdefault("whole", not options.get("stream", False))
    options["stream"] = True
    return whole


class BodyPolicy(policies.HTTPPolicy[Any, Any]):
    """The last before the transport: reads the bodies of responses."""

    def send(self, request: PipelineRequest[Any]) -> Any:
        """Send on; gives the response with its body, unless that is a stream."""
        whole = _is_read_here(request)
        with wire_errors():
            answer = self.next.send(request)
        if whole:
            read_body(answer.http_response)
        return answer


class AsyncBodyPolicy(policies.AsyncHTTPPolicy[Any, Any]):
    """`BodyPolicy` of the async client."""

    async def send(self, request: PipelineRequest[Any]) -> Any:
        """Send on; gives the response with its body, unless that is a stream."""
        whole = _is_read_here(request)
        with wire_errors():
            answer: Any = await self.next.send(request)
        if whole:
            await read_async_body(answer.http_response)
        return answer
