"""Every action and function of a real service, with every type of parameter; what arrived is what the server says.

`echo` (an action) and `say` (a function) give back, as JSON in a text, what the server took their arguments for.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

import pytest

from tests.peer.arguments import MORE, VALUES, lost, lost_in_body, received, same, values
from tests.peer.conftest import Peer
from tests.peer.data import ORDER, WUTHERING
from tests.peer.metadata import Operation


def operation(peer: Peer, name: str) -> Operation:
    return next(candidate for candidate in peer.service.metadata.operations if candidate.name == name)


def argument(peer: Peer, type_: str, value: Any) -> Any:
    """A value as the client takes it: complex ones are models."""
    if type_ == "ShopService.Money":
        return peer.models.from_json(peer.models.Money, dict(value))
    if type_ == "Collection(ShopService.Money)":
        return [argument(peer, "ShopService.Money", item) for item in value]
    return value


def call(peer: Peer, name: str, **arguments: Any) -> Any:
    """What the server took arguments of `echo`, `say` or `many` for; collections that must be given are empty."""
    empty: dict[str, Any] = {required: [] for required in operation(peer, name).required}
    builder = getattr(peer.client, name)
    verb = builder.post if name == "echo" else builder.get
    return received(peer.do(verb(**{**empty, **arguments})))


def others(got: dict[str, Any], name: str) -> dict[str, Any]:
    """What arrived but for one parameter, nulls and empty collections."""
    return {other: value for other, value in got.items() if other != name and value not in (None, [])}


def test_echo_receives_each_value_of_each_parameter(peer: Peer) -> None:
    types = operation(peer, "echo").parameters
    assert len(types) == 17
    for name, type_ in types.items():
        for value in values(name, type_):
            if lost_in_body(peer.name, type_, value):
                continue
            got = call(peer, "echo", **{name: argument(peer, type_, value)})
            assert same(got[name], value, type_), (name, value, got)
            assert not others(got, name), (name, value)


def test_echo_receives_all_parameters_at_once(peer: Peer) -> None:
    types = operation(peer, "echo").parameters
    for pick in (0, -1):
        given = {name: values(name, type_)[pick] for name, type_ in types.items()}
        given["bin"] = VALUES["Edm.Binary"][1]
        got = call(peer, "echo", **{name: argument(peer, types[name], value) for name, value in given.items()})
        for name, type_ in types.items():
            assert same(got[name], given[name], type_), (name, given[name], got)


def test_echo_receives_null_and_nothing(peer: Peer) -> None:
    optional = set(operation(peer, "echo").parameters) - operation(peer, "echo").required
    for name in optional:
        got = call(peer, "echo", **{name: None})
        assert got.get(name) in (None, []) and not others(got, name)
    for got in (call(peer, "echo"), call(peer, "echo", **dict.fromkeys(optional))):
        assert not others(got, "")


def test_say_receives_each_value_of_each_parameter(peer: Peer) -> None:
    """As literals in the URL; CAP 7 wants all parameters there, as null too."""
    types = operation(peer, "say").parameters
    assert len(types) == 10
    for name, type_ in types.items():
        for value in values(name, type_):
            if not lost(peer.name, type_, value):
                got = call(peer, "say", **{**dict.fromkeys(types), name: value})
                assert same(got[name], value, type_), (name, value, got)
                if peer.name == "strict":  # CAP 7 reads null in a URL as 0 or false
                    got = {other: None if got[other] in (0, False) else got[other] for other in got}
                assert not others(got, name), (name, value)


def test_say_receives_all_parameters_at_once(peer: Peer) -> None:
    types = operation(peer, "say").parameters
    for pick in (0, -1):
        given = {name: values(name, type_)[pick] for name, type_ in types.items()}
        if peer.name == "strict":
            given["big"] = 5
        got = call(peer, "say", **given)
        for name, type_ in types.items():
            assert same(got[name], given[name], type_), (name, given[name], got)


def test_optional_parameters_are_left_out_of_the_url(peer: Peer) -> None:
    if peer.name == "strict":
        pytest.skip("CAP 7 has no optional parameters of functions")
    assert received(peer.do(peer.client.say.get(text="alone"))) == {"text": "alone"}
    assert received(peer.do(peer.client.say.get())) == {}
    assert peer.do(peer.client.add.get(x=1)) is None


def test_query_options_go_to_functions_too(peer: Peer) -> None:
    """CAP accepts query options on functions and leaves their effect to the service's code."""
    products = peer.items(peer.client.top.get(n=2, select=["name"], orderby="name", expand=["supplier"]))
    assert [item.name for item in products] == ["Beans", "Jane Eyre"]


