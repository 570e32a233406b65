"""CSDL JSON as it is written, and that it reads as what was written."""

from __future__ import annotations

import pytest

from csdlgen.csdl import dump_csdl_json, normalise
from csdlgen.edm.model import (
    Annotation,
    Annotations,
    ComplexType,
    Constant,
    Default,
    EdmModel,
    EntityType,
    Operator,
    Property,
    PropertyValue,
    QName,
    Record,
    Schema,
    TypeRef,
)
from tests.support.csdl import CONSTANTS, EVERYTHING, annotated, read
from tests.support.csdl_json import again
from tests.unit.csdl.xml.test_write import EXPRESSIONS

T = QName("a", "b")


def test_the_text() -> None:
    model = read(
        """<EntityType Name="E" BaseType="self.B"><Key><PropertyRef Name="p"/></Key>
             <Property Name="p" Type="Edm.Decimal" Scale="Variable" Nullable="false"/></EntityType>
           <Annotations Target="self.E/p" Qualifier="q"><Annotation Term="w.T" String="&lt;&quot;&#10;é"/></Annotations>
           <EntityContainer Name="C"><EntitySet Name="s" EntityType="self.E"/></EntityContainer>
           <Annotations Target="self.X"><Annotation Term="w.T"><Collection><Int>1</Int></Collection></Annotation>
           </Annotations>""",
        head='<edmx:Reference Uri="u"><edmx:Include Namespace="v" Alias="w"/></edmx:Reference>',
    )
    assert dump_csdl_json(model) == """\
{
  "$Version": "4.0",
  "$EntityContainer": "ns.C",
  "$Reference": {
    "u": {
      "$Include": [
        {
          "$Namespace": "v",
          "$Alias": "w"
        }
      ]
    }
  },
  "ns": {
    "$Alias": "self",
    "E": {
      "$Kind": "EntityType",
      "$BaseType": "ns.B",
      "$Key": [
        "p"
      ],
      "p": {
        "$Type": "Edm.Decimal",
        "@v.T#q": "<\\"\\né"
      }
    },
    "C": {
      "$Kind": "EntityContainer",
      "s": {
        "$Collection": true,
        "$Type": "ns.E"
      }
    },
    "$Annotations": {
      "ns.X": {
        "@v.T": [
          1
        ]
      }
    }
  }
}
"""


@pytest.mark.parametrize("written", EXPRESSIONS)
def test_every_expression_comes_back(written: str) -> None:
    for content in annotated(written):
        model = read(content)
        assert again(model) == normalise(model)


def constants(*written: tuple[str, str]) -> list[tuple[str, str]]:
    """What constants read as after a journey through JSON."""
    model = read("".join(f'<Annotation Term="a.b" {kind}="{text}"/>' for kind, text in written))
    found = [each.value for each in again(model).schemas[0].annotations]
    return [(each.kind, each.text) for each in found if isinstance(each, Constant)]


def test_the_kinds_of_constants_that_json_has() -> None:
    kinds = dict(CONSTANTS)
    assert dict(constants(*CONSTANTS)) == {
        "Bool": "true",
        "Int": "42",
        "Decimal": "3.14",
        "Float": "1e400",
        "String": kinds["TimeOfDay"],
    }
    assert constants(("Int", "+5"), ("Int", "007"), ("Float", "INF"), ("Float", "2.5"), ("Decimal", "3")) == [
        ("Int", "5"), ("String", "007"), ("String", "INF"), ("Decimal", "2.5"), ("Int", "3")
    ]  # fmt: skip
    assert constants(("Bool", "1"), ("Bool", "False"), ("Bool", "x")) == [
        ("Bool", "true"), ("Bool", "false"), ("String", "x")
    ]  # fmt: skip
    assert constants(("EnumMember", "ns.E/a ns.E/b"), ("PropertyPath", "a/b")) == [
        ("String", "a,b"), ("String", "a/b")
    ]  # fmt: skip


