"""The tool and generated packages read URLs alike: the same operation, route and keys, or no route for both."""

from __future__ import annotations

from collections import Counter
from itertools import product
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csdlgen.navigation import Limits
from csdlgen.routes import UrlStyle
from csdlgen.routes.documented import parse_http
from csdlgen.urls import Address, UrlLookup
from csdlgen.urls.segments import End
from tests.models import models
from tests.support.matchers import of_package, of_tool, package_routes
from tests.support.operation_urls import operation_urls
from tests.support.robots import ROBOTS
from tests.support.urls import write_url
from tests.unit.urls.addresses import addresses
from tests.unit.urls.test_laws import PIECES

LIMITS = Limits(max_hops=2)
STYLES = [UrlStyle(keys, qualified) for keys, qualified in product(("segment", "parentheses"), (False, True))]


@st.composite
def slips(draw: st.DrawFn, url: str) -> str:
    """The URL with some pieces put in, or some of it left out."""
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(url)))
        url = url[:at] + draw(PIECES | st.just("")) + url[at + draw(st.integers(0, 2)) :]
    return url


@pytest.mark.slow
@pytest.mark.parametrize("style", STYLES, ids=str)
def test_urls_of_operations_and_such_with_slips(style: UrlStyle, tmp_path: Path) -> None:
    module = package_routes(ROBOTS, tmp_path, LIMITS, style)
    tool, package = of_tool(ROBOTS, LIMITS, style), of_package(module)
    service = UrlLookup(ROBOTS)
    found = Counter[bool]()

    @settings(max_examples=250, deadline=None)
    @given(data=st.data())
    def law(data: st.DataObject) -> None:
        url = data.draw(operation_urls(service))
        if not data.draw(st.integers(0, 3)):
            url = data.draw(slips(url))
        said = tool(url)
        found[said is not None] += 1
        assert package(url) == said, url
        if said:
            assert tool(said.template) is not None, said.template
            assert package(said.template) == tool(said.template), said.template

    law()
    assert found[True] > 75 and found[False] > 20, found


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_urls_of_any_model(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    model, style = data.draw(models()), data.draw(st.sampled_from(STYLES))
    module = package_routes(model, tmp_path_factory.mktemp("models"), LIMITS, style)
    tool, package = of_tool(model, LIMITS, style), of_package(module)
    for _ in range(20):
        address = Address(data.draw(addresses(model)), End("service"))
        url = data.draw(slips(write_url(UrlLookup(model), address, style.keys)))  # type: ignore[arg-type]
        assert package(url) == tool(url), url


def test_documented_lines_through_functions_and_other_keys(tmp_path: Path) -> None:
    """They are routes of the package, with arguments and parts of keys as keys, and the first that `resolve` gives."""
    text = (
        "POST /things/{id}/near(s=ns.Skill'Fly')/{id}/ns.check\n"
        "POST /robots(serial={serial})/ns.check\n"
        "POST /best(kind=ns.Kind'Big')/friends/changes()/{id | name}/ns.fix HTTP/1.1\n"
        "POST https://service.example/v1/me/home/self.Abroad/guests/{id}/owner/ns.check?x=1\n"
    )
    module = package_routes(ROBOTS, tmp_path, LIMITS, STYLES[0], parse_http(text, source="lines.http"))
    documented = [str(route) for each in module.operations.values() for route in each.routes[:9] if route.documented]
    assert sorted(documented) == [
        "/best(kind={kind})/friends/changes()/{thingId}/ns.fix",
        "/me/home/ns.Abroad/guests/{thingId}/owner/ns.check",
        "/robots(serial={robotSerial})/ns.check",
        "/things/{thingId}/near(s={s})/{robotId}/ns.check",
    ]
    check = module.operations["ns.check(ns.Robot)"]
    through = check.resolve(thing_id="a/b", s={"Fly"}, robot_id="c")
    assert through.url == "/things/a%2Fb/near(s=ns.Skill'Fly')/c/ns.check"
    assert module.match(through.url)[1:] == (
        through.route,
        {"thing_id": "a/b", "s": frozenset({"Fly"}), "robot_id": "c"},
    )
    serial = UUID(int=5)
    assert check.resolve(robot_serial=serial).url == f"/robots(serial={serial})/ns.check"
    assert module.match(f"/robots(serial={serial})/ns.check").route.documented
