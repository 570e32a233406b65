"""Everything of a model that is not whole: what leads nowhere is left out with a warning, and the rest is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csdlgen.check import check
from csdlgen.check.undefined import without_undefined
from csdlgen.csdl import dump_csdl
from csdlgen.edm.model import EdmModel, EntityType
from csdlgen.errors import CsdlgenError, Severity
from csdlgen.navigation import Limits
from csdlgen.pipeline import Selected, build, select_package
from csdlgen.project.config import PackageConfig
from csdlgen.project.inputs import Inputs, Source
from csdlgen.select import Selection
from tests.models import models
from tests.support.csdl import document, only, q, read

KEY = '<Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32" Nullable="false"/>'
BASE = f'<EntityType Name="E">{KEY}</EntityType><ComplexType Name="C"/>'


def package(selection: Selection) -> PackageConfig:
    return PackageConfig(
        name="demo",
        output=".",
        metadata=("service.xml",),
        service_root="https://service.example",
        client="Client",
        scopes=(),
        selection=selection,
        limits=Limits(max_hops=1),
    )


def selected(data: bytes, selection: Selection) -> Selected:
    return select_package(package(selection), Inputs((Source("service.xml", data),), (), ()))


# Content, what is left out or changed, and the elements that are warned of.
PLACES = {
    "property": ('<ComplexType Name="T"><Property Name="p" Type="ns.X"/></ComplexType>', ["ns.T/p"]),
    "collection": ('<ComplexType Name="T"><Property Name="p" Type="Collection(other.X)"/></ComplexType>', ["ns.T/p"]),
    "navigation": (f'<EntityType Name="T">{KEY}<NavigationProperty Name="n" Type="o.X"/></EntityType>', ["ns.T/n"]),
    "base type": ('<ComplexType Name="T" BaseType="ns.X"/>', ["ns.T"]),
    "base entity type": ('<EntityType Name="T" BaseType="ns.X"/>', ["ns.T"]),
    "base type of another kind": ('<ComplexType Name="T" BaseType="ns.E"/>', ["ns.T"]),
    "key": (
        '<EntityType Name="T"><Key><PropertyRef Name="k"/></Key><Property Name="k" Type="ns.X"/></EntityType>',
        ["ns.T/k", "ns.T"],
    ),
    "underlying type": ('<EnumType Name="T" UnderlyingType="ns.X"/>', ["ns.T"]),
    "type definition": ('<TypeDefinition Name="T" UnderlyingType="ns.X"/>', ["ns.T"]),
    "type definition of one": (
        """<TypeDefinition Name="T" UnderlyingType="ns.X"/><TypeDefinition Name="U" UnderlyingType="ns.T"/>
           <ComplexType Name="V"><Property Name="p" Type="ns.U"/></ComplexType>""",
        ["ns.T", "ns.U", "ns.V/p"],
    ),
    "parameter": ('<Action Name="a"><Parameter Name="p" Type="ns.X"/></Action>', ["ns.a/p"]),
    "binding parameter": ('<Action Name="a" IsBound="true"><Parameter Name="p" Type="ns.X"/></Action>', ["ns.a/p"]),
    "result": ('<Function Name="f"><ReturnType Type="ns.X"/></Function>', ["ns.f/$ReturnType"]),
    "entity set": ('<EntityContainer Name="S"><EntitySet Name="s" EntityType="ns.X"/></EntityContainer>', ["ns.S/s"]),
    "singleton": ('<EntityContainer Name="S"><Singleton Name="s" Type="ns.X"/></EntityContainer>', ["ns.S/s"]),
    "import of what is left out": (
        """<Function Name="f"><ReturnType Type="ns.X"/></Function>
           <EntityContainer Name="S"><FunctionImport Name="s" Function="ns.f"/></EntityContainer>""",
        ["ns.f/$ReturnType"],
    ),
    "import of nothing": (
        '<EntityContainer Name="S"><FunctionImport Name="s" Function="ns.f"/></EntityContainer>',
        ["ns.S/s"],
    ),
    "import of the other kind": (
        '<Action Name="f"/><EntityContainer Name="S"><FunctionImport Name="s" Function="ns.f"/></EntityContainer>',
        ["ns.S/s"],
    ),
    "import of a bound action": (
        """<Action Name="f" IsBound="true"><Parameter Name="b" Type="ns.E"/></Action>
           <EntityContainer Name="S"><ActionImport Name="s" Action="ns.f"/></EntityContainer>""",
        ["ns.S/s"],
    ),
    "import of a bound function": (
        """<Function Name="f" IsBound="true"><Parameter Name="b" Type="ns.E"/><ReturnType Type="ns.E"/></Function>
           <EntityContainer Name="S"><FunctionImport Name="s" Function="ns.f"/></EntityContainer>""",
        ["ns.S/s"],
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_what_leads_nowhere_is_left_out_of_everything(place: str) -> None:
    content, warned = PLACES[place]
    found = selected(document(BASE + content), Selection(everything=True))
    notes = [each for each in found.notes if each.severity is Severity.WARNING]
    assert [each.path for each in notes] == warned
    assert all(each.where and each.remedy for each in notes)
    named = [(each.message.partition(": ")[0].split()[1], each.remedy) for each in notes if "type " in each.message]
    assert not [name for name, remedy in named if repr(name) in remedy], "nothing is suggested in place of itself"
    model = found.slice.model
    assert not any("X" in str(each.type) for type_ in model.types.values() for each in getattr(type_, "properties", ()))
    assert not any(container.imports for container in model.containers)
    assert check(model) == ()
    assert build(package(Selection(everything=True)), found)


@pytest.mark.parametrize("place", [each for each in PLACES if "import" not in each and "of one" not in each])
def test_it_is_an_error_where_it_is_selected_by_name(place: str) -> None:
    """But for navigation properties, which are cut wherever their target is not selected."""
    content, _ = PLACES[place]
    selections = {
        "parameter": Selection(operations=("ns.a",)),
        "binding parameter": Selection(operations=("ns.a",)),
        "result": Selection(operations=("ns.f",)),
        "entity set": Selection(resources=("s",)),
        "singleton": Selection(resources=("s",)),
    }
    selection = selections.get(place, Selection(types=("ns.T",)))
    if place == "navigation":
        assert [str(each.target) for each in selected(document(BASE + content), selection).slice.cut] == ["o.X"]
        return
    with pytest.raises(CsdlgenError) as raised:
        selected(document(BASE + content), selection)
    assert any(each.severity is Severity.ERROR for each in raised.value.diagnostics)


def test_a_navigation_property_that_is_left_out_is_a_cut_edge() -> None:
    content = f'<EntityType Name="T">{KEY}<NavigationProperty Name="n" Type="o.X"/></EntityType>'
    found = selected(document(content), Selection(everything=True))
    assert [(str(each.source), each.name, str(each.target)) for each in found.slice.cut] == [("ns.T", "n", "o.X")]


def test_what_is_declared_by_a_type_without_its_base_is_kept() -> None:
    content = '<EntityType Name="T" BaseType="ns.X"><Property Name="p" Type="Edm.String"/></EntityType>'
    model, warnings = without_undefined(read(content))
    assert [each.name for each in only(model, "ns.T").properties] == ["p"]
    assert only(model, "ns.T").base is None
    assert "ns.T, which derives from it, has only what it declares itself" in warnings[0].message


def test_partners_of_what_is_left_out_go_with_it() -> None:
    content = f"""
      <EntityType Name="T">{KEY}<Property Name="p" Type="ns.X"/>
        <NavigationProperty Name="n" Type="ns.T" Partner="m">
          <ReferentialConstraint Property="p" ReferencedProperty="id"/></NavigationProperty>
        <NavigationProperty Name="m" Type="o.X"/></EntityType>"""
    model, _ = without_undefined(read(content))
    (kept,) = only(model, "ns.T").navigations
    assert (kept.partner, kept.constraints) == (None, ())


def without(model: EdmModel, gone: set[int]) -> EdmModel:
    """The model less some of its types, by number."""
    kept = {name for number, name in enumerate(model.types) if number not in gone}
    return replace(
        model,
        schemas=tuple(
            replace(schema, types=tuple(each for each in schema.types if each.name in kept)) for schema in model.schemas
        ),
    )


@pytest.mark.slow
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(models(), st.sets(st.integers(0, 7), max_size=4))
def test_whatever_types_are_missing_the_rest_can_be_generated(model: EdmModel, gone: set[int]) -> None:
    """And nothing is left out without a warning."""
    part = without(model, gone)
    cut, warnings = without_undefined(part)
    assert (cut is part) == (not warnings)
    assert [each for each in check(cut) if each.code == "unknown-type"] == []
    assert without_undefined(cut) == (cut, ())
    warned = {each.path for each in warnings} | {each.path.rpartition("/")[0] for each in warnings}
    assert _elements(part) - _elements(cut) <= warned | _imports(part)
    found = selected(dump_csdl(part).encode(), Selection(everything=True))
    assert build(package(Selection(everything=True)), found)


def _elements(model: EdmModel) -> set[str]:
    """Types, members, operations, roots and imports by path."""
    found = {str(each) for each in (*model.types, *model.operations)}
    for name, type_ in model.types.items():
        found |= {f"{name}/{each.name}" for each in getattr(type_, "properties", ())}
        found |= {f"{name}/{each.name}" for each in getattr(type_, "navigations", ())}
    return found | {f"{one.name}/{each.name}" for one in model.containers for each in (*one.roots, *one.imports)}


def _imports(model: EdmModel) -> set[str]:
    """Imports, which go with their operation."""
    return {f"{one.name}/{each.name}" for one in model.containers for each in one.imports}


def test_two_keys_are_reported_with_both_places_and_read_as_one() -> None:
    content = """
