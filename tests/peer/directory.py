"""The metadata of the service of the tests, and what it has in its store."""

from __future__ import annotations

from typing import Any

from tests.support.csdl import document
from tests.support.directory import Directory
from tests.support.service import Store

_ALTERNATE_KEY = """
<Annotation Term="Org.OData.Core.V1.AlternateKeys"><Collection><Record>
  <PropertyValue Property="Key"><Collection><Record>
  <PropertyValue Property="Name" PropertyPath="upn"/><PropertyValue Property="Alias" String="upn"/>
</Record></Collection></PropertyValue></Record></Collection></Annotation>
"""
DIRECTORY = document(
    f"""
<EntityType Name="user"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>
  <Property Name="upn" Type="Edm.String"/><Property Name="name" Type="Edm.String"/>
  <Property Name="size" Type="Edm.Int64"/><Property Name="photo" Type="Edm.Stream"/>
  <Property Name="home" Type="ns.address"/>
  <Property Name="rights" Type="ns.right"/>
  <Property Name="created" Type="Edm.DateTimeOffset">
    <Annotation Term="Org.OData.Core.V1.Computed" Bool="true"/></Property>
  <Property Name="origin" Type="Edm.String"><Annotation Term="Org.OData.Core.V1.Immutable" Bool="true"/></Property>
  <NavigationProperty Name="messages" Type="Collection(ns.message)" ContainsTarget="true"/>
  <NavigationProperty Name="manager" Type="ns.user"/></EntityType>
<EntityType Name="employee" BaseType="ns.user"><Property Name="cost" Type="Edm.Int32"/></EntityType>
<EntityType Name="message" HasStream="true"><Key><PropertyRef Name="id"/></Key>
  <Property Name="id" Type="Edm.String" Nullable="false"/><Property Name="subject" Type="Edm.String"/></EntityType>
<EnumType Name="right" IsFlags="true"><Member Name="read" Value="1"/><Member Name="write" Value="2"/></EnumType>
<ComplexType Name="address"><Property Name="street" Type="Edm.String"/><Property Name="city" Type="Edm.String"/>
</ComplexType>
<Action Name="move" IsBound="true"><Parameter Name="it" Type="ns.address"/>
  <Parameter Name="street" Type="Edm.String" Nullable="false"/><ReturnType Type="ns.address"/></Action>
<Function Name="boss" IsBound="true" IsComposable="true"><Parameter Name="it" Type="ns.user"/>
  <ReturnType Type="ns.user"/></Function>
<EntityType Name="group"><Key><PropertyRef Name="id"/></Key>
  <Property Name="id" Type="Edm.String" Nullable="false"/><Property Name="name" Type="Edm.String"/>
  <NavigationProperty Name="members" Type="Collection(ns.user)"/></EntityType>
<Function Name="delta" IsBound="true"><Parameter Name="it" Type="Collection(ns.user)"/>
  <ReturnType Type="Collection(ns.user)"/></Function>
<Function Name="usage"><Parameter Name="period" Type="Edm.String" Nullable="false"/>
  <ReturnType Type="Edm.Stream" Nullable="false"/></Function>
<EntityContainer Name="C">
  <EntitySet Name="users" EntityType="ns.user">{_ALTERNATE_KEY}
    <NavigationPropertyBinding Path="manager" Target="users"/></EntitySet>
  <EntitySet Name="groups" EntityType="ns.group"><NavigationPropertyBinding Path="members" Target="users"/></EntitySet>
  <FunctionImport Name="usage" Function="ns.usage"/>
</EntityContainer>
""",
    schema='Namespace="ns"',
)


def fill(service: Directory) -> None:
    """Give a service five users, one of them an employee, five messages, and a group."""
    service.store, service.gone = Store(), []
    service.seen.clear()
    service.calls.clear()
    service.throttle = lambda _: None
    users: list[dict[str, Any]] = [{"name": f"User {n}", "upn": f"u{n}@x.example", "size": n} for n in range(1, 6)]
    users[4] |= {"@odata.type": "#ns.employee", "cost": 7}
    users[0] |= {"created": "2024-05-06T07:08:09.1234567Z", "origin": "here", "home": {"street": "S", "city": "C"}}
    items = {f"users/u{n}": user for n, user in enumerate(users, 1)}
    items |= {f"users/u1/messages/m{n}": {"subject": f"Subject {n}"} for n in range(1, 6)}
    items["groups/g1"] = {"name": "Group"}
    for path, values in items.items():
        service.store.version += 1
        etag = {"@odata.etag": f'W/"{service.store.version}"'}
        service.store.items[path] = {**values, "id": path.rpartition("/")[2], **etag}
    service.store.links["users/u1", "manager"] = ["users/u2"]
    service.store.links["groups/g1", "members"] = ["users/u1", "users/u5"]
