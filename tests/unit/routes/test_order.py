"""The order of declarations decides nothing public: neither which routes there are, nor their order, nor `resolve`."""

from __future__ import annotations

from itertools import islice
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csdlgen.edm.model import EdmModel
from csdlgen.navigation import Graph, Limits, cuts
from csdlgen.routes import UrlStyle, find_routes
from csdlgen.select import Selection, select
from tests.builders import action, model, q
from tests.models import models
from tests.support.matchers import package_routes
from tests.support.paths import find_paths
from tests.support.robots import ROBOTS
from tests.support.shuffled import shuffled
from tests.unit.navigation.test_walk import LIMITS, NAMES, flat, graphs
from tests.unit.routes.test_ledger import with_key


@pytest.mark.slow
@settings(deadline=None)
@given(graphs(), st.sampled_from(NAMES), LIMITS, st.randoms(use_true_random=False))
def test_paths_and_what_is_cut(data: EdmModel, target: str, limits: Limits, random: Random) -> None:
    other = Graph(shuffled(data, random))
    for made in (Graph(data), other):
        ranks = [(each.hops, each.uncontained) for each in find_paths(made, q(target), limits)]
        assert ranks == sorted(ranks)
    first, second = ([flat(each) for each in find_paths(each, q(target), limits)] for each in (Graph(data), other))
    assert first == second
    if limits.max_hops < 3:
        assert [flat(each.path) for each in cuts(Graph(data), q(target), limits).shown] == [
            flat(each.path) for each in cuts(other, q(target), limits).shown
        ]


def ledger(data: EdmModel) -> dict[tuple[str, str], list[str]]:
    limits = Limits(max_hops=2)
    found = find_routes(select(data, Selection(everything=True), limits), limits, (), UrlStyle())
    return {
        (each.operation.signature, each.segment): [route.template for route in islice(each.routes, 50)]
        for each in found.entries
    }


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(models(), st.randoms(use_true_random=False))
def test_the_ledger_of_any_model(data: EdmModel, random: Random) -> None:
    assert ledger(shuffled(data, random)) == ledger(data)


def by_signature(module: Any) -> dict[str, Any]:
    found = {}
    for each in module.operations.values():
        found[f"{each.name} {each.binding} {each.segment} {sorted(each._parameters)}"] = each
    return found


@pytest.mark.slow
@pytest.mark.parametrize("style", ["segment", "parentheses"])
def test_generated_routes_and_resolve(style: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    @settings(deadline=None, max_examples=8)
    @given(graphs(again=False) | st.none(), st.randoms(use_true_random=False))
    def law(drawn: EdmModel | None, random: Random) -> None:
        data = ROBOTS
        if drawn is not None:
            types = map(with_key, drawn.types.values())
            data = model(*types, action("go", "t2"), action("goAll", "t3*"), sets="a: t0, b: t1")
        limits = Limits((), 2, 1, 0)
        before, after = (
            by_signature(package_routes(each, tmp_path_factory.mktemp("order"), limits, UrlStyle(style)))
            for each in (data, shuffled(data, random))
        )
        assert before.keys() == after.keys()
        for name, operation in before.items():
            assert list(map(str, operation.routes)) == list(map(str, after[name].routes))
            for route in operation.routes[:20]:
                keys = {key.name: sample(key.type) for key in route.keys}
                assert operation.resolve(**keys).route.template == after[name].resolve(**keys).route.template

    law()


def sample(type_: str) -> Any:
    from datetime import date

    return {"Edm.Int32": 1, "Edm.Date": date(2020, 1, 2), "Edm.Binary": b"x"}.get(
        type_, "x" if type_ != "ns.Skill" else {"Walk"}
    )
