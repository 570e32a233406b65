"""Mistakes that both checkers must report, each on its line and nothing else."""

from __future__ import annotations

from workshop import WorkshopClient
from workshop.aio import WorkshopClient as AsyncClient
from workshop.models import Jig  # wrong: deprecated
from workshop.models import State  # wrong: deprecated
from workshop.models import Request


def values(client: WorkshopClient, request: Request) -> None:
    request.priority = "urgent"  # wrong: not allowed
    request.amount = 5  # wrong: not allowed
    request.material = "wood"  # wrong: not allowed
    request.size = "XXL"  # wrong: not allowed by its type definition
    Request(priority="urgent")  # wrong: not allowed
    client.requests["1"].paint.post(colour="green")  # wrong: not allowed
    client.requests["1"].paint.post(coats=1)  # wrong: the colour is required
    request.none  # wrong: no such property


def deprecated(client: WorkshopClient) -> None:
    client.requests["1"].burn.post()  # wrong: deprecated
    client.requests["1"].burn.post.to_request()  # wrong: deprecated
    client.requests["1"].hints.get()  # wrong: deprecated
    client.requests["1"].old.get()  # wrong: deprecated
    client.requests["1"].jig.get()  # wrong: its type is deprecated


async def deprecated_too(client: AsyncClient) -> None:
    await client.requests["1"].burn.post()  # wrong: deprecated
    await client.requests["1"].old.get()  # wrong: deprecated
