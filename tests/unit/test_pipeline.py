"""What a run reports about its documents: warnings about what was selected, and no more of a kind than one reads."""

from __future__ import annotations

import pytest

from csdlgen.csdl.xml import context
from csdlgen.errors import CsdlgenError, Diagnostic, Severity
from csdlgen.navigation import Limits
from csdlgen.pipeline import select_package
from csdlgen.project.config import PackageConfig
from csdlgen.project.inputs import Inputs, Source
from csdlgen.select import Selection
from tests.support.csdl import document

KEY = '<Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32"/>'


def notes(content: str, selection: Selection) -> tuple[Diagnostic, ...]:
    package = PackageConfig(
        name="demo",
        output=".",
        metadata=("service.xml",),
        service_root="https://service.example",
        client="Client",
        scopes=(),
        selection=selection,
        limits=Limits(max_hops=2),
    )
    return select_package(package, Inputs((Source("service.xml", document(content)),), (), ())).notes


CONTENT = f"""
  <EntityType Name="way" Odd="1">{KEY}<Property Name="request-id" Type="Edm.String"/>
    <NavigationProperty Name="ends" Type="Collection(ns.end)" Odd="2"/></EntityType>
  <EntityType Name="end" BaseType="ns.gone" Odd="3"/>
  <EntityType Name="gone">{KEY}<Property Name="client-id" Type="Edm.String"/></EntityType>
  <ComplexType Name="apart"><Property Name="other-id" Type="Edm.String"/></ComplexType>
  <EntityContainer Name="S"><EntitySet Name="ways" EntityType="ns.way"/></EntityContainer>
"""


def test_warnings_are_about_what_was_selected() -> None:
    found = notes(CONTENT, Selection(types=("ns.end",)))
    assert [(each.code, each.path) for each in found] == [
        ("unknown-attribute", "ns.end"),
        ("odd-name", "ns.gone/client-id"),
        ("bad-key-path", "ns.gone/id"),
    ]


def test_of_types_on_the_way_only_what_is_left_matters() -> None:
    found = notes(CONTENT, Selection(resources=("ways/ends",)))
    assert {(each.code, each.path) for each in found if "way" in each.path} == {
        ("unknown-attribute", "ns.way/ends"),
        ("bad-key-path", "ns.way/id"),
    }


def test_many_of_a_kind_are_counted() -> None:
    types = "".join(f'<EntityType Name="e{number}">{KEY}</EntityType>' for number in range(25))
    found = notes(types, Selection(everything=True))
    assert len(found) == 11
    assert found[-1].message == "15 more like the one about ns.e0/id"
    assert found[-1].where is None


def test_notes_and_what_both_reader_and_checks_say_are_left_out() -> None:
    sets = '<EntitySet Name="s" EntityType="ns.way"/><EntitySet Name="s" EntityType="ns.way"/>'
    members = '<Member Name="a" Value="1"/><Member Name="b" Value="1"/>'
    key = KEY.replace('Type="Edm.Int32"', 'Type="Edm.Int32" Nullable="false"')
    content = (
        f'<EntityType Name="way">{key}</EntityType><EnumType Name="N">{members}</EnumType>'
        f'<Action Name="go" IsBound="true"><Parameter Name="on" Type="ns.way"/></Action>'
        f'<EntityContainer Name="S">{sets}</EntityContainer>'
    )
    found = notes(content, Selection(everything=True))
    assert [(each.code, each.path) for each in found] == [("duplicate-name", "ns.S/s")]


