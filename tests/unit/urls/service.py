"""A service that has something of everything that URLs may hold."""

from __future__ import annotations

from csdlgen.csdl import read_csdl
from csdlgen.urls import UrlLookup
from tests.support.csdl import document

KEYS = ("Boolean", "Byte", "SByte", "Int16", "Int64", "Guid", "Date", "DateTimeOffset", "TimeOfDay", "Duration")
OTHERS = ("Decimal", "Double", "Single", "Binary")
CORE = "Org.OData.Core.V1"

_TYPES = "".join(
    f'<EntityType Name="K{each}"><Key><PropertyRef Name="k"/></Key><NavigationProperty Name="next" Type="ns.User"/>'
    f'<Property Name="k" Type="Edm.{each}" Nullable="false"/></EntityType>'
    for each in KEYS
)
_PARAMETERS = "".join(f'<Parameter Name="p{each}" Type="Edm.{each}"/>' for each in (*KEYS, *OTHERS))
_SETS = "".join(f'<EntitySet Name="k{each}" EntityType="ns.K{each}"/>' for each in KEYS)

CSDL = f"""
  <EntityType Name="User" OpenType="true">
    <Key><PropertyRef Name="id"/></Key>
    <Property Name="id" Type="Edm.String" Nullable="false"/>
    <Property Name="mail" Type="Edm.String"/>
    <Property Name="photo" Type="Edm.Stream"/>
    <Property Name="home" Type="ns.Address"/>
    <Property Name="addresses" Type="Collection(ns.Address)"/>
    <Property Name="tags" Type="Collection(Edm.String)"/>
    <Property Name="colour" Type="ns.Colour"/>
    <Property Name="any" Type="Edm.Untyped"/>
    <NavigationProperty Name="manager" Type="ns.User"/>
    <NavigationProperty Name="friends" Type="Collection(ns.User)"/>
    <NavigationProperty Name="orders" Type="Collection(ns.Order)" ContainsTarget="true" Partner="owner"/>
    <Annotation Term="{CORE}.AlternateKeys"><Collection><Record>
      <PropertyValue Property="Key"><Collection><Record>
        <PropertyValue Property="Name" PropertyPath="mail"/>
        <PropertyValue Property="Alias" String="post"/>
      </Record></Collection></PropertyValue>
    </Record></Collection></Annotation>
  </EntityType>
  <EntityType Name="Admin" BaseType="ns.User">
    <NavigationProperty Name="reports" Type="Collection(ns.User)"/>
  </EntityType>
  <EntityType Name="Order">
    <Key><PropertyRef Name="user"/><PropertyRef Name="number"/></Key>
    <Property Name="user" Type="Edm.String" Nullable="false"/>
    <Property Name="number" Type="ns.Number" Nullable="false"/>
    <NavigationProperty Name="owner" Type="ns.User" Partner="orders">
      <ReferentialConstraint Property="user" ReferencedProperty="id"/>
    </NavigationProperty>
  </EntityType>
  <EntityType Name="Paint">
    <Key><PropertyRef Name="colour"/><PropertyRef Name="at"/></Key>
    <Property Name="colour" Type="ns.Colour" Nullable="false"/>
    <Property Name="at" Type="Edm.Date" Nullable="false"/>
  </EntityType>
  <EntityType Name="Bare"><Property Name="x" Type="Edm.String"/></EntityType>
  <ComplexType Name="Address">
    <Property Name="city" Type="Edm.String"/>
    <NavigationProperty Name="country" Type="ns.User"/>
  </ComplexType>
  <ComplexType Name="Postal" BaseType="ns.Address"><Property Name="code" Type="Edm.Int32"/></ComplexType>
  <EnumType Name="Colour" IsFlags="true"><Member Name="red" Value="1"/><Member Name="blue" Value="2"/></EnumType>
  <TypeDefinition Name="Number" UnderlyingType="Edm.Int32"/>
  {_TYPES}
  <Function Name="all" IsComposable="true">{_PARAMETERS}<ReturnType Type="Collection(ns.User)"/></Function>
  <Function Name="tinted" IsBound="true" IsComposable="true">
    <Parameter Name="it" Type="Collection(ns.User)"/>
    <Parameter Name="with" Type="ns.Colour"/>
    <Parameter Name="text" Type="Edm.String"/>
    <ReturnType Type="Collection(ns.User)"/>
  </Function>
  <Function Name="pick" IsBound="true" IsComposable="true">
    <Parameter Name="it" Type="ns.User"/>
    <ReturnType Type="ns.User"/>
  </Function>
  <Function Name="pick" IsBound="true" IsComposable="true">
    <Parameter Name="it" Type="ns.User"/>
    <Parameter Name="n" Type="Edm.Int32"/>
    <Parameter Name="m" Type="Edm.Int32"><Annotation Term="{CORE}.OptionalParameter"/></Parameter>
    <ReturnType Type="Collection(ns.Order)"/>
  </Function>
  <Function Name="pick" IsBound="true">
    <Parameter Name="it" Type="ns.Admin"/>
    <ReturnType Type="ns.Address"/>
  </Function>
  <Function Name="sized" IsBound="true">
    <Parameter Name="it" Type="Edm.String"/>
    <ReturnType Type="Edm.Int32"/>
  </Function>
  <Action Name="close" IsBound="true">
    <Parameter Name="it" Type="ns.User"/>
    <Parameter Name="why" Type="Edm.String"/>
  </Action>
  <Function Name="near"><Parameter Name="at" Type="Edm.GeographyPoint"/><ReturnType Type="ns.User"/></Function>
  <Action Name="reset"/>
  <EntityContainer Name="C">
    <EntitySet Name="users" EntityType="ns.User"/>
    <EntitySet Name="orders" EntityType="ns.Order"/>
    <EntitySet Name="paints" EntityType="ns.Paint"/>
    <EntitySet Name="bare" EntityType="ns.Bare"/>
    <Singleton Name="me" Type="ns.User"/>
    {_SETS}
    <FunctionImport Name="all" Function="ns.all"/><FunctionImport Name="near" Function="ns.near"/>
    <FunctionImport Name="lost" Function="ns.lost"/>
    <ActionImport Name="reset" Action="ns.reset"/>
  </EntityContainer>
"""
# The same operation in two namespaces, as only their qualified names tell them apart.
TWIN = """<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="twin">
  <Function Name="sized" IsBound="true"><Parameter Name="it" Type="Edm.String"/>
  <ReturnType Type="Edm.Int32"/></Function></Schema></edmx:DataServices>"""

SERVICE = UrlLookup(
    read_csdl(document(CSDL).replace(b"</edmx:DataServices>", TWIN.encode()), source="test.xml"),
)
