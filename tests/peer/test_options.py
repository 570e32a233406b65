"""Options of single calls: headers, hooks, sizes of pages (OData Protocol section 8.2.8.5)."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest

from tests.peer.conftest import Peer
from tests.support.directory import Directory


def test_headers_and_hooks_go_with_a_call(directory: tuple[Directory, Peer]) -> None:
    service, peer = directory
    seen: list[Any] = []
    user = peer.do(
        peer.client.users["u1"].get(
            headers={"X-Mine": "1"},
            request_id="mine-77",
            user_agent="mine/1.0",
            raw_response_hook=lambda each: seen.append(each.http_response.status_code),
        )
    )
    assert (user.name, seen) == ("User 1", [200])
    sent = service.seen[-1].headers
    assert (sent["x-mine"], sent["x-ms-client-request-id"]) == ("1", "mine-77")
    assert sent["user-agent"].startswith("mine/1.0 ")
    peer.do(peer.client.users["u1"].get())
    assert "x-mine" not in service.seen[-1].headers


@pytest.mark.parametrize("name", ["timeuot", "ifmatch"])
def test_an_option_that_there_is_not_is_an_error(peer: Peer, name: str) -> None:
    with pytest.raises(TypeError, match=f"no option {name!r}; did you mean"):
        peer.client.config.get(**{name: 1})
    assert peer.sent == []


def test_a_page_has_the_size_that_was_asked_for(directory: tuple[Directory, Peer]) -> None:
    service, peer = directory
    pages = peer.pages(peer.client.users.list(page_size=2))
    assert [[each.id for each in page] for page in pages] == [["u1", "u2"], ["u3", "u4"], ["u5"]]
    assert {each.headers["prefer"] for each in service.seen} == {"odata.maxpagesize=2"}
    assert [len(page) for page in peer.pages(peer.client.users["u1"].messages.list(page_size=4))] == [4, 1]
    links = peer.client.groups["g1"].members.ref.list(page_size=7)
    assert len(peer.items(links)) == 2


def test_a_page_of_a_server_that_is_not_ours(peer: Peer) -> None:
    """CAP gives pages of its own size, whatever somebody prefers."""
    pages = peer.pages(peer.client.pages.list(page_size=50, filter="n lt 100"))
    assert [item.n for page in pages for item in page] == list(range(1, 100))
    assert {each.headers["Prefer"] for each in peer.requests} == {"odata.maxpagesize=50"}


def test_who_wants_a_few_items_stops_there(directory: tuple[Directory, Peer]) -> None:
    """Only the pages are fetched that have them: `itertools.islice`, or leaving the loop."""
    service, peer = directory
    listed = peer.client.users.list(page_size=2)

    async def first(count: int) -> list[Any]:
        found: list[Any] = []
        async for each in listed:
            found.append(each)
            if len(found) == count:
                break
        return found

    found = peer.do(first(3)) if peer.is_async else list(islice(listed, 3))
    assert [each.id for each in found] == ["u1", "u2", "u3"]
    assert len(service.seen) == 2
