"""Texts such as `users/messages`, in which keys may be left out, and the navigation paths that they take."""

from __future__ import annotations

import pytest

from csdlgen.navigation import Path
from csdlgen.urls import PropertyPath, Rejected, UrlLookup, resource_or_property, resource_path
from tests.builders import action, complex_type, entity, model, q

LOOKUP = UrlLookup(
    model(
        entity(
            "user", "home: address", "owned -> thing*", "manager -> user", "name: Edm.String", "picture: Edm.Stream"
        ),
        entity("thing"),
        entity("car", "garage -> place", "plates: Edm.String*", base="thing"),
        entity("place", "place_code: Edm.Int32"),
        complex_type("address", "country -> place", "street: Edm.String"),
        complex_type("abroad", "code: Edm.String", base="address"),
        action("manager", "user*"),
        sets="users: user, things: thing",
        singletons="me: user",
    )
)


def path(text: str) -> Path:
    found = resource_path(LOOKUP, text)
    assert isinstance(found, Path), found
    return found


def test_keys_may_be_left_out() -> None:
    assert path("users/owned") == path("/users/{id}/owned/")
    assert [step.name for step in path("me/manager/owned").steps] == ["me", "manager", "owned"]
    assert path("users/{id}").target == path("users").target == q("user")


def test_a_member_goes_before_an_operation_on_the_collection() -> None:
    assert [step.name for step in path("users/manager").steps] == ["users", "manager"]


def test_complex_properties_and_casts_are_in_front_of_steps() -> None:
    assert [step.prefix for step in path("users/home/country").steps] == [(), ("home",)]
    assert path("users/home/country").steps[-1].through == ((q("user"), "home"),)
    assert [step.prefix for step in path("things/test.car/garage").steps] == [(), ("test.car",)]
    assert path("users/owned/test.car").cast == q("car")


def test_a_cast_may_stand_before_the_key_or_behind_it_and_the_last_of_several_counts() -> None:
    before = path("things/test.car/{id}/garage")
    assert before == path("things/{id}/test.car/garage")
    assert before == path("things/{id}/test.thing/test.car/garage")


@pytest.mark.parametrize(
    ("text", "segment", "index", "suggestion"),
    [
        ("user", "user", 0, "Did you mean 'users'?"),
        ("users/{id}/mangaer", "mangaer", 2, "Did you mean 'manager'?"),
        ("users/mangaer", "mangaer", 1, "Did you mean 'manager'?"),
        ("users/hom/country", "hom", 1, "Did you mean 'home'?"),
        ("me/{id}", "{id}", 1, ""),
        ("users/home", "home", 1, ""),
        ("users/name", "name", 1, ""),
        ("users/owned/$count", "$count", 2, ""),
        ("things/{id}/test.place", "test.place", 2, ""),
        ("", "", 0, ""),
    ],
)
def test_where_a_path_leads_nowhere(text: str, segment: str, index: int, suggestion: str) -> None:
    found = resource_path(LOOKUP, text)
    assert isinstance(found, Rejected)
    assert (found.segment, found.index, found.suggestion) == (segment, index, suggestion)


@pytest.mark.parametrize(
    ("text", "before", "declaring", "name"),
    [
        ("users/home", "users", "user", "home"),
        ("users/{id}/name", "users", "user", "name"),
        ("me/manager/name", "me/manager", "user", "name"),
        ("things/test.car/plates", "things/test.car", "car", "plates"),
        ("users/home/country/place_code", "users/home/country", "place", "place_code"),
    ],
)
def test_a_path_may_end_at_a_property_of_an_entity(text: str, before: str, declaring: str, name: str) -> None:
    assert resource_or_property(LOOKUP, text) == PropertyPath(path(before), q(declaring), name)


@pytest.mark.parametrize(
    "text", ["users/home/street", "users/home/test.abroad/code", "users/name/$value", "users/picture"]
)
def test_no_path_ends_inside_a_property_or_at_a_stream(text: str) -> None:
    assert isinstance(resource_or_property(LOOKUP, text), Rejected)
