"""Functions and keys in builders, under both namings: which URLs are reached by which names, and with which types."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from csdlgen.csdl import read_csdl
from csdlgen.package.plan.files import builder_types
from csdlgen.python_names import MSGRAPH
from csdlgen.routes import UrlStyle
from csdlgen.select import everything
from tests.support.checkers import marked, reported
from tests.support.cli import csdlgen

SOURCES = Path(__file__).parent / "functions"
DAY = date(2026, 11, 29)
Lead = Callable[[Any], Any]


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the packages `plain` and `flat`, of the same document."""
    root = tmp_path_factory.mktemp("functions")
    for name in ("csdlgen.toml", "library.csdl.xml"):
        shutil.copy(SOURCES / name, root / name)
    ran = csdlgen("generate", cwd=root)
    assert ran.code == 0, ran.err
    return root / "out"


@pytest.fixture(scope="module")
def clients(generated: Path) -> Iterator[dict[str, Any]]:
    sys.path.insert(0, str(generated))
    try:
        yield {name: importlib.import_module(name).Library(None) for name in ("plain", "flat")}
    finally:
        sys.path.remove(str(generated))
        for name in [name for name in sys.modules if name.partition(".")[0] in ("plain", "flat")]:
            del sys.modules[name]


def path(builder: Any) -> str:
    return str(builder._path)


# --- without parameters -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        (lambda client: client.shelves["1"].best, "/shelves('1')/lib.best()"),
        (lambda client: client.shelves["1"].best.shelf, "/shelves('1')/lib.best()/shelf"),
        (lambda client: client.shelves["1"].best.clean, "/shelves('1')/lib.best()/lib.clean"),
        (lambda client: client.shelves["1"].best.pages, "/shelves('1')/lib.best()/lib.pages()"),
        (lambda client: client.shelves["1"].best.pages["2"].book, "/shelves('1')/lib.best()/lib.pages()('2')/book"),
        (lambda client: client.lost.shelf, "/lost()/shelf"),
        (lambda client: client.books.sort[1, "2"].shelf, "/books/lib.sort()(number=1,edition='2')/shelf"),
        (lambda client: client.books.sort.sort.count, "/books/lib.sort()/lib.sort()/lib.count()"),
        (lambda client: client.books.sort.count_, "/books/lib.sort()/$count"),
        (lambda client: client.shelves["1"].best.atlases.count, "/shelves('1')/lib.best()/lib.atlases()/lib.count()"),
    ],
)
def test_a_function_without_parameters_leads_on_itself(clients: dict[str, Any], lead: Lead, expected: str) -> None:
    assert path(lead(clients["plain"])) == expected


def test_its_verb_calls_it_once(clients: dict[str, Any]) -> None:
    request = clients["plain"].shelves["1"].best.get.to_request(select=["number"])
    assert (request.method, request.url) == ("GET", "/shelves('1')/lib.best()?$select=number")
    assert clients["plain"].lost.get.to_request().url == "/lost()"


def test_what_it_gives_is_read_and_not_written(clients: dict[str, Any]) -> None:
    shelf = clients["plain"].shelves["1"]
    assert not {"patch", "put", "delete", "ref"} & set(dir(shelf.best))
    assert not {"list", "post", "ref"} & set(dir(clients["plain"].books.sort))
    assert {"patch", "ref"} <= set(dir(shelf.best.shelf))


# --- with parameters --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        (lambda shelf: shelf.best(start=DAY), "/shelves('1')/lib.best(start=2026-11-29)"),
        (lambda shelf: shelf.best(start=DAY).shelf, "/shelves('1')/lib.best(start=2026-11-29)/shelf"),
        (
            lambda shelf: shelf.best.with_words_in_start(words_in=["a"], start=DAY).shelf.books,
            "/shelves('1')/lib.best(wordsIn=@wordsIn,start=2026-11-29)/shelf/books?@wordsIn=%5B%22a%22%5D",
        ),
        (
            lambda shelf: shelf.best.with_words_in_start(words_in=["a"], start=DAY).place(words_in=["b"]).books,
            (
                "/shelves('1')/lib.best(wordsIn=@wordsIn,start=2026-11-29)/lib.place(wordsIn=@wordsIn_)/books"
                "?@wordsIn=%5B%22a%22%5D&@wordsIn_=%5B%22b%22%5D"
            ),
        ),
    ],
)
def test_a_function_with_parameters_is_called(clients: dict[str, Any], lead: Lead, expected: str) -> None:
    assert path(lead(clients["plain"].shelves["1"])) == expected


