"""What was changed since an entity was read is sent, what only the service sets is not; see test_round_trip too."""

from __future__ import annotations

from tests.peer.conftest import Peer
from tests.peer.data import WUTHERING


def test_what_is_changed_in_place_counts(peer: Peer) -> None:
    one = peer.client.products[WUTHERING]
    entity = peer.do(one.get())
    entity.sizes[0].mm = 999
    request = one.patch.to_request(entity, if_match="*")
    assert request.body == {"sizes": [{"label": "h", "mm": 999}]}
    peer.send(request)
    entity = peer.do(one.get())
    assert ([size.mm for size in entity.sizes], list(entity.tags)) == ([999], ["old", "sad"])
    entity.rating = None
    del entity.tags  # takes it out of what is sent, and does not clear it
    peer.do(one.patch(entity, if_match="*"))
    entity = peer.do(one.get())
    assert (entity.rating, list(entity.tags), entity.name) == (None, ["old", "sad"], "Wuthering Heights")


def test_what_only_the_service_sets_is_left_out(peer: Peer) -> None:
    """`@Core.Computed` and `@Core.Immutable` in the metadata of the service."""
    entity = peer.do(peer.client.products[WUTHERING].get())
    whole = peer.client.products[WUTHERING].patch.to_request(entity, whole=True)
    access = type(entity).__access__
    assert set(access.values()) == {"computed", "immutable"}
    assert set(entity.__wire__) - set(whole.body) >= access.keys() & entity.__wire__.keys()
    assert not access.keys() & whole.body.keys()
    peer.send(whole, headers={"If-Match": "*"})
