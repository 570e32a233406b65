"""Entities that are created by their keys where there are none (OData Protocol section 11.4.4), or on no account."""

from __future__ import annotations

import pytest
from azure.core import MatchConditions
from azure.core.exceptions import ResourceExistsError, ResourceModifiedError, ResourceNotFoundError

from tests.peer.conftest import Peer
from tests.support.directory import Directory

Both = tuple[Directory, Peer]


@pytest.mark.parametrize("verb", ["patch", "put"])
def test_an_entity_is_created_by_its_key(directory: Both, verb: str) -> None:
    service, peer = directory
    one, model = peer.client.users["new/1"], peer.models.User
    made = peer.do(getattr(one, verb)(model(name="first", size=2**60), if_none_match="*"))
    assert (made.id, made.name, made.size) == ("new/1", "first", 2**60)
    sent = service.seen[-1]
    assert (sent.method, sent.headers["if-none-match"]) == (verb.upper(), "*")
    assert sent.headers["content-type"] == "application/json;IEEE754Compatible=true"
    assert sent.json() == {"name": "first", "size": str(2**60)}
    with pytest.raises(ResourceExistsError):
        peer.do(getattr(one, verb)(model(name="second"), match_condition=MatchConditions.IfMissing))
    assert peer.do(one.get()).name == "first"


def test_an_entity_is_created_or_changed(directory: Both) -> None:
    service, peer = directory
    model = peer.models.User
    for key in ("u1", "u9"):
        assert peer.do(peer.client.users[key].patch(model(name="either"))).name == "either"
        assert "if-match" not in service.seen[-1].headers
    assert service.store.items["users/u1"]["upn"] == "u1@x.example"


@pytest.mark.parametrize("verb", ["patch", "put"])
def test_an_entity_is_changed_and_never_created(directory: Both, verb: str) -> None:
    service, peer = directory
    with pytest.raises(ResourceNotFoundError):
        peer.do(getattr(peer.client.users["none"], verb)(peer.models.User(name="x"), if_match="*"))
    assert "users/none" not in service.store.items
    changed = peer.do(getattr(peer.client.users["u1"], verb)(peer.models.User(name="x"), if_match="*"))
    assert (changed.name, changed.upn) == ("x", "u1@x.example" if verb == "patch" else None)


def test_a_version_is_said_as_in_the_azure_sdks(directory: Both) -> None:
    service, peer = directory
    one, model = peer.client.users["u1"], peer.models.User
    etag = peer.do(one.get())["@odata.etag"]
    same = {"etag": etag, "match_condition": MatchConditions.IfNotModified}
    peer.do(one.patch(model(name="x"), **same))
    assert service.seen[-1].headers["if-match"] == etag
    with pytest.raises(ResourceModifiedError):
        peer.do(one.delete(**same))
    assert "users/u1" in service.store.items
