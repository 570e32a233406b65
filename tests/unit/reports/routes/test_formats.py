"""The ledger as it is printed: what is read back is what was there, and no name means anything to a format."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from csdlgen.edm.model import EdmModel, Operation, QName
from csdlgen.navigation import Graph, Limits, Path, Step, cuts
from csdlgen.reports.routes.explain import as_explanation
from csdlgen.reports.routes.formats import as_data, as_http, as_markdown, as_text
from csdlgen.reports.routes.listing import RouteList, list_operation
from csdlgen.reports.routes.picture import as_mermaid
from csdlgen.routes import OperationRoutes, Restriction, Route, Routes, UrlStyle, find_routes
from csdlgen.routes.documented import documented_paths, parse_http, read_lines
from csdlgen.select import Selection, select
from csdlgen.urls import UrlLookup
from tests.builders import action, entity, model, q
from tests.unit.navigation.test_walk import LIMITS, graphs
from tests.unit.routes.test_ledger import with_key

_NODE = re.compile(r'^  (\w+)(?:\(\[|\[\[|\[)"([^"]*)"', re.MULTILINE)
_ARROW = re.compile(r'^  (\w+) (?:==>|-->|-\.->)(?:\|"[^"]*"\|)? (\w+)$', re.MULTILINE)


def listings(data: EdmModel, limits: Limits) -> list[RouteList]:
    keyed = model(*map(with_key, data.types.values()), action("go", "t2"), action("goAll", "t3*"), sets="a: t0, b: t1")
    found = select(keyed, Selection(("test.go", "test.goAll")), limits)
    graph = Graph(found.model)
    return [list_operation(each, limits, graph) for each in find_routes(found, limits).entries]


@settings(max_examples=40)
@given(graphs(again=False), LIMITS, st.sampled_from(["segment", "parentheses"]))
def test_request_lines_document_the_routes_they_are_printed_from(data: EdmModel, limits: Limits, style: str) -> None:
    keyed = model(*map(with_key, data.types.values()), action("go", "t2"), action("goAll", "t3*"), sets="a: t0, b: t1")
    found = select(keyed, Selection(("test.go", "test.goAll")), limits)
    before = find_routes(found, limits, (), UrlStyle(style))
    graph = Graph(found.model)
    text = "\n".join(as_http(list_operation(each, limits, graph)) for each in before.entries)
    lines = read_lines(UrlLookup(found.model), parse_http(text, source="ledger.http"))
    after = find_routes(found, limits, lines, UrlStyle(style))
    assert after.unresolved == ()
    for old, new in zip(before.entries, after.entries, strict=True):
        assert [replace(each, documented=False) for each in new.documented] == list(old.routes)
        assert new.routes == new.documented


@settings(max_examples=40)
@given(graphs(), LIMITS)
def test_every_format_has_every_route(data: EdmModel, limits: Limits) -> None:
    for listing in listings(data, limits):
        urls = [each.url for each in listing.lines]
        assert [each["template"] for each in as_data(listing)["routes"]] == urls  # type: ignore[index, attr-defined]
        for text in (as_text(listing), as_markdown(listing), as_http(listing), as_explanation(listing)):
            assert all(url in text for url in urls)


@settings(max_examples=40)
@given(graphs(), LIMITS)
def test_pictures_have_sixty_nodes_at_most_and_lead_to_the_operation(data: EdmModel, limits: Limits) -> None:
    for listing in listings(data, limits):
        picture = as_mermaid(listing)
        nodes = dict(_NODE.findall(picture))
        arrows = _ARROW.findall(picture)
        assert len(nodes) <= 60
        assert {each for pair in arrows for each in pair} <= nodes.keys()
        assert len(picture.splitlines()) == 1 + len(nodes) + len(arrows)
        assert {source for source, _ in arrows} == nodes.keys() - {"n0"} if listing.lines else not arrows


def test_what_is_too_much_for_a_picture_is_counted() -> None:
    types = [entity(f"t{number}", "end -> device") for number in range(100)]
    data = model(*types, entity("device"), action("lock", "device"), sets=", ".join(f"s{n}: t{n}" for n in range(100)))
    found = select(data, Selection(("test.lock",)), Limits(max_hops=1))
    (entry,) = find_routes(found, Limits(max_hops=1)).entries
    picture = as_mermaid(list_operation(entry, Limits(max_hops=1), Graph(data)))
    assert len(_NODE.findall(picture)) == 60
    assert 'more["and 43 routes more"]' in picture


HOSTILE = st.text(st.sampled_from("`|\"'<>#[](){}*_\n\r;&%\\-=a\u202e"), min_size=1, max_size=12)


@given(HOSTILE, HOSTILE)
def test_names_mean_nothing_to_a_format(name: str, type_: str) -> None:
    step = Step(name, QName("ns", type_), collection=False, contained=True)
    said = (Restriction(f"ns.{name}", type_, name),)
    route = Route(f"/{name}", Path((step, step)), (), documented=False, restrictions=said)
    routes = Routes(Graph(EdmModel()), Limits())
    entry = OperationRoutes(Operation(QName("ns", type_), "action"), name, "POST", (route,), (), routes)
    listing = list_operation(entry, Limits(), routes.graph)
    picture = as_mermaid(listing)
    assert set(re.sub(r"#\d+;", "", "".join(re.findall(r'"([^"]*)"', picture)))) <= set("a *_/.ns-")
    assert (
        len(picture.split("\n"))
        == len(picture.splitlines())
        == 1 + len(_NODE.findall(picture)) + len(_ARROW.findall(picture))
    )
    table = as_markdown(listing).splitlines()[-1]
    assert len(re.findall(r"(?<!\\)\|", table)) == 4
    assert [line[0] for line in as_http(listing).split("\n")] == ["#", "#", "P"]


def test_what_is_documented_is_not_cut() -> None:
    data = model(entity("user", "manager -> user"), action("go", "user"), sets="users: user")
    limits = Limits(max_hops=0, revisits=5)
    lines = read_lines(UrlLookup(data), parse_http("POST /users/{id}/manager/go", source="x"))
    (entry,) = find_routes(
        select(data, Selection(("test.go",)), limits, documented_paths(lines)), limits, lines
    ).entries
    listing = list_operation(entry, limits, Graph(data), cuts(Graph(data), q("user"), limits))
    assert listing.cut_lines == ()
    assert [each.url for each in listing.lines] == ["/users/{userId}/manager/go", "/users/{userId}/go"]


def test_a_verdict_says_each_restriction_once_an_element() -> None:
    said = Restriction("Org.OData.Capabilities.V1.NavigationRestrictions", "ns.C/s", "a")
    steps = (Step("users", q("user"), True, True), Step("owner", q("vehicle"), False, False))
    route = Route("", Path(steps, q("car")), (), True, (said, replace(said, says="b")))
    assert route.verdict == (
        "documented, 1 hop, 1 uncontained, cast to test.car, restricted by NavigationRestrictions on ns.C/s"
    )
