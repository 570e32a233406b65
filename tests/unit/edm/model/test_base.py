"""Values of a model: compared by what they mean, and small, since they know nothing of documents."""

from __future__ import annotations

import pickle
from dataclasses import replace

from csdlgen.csdl import read_csdl
from csdlgen.errors import Location
from tests.support.csdl import document, only, q

MANY = "".join(
    f'<ComplexType Name="C{number}"><Property Name="p" Type="Edm.String"/></ComplexType>' for number in range(99)
)


def test_a_value_is_pickled_without_its_document() -> None:
    model = read_csdl(document(MANY), source="service.csdl.xml")
    (prop,) = only(model, "ns.C42").properties
    data = pickle.dumps(prop)
    assert len(data) < 500
    again = pickle.loads(data)
    assert again == prop
    assert again.location == prop.location == Location("service.csdl.xml", 88)


def test_positions_are_neither_compared_nor_hashed_nor_shown() -> None:
    extra = '<ComplexType Name="First"/>'
    left, right = (only(read_csdl(document(content), source="x"), "ns.C1") for content in (MANY, extra + MANY))
    assert left.location != right.location
    moved = replace(right, location=Location("elsewhere", 1))
    assert left == right == moved
    assert len({left, right, moved}) == 1
    assert "elsewhere" not in repr(moved)
    assert left != replace(left, name=q("ns.Other"))


def test_values_have_no_attributes_but_their_fields() -> None:
    prop = only(read_csdl(document(MANY), source="x"), "ns.C1").properties[0]
    assert not hasattr(prop, "__dict__")
