"""What a model says that cannot be meant is found, with its place."""

from __future__ import annotations

import pytest

from csdlgen.check import check
from csdlgen.csdl import locate, read_csdl
from csdlgen.edm.builtin import EDM_TYPES
from csdlgen.errors import Diagnostic, Location, Severity
from tests.support.csdl import document, read


def checked(content: str) -> tuple[Diagnostic, ...]:
    found = check(read(content))
    assert all(each.remedy and isinstance(each.where, Location) for each in found)
    return found


def one(content: str) -> Diagnostic:
    (found,) = checked(content)
    return found


def test_a_sound_model_has_no_findings() -> None:
    properties = "".join(f'<Property Name="p{name}" Type="Edm.{name}"/>' for name in sorted(EDM_TYPES - {"EntityType"}))
    assert (
        checked(f'<ComplexType Name="C">{properties}<Property Name="c" Type="Collection(self.C)"/></ComplexType>') == ()
    )


@pytest.mark.parametrize(
    ("content", "path"),
    [
        ('<ComplexType Name="C"><Property Name="p" Type="ns.Gone"/></ComplexType>', "ns.C/p"),
        ('<ComplexType Name="C"><Property Name="p" Type="Collection(ns.Gone)"/></ComplexType>', "ns.C/p"),
        ('<ComplexType Name="C"><NavigationProperty Name="n" Type="ns.Gone"/></ComplexType>', "ns.C/n"),
        ('<EntityType Name="E" BaseType="ns.Gone"/>', "ns.E"),
        ('<EnumType Name="E" UnderlyingType="ns.Gone"/>', "ns.E"),
        ('<TypeDefinition Name="T" UnderlyingType="ns.Gone"/>', "ns.T"),
        ('<Action Name="a"><Parameter Name="p" Type="ns.Gone"/></Action>', "ns.a/p"),
        ('<Function Name="f"><ReturnType Type="ns.Gone"/></Function>', "ns.f/$ReturnType"),
        ('<EntityContainer Name="C"><EntitySet Name="s" EntityType="ns.Gone"/></EntityContainer>', "ns.C/s"),
        ('<EntityContainer Name="C"><Singleton Name="s" Type="ns.Gone"/></EntityContainer>', "ns.C/s"),
    ],
)
def test_unknown_types(content: str, path: str) -> None:
    found = one(content)
    assert (found.code, found.path, found.severity) == ("unknown-type", path, Severity.ERROR)
    assert "ns.Gone" in found.message


@pytest.mark.parametrize(
    ("written", "meant"), [("ns.devise", "ns.Device"), ("Edm.Strin", "Edm.String"), ("string", "Edm.String")]
)
def test_the_nearest_name_is_suggested(written: str, meant: str) -> None:
    found = one(f'<ComplexType Name="Device"><Property Name="p" Type="{written}"/></ComplexType>')
    assert found.remedy == f"Did you mean {meant!r}?"


def test_a_referenced_document_is_suggested() -> None:
    head = '<edmx:Reference Uri="other.xml"><edmx:Include Namespace="other" Alias="o"/></edmx:Reference>'
    (found,) = check(read('<ComplexType Name="C"><Property Name="p" Type="o.T"/></ComplexType>', head=head))
    assert "'other.xml'" in found.remedy


def test_the_place_is_the_element() -> None:
    data = document('<ComplexType Name="C"><Property Name="p" Type="ns.Gone"/></ComplexType>')
    (found,) = check(read_csdl(data, source="x"))
    assert isinstance(found.where, Location)
    number = found.where.element
    assert locate(data, [number]) == {number: (1, data.index(b"<Property") + 1)}


def test_a_circle_is_printed_once() -> None:
    found = one("""<EntityType Name="Out" BaseType="ns.A"/><EntityType Name="A" BaseType="ns.B"/>
        <EntityType Name="B" BaseType="ns.C"/><EntityType Name="C" BaseType="ns.A"/>""")
    assert found.code == "base-cycle"
    assert "ns.A -> ns.B -> ns.C -> ns.A" in found.message
    assert found.path == "ns.A"


def test_a_type_that_is_its_own_base() -> None:
    assert "ns.A -> ns.A" in one('<ComplexType Name="A" BaseType="ns.A"/>').message


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ('<ComplexType Name="B"/><EntityType Name="E" BaseType="ns.B"/>', "a complex type"),
        ('<EntityType Name="B"/><ComplexType Name="E" BaseType="ns.B"/>', "an entity type"),
        ('<EnumType Name="B"/><ComplexType Name="E" BaseType="ns.B"/>', "an enumeration"),
        (
            '<TypeDefinition Name="B" UnderlyingType="Edm.Int32"/><ComplexType Name="E" BaseType="ns.B"/>',
            "a type definition",
        ),
        ('<EntityType Name="E" BaseType="Edm.EntityType"/>', "a built-in type"),
    ],
)
def test_wrong_base_kinds(content: str, text: str) -> None:
    found = one(content)
    assert (found.code, found.path) == ("wrong-base-kind", "ns.E")
    assert text in found.message


def test_two_properties_of_one_name() -> None:
    found = one("""<ComplexType Name="C"><Property Name="p" Type="Edm.Int32"/>
        <NavigationProperty Name="p" Type="ns.E"/></ComplexType><EntityType Name="E"/>""")
    assert (found.code, found.path, found.severity) == ("duplicate-property", "ns.C/p", Severity.ERROR)


def test_a_property_declared_again_below_is_a_warning() -> None:
    found = one("""<EntityType Name="A"><Property Name="p" Type="Edm.Int32"/></EntityType>
        <EntityType Name="B" BaseType="ns.A"/>
        <EntityType Name="C" BaseType="ns.B"><Property Name="p" Type="Edm.Int32"/></EntityType>""")
    assert (found.code, found.path, found.severity) == ("duplicate-property", "ns.C/p", Severity.WARNING)
    assert "ns.A" in found.message


def test_a_bound_operation_without_parameters() -> None:
    found = one('<Action Name="a" IsBound="true"/>')
    assert (found.code, found.path) == ("binding-parameter-missing", "ns.a")


def test_long_chains_and_many_mistakes_take_no_time() -> None:
    chain = "".join(
        f'<ComplexType Name="T{n}" BaseType="ns.T{n - 1}"><Property Name="p{n}" Type="ns.Gone{n}"/></ComplexType>'
        for n in range(1, 5000)
    )
    found = checked(f'<ComplexType Name="T0"/>{chain}')
    assert {each.code for each in found} == {"unknown-type"}
    assert len(found) == 4999
