"""Resources: what a package generates to read and write entities, on the wire and for type checkers."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import pydoc
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from azure.core import MatchConditions
from azure.core.async_paging import AsyncItemPaged
from azure.core.exceptions import (
    HttpResponseError,
    ResourceExistsError,
    ResourceModifiedError,
    ResourceNotFoundError,
)
from azure.core.paging import ItemPaged

from tests.support.cli import csdlgen
from tests.support.loopback import Loopback, Reply

SOURCES = Path(__file__).parent / "resources"


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the generated package `shop`."""
    root = tmp_path_factory.mktemp("resources")
    for name in ("csdlgen.toml", "shop.csdl.xml"):
        shutil.copy(SOURCES / name, root / name)
    ran = csdlgen("generate", cwd=root)
    assert ran.code == 0, ran.err
    return root / "out"


@pytest.fixture(scope="module")
def shop(generated: Path) -> Iterator[SimpleNamespace]:
    sys.path.insert(0, str(generated))
    try:
        names = {"root": "shop", "aio": "shop.aio", "models": "shop.models", "paging": "shop._runtime.paging"}
        yield SimpleNamespace(**{name: importlib.import_module(each) for name, each in names.items()})
    finally:
        sys.path.remove(str(generated))
        for name in [name for name in sys.modules if name.partition(".")[0] == "shop"]:
            del sys.modules[name]


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as found:
        yield found


Call = Callable[[Any], Any]
Run = Callable[[Call], Any]


@pytest.fixture(params=["sync", "async"])
def run(request: pytest.FixtureRequest, shop: SimpleNamespace, server: Loopback) -> Run:
    """Makes a call with a client; of a listing the items as a list."""

    def sync(call: Call) -> Any:
        with shop.root.ShopClient(None, endpoint=f"{server.url}/v1") as client:
            found = call(client)
            return list(found) if isinstance(found, ItemPaged) else found

    async def awaited(call: Call) -> Any:
        async with shop.aio.ShopClient(None, endpoint=f"{server.url}/v1") as client:
            found = call(client)
            return [each async for each in found] if isinstance(found, AsyncItemPaged) else await found

    return sync if request.param == "sync" else lambda call: asyncio.run(awaited(call))


def only(server: Loopback) -> tuple[str, str]:
    (seen,) = server.requests
    return seen.method, seen.target


# --- reading --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "target"),
    [
        (lambda client: client.items["a b/ü"].get(), "/v1/items('a%20b%2F%C3%BC')"),
        (lambda client: client.items.by_id("O'Neil").get(), "/v1/items('O''Neil')"),
        (lambda client: client.items["1"].get(select=["id", "name"]), "/v1/items('1')?$select=id,name"),
        (lambda client: client.items["1"].get(expand="list"), "/v1/items('1')?$expand=list"),
        (lambda client: client.items["1"].list.get(), "/v1/items('1')/list"),
        (lambda client: client.items["1"].get_[7].get(), "/v1/items('1')/get(7)"),
        (lambda client: client.orders[-7].lines[3].get(), "/v1/orders(-7)/lines(3)"),
        (lambda client: client.settings.get(select="currency"), "/v1/settings?$select=currency"),
    ],
)  # fmt: skip
def test_get(run: Run, server: Loopback, call: Call, target: str) -> None:
    server.reply(Reply.of_json({"@odata.etag": 'W/"1"', "unheard": 1}))
    found = run(call)
    assert only(server) == ("GET", target)
    assert (found["unheard"], found["@odata.etag"]) == (1, 'W/"1"')
    assert (server.requests[0].body, server.requests[0].header("If-Match")) == (b"", None)


def test_what_is_read_is_of_the_class_that_it_says(run: Run, server: Loopback, shop: SimpleNamespace) -> None:
    server.reply(Reply.of_json({"@odata.type": "#Shop.Book", "id": "1", "pages": 7}))
    found = run(lambda client: client.items["1"].get())
    assert type(found) is shop.models.Book
    assert found.pages == 7


def test_a_navigation_property_that_leads_nowhere_is_none(run: Run, server: Loopback) -> None:
    server.reply(Reply(204))
    assert run(lambda client: client.items["1"].list.get()) is None


