"""The server of the tests leaves nothing behind that could disturb the next test."""

from __future__ import annotations

import socket
import threading

import pytest

from tests.support.loopback import Loopback, Reply, Seen


def ask(server: Loopback) -> socket.socket:
    """A connection that stays open after its first answer."""
    connection = socket.create_connection(("127.0.0.1", server.port))
    connection.sendall(b"GET /devices HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert connection.recv(4096).startswith(b"HTTP/1.1 200")
    return connection


def test_no_thread_outlives_its_server() -> None:
    before = threading.active_count()
    with Loopback(lambda _: Reply()) as server, ask(server):
        assert threading.active_count() > before
    assert threading.active_count() == before


def test_a_client_that_hangs_up_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    with Loopback(lambda _: Reply()) as server:
        connection = ask(server)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        connection.close()  # the server reads a reset
    assert capsys.readouterr().err == ""


def test_what_fails_in_a_script_fails_the_test() -> None:
    def broken(_: Seen) -> Reply:
        raise LookupError("no such device")

    def get() -> None:
        with Loopback(broken) as server, socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(b"GET /devices HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert connection.recv(4096) == b""

    with pytest.raises(LookupError, match="no such device"):
        get()
