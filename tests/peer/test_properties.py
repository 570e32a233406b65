"""Properties by themselves, on a real service."""

from __future__ import annotations

from decimal import Decimal

import pytest
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError

from tests.peer.conftest import Peer
from tests.peer.data import JANE, ORDER, WUTHERING


def test_a_property_is_read_and_its_text_alone(peer: Peer) -> None:
    product, model = peer.client.products[WUTHERING], peer.models.Products
    assert peer.do(product.property(model.name).get()) == "Wuthering Heights"
    assert peer.do(product.property(model.name).value.get()) == b"Wuthering Heights"
    item = peer.client.orders[ORDER].items[ORDER, 1]
    assert peer.do(item.property(peer.models.OrderItems.price).get()) == Decimal("1.25")
    assert peer.do(item.property(peer.models.OrderItems.qty).get()) == peer.do(item.get()).qty


def test_a_property_that_is_null_is_none(peer: Peer) -> None:
    assert peer.do(peer.client.products[JANE].get()).category_code is None
    assert peer.do(peer.client.products[JANE].property(peer.models.Products.category_code).get()) is None


def test_a_property_is_replaced_and_set_to_null(peer: Peer) -> None:
    category, title = peer.client.categories["plain"], peer.models.Categories.title
    peer.do(category.property(title).put("O'Neil"))
    assert peer.do(category.get()).title == "O'Neil"
    peer.do(category.property(title).delete())
    read = peer.do(category.get())
    assert (read.title, "title" in read) == (None, True)


def test_a_property_of_an_entity_that_is_not_there(peer: Peer) -> None:
    with pytest.raises(ResourceNotFoundError):
        peer.do(peer.client.categories["nowhere"].property(peer.models.Categories.title).get())
    with pytest.raises(HttpResponseError):
        peer.do(peer.client.categories["nowhere"].property(peer.models.Categories.title).value.get())
