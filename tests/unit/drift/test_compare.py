"""What a comparison finds: situations of rules beyond those of their case folders, and causes.

What every rule is about in the ordinary case, forth and back, is in `tests/drift`.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from csdlgen.csdl import read_csdl
from csdlgen.drift import compare
from csdlgen.drift.change import Change, every_change
from csdlgen.edm.model import EdmModel
from tests.support.csdl import document, read
from tests.support.schemas import (
    CORE,
    LIST,
    action,
    container,
    derived,
    entity,
    entity_set,
    function,
    keys,
    nav,
    note,
    prop,
    record,
    value,
)


class Case(NamedTuple):
    """Two schemas, and the rules that are raised from old to new and back: sorted, blanks between them."""

    old: str
    new: str
    forth: str
    back: str


def facet(name: str, old: str, new: str, type_: str, forth: str, back: str) -> Case:
    before, after = (entity(prop(type_, **({name: each} if each else {}))) for each in (old, new))
    return Case(before, after, forth, back)


def inside(old: str, new: str, forth: str, back: str) -> Case:
    return Case(entity(old), entity(new), forth, back)


def bound(old: str, new: str, forth: str, back: str) -> Case:
    around = entity() + derived()
    return Case(around + old, around + new, forth, back)


def held(old: str, new: str, forth: str, back: str) -> Case:
    return Case(container(old), container(new), forth, back)


def noted(old: str, new: str, forth: str, back: str) -> Case:
    """Annotations of an entity set."""
    return held(entity_set(content=old), entity_set(content=new), forth, back)


def same(old: str, new: str, both: str) -> Case:
    return Case(old, new, both, both)


_IMPORT = '<ActionImport Name="I" Action="ns.{}"/>'
_F = action("", bound="false") + action("", bound="false", Name="g")
_BINDING = '<NavigationPropertyBinding Path="n" Target="{}"/>'
_P, _Q = "<PropertyPath>p</PropertyPath>", "<PropertyPath>q</PropertyPath>"
_COMMUNITY = "OData.Community.Keys.V1"
_DEFINITION = '<TypeDefinition Name="N" UnderlyingType="Edm.{}"/>'
_READ, _WRITE, _WRITE_ONLY = (f' EnumMember="{CORE}.Permission/{each}"' for each in ("Read", "ReadWrite", "Write"))
_ALONG = '<Annotations Target="{}">' + record("InsertRestrictions", value("Insertable", "false")) + "</Annotations>"

CASES: dict[str, Case] = {
    "type definition of another type, with its facets": same(
        _DEFINITION.format("TimeOfDay"), _DEFINITION.format('Decimal" Precision="0'), "type-definition-changed"
    ),
    "type definition of wider": Case(
        _DEFINITION.format("Int16"), _DEFINITION.format("Int32"), "property-type-widened", "property-type-narrowed"
    ),
    "type definition for the same type": same(
        entity(prop("Edm.Guid")) + _DEFINITION.format("Guid"), entity(prop("ns.N")) + _DEFINITION.format("Guid"),
        "type-restated",
    ),
    "type definition with less room": Case(
        entity(prop(MaxLength="9")) + _DEFINITION.format('String" MaxLength="8'),
        entity(prop("ns.N")) + _DEFINITION.format('String" MaxLength="8'),
        "max-length-decreased type-restated", "max-length-increased type-restated",
    ),
    "null, now items": inside(
        prop(), prop("Collection(Edm.String)", Nullable="false"), "property-became-collection", "property-became-single"
    ),
    "endless": facet("MaxLength", "9", "", "Edm.String", "max-length-increased", "max-length-decreased"),
    "precision of a decimal": facet("Precision", "7", "", "Edm.Decimal", "precision-increased", "precision-decreased"),
    "scale": facet("Scale", "4", "variable", "Edm.Decimal", "scale-increased", "scale-decreased"),
    "declared again": Case(
        entity(prop()) + derived(), entity(prop()) + derived(prop("Edm.Guid")),
        "property-moved-from-base property-type-changed", "property-moved-to-base property-type-changed",
    ),
    "read-only": inside(
        prop(), prop(content=note("Permissions", f' EnumMember="{CORE}.Permission/Read"')),
        "property-became-computed", "property-no-longer-computed",
    ),
    "optional": bound(
        function(), function("it:ns.T a:Edm.String?"), "parameter-added-optional", "parameter-removed"
    ),
    "parameter of a base type": bound(
        action("it:ns.T a:ns.D"), action("it:ns.T a:ns.T"), "parameter-type-widened", "parameter-type-narrowed"
    ),
    "wider result": bound(
        function(more='<ReturnType Type="Edm.Int16"/>'), function(more='<ReturnType Type="Edm.Int32"/>'),
        "return-type-widened", "return-type-narrowed",
    ),
    "the likeliest overloads": bound(
        function("it:ns.T a:Edm.Guid b:Edm.Guid") + function("it:ns.T c:Edm.Guid d:Edm.Guid"),
        function("it:ns.T d:Edm.Guid c:Edm.Guid y:Edm.Guid") + function("it:ns.T a:Edm.Guid b:Edm.Guid x:Edm.Guid"),
        "function-parameter-added function-parameter-added parameters-reordered",
        "parameter-removed parameter-removed parameters-reordered",
    ),
    "order and more": bound(
        action("it:ns.T a:Edm.Guid b:Edm.Date"), action("it:ns.T b:Edm.Date c:Edm.Byte a:Edm.Guid"),
        "action-parameter-added-nullable parameters-reordered", "parameter-removed parameters-reordered",
    ),
    "in service document": same(
        container(entity_set()), container(entity_set(more=' IncludeInServiceDocument="false"')),
        "service-document-changed",
    ),
    "binding with the container": Case(
        container(entity_set(content=_BINDING.format("Ts"))),
        container(entity_set(content=_BINDING.format("ns.C/Ts"))),
        "", "",
    ),
    "entity set of an import with the container": Case(
        container(entity_set() + _IMPORT.format("f").replace("/>", ' EntitySet="Ts"/>')) + _F,
        container(entity_set() + _IMPORT.format("f").replace("/>", ' EntitySet="ns.C/Ts"/>')) + _F,
        "", "",
    ),
    **{
        f"writing by {term}, {way}": Case(
            entity(prop(content=one)), entity(prop(content=other)), "annotation-changed annotation-changed",
            "annotation-changed annotation-changed",
        )
        for term, way, one, other in (
            ("two terms", "alike", note("Computed"), note("Permissions", _READ)),
            ("two terms", "not at all", note("Computed", ' Bool="false"'), note("Permissions", _WRITE)),
        )
    },
    "writing never more often": inside(
        prop(content=note("Computed")), prop(content=note("Computed") + note("Immutable")),
        "annotation-changed", "annotation-changed",
    ),
    "writing on creation, then never": inside(
        prop(content=note("Immutable")), prop(content=note("Computed")),
        "annotation-changed property-became-computed", "annotation-changed property-no-longer-computed",
    ),
    "writing once it is by another term": inside(
        prop(content=note("Immutable") + note("Permissions", _READ)), prop(content=note("Immutable")),
        "property-no-longer-computed", "property-became-computed",
    ),
    "reading of a property": inside(
        prop(), prop(content=note("Permissions", _WRITE_ONLY)), "read-capability-restricted", "capability-relaxed"
    ),
    "operations by name": noted(
        note("ExplicitOperationBindings", "", "<Collection><String>ns.a</String></Collection>"),
        note("ExplicitOperationBindings", "", "<Collection><String>ns.b</String></Collection>"),
        "explicit-binding-removed", "explicit-binding-removed",
    ),
    "writing along a path": Case(
        container(entity_set()), container(entity_set()) + _ALONG.format("ns.C/Ts/n"),
        "write-capability-restricted", "capability-relaxed",
    ),
    "writing along a path of a type": Case(
        container(entity_set()), container(entity_set()) + _ALONG.format("ns.T/n/n"),
        "write-capability-restricted", "capability-relaxed",
    ),
    "writing along a path that is new": Case(
        container(""), container(entity_set()) + _ALONG.format("ns.C/Ts/n"),
        "annotation-changed entity-set-added", "annotation-changed entity-set-removed",
    ),
    "reading some": noted(
        record("SortRestrictions", LIST.format("NonSortableProperties", _P)),
        record("SortRestrictions", LIST.format("NonSortableProperties", _Q)),
        "read-capability-restricted", "read-capability-restricted",
    ),
    "writing some": noted(
        record("UpdateRestrictions", LIST.format("NonUpdatableProperties", _P)),
        record("UpdateRestrictions", LIST.format("NonUpdatableProperties", _P + _Q)),
        "write-capability-restricted", "capability-relaxed",
    ),
    "no restriction": noted(
        "", record("FilterRestrictions", value("Filterable", "true")), "annotation-changed", "annotation-changed"
    ),
    "other keys": same(entity(keys("p")), entity(keys("q")), "alternate-key-removed"),
    "another key of the community": inside(
        "", keys("p", vocabulary=_COMMUNITY), "alternate-key-added", "alternate-key-removed"
    ),
    "a key by another term": same(
        entity(keys("p", vocabulary=_COMMUNITY)), entity(keys("p")), "annotation-changed annotation-changed"
    ),
    "a key in another order": same(entity(keys("p q")), entity(keys("q p")), "annotation-changed"),
    "a key by both terms": inside(
        keys("p"), keys("p") + keys("p", vocabulary=_COMMUNITY), "annotation-changed", "annotation-changed"
    ),
}  # fmt: skip


def rules(old: EdmModel, new: EdmModel) -> str:
    return " ".join(sorted(each.rule for each in every_change(compare(old, new))))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_case_raises_these_rules(case: Case) -> None:
    old, new = read(case.old), read(case.new)
    assert rules(old, new) == case.forth
    assert rules(new, old) == case.back


# --- causes -----------------------------------------------------------------------------------------------------------


def two(first: str, second: str, **said: str) -> EdmModel:
    """A document with two schemas, ns and other."""
    more = f'<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="other">{second}</Schema>'
    text = document(first, **said).decode().replace("</edmx:DataServices>", f"{more}</edmx:DataServices>")
    return read_csdl(text.encode(), source="two.xml")


HOLDER = (
    '<EntityContainer Name="C"><EntitySet Name="Ks" EntityType="ns.K"/><EntitySet Name="Ts" EntityType="ns.T">'
    '<NavigationPropertyBinding Path="n" Target="Ks"/></EntitySet></EntityContainer>'
)
K = '<EntityType Name="K"/>'


def outline(changes: tuple[Change, ...]) -> list[object]:
    return [[f"{each.rule} {each.path}", *outline(each.children)] for each in changes]


def test_what_a_removed_type_takes_with_it_stands_under_it() -> None:
    old = (
        K + entity(nav("ns.K")) + f'<Action Name="f" IsBound="true"><Parameter Name="it" Type="ns.K"/></Action>{HOLDER}'
    )
    kept = '<EntityContainer Name="C"><EntitySet Name="Ts" EntityType="ns.T"/></EntityContainer>'
    assert outline(compare(read(old), read(entity(prop("Edm.String", "n")) + kept))) == [
        [
            "entity-type-removed ns.K",
            ["entity-set-removed ns.C/Ks", ["binding-removed ns.C/Ts/n"]],
            ["action-removed ns.K/f()"],
            ["navigation-became-property ns.T/n"],
        ]
    ]


def test_what_names_a_renamed_type_stands_under_it() -> None:
    old, new = (f'<ComplexType Name="{name}"/>' + entity(prop(f"ns.{name}")) for name in ("K", "k"))
    assert outline(compare(read(old), read(new))) == [
        ["type-casing-changed ns.k", ["type-restated ns.T/p"]],
    ]


def test_what_a_schema_held_stands_under_it() -> None:
    assert outline(compare(two("", entity()), read(""))) == [["schema-removed other", ["entity-type-removed other.T"]]]


def test_members_lost_with_a_base_type_stand_under_it() -> None:
    base = (
        '<EntityType Name="B"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/></EntityType>'
    )
    old, new = (base + f'<EntityType Name="T"{said}/>' for said in (' BaseType="ns.B"', ""))
    assert outline(compare(read(old), read(new))) == [
        ["base-type-removed ns.T", ["key-removed ns.T"], ["property-removed ns.T/id"]]
    ]


def test_a_base_type_is_another_one_where_its_name_stands_for_another_type() -> None:
    """The schema has moved, and a type still derives from what its base type was called: nothing is called that now."""
    types = entity(Name="book") + '<EntityType Name="novel" BaseType="ns.book"/>'
    before, after = read(types), read(types, schema='Namespace="moved"')
    forth, back = ({each.rule for each in every_change(compare(*pair))} for pair in ((before, after), (after, before)))
    assert "property-removed" in forth
    assert "property-added-nullable" in back
