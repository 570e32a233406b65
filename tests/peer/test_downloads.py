"""Streams that come in pieces, or go into a file (OData Protocol sections 11.2.2, 11.2.4.2 and 11.4.8)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from azure.core.exceptions import ResourceModifiedError, ResourceNotFoundError

from tests.peer.conftest import Peer
from tests.peer.data import TEDDY
from tests.support.directory import USAGE, Directory

Both = tuple[Directory, Peer]
BIG = bytes(range(256)) * 8192  # 2 MiB


def _into(peer: Peer, download: Any, path: Path) -> int:
    with path.open("wb") as file:
        return int(peer.do(download.write_to(file)))


def test_a_stream_property_goes_into_a_file(peer: Peer, tmp_path: Path) -> None:
    image = peer.client.products[TEDDY].image
    (tmp_path / "in").write_bytes(BIG)
    with (tmp_path / "in").open("rb") as file:
        peer.do(image.put(file, content_type="image/png", if_match="*"))
    assert _into(peer, image.download(), tmp_path / "out") == len(BIG)
    assert (tmp_path / "out").read_bytes() == BIG
    pieces = peer.items(image.download())
    assert b"".join(pieces) == BIG
    assert len(pieces) >= 32 and max(map(len, pieces)) <= 65_536


def test_a_stream_that_is_null_has_no_pieces(peer: Peer) -> None:
    assert peer.items(peer.client.products[TEDDY].manual.download()) == []


def test_the_stream_of_a_function_comes_in_pieces(directory: Both, tmp_path: Path) -> None:
    service, peer = directory
    usage = peer.client.usage
    assert peer.do(usage.get(period="D7")) == USAGE
    request = usage.get.to_request(period="D7")
    download = peer.client.download(request)
    assert len(service.seen) == 1  # nothing is sent before
    assert _into(peer, download, tmp_path / "usage") == len(USAGE)
    assert (tmp_path / "usage").read_bytes() == USAGE
    assert download.response.headers["X-Period"] == "D7"
    assert len(peer.items(peer.client.download(request))) > 1
    with pytest.raises(TypeError, match="no stream"):
        peer.client.download(peer.client.users["u1"].get.to_request())


def test_media_entities_are_written_and_read(directory: Both) -> None:
    service, peer = directory
    octets = peer.client.users["u1"].messages["m1"].value
    peer.do(octets.put(iter([b"Subject: ", b"x"]), content_type="message/rfc822"))
    assert service.store.octets["users/u1/messages/m1/$value"] == ("message/rfc822", b"Subject: x")
    assert b"".join(peer.items(octets.download())) == b"Subject: x"
    peer.do(octets.delete())
    assert service.store.octets == {}


def test_streams_have_versions(directory: Both) -> None:
    _, peer = directory
    photo = peer.client.users["u1"].photo
    peer.do(photo.put(b"abc", content_type="image/png"))
    download = photo.download()
    assert b"".join(peer.items(download)) == b"abc"
    etag = download.response.headers["ETag"]
    peer.do(photo.put(b"abcd", content_type="image/png", if_match=etag))
    with pytest.raises(ResourceModifiedError):
        peer.do(photo.put(b"lost", content_type="image/png", if_match=etag))
    assert peer.do(photo.get()) == b"abcd"


def test_errors_are_those_of_other_calls(directory: Both) -> None:
    _, peer = directory
    request = peer.client.usage.get.to_request(period="D7")
    request.url = "/nowhere"
    with pytest.raises(ResourceNotFoundError, match="no resource nowhere"):
        peer.items(peer.client.download(request))
