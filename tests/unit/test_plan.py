"""What the plan decides from the types that a slice uses."""

from __future__ import annotations

import ast
from pathlib import PurePosixPath

import pytest

from csdlgen.config import PackageConfig
from csdlgen.edm.model import EdmModel
from csdlgen.paths import Limits
from csdlgen.plan.package import plan_package
from csdlgen.render import Files, render
from csdlgen.routes import UrlStyle, find_routes
from csdlgen.select import Selection, select
from tests.builders import action, definition, entity, enum, model

ROOT = entity("root")


def rendered(data: EdmModel, *types: str, key_style: str = "segment", qualified: bool = False) -> Files:
    selection = Selection(tuple(str(name) for name in data.operations), tuple(f"test.{each}" for each in types))
    found = select(data, selection, Limits())
    config = PackageConfig(
        name="pkg",
        output=".",
        metadata=(),
        service_root="https://example.com/v1",
        client="ShopClient",
        scopes=(),
        style=UrlStyle(key_style, qualified),
    )
    return render(plan_package(found, find_routes(found, Limits()), config))


def runtime(files: Files) -> set[str]:
    return {path.stem for path in files if "_runtime" in path.parts}


@pytest.mark.parametrize(
    ("member", "modules"),
    [
        ("a: Edm.String", set()),
        ("a: Edm.Date", {"times", "checks"}),
        ("a: money", {"numeric", "checks"}),
        ("a: Edm.Guid*", {"octets", "checks", "views"}),
        ("a: rights", {"flags", "checks"}),
        ("a: Edm.Stream", {"streams"}),
    ],
)
def test_a_package_has_the_runtime_that_its_types_need(member: str, modules: set[str]) -> None:
    rights = enum("rights", "read", "write", flags=True)
    data = model(entity("thing", member), rights, definition("money", "Edm.Decimal"))
    plain = runtime(rendered(model(entity("thing")), "thing"))
    assert runtime(rendered(data, "thing")) - plain == modules


@pytest.mark.parametrize(("type_", "asked"), [("Edm.Decimal", True), ("Edm.Int64", True), ("Edm.Int32", False)])
def test_services_with_big_numbers_are_asked_for_text(type_: str, asked: bool) -> None:
    files = rendered(model(entity("thing", f"a: {type_}")), "thing")
    for name in ("_client.py", "aio.py"):
        assert ("IEEE754Compatible=true" in files[PurePosixPath("pkg", name)]) is asked


def test_literals_in_urls_come_with_parentheses() -> None:
    data = model(ROOT, action("go", "root"), sets="roots: root")
    assert "predicates" in runtime(rendered(data, key_style="parentheses"))
    assert "predicates" not in runtime(rendered(data))


@pytest.mark.parametrize("name", ["parameters", "arguments", "self", "class", "Request"])
def test_parameters_do_not_shadow_what_a_verb_calls(name: str) -> None:
    data = model(ROOT, action("go", "root", **{name: "Edm.String"}), sets="roots: root")
    files = rendered(data)
    source = files[PurePosixPath("pkg/builders/root.py")]
    (verb,) = [
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef) and node.name == "post"
    ]
    (given,) = [each.arg for each in verb.args.kwonlyargs]
    called = {node.func.id for node in ast.walk(verb) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert given not in called
    assert called == {"Request", "parameters"}


def test_operations_are_qualified_where_the_service_wants_it() -> None:
    data = model(ROOT, action("go", "root"), sets="roots: root")
    assert '"/test.go"' in rendered(data, qualified=True)[PurePosixPath("pkg/builders/root.py")]
    assert '"/go"' in rendered(data)[PurePosixPath("pkg/builders/root.py")]
