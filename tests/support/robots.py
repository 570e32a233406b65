# ruff: noqa: E501
"""A service with everything that makes URLs of operations hard to read."""

from __future__ import annotations

from csdlgen.csdl import read_csdl
from tests.support.csdl import document

_ALTERNATE = """<Annotation Term="Org.OData.Core.V1.AlternateKeys"><Collection><Record><PropertyValue Property="Key">
<Collection><Record><PropertyValue Property="Name" PropertyPath="{0}"/><PropertyValue Property="Alias" String="{1}"/></Record>
</Collection></PropertyValue></Record></Collection></Annotation>"""


def _function(
    name: str, binding: str, parameters: str = "", returns: str = "Edm.Int32", composable: str = "false"
) -> str:
    bound = f'<Parameter Name="it" Type="{binding}"/>' if binding else ""
    return (
        f'<Function Name="{name}" IsBound="{"true" if binding else "false"}" IsComposable="{composable}">{bound}'
        f'{parameters}<ReturnType Type="{returns}"/></Function>'
    )


def _action(name: str, binding: str, parameters: str = "") -> str:
    return f'<Action Name="{name}" IsBound="true"><Parameter Name="it" Type="{binding}"/>{parameters}</Action>'


def _parameter(name: str, type_: str, inner: str = "", nullable: str = "false") -> str:
    return f'<Parameter Name="{name}" Type="{type_}" Nullable="{nullable}">{inner}</Parameter>'


_OPTIONAL = '<Annotation Term="Org.OData.Core.V1.OptionalParameter"/>'
CSDL = f"""
  <EnumType Name="Kind"><Member Name="Big"/><Member Name="Small"/></EnumType>
  <EnumType Name="Skill" IsFlags="true"><Member Name="Walk" Value="1"/><Member Name="Fly" Value="2"/></EnumType>
  <EntityType Name="Thing"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>
    <NavigationProperty Name="parts" Type="Collection(ns.Part)" ContainsTarget="true" Partner="thing"/>
    <NavigationProperty Name="owner" Type="ns.Robot"/><NavigationProperty Name="fix" Type="Collection(ns.Thing)"/>
    <Property Name="home" Type="ns.Place"/><Property Name="check" Type="Edm.String"/></EntityType>
  <EntityType Name="Robot" BaseType="ns.Thing"><NavigationProperty Name="friends" Type="Collection(ns.Thing)"/>
    <Property Name="serial" Type="Edm.Guid"/>{_ALTERNATE.format("serial", "serial")}</EntityType>
  <EntityType Name="Cyborg" BaseType="ns.Robot"><NavigationProperty Name="tools" Type="Collection(ns.Tool)"/></EntityType>
  <EntityType Name="Part"><Key><PropertyRef Name="thingId"/><PropertyRef Name="number"/></Key>
    <Property Name="thingId" Type="Edm.String" Nullable="false"/><Property Name="number" Type="Edm.Int32" Nullable="false"/>
    <NavigationProperty Name="thing" Type="ns.Thing" Nullable="false" Partner="parts">
      <ReferentialConstraint Property="thingId" ReferencedProperty="id"/></NavigationProperty></EntityType>
  <EntityType Name="Tool"><Key><PropertyRef Name="kind"/></Key><Property Name="kind" Type="ns.Kind" Nullable="false"/>
    <NavigationProperty Name="slots" Type="Collection(ns.Slot)"/></EntityType>
  <EntityType Name="Slot"><Key><PropertyRef Name="a"/><PropertyRef Name="b"/></Key>
    <Property Name="a" Type="Edm.Date" Nullable="false"/><Property Name="b" Type="ns.Skill" Nullable="false"/>
    <NavigationProperty Name="bytes" Type="Collection(ns.Byte)"/></EntityType>
  <EntityType Name="Byte"><Key><PropertyRef Name="k"/></Key><Property Name="k" Type="Edm.Binary" Nullable="false"/></EntityType>
  <ComplexType Name="Place"><NavigationProperty Name="keeper" Type="ns.Robot"/></ComplexType>
  <ComplexType Name="Abroad" BaseType="ns.Place"><NavigationProperty Name="guests" Type="Collection(ns.Thing)"/></ComplexType>
  {_function("changes", "Collection(ns.Thing)", returns="Collection(ns.Thing)", composable="true")}
  {_function("changes", "Collection(ns.Robot)", returns="Collection(ns.Robot)", composable="true")}
  {_function("find", "Collection(ns.Thing)", _parameter("name", "Edm.String"), "ns.Thing", "true")}
  {_function("find", "ns.Thing")}
  {_function("find", "ns.Thing", _parameter("n", "Edm.Int32"))}
  {_function("find", "ns.Robot", _parameter("n", "Edm.Int32") + _parameter("k", "ns.Kind", nullable="true"))}
  {_function("find", "ns.Cyborg", _parameter("n", "Edm.Int32"))}
  {_function("near", "ns.Thing", _parameter("s", "ns.Skill") + _parameter("d", "Edm.Duration", _OPTIONAL), "Collection(ns.Robot)", "true")}
  {_action("check", "ns.Thing")}{_action("check", "ns.Robot", _parameter("z", "Edm.Int32"))}
  {_action("fix", "ns.Thing")}{_action("fix", "Collection(ns.Thing)")}{_action("stop", "Collection(ns.Robot)")}
  {_action("near", "ns.Cyborg")}{_action("test", "ns.Part")}{_action("test", "ns.Tool")}{_action("test", "ns.Slot")}
  {_action("test", "ns.Byte")}{_action("clean", "Collection(ns.Part)")}
  {_function("best", "", _parameter("kind", "ns.Kind"), "ns.Robot", "true")}{_function("best", "", "", "ns.Robot", "true")}
  <Action Name="reset"/>
  <EntityContainer Name="C"><EntitySet Name="things" EntityType="ns.Thing"/><EntitySet Name="robots" EntityType="ns.Robot"/>
    <EntitySet Name="parts" EntityType="ns.Part"/><EntitySet Name="tools" EntityType="ns.Tool"/>
    <Singleton Name="me" Type="ns.Cyborg"/><FunctionImport Name="best" Function="ns.best"/>
    <ActionImport Name="reset" Action="ns.reset"/></EntityContainer>
"""

ROBOTS = read_csdl(document(CSDL), source="robots.xml")
