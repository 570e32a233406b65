"""Reading every entity, changing one property and patching it sends that property alone, and changes nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.peer.conftest import Peer
from tests.peer.data import WUTHERING

# entity set → attribute, its name in JSON, and a new value
CHANGED: dict[str, tuple[str, str, Any]] = {
    "Products": ("name", "name", "other"),
    "Categories": ("title", "title", "other"),
    "Suppliers": ("name", "name", "Other"),  # asserted to begin with a capital letter
    "Orders": ("buyer", "buyer", "other"),
}
VOLATILE = {"modifiedAt", "modifiedBy", "stamp"}  # CAP sets them at every change


def _read(peer: Peer, resource: str) -> list[Any]:
    return peer.items(getattr(peer.client, resource.lower()).list())


def _plain(entity: Any) -> dict[str, Any]:
    names = [name for name in entity.__wire__ if "@" not in name and name not in VOLATILE]
    return {name: entity[name] for name in names}


@pytest.mark.parametrize("resource", CHANGED)
def test_one_property_of_every_entity(peer: Peer, resource: str) -> None:
    attribute, wire, value = CHANGED[resource]
    before = _read(peer, resource)
    assert before
    expected = [{**_plain(entity), wire: value} for entity in before]
    builder = getattr(peer.client, resource.lower())
    for entity in before:
        attributes = {own.wire: name for name, own in type(entity).__props__.items()}
        key = getattr(entity, attributes["code" if resource == "Categories" else "ID"])
        setattr(entity, attribute, value)
        request = builder[key].patch.to_request(entity, if_match="*")
        assert request.body == {wire: value}
        peer.send(request)
    assert [_plain(entity) for entity in _read(peer, resource)] == expected


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