# What has an unusable name, and a selection that needs it.
NEEDED = {
    "type": ('<ComplexType Name="a/b"/>', Selection(types=("ns.a/b",)), "ns.a/b"),
    "type of a property": (
        '<ComplexType Name="a/b"/><ComplexType Name="C"><Property Name="p" Type="ns.a/b"/></ComplexType>',
        Selection(types=("ns.C",)),
        "ns.a/b",
    ),
    "base type": (
        '<ComplexType Name="a/b"/><ComplexType Name="C" BaseType="ns.a/b"/>',
        Selection(types=("ns.C",)),
        "ns.a/b",
    ),
    "key property": (
        """<EntityType Name="E"><Key><PropertyRef Name="a&apos;b"/></Key>
           <Property Name="a&apos;b" Type="Edm.Int32"/></EntityType>""",
        Selection(types=("ns.E",)),
        "ns.E/a'b",
    ),
    "operation": ('<Action Name="a/b"/>', Selection(operations=("ns.a/b",)), "ns.a/b"),
    "operation with a parameter": (
        '<Action Name="act"><Parameter Name="a/b" Type="Edm.Int32"/></Action>',
        Selection(operations=("ns.act",)),
        "ns.act",
    ),
    "entity set": (
        f"""<EntityType Name="way">{KEY}</EntityType>
            <EntityContainer Name="S"><EntitySet Name="a(b)" EntityType="ns.way"/></EntityContainer>""",
        Selection(resources=("a(b)",)),
        "ns.S/a(b)",
    ),
    "navigation property": (
        f"""<EntityType Name="way">{KEY}<NavigationProperty Name="a=b" Type="Collection(ns.way)"/></EntityType>
            <EntityContainer Name="S"><EntitySet Name="ways" EntityType="ns.way"/></EntityContainer>""",
        Selection(resources=("ways/a=b",)),
        "ns.way/a=b",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", NEEDED)
def test_what_is_left_out_because_of_its_name_is_an_error_where_it_is_needed(kind: str) -> None:
    content, selection, path = NEEDED[kind]
    with pytest.raises(CsdlgenError) as raised:
        notes(content, selection)
    first, *others = raised.value.diagnostics
    assert first.severity is Severity.ERROR and first.code != "invalid-identifier"
    assert ("invalid-identifier", path) in [(each.code, each.path) for each in others]
    assert all(each.severity is Severity.ERROR and each.where and each.remedy for each in others)


def test_what_is_left_out_of_what_is_selected_is_a_warning() -> None:
    content = """<ComplexType Name="C"><Property Name="a/b" Type="Edm.Int32"/></ComplexType>
      <ComplexType Name="D"><Property Name="c/d" Type="Edm.Int32"/></ComplexType>"""
    (found,) = notes(content, Selection(types=("ns.C",)))
    assert (found.code, found.path, found.severity) == ("invalid-identifier", "ns.C/a/b", Severity.WARNING)


BOUND = """
  <EntityType Name="way"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32" Nullable="false"/>
    <Property Name="sign" Type="ns.sign"/></EntityType>
  <EntityType Name="apart" BaseType="ns.way"/>
  <EntityType Name="nowhere"><Key><PropertyRef Name="id"/></Key>
    <Property Name="id" Type="Edm.Int32" Nullable="false"/></EntityType>
  <ComplexType Name="sign"/>
  <Action Name="walk" IsBound="true"><Parameter Name="it" Type="ns.{}"/></Action>
  <Action Name="walk" IsBound="true"><Parameter Name="it" Type="ns.{}"/></Action>
  <EntityContainer Name="S"><EntitySet Name="ways" EntityType="ns.way"/></EntityContainer>
"""


@pytest.mark.parametrize(
    ("types", "why"),
    [
        (("way", "nowhere"), ""),
        (("apart", "nowhere"), ""),
        (("nowhere", "sign"), "no path leads to ns.nowhere"),
        (("sign", "nowhere"), "complex type ns.sign"),
    ],
)
def test_an_operation_that_no_url_calls_is_warned_of_where_it_is_named(types: tuple[str, str], why: str) -> None:
    found = notes(BOUND.format(*types), Selection(operations=("ns.walk",)))
    assert [each.code for each in found] == ["operation-without-route"] * bool(why)
    assert all(why in each.message and each.where for each in found)
    assert notes(BOUND.format(*types), Selection(everything=True)) == ()


def test_an_operation_that_nothing_imports_is_warned_of() -> None:
    (found,) = notes('<Action Name="reset"/>', Selection(operations=("ns.reset",)))
    assert found.code == "operation-without-route" and "no container has an import of it" in found.message


def test_warnings_beyond_those_that_are_kept_are_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(context._MOST, Severity.WARNING, 10)
    found = notes('<ComplexType Name="C"/>' + "<Colour/>" * 11, Selection(types=("ns.C",)))
    assert [each.code for each in found] == ["more-findings"]
