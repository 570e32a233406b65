"""Routes chosen by their keys lead a real service to the operation, and `match` reads back what `resolve` wrote."""

from __future__ import annotations

import importlib
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.peer.conftest import Peer
from tests.peer.data import ORDER, PAPER, WUTHERING

SINCE = {"factor": Decimal(2), "since": date(2024, 2, 29)}

# The operation, the template of its route, the values of its keys in path order, arguments, result.
CASES: dict[str, tuple[str, str, tuple[Any, ...], dict[str, Any], Any]] = {
    "by key": ("worth", "/Products(", (WUTHERING,), SINCE, Decimal(3)),
    "through another set": ("worth", "/Categories(", ("a/b", WUTHERING), SINCE, Decimal(3)),
    "past one entity": ("worth", "/OrderItems(", (ORDER, 1), SINCE, Decimal(3)),
    "through a third": ("worth", "/Suppliers(", (1, WUTHERING), SINCE, Decimal(3)),
    "with keys twice": ("worth", "/Orders(", (ORDER, ORDER, 1), SINCE, Decimal(3)),
    "behind a collection": ("cheapest", "/Products/", (), {"kind": "book"}, None),
    "with a key of two parts": ("pack", "/OrderItems(", (ORDER, 2), {}, None),
    "of a draft": ("draft_edit", "/Papers(", (PAPER, True), {"preserve_changes": True}, None),
    "without keys": ("add", "/add", (), {"x": 2, "y": 3}, 5),
}


@pytest.mark.parametrize("case", CASES)
def test_a_route_that_was_chosen_is_answered(peer: Peer, case: str) -> None:
    name, start, values, arguments, expected = CASES[case]
    routes = importlib.import_module(f"{peer.service.package.__name__}.routes")
    operation = getattr(routes, name)
    route = next(
        route for route in operation.routes if route.template.startswith(start) and len(route.keys) == len(values)
    )
    keys = {key.name: value for key, value in zip(route.keys, values, strict=True)}
    bound = operation.resolve(**keys)
    result = peer.send(bound.to_request(**arguments))
    assert expected is None or result == expected
    # The URL of a function is one only with its arguments.
    for url in (bound.url, peer.sent[-1]) if operation.verb == "POST" else (peer.sent[-1],):
        match = routes.match(url)
        assert (match.operation.name, list(match.keys.values())) == (operation.name, list(values))
