"""What both checkers make of calls of functions; they must report exactly the marked lines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import assert_type

import flat
import plain
from flat.models.book import Book as FlatBook
from plain.aio import Library as AsyncLibrary
from plain.models.book import Book
from plain.models.shelf import Shelf

DAY = date(2026, 11, 29)


def of_plain_names(client: plain.Library) -> None:
    shelf = client.shelves["1"]
    assert_type(shelf.best.get(), Book | None)
    assert_type(shelf.best(start=DAY).get(), Book | None)
    assert_type(shelf.best.get_with_words_in_start(words_in=["a"], start=DAY), Book | None)
    assert_type(shelf.best.with_words_in_start(words_in=["a"], start=DAY).get(), Book | None)
    assert_type(shelf.best.shelf.get(), Shelf | None)
    assert_type(client.books.by_id(number=1, edition="2").price.get(currency_code="EUR"), Decimal)
    assert_type(client.books[1, "2"].atlases[3, "4"].box.get(), Shelf | None)
    client.books.by_id(1, "2")  # wrong: by keyword
    shelf.best(end=DAY)  # wrong: no such parameter
    shelf.best(start="2026")  # wrong: no date
    shelf.best.patch(Book())  # wrong: what a function gives is read
    client.books[1, "2"].price(currency_code="EUR")  # wrong: it leads nowhere


async def awaited(client: AsyncLibrary) -> None:
    assert_type(await client.shelves["1"].best(start=DAY).get(), Book | None)
    client.shelves["1"].best(start=DAY).get()  # wrong: not awaited


def of_the_names_of_the_official_sdk(client: flat.Library) -> None:
    shelf = client.shelves_with_label("x")
    assert_type(shelf.best_with_start(DAY).get(), FlatBook | None)
    assert_type(shelf.shelves.by_shelf_id1("2").best_with_words_in_with_start(["a"], DAY).get(), FlatBook | None)
    assert_type(client.lost_with_since(DAY).price_with_currency_code("EUR").get(), Decimal)
    shelf.best_with_start("2026")  # wrong: no date
    client.shelves_with_label(1)  # wrong: no text
