"""An HTTP server on 127.0.0.1 that does everything wrong that a server can do, by chance from a seed.

Every request names itself in the header `Robot`; the server keeps what arrived under each name and whether its answer
allowed to send the same again.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import random
import socket
import struct
import subprocess
import sys
import threading
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

_RESET = struct.pack("ii", 1, 0)
_JSON = b"Content-Type: application/json\r\n"
_PAGE = b'{"value":[1,2,3]}'
_TRICKLE = 0.05  # seconds between octets

Connection = socket.socket


def whole(body: bytes, *heads: bytes, status: bytes = b"200 OK", length: bytes | None = None) -> bytes:
    """A response; `length` is what it says of its length, whatever that is."""
    stated = str(len(body)).encode() if length is None else length
    lines = b"".join(head + b"\r\n" for head in heads)
    return b"HTTP/1.1 " + status + b"\r\n" + lines + _JSON + b"Content-Length: " + stated + b"\r\n\r\n" + body


def chunked(*chunks: bytes) -> bytes:
    """A response in chunks that are there as they are sent."""
    return b"HTTP/1.1 200 OK\r\n" + _JSON + b"Transfer-Encoding: chunked\r\n\r\n" + b"".join(chunks)


def packed(body: bytes, encoding: bytes) -> bytes:
    return whole(body, b"Content-Encoding: " + encoding)


def redirect(location: bytes, status: bytes = b"307 Temporary Redirect") -> bytes:
    return whole(b"", b"Location: " + location, status=status)


def _status(line: bytes, *heads: bytes) -> bytes:
    return whole(b'{"error":{"code":"x","message":"no"}}', *heads, status=line)


BOMB = gzip.compress(b" " * 8_000_000)
ANSWERS: dict[str, bytes] = {
    "fine": whole(_PAGE),
    "fine in chunks": chunked(b"9\r\n", _PAGE[:9], b"\r\n8\r\n", _PAGE[9:], b"\r\n0\r\n\r\n"),
    "fine and packed": packed(gzip.compress(_PAGE), b"gzip"),
    "fine and deflated": packed(zlib.compress(_PAGE), b"deflate"),
    "nothing": whole(b""),
    "no content": b"HTTP/1.1 204 No Content\r\n\r\n",
    "other JSON": whole(b"[]"),
    "null": whole(b"null"),
    "deep": whole(b'{"value":' + b"[" * 100_000),
    "a number of 5,000 digits": whole(b'{"value":[' + b"1" * 5000 + b"]}"),
    "not UTF-8": whole(b'{"value":["\xff\xfe"]}'),
    "an unknown charset": b"HTTP/1.1 200 OK\r\nContent-Type: text/x; charset=no\r\nContent-Length: 17\r\n\r\n" + _PAGE,
    "half a head": b"HTTP/1.1 200 OK\r\nContent-Le",
    "half a status": b"HTTP/1.",
    "no HTTP": b"220 smtp.example ESMTP\r\n",
    "a status that is none": b"HTTP/1.1 abc OK\r\n\r\n",
    "status 99": whole(_PAGE, status=b"99 Odd"),
    "status 999": whole(_PAGE, status=b"999 Odd"),
    "many heads": whole(_PAGE, *[b"X-%d: y" % n for n in range(500)]),
    "a long head": whole(_PAGE, b"X-Long: " + b"y" * 200_000),
    "a head without colon": whole(_PAGE, b"nonsense \x00\xff"),
    "informational for ever": b"HTTP/1.1 100 Continue\r\n\r\n" * 5_000,
    "a length of 5,000 digits": whole(_PAGE, length=b"9" * 5_000),
    "a negative length": whole(_PAGE, length=b"-5"),
    "a length that is none": whole(_PAGE, length=b"abc"),
    "a fraction of a length": whole(_PAGE, length=b"1.5"),
    "two lengths": whole(_PAGE, b"Content-Length: 3"),
    "a longer length": whole(_PAGE, length=b"40"),
    "a shorter length": whole(_PAGE, length=b"5"),
    "a length and chunks": whole(_PAGE, b"Transfer-Encoding: chunked"),
    "a negative chunk": chunked(b"-5\r\n", _PAGE),
    "a chunk of 5,000 digits": chunked(b"9" * 5_000 + b"\r\n", _PAGE),
    "a chunk that is none": chunked(b"zz\r\n", _PAGE),
    "a chunk with a sign": chunked(b"+11\r\n", _PAGE, b"\r\n0\r\n\r\n"),
    "a chunk in another notation": chunked(b"0x11\r\n", _PAGE, b"\r\n0\r\n\r\n"),
    "a longer chunk": chunked(b"f\r\n", _PAGE, b"0\r\n\r\n"),
    "a chunk that breaks off": chunked(b"ff\r\n", _PAGE),
    "chunks without an end": chunked(b"11\r\n", _PAGE, b"\r\n"),
    "not packed": packed(_PAGE, b"gzip"),
    "not deflated": packed(_PAGE, b"deflate"),
    "half packed": packed(gzip.compress(_PAGE)[:-12], b"gzip"),
    "packed twice": packed(gzip.compress(gzip.compress(_PAGE)), b"gzip, gzip"),
    "packed another way": packed(_PAGE, b"br"),
    "packed in parts": packed(gzip.compress(_PAGE[:9]) + gzip.compress(_PAGE[9:]), b"gzip"),
    "a bomb": packed(BOMB, b"gzip"),
    "a redirect to itself": redirect(b"/again"),
    "another origin": redirect(b"http://127.0.0.2:9/x?sig=secret", b"302 Found"),
    "no place": redirect(b"http://[", b"302 Found"),
    "a place that is no text": redirect(b"/\xff\xfe\xc3", b"301 Moved"),
    "an empty place": redirect(b"", b"308 Permanent Redirect"),
    "throttled": _status(b"429 Too Many", b"Retry-After: 0"),
    "throttled for ever": _status(b"429 Too Many", b"Retry-After: 1000000000"),
    "throttled till yesterday": _status(b"503 Busy", b"Retry-After: Mon, 01 Jan 2001 00:00:00 GMT"),
    "throttled by nonsense": _status(b"503 Busy", b"Retry-After: \xb2"),
    "busy": _status(b"503 Busy"),
    "broken": _status(b"500 Broken"),
    "denied": _status(b"401 No", b"WWW-Authenticate: Bearer error=\"insufficient_claims\", claims=\"!\""),
    "a link to itself": whole(b'{"value":[1],"@odata.nextLink":"/pages"}'),
    "a link that is none": whole(b'{"value":[1],"@odata.nextLink":"http://["}'),
    "a link elsewhere": whole(b'{"value":[1],"@odata.nextLink":"http://127.0.0.2/?sig=secret"}'),
}  # fmt: skip
"""What is sent, then the connection is closed or kept by chance."""

REPEATABLE = ("throttled", "a redirect to itself", "throttled till yesterday")
"""The answers after which anything may be sent again."""


ACTS = ("close", "reset", "hang", "head", "body", "chunks", "packed", "flood")
"""Ways of answering that take their time: without a byte, and what comes octet by octet or without an end."""


class FaultyServer:
    """The server; a context manager. It answers in the ways that are named, by chance, and keeps the
    connection after so many answers: 1 where no client should send on one that is about to be closed.

    `arrived` counts requests by method and name, `allowed` the answers to each that allowed a further one.
    """

    def __init__(
        self, seed: int, ways: Sequence[str] = (*ANSWERS, *ACTS, *["fine"] * 10), *, keeping: float = 0.7
    ) -> None:
        self.arrived: Counter[tuple[str, str]] = Counter()
        self.allowed: Counter[tuple[str, str]] = Counter()
        self._random = random.Random(seed)
        self._ways = ways
        self._keeping = keeping
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._acts: dict[str, Callable[[Connection], object]] = {
            "close": lambda _: None,
            "reset": _reset,
            "hang": lambda _: self._wait(3.0),
            "head": lambda it: self._trickle(it, whole(_PAGE, *[b"X: y"] * 50)),
            "body": lambda it: self._trickle(it, b" " * 500, whole(b"", length=b"500")),
            "chunks": lambda it: self._trickle(it, b"1\r\n \r\n" * 90, chunked()),
            "packed": lambda it: self._trickle(it, BOMB[:500], whole(b"", b"Content-Encoding: gzip", length=b"500")),
            "flood": self._flood,
        }

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *details: object) -> None:
        self._stopped.set()
        # Ends what waits in `accept`: a close alone would not, and a next server might get the same file descriptor.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: Connection) -> None:
        connection.settimeout(5)
        with connection, contextlib.suppress(OSError, ValueError):
            while self._answer(connection):
                pass

    def _answer(self, connection: Connection) -> bool:
        """Answer one request; False where the connection is over."""
        head = b""
        while b"\r\n\r\n" not in head:
            if not (more := connection.recv(65536)):
                return False
            head += more
        head, _, body = head.partition(b"\r\n\r\n")
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        length = int(fields.get(b"content-length", b"0"))
        while len(body) < length:
            body += connection.recv(65536)
        with self._lock:
            choice = self._random.choice(self._ways)
            keep = self._random.random() < self._keeping
            name = (head.split(b" ", 1)[0].decode(), fields.get(b"robot", b"").decode())
            self.arrived[name] += 1
            self.allowed[name] += choice in REPEATABLE
        if choice in ANSWERS:
            connection.sendall(ANSWERS[choice])
            return keep
        self._acts[choice](connection)
        return False

    def _wait(self, seconds: float) -> bool:
        return self._stopped.wait(seconds)

    def _trickle(self, connection: Connection, octets: bytes, first: bytes = b"") -> None:
        connection.sendall(first)
        for octet in octets:
            connection.sendall(bytes([octet]))
            if self._wait(_TRICKLE):
                return

    def _flood(self, connection: Connection) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n" + _JSON + b"\r\n")
        for _ in range(200):
            connection.sendall(b" " * 65536)


def _reset(connection: Connection) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)


class FaultyProcess:
    """The same server in a process of its own, so that its memory and its sockets are not those of its clients; a
    context manager. Nothing is kept here of what arrives."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self.requests = 0
        """How many requests had arrived in the end."""
        self.twice: list[str] = []
        """Those that change data and arrived more often than the answers allowed."""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", __name__, str(self._seed)]
        folder = Path(__file__).parents[2]
        self._process = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().strip()
        return self

    def __exit__(self, *details: object) -> None:
        out, _ = self._process.communicate("", timeout=60)
        self.requests, self.twice = json.loads(out)


def main(seed: int) -> None:
    """Serve until stdin ends. Prints the URL, then how many requests arrived, and which of them too often."""
    with FaultyServer(seed) as server:
        print(server.url, flush=True)
        sys.stdin.read()
    twice = [
        f"{' '.join(name)} arrived {count} times, {server.allowed[name]} answers allowed another one"
        for name, count in server.arrived.items()
        if name[0] in ("POST", "PATCH") and count > 1 + server.allowed[name]
    ]
    print(json.dumps([server.arrived.total(), twice]))


if __name__ == "__main__":
    main(int(sys.argv[1]))
