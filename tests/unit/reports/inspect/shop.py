"""A small model of everything that reports describe."""

from __future__ import annotations

from csdlgen.reports.inspect import describe
from csdlgen.reports.inspect.report_types import TypeReport
from tests.builders import action, complex_type, definition, entity, enum, model

SHOP = model(
    entity("record", abstract=True),
    entity(
        "order", "state: state", "lines: line*", "parts => order*", "customer -> customer", base="record", open=True
    ),
    entity("express", base="order"),
    entity("customer", "orders -> order*", base="record", has_stream=True),
    complex_type("line", "weight: weight"),
    enum("state", "new", "paid", flags=True),
    definition("weight", "Edm.Decimal"),
    action("cancel", "order", reason="Edm.String"),
    action("cancel", "order*"),
    action("archive", "record", returns="line"),
    sets="orders: order, customers: customer",
    singletons="me: customer",
)


def type_(name: str) -> TypeReport:
    found = describe(SHOP, name)
    assert isinstance(found, TypeReport)
    return found
