"""What CSDL JSON and CSDL XML say alike is one model."""

from __future__ import annotations

from typing import Any

import pytest

from csdlgen.csdl import normalise, read_csdl
from csdlgen.edm.model import (
    QName,
)
from csdlgen.errors import Diagnostic
from tests.support.csdl import document
from tests.support.csdl_json import again, csdl

T = QName("a", "b")


HEAD_JSON = {
    "$Reference": {
        "http://host/a.json": {
            "$Include": [{"$Namespace": "x.y", "$Alias": "x", "@x.T": 1}],
            "$IncludeAnnotations": [{"$TermNamespace": "x.y", "$Qualifier": "Q", "$TargetNamespace": "z"}],
            "@x.T": True,
        }
    },
    "$EntityContainer": "ns.C",
}
HEAD_XML = """
<edmx:Reference Uri="http://host/a.json">
  <edmx:Include Namespace="x.y" Alias="x"><Annotation {edm} Term="x.T" Int="1"/></edmx:Include>
  <edmx:IncludeAnnotations TermNamespace="x.y" Qualifier="Q" TargetNamespace="z"/>
  <Annotation {edm} Term="x.T" Bool="true"/>
</edmx:Reference>""".replace("{edm}", 'xmlns="http://docs.oasis-open.org/odata/ns/edm"')

