"""Content that is sent: bytes, files, iterables."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

import pytest
from azure.core.exceptions import AzureError

from tests.support.loopback import Loopback, Reply
from tests.unit.runtime.transport import Driver


@pytest.mark.parametrize("type_", ["application/json", "text/csv", "application/octet-stream"])
def test_a_stream_is_its_octets_whatever_its_type(run: Driver, server: Loopback, type_: str) -> None:
    server.reply(Reply(200, b'{"value": "\xff"}', {"Content-Type": type_}), Reply(204))
    request = run.request("GET", "/x", returns="Edm.Stream")
    assert run(server.url, "send", request) == b'{"value": "\xff"}'
    assert run(server.url, "send", request) is None
    assert server.requests[0].header("Accept") == "*/*"


@pytest.mark.parametrize("text", ["", "abc", "größe"])
def test_text_is_no_content(run: Driver, server: Loopback, tmp_path: Path, text: str) -> None:
    (tmp_path / "text").write_text(text, encoding="utf-8")
    with (tmp_path / "text").open(encoding="utf-8") as file:
        for content in (text, file, io.StringIO(text)):
            with pytest.raises(TypeError, match="content must be"):
                run(server.url, "send", run.request("PUT", "/x", content=content))
    assert server.requests == []


@pytest.mark.parametrize("pieces", [[b"a", "text"], range(3), [None]])
def test_pieces_of_text_are_no_content(run: Driver, server: Loopback, pieces: Iterable[object]) -> None:
    """Else their characters would be stored, in whatever encoding the transport has."""
    server.handler = lambda _: Reply(204)
    with pytest.raises((TypeError, AzureError)):  # aiohttp makes the connection's of it
        run(server.url, "send", run.request("PUT", "/x", content=iter(pieces)))
    assert not any(b"text" in seen.body for seen in server.requests)


def test_empty_content_has_a_length(run: Driver, server: Loopback, tmp_path: Path) -> None:
    """A file that was read to its end, too; there is no octet to send in chunks."""
    (tmp_path / "octets").write_bytes(b"read")
    with (tmp_path / "octets").open("rb") as file:
        file.read()
        for content in (b"", io.BytesIO(), file):
            server.reply(Reply(204))
            run(server.url, "send", run.request("PUT", "/x", content=content))
            seen = server.requests[-1]
            assert (seen.body, seen.header("Content-Length"), seen.header("Transfer-Encoding")) == (b"", "0", None)


def test_content_is_sent_as_it_is(run: Driver, server: Loopback, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"from a file")
    server.handler = lambda _: Reply(204)
    with (tmp_path / "file").open("rb") as file:
        for content in (b"\x00\xff", file):
            headers = {"Content-Type": "image/png"}
            run(server.url, "send", run.request("PUT", "/x", content=content, headers=headers))
    assert [seen.body for seen in server.requests] == [b"\x00\xff", b"from a file"]
    assert {seen.header("Content-Type") for seen in server.requests} == {"image/png"}
