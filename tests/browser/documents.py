"""Three versions of a document, between which something of every kind happens, and names that nobody wants."""

from __future__ import annotations

from tests.support.csdl import document

_FIRST = """
  <EntityType Name="order"><Key><PropertyRef Name="id"/></Key>
    <Property Name="id" Type="Edm.String" Nullable="false"/>
    <Property Name="note" Type="Edm.String" MaxLength="80"/><Property Name="total" Type="Edm.Int32"/>
    <Property Name="maker" Type="demo.maker"/>
  </EntityType>
  <ComplexType Name="box">
    <Property Name="one" Type="Edm.String"/><Property Name="two" Type="Edm.String"/>
    <Property Name="three" Type="Edm.String"/><Property Name="four" Type="Edm.String"/>
    <Property Name="five" Type="Edm.String"/>
    <Annotation Term="Org.OData.Core.V1.Description" String="A box."/>
  </ComplexType>
  <ComplexType Name="maker"><Property Name="name" Type="Edm.String"/></ComplexType>
  <EnumType Name="mode"><Member Name="gentle" Value="0"/></EnumType>
  <Action Name="ship" IsBound="true"><Parameter Name="it" Type="demo.order"/><Parameter Name="how" Type="demo.mode"/>
  </Action>
  <EntityContainer Name="service"><EntitySet Name="orders" EntityType="demo.order"/></EntityContainer>
"""
_EDITS = (
    ('MaxLength="80"', 'MaxLength="40"'),
    ('<Property Name="total" Type="Edm.Int32"/>', '<Property Name="total" Type="Edm.Double"/>'),
    ('<Property Name="maker" Type="demo.maker"/>', '<Property Name="colour" Type="Edm.String"/>'),
    ('<ComplexType Name="maker"><Property Name="name" Type="Edm.String"/></ComplexType>', ""),
    ('<Property Name="one" Type="Edm.String"/><Property Name="two" Type="Edm.String"/>', ""),
    ('<Property Name="three" Type="Edm.String"/><Property Name="four" Type="Edm.String"/>', ""),
    ('String="A box."', 'String="A box with a lid."'),
    ('<Member Name="gentle" Value="0"/>', '<Member Name="gentle" Value="0"/><Member Name="wild" Value="1"/>'),
)
PAYLOAD = "</script><script>document.title='owned';alert(1)</script><img src=x onerror=alert(2)>"
_ESCAPED = PAYLOAD.replace("&", "&amp;").replace("<", "&lt;")
ACCEPTS = """
[[accept]]
rule = "property-type-changed"
element = "demo.order/total"
reason = "Nobody adds them up."
"""


def first() -> bytes:
    return document(_FIRST, schema='Namespace="demo"')


def second() -> bytes:
    text = _FIRST
    for old, new in _EDITS:
        assert old in text
        text = text.replace(old, new)
    return document(text, schema='Namespace="demo"')


def third() -> bytes:
    """What is taken for a default value and a description is markup and script."""
    text = _FIRST.replace('MaxLength="80"', f'DefaultValue="{_ESCAPED}"')
    return document(text.replace('String="A box."', f'String="{_ESCAPED}"'), schema='Namespace="demo"')
