"""Options of single calls as headers and as keywords of the pipeline."""

from __future__ import annotations

import pytest

from tests.support.loopback import Loopback, Reply
from tests.unit.runtime.transport import Driver


@pytest.mark.parametrize(
    ("options", "sent"),
    [
        ({"page_size": 50}, "odata.maxpagesize=50"),
        ({"page_size": 7, "headers": {"prefer": 'x="1"'}}, 'x="1", odata.maxpagesize=7'),
        ({"page_size": None, "headers": {"Prefer": "a"}}, "a"),
        ({"page_size": None}, None),
    ],
)
def test_the_page_size_is_a_preference(
    run: Driver, server: Loopback, options: dict[str, object], sent: str | None
) -> None:
    """OData Protocol section 8.2.8.5; it holds for further pages as well."""
    server.reply(Reply.of_json({"value": ["a"], "@odata.nextLink": "x?2"}), Reply.of_json({"value": []}))
    request = run.request("GET", "/x", options=options, returns="Collection(Edm.String)")
    assert run(server.url, "pages", request) == ["a"]
    assert [seen.header("Prefer") for seen in server.requests] == [sent, sent]


@pytest.mark.parametrize("size", ["50", 1.5])
def test_a_page_size_is_a_number_of_items(run: Driver, size: object) -> None:
    with pytest.raises(ValueError, match="format code 'd'"):
        run.request("GET", "/x", options={"page_size": size})