def test_annotations_without_a_value_get_the_default_of_their_term() -> None:
    model = read(
        """<Term Name="S" Type="Edm.String" DefaultValue="x"/><Term Name="I" Type="Edm.Int32" DefaultValue="-1"/>
           <Term Name="F" Type="self.Tag" DefaultValue="false"/><Term Name="N" Type="self.Tag"/>
           <TypeDefinition Name="Tag" UnderlyingType="Edm.Boolean"/>
           <Annotation Term="self.S"/><Annotation Term="self.I"/><Annotation Term="self.F"/><Annotation Term="self.N"/>
           <Annotation Term="x.Y"/>"""
    )
    assert [each.value for each in again(model).schemas[0].annotations] == [
        Constant("String", "x"),
        Constant("Int", "-1"),
        Constant("Bool", "false"),
        Constant("Bool", "true"),
        Constant("Bool", "true"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        EVERYTHING,
        '<EntityType Name="E"><Key/></EntityType>',
        '<ComplexType Name="C"><Property Name="@odata.x" Type="Edm.String" DefaultValue=""/></ComplexType>',
        '<ComplexType Name="C"><Property Name="a@b" Type="Edm.Int32" DefaultValue="x" MaxLength="max"/></ComplexType>',
        '<ComplexType Name="C"><Property Name="p" Type="Unqualified" Precision="0" Unicode="true"/></ComplexType>',
        '<ComplexType Name="C"><Property Name="p" Type="a.b" Scale="variable"/></ComplexType>',
        '<Term Name="T" Type="Edm.String" Nullable="false" AppliesTo="A B" BaseTerm="ns.S" DefaultValue=" "/>',
        '<Term Name="T" Type="Edm.Boolean" DefaultValue="true"/><Term Name="T" Type="Edm.Int32" DefaultValue="1"/>',
        '<Annotation Term="Unqualified" Qualifier="a@b#c%" String="&#9;&#10;&#13;&amp;&lt;&gt;&quot;\'😀"/>',
        '<Annotation Term="a.b" Int="1"/><Annotation Term="a.b" Int="2"><Annotation Term="a.b" Int="3"/></Annotation>',
        """<Annotation Term="a.b"><Record>
          <PropertyValue Property="$Path" Int="1"/><PropertyValue Property="" Int="1"/>
          <PropertyValue Property="a@b%40" Int="1"><Annotation Term="a.b" Int="1"/></PropertyValue>
          </Record></Annotation>""",
        '<Annotation Term="a.b"><Cast Type="Edm.String" Nullable="false"><Path>p</Path></Cast></Annotation>',
        '<Annotations Target="x.E/p@x.T"><Annotation Term="a.b" Int="1"/></Annotations>',
        """<EntityContainer Name="B"/><EntityContainer Name="A" Extends="ns.B">
          <EntitySet Name="s" EntityType="ns.E"/><EntitySet Name="s" EntityType="ns.F"/></EntityContainer>""",
    ],
)
def test_everything_comes_back(content: str) -> None:
    model = read(content)
    assert normalise(model) == model
    assert again(model) == model


def test_what_json_keys_by_name_stands_together() -> None:
    model = read("""<Action Name="a"/><Action Name="b"/><Function Name="a"><ReturnType Type="Edm.String"/></Function>
           <Annotations Target="x.E"><Annotation Term="a.b" Int="1"/></Annotations>
           <Annotations Target="x.F"><Annotation Term="a.b" Int="2"/></Annotations>
           <Annotations Target="x.E" Qualifier="q"><Annotation Term="a.b" Int="3"/></Annotations>""")
    found = again(model)
    assert found == normalise(model)
    assert [(each.name.name, each.kind) for each in found.schemas[0].operations] == [
        ("a", "action"), ("a", "function"), ("b", "action")
    ]  # fmt: skip
    assert [(each.target, len(each.annotations)) for each in found.schemas[0].targets] == [("x.E", 2), ("x.F", 1)]


def test_a_decimal_without_scale_has_scale_0() -> None:
    model = read('<ComplexType Name="C"><Property Name="p" Type="Edm.Decimal"/></ComplexType>')
    assert '"$Scale": 0' in dump_csdl_json(model)
    assert again(model) == normalise(model) != model


def test_built_models() -> None:
    text = '"}, "$Kind": "\\\r\n'
    prop = Property("p", TypeRef(QName("Edm", "String")), default=text)
    values = (PropertyValue(text, Constant("String", text)),)
    annotation = Annotation(T, Record(values, QName("x", "R")), qualifier=text)
    types = (ComplexType(QName("ns", "C"), properties=(prop,)), EntityType(QName("ns", "E"), key=()))
    targets = (Annotations(text.strip() + "x", (annotation,)),)
    model = EdmModel((Schema("ns", types=types, annotations=(annotation,), targets=targets),))
    assert again(model) == model
    inside = Annotation(T, Operator("Not", (Default(),)))
    assert '"$Not": null' in dump_csdl_json(EdmModel((Schema("ns", annotations=(inside,)),)))
