"""The law of round trips: reading every entity, changing one property and patching it sends that property alone, and
changes nothing else. For every entity set and singleton of a service that can be read and changed."""

from __future__ import annotations

from typing import Any

from tests.peer.conftest import Peer
from tests.peer.metadata import Property, Resource
from tests.peer.walk import attribute, key_of, rest, updatable, value_for, walk


def _entities(peer: Peer, resource: Resource) -> list[Any]:
    builder = peer.builder(resource)
    return peer.items(builder.list()) if resource.is_set else [peer.do(builder.get())]


def _by_key(peer: Peer, resource: Resource, entities: list[Any]) -> dict[Any, dict[str, Any]]:
    """The JSON of entities by their keys, that of a singleton by None."""
    return {key_of(resource, each) if resource.is_set else None: peer.models.to_json(each) for each in entities}


def _change(peer: Peer, resource: Resource, entity: Any, member: Property) -> Any:
    """Write another value to a property and patch; gives that value, and looks at what went over the wire."""
    builder, name = peer.builder(resource), attribute(type(entity), member.name)
    one = builder[key_of(resource, entity)] if resource.is_set else builder
    value = value_for(peer, member, getattr(entity, name))
    etag = peer.models.to_json(entity).get("@odata.etag")
    setattr(entity, name, value)
    peer.do(one.patch(entity, if_match=etag))
    sent = peer.requests[-1]
    assert (sent.method, set(sent.body)) == ("PATCH", {member.name}), (resource.name, sent)
    assert sent.headers.get("If-Match") == etag
    return value


def test_one_property_of_every_entity_of_every_set(peer: Peer) -> None:
    changed = 0
    for resource in walk(peer):
        members = list(updatable(resource))
        entities = _entities(peer, resource)
        before = _by_key(peer, resource, entities)
        assert entities, resource.name
        expected: dict[Any, tuple[Property, Any]] = {}
        for number, entity in enumerate(entities):
            member = members[number % len(members)]
            key = key_of(resource, entity) if resource.is_set else None
            expected[key] = member, _change(peer, resource, entity, member)
        again = _entities(peer, resource)
        after = _by_key(peer, resource, again)
        assert after.keys() == before.keys()
        for entity in again:
            key = key_of(resource, entity) if resource.is_set else None
            member, value = expected[key]
            assert getattr(entity, attribute(type(entity), member.name)) == value, (resource.name, member)
            left = rest(after[key], resource, member.name)
            assert left == rest(before[key], resource, member.name), (resource.name, member)
            assert left, resource.name  # there is something that could have changed
        changed += len(entities)
    assert changed > 230  # of 15 sets, one of which has 205 entities


def test_nothing_that_was_not_changed_is_sent_at_all(peer: Peer) -> None:
    for resource in walk(peer):
        entity = _entities(peer, resource)[0]
        builder = peer.builder(resource)
        one = builder[key_of(resource, entity)] if resource.is_set else builder
        count = len(peer.requests)
        try:
            peer.do(one.patch(entity))
        except ValueError as error:
            assert "nothing was assigned" in str(error)
        else:
            raise AssertionError(f"{resource.name} was patched with {peer.requests[-1].body}")
        assert len(peer.requests) == count
