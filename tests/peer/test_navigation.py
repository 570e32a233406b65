"""Navigation from entity to entity, and drafts, on a real service."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError

from tests.peer.conftest import Peer
from tests.peer.data import JANE, ORDER, PAPER, WUTHERING


def test_a_path_leads_to_one_entity_and_on(peer: Peer) -> None:
    product = peer.client.products[WUTHERING]
    assert peer.do(product.category.get()).code == "a/b"
    assert peer.do(product.category.parent.get(select=["code"])).code == "plain"
    assert peer.do(product.supplier.get()).address_geo_lat == 53.35
    names = [item.name for item in peer.items(product.supplier.products.list(orderby="name"))]
    assert names == ["Jane Eyre", "Wuthering Heights"]


@pytest.mark.parametrize("step", ["category", "localized"])
def test_a_path_that_leads_to_nothing_gives_none(peer: Peer, step: str) -> None:
    assert peer.do(getattr(peer.client.products[JANE], step).get()) is None


def test_a_path_leads_to_collections(peer: Peer) -> None:
    children = peer.client.categories["plain"].children
    listed = children.list(count=True, orderby="code desc", top=3)
    assert len(peer.items(listed)) == 3 and listed.count == 15
    assert peer.do(children.count.get()) == 15
    assert peer.do(children.count.get(filter="startswith(code,'a')")) == 3
    assert peer.do(children["a&b=c#d"].get()).title == "title 5"
    parts = peer.client.orders[ORDER].items[ORDER, 1].parts
    assert [part.what for part in peer.items(parts.list())] == ["cover"]
    (text,) = peer.items(peer.client.products[WUTHERING].texts.list())
    assert (text.locale, text.name) == ("de", "Sturmhöhe")


def test_entities_are_created_changed_and_deleted_where_they_are_contained(peer: Peer) -> None:
    order, models = peer.client.orders[ORDER], peer.models
    request = order.items.post.to_request(models.OrderItems(pos=3, qty=4, price=Decimal("0.10")))
    made = peer.send(request)
    assert (made.pos, made.qty, made.price) == (3, 4, Decimal("0.1"))
    item = peer.client.order_items[ORDER, 3]
    peer.do(item.patch(models.OrderItems(qty=5)))
    assert peer.do(order.items[ORDER, 3].get()).qty == 5
    peer.do(item.delete())
    with pytest.raises(ResourceNotFoundError):
        peer.do(item.get())
    assert [item.pos for item in peer.items(order.items.list(orderby="pos"))] == [1, 2]


def test_entities_are_expanded_on_the_way(peer: Peer) -> None:
    order = peer.do(peer.client.orders[ORDER].get(expand="items($expand=parts,product($select=name);$orderby=pos)"))
    first, second = order.items
    assert (first.product.name, first.price, [part.what for part in first.parts]) == (
        "Wuthering Heights",
        Decimal("1.25"),
        ["cover"],
    )
    assert (second.product, list(second.parts)) == (None, [])


def test_reserved_words_are_properties_like_others(peer: Peer) -> None:
    model: Any = peer.models.from_json(peer.models.Words, {"class": 2, "def": "d'", "import": "i", "self": "s"})
    model["list"], model["get"], model["None"] = "l", "g", "n"
    made = peer.do(peer.client.words.post(model))
    wire = peer.models.to_json(peer.do(peer.client.words[2].get()))
    sent = {"class": 2, "def": "d'", "import": "i", "self": "s", "list": "l", "get": "g", "None": "n"}
    assert sent.items() <= wire.items() and sent.items() <= peer.models.to_json(made).items()


def test_a_draft_is_created_and_discarded(peer: Peer) -> None:
    made = peer.do(peer.client.papers.post(peer.models.Papers(title="new", pages=1)))
    assert made.is_active_entity is False
    key = UUID(made["ID"])
    assert peer.do(peer.client.papers[key, False].get()).title == "new"
    section = peer.models.Sections(heading="in a draft")
    peer.do(peer.client.papers[key, False].sections.post(section))
    headings = [section.heading for section in peer.items(peer.client.papers[key, False].sections.list())]
    assert headings == ["in a draft"]
    assert key not in {UUID(paper["ID"]) for paper in peer.items(peer.client.papers.list())}
    peer.do(peer.client.papers[key, False].delete())
    with pytest.raises(ResourceNotFoundError):
        peer.do(peer.client.papers[key, False].get())


def test_a_new_draft_becomes_a_paper(peer: Peer) -> None:
    made = peer.do(peer.client.papers.post(peer.models.Papers(title="new", pages=1)))
    key = UUID(made["ID"])
    peer.do(peer.client.papers[key, False].draft_activate.post())
    assert peer.do(peer.client.papers[key, True].get()).title == "new"
    with pytest.raises(HttpResponseError):
        peer.do(peer.client.papers[key, False].draft_activate.post())


def test_a_paper_is_edited_by_one_at_a_time(peer: Peer) -> None:
    paper = peer.client.papers[PAPER, True]
    peer.do(paper.draft_edit.post(preserve_changes=True))
    with pytest.raises(HttpResponseError) as caught:
        peer.do(paper.draft_edit.post(preserve_changes=True))
    assert caught.value.status_code == 409
    assert peer.do(peer.client.papers[PAPER, False].sibling_entity.get()).is_active_entity is True
