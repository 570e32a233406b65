"""Routes of a model in which every type leads to every other: they are worked out as far as somebody asks for them."""

from __future__ import annotations

import time
from typing import Any

import pytest

from csdlgen.edm.model import EdmModel
from csdlgen.navigation import Limits
from csdlgen.routes import UrlStyle, find_routes
from csdlgen.select import Selection, select
from tests.builders import action, entity, model
from tests.support.matchers import package_routes

NUMBERS = range(30)
LIMITS = Limits(max_hops=5)


@pytest.fixture(scope="module")
def dense() -> EdmModel:
    types = [entity(f"t{here}", *(f"to{there} -> t{there}" for there in NUMBERS if there != here)) for here in NUMBERS]
    return model(*types, action("publish", "t0"), sets=", ".join(f"t{each}s: t{each}" for each in NUMBERS))


@pytest.fixture(scope="module")
def routes(dense: EdmModel, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return package_routes(dense, tmp_path_factory.mktemp("dense"), LIMITS, UrlStyle("parentheses"))


@pytest.fixture(autouse=True)
def soon() -> Any:
    start = time.process_time()
    yield
    assert time.process_time() - start < 5


def test_the_first_routes_of_the_ledger(dense: EdmModel) -> None:
    (entry,) = find_routes(select(dense, Selection(("test.publish",)), LIMITS), LIMITS).entries
    assert [each.template for each in entry.routes[:2]] == ["/t0s/{t0Id}", "/t10s/{t10Id}/to0"]
    assert entry.routes.has_more_than(2000)  # type: ignore[attr-defined]


def test_resolve_and_routes_of_a_package(routes: Any) -> None:
    assert routes.publish.resolve(t0_id="x").url == "/t0s('x')/publish"
    assert routes.publish.resolve(t7_id="x").url == "/t7s('x')/to0/publish"
    assert routes.publish.resolve(t7_id="x", via="to3").url == "/t7s('x')/to3/to0/publish"
    assert str(next(iter(routes.publish.routes))) == "/t0s({t0Id})/publish"
    assert len(routes.publish.routes._known) <= 2


def test_what_nothing_fits_is_refused_soon_with_five_routes(routes: Any) -> None:
    for keys in ({}, {"t0_id": "x", "t1_id": "y"}, {"nobody_id": "x"}):
        with pytest.raises(routes.NoRoute, match="more than 1000") as caught:
            routes.publish.resolve(**keys)
        assert len(str(caught.value).splitlines()) == 6
    with pytest.raises(routes.NoRoute):
        routes.publish.resolve(t0_id="x", via="nowhere")
