"""Keys of every kind: of several parts, of times and numbers, and alternate ones."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from urllib.parse import unquote
from uuid import UUID

import pytest
from azure.core.exceptions import ResourceNotFoundError

from tests.peer.conftest import Peer
from tests.peer.data import ORDER
from tests.support.directory import Directory


def test_a_key_of_five_parts(peer: Peer) -> None:
    odd = peer.items(peer.client.odd.list())[0]
    key = (odd.a, odd.b, odd.c, odd.d, odd.e)
    assert key[2:] == (date(2024, 2, 29), UUID("11111111-1111-4111-8111-111111111111"), True)
    for one in (peer.client.odd[key], peer.client.odd.by_id(a=odd.a, b=odd.b, c=odd.c, d=odd.d, e=odd.e)):
        assert peer.do(one.get()).text == "x"
        assert "/Odd(a='it''s%2Fa%3Fkey',b=" in peer.sent[-1]
        assert ",c=2024-02-29,d=11111111-1111-4111-8111-111111111111,e=true)" in peer.sent[-1]
    other = (odd.a, odd.b, odd.c, odd.d, False)
    with pytest.raises(ResourceNotFoundError):
        peer.do(peer.client.odd[other].get())
    made = peer.do(peer.client.odd.post(peer.models.Odd(a="b", b=1, c=date(1, 1, 1), d=odd.d, e=False, text="y")))
    assert made.text == "y"
    one = peer.client.odd["b", 1, date(1, 1, 1), odd.d, False]
    peer.do(one.patch(peer.models.Odd(text="z")))
    assert peer.do(one.get()).text == "z"
    peer.do(one.delete())
    with pytest.raises(ResourceNotFoundError):
        peer.do(one.get())


def test_a_key_of_two_parts_behind_a_path(peer: Peer) -> None:
    items = peer.client.orders[ORDER].items
    assert peer.do(items[ORDER, 1].get()).price == Decimal("1.25")
    assert peer.do(items.by_id(order_id=ORDER, pos=1).get()).qty == 2


def test_keys_that_are_times_and_numbers(peer: Peer) -> None:
    (stamp,) = peer.items(peer.client.by_stamp.list())
    assert peer.do(peer.client.by_stamp[stamp.at].get()).text == "x"
    (decimal,) = peer.items(peer.client.by_decimal.list())
    assert decimal.dec == Decimal("1.5")
    assert peer.do(peer.client.by_decimal[decimal.dec].get()).text == "x"


def test_an_alternate_key(directory: tuple[Directory, Peer]) -> None:
    """Core.AlternateKeys; what it leads to is the entity itself."""
    service, peer = directory
    one = peer.client.users.by_upn("u2@x.example")
    assert peer.do(one.get()).id == "u2"
    assert unquote(service.seen[-1].path) == "/v1/users(upn='u2@x.example')"
    peer.do(one.patch(peer.models.User(name="changed")))
    assert service.store.items["users/u2"]["name"] == "changed"
    with pytest.raises(ResourceNotFoundError):
        peer.do(peer.client.users.by_upn("nobody").get())


def test_a_key_is_a_segment_where_the_service_takes_that(directory: tuple[Directory, Peer]) -> None:
    service, peer = directory
    for key in ("a/b", "50% off?", "a#b", "ü +"):
        peer.do(peer.client.users.post(peer.models.User(id=key, name=key)))
        assert peer.do(peer.client.users[key].get()).name == key
        assert peer.do(peer.client.users.by_id(key).messages.count.get()) == 0
    assert {"users/a%2Fb", "users/%C3%BC%20%2B"} <= service.store.items.keys()
