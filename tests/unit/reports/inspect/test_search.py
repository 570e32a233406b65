"""What a search finds."""

from __future__ import annotations

from csdlgen.reports.inspect import search
from tests.unit.reports.inspect.shop import SHOP


def test_search_groups_by_kind() -> None:
    found = {kind: [each.name for each in hits] for kind, hits in search(SHOP, "ORD").items()}
    assert found == {
        "entity type": ["test.record", "test.order"],
        "navigation property": ["test.customer/orders"],
        "entity set": ["orders"],
    }
    assert search(SHOP, "test.order").keys() == {"entity type", "property", "navigation property"}
