"""What `delete` deletes: behind a link nothing but the link, however the path goes on from it."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from csdlgen.pipeline import build, select_package
from csdlgen.project.config import parse_config
from csdlgen.project.inputs import Inputs, Source
from tests.support.csdl import document

pytestmark = pytest.mark.slow

CONFIG = """
[packages.{name}]
output = "out"
metadata = ["m.xml"]
service-root = "https://service.example/v4"
client = "AnyClient"
key-style = "parentheses"
[packages.{name}.select]
everything = true
resources = ["people", "users", "me", "start", "users/boss", "users/reports", "users/notes", "people/ns.Vip/read"]
delete-linked = {linked}
[packages.{name}.routes]
max-hops = 3
"""
# Names tell what a segment is: an entity set, a singleton, a containment, a link, a stream property.
SETS, SINGLETONS = {"people", "users"}, {"me", "start"}
CONTAINED, LINKED = {"notes", "one"}, {"boss", "reports", "read", "link", "ns.top", "ns.best"}
STREAMS = {"picture", "badge"}
SERVICE = """
<EntityType Name="Person" Abstract="true"><Key><PropertyRef Name="id"/></Key>
  <Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
<EntityType Name="User" BaseType="ns.Person"><Property Name="picture" Type="Edm.Stream"/>
  <NavigationProperty Name="boss" Type="ns.Person"/><NavigationProperty Name="reports" Type="Collection(ns.Person)"/>
  <NavigationProperty Name="notes" Type="Collection(ns.Note)" ContainsTarget="true"/></EntityType>
<EntityType Name="Vip" BaseType="ns.User" HasStream="true"><Property Name="badge" Type="Edm.Stream"/>
  <NavigationProperty Name="read" Type="Collection(ns.Note)"/></EntityType>
<EntityType Name="Note" HasStream="true"><Key><PropertyRef Name="id"/></Key>
  <Property Name="id" Type="Edm.String" Nullable="false"/>
  <NavigationProperty Name="one" Type="ns.Person" ContainsTarget="true"/>
  <NavigationProperty Name="link" Type="ns.Person"/></EntityType>
<Action Name="ping" IsBound="true"><Parameter Name="it" Type="ns.Vip"/></Action>
<Action Name="pingAll" IsBound="true"><Parameter Name="it" Type="Collection(ns.Vip)"/></Action>
<Function Name="top" IsBound="true" IsComposable="true"><Parameter Name="it" Type="Collection(ns.User)"/>
  <ReturnType Type="Collection(ns.Vip)"/></Function>
<Function Name="best" IsBound="true" IsComposable="true"><Parameter Name="it" Type="ns.User"/>
  <ReturnType Type="ns.Note"/></Function>
<EntityContainer Name="C"><EntitySet Name="people" EntityType="ns.Person"/>
  <EntitySet Name="users" EntityType="ns.User"/><Singleton Name="me" Type="ns.Vip"/>
  <Singleton Name="start" Type="ns.Note"/></EntityContainer>
"""


def client(name: str, folder: Path, *, linked: bool) -> Any:
    text = CONFIG.format(name=name, linked=str(linked).lower())
    package = parse_config(text, source="csdlgen.toml").packages[0]
    data = document(SERVICE, schema='Namespace="ns"')
    for path, content in build(package, select_package(package, Inputs((Source("m.xml", data),), (), ()))).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8")
    return importlib.import_module(name).AnyClient(None)


def urls(builder: Any, depth: int) -> Iterator[str]:
    """What can be deleted from a builder on, by as many attributes and keys as `depth` says."""
    for name in dir(type(builder)):
        if name.startswith("_"):
            continue
        found = getattr(builder, name)
        if name == "delete":
            is_one_of_many = type(builder).__name__ == "ReferenceCollectionBuilder"
            request = found.to_request("https://x.example") if is_one_of_many else found.to_request()
            yield request.url.partition("?")[0]
        elif depth and name.startswith("by_"):
            yield from urls(found("k"), depth - 1)
        elif depth and name == "result":
            yield from urls(found(), depth - 1)
        elif depth and hasattr(found, "_path"):
            yield from urls(found, depth - 1)


def deletes(url: str) -> str:
    """What a DELETE of a URL deletes: by the last segment, or by how the entity in front of a cast or `$value` is
    reached (OData Protocol sections 11.4.5, 11.4.6.2 and 11.4.7.3)."""
    segments = re.sub(r"\([^()]*\)", "", url).strip("/").split("/")
    if segments[-1] == "$ref" or segments[-1] in STREAMS:
        return segments[-1]
    known = [each for each in segments if each in SETS | SINGLETONS | CONTAINED | LINKED]
    return "a link's target" if known[-1] in LINKED else "a singleton" if known[-1] in SINGLETONS else "an owned entity"


@pytest.mark.parametrize("linked", [False, True])
def test_what_can_be_deleted(linked: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"deletes_{'linked' if linked else 'owned'}"
    monkeypatch.syspath_prepend(str(tmp_path))
    try:
        found = {*urls(client(name, tmp_path, linked=linked), 5)}
    finally:
        for module in [each for each in sys.modules if each.partition(".")[0] == name]:
            del sys.modules[module]
    kinds = {deletes(url) for url in found}
    assert kinds == {"an owned entity", "$ref", *STREAMS} | ({"a link's target"} if linked else set())
    assert {"/people('k')", "/people('k')/ns.Vip/$value", "/start/one", "/users('k')/notes('k')/$value"} <= found
    assert ("/users('k')/boss/ns.Vip/$value" in found) is linked
    assert "/me" not in found and "/me/$value" not in found