TWINS: list[tuple[str, Any, str]] = [
    ("empty", {}, ""),
    (
        "entity type",
        {
            "E": {
                "$Kind": "EntityType",
                "$BaseType": "self.B",
                "$Abstract": True,
                "$OpenType": True,
                "$HasStream": True,
                "$Key": ["ID", {"alias": "c/self.D/p"}],
                "ID": {},
                "p": {"$Kind": "Property", "$Type": "Edm.Int32", "$Nullable": True, "$Collection": True},
                "@x.T#q": "x",
            }
        },
        """<EntityType Name="E" BaseType="ns.B" Abstract="true" OpenType="true" HasStream="true">
          <Key><PropertyRef Name="ID"/><PropertyRef Name="c/ns.D/p" Alias="alias"/></Key>
          <Property Name="ID" Type="Edm.String" Nullable="false"/>
          <Property Name="p" Type="Collection(Edm.Int32)"/>
          <Annotation Term="x.T" Qualifier="q" String="x"/></EntityType>""",
    ),
    (
        "facets",
        {
            "C": {
                "$Kind": "ComplexType",
                "a": {"$MaxLength": 5, "$Unicode": False, "$DefaultValue": "x"},
                "b": {"$Type": "Edm.Decimal", "$Precision": 4, "$Scale": "floating", "$DefaultValue": 1.50},
                "c": {"$Type": "Edm.Decimal"},
                "d": {"$Type": "Edm.Decimal", "$Scale": 0},
                "e": {"$Type": "Edm.GeographyPoint", "$SRID": "variable"},
                "f": {"$Type": "Edm.GeometryPoint", "$SRID": "4326"},
                "g": {"$Type": "Edm.Boolean", "$DefaultValue": False},
                "h": {"$Type": "Edm.Boolean", "$Nullable": True, "$DefaultValue": None},
            },
            "D": {"$Kind": "TypeDefinition", "$UnderlyingType": "Edm.Decimal", "$Precision": 3},
        },
        """<ComplexType Name="C">
          <Property Name="a" Type="Edm.String" Nullable="false" MaxLength="5" Unicode="false" DefaultValue="x"/>
          <Property Name="b" Type="Edm.Decimal" Nullable="false" Precision="4" Scale="floating" DefaultValue="1.5"/>
          <Property Name="c" Type="Edm.Decimal" Nullable="false" Scale="variable"/>
          <Property Name="d" Type="Edm.Decimal" Nullable="false"/>
          <Property Name="e" Type="Edm.GeographyPoint" Nullable="false" SRID="variable"/>
          <Property Name="f" Type="Edm.GeometryPoint" Nullable="false" SRID="4326"/>
          <Property Name="g" Type="Edm.Boolean" Nullable="false" DefaultValue="false"/>
          <Property Name="h" Type="Edm.Boolean"/></ComplexType>
        <TypeDefinition Name="D" UnderlyingType="Edm.Decimal" Precision="3" Scale="variable"/>""",
    ),
    (
        "navigation",
        {
            "C": {
                "$Kind": "ComplexType",
                "n": {
                    "$Kind": "NavigationProperty",
                    "$Type": "self.E",
                    "$Partner": "self.E/back",
                    "$ContainsTarget": True,
                    "$ReferentialConstraint": {"a": "b", "a@x.T": 1, "c@x.T": 2, "c": "d"},
                    "$OnDelete@x.T": 3,
                    "$OnDelete": "SetNull",
                },
                "m": {"$Kind": "NavigationProperty", "$Collection": True, "$Type": "self.E"},
                "o": {"$Kind": "NavigationProperty", "$Collection": True, "$Type": "self.E", "$Nullable": False},
            }
        },
        """<ComplexType Name="C">
          <NavigationProperty Name="n" Type="ns.E" Nullable="false" Partner="ns.E/back" ContainsTarget="true">
            <ReferentialConstraint Property="a" ReferencedProperty="b"><Annotation Term="x.T" Int="1"/>
            </ReferentialConstraint>
            <ReferentialConstraint Property="c" ReferencedProperty="d"><Annotation Term="x.T" Int="2"/>
            </ReferentialConstraint>
            <OnDelete Action="SetNull"><Annotation Term="x.T" Int="3"/></OnDelete></NavigationProperty>
          <NavigationProperty Name="m" Type="Collection(ns.E)"/>
          <NavigationProperty Name="o" Type="Collection(ns.E)" Nullable="false"/></ComplexType>""",
    ),
    (
        "enumeration",
        {
            "E": {
                "$Kind": "EnumType",
                "$UnderlyingType": "Edm.Int64",
                "$IsFlags": True,
                "a": -1,
                "b@x.T": "before",
                "b": "9007199254740993",
                "b@x.T@x.U#q": None,
            }
        },
        """<EnumType Name="E" UnderlyingType="Edm.Int64" IsFlags="true"><Member Name="a" Value="-1"/>
          <Member Name="b" Value="9007199254740993"><Annotation Term="x.T" String="before">
            <Annotation Term="x.U" Qualifier="q"><Null/></Annotation></Annotation></Member></EnumType>""",
    ),
    (
        "operations",
        {
            "f": [
                {"$Kind": "Function", "$IsComposable": True, "$ReturnType": {"$Nullable": True, "$MaxLength": 9}},
                {
                    "$Kind": "Function",
                    "$IsBound": True,
                    "$EntitySetPath": "b/self.E/n",
                    "$Parameter": [{"$Name": "b", "$Type": "self.E", "$Collection": True, "@x.T": 1}],
                    "$ReturnType": {"$Type": "self.E", "@x.T": 2},
                    "@x.T": 3,
                },
            ],
            "a": [{"$Kind": "Action"}],
        },
        """<Function Name="f" IsComposable="true"><ReturnType Type="Edm.String" MaxLength="9"/></Function>
        <Function Name="f" IsBound="true" EntitySetPath="b/ns.E/n">
          <Parameter Name="b" Type="Collection(ns.E)" Nullable="false"><Annotation Term="x.T" Int="1"/></Parameter>
          <ReturnType Type="ns.E" Nullable="false"><Annotation Term="x.T" Int="2"/></ReturnType>
          <Annotation Term="x.T" Int="3"/></Function>
        <Action Name="a"/>""",
    ),
    (
        "container",
        {
            "C": {
                "$Kind": "EntityContainer",
                "$Extends": "x.D",
                "es": {
                    "$Collection": True,
                    "$Type": "self.E",
                    "$NavigationPropertyBinding": {"n/self.F/m": "es", "n/self.F/m@x.T": 1},
                    "$IncludeInServiceDocument": False,
                },
                "me": {"$Type": "self.E", "$Nullable": False, "$NavigationPropertyBinding": {"n": "self.C/es"}},
                "ai": {"$Action": "self.a", "$EntitySet": "es", "@x.T": 2},
                "fi": {"$Function": "self.f", "$IncludeInServiceDocument": True},
                "@x.T": 3,
            }
        },
        """<EntityContainer Name="C" Extends="x.y.D">
          <EntitySet Name="es" EntityType="ns.E" IncludeInServiceDocument="false">
            <NavigationPropertyBinding Path="n/ns.F/m" Target="es"><Annotation Term="x.T" Int="1"/>
            </NavigationPropertyBinding></EntitySet>
          <Singleton Name="me" Type="ns.E"><NavigationPropertyBinding Path="n" Target="ns.C/es"/></Singleton>
          <ActionImport Name="ai" Action="ns.a" EntitySet="es"><Annotation Term="x.T" Int="2"/></ActionImport>
          <FunctionImport Name="fi" Function="ns.f" IncludeInServiceDocument="true"/>
          <Annotation Term="x.T" Int="3"/></EntityContainer>""",
    ),
    (
        "term and out-of-line annotations",
        {
            "T": {
                "$Kind": "Term",
                "$Type": "Edm.Int32",
                "$BaseTerm": "self.S",
                "$AppliesTo": ["Property", "Term"],
                "$DefaultValue": 5,
            },
            "f": [{"$Kind": "Function", "$Parameter": [{"$Name": "p"}], "$ReturnType": {}}],
            "$Annotations": {
                "self.T": {"@x.T": 1},
                "self.f(Edm.String)/p": {"@x.T": 2},
                "self.f(Edm.String)/$ReturnType": {"@x.T": 3},
                "x.Unknown": {"@x.T": 4},
                "self": {"@x.T": 5},
            },
            "@x.U": 6,
        },
        """<Annotation Term="x.U" Int="6"/>
        <Term Name="T" Type="Edm.Int32" Nullable="false" BaseTerm="ns.S" AppliesTo="Property Term" DefaultValue="5"/>
        <Function Name="f"><Parameter Name="p" Type="Edm.String" Nullable="false"/>
          <ReturnType Type="Edm.String" Nullable="false"/></Function>
        <Annotations Target="ns.T"><Annotation Term="x.T" Int="1"/></Annotations>
        <Annotations Target="ns.f(Edm.String)/p"><Annotation Term="x.T" Int="2"/></Annotations>
        <Annotations Target="ns.f(Edm.String)/$ReturnType"><Annotation Term="x.T" Int="3"/></Annotations>
        <Annotations Target="x.y.Unknown"><Annotation Term="x.T" Int="4"/></Annotations>
        <Annotations Target="ns"><Annotation Term="x.T" Int="5"/></Annotations>""",
    ),
    (
        "expressions",
        {
            "@x.T": [
                *(True, 42, 3.14, 1e30, "text", None, [], {}),
                {"$Path": "a/self.E/b"},
                {"$And": [True, {"$Not": False}]},
                {"$Neg": 1, "@x.U": 2},
                {"$If": [True, 1]},
                {"$In": [1, [1, 2]]},
                {"$Apply": ["a"], "$Function": "odata.concat"},
                {"$Cast": {"$Path": "p"}, "$Type": "Edm.Decimal", "$Precision": 3, "$Collection": True},
                {"$IsOf": {"$Path": "p"}, "$Type": "self.E"},
                {"$LabeledElement": {"$Path": "p"}, "$Name": "l"},
                {"$LabeledElementReference": "self.l"},
                {"$UrlRef": "http://host"},
                {"$Null": None, "@x.U": 1},
                {"@type": "http://host/a.json#self.R", "@x.U": 1, "p": 1, "p@x.U": 2, "q": {"@odata.type": "x.R"}},
            ]
        },
        """<Annotation Term="x.T"><Collection>
          <Bool>true</Bool><Int>42</Int><Decimal>3.14</Decimal><Float>1e+30</Float><String>text</String><Null/>
          <Collection/><Record/><Path>a/ns.E/b</Path>
          <And><Bool>true</Bool><Not><Bool>false</Bool></Not></And>
          <Neg><Int>1</Int><Annotation Term="x.U" Int="2"/></Neg>
          <If><Bool>true</Bool><Int>1</Int></If>
          <In><Int>1</Int><Collection><Int>1</Int><Int>2</Int></Collection></In>
          <Apply Function="odata.concat"><String>a</String></Apply>
          <Cast Type="Collection(Edm.Decimal)" Precision="3" Scale="variable"><Path>p</Path></Cast>
          <IsOf Type="ns.E"><Path>p</Path></IsOf>
          <LabeledElement Name="l" Path="p"/>
          <LabeledElementReference>ns.l</LabeledElementReference>
          <UrlRef><String>http://host</String></UrlRef>
          <Null><Annotation Term="x.U" Int="1"/></Null>
          <Record Type="ns.R"><Annotation Term="x.U" Int="1"/>
            <PropertyValue Property="p" Int="1"><Annotation Term="x.U" Int="2"/></PropertyValue>
            <PropertyValue Property="q"><Record Type="x.y.R"/></PropertyValue></Record>
        </Collection></Annotation>""",
    ),
]


@pytest.mark.parametrize(("schema", "xml"), [each[1:] for each in TWINS], ids=[each[0] for each in TWINS])
def test_both_formats_give_one_model(schema: dict[str, Any], xml: str) -> None:
    warnings: list[Diagnostic] = []
    model = read_csdl(csdl(schema, **HEAD_JSON), source="test.json", warnings=warnings)
    twin = read_csdl(document(xml, head=HEAD_XML).replace(b'"4.0"', b'"4.01"'), source="test.xml")
    assert model == normalise(twin)
    assert warnings == []
    assert normalise(model) == model
    assert again(model) == model
    assert again(twin) == model
