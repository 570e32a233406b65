"""What changed in a collection since it was read (OData Protocol section 11.3)."""

from __future__ import annotations

from typing import Any

from tests.peer.conftest import Peer
from tests.support.directory import Directory

Both = tuple[Directory, Peer]


def _all(peer: Peer, listed: Any) -> tuple[list[Any], str]:
    """The items of all pages, and the link to what changes afterwards."""
    assert listed.delta_link is None
    items = peer.items(listed)
    return items, listed.delta_link


def test_a_delta_tells_what_was_added_changed_and_removed(directory: Both) -> None:
    service, peer = directory
    users, removed = peer.client.users, peer.models.removed
    first, link = _all(peer, users.delta.get())
    assert [each.id for each in first] == ["u1", "u2", "u3", "u4", "u5"]
    assert not any(removed(each) for each in first)
    assert [each.path.partition("?")[2] for each in service.seen] == [
        "",
        "$deltatoken=0&$skiptoken=2",
        "$deltatoken=0&$skiptoken=4",
    ]
    peer.do(users["u2"].patch(peer.models.User(name="changed")))
    peer.do(users.post(peer.models.Employee(id="u6", cost=3)))
    peer.do(users["u3"].delete())
    peer.do(users["u4"].delete())
    second, link = _all(peer, users.delta.get.from_link(link))
    reasons = {each.id: removed(each) and removed(each).reason for each in second}
    assert reasons == {"u2": None, "u6": None, "u3": "deleted", "u4": "deleted"}
    assert [type(each) for each in second if each.id == "u6"] == [peer.models.Employee]
    assert [each.name for each in second if each.id == "u2"] == ["changed"]
    third, _ = _all(peer, users.delta.get.from_link(link))
    assert third == []


def test_a_delta_goes_on_page_by_page(directory: Both) -> None:
    _, peer = directory
    _, link = _all(peer, peer.client.users.delta.get())
    for key in ("u1", "u2", "u3"):
        peer.do(peer.client.users[key].patch(peer.models.User(name="changed")))
    pages = peer.pages(peer.client.users.delta.get.from_link(link))
    assert [[each.id for each in page] for page in pages] == [["u1", "u2"], ["u3"]]


def test_a_link_can_be_kept_and_taken_up_by_another_client(directory: Both) -> None:
    service, peer = directory
    _, link = _all(peer, peer.client.users.delta.get(page_size=2, headers={"X-Mine": "1"}))
    assert [each.headers["prefer"] for each in service.seen] == ["odata.maxpagesize=2"] * 3
    peer.do(peer.client.users["u5"].delete())
    kept = str(link.encode(), "ascii")
    other = type(peer.client)(None, endpoint=service.root)
    (gone,) = peer.items(other.users.delta.get.from_link(kept))
    assert (gone.id, peer.models.removed(gone)) == ("u5", ("deleted", None))
    peer.do(other.close())
