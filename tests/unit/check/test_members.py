"""Checks of keys, properties, values and names of types: what is reported, where, and what is not."""

from __future__ import annotations

import pytest

from csdlgen.check import check
from csdlgen.check.values import is_value
from csdlgen.edm.model import ComplexType, EdmModel, QName, Schema
from csdlgen.errors import Diagnostic, Location, Severity
from tests.support.csdl import read

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
ID = '<Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32" Nullable="false"/>'
ENTITY = f'<EntityType Name="E">{ID}</EntityType>'
INFO = '<ComplexType Name="Info"><Property Name="ID" Type="Edm.Int32" Nullable="false"/></ComplexType>'


def checked(content: str) -> tuple[Diagnostic, ...]:
    found = check(read(content))
    assert all(each.remedy and isinstance(each.where, Location) for each in found)
    return found


def keyed(path: str, more: str = "") -> str:
    return f'<EntityType Name="K"><Key><PropertyRef Name="{path}" Alias="a"/></Key>{more}</EntityType>'


def enumeration(members: dict[str, int], attributes: str = "") -> str:
    inner = "".join(f'<Member Name="{name}" Value="{value}"/>' for name, value in members.items())
    return f'<EnumType Name="N" {attributes}>{inner}</EnumType>'


def pair(partner: str, back: str) -> str:
    """Two entity types; `A/n` names a partner, and B has `back`."""
    return (
        f'<EntityType Name="A">{ID}<NavigationProperty Name="n" Type="ns.B" Partner="{partner}"/></EntityType>'
        f'<EntityType Name="B">{ID}{back}</EntityType>'
    )


def constrained(property_: str, referenced: str) -> str:
    return (
        f'<EntityType Name="A">{ID}<NavigationProperty Name="n" Type="ns.E"><ReferentialConstraint'
        f' Property="{property_}" ReferencedProperty="{referenced}"/></NavigationProperty></EntityType>{ENTITY}'
    )


@pytest.mark.parametrize(
    ("content", "code", "severity", "path"),
    [
        (keyed("gone"), "bad-key-path", ERROR, "ns.K/gone"),
        (keyed("c", '<Property Name="c" Type="Collection(Edm.Int32)"/>'), "bad-key-path", ERROR, "ns.K/c"),
        (keyed("i", '<Property Name="i" Type="ns.Info"/>') + INFO, "bad-key-path", ERROR, "ns.K/i"),
        (keyed("i/no", '<Property Name="i" Type="ns.Info"/>') + INFO, "bad-key-path", ERROR, "ns.K/i/no"),
        (keyed("p/no", '<Property Name="p" Type="Edm.Int32"/>'), "bad-key-path", ERROR, "ns.K/p/no"),
        (keyed("n", '<NavigationProperty Name="n" Type="ns.E"/>') + ENTITY, "bad-key-path", ERROR, "ns.K/n"),
        (keyed("p", '<Property Name="p" Type="Edm.Int32"/>'), "bad-key-path", WARNING, "ns.K/p"),
        (f'{ENTITY}<EntityType Name="D" BaseType="ns.E"><Key><PropertyRef Name="id"/></Key></EntityType>',
         "key-redeclared", WARNING, "ns.D"),
        (pair("gone", ""), "partner-unknown", WARNING, "ns.A/n"),
        (pair("id", ""), "partner-unknown", WARNING, "ns.A/n"),
        (pair("b", '<NavigationProperty Name="b" Type="ns.B"/>'), "partner-unknown", WARNING, "ns.A/n"),
        (constrained("gone", "id"), "constraint-unknown-property", WARNING, "ns.A/n"),
        (constrained("id", "gone"), "constraint-unknown-property", WARNING, "ns.A/n"),
        (f'{ENTITY}<ComplexType Name="C"><Property Name="p" Type="ns.E"/></ComplexType>',
         "wrong-type-kind", WARNING, "ns.C/p"),
        ('<ComplexType Name="C"><NavigationProperty Name="n" Type="ns.C"/></ComplexType>',
         "wrong-type-kind", WARNING, "ns.C/n"),
        ('<TypeDefinition Name="T" UnderlyingType="Edm.String"/><TypeDefinition Name="U" UnderlyingType="ns.T"/>',
         "type-definition-of-non-primitive", WARNING, "ns.U"),
        ('<TypeDefinition Name="U" UnderlyingType="Edm.EntityType"/>',
         "type-definition-of-non-primitive", WARNING, "ns.U"),
        (enumeration({"a": 128}, 'UnderlyingType="Edm.SByte"'), "invalid-enum-value", WARNING, "ns.N/a"),
        (enumeration({"a": 2**31}), "invalid-enum-value", WARNING, "ns.N/a"),
        (enumeration({"a": 1}, 'UnderlyingType="Edm.Decimal"'), "enum-underlying-type", WARNING, "ns.N"),
        (enumeration({"a": 1, "b": 1}), "duplicate-enum-value", NOTE, "ns.N/b"),
        (enumeration({"a": 1, "b": 6}, 'IsFlags="true"'), "flags-value", NOTE, "ns.N/b"),
        (enumeration({"a": 1, "b": -1}, 'IsFlags="true"'), "flags-value", NOTE, "ns.N/b"),
        ('<ComplexType Name="Dictionary"/><ComplexType Name="dictionary"/>',
         "duplicate-name", WARNING, "ns.dictionary"),
        ('<ComplexType Name="post"/><Action Name="post"/>', "duplicate-name", NOTE, "ns.post"),
        ('<ComplexType Name="C"><Property Name="p" Type="Edm.Date" DefaultValue="today"/></ComplexType>',
         "default-value-invalid", WARNING, "ns.C/p"),
        ('<Term Name="T" Type="Edm.Boolean" DefaultValue="yes"/>', "default-value-invalid", WARNING, "ns.T"),
        ('<Term Name="T" Type="ns.Gone"/>', "term-type-unknown", WARNING, "ns.T"),
    ],
)  # fmt: skip
def test_findings(content: str, code: str, severity: Severity, path: str) -> None:
    (found,) = checked(content)
    assert (found.code, found.severity, found.path) == (code, severity, path)