@pytest.mark.parametrize(
    ("options", "query"),
    [
        ({}, ""),
        ({"select": ["id", "name"]}, "?$select=id,name"),
        ({"select": ("id",), "top": 0, "skip": 20}, "?$select=id&$top=0&$skip=20"),
        ({"count": True}, "?$count=true"),
        ({"count": False}, "?$count=false"),
        ({"select": [], "expand": (), "filter": "", "orderby": None}, ""),
        ({"orderby": ["name desc", "id"]}, "?$orderby=name%20desc,id"),
        ({"expand": "list($select=code;$top=1)"}, "?$expand=list($select%3Dcode%3B$top%3D1)"),
        ({"filter": "name eq 'A&B+C#ü%'"}, "?$filter=name%20eq%20'A%26B%2BC%23%C3%BC%25'"),
        ({"search": '"blue sky" OR x'}, "?$search=%22blue%20sky%22%20OR%20x"),
    ],
)
def test_query_options(run: Run, server: Loopback, options: dict[str, Any], query: str) -> None:
    server.reply(Reply.of_json({"value": []}))
    assert run(lambda client: client.items.list(**options)) == []
    assert only(server) == ("GET", f"/v1/items{query}")


def test_options_come_in_the_order_of_the_signature(run: Run, server: Loopback) -> None:
    server.reply(Reply.of_json({"value": []}))
    given = {"expand": "list", "count": True, "skip": 1, "top": 2, "search": "s", "orderby": "o", "filter": "f"}
    run(lambda client: client.items.list(**given, select="x"))
    expected = "$select=x&$filter=f&$orderby=o&$search=s&$top=2&$skip=1&$count=true&$expand=list"
    assert only(server) == ("GET", f"/v1/items?{expected}")


def test_three_pages(run: Run, server: Loopback, shop: SimpleNamespace) -> None:
    link = f"{server.url}/v1/items?$select=id&$skiptoken=a%20"
    two = [{"id": "1"}, {"@odata.type": "Shop.Book", "id": "2"}]
    server.reply(
        Reply.of_json({"value": two, "@odata.nextLink": link}),
        Reply.of_json({"value": [], "@odata.nextLink": "items?$skiptoken=b"}),
        Reply.of_json({"value": [{"id": "3"}]}),
    )
    found = run(lambda client: client.items.list(select="id"))
    assert [each.id for each in found] == ["1", "2", "3"]
    assert [type(each) for each in found] == [shop.models.Item, shop.models.Book, shop.models.Item]
    assert [seen.target for seen in server.requests] == [
        "/v1/items?$select=id",
        "/v1/items?$select=id&$skiptoken=a%20",
        "/v1/items?$skiptoken=b",
    ]


def test_nothing_is_sent_before_an_item_is_asked_for(shop: SimpleNamespace, server: Loopback) -> None:
    with shop.root.ShopClient(None, endpoint=server.url) as client:
        listed = client.items.list(top=1)
        assert server.requests == []
        server.reply(Reply.of_json({"value": [{"id": "1"}], "@odata.nextLink": "items?p=2"}))
        pages = client.items.list().by_page()
        assert [each.id for each in next(pages)] == ["1"]
        assert len(server.requests) == 1
        server.reply(Reply.of_json({"value": [{"id": "9"}]}))
        assert next(listed).id == "9"
        server.reply(Reply.of_json({"value": [{"id": "2"}]}))
        again = client.items.list().by_page(pages.continuation_token)
        assert [each.id for each in next(again)] == ["2"]
        assert server.requests[-1].target == "/items?p=2"


def test_keywords_and_headers_of_a_listing(run: Run, server: Loopback) -> None:
    empty: dict[str, Any] = {"value": []}
    server.reply(Reply.of_json({**empty, "@odata.nextLink": "items?p=2"}), Reply.of_json(empty))

    def call(client: Any) -> Any:
        request = client.items.list.to_request(count=True)
        request.headers["Prefer"] = "odata.maxpagesize=5"
        return client.items.list.pages(request, headers={"ConsistencyLevel": "eventual"})

    run(call)
    assert len(server.requests) == 2
    for seen in server.requests:
        assert (seen.header("Prefer"), seen.header("ConsistencyLevel")) == ("odata.maxpagesize=5", "eventual")


def test_a_first_page_by_its_request(run: Run, server: Loopback) -> None:
    server.reply(Reply.of_json({"value": [{"id": "1"}], "@odata.nextLink": "items?p=2"}))
    found = run(lambda client: client.send(client.items.list.to_request(top=1)))
    assert [each.id for each in found] == ["1"]
    assert only(server) == ("GET", "/v1/items?$top=1")


