"""Entities that a delta says are no longer in the result."""

from __future__ import annotations

import importlib
from types import SimpleNamespace
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        ({"id": "1", "@removed": {"reason": "changed"}}, ("changed", None)),
        ({"@odata.id": "e('1')", "@removed": {"reason": "deleted"}}, ("deleted", "e('1')")),
        ({"@id": "e('1')", "@odata.removed": {"reason": "deleted"}}, ("deleted", "e('1')")),
        ({"id": "1", "@removed": {}}, ("", None)),
        ({"@odata.context": "$metadata#e/$deletedEntity", "id": "e('1')", "reason": "deleted"}, ("deleted", "e('1')")),
        ({"@odata.context": "$metadata#e/$entity", "id": "1", "reason": "deleted"}, None),
        ({"id": "1", "@removed": None}, None),
        ({"id": "1", "@removed": {"reason": None}}, ("", None)),
        ({"id": "1", "@odata.context": 7}, None),
        ({"id": "1"}, None),
    ],
)
def test_what_a_delta_says_of_entities_that_were_removed(
    sample: SimpleNamespace, wire: dict[str, Any], expected: tuple[str, str | None] | None
) -> None:
    """As OData JSON 4.01 has it, section 15.3, and as 4.0 had it."""
    entity = sample.models.from_json(sample.models.Entity, wire)
    found = importlib.import_module("sample_pkg._runtime.deltas").removed(entity)
    assert found == expected
    if found is not None:
        assert (found.reason, found.id) == expected
    assert sample.models.to_json(entity) is wire


@pytest.mark.parametrize(
    "wire",
    [
        {"id": "1", "@removed": "deleted"},
        {"id": "1", "@removed": True},
        {"id": "1", "@removed": {"reason": 5}},
        {"@id": 5, "@removed": {"reason": "deleted"}},
        {"@odata.context": "#e/$deletedEntity", "id": "e('1')", "reason": ["deleted"]},
    ],
)
def test_what_is_said_in_another_way_is_neither_removed_nor_there(
    sample: SimpleNamespace, wire: dict[str, Any]
) -> None:
    entity = sample.models.from_json(sample.models.Entity, wire)
    with pytest.raises(sample.runtime_models.WireError, match="cannot read"):
        importlib.import_module("sample_pkg._runtime.deltas").removed(entity)