<EntityType Name="E">
  <Key><PropertyRef Name="id"/></Key>
  <Key><PropertyRef Name="code"/><PropertyRef Name="id"/></Key>
  <Property Name="id" Type="Edm.Int32" Nullable="false"/><Property Name="code" Type="Edm.Int32" Nullable="false"/>
</EntityType>"""
    found = selected(document(content), Selection(everything=True))
    (warning,) = found.notes
    assert (warning.code, warning.path) == ("duplicate-key", "ns.E/Key")
    assert "(here and at service.xml:3:3)" in warning.message
    declared = found.slice.model.types[q("ns.E")]
    assert isinstance(declared, EntityType) and [each.path for each in declared.key or ()] == ["id", "code"]


@pytest.mark.parametrize("again", ['Name="id"', 'Name="code"', 'Name="code" Alias="id"'])
def test_a_part_that_a_key_has_twice_is_reported_and_read_once(again: str) -> None:
    content = f"""
<EntityType Name="E">
  <Key><PropertyRef Name="id"/><PropertyRef Name="code"/>
    <PropertyRef {again}/></Key>
  <Property Name="id" Type="Edm.Int32" Nullable="false"/><Property Name="code" Type="Edm.Int32" Nullable="false"/>
</EntityType>"""
    found = selected(document(content), Selection(everything=True))
    (warning,) = found.notes
    assert (warning.code, warning.path) == ("duplicate-key", f"ns.E/Key/{again.split(chr(34))[1]}")
    assert "(here and at service.xml:3:" in warning.message
    declared = found.slice.model.types[q("ns.E")]
    assert isinstance(declared, EntityType) and [each.path for each in declared.key or ()] == ["id", "code"]


@pytest.mark.parametrize("on_type", [True, False], ids=["type", "navigation"])
def test_a_part_that_an_alternate_key_has_twice_is_reported_and_read_once(on_type: bool) -> None:
    alias = '<PropertyValue Property="Alias" String="k"/>'
    paths = ("code", "id", "code")
    parts = "".join(f'<Record><PropertyValue Property="Name" PropertyPath="{path}"/>{alias}</Record>' for path in paths)
    key = f'<Record><PropertyValue Property="Key"><Collection>{parts}</Collection></PropertyValue></Record>'
    noted = f'<Annotation Term="Org.OData.Core.V1.AlternateKeys"><Collection>{key}</Collection></Annotation>'
    content = f"""
