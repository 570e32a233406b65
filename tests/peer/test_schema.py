"""What a service says of its own values and verbs, where somebody who uses the client sees it, and that it is so."""

from __future__ import annotations

import ast
import inspect
from typing import Any

import pytest
from azure.core.exceptions import HttpResponseError

from tests.peer.conftest import Peer
from tests.peer.data import JANE

HOVER = {
    "id": "JSON name `ID`.",
    "supplier_id": "JSON name `supplier_ID`.",
    "created_at": "Read-only; seconds have 7 decimal places.",
    "name": "What the product is called, in the language of the reader. Up to 111 characters.",
    "price": "Price without tax. In the currency that `currency_code` names; up to 15 digits, 4 of them behind the "
    "point.",
    "secret_code": "Set on creation only; up to 20 characters.",
    "digest": "Up to 16 octets.",
}


def _documented(model: Any) -> dict[str, str]:
    """The texts behind the attributes of a class, as editors show them."""
    (cls,) = (each for each in ast.parse(inspect.getsource(model)).body if isinstance(each, ast.ClassDef))
    found: dict[str, str] = {}
    for before, after in zip(cls.body, cls.body[1:], strict=False):
        if isinstance(before, ast.AnnAssign) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            assert isinstance(before.target, ast.Name)
            found[before.target.id] = " ".join(str(after.value.value).split())
    return found


def test_hover_says_what_the_schema_says(peer: Peer) -> None:
    found = _documented(peer.models.Products)
    assert {name: found.get(name) for name in HOVER} == HOVER


def test_allowed_values_are_a_choice_and_others_are_read(peer: Peer) -> None:
    annotation = peer.models.Products.__annotations__
    assert annotation["rating"] == "Choice[int, Literal[1, 2, 3]]"
    assert annotation["kind"].startswith("Choice[str, ")
    with pytest.raises(HttpResponseError) as caught:  # the service means it
        peer.do(peer.client.products[JANE].patch(peer.models.Products(kind="no such"), if_match="*"))
    assert caught.value.status_code == 400
    assert peer.do(peer.client.products[JANE].get()).kind == "book"


def test_what_the_service_computes_it_does_not_take(peer: Peer) -> None:
    """Sent on purpose, it changes nothing; and clients do not send it by themselves."""
    one = peer.client.products[JANE]
    before = peer.do(one.get())
    sent = peer.models.Products(created_by="me", secret_code="changed")
    request = one.patch.to_request(sent, if_match="*")
    assert request.body == {"createdBy": "me", "secretCode": "changed"}
    peer.send(request)
    after = peer.do(one.get())
    assert (after.created_by, after.secret_code) == (before.created_by, before.secret_code)
    assert set(one.patch.to_request(before, whole=True).body).isdisjoint({"createdBy", "createdAt", "secretCode"})


def test_verbs_are_those_that_the_service_allows(peer: Peer) -> None:
    """The metadata says of `Bags` that they are neither changed nor deleted, of `Logs` that they are only created."""
    bag, logs = peer.client.bags[1], peer.client.logs
    assert hasattr(bag, "get") and not hasattr(bag, "patch") and not hasattr(bag, "delete")
    assert hasattr(logs, "post") and not hasattr(logs, "list")
    for method in ("PATCH", "DELETE"):
        body = {"name": "x"} if method == "PATCH" else None
        assert peer.service.ask(method, "/Bags(1)", body).status == 405
