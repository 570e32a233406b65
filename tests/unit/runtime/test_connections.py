"""Connections of the sync client: no response is taken for that of another request."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from azure.core.exceptions import AzureError, IncompleteReadError

from tests.unit.runtime.transport import Driver


def answer(value: str) -> bytes:
    body = json.dumps({"value": value}).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body


FORGED = answer("forged")
NOTHING = b"HTTP/1.1 204 No Content\r\n\r\n"


class Server:
    """Sends what it is given, octet by octet as it is, once for each request; connections stay open, or end with it."""

    def __init__(self, answers: list[bytes], context: ssl.SSLContext | None = None, ends: bool = False) -> None:
        self._answers, self._context, self._ends = answers, context, ends
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"{'https' if context else 'http'}://localhost:{self._socket.getsockname()[1]}"
        self.connections = 0
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        with suppress(OSError):
            while True:
                found = self._socket.accept()[0]
                self.connections += 1
                threading.Thread(target=self._serve, args=(found,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError):
            if self._context:
                connection = self._context.wrap_socket(connection, server_side=True)
            with connection:
                got = b""
                while piece := connection.recv(65_536):
                    got += piece
                    if got.endswith(b"\r\n\r\n"):
                        got = b""
                        connection.sendall(self._answers.pop(0))
                        if self._ends:
                            return

    def close(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # ends what waits in `accept`
        self._thread.join()
        self._socket.close()


@pytest.fixture
def sync(runtime: SimpleNamespace) -> Driver:
    return Driver("sync", runtime)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl to make a certificate with")
    key, found = (tmp_path_factory.mktemp("tls") / name for name in ("key.pem", "certificate.pem"))
    made = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    subprocess.run([*made.split(), "-keyout", str(key), "-out", str(found)], check=True, capture_output=True)
    subprocess.run(["openssl", "rehash", str(found.parent)], check=True, capture_output=True)
    yield found, key


def values(driver: Driver, server: Server, **client: Any) -> list[Any]:
    """What two calls of one client give."""
    found: list[Any] = []
    request = driver.request("GET", "/x", returns="Edm.Untyped")
    try:
        with driver.client(None, endpoint=server.url, **client) as made:
            for _ in range(2):
                try:
                    found.append(made.send(request, timeout=5, retry_total=0))
                except AzureError as error:
                    found.append(getattr(error, "status_code", 0))
    finally:
        server.close()
    return found


@pytest.mark.parametrize("status", ["102 Processing", "103 Early Hints", "100 Continue", "110 Whatever"])
def test_what_comes_before_a_response_is_passed_over(sync: Driver, status: str) -> None:
    early = f"HTTP/1.1 {status}\r\nLink: </x>\r\n\r\n".encode()
    server = Server([early * 3 + answer("first"), answer("second")])
    assert values(sync, server) == ["first", "second"]
    assert server.connections == 1


def test_after_another_protocol_a_connection_is_not_used_again(sync: Driver) -> None:
    switched = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"
    server = Server([switched + FORGED, answer("second")])
    assert values(sync, server) == [101, "second"]
    assert server.connections == 2


@pytest.mark.parametrize(
    "first", [answer("first"), NOTHING, NOTHING.replace(b"204", b"304")], ids=["200", "204", "304"]
)
@pytest.mark.parametrize("filled", [0, 1, 8192, 9000, 20_000])
@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
def test_what_follows_a_response_is_not_that_of_the_next_request(
    sync: Driver, request: pytest.FixtureRequest, first: bytes, filled: int, tls: bool
) -> None:
    context, client = None, {}
    if tls:
        certificate, key = request.getfixturevalue("certificate")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        client["connection_verify"] = str(certificate)
    server = Server([first.ljust(filled, b"x") + FORGED, answer("second")], context)
    found = values(sync, server, **client)
    assert found[1] == "second", found
    assert server.connections == 2


def test_a_connection_is_used_again(sync: Driver) -> None:
    chunked = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    server = Server(
        [chunked + b'9;a=b\r\n{"value":\r\n3\r\n"a"\r\n1\r\n}\r\n0\r\nX-Trailer: y\r\n\r\n', answer("second")]
    )
    assert values(sync, server) == ["a", "second"]
    assert server.connections == 1


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("where", ["client", "call"])
@pytest.mark.parametrize("trusted", ["file", "folder", "anything"])
def test_a_connection_with_certificates_of_ones_own_is_used_again(
    runtime: SimpleNamespace, certificate: tuple[Path, Path], kind: str, where: str, trusted: str
) -> None:
    server = Server([answer("first"), answer("second")], context_of(certificate))
    verify: Any = {"file": str(certificate[0]), "folder": str(certificate[0].parent), "anything": False}[trusted]
    options = {"connection_verify": verify, "connection_cert": tuple(map(str, certificate))}
    found = both_values(Driver(kind, runtime), server, *(({}, options) if where == "call" else (options, {})))
    assert found == ["first", "second"]
    assert server.connections == 1


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_certificate_that_is_not_trusted_is_refused(
    runtime: SimpleNamespace, certificate: tuple[Path, Path], kind: str
) -> None:
    server = Server([answer("first")], context_of(certificate))
    with pytest.raises(AzureError, match=r"(?i)certificate"):
        both_values(Driver(kind, runtime), server, {}, {"retry_total": 0})


def context_of(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


def both_values(driver: Driver, server: Server, client: dict[str, Any], call: dict[str, Any]) -> list[Any]:
    """What two calls give, of one client of either kind."""
    request = driver.request("GET", "/x", returns="Edm.Untyped")

    async def awaited() -> list[Any]:
        async with driver.client(None, endpoint=server.url, **client) as made:
            return [await made.send(request, timeout=5, **call) for _ in range(2)]

    try:
        if driver.kind == "async":
            return asyncio.run(awaited())
        with driver.client(None, endpoint=server.url, **client) as made:
            return [made.send(request, timeout=5, **call) for _ in range(2)]
    finally:
        server.close()


CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
VALUE = b'{"value":"a"}'
ZEROS = b"0" * 40


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize(
    "first",
    [
        CHUNKED + ZEROS + b"D\r\n" + VALUE + b"\r\n" + ZEROS + b"\r\n\r\n",
        CHUNKED.replace(b"Transfer-Encoding: chunked", b"Content-Length: " + ZEROS + b"13") + VALUE,
    ],
    ids=["chunk", "length"],
)
def test_lengths_may_be_filled_with_zeros(runtime: SimpleNamespace, kind: str, first: bytes) -> None:
    server = Server([first, answer("second")])
    assert both_values(Driver(kind, runtime), server, {}, {"retry_total": 0}) == ["a", "second"]
    assert server.connections == 1


@pytest.mark.parametrize(("status", "given"), [(b"204 No Content", None), (b"304 Not Modified", 304)])
def test_where_no_body_may_be_no_chunks_are_waited_for(sync: Driver, status: bytes, given: int | None) -> None:
    server = Server([CHUNKED.replace(b"200 OK", status), answer("second")])
    assert values(sync, server) == [given, "second"]
    assert server.connections == 1


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("end", [b"0", b"5", b"D\r\n" + VALUE[:5], b"D\r\n" + VALUE, b"D\r\n" + VALUE + b"\r"])
def test_chunks_that_break_off_are_no_whole_response(runtime: SimpleNamespace, kind: str, end: bytes) -> None:
    server = Server([CHUNKED + b"D\r\n" + VALUE + b"\r\n" + end], ends=True)
    with pytest.raises(IncompleteReadError):
        both_values(Driver(kind, runtime), server, {}, {"retry_total": 0})


@pytest.mark.parametrize("where", ["client", "call"])
@pytest.mark.parametrize("names", [list, tuple])
def test_the_files_of_a_certificate_may_be_a_list(
    runtime: SimpleNamespace, certificate: tuple[Path, Path], where: str, names: Any
) -> None:
    server = Server([answer("first"), answer("second")], context_of(certificate))
    options = {"connection_verify": str(certificate[0]), "connection_cert": names(map(str, certificate))}
    found = both_values(Driver("async", runtime), server, *(({}, options) if where == "call" else (options, {})))
    assert (found, server.connections) == (["first", "second"], 1)


def test_none_checks_certificates_as_usual(runtime: SimpleNamespace, certificate: tuple[Path, Path]) -> None:
    for kind in ("sync", "async"):
        server = Server([answer("first")], context_of(certificate))
        with pytest.raises(AzureError, match=r"(?i)certificate"):
            both_values(Driver(kind, runtime), server, {"connection_verify": None}, {"retry_total": 0})


def test_certificates_that_are_renewed_are_read_again(
    runtime: SimpleNamespace, certificate: tuple[Path, Path], tmp_path: Path
) -> None:
    trusted = tmp_path / "trusted.pem"
    made = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=other -keyout /dev/null -out"
    subprocess.run([*made.split(), str(trusted)], check=True, capture_output=True)
    server = Server([answer("first"), answer("second")], context_of(certificate))
    driver = Driver("async", runtime)
    request = driver.request("GET", "/x", returns="Edm.Untyped")

    async def awaited() -> None:
        options = {"connection_verify": str(trusted), "retry_total": 0, "timeout": 5}
        async with driver.client(None, endpoint=server.url, **options) as made:
            with pytest.raises(AzureError, match=r"(?i)certificate"):
                await made.send(request)
            renewed = tmp_path / "renewed.pem"
            shutil.copyfile(certificate[0], renewed)
            renewed.replace(trusted)
            assert [await made.send(request) for _ in range(2)] == ["first", "second"]

    asyncio.run(awaited())
    server.close()
    assert server.connections == 2  # the one that was refused, and one for both calls
