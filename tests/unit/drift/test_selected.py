"""In a slice, restrictions count as far as what they are about is selected."""

from __future__ import annotations

from csdlgen.drift import compare
from csdlgen.drift.change import every_change
from csdlgen.drift.selected import only_selected
from csdlgen.navigation import Limits
from csdlgen.select import Selection, select
from tests.support.csdl import read
from tests.support.schemas import action, entity, entity_set, nav, note, prop
from tests.unit.drift.test_capabilities import NOT_INSERTABLE, about, said, without

READ_AND_WRITTEN = Selection(resources=("Ts",))
CALLED = Selection(operations=("ns.f",))
PART = '<EntityType Name="P"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/></EntityType>'


def kinds(old: str, new: str, selection: Selection) -> set[str]:
    """The changes of a slice where an entity set has one annotation, then another."""
    slices = []
    for annotation in (old, new):
        parts = nav("Collection(ns.P)", "parts", ContainsTarget="true")
        sets = f'<EntityContainer Name="C">{entity_set(content=annotation)}</EntityContainer>'
        slices.append(select(read(entity(prop() + parts) + PART + action() + sets), selection, Limits()))
    resources = (*slices[0].resources, *slices[1].resources)
    before, after = (only_selected(each.model, resources) for each in slices)
    return {each.rule for each in every_change(compare(before, after))}


def test_what_is_cut_is_restricted_for_nobody() -> None:
    for restriction in (
        without("ExpandRestrictions", "NonExpandableProperties", "parts"),
        without("FilterRestrictions", "NonFilterableProperties", "parts/id"),
        about("parts", NOT_INSERTABLE),
    ):
        assert kinds(restriction, restriction.replace("parts", "later"), READ_AND_WRITTEN) == set()


def test_what_is_selected_is() -> None:
    listed = without("FilterRestrictions", "NonFilterableProperties", "p")
    assert kinds("", listed, READ_AND_WRITTEN) == {"read-capability-restricted"}
    assert kinds("", said("InsertRestrictions/Insertable", "false"), READ_AND_WRITTEN) == {
        "write-capability-restricted"
    }


def test_who_only_calls_an_operation_reads_and_writes_nothing() -> None:
    assert kinds("", said("InsertRestrictions/Insertable", "false"), CALLED) == set()
    assert kinds("", note("OptimisticConcurrency", "", "<Collection/>"), CALLED) == set()
    # Routes need these, and other annotations are no restrictions.
    assert kinds("", said("IndexableByKey", "false"), CALLED) == {"read-capability-restricted"}
    assert kinds("", note("Description", ' String="x"'), CALLED) == {"description-changed"}


def test_places_stay_where_they_were() -> None:
    model = read(entity(prop()) + f'<EntityContainer Name="C">{entity_set()}</EntityContainer>')
    again = only_selected(model, ())
    assert again == model
    assert [each.location for each in again.schemas[0].types] == [each.location for each in model.schemas[0].types]
