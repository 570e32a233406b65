"""Collections that come with their entities: the first page, and a link to the rest (OData JSON section 4.6.5)."""

from __future__ import annotations

import pytest

from tests.peer.conftest import Peer
from tests.support.directory import Directory

Both = tuple[Directory, Peer]


def test_the_rest_of_an_expanded_collection_is_fetched(directory: Both) -> None:
    service, peer = directory
    messages = peer.models.User.messages
    user = peer.do(peer.client.users["u1"].get(expand=messages))
    assert [each.id for each in user.messages] == ["m1", "m2"]
    listed = peer.client.expanded(user, messages)
    assert len(service.seen) == 1
    found = peer.items(listed)
    assert [(type(each), each.id) for each in found] == [(peer.models.Message, f"m{n}") for n in range(1, 6)]
    assert [each.path for each in service.seen[1:]] == ["/v1/users/u1/messages?$skip=2"]
    found[4].subject = "changed"
    peer.do(peer.client.users["u1"].messages["m5"].patch(found[4]))
    assert service.seen[-1].json() == {"subject": "changed"}


def test_what_is_there_is_not_asked_for(directory: Both) -> None:
    service, peer = directory
    messages = peer.models.User.messages
    user = peer.do(peer.client.users["u2"].get(expand=messages))
    assert peer.items(peer.client.expanded(user, messages)) == []
    assert len(service.seen) == 1
    pages = peer.pages(peer.client.expanded(peer.do(peer.client.users["u1"].get(expand=messages)), messages))
    assert [len(page) for page in pages] == [2, 3]


def test_what_was_not_expanded_is_an_error(directory: Both) -> None:
    _, peer = directory
    user = peer.do(peer.client.users["u1"].get())
    with pytest.raises(ValueError, match="messages was not expanded"):
        peer.client.expanded(user, peer.models.User.messages)


def test_a_server_that_is_not_ours(peer: Peer) -> None:
    """CAP expands all that was asked for at once."""
    children = peer.models.Categories.children
    plain = peer.do(peer.client.categories["plain"].get(expand=children.expand(top=4)))
    count = len(peer.sent)
    listed = peer.client.expanded(plain, children)
    assert [each.parent_code for each in peer.items(listed)] == ["plain"] * 4
    assert len(peer.sent) == count
