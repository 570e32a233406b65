"""Paths behind functions, and operations that are bound to complex values (CSDL sections 12.2 and 12.5)."""

from __future__ import annotations

import pytest
from azure.core.exceptions import ResourceModifiedError

from tests.peer.conftest import Peer
from tests.support.directory import Directory

Both = tuple[Directory, Peer]


def test_a_path_goes_on_behind_a_function(directory: Both) -> None:
    service, peer = directory
    boss = peer.client.users["u1"].boss
    assert peer.do(boss.get()).id == "u2"
    assert service.seen[-1].path == "/v1/users/u1/boss()"
    peer.do(peer.client.users["u2"].messages.post(peer.models.Message(id="m", subject="S")))
    assert [each.subject for each in peer.items(boss.messages.list())] == ["S"]
    assert service.seen[-1].path == "/v1/users/u1/boss()/messages"
    assert peer.do(boss.messages["m"].get()).subject == "S"
    assert peer.do(boss.messages.count.get()) == 1
    assert peer.do(boss.manager.get()) is None


def test_an_action_is_bound_to_a_complex_value(directory: Both) -> None:
    service, peer = directory
    home = peer.client.users["u1"].home
    moved = peer.do(home.move.post(street="T"))
    assert (type(moved), moved.street, moved.city) == (peer.models.Address, "T", "C")
    assert (service.seen[-1].path, service.seen[-1].json()) == ("/v1/users/u1/home/move", {"street": "T"})
    etag = peer.do(peer.client.users["u1"].get())["@odata.etag"]
    peer.do(home.move.post(street="U", if_match=etag))
    with pytest.raises(ResourceModifiedError):
        peer.do(home.move.post(street="V", if_match=etag))
    assert service.store.items["users/u1"]["home"] == {"street": "U", "city": "C"}


def test_a_complex_value_is_a_resource(directory: Both) -> None:
    service, peer = directory
    home = peer.client.users["u1"].property(peer.models.User.home)
    read = peer.do(home.get())
    assert (type(read), read.street) == (peer.models.Address, "S")
    read.city = "D"
    peer.do(home.patch(read))
    assert service.seen[-1].json() == {"city": "D"}
    assert service.store.items["users/u1"]["home"] == {"street": "S", "city": "D"}
