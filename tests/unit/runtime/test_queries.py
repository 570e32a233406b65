"""Query options as they stand in URLs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

CASES: list[tuple[str, dict[str, Any]]] = [
    ("/d", {}),
    ("/d", {"select": None, "filter": "", "orderby": [], "expand": (), "compute": iter(())}),
    ("/d?$top=0&$skip=5&$count=false", {"top": 0, "skip": 5, "count": False}),
    ("/d?$select=id,name", {"select": ["id", "name"]}),
    ("/d?$select=id,name", {"select": "id,name"}),
    ("/d?$select=id,name", {"select": (each for each in ("id", "name"))}),
    ("/d?$filter=a%20eq%20'x%26y%2B%23'", {"filter": "a eq 'x&y+#'"}),
    ("/d?$search=%22a%20b%22%20OR%20c", {"search": '"a b" OR c'}),
    ("/d?$apply=aggregate(size%20with%20sum%20as%20total)", {"apply": "aggregate(size with sum as total)"}),
    ("/d?$top=1&a%26b=c%3Dd", {"top": 1, "params": {"a&b": "c=d"}}),
    ("/d?startDateTime=2024-01-02T00:00:00%2B00:00", {"params": {"startDateTime": datetime(2024, 1, 2, tzinfo=UTC)}}),
    ("/d?day=2024-01-02&n=5&a=true&b=", {"params": {"day": date(2024, 1, 2), "n": 5, "a": True, "b": ""}}),
]


@pytest.mark.parametrize(("url", "options"), CASES, ids=[case[0] for case in CASES])
def test_url(sample: SimpleNamespace, url: str, options: dict[str, Any]) -> None:
    assert sample.queries.query("/d", **options) == url


def test_a_query_that_is_there_already(sample: SimpleNamespace) -> None:
    assert sample.queries.query("/d?@a=1", top=5, params={"b": "c"}) == "/d?@a=1&$top=5&b=c"


def test_fields_in_all_options(sample: SimpleNamespace) -> None:
    device, part = sample.models.Device, sample.models.Part
    url = sample.queries.query(
        "/d",
        select=[device.id, device.owner / part.name, "x"],
        filter=device.id == "a&b",
        orderby=[device.started.desc(), device.id, device.type.length()],
        expand=[device.owner, device.parts.expand(select=part.name, top=5)],
        compute=(device.emit + 1).as_("more"),
    )
    assert parse_qsl(urlsplit(url).query) == [
        ("$select", "id,owner/name,x"),
        ("$filter", "id eq 'a&b'"),
        ("$orderby", "startDateTime desc,id,length(type)"),
        ("$expand", "owner,parts($select=name;$top=5)"),
        ("$compute", "emit add 1 as more"),
    ]
    assert parse_qsl(urlsplit(sample.queries.query("/d", select=device.id, orderby=device.id.desc())).query) == [
        ("$select", "id"),
        ("$orderby", "id desc"),
    ]


@settings(max_examples=200, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"])), name=st.text("abc$&=#+% é", min_size=1))
def test_texts_arrive_as_they_were(sample: SimpleNamespace, text: str, name: str) -> None:
    made = sample.models.Every.string == text
    url = sample.queries.query("/d", filter=made, params={name: text})
    assert parse_qsl(urlsplit(url).query, keep_blank_values=True) == [("$filter", str(made)), (name, text)]
    assert str(made) == "string eq '" + text.replace("'", "''") + "'"