def test_many_receives_collections_and_complex_values(peer: Peer) -> None:
    """They go by parameter alias, as JSON (OData URL conventions section 5.1.1.14)."""
    types = operation(peer, "many").parameters
    for name, type_ in types.items():
        for value in VALUES[type_]:
            got = call(peer, "many", **{"ids": [], "money": None, name: argument(peer, type_, value)})
            assert same(got[name], value, type_), (name, value, got)
            assert not others(got, name), (name, value)


SAME = {
    "same_text": "Edm.String",
    "same_int": "Edm.Int32",
    "same_big": "Edm.Int64",
    "same_dec": "Edm.Decimal",
    "same_dbl": "Edm.Double",
    "same_day": "Edm.Date",
    "same_tim": "Edm.TimeOfDay",
    "same_at": "Edm.DateTimeOffset",
    "same_id": "Edm.Guid",
    "same_flag": "Edm.Boolean",
}


@pytest.mark.parametrize("name", SAME)
def test_functions_give_back_what_they_get(peer: Peer, name: str) -> None:
    for value in (*VALUES[SAME[name]], *MORE.get(SAME[name], ())):
        if lost(peer.name, SAME[name], value):
            continue
        result = peer.do(getattr(peer.client, name).get(it=value))
        assert (type(result), result) == (type(value), value)
    nothing = 0 if peer.name == "strict" and SAME[name] in ("Edm.Int32", "Edm.Int64", "Edm.Boolean") else None
    assert peer.do(getattr(peer.client, name).get(it=None)) == nothing


KEEP = {
    "keep_text": "Edm.String",
    "keep_big": "Edm.Int64",
    "keep_dec": "Edm.Decimal",
    "keep_dbl": "Edm.Double",
    "keep_bin": "Edm.Binary",
    "keep_at": "Edm.DateTimeOffset",
    "keep_texts": "Collection(Edm.String)",
    "keep_bigs": "Collection(Edm.Int64)",
    "keep_money": "ShopService.Money",
    "keep_moneys": "Collection(ShopService.Money)",
}


@pytest.mark.parametrize("name", KEEP)
def test_actions_give_back_what_they_get(peer: Peer, name: str) -> None:
    type_ = KEEP[name]
    for value in (*VALUES[type_], *MORE.get(type_, ())):
        if lost_in_body(peer.name, type_, value):
            continue
        result = peer.do(getattr(peer.client, name).post(it=argument(peer, type_, value)))
        if type_ == "ShopService.Money":
            assert same(peer.models.to_json(result), value, type_)
        elif type_ == "Collection(ShopService.Money)":
            assert same([peer.models.to_json(item) for item in result], value, type_)
        else:
            assert (list(result) if isinstance(value, list) else result) == value
    if not type_.startswith("Collection("):  # CAP answers null with an empty collection
        assert peer.do(getattr(peer.client, name).post(it=None)) is None


def unbound(peer: Peer) -> Iterator[tuple[str, Any, Any]]:
    """Name, result and what it should be, of operations whose result says it all."""
    do, client = peer.do, peer.client
    yield "add", do(client.add.get(x=2, y=-3)), -1
    yield "reset", do(client.reset.post()), None
    yield "warn", do(client.warn.post()), "ok"
    yield "slow", do(client.slow.get(ms=1)), "done"
    yield "nobody", do(client.nobody.get()), None
    yield "nobodies", peer.items(client.nobodies.get()), []
    yield "noText", do(client.no_text.get()), None
    yield "noTexts", peer.items(client.no_texts.get()), []
    yield "texts", peer.items(client.texts.get()), ["a", 'b "c"', ""]
    money = do(client.money.get())
    yield "money", (money.amount, money.currency), (Decimal("12.5"), "EUR")
    moneys = [(item.amount, item.currency) for item in peer.items(client.moneys.get())]
    yield "moneys", moneys, [(Decimal(1), "EUR"), (Decimal("2.25"), None)]
    yield "top", [item.name for item in peer.items(client.top.get(n=2))], ["Beans", "Jane Eyre"]
    yield "best", do(client.best.get()).name, "Beans"
    more = {} if peer.name == "strict" else {"more": [1, {"deep": None}]}  # CAP 7 does not support open types
    bag = peer.models.from_json(peer.models.Bag, {"name": "n", **more})
    yield "pack", json.loads(do(client.pack.post(bag=bag))), {"name": "n", **more}


