"""Collections that come in pages."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from azure.core.exceptions import (
    AzureError,
    DecodeError,
)

from tests.support.loopback import Loopback, Reply, Seen
from tests.unit.runtime.transport import TOKEN, Driver, targets


def _strings(run: Driver, method: str = "GET", **options: Any) -> Any:
    return run.request(method, "/devices", returns="Collection(Edm.String)", **options)


def test_three_pages(run: Driver, server: Loopback) -> None:
    links = {
        "/beta/devices": server.url + "/beta/devices?$skiptoken=a%20b",
        "/beta/devices?$skiptoken=a%20b": "devices?p=3",
    }
    values = iter([["a", "b"], [], ["c"]])

    def page(seen: Seen) -> Reply:
        return Reply.of_json({"value": next(values), "@odata.nextLink": links.get(seen.target)})

    server.handler = page
    client = {"credential": run.token()}
    found = run(
        server.url + "/beta", "pages", _strings(run, headers={"Prefer": "p"}), client=client, headers={"X-Call": "c"}
    )
    assert found == ["a", "b", "c"]
    assert targets(server) == [
        ("GET", t) for t in ("/beta/devices", "/beta/devices?$skiptoken=a%20b", "/beta/devices?p=3")
    ]
    for seen in server.requests:
        expected = (f"Bearer {TOKEN}", "p", "c", "application/json")
        assert (*map(seen.header, ("Authorization", "Prefer", "X-Call", "Accept")),) == expected


@pytest.mark.parametrize("item", ["devices('1')", 5, [], {}, {"@odata.id": None}])
def test_a_page_of_links_has_links(run: Driver, server: Loopback, item: Any) -> None:
    server.reply(Reply.of_json({"value": [item]}))
    with pytest.raises(ValueError, match=r"cannot read .* as \$ref"):
        run(server.url, "pages", run.request("GET", "/devices/$ref", returns="Collection($ref)"))


def test_pages_of_an_action_go_on_with_get(run: Driver, server: Loopback) -> None:
    server.reply(Reply.of_json({"value": ["a"], "@nextLink": "/more"}), Reply.of_json({"value": ["b"]}))
    assert run(server.url, "pages", _strings(run, "POST", body={"n": 1})) == ["a", "b"]
    assert targets(server) == [("POST", "/devices"), ("GET", "/more")]
    assert (server.requests[1].body, server.requests[1].header("Content-Type")) == (b"", None)


@pytest.mark.parametrize(
    "link",
    [
        "{other}/devices",
        "//127.0.0.1:{port}/devices",
        "https://127.0.0.1:{own}/devices",
        "http://localhost:{own}/devices",
        "http://127.0.0.1:{own}@127.0.0.1:{port}/",
        "http://127.0.0.1:{own}\\@127.0.0.1:{port}/",
        "ftp://127.0.0.1/",
        "http://[",
        "http://127.0.0.1:{port}\\@127.0.0.1:{own}/",
        " {other}/",
        "javascript:1",
    ],
)
def test_a_next_link_to_another_origin_is_refused(run: Driver, server: Loopback, other: Loopback, link: str) -> None:
    found = link.format(other=other.url, port=other.port, own=server.port)
    server.reply(Reply.of_json({"value": ["a"], "@odata.nextLink": found}))
    with pytest.raises(ValueError, match="a link to another origin") as raised:
        run(server.url, "pages", _strings(run), client={"credential": run.token()})
    assert isinstance(raised.value, AzureError)
    assert (len(server.requests), other.requests) == (1, [])


def test_items_before_a_refused_link_arrive(runtime: SimpleNamespace, server: Loopback, other: Loopback) -> None:
    server.reply(Reply.of_json({"value": ["a", "b"], "@odata.nextLink": other.url}))
    run = Driver("sync", runtime)
    with run.client(None, endpoint=server.url) as client:
        pages = run.paged(client, _strings(run))
        assert [next(pages), next(pages)] == ["a", "b"]
        with pytest.raises(runtime.paging.ForeignLinkError):
            next(pages)
        with pytest.raises(runtime.paging.ForeignLinkError):
            next(run.paged(client, _strings(run)).by_page(other.url + "/token"))


@pytest.mark.parametrize(
    "data", [{}, {"value": None}, {"value": {}}, [], "x", {"value": [], "@odata.nextLink": 5}, None]
)
def test_what_is_no_page(run: Driver, server: Loopback, data: Any) -> None:
    server.reply(Reply.of_json(data))
    with pytest.raises(DecodeError, match=r"cannot read .* as Collection"):
        run(server.url, "pages", _strings(run))


@pytest.mark.parametrize(
    ("context", "following"),
    [
        ("../$metadata#devices", "/beta/a(1)/devices?p=2"),
        ("{root}/$metadata#a(1)/devices", "/beta/a(1)/devices?p=2"),
        (None, "/beta/a(1)/a(1)/devices?p=2"),
        (7, "/beta/a(1)/a(1)/devices?p=2"),
    ],
)
def test_a_relative_next_link_starts_from_the_context_url(
    run: Driver, server: Loopback, context: Any, following: str
) -> None:
    """OData JSON section 4.3."""
    sent = context.format(root=server.url + "/beta") if isinstance(context, str) else context
    first = {"@odata.context": sent, "value": ["a"], "@odata.nextLink": "a(1)/devices?p=2"}
    server.reply(Reply.of_json(first), Reply.of_json({"value": ["b"]}))
    request = run.request("GET", "/a(1)/devices", returns="Collection(Edm.String)")
    assert run(server.url + "/beta", "pages", request) == ["a", "b"]
    assert server.requests[1].target == following


def test_an_empty_next_link_is_the_end(run: Driver, server: Loopback) -> None:
    server.reply(Reply.of_json({"value": ["a"], "@odata.nextLink": ""}))
    assert run(server.url, "pages", _strings(run)) == ["a"]


@pytest.mark.parametrize("prefix", ["@odata.", "@"])
@pytest.mark.parametrize("name", ["send", "pages"])
def test_a_page_keeps_its_links_and_the_count(run: Driver, server: Loopback, prefix: str, name: str) -> None:
    last = {"value": ["b"], f"{prefix}deltaLink": "x?$deltatoken=9"}
    page = {"value": ["a"], f"{prefix}nextLink": "x?page=2", f"{prefix}count": "2" if prefix == "@" else 2}
    server.reply(Reply.of_json(page), Reply.of_json(last))
    request = run.request("GET", "/x?$count=true", returns="Collection(Edm.String)")
    if name == "send":
        found = run(server.url, "send", request)
        assert (list(found), found.next_link, found.delta_link) == (["a"], f"{server.url}/x?page=2", None)
        assert found.total_count == 2
        return
    seen: list[Any] = []

    def keep(client: Any) -> Any:
        paged = run.paged(client, request)
        assert (paged.count, paged.delta_link) == (None, None)
        seen.append(paged)
        return paged

    if run.kind == "sync":
        with run.client(None, endpoint=server.url) as client:
            assert keep(client).get_count() == 2
            assert list(seen[0]) == ["a", "b"]
    else:

        async def awaited() -> None:
            async with run.client(None, endpoint=server.url) as client:
                assert await keep(client).get_count() == 2
                assert [item async for item in seen[0]] == ["a", "b"]

        asyncio.run(awaited())
    assert (seen[0].count, seen[0].delta_link) == (2, f"{server.url}/x?$deltatoken=9")
    assert [one.target for one in server.requests] == ["/x?$count=true", "/x?page=2"]


def test_going_on_from_a_link(run: Driver, server: Loopback, other: Loopback, runtime: SimpleNamespace) -> None:
    request = run.request("GET", "/ignored", headers={"Prefer": "a"}, returns="Collection(Edm.String)")
    server.reply(Reply.of_json({"value": ["a"]}), Reply.of_json({"value": ["b"]}))
    assert run(server.url, "pages", request, f"{server.url}/x?$deltatoken=9", headers={"X-More": "1"}) == ["a"]
    assert run(f"{server.url}/v1", "pages", request, "x?$skiptoken=2") == ["b"]
    assert [one.target for one in server.requests] == ["/x?$deltatoken=9", "/v1/x?$skiptoken=2"]
    assert (server.requests[0].header("Prefer"), server.requests[0].header("X-More")) == ("a", "1")
    with pytest.raises(runtime.paging.ForeignLinkError) as raised:
        run(server.url, "pages", request, f"{other.url}/x?sig=secret1&$skiptoken=secret2&$top=5")
    assert other.requests == []
    assert f"{other.url}/x" in str(raised.value) and "$top=5" in str(raised.value)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("before", [0, 1, 3])
@pytest.mark.parametrize("length", [1, 2])
def test_pages_that_go_round_in_circles_end_in_an_error(
    run: Driver, server: Loopback, before: int, length: int
) -> None:
    def page(seen: Seen) -> Reply:
        number = int(seen.target.partition("=")[2] or 0)
        following = number + 1 if number + 1 < before + length else before
        return Reply.of_json(
            {"value": [number], "@odata.nextLink": f"/x?$skiptoken={following}" if following else "/x"}
        )

    server.handler = page
    with pytest.raises(AzureError, match=r"the pages go round in circles, to 'http://\S+'") as raised:
        run(server.url, "pages", run.request("GET", "/x", returns="Collection(Edm.Int32)"))
    assert type(raised.value).__name__ == "RepeatedLinkError"
    assert len(server.requests) == before + length


def test_a_walk_may_go_twice_over_the_same_pages(run: Driver, server: Loopback) -> None:
    server.handler = lambda seen: Reply.of_json(
        {"value": [1], **({} if "?" in seen.target else {"@odata.nextLink": "/x?a=1"})}
    )
    request = run.request("GET", "/x", returns="Collection(Edm.Int32)")
    assert [run(server.url, "pages", request), run(server.url, "pages", request)] == [[1, 1], [1, 1]]
