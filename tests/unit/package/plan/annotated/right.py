"""Uses that no checker may report."""

from __future__ import annotations

from datetime import date, time
from typing import assert_type

from workshop import WorkshopClient
from workshop.models import Request, Set, Tool


def use(client: WorkshopClient, request: Request, other: Request, set_: Set) -> None:
    request.priority = "high"
    request.priority = None
    request.amount = 20
    Request(priority="low", material="brass", size="S", colours=["red"])
    text: str | None = other.priority
    number: int | None = other.amount
    print(text, number, other.priority == "whatever it sends")
    print(Request.priority.startswith("l"), Request.priority == "low", Request.amount + 5)
    assert_type(set_.date, date | None)
    assert_type(set_.due, date | None)
    assert_type(set_.time, time | None)
    assert_type(set_.none_, bool | None)
    assert_type(Tool().name, str | None)
    client.requests.by_link("x").paint.post(colour="red", coats=2)
    client.requests["1"].tools["2"].get()