def bound(peer: Peer) -> Iterator[tuple[str, Any, Any]]:
    do, client = peer.do, peer.client
    product = client.products[WUTHERING]
    yield "worth", do(product.worth.get(factor=Decimal("2.5"), since=date(2024, 2, 29))), Decimal("3.75")
    yield "similar", len(peer.items(product.similar.get(limit=3))), 3
    quote = do(product.quote.get(qty=7))
    yield "quote", (quote.lines[0].qty, quote.total.amount, quote.day), (7, Decimal("10.1"), date(2024, 2, 29))
    yield "quote", quote.at, datetime(2024, 2, 29, 23, 59, 59, 123000, tzinfo=UTC)
    yield "nothing", do(product.nothing.get()), None
    # CAP requires If-Match for actions on entities that have ETags.
    any_version = {"headers": {"If-Match": "*"}}
    yield "touch", peer.send(product.touch.post.to_request(), **any_version), None
    yield "touch", do(product.get()).image_name, "touched"
    tags = ["it's", "a, b", "日本", ""]
    yield "tagAll", list(peer.send(product.tag_all.post.to_request(tags=tags), **any_version)), tags
    yield "tagAll", list(do(product.get()).tags), tags
    reprice = product.reprice.post.to_request(price=Decimal("10.0001"), reason="O'Neil")
    yield "reprice", peer.send(reprice, **any_version).price, Decimal("10.0001")
    yield "reprice", do(product.get()).price, Decimal("10.0001")
    yield "importAll", peer.send(client.products.import_all.post.to_request(names=["a", "b", "c"]), **any_version), 3
    yield "cheapest", do(client.products.cheapest.get(kind="book")).kind, "book"
    pay = client.orders[ORDER].pay.post.to_request(by="Ann O'Neil", at=datetime(2024, 2, 29, tzinfo=UTC))
    order = peer.send(pay, **any_version)
    yield "pay", (order.status, order.note.partition(" 2024")[0]), ("paid", "Ann O'Neil")
    packed = json.loads(do(client.order_items[ORDER, 2].pack.post()))
    yield "pack", packed[-1], {"order_ID": str(ORDER), "pos": 2}


@pytest.mark.parametrize("calls", [unbound, bound])
def test_operations_answer(peer: Peer, calls: Callable[[Peer], Iterator[tuple[str, Any, Any]]]) -> None:
    for name, result, expected in calls(peer):
        assert result == expected, name


@pytest.mark.parametrize("calls", [unbound, bound])
def test_the_urls_of_operations_match_their_routes(
    peer: Peer, calls: Callable[[Peer], Iterator[tuple[str, Any, Any]]]
) -> None:
    """`routes.match` finds the operation that was called, for the URL that the service has answered."""
    match = importlib.import_module(f"{peer.service.package.__name__}.routes").match
    matched = set()
    for name, _, _ in calls(peer):
        last = unquote(peer.sent[-1].rpartition("/")[2])
        if last.partition("(")[0].removeprefix("ShopService.") == name:  # and no read that follows the call
            assert match(peer.sent[-1]).operation.name == f"ShopService.{name}", peer.sent[-1]
            matched.add(name)
    assert matched == {name for name, _, _ in calls(peer)}


def test_an_order_is_placed_with_and_without_what_is_optional(peer: Peer) -> None:
    lines = [peer.models.Line(product=WUTHERING, qty=2, note="it's"), peer.models.Line(qty=1)]
    first = peer.do(peer.client.place_order.post(buyer="Bob", lines=lines, express=True, note="soon"))
    assert first.buyer == "Bob"
    second = peer.do(peer.client.place_order.post(buyer="Bo", lines=[], express=False))
    assert second.buyer == "Bo"


def test_no_operation_of_the_service_is_left_out(peer: Peer) -> None:
    """Each is called above, but for those of drafts (test_walk), errors (test_errors) and pages (test_pages)."""
    called = {name for calls in (unbound, bound) for name, _, _ in calls(peer)}
    called |= {"same" + name.removeprefix("same_").capitalize() for name in SAME}
    called |= {"keep" + name.removeprefix("keep_").capitalize() for name in KEEP}
    called |= {"echo", "say", "many", "placeOrder"}
    elsewhere = {"draftPrepare", "draftActivate", "draftEdit", "fail", "leaf"}
    assert {operation.name for operation in peer.service.metadata.operations} == called | elsewhere
