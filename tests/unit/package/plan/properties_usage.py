"""Right and wrong uses of properties and links, for type checkers: wrong ones are marked."""

from __future__ import annotations

from typing import assert_type

from azure.core.async_paging import AsyncItemPaged
from azure.core.paging import ItemPaged
from kept import KeptClient
from kept.aio import KeptClient as AsyncKeptClient
from kept.models import Address, Item, Kind, Special, Station, bind


def right(client: KeptClient) -> None:
    item = client.items["1"]
    assert_type(item.property(Item.name).get(), str | None)
    assert_type(item.property(Item.size).put(5), int | None)
    assert_type(item.property(Item.kind).get(), Kind | str | None)
    assert_type(item.property(Item.home).get(), Address | None)
    assert_type(item.property(Item.home).patch(Address(zip="1")), Address | None)
    assert_type(item.property(Item.home / Address.street).get(), str | None)
    assert_type(item.name.value.get(), bytes | None)
    assert_type(item.home.get(), Address | None)
    assert_type(item.stamp.get(), Address | None)
    assert_type(item.made.value.get(), bytes | None)
    log: ItemPaged[Address] = item.log.list()
    assert_type(item.base.get(), Station | None)
    assert_type(item.leader.ref.get(), str | None)
    assert_type(item.ns_special.get(), Special)
    tags: ItemPaged[str] = item.property(Item.tags).list()
    places: ItemPaged[Address] = item.places.list(top=1)
    item.property(Item.home).delete()
    item.links.ref.delete(item)
    item.tags.put(["a"])
    bind(Item(), Item.leader, item)
    bind(Item(), Item.links, [item, "https://x.example"])
    print(tags, places, log)


async def awaited(client: AsyncKeptClient) -> None:
    item = client.items["1"]
    assert_type(await item.property(Item.size).get(), int | None)
    assert_type(await item.home.put(Address()), Address | None)
    assert_type(await item.property(Item.tags).count.get(), int)
    places: AsyncItemPaged[Address] = item.property(Item.places).list()
    links: AsyncItemPaged[str] = item.links.ref.list()
    print(places, links)
    item.name.delete()  # wrong: not awaited


def wrong(client: KeptClient) -> None:
    item = client.items["1"]
    item.property(Item.size).put("5")  # wrong: a number
    item.property(Item.home).patch(Station())  # wrong: another type
    item.home.put({"zip": "1"})  # wrong: no model
    item.property(Item.tags).put([1])  # wrong: texts
    item.stamp.patch(Address())  # wrong: cannot be written
    item.made.delete()  # wrong: cannot be written
    item.property("name")  # wrong: no field
    item.property(Item.tags).get()  # wrong: collections are listed
    item.name.patch("x")  # wrong: only complex values are changed
    bind(Item(), Item.name, item)  # wrong: no navigation property
    bind(Item(), Item.links, item)  # wrong: one where there are many
    item.links.ref.delete()  # wrong: which
    client.items.property(Item.name)  # wrong: of a collection
