"""Entities that are inside of others, and have their URLs behind those (CSDL section 8.4)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from azure.core.exceptions import ResourceNotFoundError

from tests.peer.conftest import Peer
from tests.support.directory import Directory


def test_contained_entities_are_read_and_created(mock: Peer) -> None:
    """SAP's mock server; patching contained entities it does wrong."""
    trips = mock.client.people["russell"].trips
    (trip,) = mock.items(trips.list())
    assert (trip.trip_id, trip.length, trip["Starts"]) == (1, timedelta(minutes=90), "2024-01-01T00:00:00.1234567Z")
    assert mock.do(trips[1].get()).name == "t1"
    made = mock.do(trips.post(mock.models.Trip(trip_id=2, name="t2", length=timedelta(days=1))))
    assert (made.trip_id, made.name) == (2, "t2")
    assert mock.requests[-1].body == {"TripId": 2, "Name": "t2", "Length": "P1D"}
    assert mock.sent[-1].endswith("/People('russell')/Trips")
    expanded = mock.do(mock.client.people["russell"].get(expand=mock.models.Person.trips))
    assert [each.trip_id for each in expanded.trips] == [1, 2]


def test_contained_entities_are_changed_and_deleted(directory: tuple[Directory, Peer]) -> None:
    service, peer = directory
    messages, model = peer.client.users["u1"].messages, peer.models.Message
    assert peer.do(messages.count.get()) == 5
    assert [each.id for each in peer.items(messages.list())] == ["m1", "m2", "m3", "m4", "m5"]
    message = peer.do(messages["m2"].get())
    message.subject = "other"
    peer.do(messages["m2"].patch(message, if_match=message["@odata.etag"]))
    assert service.seen[-1].json() == {"subject": "other"}
    assert service.store.items["users/u1/messages/m2"]["subject"] == "other"
    made = peer.do(messages.post(model(id="m6", subject="new")))
    assert (made.id, service.seen[-1].path) == ("m6", "/v1/users/u1/messages")
    peer.do(messages["m6"].put(model(subject="replaced")))
    assert peer.do(messages["m6"].get()).subject == "replaced"
    peer.do(messages["m6"].delete())
    with pytest.raises(ResourceNotFoundError):
        peer.do(messages["m6"].get())
