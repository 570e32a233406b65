"""CSDL XML is read completely."""

from __future__ import annotations

import pytest

from csdlgen.csdl import locate, read_csdl
from csdlgen.edm.model import (
    Annotation,
    Constant,
    EntitySet,
    EntityType,
    EnumType,
    Facets,
    Include,
    IncludeAnnotations,
    NavigationProperty,
    NavigationPropertyBinding,
    OnDelete,
    Operation,
    OperationImport,
    Parameter,
    Property,
    PropertyRef,
    ReferentialConstraint,
    ReturnType,
    Singleton,
    Term,
    TypeDefinition,
    TypeRef,
)
from csdlgen.errors import Diagnostic, Location, Position
from tests.support.csdl import (
    EDM,
    INT,
    STRING,
    document,
    only,
    problem,
    q,
    read,
)


def test_an_entity_type() -> None:
    model = read("""
        <EntityType Name="B" Abstract="true" OpenType="1"/>
        <EntityType Name="E" BaseType="self.B" HasStream="true">
          <Key><PropertyRef Name="id"/><PropertyRef Name="self.C/part" Alias="part"/></Key>
          <Property Name="id" Type="Edm.String" Nullable="false" MaxLength="36" Unicode="false" DefaultValue=""/>
          <NavigationProperty Name="n" Type="Collection(self.E)" Nullable="false" Partner="self.E/m"
              ContainsTarget="true">
            <ReferentialConstraint Property="a" ReferencedProperty="self.E/b"/><OnDelete Action="Cascade"/>
          </NavigationProperty>
        </EntityType>""")
    base, entity = model.schemas[0].types
    assert base == EntityType(q("ns.B"), abstract=True, open=True)
    assert entity == EntityType(
        q("ns.E"),
        base=q("ns.B"),
        has_stream=True,
        key=(PropertyRef("id"), PropertyRef("ns.C/part", "part")),
        properties=(
            Property(
                "id", TypeRef(STRING.name, nullable=False, facets=Facets(max_length=36, unicode=False)), default=""
            ),
        ),
        navigations=(
            NavigationProperty(
                "n",
                TypeRef(q("ns.E"), collection=True, nullable=False),
                contains_target=True,
                partner="ns.E/m",
                constraints=(ReferentialConstraint("a", "ns.E/b"),),
                on_delete=OnDelete("Cascade"),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('MaxLength="max"', Facets(max_length="max")),
        ('MaxLength="Max"', Facets(max_length="max")),
        ('Precision="12" Scale="3"', Facets(precision=12, scale=3)),
        ('Scale="variable"', Facets(scale="variable")),
        ('Scale="Variable"', Facets(scale="variable")),
        ('Scale="floating"', Facets(scale="floating")),
        ('SRID="4326"', Facets(srid=4326)),
        ('SRID="Variable"', Facets(srid="variable")),
        ('Unicode="true"', Facets(unicode=True)),
    ],
)
def test_facets(written: str, meant: Facets) -> None:
    content = f'<ComplexType Name="C"><Property Name="p" Type="Edm.String" {written}/></ComplexType>'
    assert only(read(content), "ns.C").properties[0].type.facets == meant
    definition = read(f'<TypeDefinition Name="T" UnderlyingType="Edm.String" {written}/>').types[q("ns.T")]
    assert definition == TypeDefinition(q("ns.T"), STRING.name, meant)


def test_attributes_come_in_any_order() -> None:
    content = '<ComplexType Name="C"><Property Type="Edm.Int32" Name="p"/><Property Name="q" Type="Edm.Int32"/>'
    assert only(read(content + "</ComplexType>"), "ns.C").properties == (Property("p", INT), Property("q", INT))


def test_enumerations_count_on_from_the_member_before() -> None:
    found = read("""
        <EnumType Name="E" UnderlyingType="Edm.Int64" IsFlags="true">
          <Member Name="a"/><Member Name="b"/><Member Name="c" Value="-9223372036854775808"/><Member Name="d"/>
        </EnumType><EnumType Name="Empty"/>""").types
    enum = found[q("ns.E")]
    assert isinstance(enum, EnumType)
    assert [(each.name, each.value) for each in enum.members] == [("a", 0), ("b", 1), ("c", -(2**63)), ("d", 1 - 2**63)]
    assert enum.flags
    assert enum.underlying == q("Edm.Int64")
    assert found[q("ns.Empty")] == EnumType(q("ns.Empty"))


def test_types_of_one_spelling_are_one_object() -> None:
    content = '<ComplexType Name="C"><Property Name="a" Type="Edm.Int32"/><Property Name="b" Type="Edm.Int32"/>'
    first, second = only(read(content + "</ComplexType>"), "ns.C").properties
    assert first.type is second.type


@pytest.mark.parametrize(
    "content",
    [
        '<EntityType Name="{}" Odd="1"/>',
        '<ComplexType Name="{}" Odd="1"/>',
        '<EnumType Name="{}" Odd="1"/>',
        '<Action Name="{}" Odd="1"/>',
        '<Function Name="{}" Odd="1"><ReturnType Type="Edm.Int32"/></Function>',
        '<Action Name="{}"><Parameter Name="p" Type="Edm.Int32" Odd="1"/></Action>',
        '<Function Name="{}"><ReturnType Type="Edm.Int32" Odd="1"/></Function>',
        '<Function Name="{}"><Parameter Name="p" Type="Edm.Int32"/><ReturnType Name="r" Type="Edm.Int32"/></Function>',
        '<ComplexType Name="{}"><Property Name="p" Type="Edm.Int32" Odd="1"/></ComplexType>',
        '<ComplexType Name="{}"><NavigationProperty Name="n" Type="ns.a" Odd="1"/></ComplexType>',
        '<EnumType Name="{}"><Member Name="m" Value="1" Odd="1"/></EnumType>',
    ],
)
def test_what_several_elements_say_alike_is_reported_of_each(content: str) -> None:
    warnings: list[Diagnostic] = []
    read_csdl(document("".join(map(content.format, "abc"))), source="test.xml", warnings=warnings)
    assert [each.code for each in warnings] == ["unknown-attribute"] * 3
    assert len({each.where for each in warnings}) == 3


def test_operations() -> None:
    model = read("""
        <Action Name="a" IsBound="true" EntitySetPath="b/self.E/n">
          <Parameter Name="b" Type="self.E"/>
          <Parameter Name="p" Type="Collection(Edm.Int32)" Nullable="false"/>
          <ReturnType Type="Edm.Int32" Nullable="false"/>
        </Action>
        <Function Name="f" IsComposable="true"><ReturnType Type="self.E"/></Function>
        <Function Name="f"><Parameter Name="x" Type="Edm.Int32"/><ReturnType Type="self.E"/></Function>""")
    assert model.operations[q("ns.a")] == (
        Operation(
            q("ns.a"),
            "action",
            bound=True,
            parameters=(
                Parameter("b", TypeRef(q("ns.E"))),
                Parameter("p", TypeRef(INT.name, collection=True, nullable=False)),
            ),
            returns=ReturnType(TypeRef(INT.name, nullable=False)),
            entity_set_path="b/ns.E/n",
        ),
    )
    plain, overload = model.operations[q("ns.f")]
    assert plain.composable
    assert not overload.composable
    assert [each.signature for each in (plain, overload)] == ["ns.f()", "ns.f(Edm.Int32)"]


def test_terms() -> None:
    model = read(
        '<Term Name="T" Type="Collection(Edm.String)" Nullable="false" BaseTerm="self.S" DefaultValue="x"'
        ' AppliesTo="Property  Term"/>'
    )
    (found,) = model.schemas[0].terms
    assert found == Term(
        q("ns.T"), TypeRef(STRING.name, True, False), "x", base_term=q("ns.S"), applies_to=("Property", "Term")
    )


def test_the_container() -> None:
    (found,) = read("""
        <EntityContainer Name="C" Extends="self.Other">
          <EntitySet Name="es" EntityType="self.E" IncludeInServiceDocument="false">
            <NavigationPropertyBinding Path="self.E/n" Target="self.C/es"/>
          </EntitySet>
          <Singleton Name="me" Type="self.E" Nullable="true">
            <NavigationPropertyBinding Path="n" Target="es"/>
          </Singleton>
          <ActionImport Name="ai" Action="self.a"/>
          <FunctionImport Name="fi" Function="self.f" EntitySet="self.C/es" IncludeInServiceDocument="true"/>
        </EntityContainer>""").containers
    assert found.name == q("ns.C")
    assert found.extends == q("ns.Other")
    binding = NavigationPropertyBinding("ns.E/n", "ns.C/es")
    assert found.sets == (EntitySet("es", q("ns.E"), (binding,), in_service_document=False),)
    assert found.singletons == (Singleton("me", q("ns.E"), (NavigationPropertyBinding("n", "es"),), nullable=True),)
    assert found.imports == (
        OperationImport("ai", q("ns.a"), "action"),
        OperationImport("fi", q("ns.f"), "function", entity_set="ns.C/es", in_service_document=True),
    )


def test_references() -> None:
    head = f"""
        <edmx:Reference Uri="file:///etc/passwd">
          <edmx:Include Namespace="a.b" Alias="ab"><Annotation xmlns="{EDM}" Term="ab.T"/></edmx:Include>
          <edmx:IncludeAnnotations TermNamespace="c" Qualifier="q" TargetNamespace="ns"/>
          <Annotation xmlns="{EDM}" Term="ab.U" Int="1"/>
        </edmx:Reference>"""
    model = read('<ComplexType Name="C" BaseType="ab.Base"/>', head=head)
    (found,) = model.references
    assert found.uri == "file:///etc/passwd"
    assert found.includes == (Include("a.b", "ab", (Annotation(q("a.b.T")),)),)
    assert found.include_annotations == (IncludeAnnotations("c", "q", "ns"),)
    assert found.annotations == (Annotation(q("a.b.U"), Constant("Int", "1")),)
    assert only(model, "ns.C").base == q("a.b.Base")


def test_versions_and_a_schema_without_its_envelope() -> None:
    assert read("").version == "4.0"
    assert read_csdl(document("").replace(b'"4.0"', b'"4.01"'), source="x").version == "4.01"
    bare = read_csdl(f'<Schema xmlns="{EDM}" Namespace="ns"/>'.encode(), source="x")
    assert [each.namespace for each in bare.schemas] == ["ns"]


def test_aliases_of_later_schemas_hold_for_earlier_ones() -> None:
    data = document('<ComplexType Name="C" BaseType="later.D"/>').replace(
        b"</edmx:DataServices>", f'<Schema xmlns="{EDM}" Namespace="x.y" Alias="later"/></edmx:DataServices>'.encode()
    )
    assert only(read_csdl(data, source="x"), "ns.C").base == q("x.y.D")


def test_other_vocabularies_may_stand_anywhere_and_are_counted() -> None:
    model = read("""
        <o:X xmlns:o="urn:o"><o:Y/></o:X>
        <ComplexType Name="C" o:a="1" xmlns:o="urn:o"><o:X><Annotation Term="x.y"/></o:X>
          <Property Name="p" Type="Edm.Int32"><o:Z/></Property></ComplexType>""")
    (prop,) = only(model, "ns.C").properties
    assert prop.location == Location("test.xml", 8)
    assert only(model, "ns.C").annotations == ()


def test_locations_count_start_tags() -> None:
    data = document(
        '<!-- no element --><ComplexType Name="C"><?pi?><Property Name="p" Type="Edm.Int32"/></ComplexType>'
    )
    complex_type = only(read_csdl(data, source="f"), "ns.C")
    assert complex_type.location == Location("f", 3)
    assert complex_type.properties[0].location == Location("f", 4)
    assert Property("p", INT).location is None


def test_locate_gives_lines_and_columns() -> None:
    data = "<a é='ü'><b/>\n  <c>\n</c></a>".encode()
    assert locate(data, [0, 1, 2]) == {0: (1, 1), 1: (1, 10), 2: (2, 3)}
    assert locate(data, []) == {}
    assert locate(data, [7]) == {}
    assert locate(b"<a><b></a>", [1, 2]) == {1: (1, 4)}
    assert locate(b"<a>", [0]) == {0: (1, 1)}


def test_columns_on_a_single_line() -> None:
    data = document('<EntityType Name="E"><Property Name="p"/></EntityType>')
    found = problem(data)
    assert found.where == Position("test.xml", 1, data.index(b"<Property") + 1)
    assert found.path == "ns.E/p"
