"""Entities that are created and changed together with others (OData Protocol sections 11.4.2.2 and 11.4.3.1)."""

from __future__ import annotations

from decimal import Decimal

from tests.peer.conftest import Peer
from tests.peer.data import ORDER
from tests.support.directory import Directory

Both = tuple[Directory, Peer]


def test_an_entity_is_created_with_others_inside(directory: Both) -> None:
    service, peer = directory
    models = peer.models
    messages = [models.Message(id="a", subject="A"), models.Message(id="b", subject="B")]
    user = models.User(id="u6", messages=messages)
    models.bind(user, models.User.manager, peer.client.users["u1"])
    peer.do(peer.client.users.post(user))
    assert service.seen[-1].json()["messages"] == [{"id": "a", "subject": "A"}, {"id": "b", "subject": "B"}]
    found = peer.items(peer.client.users["u6"].messages.list())
    assert [(each.id, each.subject) for each in found] == [("a", "A"), ("b", "B")]
    assert peer.do(peer.client.users["u6"].manager.get()).id == "u1"


def test_an_entity_is_changed_with_those_inside(directory: Both) -> None:
    service, peer = directory
    one = peer.client.users["u1"]
    user = peer.do(one.get(expand=peer.models.User.messages))
    user.messages[0].subject = "changed"
    del user.messages[1]
    user.messages.append(peer.models.Message(id="new", subject="added"))
    peer.do(one.patch(user))
    sent = service.seen[-1].json()
    assert sent == {"messages": [{"subject": "changed", "id": "m1"}, {"id": "new", "subject": "added"}]}
    found = peer.items(one.messages.list())
    assert {(each.id, each.subject) for each in found} == {("m1", "changed"), ("new", "added")}
    assert service.store.items["users/u1"]["name"] == "User 1"


def test_an_order_is_changed_with_its_items(peer: Peer) -> None:
    """CAP updates to what is sent: items that are left out are deleted. CAP 7 does it in OData 4.01 alone."""
    newer = {"OData-Version": "4.01", "OData-MaxVersion": "4.01"}
    one = peer.client.orders[ORDER]
    order = peer.do(one.get(expand="items($orderby=pos)"))
    order.items[0].qty = 5
    order.items[1].price = Decimal("2.50")
    order.items.append(peer.models.OrderItems(pos=3, qty=1))
    peer.do(one.patch(order, if_match=order["@odata.etag"], headers=newer))
    assert set(peer.requests[-1].body) == {"items"}
    read = peer.do(one.get(expand="items($orderby=pos)"))
    assert [(item.pos, item.qty, item.price) for item in read.items] == [
        (1, 5, Decimal("1.25")),
        (2, 1, Decimal("2.50")),
        (3, 1, None),
    ]
    assert read.buyer == "Ann"
    del read.items[0]
    peer.do(one.patch(read, if_match="*", headers=newer))
    assert [item.pos for item in peer.do(one.get(expand="items($orderby=pos)")).items] == [2, 3]


def test_what_only_the_service_sets_is_left_out_of_what_is_composed(directory: Both) -> None:
    """Core.Computed of new entities, and Core.Immutable as well of those that are changed."""
    service, peer = directory
    read = peer.do(peer.client.users["u1"].get())
    assert (read.origin, read["created"]) == ("here", "2024-05-06T07:08:09.1234567Z")
    peer.do(peer.client.users["u1"].patch(read, whole=True))
    assert set(service.seen[-1].json()) == {"id", "upn", "name", "size", "home"}
    read.id = "u7"
    peer.do(peer.client.users.post(read))
    assert set(service.seen[-1].json()) == {"id", "upn", "name", "size", "home", "origin"}
    read.origin = "there"  # who assigns it means it
    peer.do(peer.client.users["u1"].patch(read))
    assert service.seen[-1].json() == {"id": "u7", "origin": "there"}
