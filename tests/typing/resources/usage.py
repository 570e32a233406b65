"""How resources are read and written, with the types that both checkers must infer."""

from __future__ import annotations

from collections.abc import Coroutine
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, assert_type

from azure.core import MatchConditions
from shop import Request, ShopClient, aio
from shop._runtime.collection_views import Page
from shop._runtime.deltas import Removed
from shop._runtime.downloads import AsyncDownload, Download
from shop._runtime.paging import AsyncPaged, Paged
from shop._runtime.resources import MediaStream
from shop.builders.book import BookBuilder
from shop.builders.item import ItemNavigation
from shop.models import Book, Item, Line, Order, Settings, Shelf, removed
from shop.queries import Field, Filter, of_type


def sync(client: ShopClient) -> None:
    assert_type(client.items.list(select=["id"], expand="list", top=5, count=True), Paged[Item])
    assert_type(client.items.list.to_request(filter="a eq 1"), Request[Page[Item]])
    assert_type(client.items.list.pages(client.items.list.to_request(), timeout=5), Paged[Item])
    assert_type(client.books.list(), Paged[Book])
    for item in client.items.list():
        assert_type(item, Item)
    assert_type(client.items.post(Book(id="1"), timeout=3), Item)
    assert_type(client.items["1"].get(select="id,name"), Item)
    assert_type(client.items["1"].list.get(), Shelf | None)
    assert_type(client.items["1"].get_[1].get(), Order)
    assert_type(client.items["1"].list.patch(Shelf()), Shelf | None)
    assert_type(client.items["1"].get(timeout=3, headers={"Prefer": "x"}, if_none_match="*"), Item)
    assert_type(client.items["1"].get.to_request(timeout=3), Request[Item])
    assert_type(client.items.list(timeout=3, raw_response_hook=print), Paged[Item])
    client.items["1"].delete(etag="x", match_condition=MatchConditions.IfNotModified)
    client.items.list_.post(if_match="*")
    assert_type(client.items["1"].patch(Item(name=None), if_match="*"), Item | None)
    assert_type(client.books["1"].patch(Book(), if_match="*"), Book | None)
    assert_type(client.items["1"].patch.to_request(Item()), Request[Item | None])
    client.items["1"].delete(if_match="*")
    assert_type(client.items["1"].delete.to_request(), Request[None])
    assert_type(client.orders[1].lines.list(), Paged[Line])
    assert_type(client.settings.get(), Settings)
    assert_type(client.settings.patch(Settings(currency="EUR")), Settings | None)
    navigation: ItemNavigation[ShopClient] = client.books["1"]
    assert_type(navigation.get_.list(), Paged[Order])
    assert_type(client.books["1"], BookBuilder[ShopClient])
    assert_type(client.items.list(page_size=5, timeout=3), Paged[Item])
    assert_type(client.expanded(Item(), Item.get, timeout=3), Paged[Order])
    assert_type(removed(Item()), Removed | None)


def downloads(client: ShopClient, stream: MediaStream[ShopClient], other: MediaStream[aio.ShopClient]) -> None:
    assert_type(client.download(stream.get.to_request(), timeout=3), Download)
    assert_type(stream.download(if_none_match="x"), Download)
    assert_type(other.download(), AsyncDownload)
    for piece in stream.download():
        assert_type(piece, bytes)
    with Path("x").open("wb") as file:
        assert_type(stream.download().write_to(file), int)


def queries(client: ShopClient, asynchronous: aio.ShopClient) -> None:
    cheap = (Item.price < 5) & Item.name.startswith("A")
    assert_type(cheap, Filter)
    assert_type(client.items.list(filter=cheap, orderby=Item.price.desc(), select=[Item.id, "name"]), Paged[Item])
    assert_type(asynchronous.items.list(filter=cheap, compute=(Item.price * 2).as_("twice")), AsyncPaged[Item])
    assert_type(client.items.list(filter=of_type(Book) / Book.pages > 5, params={"at": date.today()}), Paged[Item])
    assert_type(client.items.list(expand=Item.list_.expand(select=Shelf.floor), apply="identity"), Paged[Item])
    assert_type(client.items["1"].get(select=Item.name, expand=[Item.get.expand(top=5)]), Item)
    assert_type(client.items.count.get(filter=cheap), int)
    assert_type(client.items.list(filter=Item.get.any(lambda order: order / Order.number == 5)), Paged[Item])
    assert_type(Book().price, Decimal | None)
    assert_type(Book.price, Field[Decimal])


async def asynchronous(client: aio.ShopClient) -> None:
    assert_type(client.items.list(select=["id"], top=5), AsyncPaged[Item])
    assert_type(client.items.list.pages(client.items.list.to_request(), timeout=5), AsyncPaged[Item])
    async for item in client.items.list():
        assert_type(item, Item)
    assert_type(await client.items.post(Item(id="1")), Item)
    reading = client.items["1"].get()
    await assert_type(reading, Coroutine[Any, Any, Item])
    assert_type(await client.items["1"].list.get(), Shelf | None)
    assert_type(await client.items["1"].patch(Item(name=None), if_match="*"), Item | None)
    await client.items["1"].delete()
    assert_type(await client.settings.get(), Settings)
    async for order in client.expanded(Item(), Item.get):
        assert_type(order, Order)


def wrong(client: ShopClient) -> None:
    client.items.list("id")  # wrong
    client.items.list(nope=1)  # wrong
    client.items.list(filter=Item.name == 5)  # wrong
    client.items.list(filter=Item.name)  # wrong
    client.items.list(select=[Item.name.desc()])  # wrong
    client.items.list(expand=Item.list_.expand(top=5))  # wrong
    client.items.list(params=["x"])  # wrong
    client.items.count.get(filter=Item.price.contains("5"))  # wrong
    Item(name=5)  # wrong
    client.items.list(top="5")  # wrong
    client.items.post(Shelf())  # wrong
    client.items["1"].patch({})  # wrong
    client.items["1"].delete("*")  # wrong
    client.items["1"].get(timeuot=3)  # wrong
    client.items["1"].get(timeout="3")  # wrong
    client.items.list(if_match="*")  # wrong
    client.items["1"].delete(match_condition="*")  # wrong
    client.items["1"].get().nothing()  # wrong
    client.items["1"].get.nothing()  # wrong
    client.books["1"].patch(Item())  # wrong
    client.settings.delete()  # wrong
    client.items["1"].list.delete()  # wrong
    client.items["1"].get_[1].delete()  # wrong
    client.orders[1].ref.delete()  # wrong
    client.items["1"].get(page_size=5)  # wrong
    client.items.list(page_size="5")  # wrong
    client.expanded(Item(), Item.name)  # wrong
    client.download(client.items["1"].get.to_request())  # wrong


async def forgotten(client: aio.ShopClient) -> None:
    client.items["1"].delete()  # wrong
    await client.items.list()  # wrong
    for _ in client.items.list():  # wrong
        pass
