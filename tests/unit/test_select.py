"""The slice: minimal, closed, and the same when it is taken again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csdlgen.check import check
from csdlgen.edm.model import EDM, ComplexType, EdmModel, EntityType, QName
from csdlgen.errors import CsdlgenError
from csdlgen.navigation import Limits
from csdlgen.select import CutEdge, Selection, Slice, select
from tests.builders import action, complex_type, definition, entity, enum, model, q
from tests.support.csdl import only, read

SHOP = model(
    entity("base"),
    entity("root", "users => user*", "reports => report*", "others => other*", base="base"),
    entity("user", "mail: Edm.String", "kind: kind", "devices => device*", "friend -> other", base="base"),
    entity("device", "name: Edm.String", "owner -> user", base="base"),
    entity("report", "money: money", "address: address", "user -> user", base="base"),
    entity("special", "more: Edm.Int32", base="report"),
    entity("other", "device -> device", base="base"),
    complex_type("address", "street: Edm.String", "country: country"),
    enum("kind", "a", "b"),
    enum("country", "x"),
    definition("money", "Edm.Decimal"),
    action("lock", "device"),
    action("submit", "root", None, report="report"),
    action("submit", "user", None, kind="kind"),
    singletons="root: root",
)
LIMITS = Limits(max_hops=3)


def names(found: object) -> set[str]:
    return {each.name for each in found}  # type: ignore[attr-defined]


def test_an_operation_brings_its_path_as_path_types() -> None:
    found = select(SHOP, Selection(("test.lock",)), Limits(max_hops=2))
    assert names(found.models) == set()
    assert names(found.path_types) == {"base", "root", "user", "other", "device"}
    user = found.model.types[q("user")]
    assert isinstance(user, EntityType)
    assert user.properties == ()
    assert [each.name for each in user.navigations] == ["devices"]
    assert found.cut == (
        CutEdge(q("device"), "owner", q("user")),
        CutEdge(q("root"), "reports", q("report")),
        CutEdge(q("user"), "friend", q("other")),
    )


def test_a_parameter_brings_models_with_all_they_need() -> None:
    found = select(SHOP, Selection(("test.submit(test.root)",)), LIMITS)
    assert names(found.models) == {"report", "base", "money", "address", "country"}
    report = found.model.types[q("report")]
    assert isinstance(report, EntityType)
    assert [each.name for each in report.properties] == ["money", "address"]
    assert report.navigations == ()
    assert [each.signature for each in found.model.operations[q("submit")]] == ["test.submit(test.root)"]


@pytest.mark.parametrize("path", ["place/number", "place"])
def test_a_key_brings_the_complex_types_that_it_is_in(path: str) -> None:
    """The first part of its path is a property of the type; a key of a complex type is none, and can be read again."""
    whole = read(f"""
      <EntityType Name="shelf"><Key><PropertyRef Name="{path}" Alias="at"/></Key>
        <Property Name="place" Type="ns.place" Nullable="false"/><Property Name="colour" Type="Edm.String"/>
        <NavigationProperty Name="books" Type="Collection(ns.book)" ContainsTarget="true"/></EntityType>
      <EntityType Name="book"><Key><PropertyRef Name="id"/></Key>
        <Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
      <ComplexType Name="place"><Property Name="number" Type="ns.number" Nullable="false"/></ComplexType>
      <TypeDefinition Name="number" UnderlyingType="Edm.Int32"/>
      <Action Name="lend" IsBound="true"><Parameter Name="it" Type="ns.book"/></Action>
      <EntityContainer Name="c"><EntitySet Name="shelves" EntityType="ns.shelf"/></EntityContainer>""")
    found = select(whole, Selection(operations=("ns.lend",)), LIMITS)
    assert names(found.models) == {"place", "number"}
    shelf = found.model.types[q("ns.shelf")]
    assert isinstance(shelf, EntityType) and names(shelf.properties) == {"place"}
    assert {each.code for each in check(found.model)} <= {each.code for each in check(whole)}


def test_an_operation_name_takes_all_overloads() -> None:
    found = select(SHOP, Selection(("test.submit",)), LIMITS)
    assert len(found.model.operations[q("submit")]) == 2


def test_derived_types_come_along_when_asked_for() -> None:
    assert q("special") not in select(SHOP, Selection(types=("test.report",)), LIMITS).models
    assert q("special") in select(SHOP, Selection(types=("test.report",), derived=True), LIMITS).models


def test_derived_types_come_along_with_the_types_that_are_named() -> None:
    selection = Selection(types=("test.report", "test.base"), derived=("test.report",))
    assert names(select(SHOP, selection, LIMITS).models) >= {"report", "special", "base"}
    assert "user" not in names(select(SHOP, selection, LIMITS).models)
    assert names(select(SHOP, Selection(derived=("test.special",)), LIMITS).models) >= {"special", "report"}


def test_a_type_that_is_named_for_its_derived_types_has_to_exist() -> None:
    with pytest.raises(CsdlgenError) as raised:
        select(SHOP, Selection(derived=("test.reprot",)), LIMITS)
    (problem,) = raised.value.diagnostics
    assert (problem.code, problem.remedy) == ("unknown-type", "Did you mean 'test.report'?")


def test_models_keep_navigation_between_models() -> None:
    found = select(SHOP, Selection(types=("test.user", "test.device")), LIMITS)
    user = found.model.types[q("user")]
    assert isinstance(user, EntityType)
    assert [each.name for each in user.navigations] == ["devices"]


def test_everything_is_everything() -> None:
    found = select(SHOP, Selection(everything=True), LIMITS)
    assert found.model == SHOP
    assert found.models == set(SHOP.types)


def test_a_resource_makes_its_type_a_model() -> None:
    found = select(SHOP, Selection(resources=("root/users/devices",)), LIMITS)
    assert q("device") in found.models
    assert names(found.path_types) == {"base", "root", "user", "device"}
    assert [step.name for step in found.resources[0].steps] == ["root", "users", "devices"]


def test_a_pattern_of_resources_takes_what_it_matches() -> None:
    found = select(SHOP, Selection(resources=("root/*",)), LIMITS)
    assert {each.steps[-1].name for each in found.resources} == {"users", "reports", "others"}
    assert {q("user"), q("report"), q("other")} <= found.models
    assert q("device") not in found.models


def test_patterns_that_match_the_same_path_take_it_once() -> None:
    found = select(SHOP, Selection(resources=("root/users", "root/**", "**")), LIMITS)
    assert len(found.resources) == len(set(found.resources))
    assert {each.steps[-1].name for each in found.resources} == {
        "root", "users", "reports", "others", "devices", "friend", "owner", "user", "device",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("selection", "code", "remedy"),
    [
        (Selection(("test.lok",)), "unknown-operation", "Did you mean 'test.lock'?"),
        (Selection(("lock",)), "unknown-operation", "Did you mean 'test.lock'?"),
        (Selection(("test.submit(test.rot)",)), "unknown-operation", "Did you mean 'test.submit(test.root)'?"),
        (Selection(types=("test.User",)), "unknown-type", "Did you mean 'test.user'?"),
        (Selection(resources=("root/user",)), "unknown-resource", "Did you mean 'users'?"),
        (Selection(resources=("rot/**",)), "unknown-resource", "Did you mean 'root'?"),
    ],
)
def test_what_the_model_does_not_have_is_an_error(selection: Selection, code: str, remedy: str) -> None:
    with pytest.raises(CsdlgenError) as caught:
        select(SHOP, selection, LIMITS)
    (found,) = caught.value.diagnostics
    assert (found.code, found.remedy) == (code, remedy)


# --- laws over selections ---

OPERATIONS = st.lists(st.sampled_from(["test.lock", "test.submit", "test.submit(test.user)"]), max_size=2, unique=True)
TYPES = st.lists(st.sampled_from([str(name) for name in SHOP.types]), max_size=3, unique=True)
SELECTIONS = st.builds(
    lambda operations, types, derived: Selection(tuple(operations), tuple(types), derived=derived),
    OPERATIONS,
    TYPES,
    st.booleans(),
)


def closed(found: Slice) -> bool:
    known = set(found.model.types)
    return not [name for name in used(found.model) if name.namespace != EDM and name not in known]


def used(data: EdmModel) -> list[QName]:
    found: list[QName] = []
    for each in data.types.values():
        if isinstance(each, (EntityType, ComplexType)):
            found += [each.base] if each.base else []
            found += [member.type.name for member in (*each.properties, *each.navigations)]
    for overloads in data.operations.values():
        found += [each.type.name for operation in overloads for each in operation.parameters]
    return found


@settings(deadline=None)
@given(SELECTIONS, st.integers(0, 4))
def test_a_slice_is_closed_and_valid(selection: Selection, hops: int) -> None:
    found = select(SHOP, selection, Limits(max_hops=hops))
    assert closed(found)
    assert check(found.model) == ()


@settings(deadline=None)
@given(SELECTIONS, st.integers(0, 4))
def test_taking_a_slice_of_a_slice_changes_nothing(selection: Selection, hops: int) -> None:
    limits = Limits(max_hops=hops)
    once = select(SHOP, selection, limits)
    again = select(once.model, selection, limits)
    assert again.model == once.model
    assert (again.models, again.path_types) == (once.models, once.path_types)
    assert again.cut == ()


@settings(deadline=None)
@given(SELECTIONS, SELECTIONS)
def test_selecting_more_never_loses_anything(first: Selection, second: Selection) -> None:
    both = Selection(
        tuple(dict.fromkeys(first.operations + second.operations)),
        tuple(dict.fromkeys(first.types + second.types)),
        derived=first.derived or second.derived,
    )
    small, large = select(SHOP, first, LIMITS), select(SHOP, both, LIMITS)
    assert small.models <= large.models
    assert small.path_types <= large.path_types


LOOSE = """
  <EntityType Name="user"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>
    <Property Name="mail" Type="Edm.String"/>
    <NavigationProperty Name="devices" Type="Collection(ns.device)" Partner="owner"/></EntityType>
  <EntityType Name="device"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>
    <Property Name="ownerMail" Type="Edm.String"/>
    <NavigationProperty Name="owner" Type="ns.user" Partner="devices">
      <ReferentialConstraint Property="ownerMail" ReferencedProperty="mail"/></NavigationProperty></EntityType>
  <Action Name="lock" IsBound="true"><Parameter Name="it" Type="ns.device"/></Action>
  <EntityContainer Name="C"><EntitySet Name="users" EntityType="ns.user"/></EntityContainer>"""


@pytest.mark.parametrize("types", [(), ("ns.user",), ("ns.device",), ("ns.user", "ns.device")])
def test_partners_and_constraints_go_with_what_they_name(types: tuple[str, ...]) -> None:
    whole = read(LOOSE)
    found = select(whole, Selection(("ns.lock",), types=types), Limits(max_hops=1))
    assert [each.code for each in check(found.model, whole)] == []
    devices = only(found.model, "ns.user").navigations[0]
    assert devices.partner == ("owner" if len(types) == 2 else None)
    if len(types) == 2:
        assert found.model.schemas[0].types == whole.schemas[0].types
