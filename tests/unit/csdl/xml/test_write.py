"""Canonical CSDL: one text per model, which reads back as that model."""

from __future__ import annotations

import pytest
from lxml import etree

from csdlgen.csdl import dump_csdl, read_csdl
from csdlgen.edm.model import (
    Annotation,
    Annotations,
    ComplexType,
    Constant,
    Default,
    EdmModel,
    Operator,
    Property,
    QName,
    Schema,
    TypeRef,
)
from tests.support.csdl import BINARY, CONSTANTS, EDM, EVERYTHING, annotated, document, nested, read


def again(model: EdmModel) -> EdmModel:
    """The model that its text reads as; the text is the same again."""
    text = dump_csdl(model)
    found = read_csdl(text.encode(), source="dumped.xml")
    assert dump_csdl(found) == text
    return found


def test_the_text() -> None:
    head = (
        '<edmx:Reference Uri="u"><edmx:Include Namespace="v" Alias="w"/>'
        f'<Annotation xmlns="{EDM}" Term="w.T"/></edmx:Reference>'
    )
    model = read(
        """<EntityType Name="E" BaseType="self.B"><Key><PropertyRef Name="p"/></Key>
             <Property Name="p" Type="Edm.Decimal" Scale="Variable" Nullable="false"/></EntityType>
           <Annotations Target="self.E/p" Qualifier="q"><Annotation Term="w.T" String="&lt;&quot;&#10;'"/></Annotations>
           <Annotations Target="self.X"><Annotation Term="w.T"><Collection><String>a&amp;b</String></Collection>
           </Annotation></Annotations>""",
        head=head,
    )
    assert dump_csdl(model) == """\
<?xml version="1.0" encoding="UTF-8"?>
<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
  <edmx:Reference Uri="u">
    <edmx:Include Namespace="v" Alias="w"/>
    <Annotation xmlns="http://docs.oasis-open.org/odata/ns/edm" Term="v.T"/>
  </edmx:Reference>
  <edmx:DataServices>
    <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="ns" Alias="self">
      <EntityType Name="E" BaseType="ns.B">
        <Key>
          <PropertyRef Name="p"/>
        </Key>
        <Property Name="p" Type="Edm.Decimal" Nullable="false" Scale="variable">
          <Annotation Term="v.T" Qualifier="q" String="&lt;&quot;&#10;'"/>
        </Property>
      </EntityType>
      <Annotations Target="ns.X">
        <Annotation Term="v.T">
          <Collection>
            <String>a&amp;b</String>
          </Collection>
        </Annotation>
      </Annotations>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>
"""


EXPRESSIONS = [
    *(f"<{kind}>{text}</{kind}>" for kind, text in CONSTANTS),
    *(f"<{kind}><Path>p</Path><Int>1</Int></{kind}>" for kind in [*BINARY, "Not", "Neg", "If", "UrlRef"]),
    "<String/>",
    "<String> \n\t&#13; </String>",
    "<Path>a/ns.E/b</Path>",
    '<Null><Annotation Term="a.b"/></Null>',
    "<Collection/>",
    '<Record Type="ns.C"><PropertyValue Property="p"/><PropertyValue Property="q"><Null/></PropertyValue></Record>',
    '<Record><PropertyValue Property="p" Date="2000-01-01"><Annotation Term="a.b"/></PropertyValue></Record>',
    '<Apply Function="odata.concat"><String>x</String></Apply>',
    "<Apply/>",
    '<Cast Type="Collection(ns.E)" SRID="variable"><Path>p</Path></Cast>',
    '<IsOf Type="ns.E"><Path>p</Path></IsOf>',
    "<IsOf><Path>p</Path></IsOf>",
    '<LabeledElement Name="l" Path="p"/>',
    '<LabeledElement Name="l"/>',
    "<LabeledElementReference>ns.l</LabeledElementReference>",
]


@pytest.mark.parametrize("written", EXPRESSIONS)
def test_every_expression_comes_back(written: str) -> None:
    for content in annotated(written):
        model = read(content)
        assert again(model) == model


@pytest.mark.parametrize(
    "content",
    [
        EVERYTHING,
        '<EntityType Name="E"><Key/></EntityType>',
        '<EnumType Name="E" UnderlyingType="Edm.Byte" IsFlags="true"><Member Name="a"/><Member Name="b"/></EnumType>',
        '<ComplexType Name="C"><Property Name="request-id" Type="Edm.String" DefaultValue=""/></ComplexType>',
        '<ComplexType Name="C"><Property Name="p" Type="Unqualified" Precision="0" Unicode="false"/></ComplexType>',
        '<Term Name="T" Type="Edm.String" Nullable="false" AppliesTo="A B" BaseTerm="ns.S" DefaultValue=" "/>',
        '<Annotation Term="Unqualified" String="&#9;&#10;&#13;&amp;&lt;&gt;&quot;\'😀"/>',
    ],
)
def test_everything_comes_back(content: str) -> None:
    model = read(content)
    assert again(model) == model


def test_the_version_comes_back() -> None:
    model = read_csdl(document("").replace(b'"4.0"', b'"4.01"'), source="x")
    assert again(model).version == "4.01"


def test_hostile_text_stays_text() -> None:
    text = "\"/><Schema Namespace='x'/>]]>&lt;\r\n"
    prop = Property("p", TypeRef(QName("Edm", "String")), default=text)
    annotation = Annotation(QName("a", "b"), Operator("UrlRef", (Constant("String", text),)), qualifier=text)
    targets = (Annotations(text.strip() + "x", (annotation,)),)
    types = (ComplexType(QName("ns", "C"), properties=(prop,)),)
    model = EdmModel((Schema("ns", types=types, annotations=(annotation,), targets=targets),))
    assert again(model) == model


def test_a_default_in_an_expression_is_written_as_null() -> None:
    built = Annotation(QName("a", "b"), Operator("Not", (Default(),)))
    assert "<Null/>" in dump_csdl(EdmModel((Schema("ns", annotations=(built,)),)))


def test_the_deepest_document_comes_back() -> None:
    model = read_csdl(nested("Not", 199), source="x")
    assert again(model) == model


def test_written_documents_are_canonical() -> None:
    """Reading and writing again changes nothing, prefixes and order of attributes included."""
    text = dump_csdl(read(EVERYTHING))
    foreign = text.replace("edmx:", "e:").replace("xmlns:edmx", "xmlns:e")
    assert etree.canonicalize(foreign) != etree.canonicalize(text)
    assert dump_csdl(read_csdl(foreign.encode(), source="x")) == text
    assert etree.canonicalize(foreign, rewrite_prefixes=True) == etree.canonicalize(text, rewrite_prefixes=True)
