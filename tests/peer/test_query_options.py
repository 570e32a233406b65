"""Query options as they arrive, those too that no server here reads (OData Protocol section 11.2.5), and searches."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import pytest

from tests.peer.conftest import Peer
from tests.support.directory import Directory

Both = tuple[Directory, Peer]
Built = Callable[[Any, SimpleNamespace], dict[str, Any]]

# Options of a list of users, and the query that must arrive for them.
QUERIES: dict[str, tuple[Built, str]] = {
    "levels": (lambda m, q: {"expand": m.User.manager.expand(levels=3)}, "$expand=manager($levels=3)"),
    "all levels": (lambda m, q: {"expand": m.User.manager.expand(levels="max")}, "$expand=manager($levels=max)"),
    "nested": (
        lambda m, q: {"expand": m.User.messages.expand(select=m.Message.subject, top=2, count=True)},
        "$expand=messages($select=subject;$top=2;$count=true)",
    ),
    "flags": (lambda m, q: {"filter": m.User.rights.has(m.Right.READ)}, "$filter=rights has ns.right'read'"),
    "in": (lambda m, q: {"filter": m.User.upn.in_(["a", "it's"])}, "$filter=upn in ('a','it''s')"),
    "compute": (lambda m, q: {"compute": (m.User.size * 2).as_("twice")}, "$compute=size mul 2 as twice"),
    "cast": (
        lambda m, q: {"filter": q.of_type(m.Employee) / m.Employee.cost > 5},
        "$filter=ns.employee/cost gt 5",
    ),
    "type": (lambda m, q: {"filter": q.isof(m.Employee)}, "$filter=isof(ns.employee)"),
    "lambda": (
        lambda m, q: {"filter": m.User.messages.any(lambda each: each / m.Message.subject == "a&b=c")},
        "$filter=messages/any(each:each/subject eq 'a&b=c')",
    ),
    "time": (
        lambda m, q: {"filter": m.User.created > datetime(2024, 2, 29, 12, tzinfo=UTC)},
        "$filter=created gt 2024-02-29T12:00:00Z",
    ),
    "search": (lambda m, q: {"search": 'blue OR "green 50%"', "top": 5}, '$search=blue OR "green 50%"&$top=5'),
    "apply": (lambda m, q: {"apply": "aggregate(size with sum as all)"}, "$apply=aggregate(size with sum as all)"),
    "own": (lambda m, q: {"params": {"startDateTime": "2024-01-01", "x": "a b+c"}}, "startDateTime=2024-01-01&x=a b+c"),
}


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_arrives_as_it_was_meant(directory: Both, name: str) -> None:
    service, peer = directory
    build, expected = QUERIES[name]
    queries = SimpleNamespace(**vars(importlib.import_module(f"{peer.service.package.__name__}.queries")))
    assert peer.items(peer.client.users.list(**build(peer.models, queries)))
    query = service.seen[0].path.partition("?")[2]
    assert unquote(query) == expected
    assert not set(query) & set(' "<>#')


def test_a_search_finds(peer: Peer) -> None:
    assert [each.n for each in peer.items(peer.client.pages.list(search="203"))] == [203]
    assert peer.do(peer.client.pages.count.get(search="203")) == 1
    phrase = {each.n for each in peer.items(peer.client.pages.list(search='"page 20"'))}
    wanted = {20, *range(200, 206)}
    assert phrase >= wanted if peer.name == "strict" else phrase == wanted  # CAP 7 looks for single words


def test_results_have_what_was_computed_beside_what_the_model_has(mock: Peer) -> None:
    (result,) = mock.items(mock.client.people.list(apply="aggregate($count as n)"))
    assert (type(result), result["n"], result.user_name) == (mock.models.Person, 3, None)