def test_the_short_form(clients: dict[str, Any]) -> None:
    for name, prefix in (("plain", "/shelves('1')/lib."), ("flat", "/shelves/1/")):
        best = clients[name].shelves["1"].best
        assert best.get_with_start_.to_request(start=DAY).url == f"{prefix}best(start=2026-11-29)"
        called = best(start=DAY).get.to_request(expand="shelf")
        assert called.url == f"{prefix}best(start=2026-11-29)?$expand=shelf"
    book = clients["plain"].books[1, "2"]
    assert book.price.get.to_request(currency_code="EUR").url.endswith("/lib.price(currencyCode='EUR')")
    assert not callable(book.price)


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        (lambda client: client.lost_with_since(DAY).shelf, "/lost(since=2026-11-29)/shelf"),
        (lambda client: client.shelves["1"].best_with_start(DAY).shelf, "/shelves/1/best(start=2026-11-29)/shelf"),
        (
            lambda client: client.shelves["1"].best_with_words_in_with_start(["a"], DAY),
            "/shelves/1/best(wordsIn=@wordsIn,start=2026-11-29)?@wordsIn=%5B%22a%22%5D",
        ),
        (lambda client: client.lost.price_with_currency_code("EUR"), "/lost()/price(currencyCode='EUR')"),
        (lambda client: client.shelves_with_label("x").books, "/shelves(label='x')/books"),
        (lambda client: client.shelves_with_floor_with_row_number(1, 2), "/shelves(floor=1,rowNumber=2)"),
        (lambda client: client.shelves.by_floor_and_row_number(1, 2), "/shelves(floor=1,rowNumber=2)"),
        (
            lambda client: client.shelves["1"].shelves_with_label("x").shelves_with_label("y"),
            "/shelves/1/shelves(label='x')/shelves(label='y')",
        ),
    ],
)
def test_methods_beside_properties(clients: dict[str, Any], lead: Lead, expected: str) -> None:
    assert path(lead(clients["flat"])) == expected


def test_a_member_of_what_a_function_gives_does_not_take_the_place_of_a_verb(clients: dict[str, Any]) -> None:
    best = clients["plain"].shelves["1"].best
    assert path(best.get_with_start) == "/shelves('1')/lib.best()/getWithStart"
    assert best.get_with_start_.to_request(start=DAY).url == "/shelves('1')/lib.best(start=2026-11-29)"
    place = best.place(words_in=[])
    assert path(place.get_) == "/shelves('1')/lib.best()/lib.place(wordsIn=@wordsIn)/get?@wordsIn=%5B%5D"
    assert place.get.to_request().method == "GET"


# --- keys -------------------------------------------------------------------------------------------------------------


def test_the_method_for_a_key_is_known_beforehand_in_plain_names(clients: dict[str, Any]) -> None:
    client = clients["plain"]
    assert path(client.shelves.by_id("1")) == "/shelves('1')"
    assert path(client.books.by_id(number=1, edition="2")) == path(client.books[1, "2"])
    with pytest.raises(TypeError):
        client.books.by_id(1, "2")
    assert not hasattr(client, "shelves_with_label")


def test_keys_that_may_come_twice_have_a_number(clients: dict[str, Any]) -> None:
    shelf = clients["flat"].shelves.by_shelf_id("1")
    assert path(shelf.shelves.by_shelf_id1("2")) == "/shelves/1/shelves/2"
    assert not any(name.endswith("1") for name in dir(clients["flat"].shelves["1"].best.price))
    model = read_csdl((SOURCES / "library.csdl.xml").read_bytes(), source="library.csdl.xml")
    types = builder_types(everything(model), UrlStyle(), MSGRAPH)
    # Pages only link to a book, which is where a path ends.
    assert {each.name for each in types.repeated_keys} == {"shelf", "book", "atlas"}


def test_counts_give_way_to_functions(clients: dict[str, Any]) -> None:
    for client in clients.values():
        assert client.books.count.get.to_request().url.endswith("count()")
        assert client.books.count_.get.to_request().url == "/books/$count"
        assert client.shelves.count.get.to_request().url == "/shelves/$count"


# --- types ------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_checkers_report_wrong_uses_and_nothing_else(generated: Path, tmp_path: Path, checker: str) -> None:
    folder = tmp_path / "checked"
    shutil.copytree(generated, folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(SOURCES / "usage.py", folder)
    assert reported(checker, folder) == {"usage.py": marked(SOURCES / "usage.py")}


def test_templates_emit_what_black_would(generated: Path) -> None:
    for name in ("plain", "flat"):
        manifest = (generated / name / "_manifest.json").read_text(encoding="utf-8")
        assert "[" not in manifest  # an entry is a list where black changed what was rendered