def test_a_next_link_to_another_origin_is_refused(run: Run, server: Loopback, shop: SimpleNamespace) -> None:
    with Loopback(lambda _: Reply.of_json({"value": []})) as other:
        server.reply(Reply.of_json({"value": [{"id": "1"}], "@odata.nextLink": f"{other.url}/v1/items"}))
        with pytest.raises(shop.paging.ForeignLinkError, match="a link to another origin"):
            run(lambda client: client.items.list())
        assert (len(server.requests), other.requests) == (1, [])


# --- writing --------------------------------------------------------------------------------------------------------


def test_post_creates(run: Run, server: Loopback, shop: SimpleNamespace) -> None:
    server.reply(Reply.of_json({"id": "1", "name": "Pen", "notes": "made"}, 201))
    found = run(lambda client: client.items.post(shop.models.Item(id="1", name="Pen")))
    assert only(server) == ("POST", "/v1/items")
    assert server.requests[0].body == b'{"id":"1","name":"Pen"}'
    assert server.requests[0].header("Content-Type") == "application/json"
    assert (type(found), found.notes) == (shop.models.Item, "made")


def test_post_of_a_derived_type_says_which(run: Run, server: Loopback, shop: SimpleNamespace) -> None:
    server.reply(Reply.of_json({"@odata.type": "#Shop.Book", "id": "1"}, 201))
    found = run(lambda client: client.items.post(shop.models.Book(id="1", pages=3)))
    assert server.requests[0].json() == {"@odata.type": "#Shop.Book", "id": "1", "pages": 3}
    assert type(found) is shop.models.Book


def test_post_into_a_contained_collection(run: Run, server: Loopback, shop: SimpleNamespace) -> None:
    server.reply(Reply(204, headers={"OData-EntityId": "orders(1)/lines(2)"}))
    found = run(lambda client: client.orders[1].lines.post(shop.models.Line(text="x")))
    assert (type(found), found.position, found.text) == (shop.models.Line, 2, "x")
    assert only(server) == ("POST", "/v1/orders(1)/lines")


@pytest.mark.parametrize(
    ("headers", "wire"),
    [
        ({}, {"name": "Pen"}),
        ({"Location": "https://elsewhere.example/v1/items('O''Neil%2F1')", "ETag": 'W/"1"'}, {
            "@odata.etag": 'W/"1"', "name": "Pen", "id": "O'Neil/1"}),
        ({"OData-EntityId": "items(id='a')/Shop.Book", "Location": "https://x.example/other"}, {
            "name": "Pen", "id": "a"}),
        ({"Location": "https://x.example/items/a%20b?x=y"}, {"name": "Pen", "id": "a b"}),
        ({"Location": "items('broken"}, {"name": "Pen"}),
    ],
)  # fmt: skip
def test_what_is_created_without_an_answer(
    run: Run, server: Loopback, shop: SimpleNamespace, headers: dict[str, str], wire: dict[str, Any]
) -> None:
    server.reply(Reply(204, headers=headers))
    item = shop.models.Item(name="Pen")
    found = run(lambda client: client.items.post(item, headers={"Prefer": "return=minimal"}))
    assert shop.models.to_json(found) == wire
    assert server.requests[0].header("Prefer") == "return=minimal"
    found.name = "changed"
    assert item.name == "Pen"


# --- options of single calls ----------------------------------------------------------------------------------------


def test_every_verb_takes_headers_and_a_hook(run: Run, server: Loopback, shop: SimpleNamespace) -> None:
    seen: list[int] = []
    given: dict[str, Any] = {
        "headers": {"X-One": "1"},
        "raw_response_hook": lambda response: seen.append(response.http_response.status_code),
    }
    calls: list[Call] = [
        lambda client: client.items.list(**given),
        lambda client: client.items.post(shop.models.Item(), **given),
        lambda client: client.items["1"].get(**given),
        lambda client: client.items["1"].patch(shop.models.Item(name="x"), **given),
        lambda client: client.items["1"].put(shop.models.Item(), **given),
        lambda client: client.items["1"].delete(**given),
        lambda client: client.items.count.get(**given),
        lambda client: client.items.list_.post(**given),
        lambda client: client.items["1"].list.ref.delete(**given),
        lambda client: client.items["1"].get_.ref.post("https://shop.example/v1/orders(1)", **given),
    ]
    for call in calls:
        reply = Reply.of_json({"value": []}) if call is calls[0] else Reply(204)
        server.reply(Reply(200, b"3", {"Content-Type": "text/plain"}) if call is calls[6] else reply)
        run(call)
    assert len(seen) == len(calls) == len(server.requests)
    assert {each.header("X-One") for each in server.requests} == {"1"}


