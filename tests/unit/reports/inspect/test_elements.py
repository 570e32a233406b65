"""One type, operation or term in full."""

from __future__ import annotations

import pytest

from csdlgen.edm.model import EdmModel, Schema, Term, TypeRef
from csdlgen.reports.inspect import describe
from csdlgen.reports.inspect.report_types import OperationReport, TermReport
from tests.builders import q
from tests.unit.reports.inspect.shop import SHOP, type_


def test_a_type_has_the_members_of_its_base_types() -> None:
    found = type_("order")
    assert (found.kind, found.bases, found.flags, found.key) == ("entity type", ("test.record",), ("open",), ("id",))
    assert [(each.name, each.inherited) for each in found.properties] == [
        ("id", "test.record"),
        ("state", None),
        ("lines", None),
    ]
    assert found.properties[0].details == ("key",)
    assert [(each.name, each.details) for each in found.navigation] == [("parts", ("contained",)), ("customer", ())]
    assert found.derived == ("test.express",)


def test_a_type_has_the_operations_bound_to_its_base_types_and_collections() -> None:
    everything = ("test.cancel(test.order)", "test.cancel(Collection(test.order))", "test.archive(test.record)")
    assert type_("express").operations == everything


@pytest.mark.parametrize(
    ("name", "used"),
    [
        ("line", [("property", "test.order/lines"), ("result", "test.archive(test.record)")]),
        ("state", [("property", "test.order/state")]),
        ("weight", [("property", "test.line/weight")]),
        (
            "customer",
            [("navigation property", "test.order/customer"), ("entity set", "customers"), ("singleton", "me")],
        ),
    ],
)
def test_a_type_lists_where_it_is_used(name: str, used: list[tuple[str, str]]) -> None:
    assert [(each.kind, each.where) for each in type_(name).used] == used


def test_an_enumeration_has_its_values() -> None:
    found = type_("test.state")
    assert [(each.name, each.value) for each in found.values] == [("new", 0), ("paid", 1)]
    assert (found.flags, found.underlying) == (("IsFlags",), "Edm.Int32")


def test_an_operation_has_every_overload() -> None:
    found = describe(SHOP, "cancel")
    assert isinstance(found, OperationReport)
    assert [(each.binding, [one.name for one in each.parameters]) for each in found.overloads] == [
        ("test.order", ["reason"]),
        ("Collection(test.order)", []),
    ]


def test_a_term() -> None:
    term = Term(q("rank"), TypeRef(q("Edm.Byte")), default="3", applies_to=("EntityType", "Property"))
    found = describe(EdmModel((Schema("test", terms=(term,)),)), "rank")
    assert isinstance(found, TermReport)
    assert found.details == ("default '3'", "applies to EntityType Property")
