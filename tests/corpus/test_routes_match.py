"""Every route of the ledger, as a URL, is read as that route with those keys."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from csdlgen.csdl import read_csdl
from csdlgen.edm.model import EdmModel, Operation
from csdlgen.navigation import Graph, Limits
from csdlgen.reports.routes.matched import matched
from csdlgen.routes import Route, Routes, UrlStyle
from csdlgen.urls import Address, UrlLookup, match_url

pytestmark = pytest.mark.slow

BETA = "graph/graph-beta_2021-07-13_496c7d38.csdl.xml"
HOPS = 3
# Keys that are anything but an operation of the collection, which is what those mean.
KEYS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12).filter(
    lambda key: key.strip() not in ("", ".", "..") and not key.startswith("$") and not key[0].isalpha()
)


@pytest.fixture(scope="module")
def beta(corpus: Path) -> EdmModel:
    return read_csdl((corpus / BETA).read_bytes(), source=BETA)


@pytest.fixture(scope="module")
def routes(beta: EdmModel) -> dict[str, list[tuple[Operation, Route]]]:
    """By key style: each distinct route from all roots within three hops to what an operation without parameters is
    bound to, with one such operation."""
    found: dict[str, list[tuple[Operation, Route]]] = {}
    for style in ("segment", "parentheses"):
        derived = Routes(Graph(beta), Limits(max_hops=HOPS), UrlStyle(style))
        first = {
            each.binding: each
            for some in beta.operations.values()
            for each in some
            if each.binding and (each.kind == "action" or len(each.parameters) == 1)
        }
        found[style] = [(operation, route) for operation in first.values() for route in derived.of(operation)]
    return found


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(KEYS, min_size=8, max_size=8), st.booleans(), st.booleans(), st.integers(0, 99).map(lambda n: (n, 100)))
@example(["1", "o'neil", "a/b", "%41", "é", " x ", "(1)", "1,2=3"], True, False, (0, 1))
@example(["1", "o'neil", "a/b", "%41", "é", " x ", "(1)", "1,2=3"], False, True, (0, 4))
def test_a_route_with_keys_is_read_as_that_route_with_those_keys(
    beta: EdmModel,
    routes: dict[str, list[tuple[Operation, Route]]],
    keys: list[str],
    in_segments: bool,
    qualified: bool,
    some: tuple[int, int],
) -> None:
    """Of all of them once, then of every fourth or hundredth."""
    style = UrlStyle("segment" if in_segments else "parentheses")
    service, ledger = UrlLookup(beta), Routes(Graph(beta), Limits(max_hops=HOPS), style)
    assert len(routes[style.keys]) > 20_000
    for number, (operation, route) in list(enumerate(routes[style.keys]))[some[0] :: some[1]]:
        values = {key.name: keys[(number + index) % len(keys)] for index, key in enumerate(route.keys)}
        url = route.template
        for name, value in values.items():
            plain = quote(value, safe="") if in_segments else "'" + quote(value.replace("'", "''"), safe="'") + "'"
            url = url.replace(f"{{{name}}}", plain)
        url += f"/{operation.name if qualified else operation.name.name}"
        address = match_url(service, url)
        assert isinstance(address, Address), (url, address)
        found = matched(url, address, ledger)
        assert address.operation is not None
        assert address.operation.name == operation.name, url
        assert found.route == route, url
        assert {each.name: each.value for each in found.keys} == values, url
