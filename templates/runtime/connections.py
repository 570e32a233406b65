"""Connections of the sync client whose reading and writing ends with the time of a call.

A timeout of a socket begins anew with each octet that comes. Here it is never longer than
what is left for the call, and the octets of each response are counted.
"""

from __future__ import annotations

import re
from contextlib import suppress
from email.errors import (
    FirstHeaderLineIsContinuationDefect,
    MisplacedEnvelopeHeaderDefect,
    MissingHeaderBodySeparatorDefect,
)
from http.client import (
    NO_CONTENT,
    NOT_MODIFIED,
    HTTPException,
    HTTPResponse,
    IncompleteRead,
    parse_headers,
)
from io import BufferedReader, RawIOBase
from logging import Filter, LogRecord, getLogger
from math import inf
from socket import SHUT_RDWR
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, ProxyManager
from urllib3.connection import HTTPConnection, HTTPSConnection

from .limits import check_size, remaining
from .redaction import without_secrets

_OF_HEADS = (
    FirstHeaderLineIsContinuationDefect,
    MisplacedEnvelopeHeaderDefect,
    MissingHeaderBodySeparatorDefect,
)

_LENGTH = re.compile(r"[ \t]*0*[0-9]{1,18}[ \t]*", re.ASCII)
_CHUNK = re.compile(rb"(0*[0-9A-Fa-f]{1,16})[ \t]*(?:;[^\n]*)?\r?\n")


class _Incoming(RawIOBase):
    """What comes from a socket."""

    def __init__(self, raw: Any, sock: Any) -> None:
        self._raw = raw
        self._sock = sock
        self._silence: float | None = sock.gettimeout()
        self._size = 0
        self._is_over = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if self._is_over:
            return 0
        self._sock.settimeout(_within(self._silence))
        size: int | None = self._raw.readinto(buffer)
        self._size += size or 0
        check_size(self._size)
        return size

    def end(self, reader: BufferedReader) -> None:
        """The response is over. What there is behind it, the next request would take for
        its own response: nothing more comes from such a socket."""
        self._is_over = True
        pending: Any = getattr(self._sock, "pending", int)  # unpacked, and not yet read
        if reader.peek(1) or pending():
            with suppress(OSError):
                self._sock.shutdown(SHUT_RDWR)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Framed(BufferedReader):
    """Reads a response for http.client and urllib3, and holds that chunks are what they
    should be (RFC 9112 section 7.1): those read lengths by `readline`, as `int` takes them
    (`0x9`, `+4`, `-5`), and the rest by `read`, whatever the ends of chunks are."""

    _left: int | None = None  # None outside of chunks

    def read_chunks(self) -> None:
        """From now on chunks come."""
        self._left = 0

    def readline(self, size: int | None = -1) -> bytes:
        line = super().readline(size)
        if self._left is not None and line:
            if not line.endswith(b"\n"):  # `0` would be taken for the end
                raise IncompleteRead(line)
            if (length := _CHUNK.fullmatch(line)) is None:
                raise ValueError(f"a chunk of the response begins with {line[:20]!r}")
            self._left = int(length[1], 16) or None  # after the last one lines come
        return line

    def read(self, size: int | None = -1) -> bytes:
        octets = super().read(size)
        if self._left:
            self._left -= len(octets)
        elif self._left == 0 and octets and octets != b"\r\n"[: len(octets)]:
            raise ValueError("a chunk of the response is longer than it says")
        return octets


def _within(seconds: Any) -> float | None:
    """A timeout, and no longer than what is left for the call. TimeoutError after it."""
    left = remaining()
    if left <= 0:
        raise TimeoutError("the time for the call is over")
    if not isinstance(seconds, (int, float)):
        return left if left < 1e9 else None
    return min(seconds, left)


class _Response(HTTPResponse):
    def __init__(self, sock: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self._incoming = _Incoming(self.fp.detach(), sock)
        self.fp: Any = _Framed(self._incoming)

    def _read_status(self) -> tuple[str, int, str]:
        while True:
            read: Any = super()
            status: tuple[str, int, str] = read._read_status()
            if not 101 < status[1] < 200:
                return status
            # More is to come, which the next request would take for its own response;
            # http.client knows 100 alone.
            parse_headers(self.fp)

    def _close_conn(self) -> None:
        self._incoming.end(self.fp)
        closing: Any = super()
        closing._close_conn()

    def begin(self) -> None:
        super().begin()
        if self.status == 101:  # nobody asked for another protocol
            self.will_close = True
        # Where such a head ends, and with it the body, is a guess. The other defects are of
        # multipart bodies, which the parser of heads is not given.
        if any(isinstance(each, _OF_HEADS) for each in self.msg.defects):
            raise HTTPException("the head of the response is broken")
        lengths: list[str] = self.msg.get_all("Content-Length") or []
        if len(lengths) > 1 or not all(map(_LENGTH.fullmatch, lengths)):
            raise HTTPException("the response has a Content-Length that is none")
        if self.chunked and lengths:  # RFC 9112 section 6.3: somebody may be deceived
            raise HTTPException("the response has a Content-Length and chunks")
        if self.chunked:
            self.fp.read_chunks()
        if self.chunked and self.status in (NO_CONTENT, NOT_MODIFIED):
            self._close_conn()  # no chunks come, for which urllib3 would wait


class _InTime:
    """What a connection does within the time of a call."""

    response_class: Any = _Response
    timeout: Any
    sock: Any

    def connect(self) -> None:
        self.timeout = _within(self.timeout)
        connection: Any = super()
        connection.connect()

    def send(self, data: Any) -> None:
        if self.sock is not None:
            self.sock.settimeout(_within(self.timeout))
        connection: Any = super()
        connection.send(data)


class _Connection(_InTime, HTTPConnection):
    """One over http."""


class _SafeConnection(_InTime, HTTPSConnection):
    """One over https."""


class _Pool(HTTPConnectionPool):
    ConnectionCls: Any = _Connection


class _SafePool(HTTPSConnectionPool):
    ConnectionCls: Any = _SafeConnection


class _WithoutSecrets(Filter):
    """Of the URLs of our calls, what urllib3 logs is without secrets."""

    def filter(self, record: LogRecord) -> bool:
        if isinstance(record.args, tuple) and remaining() < inf:
            record.args = tuple(map(_shown, record.args))
        return True


def _shown(value: Any) -> Any:
    return without_secrets(value) if isinstance(value, str) and "?" in value else value


_WITHOUT_SECRETS = _WithoutSecrets()
_POOLS: Any = {"http": _Pool, "https": _SafePool}


def end_in_time(session: Any) -> None:
    """Let a new session of requests make such connections, also through proxies. What it
    would do about redirects is done by a policy."""

    def no_redirects(*_: Any, **__: Any) -> Any:
        return iter(())

    for name in ("connectionpool", "util.retry"):
        getLogger(f"urllib3.{name}").addFilter(_WITHOUT_SECRETS)
    session.resolve_redirects = no_redirects
    for adapter in set(session.adapters.values()):
        adapter.poolmanager.pool_classes_by_scheme = _POOLS
        adapter.proxy_manager_for = _ProxyManagers(adapter.proxy_manager_for)


class _ProxyManagers:
    """What gives an adapter its managers of connections through proxies."""

    def __init__(self, make: Any) -> None:
        self._make = make

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        manager = self._make(*args, **kwargs)
        if isinstance(manager, ProxyManager):
            manager.pool_classes_by_scheme = _POOLS
        return manager
