"""Lists and functions whose results come in pages (OData Protocol sections 11.2.5.5 and 11.2.5.7)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.peer.conftest import Peer

NUMBERS = list(range(1, 206))


def test_a_list_goes_through_every_page_once(peer: Peer) -> None:
    pages = peer.pages(peer.client.pages.list())
    assert [len(page) for page in pages] == [20] * 10 + [5]
    items = [item for page in pages for item in page]
    assert [item.n for item in items] == NUMBERS
    assert [item.amount for item in items] == [Decimal(number) / 2 for number in NUMBERS]


def test_every_page_has_decimals_as_text(peer: Peer) -> None:
    """The header that asks for it (IEEE754Compatible=true) goes with the links to further pages too."""
    for item in peer.items(peer.client.pages.list()):
        assert isinstance(item["amount"], str), item


def test_top_goes_beyond_the_largest_page(peer: Peer) -> None:
    if peer.name == "strict":
        pytest.skip("CAP 7 does not apply $top after the first page")
    pages = peer.pages(peer.client.pages.list(top=60))
    assert [len(page) for page in pages] == [50, 10]
    assert [item.n for page in pages for item in page] == NUMBERS[:60]


def test_a_list_is_resumed_where_it_was_left(peer: Peer) -> None:
    async def first_async(pages: Any) -> tuple[list[Any], Any]:
        page = await anext(pages)
        return [item async for item in page], pages.continuation_token

    pages = peer.client.pages.list().by_page()
    if hasattr(pages, "__aiter__"):
        first, token = peer.do(first_async(pages))
    else:
        first, token = list(next(pages)), pages.continuation_token
    others = peer.client.pages.list().by_page(continuation_token=token)
    items = [item for page in peer.items(others) for item in peer.items(page)]
    assert [item.n for item in first + items] == NUMBERS


def test_counts_are_of_all_pages(peer: Peer) -> None:
    listed = peer.client.pages.list(count=True)
    assert len(peer.items(listed)) == listed.count == 205
    assert peer.do(peer.client.pages.count.get()) == 205
    few = peer.client.pages.list(count=True, filter="n gt 150", top=3)
    assert (len(peer.items(few)), few.count) == (3, 55)
    assert peer.do(peer.client.pages.count.get(filter="n gt 150")) == 55


def test_query_options_together(peer: Peer) -> None:
    listed = peer.client.pages.list(
        filter="n gt 100 and startswith(title,'page 1')", orderby="n desc", select=["n"], skip=1, top=40
    )
    items = peer.items(listed)
    assert [item.n for item in items] == list(range(198, 158, -1))
    assert all("title" not in item for item in items)
    assert [item.name for item in peer.items(peer.client.products.list(filter="name eq 'Jane Eyre'"))] == ["Jane Eyre"]
    coded = peer.items(peer.client.categories.list(filter="code eq 'a&b=c#d'"))
    assert [item.title for item in coded] == ["title 5"]


def test_a_function_gives_every_page_too(peer: Peer) -> None:
    if peer.name == "strict":
        pytest.skip("CAP 7 sends no nextLink in results of functions")
    assert [item.n for item in peer.items(peer.client.leaf.get(start=0))] == NUMBERS
