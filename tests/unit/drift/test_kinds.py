"""Every kind of change is recognised, both ways."""

from __future__ import annotations

import pytest

from csdlgen.csdl import read_csdl
from csdlgen.drift import MIRROR, Change, Kind, compare, flat
from csdlgen.edm.model import EdmModel
from tests.support.csdl import document, read
from tests.unit.drift.cases import CASES, Case, entity, nav, prop


def kinds(old: EdmModel, new: EdmModel) -> str:
    return " ".join(sorted(each.kind for each in flat(compare(old, new))))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_case_is_of_these_kinds(case: Case) -> None:
    old, new = read(case.old), read(case.new)
    assert kinds(old, new) == case.forth
    assert kinds(new, old) == case.back


def two(first: str, second: str, **said: str) -> EdmModel:
    """A document with two schemas, ns and other."""
    more = f'<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="other">{second}</Schema>'
    text = document(first, **said).decode().replace("</edmx:DataServices>", f"{more}</edmx:DataServices>")
    return read_csdl(text.encode(), source="two.xml")


REFERENCE = '<edmx:Reference Uri="x.xml"><edmx:Include Namespace="{}"/></edmx:Reference>'
DOCUMENTS = {
    "type-namespace-moved": (two(entity(), ""), two("", entity())),
    "schema-added": (read(""), two("", "")),
    "schema-removed": (two("", ""), read("")),
    "schema-alias-changed": (read(""), read("", schema='Namespace="ns"')),
    "odata-version-changed": (read(""), read_csdl(document("").replace(b'"4.0"', b'"4.01"'), source="x")),
    "reference-changed": (read("", head=REFERENCE.format("a")), read("", head=REFERENCE.format("b"))),
}


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_what_is_of_the_whole_document(kind: str) -> None:
    old, new = DOCUMENTS[kind]
    assert set(kinds(old, new).split()) == {kind}
    assert set(kinds(new, old).split()) <= MIRROR[Kind(kind)]


def test_every_kind_has_a_case() -> None:
    told = {kind for case in CASES.values() for kind in (*case.forth.split(), *case.back.split())}
    assert told | set(DOCUMENTS) == set(MIRROR)


# --- causes -----------------------------------------------------------------------------------------------------------

HOLDER = (
    '<EntityContainer Name="C"><EntitySet Name="Ks" EntityType="ns.K"/><EntitySet Name="Ts" EntityType="ns.T">'
    '<NavigationPropertyBinding Path="n" Target="Ks"/></EntitySet></EntityContainer>'
)
K = '<EntityType Name="K"/>'


def outline(changes: tuple[Change, ...]) -> list[object]:
    return [[f"{each.kind} {each.path}", *outline(each.children)] for each in changes]


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
