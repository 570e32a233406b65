"""An HTTP server on 127.0.0.1 that records what it is asked and answers by script.

with Loopback() as server:
    server.reply(Reply(429, headers={"Retry-After": "0"}), Reply.of_json({"value": []}))
    fetch(server.url + "/devices")
    assert [request.target for request in server.requests] == ["/devices", "/devices"]
"""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal, Self

_LONGEST_HANG = 10.0  # seconds; a test that forgets to stop its server still ends
_RESET = struct.pack("ii", 1, 0)  # SO_LINGER on, zero seconds: close sends RST


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it arrived: `target` is path and query byte for byte, header names are as sent."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The value of a header in whatever case, None without it; several are joined with a comma."""
        found = [value for key, value in self.headers if key.lower() == name.lower()]
        return ", ".join(found) if found else None

    def json(self) -> Any:
        """The body as decoded JSON; ValueError if it is none."""
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Reply:
    """One scripted answer.

    `act` says how it ends: `answer` sends it all, `cut` resets the connection without a byte of response, `short`
    sends the head and half of the body, then closes, `hang` sends nothing until the server stops.
    """

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    act: Literal["answer", "cut", "short", "hang"] = "answer"

    @classmethod
    def of_json(cls, data: Any, status: int = 200, **headers: str) -> Self:
        """A JSON body; keyword names are header names with underscores for hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return cls(status, json.dumps(data).encode(), {"Content-Type": "application/json", **named})

    @classmethod
    def redirect(cls, location: str, status: int = 302) -> Self:
        return cls(status, headers={"Location": location})


Script = Callable[[Seen], Reply]


class Loopback:
    """The server; a context manager. Every method may be called from any thread.

    Replies are given out in the order of `reply`; once they are used up `handler` is asked, and without a handler
    the answer is 501, which nobody retries.
    """

    def __init__(self, handler: Script | None = None) -> None:
        self.handler = handler
        self.requests: list[Seen] = []
        self._replies: deque[Reply] = deque()
        self._stopped = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def port(self) -> int:
        return self._server.server_port

    @property
    def url(self) -> str:
        """`http://127.0.0.1:<port>`, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def reply(self, *replies: Reply) -> None:
        """Append to the script."""
        self._replies.extend(replies)

    def answer(self, seen: Seen) -> Reply:
        """Record a request and choose its reply."""
        self.requests.append(seen)
        if self._replies:
            return self._replies.popleft()
        if self.handler is not None:
            return self.handler(seen)
        return Reply(501, b"nothing is scripted for this request", {"Content-Type": "text/plain"})

    def hang(self) -> None:
        """Wait for the server to stop."""
        self._stopped.wait(_LONGEST_HANG)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *details: object) -> None:
        self._stopped.set()
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()
        self._thread.join()
        if self._server.failures and details == (None, None, None):
            raise self._server.failures[0]


class _Server(ThreadingHTTPServer):
    """Threads that end with their server, and what failed in them.

    The library's own prints a traceback in the thread, also where a client hangs up; CPython 3.11 parses source for
    that, which breaks an `ast.parse` that runs in the thread of a test (gh-106905).
    """

    daemon_threads = False  # server_close waits for them

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self.failures: list[BaseException] = []
        self._connections: set[Any] = set()

    def hang_up(self) -> None:
        """End what is being read from clients that keep their connections open."""
        for connection in tuple(self._connections):
            with contextlib.suppress(OSError):  # ended by the client, or by its own thread
                connection.shutdown(socket.SHUT_RDWR)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        error = sys.exception()
        if error is not None and not isinstance(error, ConnectionError):  # clients may hang up
            self.failures.append(error)


def _handler(loopback: Loopback) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # a body that follows its head would wait 40 ms for the client's ACK

        def serve(self) -> None:
            target = self.requestline.split(" ")[1]  # self.path has leading slashes collapsed
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.give(loopback.answer(Seen(self.command, target, tuple(self.headers.items()), body)))

        def __getattr__(self, name: str) -> Any:
            if name.startswith("do_"):  # do_GET and so on, for every verb there is
                return self.serve
            raise AttributeError(name)

        def give(self, reply: Reply) -> None:
            if reply.act == "hang":
                loopback.hang()
            if reply.act in ("hang", "cut"):
                return self.reset()
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            bodiless = reply.status in (204, 304)
            if not bodiless:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if reply.act == "short":
                self.wfile.write(reply.body[: len(reply.body) // 2])
                self.close_connection = True
            elif self.command != "HEAD" and not bodiless:
                self.wfile.write(reply.body)
            return None

        def reset(self) -> None:
            self.close_connection = True
            self.wfile.flush()
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            # the handler's two files keep the socket open, so a mere close() would send nothing
            self.rfile.close()
            self.connection.close()

        def log_message(self, *args: Any, **kwargs: Any) -> None:
            """Tests look at `requests` instead."""

    return Handler
