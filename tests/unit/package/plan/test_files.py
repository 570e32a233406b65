"""What the plan decides from the types that a slice uses."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from csdlgen.edm.model import EdmModel, QName, Schema
from csdlgen.navigation import Limits
from csdlgen.package.plan.files import plan_package
from csdlgen.package.render import Files, render
from csdlgen.project.config import PackageConfig
from csdlgen.routes import UrlStyle, find_routes
from csdlgen.select import Selection, select
from tests.builders import action, complex_type, entity, model

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


@pytest.mark.parametrize(("type_", "asked"), [("Edm.Decimal", True), ("Edm.Int64", True), ("Edm.Int32", False)])
def test_services_with_big_numbers_are_asked_for_text(type_: str, asked: bool) -> None:
    files = rendered(model(entity("thing", f"a: {type_}")), "thing")
    for name in ("_client.py", "aio.py"):
        assert ("IEEE754Compatible=true" in files[PurePosixPath("pkg", name)]) is asked


@pytest.mark.parametrize("name", ["parameters", "call", "query", "self", "class", "Request"])
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


def test_operations_are_qualified_where_a_member_has_their_name() -> None:
    data = model(entity("root", "go -> root"), action("go", "root"), action("go", "root*"), sets="roots: root")
    source = rendered(data)[PurePosixPath("pkg/builders/root.py")]
    assert '"/test.go"' in source  # of one entity, where `/go` is the member
    assert '"/go"' in source  # of the collection, which has no members


@pytest.mark.parametrize(("base", "segment"), [(["text: Edm.Stream"], "/text"), ([], "/$value")])
def test_octets_of_base_types_are_reached_from_derived_types(base: list[str], segment: str) -> None:
    """A base type that leads nowhere else has builders for its octets alone."""
    note = entity("note", *base, has_stream=not base)
    data = model(note, entity("memo", base="note"), action("go", "memo"), sets="memos: memo")
    files = rendered(data, "memo")
    assert f'"{segment}"' in files[PurePosixPath("pkg/builders/note.py")]
    assert "from .note import NoteBuilder" in files[PurePosixPath("pkg/builders/memo.py")]


def test_a_base_class_that_annotates_as_well_is_imported_once() -> None:
    data = model(complex_type("base", "other: test.base"), complex_type("part", "whole: test.base", base="base"))
    source = rendered(data, "part")[PurePosixPath("pkg/models/part.py")]
    assert source.count("import Base") == 1
    assert 'class Part(Base, type="test.part", emit=True):' in source
    assert "whole: Prop[Base] = " in source


def segments(data: EdmModel, selection: Selection) -> set[str]:
    """What the builders send for the operations bound to `thing`."""
    found = select(data, selection, Limits())
    config = PackageConfig(
        name="pkg",
        output=".",
        metadata=(),
        service_root="https://example.com/v1",
        client="AnyClient",
        scopes=(),
        style=UrlStyle("segment"),
    )
    files = render(plan_package(found, find_routes(found, Limits()), config))
    text = files[PurePosixPath("pkg/builders/thing.py")]
    return {each.value for each in ast.walk(ast.parse(text)) if isinstance(each, ast.Constant) and each.value != "id"}


@pytest.mark.parametrize("everything", [False, True])
def test_what_is_selected_does_not_decide_how_an_operation_is_named_in_urls(everything: bool) -> None:
    """A property, or an operation of another namespace, may have its simple name without being selected."""
    other = replace(action("stop", "thing"), name=QName("other", "stop"))
    thing = entity("thing", "go: Edm.String")
    data = model(thing, action("go", "thing"), action("stop", "thing"), action("run", "thing"), sets="things: thing")
    data = replace(data, schemas=(*data.schemas, Schema("other", operations=(other,))))
    chosen = Selection(everything=True) if everything else Selection(operations=("test.go", "test.stop", "test.run"))
    found = segments(data, chosen)
    assert {"/test.go", "/test.stop", "/run"} <= found
    assert not {"/go", "/stop"} & found
