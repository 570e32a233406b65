"""Connections of the sync client whose reading and writing ends with the time of a call.

A timeout of a socket begins anew with each octet that comes. Here it is never longer than
what is left for the call, and the octets of each response are counted.
"""

from __future__ import annotations

from contextlib import suppress
from email.errors import (
    FirstHeaderLineIsContinuationDefect,
    MisplacedEnvelopeHeaderDefect,
    MissingHeaderBodySeparatorDefect,
)
from http.client import HTTPException, HTTPResponse, parse_headers
from io import BufferedReader, RawIOBase
from logging import Filter, LogRecord, getLogger
from math import inf
from socket import SHUT_RDWR
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, ProxyManager
from urllib3.connection import HTTPConnection, HTTPSConnection

from .limits import check_size, remaining
from .queries import without_secrets

_OF_HEADS = (
    FirstHeaderLineIsContinuationDefect,
    MisplacedEnvelopeHeaderDefect,
    MissingHeaderBodySeparatorDefect,
)


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
        self.fp: Any = BufferedReader(self._incoming)

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


class _Connection(HTTPConnection):
    response_class = _Response

    def connect(self) -> None:
        self.timeout = _within(self.timeout)
        super().connect()

    def send(self, data: Any) -> None:
        if self.sock is not None:
            self.sock.settimeout(_within(self.timeout))
        super().send(data)


class _SafeConnection(HTTPSConnection):
    response_class = _Response

    def connect(self) -> None:
        self.timeout = _within(self.timeout)
        super().connect()

    def send(self, data: Any) -> None:
        if self.sock is not None:
            self.sock.settimeout(_within(self.timeout))
        super().send(data)


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
