"""Stream properties (OData Protocol section 11.4.8) are read and written, and whole after a retry."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from azure.core.exceptions import (
    HttpResponseError,
    ResourceModifiedError,
)

from tests.peer.conftest import Peer
from tests.peer.data import TEDDY, WUTHERING

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


def test_streams_are_written_and_read(peer: Peer) -> None:
    one = peer.client.products[WUTHERING]
    peer.do(one.image.put(PICTURE, content_type="image/png", if_match="*"))
    assert peer.do(one.image.get()) == PICTURE
    read = peer.do(one.get())
    assert read.image_type == "image/png"
    assert read["image@odata.mediaContentType"] == "image/png"
    # What was read goes back: links and types of streams are no properties.
    read.small = 3
    assert peer.do(one.patch(read, if_match="*")).small == 3
    assert peer.do(one.image.get()) == PICTURE


def test_a_stream_of_a_fixed_type_is_removed_again(peer: Peer) -> None:
    manual = peer.client.products[TEDDY].manual
    assert peer.do(manual.get()) is None
    peer.do(manual.put(PICTURE, content_type="application/pdf", if_match="*"))
    assert peer.do(manual.get()) == PICTURE
    peer.do(manual.delete(if_match="*"))
    assert peer.do(manual.get()) is None


async def _octets_async() -> AsyncIterator[bytes]:
    for start in range(0, len(PICTURE), 1000):
        yield PICTURE[start : start + 1000]


def _octets() -> Iterator[bytes]:
    for start in range(0, len(PICTURE), 1000):
        yield PICTURE[start : start + 1000]


CONTENTS: dict[str, Callable[[Path], Any]] = {
    "bytes": lambda folder: PICTURE,
    "file": lambda folder: (folder / "picture").open("rb"),
    "memory": lambda folder: io.BytesIO(PICTURE),
    "list": lambda folder: list(_octets()),
    "iterator": lambda folder: _octets(),
    "async iterator": lambda folder: _octets_async(),
}


@pytest.mark.parametrize("kind", CONTENTS)
def test_content_comes_in_every_shape_that_is_promised(peer: Peer, kind: str, tmp_path: Path) -> None:
    if kind == "async iterator" and not peer.is_async:
        pytest.skip("for async clients alone")
    (tmp_path / "picture").write_bytes(PICTURE)
    stream = peer.client.products[TEDDY].image
    peer.do(stream.put(CONTENTS[kind](tmp_path), content_type="image/png", if_match="*"))
    assert peer.do(stream.get()) == PICTURE


@pytest.mark.parametrize("kind", CONTENTS)
def test_content_is_sent_again_whole_or_not_at_all(peer: Peer, kind: str, tmp_path: Path) -> None:
    """A 503 is retried with the same content; content that can be read only once never becomes an empty stream."""
    if kind == "async iterator" and not peer.is_async:
        pytest.skip("for async clients alone")
    (tmp_path / "picture").write_bytes(PICTURE)
    stream = peer.client.products[TEDDY].image
    peer.do(stream.put(b"before", content_type="image/png", if_match="*"))
    request = stream.put.to_request(CONTENTS[kind](tmp_path), content_type="image/png", if_match="*")
    try:
        peer.send(request, headers={"x-busy-once": str(uuid4())}, retry_total=2)
    except HttpResponseError as error:
        assert error.status_code == 503 and kind not in ("bytes", "memory")
        assert peer.do(stream.get()) == b"before"
    else:
        assert peer.do(stream.get()) == PICTURE


def test_a_busy_service_is_asked_again_for_what_did_nothing(peer: Peer) -> None:
    """503 with Retry-After says that the service did nothing, so changes are repeated too."""
    one = peer.client.products[TEDDY]
    for request in (one.get.to_request(), one.patch.to_request(peer.models.Products(small=5), if_match="*")):
        assert peer.send(request, headers={"x-busy-once": str(uuid4())}, retry_total=2).name == "Teddy"
        with pytest.raises(HttpResponseError) as caught:
            peer.send(request, headers={"x-busy-once": str(uuid4())}, retry_total=0)
        assert caught.value.status_code == 503


def test_a_stream_is_written_to_the_version_that_is_named(peer: Peer) -> None:
    manual = peer.client.products[TEDDY].manual
    with pytest.raises(ResourceModifiedError):
        peer.do(manual.put(b"x", content_type="application/pdf", if_match='W/"wrong"'))
    assert peer.do(manual.get()) is None
    etag = peer.do(peer.client.products[TEDDY].get())["@odata.etag"]
    peer.do(manual.put(b"x", content_type="application/pdf", if_match=etag))
    assert peer.do(manual.get()) == b"x"
