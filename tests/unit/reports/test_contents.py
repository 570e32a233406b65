"""`csdlgen list`: operations with their routes, resources with the verbs that builders have, types."""

from __future__ import annotations

import importlib
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.support.cli import call
from tests.support.project import small_project

VERBS = ("list", "post", "get", "patch", "put", "delete")
RESOURCES = ROOT / "tests" / "unit" / "package" / "plan" / "resources"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    for name in ("csdlgen.toml", "shop.csdl.xml"):
        shutil.copy(RESOURCES / name, folder)
    assert call("generate", cwd=folder).code == 0
    return folder


def listed(folder: Path) -> dict[str, Any]:
    ran = call("list", "--format", "json", cwd=folder)
    assert ran.code == 0, ran.err
    (found,) = json.loads(ran.out)
    return dict(found)


def test_operations_have_as_many_routes_as_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = listed(ROOT)
    monkeypatch.syspath_prepend(str(ROOT / "generated"))
    routes = importlib.import_module("graph_remote_assistance.routes")
    counted = [len(routes.report_remote_assistance.routes), len(routes.request_remote_assistance.routes)]
    assert [each["routes"] for each in found["operations"]] == counted
    assert [each["documented"] for each in found["operations"]] == [1, 7]


def test_resources_have_the_verbs_of_their_builders(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(shop / "out"))
    for name in [name for name in sys.modules if name.partition(".")[0] == "shop"]:
        monkeypatch.delitem(sys.modules, name)
    client = importlib.import_module("shop").ShopClient(None)
    for resource in listed(shop)["resources"]:
        places = [client]
        for segment in resource["path"].split("/"):
            step = getattr(places[-1], python_name(places[-1], segment))
            places = [step, one_of(step)] if hasattr(step, "by_id") else [step]
        has = {verb for place in places for verb in VERBS if hasattr(getattr(place, verb, None), "to_request")}
        assert set(resource["verbs"]) == has, resource
    assert {each["path"] for each in listed(shop)["resources"]} >= {"items", "books", "settings"}


def one_of(collection: Any) -> Any:
    """The builder of one entity, whatever type its key has."""
    try:
        return collection[1]
    except TypeError:
        return collection["1"]


def python_name(builder: Any, segment: str) -> str:
    """The attribute of a builder for a segment: a name that is a verb as well has a trailing `_`."""
    return f"{segment}_" if hasattr(builder, f"{segment}_") else segment


def test_text_says_the_same(shop: Path, tmp_path: Path) -> None:
    found, text = listed(shop), call("list", cwd=shop).out
    for resource in found["resources"]:
        assert f"{resource['path']} " in text and ", ".join(resource["verbs"]) in text
    for each in (*found["types"], *({"name": each["signature"]} for each in found["operations"])):
        assert each["name"] in text
    small = call("list", cwd=small_project(tmp_path)).out
    assert small.startswith("demo\n\n") and " operation" in small


def test_very_many_routes_are_not_all_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csdlgen.reports.contents._MOST_COUNTED", 5)
    assert "more than 5 routes, 7 documented" in call("list", cwd=ROOT).out
