"""The ledger, and that a generated package derives the same routes from its graph."""

from __future__ import annotations

import importlib
import sys
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csdlgen.edm.model import EdmModel, EntityType, Operation, OperationImport, Type
from csdlgen.navigation import Limits
from csdlgen.navigation import Path as RoutePath
from csdlgen.package.plan.files import plan_package
from csdlgen.package.render import render
from csdlgen.project.config import PackageConfig
from csdlgen.routes import Ledger, OperationRoutes, UrlStyle, call_template, find_routes
from csdlgen.routes.documented import documented_paths, parse_http, read_lines
from csdlgen.select import Selection, select
from csdlgen.urls import UrlLookup
from tests.builders import action, entity, model, q
from tests.unit.navigation.test_walk import graphs

LIMITS = Limits(max_hops=3)
DATA = model(
    entity("root", "users => user*", "me -> user"),
    entity("user", "manager -> user", "devices => device*"),
    entity("device"),
    action("lock", "device"),
    action("lockAll", "device*"),
    singletons="root: root",
)


def ledger(text: str = "", style: str = "segment", limits: Limits = LIMITS, *operations: str) -> Ledger:
    lines = read_lines(UrlLookup(DATA), parse_http(text, source="lines.http"))
    wanted = Selection(operations or ("test.lock", "test.lockAll"))
    found = select(DATA, wanted, limits, documented_paths(lines))
    return find_routes(found, limits, lines, UrlStyle(style))


def templates(found: Ledger, number: int = 0) -> list[str]:
    return [f"{'*' if each.documented else ''}{each.template}" for each in found.entries[number].routes]


def test_derived_routes_are_ordered_by_hops_then_declaration() -> None:
    assert templates(ledger()) == [
        "/root/users/{userId}/devices/{deviceId}",
        "/root/me/devices/{deviceId}",
        "/root/users/{userId}/manager/devices/{deviceId}",
        "/root/me/manager/devices/{deviceId}",
    ]


@pytest.mark.parametrize("style", ["segment", "parentheses"])
def test_an_entity_type_without_a_key_has_none_in_templates(style: str) -> None:
    keyless = model(
        replace(entity("root", "users => root*"), key=None), action("lock", "root"), singletons="root: root"
    )
    found = find_routes(select(keyless, Selection(("test.lock",)), LIMITS), Limits(max_hops=1), (), UrlStyle(style))
    assert templates(found) == ["/root", "/root/users"]


def test_documented_routes_come_first_whatever_names_their_keys_have() -> None:
    found = ledger("# page\nPOST /root/me/manager/devices/{id}/lock\n\nPOST /root/me/devices/{x}/lock\n")
    assert templates(found)[:3] == [
        "*/root/me/devices/{deviceId}",
        "*/root/me/manager/devices/{deviceId}",
        "/root/users/{userId}/devices/{deviceId}",
    ]
    assert found.unresolved == ()


def test_a_documented_route_beyond_the_limits_is_kept() -> None:
    line = "POST /root/me/manager/manager/manager/devices/{id}/lock"
    found = ledger(line, "segment", Limits(max_hops=2), "test.lock")
    assert templates(found)[0] == "*/root/me/manager/manager/manager/devices/{deviceId}"


def test_an_operation_bound_to_a_collection_takes_no_last_key() -> None:
    assert templates(ledger(), 1)[:2] == ["/root/users/{userId}/devices", "/root/me/devices"]


def test_keys_in_parentheses() -> None:
    found = ledger("POST /root/users({id})/devices({id})/lock", "parentheses")
    assert templates(found)[0] == "*/root/users({userId})/devices({deviceId})"


def test_operation_imports_have_one_route() -> None:
    unbound = Operation(q("Reset"), "action")
    container = replace(DATA.containers[0], imports=(OperationImport("ResetAll", q("Reset"), "action"),))
    schema = replace(DATA.schemas[0], operations=(unbound,), containers=(container,))
    found = select(EdmModel((schema,)), Selection(("test.Reset",)), LIMITS)
    lines = read_lines(UrlLookup(found.model), parse_http("POST /ResetAll", source="lines.http"))
    (entry,) = find_routes(found, LIMITS, lines).entries
    assert [(each.template, each.documented) for each in entry.routes] == [("", True)]
    assert (entry.segment, entry.routes[0].hops) == ("ResetAll", 0)


def test_qualified_names_in_urls_are_documented_either_way() -> None:
    text = "POST /root/me/devices/{id}/lock\nPOST /root/users/{id}/devices/{id}/test.lock"
    lines = read_lines(UrlLookup(DATA), parse_http(text, source="x"))
    found = select(DATA, Selection(("test.lock",)), LIMITS)
    (entry,) = find_routes(found, LIMITS, lines, UrlStyle("segment", qualified=True)).entries
    assert (entry.segment, len(entry.documented)) == ("test.lock", 2)


