"""A small service, a project that takes part of it, and what the service may publish next."""

from __future__ import annotations

from pathlib import Path

from tests.support.csdl import document

_CONFIGURATION = """
[packages.demo_client]
output = "src"
metadata = ["metadata/demo.csdl.xml"]
overlays = ["metadata/demo.overlay.xml"]
service-root = "https://service.example/v1"
client = "DemoClient"
key-style = "segment"

[packages.demo_client.select]
operations = ["demo.ship", "demo.hold"]
types = ["demo.box"]
"""

_SERVICE = """
  <EntityType Name="order"><Key><PropertyRef Name="id"/></Key>
    <Property Name="id" Type="Edm.String" Nullable="false"/><Property Name="note" Type="Edm.String"/>
    <NavigationProperty Name="lines" Type="Collection(demo.line)" ContainsTarget="true"/>
  </EntityType>
  <EntityType Name="line"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32" Nullable="false"/>
  </EntityType>
  <ComplexType Name="box"><Property Name="size" Type="Edm.Int32"/><Property Name="label" Type="Edm.String"/>
  </ComplexType>
  <EnumType Name="mode"><Member Name="gentle" Value="0"/><Member Name="fast" Value="1"/></EnumType>
  <Action Name="ship" IsBound="true"><Parameter Name="it" Type="demo.order"/><Parameter Name="how" Type="demo.mode"/>
  </Action>
  <EntityContainer Name="service"><EntitySet Name="orders" EntityType="demo.order"/></EntityContainer>
"""
HOLD = """<Action Name="hold" IsBound="true"><Parameter Name="it" Type="demo.order"/></Action>"""
_OVERLAY = f"""
  {HOLD}
  <Annotations Target="demo.order/note">
    <Annotation Term="Org.OData.Core.V1.Description" String="What the customer said."/>
  </Annotations>
"""
SHIP = _SERVICE[_SERVICE.index("  <Action") : _SERVICE.index("  <EntityContainer")]


def service(*edits: tuple[str, str]) -> bytes:
    """What the service publishes: as the project has it at first, with texts replaced by others."""
    text = _SERVICE
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return document(text, schema='Namespace="demo"')


def overlay() -> bytes:
    """What the project lays over it."""
    return document(_OVERLAY, schema='Namespace="demo"')


def project(folder: Path) -> Path:
    """A project that is made from the service as it is; returns the place of its document."""
    (folder / "metadata").mkdir(parents=True)
    (folder / "csdlgen.toml").write_text(_CONFIGURATION, encoding="utf-8")
    (folder / "metadata/demo.overlay.xml").write_bytes(overlay())
    place = folder / "metadata/demo.csdl.xml"
    place.write_bytes(service())
    return place
