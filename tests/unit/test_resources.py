"""What a selection takes as resources: casts to derived types, and properties."""

from __future__ import annotations

from dataclasses import replace

import pytest

from csdlgen.edm.model import (
    Annotation,
    CollectionExpression,
    Constant,
    EdmModel,
    EntityType,
    NavigationProperty,
    Property,
    QName,
    Record,
)
from csdlgen.errors import CsdlgenError
from csdlgen.navigation import Limits
from csdlgen.select import Selection, Slice, select
from tests.builders import complex_type, entity, model, q

PEOPLE = model(
    entity("base", abstract=True, key="id"),
    entity("person", "home: address", "names: Edm.String*", "friends -> person*", "any -> base", base="base"),
    entity("clerk", "desk -> desk", base="person"),
    entity("chief", base="clerk"),
    entity("guest", base="person"),
    entity("desk", base="base"),
    entity("lamp", base="base"),
    entity("stray"),
    complex_type("address", "street: Edm.String"),
    sets="people: person, all: base",
    singletons="me: clerk",
)
EVERYTHING = Selection(everything=True, resources=("**",), all_casts=True)


def cast(found: Slice) -> set[tuple[str, str]]:
    """The resources that end with a cast: the last step, and the type."""
    return {(path.steps[-1].name, path.cast.name) for path in found.resources if path.cast}


def annotated(name: str, term: str, value: Record | CollectionExpression) -> EdmModel:
    """The people, with an annotation of every member of that name."""

    def changed(member: Property | NavigationProperty) -> Property | NavigationProperty:
        return replace(member, annotations=(Annotation(QName.parse(term), value),)) if member.name == name else member

    (schema,) = PEOPLE.schemas
    types = [
        (
            replace(
                each,
                properties=tuple(map(changed, each.properties)),
                navigations=tuple(map(changed, each.navigations)),
            )
            if isinstance(each, EntityType)
            else each
        )
        for each in schema.types
    ]
    return EdmModel((replace(schema, types=tuple(types)),), PEOPLE.references, PEOPLE.version)


def test_everything_is_cast_to_all_that_derives_from_it_but_a_technical_base_type() -> None:
    found = select(PEOPLE, EVERYTHING, Limits())
    people = {"clerk", "chief", "guest"}
    assert cast(found) == {
        *(("people", each) for each in people),
        *(("friends", each) for each in people),
        ("me", "chief"),
    }
    assert {path.steps[-1].name for path in found.resources} >= {"any", "all"}


def test_a_base_type_that_is_not_abstract_is_no_technical_one() -> None:
    schema = model(entity("item"), entity("book", base="item"), entity("pen", base="item"), sets="items: item")
    assert cast(select(schema, EVERYTHING, Limits())) == {("items", "book"), ("items", "pen")}


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        (("test.clerk",), {"clerk", "chief"}),
        (("test.guest", "Collection(test.chief)"), {"guest", "chief"}),
        (("test.person",), {"clerk", "chief", "guest"}),
        ((), set()),
    ],
)
def test_a_constraint_lists_the_derived_types(listed: tuple[str, ...], expected: set[str]) -> None:
    value = CollectionExpression(tuple(Constant("String", each) for each in listed))
    schema = annotated("friends", "Org.OData.Validation.V1.DerivedTypeConstraint", value)
    found = select(schema, EVERYTHING, Limits())
    assert {name for step, name in cast(found) if step == "friends"} == expected
    assert {name for step, name in cast(found) if step == "people"} == {"clerk", "chief", "guest"}


def test_casts_bring_the_types_along_where_they_are_asked_for() -> None:
    found = select(PEOPLE, Selection(resources=("people",), all_casts=True), Limits())
    assert {q("clerk"), q("chief"), q("guest")} <= found.models & found.path_types
    assert cast(select(PEOPLE, Selection(resources=("people",)), Limits())) == set()


def test_a_path_may_end_at_a_property() -> None:
    found = select(PEOPLE, Selection(resources=("people/home", "me/names")), Limits())
    assert found.properties == {(q("person"), "home"), (q("person"), "names")}
    assert (found.resources, found.models) == ((), {q("address")})
    assert {q("person"), q("clerk")} <= found.path_types
    person = found.model.structured(q("person"))
    assert person is not None
    assert [each.name for each in person.properties] == ["home", "names"]


@pytest.mark.parametrize("text", ["people/home/street", "people/homes", "people/*/street", "people/home/*"])
def test_what_is_no_property_of_an_entity_is_refused(text: str) -> None:
    with pytest.raises(CsdlgenError) as caught:
        select(PEOPLE, Selection(resources=(text,)), Limits())
    assert [each.code for each in caught.value.diagnostics] == ["unknown-resource"]


@pytest.mark.parametrize("verb", ["Read", "Insert", "Update", "Delete"])
def test_a_property_whose_use_is_restricted_is_a_resource(verb: str) -> None:
    schema = annotated("home", f"Org.OData.Capabilities.V1.{verb}Restrictions", Record((), None))
    assert select(schema, EVERYTHING, Limits()).properties == {(q("person"), "home")}
    assert select(schema, Selection(resources=("me",)), Limits()).properties == {(q("person"), "home")}
    assert select(schema, Selection(types=("test.person",)), Limits()).properties == frozenset()
    assert select(PEOPLE, EVERYTHING, Limits()).properties == frozenset()