def test_a_line_that_leads_nowhere_says_where() -> None:
    (found,) = ledger("POST /root/mee/devices/{id}/lock").unresolved
    assert (found.code, found.remedy) == ("documented-route-unresolved", "Did you mean 'me'?")
    assert "segment 'mee'" in found.message
    assert str(found.where) == str(("lines.http", 1, 1)).replace("(", "Position(source=", 1).replace(
        ", 1, 1", ", line=1, column=1"
    )


# --- the generated package and the ledger agree ---


def package(data: EdmModel, folder: Path, name: str, style: str, limits: Limits) -> tuple[Ledger, Any]:
    """Generate, import the routes module, and return it beside the ledger."""
    found = select(data, Selection(("test.go", "test.goAll")), limits)
    made = find_routes(found, limits, (), UrlStyle(style))
    config = PackageConfig(
        name=name,
        output=".",
        metadata=(),
        service_root="https://example.com/v1",
        client="Client",
        scopes=(),
        style=UrlStyle(style),
        limits=limits,
    )
    for path, text in render(plan_package(found, made, config)).items():
        place = folder / PurePosixPath(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder))
    try:
        return made, importlib.import_module(f"{name}.routes")
    finally:
        sys.path.remove(str(folder))


@pytest.mark.slow
@pytest.mark.parametrize("style", ["segment", "parentheses"])
def test_the_package_derives_the_routes_of_the_ledger(style: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    counter = iter(range(10_000))

    @settings(deadline=None, max_examples=15)
    @given(graphs(), st.integers(0, 3), st.integers(0, 2), st.integers(-1, 2))
    def law(data: EdmModel, hops: int, revisits: int, casts: int) -> None:
        keyed = model(
            *map(with_key, data.types.values()),
            action("go", "t2"),
            action("goAll", "t3*"),
            sets="a: t0, b: t1",
        )
        name = f"routes_{style}_{next(counter)}"
        made, module = package(keyed, tmp_path_factory.mktemp(name), name, style, Limits((), hops, revisits, casts))
        for entry in made.entries:
            operation = module.operations[str(entry.operation.name)]
            ours = [f"{each.template}/{entry.operation.name.name}" for each in entry.routes]
            assert [str(each) for each in operation.routes] == ours
            assert [each.contained for each in operation.routes] == [not each.path.uncontained for each in entry.routes]
            for route in operation.routes:
                keys = {key.name: f"{number} o'/%" for number, key in enumerate(route.keys)}
                bound = operation.resolve(via="/".join(names_in(route)), **keys)
                matched = module.match(bound.url)
                assert (matched.operation, matched.route, matched.keys) == (operation, route, keys)
            service = importlib.import_module(f"{name}.builders.service").Service(Nobody(), "")
            for each, route in zip(entry.routes, operation.routes, strict=True):
                keyless = operation.resolve(via="/".join(names_in(route)), **dict.fromkeys(keys_of(route), "x"))
                assert follow(service, each.path, entry) == keyless.url

    law()


class Nobody:
    """Where a path begins; nothing is sent from here."""

    _sender = None
    _path = ""


def names_in(route: object) -> list[str]:
    """The segments of a generated route but for keys and the operation."""
    return [part.split("(")[0] for part in str(route).split("/")[1:-1] if part[0] != "{"]


def keys_of(route: Any) -> list[str]:
    return [each.name for each in route.keys]


def follow(service: Any, path: RoutePath, entry: OperationRoutes) -> str:
    """The URL that the chain of builders gives for a path to an operation, with `x` for all keys."""
    binding = entry.operation.binding
    assert binding is not None
    builder = service
    for number, step in enumerate(path.steps):
        for segment in step.segments:
            builder = getattr(builder, segment.replace(".", "_"))
        if step.collection and not (binding.collection and number == path.hops):
            builder = builder["x"]
    if path.cast:
        builder = getattr(builder, str(path.cast).replace(".", "_"))
    return str(getattr(builder, {"go": "go", "goAll": "go_all"}[entry.segment])._path)


def with_key(each: Type) -> Type:
    """A type of the graphs, with a key if it is an entity type without a base type."""
    if not isinstance(each, EntityType) or each.base:
        return each
    keyed = entity("x")
    return replace(each, key=keyed.key, properties=(*keyed.properties, *each.properties))


def test_functions_are_written_with_their_parameters() -> None:
    taking = action("get", "t", title="Edm.String", top="Edm.Int32")
    function = replace(taking, kind="function")
    assert call_template(function, "test.get") == "test.get(title='{title}',top={top})"
    assert call_template(replace(function, parameters=function.parameters[:1]), "get") == "get"
    assert call_template(taking, "get") == "get"