def test_a_time_limit_of_one_call(run: Run, server: Loopback) -> None:
    server.reply(Reply(503, headers={"Retry-After": "60"}))
    with pytest.raises(HttpResponseError):
        run(lambda client: client.items["1"].get(timeout=1))
    assert len(server.requests) == 1


def test_retries_of_one_call(run: Run, server: Loopback) -> None:
    server.reply(Reply(500))
    with pytest.raises(HttpResponseError):
        run(lambda client: client.items["1"].get(retry_total=0))
    assert len(server.requests) == 1


def test_options_of_a_listing_hold_for_each_page(run: Run, server: Loopback) -> None:
    empty: dict[str, Any] = {"value": []}
    server.reply(Reply.of_json({**empty, "@odata.nextLink": "items?p=2"}), Reply.of_json(empty))
    seen: list[Any] = []
    run(lambda client: client.items.list(headers={"Prefer": "odata.maxpagesize=5"}, raw_response_hook=seen.append))
    assert len(seen) == 2
    assert [each.header("Prefer") for each in server.requests] == ["odata.maxpagesize=5"] * 2


def test_an_option_that_there_is_not(shop: SimpleNamespace) -> None:
    with shop.root.ShopClient(None) as client:
        with pytest.raises(TypeError, match=r"no option 'timeuot'; did you mean 'timeout'"):
            client.items["1"].get(timeuot=3)
        with pytest.raises(TypeError, match="no option 'nothing'"):
            client.items.list(nothing=3)


@pytest.mark.parametrize(
    ("given", "headers"),
    [
        ({"etag": '"1"', "match_condition": MatchConditions.IfNotModified}, ('"1"', None)),
        ({"etag": '"1"', "match_condition": MatchConditions.IfModified}, (None, '"1"')),
        ({"match_condition": MatchConditions.IfPresent}, ("*", None)),
        ({"match_condition": MatchConditions.IfMissing}, (None, "*")),
        ({"etag": '"1"', "match_condition": MatchConditions.Unconditionally}, (None, None)),
        ({"if_match": '"1"'}, ('"1"', None)),
        ({"if_none_match": "*"}, (None, "*")),
        ({"if_match": None, "etag": None, "match_condition": None}, (None, None)),
    ],
)
def test_conditions(
    run: Run, server: Loopback, shop: SimpleNamespace, given: dict[str, Any], headers: tuple[str | None, str | None]
) -> None:
    server.reply(Reply(204))
    run(lambda client: client.items["1"].patch(shop.models.Item(name="x"), **given))
    (seen,) = server.requests
    assert (seen.header("If-Match"), seen.header("If-None-Match")) == headers


@pytest.mark.parametrize(
    ("condition", "kind"),
    [
        ("IfNotModified", ResourceModifiedError),
        ("IfPresent", ResourceNotFoundError),
        ("IfMissing", ResourceExistsError),
    ],
)
def test_what_a_failed_condition_raises(run: Run, server: Loopback, condition: str, kind: type[Exception]) -> None:
    server.reply(Reply(412))
    with pytest.raises(kind):
        run(lambda client: client.items["1"].delete(etag='"1"', match_condition=MatchConditions[condition]))


def test_incomplete_conditions(shop: SimpleNamespace) -> None:
    with shop.root.ShopClient(None) as client:
        with pytest.raises(ValueError, match="etag goes with a match_condition"):
            client.items["1"].delete(etag='"1"')
        with pytest.raises(ValueError, match="IfNotModified needs an etag"):
            client.items["1"].delete(match_condition=MatchConditions.IfNotModified)


def test_a_bound_action_takes_conditions(run: Run, server: Loopback) -> None:
    server.reply(Reply(204))
    run(lambda client: client.items.list_.post(if_match='"1"'))
    assert server.requests[0].header("If-Match") == '"1"'


# --- signatures -----------------------------------------------------------------------------------------------------


def test_signatures_say_what_calling_gives(shop: SimpleNamespace) -> None:
    with shop.root.ShopClient(None) as client:
        given = {
            each.__qualname__: inspect.signature(each).return_annotation
            for each in (client.items.list, client.items.post, client.items["1"].get, client.items["1"].delete)
        }
        assert given == {
            "Listable.list": "Paged[Item]", "Creatable.post": "Item", "Readable.get": "Item", "Deletable.delete": "None"
        }  # fmt: skip
        assert inspect.signature(client.items["1"].list.get).return_annotation == "Shelf | None"
        assert inspect.signature(client.books.post).parameters["body"].annotation == "Book"
        assert inspect.signature(client.items["1"].list.get.to_request).return_annotation == "Request[M]"
    found = shop.aio.ShopClient(None).items
    assert inspect.signature(found["1"].list.get).return_annotation == "Coroutine[Any, Any, Shelf | None]"
    assert inspect.signature(found.list).return_annotation == "AsyncPaged[Item]"


