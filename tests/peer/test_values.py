"""Enumerations, flags, complex and derived types, on SAP's mock server, which has them."""

from __future__ import annotations

from decimal import Decimal

from tests.peer.conftest import Peer


def test_values_of_every_kind_are_read(mock: Peer) -> None:
    models = mock.models
    russell = mock.do(mock.client.people["russell"].get())
    assert russell.gender is models.Gender.MALE
    assert set(russell.features) == {models.Feature.F1, models.Feature.F4}
    assert (russell.home.address, russell.home.city.region) == ("1 St", "ID")
    assert (russell.weight, russell.concurrency) == (Decimal("70.25"), 9007199254740991)
    (place,) = russell.places
    assert (type(place), place.code, place.address) == (models.AirportLocation, "SFO", "a")


def test_a_member_that_the_schema_does_not_have_is_text(mock: Peer) -> None:
    scott = mock.do(mock.client.people["scott"].get())
    assert (scott.gender, scott["Gender"]) == ("Weird", "Weird")
    scott.first_name = "S"
    mock.do(mock.client.people["scott"].patch(scott))
    assert mock.do(mock.client.people["scott"].get())["Gender"] == "Weird"


def test_an_entity_of_a_derived_type_has_its_class(mock: Peer) -> None:
    models = mock.models
    kinds = {each.user_name: type(each) for each in mock.items(mock.client.people.list())}
    assert kinds == {"russell": models.Person, "scott": models.Person, "emma": models.Employee}
    emma = mock.do(mock.client.people["emma"].get())
    assert (type(emma), emma.cost) == (models.Employee, 7)
    emma.cost = 8
    mock.do(mock.client.people["emma"].patch(emma))
    assert mock.requests[-1].body == {"@odata.type": "#travel.Employee", "Cost": "8"}
    assert mock.do(mock.client.people["emma"].get()).cost == 8


def test_values_of_every_kind_are_written(mock: Peer) -> None:
    models, one = mock.models, mock.client.people["russell"]
    russell = mock.do(one.get())
    russell.gender = models.Gender.UNKNOWN
    russell.features = {models.Feature.F2, models.Feature.F4}
    russell.home.city.name = "Rom"
    russell.places.append(models.AirportLocation(code="CIA"))
    russell.emails = []
    mock.do(one.patch(russell))
    changed = {"Gender", "Features", "Home", "Places", "Emails"}
    sent = mock.requests[-1].body
    assert set(sent) == changed
    assert sent["Home"] == {"Address": "1 St", "City": {"Name": "Rom", "Region": "ID"}}
    assert sent["Places"][1] == {"@odata.type": "#travel.AirportLocation", "Code": "CIA"}
    again = mock.do(one.get())
    assert again.gender is models.Gender.UNKNOWN
    assert set(again.features) == {models.Feature.F2, models.Feature.F4}
    assert (again.home.city.name, [each.code for each in again.places], list(again.emails)) == (
        "Rom",
        ["SFO", "CIA"],
        [],
    )
    assert (again.weight, again.concurrency, again.first_name) == (Decimal("70.25"), 9007199254740991, "Russell")


def test_one_property_of_every_entity(mock: Peer) -> None:
    """The law of round trips, with complex values in the entities."""
    before = {each.user_name: mock.models.to_json(each) for each in mock.items(mock.client.people.list())}
    for person in mock.items(mock.client.people.list()):
        person.first_name = "Other"
        mock.do(mock.client.people[person.user_name].patch(person))
        stated = {"@odata.type"} & before[person.user_name].keys()
        assert set(mock.requests[-1].body) == {"FirstName"} | stated
    after = {each.user_name: mock.models.to_json(each) for each in mock.items(mock.client.people.list())}
    assert after == {name: {**wire, "FirstName": "Other"} for name, wire in before.items()}


def test_enumerations_are_compared_and_results_aggregated(mock: Peer) -> None:
    person, client = mock.models.Person, mock.client
    found = mock.items(client.people.list(filter="Gender eq 'Male'", orderby=person.user_name))
    assert [each.user_name for each in found] == ["russell"]
    (result,) = mock.items(client.people.list(apply="aggregate($count as n)"))
    assert result["n"] == 3