def test_two_partners_that_do_not_agree() -> None:
    back = '<NavigationProperty Name="b" Type="ns.A" Partner="m"/>'
    content = pair("b", back).replace(ID, f'{ID}<NavigationProperty Name="m" Type="ns.B" Partner="b"/>', 1)
    (found,) = checked(content)
    assert (found.code, found.path) == ("partner-unknown", "ns.A/n")
    assert "another partner, 'm'" in found.message


@pytest.mark.parametrize(
    "content",
    [
        keyed("i/ID", '<Property Name="i" Type="ns.Info"/>') + INFO,
        f'{ENTITY}<EntityType Name="D" BaseType="ns.E"/>',
        f'<EntityType Name="B" Abstract="true"/><EntityType Name="D" BaseType="ns.B">{ID}</EntityType>',
        pair("b", '<NavigationProperty Name="b" Type="ns.A" Partner="n"/>'),
        pair("b", '<NavigationProperty Name="b" Type="Collection(ns.A)"/>'),
        pair("ns.D/b", "")
        + '<EntityType Name="D" BaseType="ns.B"><NavigationProperty Name="b" Type="ns.A"/></EntityType>',
        constrained("id", "id"),
        enumeration({"none": 0, "a": 1, "b": 2, "all": 3}, 'IsFlags="true"'),
        enumeration({"a": -1, "b": 2**31 - 1}),
        '<ComplexType Name="a"/><ComplexType Name="b"/>',
        '<ComplexType Name="C"><Property Name="p" Type="Collection(Edm.Int32)" DefaultValue="x"/></ComplexType>',
    ],
)
def test_what_is_right_is_not_reported(content: str) -> None:
    assert checked(content) == ()


def test_what_an_unknown_base_type_may_have_is_not_missed() -> None:
    content = '<EntityType Name="E" BaseType="ns.Gone"><Key><PropertyRef Name="id"/></Key></EntityType>'
    assert [each.code for each in checked(content)] == ["unknown-type"]


def test_types_twice_in_a_model() -> None:
    twice = (ComplexType(QName("ns", "C"), location=Location("elsewhere", 1)),) * 2
    (found,) = check(EdmModel((Schema("ns", types=twice),)))
    assert (found.code, found.severity) == ("duplicate-name", WARNING)
    assert "twice" in found.message


@pytest.mark.parametrize(
    ("type_", "right", "wrong"),
    [
        ("Edm.Boolean", ["true", "False"], ["1", "yes", ""]),
        ("Edm.Byte", ["0", "255"], ["-1", "256", "1.0"]),
        ("Edm.SByte", ["-128"], ["128"]),
        ("Edm.Int64", ["9223372036854775807"], ["9223372036854775808", "1" * 100]),
        ("Edm.Decimal", ["3.14", "-1", "1e5", "INF"], ["3,14", "54.2m", "."]),
        ("Edm.Double", ["NaN", "-INF", "1E-5"], ["x"]),
        ("Edm.Guid", ["21EC2020-3AEA-1069-A2DD-08002B30309D"], ["21EC2020"]),
        ("Edm.Date", ["2021-02-28"], ["2021-13-01", "28.2.2021"]),
        ("Edm.DateTimeOffset", ["2020-02-02T22:44:00Z", "2020-02-02T22:44+01:00"], ["2020-02-02T22:44:00"]),
        ("Edm.TimeOfDay", ["21:45:00.123"], ["25:00"]),
        ("Edm.Duration", ["P7D", "PT1.5S", "-P1DT2H"], ["P", "PT", "7D", "P1Y"]),
        ("Edm.Binary", ["T0RhdGE=", ""], ["T0 hd"]),
        ("Edm.String", ["anything"], []),
        ("ns.N", ["a", "1"], ["c", "a,b", "ns.N'a'"]),
        ("ns.F", ["a, b"], ["a,,b"]),
        ("ns.T", ["7"], ["seven"]),
        ("ns.C", ["{}"], []),
    ],
)
def test_values(type_: str, right: list[str], wrong: list[str]) -> None:
    members = '<Member Name="a" Value="1"/><Member Name="b" Value="2"/>'
    model = read(
        f'<EnumType Name="N">{members}</EnumType><EnumType Name="F" IsFlags="true">{members}</EnumType>'
        '<TypeDefinition Name="T" UnderlyingType="Edm.Int16"/><ComplexType Name="C"/>'
    )
    name = QName.parse(type_)
    assert [text for text in right if not is_value(model, name, text)] == []
    assert [text for text in wrong if is_value(model, name, text)] == []
