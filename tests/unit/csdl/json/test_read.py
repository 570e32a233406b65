"""CSDL JSON: what it reads as, what is wrong with it, and what comes back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csdlgen.csdl import dump_csdl, dump_csdl_json, locate, normalise, read_csdl
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
from csdlgen.errors import CsdlgenError, Diagnostic, Location, Position
from tests.support.csdl import CONSTANTS, EVERYTHING, document, nested, problem, problems, q, read
from tests.unit.csdl.xml.test_write import EXPRESSIONS

T = QName("a", "b")


def csdl(schema: object, **others: object) -> bytes:
    """A document with the schema `ns`, alias `self`."""
    content = {"$Alias": "self", **schema} if isinstance(schema, dict) else schema
    return json.dumps({"$Version": "4.01", **others, "ns": content}).encode()


def of_json(schema: object, **others: object) -> EdmModel:
    return read_csdl(csdl(schema, **others), source="test.json")


def again(model: EdmModel) -> EdmModel:
    """The model that its text reads as; the text is the same again."""
    text = dump_csdl_json(model)
    found = read_csdl(text.encode(), source="dumped.json")
    assert dump_csdl_json(found) == text
    return found


# --- the same in both formats ---

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


def test_encodings() -> None:
    text = '{"$Version": "4.01", "ns": {"@a.b": "é"}}'
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
        model = read_csdl(b" \n" * (encoding == "utf-8") + text.encode(encoding), source="x")
        assert model.schemas[0].annotations == (Annotation(T, Constant("String", "é")),)


# --- places ---


def test_positions() -> None:
    data = b"""{
  "$Version": "4.01",
  "ns": {
    "E": {
      "$Kind": "EntityType",
      "not ok": {"$Type": "a(b)"}, "say \\"{\\"": {"$Type": "a(b)"}
    },
    "f": [{"$Kind": "Function"}, {"$Kind": "Action", "$IsBound": 1}]
  }
}"""
    assert [each.where for each in problems(data)] == [Position("test.xml", 8, 34)]
    first, second = problems(data.replace(b": 1}", b": true}"))
    assert (first.code, first.path, first.where) == ("invalid-value", "ns.E/not ok", Position("test.xml", 6, 7))
    assert second.where == Position("test.xml", 6, 36)


def test_locate_finds_what_locations_name() -> None:
    data = csdl({"C": {"$Kind": "ComplexType", "p": {"@a.b": [1, {"q": 2}]}}})
    declared = read_csdl(data, source="x").types[q("ns.C")]
    assert isinstance(declared, ComplexType)
    prop = declared.properties[0]
    for element, written in ((declared, b'"C"'), (prop, b'"p"'), (prop.annotations[0], b'"@a.b"')):
        assert isinstance(element.location, Location)
        number = element.location.element
        assert locate(data, [number, 10_000]) == {number: (1, data.index(written) + 1)}
    assert locate(data, []) == {}
    assert locate(b'{"', [0]) == {}


# --- what is wrong ---

SET = {"$Kind": "EntityContainer"}
WRONG: list[tuple[str, Any, str, str]] = [
    ("no $Kind", {"E": {}}, "missing-attribute", "$Kind"),
    ("unknown $Kind", {"E": {"$Kind": "Entity"}}, "invalid-value", "'Entity'"),
    ("$Kind no string", {"E": {"$Kind": []}}, "invalid-value", "an array"),
    ("type in an array", {"E": [{"$Kind": "EntityType"}]}, "invalid-value", "overloads"),
    ("operation in no array", {"f": {"$Kind": "Function"}}, "invalid-value", "single"),
    ("child no object", {"E": 5}, "invalid-value", "'E' is 5"),
    ("overload no object", {"f": [None]}, "invalid-value", "null"),
    ("property no object", {"E": {"$Kind": "EntityType", "p": "x"}}, "invalid-value", "'x'"),
    ("property of no kind", {"E": {"$Kind": "EntityType", "p": {"$Kind": "EnumType"}}}, "invalid-value", "EnumType"),
    ("$Type no string", {"C": {"$Kind": "ComplexType", "p": {"$Type": 1}}}, "invalid-value", "$Type is 1"),
    ("$Type no type", {"C": {"$Kind": "ComplexType", "p": {"$Type": "x(y)"}}}, "invalid-value", "x(y)"),
    ("$Nullable no boolean", {"C": {"$Kind": "ComplexType", "p": {"$Nullable": "true"}}}, "invalid-value", "$Nullable"),
    ("$Collection", {"C": {"$Kind": "ComplexType", "p": {"$Collection": 1}}}, "invalid-value", "$Collection is 1"),
    ("$MaxLength", {"C": {"$Kind": "ComplexType", "p": {"$MaxLength": 1.5}}}, "invalid-value", "1.5"),
    ("$MaxLength no number", {"C": {"$Kind": "ComplexType", "p": {"$MaxLength": True}}}, "invalid-value", "a number"),
    ("$DefaultValue", {"C": {"$Kind": "ComplexType", "p": {"$DefaultValue": {}}}}, "invalid-value", "an object"),
    ("$Key no array", {"E": {"$Kind": "EntityType", "$Key": "ID"}}, "invalid-value", "$Key"),
    ("$Key of objects", {"E": {"$Kind": "EntityType", "$Key": [{"a": "b", "c": "d"}]}}, "invalid-value", "$Key"),
    ("no target", {"C": {"$Kind": "ComplexType", "n": {"$Kind": "NavigationProperty"}}}, "missing-attribute", "$Type"),
    ("no underlying type", {"D": {"$Kind": "TypeDefinition"}}, "missing-attribute", "$UnderlyingType"),
    ("member no number", {"E": {"$Kind": "EnumType", "a": None}}, "invalid-value", "'a'"),
    ("member a fraction", {"E": {"$Kind": "EnumType", "a": 1.5}}, "invalid-value", "1.5"),
    ("no parameter name", {"f": [{"$Kind": "Action", "$Parameter": [{}]}]}, "missing-attribute", "$Name"),
    ("parameters no array", {"f": [{"$Kind": "Action", "$Parameter": {}}]}, "invalid-value", "an array"),
    ("result no object", {"f": [{"$Kind": "Action", "$ReturnType": "x"}]}, "invalid-value", "$ReturnType"),
    ("no type of a set", {"C": {**SET, "s": {"$Collection": True}}}, "missing-attribute", "$Type"),
    ("child of a container", {"C": {**SET, "s": []}}, "invalid-value", "'s'"),
    ("binding no string", {"C": {**SET, "s": {"$Type": "a.b", "$NavigationPropertyBinding": {"n": 1}}}},
     "invalid-value", "'n' is 1"),
    ("$AppliesTo", {"T": {"$Kind": "Term", "$AppliesTo": "Property"}}, "invalid-value", "$AppliesTo"),
    ("targets", {"$Annotations": []}, "invalid-value", "$Annotations"),
    ("target", {"$Annotations": {"a.b": 1}}, "invalid-value", "a.b"),
    ("operands no array", {"@a.b": {"$And": True}}, "invalid-value", "$And"),
    ("path no string", {"@a.b": {"$Path": ["x"]}}, "invalid-value", "$Path"),
    ("record type no string", {"@a.b": {"@type": 1}}, "invalid-value", "@type"),
    ("label without a name", {"@a.b": {"$LabeledElement": 1}}, "missing-attribute", "$Name"),
    ("no term", {"@": 1}, "invalid-identifier", "''"),
    ("control character", {"@a.b": "a\0b"}, "invalid-value", "control"),
    ("half a character", {"@a.b": ["\ud800"]}, "invalid-value", "half"),
    ("control character in a name", {"@a.b": {"a\x01": 1}}, "invalid-value", "control"),
    ("schema no object", [], "invalid-value", "'ns' is an array"),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "code", "text"), [each[1:] for each in WRONG], ids=[each[0] for each in WRONG])
def test_wrong_documents(schema: Any, code: str, text: str) -> None:
    others = {} if isinstance(schema, dict) else {"other": {}}
    found = problem(csdl(schema, **others))
    assert (found.code, text in found.message) == (code, True), found
    assert isinstance(found.where, Position)


def test_wrong_envelopes() -> None:
    assert problem(b'{"$Version": 4.01, "ns": {}}').code == "invalid-value"
    assert problem(csdl({}, **{"$EntityContainer": {}})).code == "invalid-value"
    assert problem(csdl({}, **{"$Reference": []})).code == "invalid-value"
    assert problem(csdl({}, **{"$Reference": {"u": 1}})).code == "invalid-value"
    assert problem(csdl({}, **{"$Reference": {"u": {"$Include": [{}]}}})).code == "missing-attribute"
    assert problem(csdl({}, **{"$Reference": {"u\0": {}}})).code == "invalid-value"
    found = problem(b'{"ns": {},\n "$Version": "3.0"}')
    assert (found.code, found.where) == ("odata-version-unsupported", Position("test.xml", 2, 2))
    assert "3.0" in found.message


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b'{"$Version": "4.01",\n "ns": {]}', 2, 9),
        (b'{"$Version": "4.01",\n "ns": {"@a.b": NaN}}', 2, 17),
        (b'{"$Version": "4.01",\n "ns": {"@a.b": -Infinity}}', 2, 17),
        (b'{"$Version": "4.01"', 1, 20),
        (b'{"$Version": "4.01"} x', 1, 22),
        (b'{"$Version": "4.01",\n "\xff"}', 2, 3),
    ],
)
def test_malformed_json(data: bytes, line: int, column: int) -> None:
    found = problem(data)
    assert (found.code, found.where) == ("json-not-csdl", Position("test.xml", line, column))


def test_json_of_other_kinds() -> None:
    for data in (b"{}", b'{"error": {}}', b'{"error": ', b'{"a": {"$Version": "4.01"}}'):
        assert problem(data).code == "json-not-csdl"


def test_names_that_are_there_twice() -> None:
    def warned(schema: str) -> list[str]:
        warnings: list[Diagnostic] = []
        read_csdl(f'{{"$Version": "4.01", "ns": {schema}}}'.encode(), source="x", warnings=warnings)
        return [each.code for each in warnings]

    twice = '{"$Version": "4.01", "ns": {"E": {"$Kind": "EnumType"%s}, "E": {"$Kind": "EnumType"}}}'
    assert "1:" in problem((twice % "").encode()).message
    assert problem((twice % ', "$IsFlags": true, "$IsFlags": true').encode()).code == "duplicate-name"
    assert problem(b'{"$Version": "4.01", "ns": {"E": {"$Kind": "EnumType", "a": 1, "a": 2}}}').code == "duplicate-name"
    assert warned('{"@a.b": 1, "@a.b": 2}') == ["duplicate-name"]
    assert warned('{"C": {"$Kind": "EntityContainer", "s": {"$Type": "a.b"}, "s": {"$Type": "a.b"}}}') == [
        "duplicate-name"
    ]
    assert warned('{"C": {"$Kind": "ComplexType", "p": {}, "p": {}}}') == ["duplicate-name"]


@pytest.mark.parametrize(
    "schema",
    [
        {"C": {"$Kind": "ComplexType", "$HasStream": True}},
        {"C": {"$Kind": "ComplexType", "p": {"other": 1}}},
        {"C": {"$Kind": "ComplexType", "p@a.b": 1}},
        {"E": {"$Kind": "EnumType", "b@a.b@a.c": 1}},
        {"C": {"$Kind": "ComplexType", "n": {"$Kind": "NavigationProperty", "$Type": "a.b",
                                             "$ReferentialConstraint": {"@a.b": 1}}}},
        {"@a.b": {"$Path": "x", "p": 1}},
        {"@a.b": {"$And": [], "$Or": []}},
        {"@a.b": {"$Unknown": 1}},
        {"$Unknown": 1},
        {"$Annotations": {"a.b": {"p": 1}}},
    ],
)  # fmt: skip
def test_what_is_not_known_is_passed_over_with_a_warning(schema: Any) -> None:
    warnings: list[Diagnostic] = []
    read_csdl(csdl(schema), source="x", warnings=warnings)
    assert [each.code for each in warnings] == ["unknown-attribute"]
    assert isinstance(warnings[0].where, Location)


# --- writing ---


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
    for content in (
        f'<Annotation Term="a.b">{written}</Annotation>',
        f'<Annotation Term="a.b"><Collection>{written}</Collection></Annotation>',
        f'<Annotation Term="a.b"><If>{written}{written}<Annotation Term="a.b"/></If></Annotation>',
        f'<Annotation Term="a.b"><Record><PropertyValue Property="p">{written}</PropertyValue></Record></Annotation>',
    ):
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


# --- hostile ---


def test_the_deepest_document_comes_back() -> None:
    model = read_csdl(nested("Not", 199), source="x")
    assert again(model) == model


@pytest.mark.parametrize("depth", [200, 250, 5_000, 200_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"$Not":', "}"), ('{"a":', "}")])
def test_nesting_that_no_document_has(depth: int, opening: str, closing: str) -> None:
    data = f'{{"$Version":"4.01","ns":{{"@a.b":{opening * depth}1{closing * depth}}}}}'
    assert problem(data).code == "too-deep"


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=4)
    | st.sampled_from(["EntityType", "EnumType", "Action", "EntityContainer", "Term", "Edm.Decimal", "\ud800"])
)
KEYS = st.text(max_size=3) | st.sampled_from(
    [
        *("$Kind", "$Type", "$Collection", "$Nullable", "$Key", "$Path", "$Not", "$And", "$Null", "$Cast", "$Name"),
        *("$LabeledElement", "$Operands", "$Annotations", "$Include", "$Parameter", "$ReturnType", "$Scale"),
        *("@a.b", "@a.b#q", "@a.b#q@a.c", "p@a.b", "@type", "%24", "\0", "p", "E"),
    ]
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=25
)


def survives(data: bytes) -> None:
    """A document is refused with a place and a remedy, or comes back from both formats."""
    try:
        model = read_csdl(data, source="x")
    except CsdlgenError as error:
        assert all(each.where and each.remedy for each in error.diagnostics)
        return
    assert again(model) == normalise(model)
    assert read_csdl(dump_csdl(model).encode(), source="x") == model


@given(st.dictionaries(st.sampled_from(["ns", "$Reference", "$EntityContainer", "other"]), VALUES))
@settings(max_examples=200)
def test_any_json(content: dict[str, Any]) -> None:
    survives(json.dumps({"$Version": "4.01", "n": {}, **content}).encode())


def sites(value: Any) -> list[tuple[Any, Any]]:
    """Every member and item below a value: what holds it, and under which name or number."""
    found: list[tuple[Any, Any]] = []
    if isinstance(value, (dict, list)):
        for key in value if isinstance(value, dict) else range(len(value)):
            found += [(value, key), *sites(value[key])]
    return found


@given(st.sampled_from([schema for _, schema, _ in TWINS]), st.floats(0, 1, exclude_max=True), VALUES)
@settings(max_examples=300)
def test_a_document_with_any_value_anywhere(schema: Any, where: float, value: Any) -> None:
    changed = json.loads(json.dumps({"$Version": "4.01", **HEAD_JSON, "ns": {"$Alias": "self", **schema}}))
    places = sites(changed)
    holder, key = places[int(where * len(places))]
    holder[key] = value
    survives(json.dumps(changed).encode())


@given(st.binary(max_size=40), st.sampled_from([b"{", b'{"$Version":"4.01",', b'{"$Version":"4.01","ns":{']))
@settings(max_examples=200)
def test_any_bytes(data: bytes, head: bytes) -> None:
    survives(head + data)
