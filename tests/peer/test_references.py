"""Links between entities: `$ref` and `@odata.bind` (OData Protocol section 11.4.6)."""

from __future__ import annotations

import pytest
from azure.core.exceptions import ResourceNotFoundError

from tests.peer.conftest import Peer
from tests.support.directory import Directory

Both = tuple[Directory, Peer]


def test_links_of_a_collection_are_listed_added_and_removed(directory: Both) -> None:
    service, peer = directory
    users, members = peer.client.users, peer.client.groups["g1"].members
    assert peer.items(members.ref.list()) == [f"{service.root}/users/u1", f"{service.root}/users/u5"]
    peer.do(members.ref.post(users["u2"]))
    assert service.seen[-1].json() == {"@odata.id": f"{service.root}/users/u2"}
    peer.do(members.ref.post(f"{service.root}/users/u3"))
    assert [each.id for each in peer.items(members.list())][:3] == ["u1", "u5", "u2"]
    peer.do(members.ref.delete(users["u5"]))
    peer.do(members["u1"].ref.delete())
    assert service.store.links["groups/g1", "members"] == ["users/u2", "users/u3"]
    assert {"users/u1", "users/u5"} <= service.store.items.keys()  # the entities stay
    with pytest.raises(ResourceNotFoundError):
        peer.do(members.ref.delete(users["u5"]))
    assert not hasattr(members["u1"], "delete")


def test_a_single_link_is_read_set_and_removed(directory: Both) -> None:
    service, peer = directory
    manager = peer.client.users["u1"].manager
    assert peer.do(manager.ref.get()) == f"{service.root}/users/u2"
    assert peer.do(manager.get()).name == "User 2"
    peer.do(manager.ref.put(peer.client.users["u3"]))
    assert peer.do(manager.get()).name == "User 3"
    peer.do(manager.ref.delete())
    assert (peer.do(manager.ref.get()), peer.do(manager.get())) == (None, None)
    assert "users/u3" in service.store.items


def test_what_is_created_is_bound_to_what_is_there(directory: Both) -> None:
    service, peer = directory
    user = peer.models.User(id="u6", name="User 6")
    peer.models.bind(user, peer.models.User.manager, peer.client.users["u1"])
    peer.do(peer.client.users.post(user))
    assert service.seen[-1].json()["manager@odata.bind"] == f"{service.root}/users/u1"
    assert peer.do(peer.client.users["u6"].manager.get()).name == "User 1"


def test_what_is_changed_is_bound_as_well(directory: Both) -> None:
    service, peer = directory
    one = peer.client.users["u1"]
    user = peer.do(one.get())
    peer.models.bind(user, peer.models.User.manager, peer.client.users["u4"])
    peer.do(one.patch(user))
    assert service.seen[-1].json() == {"manager@odata.bind": f"{service.root}/users/u4"}
    assert peer.do(one.manager.get()).name == "User 4"
    assert service.store.items["users/u1"]["upn"] == "u1@x.example"