<EntityType Name="E">{KEY}{noted if on_type else ""}
  <Property Name="code" Type="Edm.Int32" Nullable="false"/>
  <NavigationProperty Name="all" Type="Collection(ns.E)" ContainsTarget="true">
    {"" if on_type else noted}
  </NavigationProperty>
</EntityType>
<EntityContainer Name="S"><EntitySet Name="es" EntityType="ns.E"/></EntityContainer>"""
    found = selected(document(content), Selection(everything=True))
    (warning,) = found.notes
    assert (warning.code, warning.path) == ("duplicate-key", "ns.E" if on_type else "ns.E/all")
    modules = build(package(Selection(everything=True)), found).values()
    builder = next(text for text in modules if "def by_k(" in text)
    assert 'named_predicate(("k", "Edm.Int32", k))' in builder


@pytest.mark.parametrize(
    ("resource", "path"),
    [("gone", "ns.S/gone"), ("things/n", "ns.T/n"), ("things/n/n", "ns.T/n")],
)
def test_a_resource_that_is_left_out_is_an_error_with_its_reason(resource: str, path: str) -> None:
    content = f"""<EntityType Name="T">{KEY}<NavigationProperty Name="n" Type="Collection(o.X)"/></EntityType>
      <EntityContainer Name="S"><EntitySet Name="things" EntityType="ns.T"/>
        <EntitySet Name="gone" EntityType="ns.X"/></EntityContainer>"""
    with pytest.raises(CsdlgenError) as raised:
        selected(document(content), Selection(everything=True, resources=(resource,)))
    assert [each.code for each in raised.value.diagnostics] == ["unknown-resource", "unknown-type"]
    assert raised.value.diagnostics[1].path == path
    kept = selected(document(content), Selection(everything=True, resources=("things",)))
    assert build(package(Selection(everything=True, resources=("things",))), kept)