def test_help_of_a_builder_shows_its_verbs(shop: SimpleNamespace) -> None:
    with shop.root.ShopClient(None) as client:
        text = pydoc.plain(pydoc.render_doc(client.items["1"]))
    for line in ("get(self, *, select: 'Selecting' = None", "Read the entity", "delete(self, **options"):
        assert line in text


def test_patch_sends_what_was_set_and_null(run: Run, server: Loopback, shop: SimpleNamespace) -> None:
    server.reply(Reply(204))
    change = shop.models.Item(name="Pen", notes="x", price=None)
    change.notes = None
    del change.name
    assert run(lambda client: client.items["1"].patch(change)) is None
    assert only(server) == ("PATCH", "/v1/items('1')")
    assert server.requests[0].body == b'{"notes":null,"price":null}'
    assert server.requests[0].header("If-Match") is None


def test_patch_gives_what_the_service_made_of_it(run: Run, server: Loopback, shop: SimpleNamespace) -> None:
    server.reply(Reply.of_json({"currency": "EUR"}))
    found = run(lambda client: client.settings.patch(shop.models.Settings(currency="eur"), if_match='W/"7"'))
    assert only(server) == ("PATCH", "/v1/settings")
    assert server.requests[0].header("If-Match") == 'W/"7"'
    assert found.currency == "EUR"


@pytest.mark.parametrize("etag", [None, "*", 'W/"a,b"'])
def test_delete(run: Run, server: Loopback, etag: str | None) -> None:
    server.reply(Reply(204))
    assert run(lambda client: client.books["1"].delete(if_match=etag)) is None
    assert only(server) == ("DELETE", "/v1/books('1')")
    assert (server.requests[0].header("If-Match"), server.requests[0].body) == (etag, b"")


def test_a_version_that_is_not_the_current_one(run: Run, server: Loopback) -> None:
    server.reply(Reply.of_json({"error": {"code": "Changed", "message": "somebody else was first"}}, 412))
    with pytest.raises(ResourceModifiedError, match="somebody else"):
        run(lambda client: client.items["1"].delete(if_match='"1"'))


def test_creating_is_not_repeated_and_deleting_is(run: Run, server: Loopback, shop: SimpleNamespace) -> None:
    server.reply(Reply(500))
    with pytest.raises(HttpResponseError):
        run(lambda client: client.items.post(shop.models.Item()))
    server.reply(Reply(500), Reply(204))
    run(lambda client: client.items["1"].delete())
    assert [seen.method for seen in server.requests] == ["POST", "DELETE", "DELETE"]


# --- names and shapes -----------------------------------------------------------------------------------------------


def members(builder: Any) -> set[str]:
    return {name for name in dir(builder) if not name.startswith("_")}


def test_each_builder_has_the_verbs_of_its_kind(shop: SimpleNamespace) -> None:
    with shop.root.ShopClient(None) as client:
        assert members(client.items) == {"by_id", "count", "list", "list_", "post"}
        assert members(client.items["1"]) == {"list", "get_", "get", "patch", "property", "put", "delete"}
        assert members(client.books["1"]) == {"list", "get_", "get", "patch", "property", "put", "delete"}
        assert members(client.settings) == {"get", "patch", "property", "put"}
        assert members(client.orders[1].lines) == {"by_id", "count", "list", "post"}
        assert members(client.orders[1].lines[2]) == {"get", "patch", "property", "put", "delete"}
        assert client.items.list_.post.to_request().url.endswith("list")


