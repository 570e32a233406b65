"""Patterns of paths."""

from __future__ import annotations

import pytest

from csdlgen.edm.model import EdmModel
from csdlgen.navigation import Path
from csdlgen.urls import PropertyPath, UrlLookup
from csdlgen.urls.segments import Rejected
from csdlgen.urls.wildcards import every_step, matching
from tests.builders import complex_type, entity, model

SHOP = model(
    entity("customer", "orders => order*", "friends -> customer*", "agent -> agent"),
    entity("agent", "desk => desk", base="customer"),
    entity("order", "parts => order*", "desk -> desk"),
    entity("desk", "lamps -> desk*"),
    sets="customers: customer",
    singletons="chief: agent",
)


def spelled(path: Path) -> str:
    return "/".join(
        (*(part for step in path.steps for part in step.segments), *([str(path.cast)] if path.cast else []))
    )


def found(pattern: str, schema: EdmModel) -> list[str]:
    paths = matching(UrlLookup(schema), pattern)
    assert not isinstance(paths, Rejected), paths
    return [spelled(each) for each in paths if isinstance(each, Path)]


def test_a_star_at_the_beginning_is_every_root() -> None:
    assert found("*", SHOP) == ["chief", "customers"]


def test_a_star_is_one_step_with_those_of_derived_types() -> None:
    assert found("customers/*", SHOP) == [
        "customers/agent", "customers/friends", "customers/orders", "customers/test.agent/desk",
    ]  # fmt: skip


def test_two_stars_go_on_from_what_is_contained_and_end_at_links() -> None:
    assert found("customers/orders/**", SHOP) == [
        "customers/orders", "customers/orders/desk", "customers/orders/parts",
    ]  # fmt: skip


def test_a_property_may_follow_wildcards_which_stand_for_none() -> None:
    schema = model(entity("box", "size: Edm.Int32", "inner => box*"), sets="boxes: box")
    paths = matching(UrlLookup(schema), "boxes/*/size")
    assert not isinstance(paths, Rejected)
    (only,) = paths
    assert isinstance(only, PropertyPath) and (spelled(only.path), only.name) == ("boxes/inner", "size")
    assert found("boxes/*", schema) == ["boxes/inner"]


def test_two_stars_take_each_step_once_by_the_shortest_path() -> None:
    assert found("**", SHOP) == [
        "chief", "customers",
        "chief/agent", "chief/desk", "chief/friends", "chief/orders", "customers/test.agent/desk",
        "chief/desk/lamps", "chief/orders/desk", "chief/orders/parts",
    ]  # fmt: skip


def test_every_step_is_there_even_where_no_path_of_two_stars_ends_with_it() -> None:
    small = model(
        entity("root", "boss -> person"), entity("person", "pets => pet*"), entity("pet"), singletons="root: root"
    )
    assert found("**", small) == ["root", "root/boss"]
    assert [spelled(each) for each in every_step(UrlLookup(small))] == ["root", "root/boss", "pets"]
    assert every_step(UrlLookup(model())) == ()


def test_names_behind_a_wildcard_choose() -> None:
    assert found("*/orders", SHOP) == ["chief/orders", "customers/orders"]
    assert found("*/orders/{key}/parts", SHOP) == ["chief/orders/parts", "customers/orders/parts"]
    assert found("customers/test.agent/*", SHOP)[1] == "customers/test.agent/desk"


def test_without_wildcards_it_is_the_path() -> None:
    assert found("customers/orders", SHOP) == ["customers/orders"]


@pytest.mark.parametrize(
    ("pattern", "segment", "suggestion"),
    [("customrs/**", "customrs", "Did you mean 'customers'?"), ("*/oders", "oders", ""), ("", "", "")],
)
def test_what_matches_nothing_is_rejected(pattern: str, segment: str, suggestion: str) -> None:
    rejected = matching(UrlLookup(SHOP), pattern)
    assert isinstance(rejected, Rejected)
    assert (rejected.segment, rejected.suggestion) == (segment, suggestion)


def test_navigation_inside_complex_properties_is_a_step() -> None:
    small = model(
        entity("box", "address: address"),
        complex_type("address", "country -> land"),
        entity("land"),
        sets="boxes: box",
    )
    assert found("boxes/*", small) == ["boxes/address/country"]
