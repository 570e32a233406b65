"""Entities that are created without the service showing them (OData Protocol sections 8.2.8.7 and 11.4.2)."""

from __future__ import annotations

import pytest
from azure.core.exceptions import ResourceExistsError

from tests.peer.conftest import Peer
from tests.support.directory import Directory

MINIMAL = {"Prefer": "return=minimal"}


def test_what_was_sent_has_the_key_and_the_version_of_the_headers(directory: tuple[Directory, Peer]) -> None:
    service, peer = directory
    for key in ("u6", "a/b ü"):
        sent = peer.models.User(id=key, name="new")
        made = peer.do(peer.client.users.post(sent, headers=MINIMAL))
        assert made is not sent
        assert (type(made), made.id, made.name) == (peer.models.User, key, "new")
        assert service.seen[-1].headers["prefer"] == "return=minimal"
        made.name = "changed"
        peer.do(peer.client.users[key].patch(made, if_match=made["@odata.etag"]))
        assert service.seen[-1].json() == {"name": "changed"}
    with pytest.raises(ResourceExistsError):
        peer.do(peer.client.users.post(peer.models.User(id="u6")))


def test_a_key_that_the_service_makes(peer: Peer) -> None:
    """CAP makes UUIDs, and tells those alone."""
    sent = peer.models.Suppliers(id=77, name="Seventy")
    made = peer.do(peer.client.suppliers.post(sent, headers=MINIMAL))
    assert (made.id, made.name) == (77, "Seventy")
    product = peer.do(peer.client.products.post(peer.models.Products(name="Thing"), headers=MINIMAL))
    read = peer.do(peer.client.products[product.id].get())
    assert (read.id, read.name) == (product.id, "Thing")