def test_behind_a_link_the_link_can_be_removed_and_the_entity_cannot(shop: SimpleNamespace) -> None:
    with shop.root.ShopClient(None, endpoint="https://shop.example/v1") as client:
        assert members(client.items["1"].list) == {"get", "patch", "property", "put", "ref"}
        linked = client.items["1"].get_
        assert members(linked) == {"by_id", "count", "list", "post", "ref"}
        assert members(linked[2]) == {"lines", "get", "patch", "property", "put", "ref"}
        assert members(client.orders[2]) == {"lines", "get", "patch", "property", "put", "delete"}
        removed = linked[2].ref.delete.to_request()
        assert (removed.method, removed.url) == ("DELETE", "/items('1')/get(2)/$ref")
        for target in (client.orders[7], "https://shop.example/v1/orders(7)"):
            added = linked.ref.post.to_request(target)
            assert (added.method, added.url) == ("POST", "/items('1')/get/$ref")
            assert added.body == {"@odata.id": "https://shop.example/v1/orders(7)"}
        put = client.items["1"].list.ref.put.to_request(client.items["2"].list)
        assert (put.method, put.url) == ("PUT", "/items('1')/list/$ref")


def test_deleting_behind_a_link_can_be_allowed(tmp_path: Path) -> None:
    shutil.copy(SOURCES / "shop.csdl.xml", tmp_path)
    text = (SOURCES / "csdlgen.toml").read_text(encoding="utf-8")
    (tmp_path / "csdlgen.toml").write_text(f"{text}delete-linked = true\n", encoding="utf-8")
    assert csdlgen("generate", cwd=tmp_path).code == 0
    code = "from shop import ShopClient\nShopClient(None).items['1'].get_[2].delete"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path / "out", check=True, timeout=60)


def test_requests_are_built_without_azure_core(generated: Path) -> None:
    code = (
        "import sys\n"
        "from shop.builders.service import Service\n"
        "from shop.models import Item\n"
        "class Root:\n    _sender, _path = None, ''\n"
        "root = Service(Root(), '')\n"
        "assert root.items.list.to_request(top=1).url == '/items?$top=1'\n"
        "assert root.items['1'].patch.to_request(Item(name=None)).body == {'name': None}\n"
        "assert not [name for name in sys.modules if name.startswith('azure')]\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=generated, check=True, timeout=60)


def test_templates_emit_what_black_would(generated: Path) -> None:
    manifest = (generated / "shop" / "_manifest.json").read_text(encoding="utf-8")
    assert "[" not in manifest  # an entry is a list where black changed what was rendered


# --- alternate keys -------------------------------------------------------------------------------------------------


def test_alternate_keys_have_methods_of_their_own(tmp_path: Path) -> None:
    """Those of the type, those of one collection alone, of several parts, and named like the key's own method."""
    key = '<Record><PropertyValue Property="Key"><Collection>{}</Collection></PropertyValue></Record>'
    part = '<Record><PropertyValue Property="Name" PropertyPath="{0}"/>'
    part += '<PropertyValue Property="Alias" String="{1}"/></Record>'
    keys = "".join(
        key.format("".join(part.format(*each) for each in parts))
        for parts in ([("no", "number")], [("no", "number"), ("at", "placed")], [("at", "id")])
    )
    (tmp_path / "m.xml").write_text(
        '<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>'
        '<Schema Namespace="S" xmlns="http://docs.oasis-open.org/odata/ns/edm"><EntityType Name="Item">'
        '<Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>'
        '<Property Name="no" Type="Edm.Int32"/><Property Name="at" Type="Edm.Date"/>'
        f'<Annotation Term="Org.OData.Core.V1.AlternateKeys"><Collection>{keys}</Collection></Annotation>'
        '</EntityType><EntityContainer Name="C"><EntitySet Name="items" EntityType="S.Item"/></EntityContainer>'
        "</Schema></edmx:DataServices></edmx:Edmx>",
        encoding="utf-8",
    )
    config = '[packages.keyed]\noutput = "out"\nmetadata = ["m.xml"]\nservice-root = "https://x.example"\n'
    config += 'client = "Client1"\n'
    config += 'key-style = "segment"\n[packages.keyed.select]\nresources = ["items"]\n'
    (tmp_path / "csdlgen.toml").write_text(config, encoding="utf-8")
    ran = csdlgen("generate", cwd=tmp_path)
    assert ran.code == 0, ran.err
    code = (
        "import datetime\nfrom keyed import Client1\nitems = Client1(None).items\nday = datetime.date(2024, 1, 2)\n"
        "print(items['a'], items.by_number(5), items.by_number_and_placed(5, day), items.by_id_(day), sep='\\n')\n"
    )
    ran_ = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path / "out", capture_output=True, text=True, check=False
    )
    assert ran_.stdout.splitlines() == [
        "<ItemBuilder /items/a>", "<ItemBuilder /items(number=5)>", "<ItemBuilder /items(number=5,placed=2024-01-02)>",
        "<ItemBuilder /items(id=2024-01-02)>",
    ], ran_.stderr  # fmt: skip
