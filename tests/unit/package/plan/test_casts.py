"""What resources are cast to, in packages with everything of a service."""

from __future__ import annotations

from pathlib import PurePosixPath

from csdlgen.pipeline import build, select_package
from csdlgen.project.config import parse_config
from csdlgen.project.inputs import Inputs, Source
from tests.support.csdl import document
from tests.support.imports import undefined

CONFIG = """
[packages.plan]
output = "out"
metadata = ["m.xml"]
service-root = "https://service.example/v4"
client = "Plans"
key-style = "parentheses"
[packages.plan.select]
everything = true
"""
# Almost every entity type derives from the abstract Entity, which is cast to Item alone, where something is bound to
# that; Item is cast to all that derive from it.
SERVICE = """
<EntityType Name="Entity" Abstract="true"><Key><PropertyRef Name="id"/></Key>
  <Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
<EntityType Name="Item" BaseType="ns.Entity"/>
<EntityType Name="Task" BaseType="ns.Item"/>
<EntityType Name="Note" BaseType="ns.Item"/>
<EntityType Name="Board" BaseType="ns.Entity">
  <NavigationProperty Name="one" Type="ns.Entity"/><NavigationProperty Name="all" Type="Collection(ns.Entity)"/>
  <NavigationProperty Name="items" Type="Collection(ns.Item)" ContainsTarget="true"/></EntityType>
<Action Name="ping" IsBound="true"><Parameter Name="it" Type="ns.Item"/></Action>
<Function Name="delta" IsBound="true"><Parameter Name="it" Type="Collection(ns.Item)"/>
  <ReturnType Type="Collection(ns.Item)"/></Function>
<EntityContainer Name="C"><EntitySet Name="boards" EntityType="ns.Board"/></EntityContainer>
"""


def test_what_a_cast_leads_to_is_cast_on() -> None:
    (package,) = parse_config(CONFIG, source="csdlgen.toml").packages
    files = build(package, select_package(package, Inputs((Source("m.xml", document(SERVICE)),), (), ())))
    assert undefined(files) == []
    tasks = files[PurePosixPath("plan/builders/task.py")]
    for cls in ("OptionalLinkedTaskBuilder", "LinkedTaskBuilder", "LinkedTaskCollectionBuilder", "TaskBuilder"):
        assert f"class {cls}(" in tasks
