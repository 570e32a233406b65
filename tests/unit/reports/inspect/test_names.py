"""Names and paths to what they mean, and the summary."""

from __future__ import annotations

from dataclasses import replace

import pytest

from csdlgen.edm.model import EdmModel, Schema
from csdlgen.errors import CsdlgenError
from csdlgen.reports.inspect import describe, summarize
from csdlgen.reports.inspect.report_types import PathReport
from tests.builders import complex_type, enum, q
from tests.unit.reports.inspect.shop import SHOP


def path(name: str) -> PathReport:
    found = describe(SHOP, name)
    assert isinstance(found, PathReport)
    return found


@pytest.mark.parametrize("name", ["customers/orders", "/customers/{key}/orders", "customers/{id}/orders"])
def test_a_path_tells_what_continues(name: str) -> None:
    found = path(name)
    assert (found.path, found.type, found.collection) == ("/customers/{key}/orders", "test.order", True)
    assert [each.name for each in found.navigation] == ["parts", "customer"]
    assert found.operations == ("test.cancel(test.order)", "test.archive(test.record)")
    assert found.collection_operations == ("test.cancel(Collection(test.order))",)


def test_a_path_may_end_in_an_operation_or_be_a_root() -> None:
    assert describe(SHOP, "me/orders/cancel") == describe(SHOP, "test.cancel")
    assert path("me").path == path("/me").path == "/me"


def test_an_alias_stands_for_its_namespace() -> None:
    aliased = EdmModel((replace(SHOP.schemas[0], alias="t"),))
    assert describe(aliased, "t.order") == describe(SHOP, "test.order")


@pytest.mark.parametrize(
    ("name", "code", "remedy"),
    [
        ("custommer", "unknown-name", "Did you mean 'test.customer'?"),
        ("customer/orders", "unknown-name", "Did you mean 'customers'?"),
        ("me/order", "unknown-name", "Did you mean 'orders'?"),
        ("zzz", "unknown-name", "Look for a part of it with --search."),
        ("/", "unknown-name", "What can follow there: orders, customers, me."),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(name: str, code: str, remedy: str) -> None:
    with pytest.raises(CsdlgenError) as caught:
        describe(SHOP, name)
    assert [(each.code, each.remedy) for each in caught.value.diagnostics] == [(code, remedy)]


def test_an_ambiguous_name_lists_the_candidates() -> None:
    twice = EdmModel((*SHOP.schemas, Schema("other", types=(replace(enum("order"), name=q("other.order")),))))
    with pytest.raises(CsdlgenError, match="ambiguous-name") as caught:
        describe(twice, "order")
    assert caught.value.diagnostics[0].remedy == "Give the qualified name: test.order, other.order."


def test_a_summary_counts() -> None:
    found = summarize(EdmModel((*SHOP.schemas, Schema("odd", types=(complex_type("c", "p: nowhere"),)))))
    assert found.schemas[0].counts["entity types"] == 4
    assert found.containers[0].counts == {"entity sets": 2, "singletons": 1, "imports": 0}
    assert [(each.name, each.counts) for each in found.diagnostics] == [("error", {"unknown-type": 1})]
