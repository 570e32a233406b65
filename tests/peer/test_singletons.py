"""Singletons: entities that have no key (OData Protocol section 11.2.2)."""

from __future__ import annotations

from tests.peer.conftest import Peer


def test_a_singleton_is_read_and_changed(peer: Peer) -> None:
    config = peer.client.config
    read = peer.do(config.get())
    assert (read.theme, read.limit) == ("dark", 10)
    read.theme = "light"
    peer.do(config.patch(read))
    assert (peer.requests[-1].body, peer.sent[-1]) == ({"theme": "light"}, f"{peer.service.root}/Config")
    after = peer.do(config.get(select=["theme", "limit"]))
    assert (after.theme, after.limit) == ("light", 10)
    assert not hasattr(config, "delete") and not hasattr(config, "list")


def test_a_property_of_a_singleton(peer: Peer) -> None:
    assert peer.do(peer.client.config.property(peer.models.Config.limit).get()) == 10


def test_me(mock: Peer) -> None:
    me = mock.do(mock.client.me.get())
    assert (me.user_name, me.home.city.name, me.gender) == ("me", "Köln", mock.models.Gender.MALE)
    me.first_name = "Myself"
    mock.do(mock.client.me.patch(me))
    assert mock.requests[-1].body == {"FirstName": "Myself"}
    again = mock.do(mock.client.me.get())
    assert (again.first_name, again.home) == ("Myself", me.home)
