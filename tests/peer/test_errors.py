"""Errors, messages, timeouts and authorization, and programs that import the client alone."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from azure.core.exceptions import (
    AzureError,
    HttpResponseError,
    ResourceExistsError,
    ResourceModifiedError,
    ResourceNotFoundError,
)
from azure.core.rest import HttpRequest

from tests.peer.conftest import Peer, Service


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, HttpResponseError),
        (404, ResourceNotFoundError),
        (409, ResourceExistsError),
        (412, ResourceModifiedError),
        (422, HttpResponseError),
        (500, HttpResponseError),
        (503, HttpResponseError),
    ],
)
def test_an_error_says_what_the_service_says(peer: Peer, status: int, kind: type[HttpResponseError]) -> None:
    with pytest.raises(kind) as caught:
        peer.do(peer.client.fail.post(code=status, text="It's 50% wrong: ü", target="items(1)/qty"))
    error = caught.value
    assert error.error is not None
    assert (error.status_code, error.error.code, error.error.target) == (status, f"{status}-X", "items(1)/qty")
    for part in (f"{status}-X", "It's 50% wrong: ü", "items(1)/qty", "POST", f"{peer.service.root}/fail"):
        assert part in str(error)


def test_an_error_says_its_details(peer: Peer) -> None:
    with pytest.raises(HttpResponseError) as caught:
        peer.do(peer.client.fail.post(code=1))
    for part in ("first", "buyer", "E2", "second", "items(1)/qty"):
        assert part in str(caught.value)


def test_an_error_names_what_was_not_there(peer: Peer) -> None:
    with pytest.raises(ResourceNotFoundError) as caught:
        peer.do(peer.client.categories["no/such"].get())
    assert "GET" in str(caught.value) and "Categories('no%2Fsuch')" in str(caught.value)


def test_values_that_a_service_refuses_are_named(peer: Peer) -> None:
    with pytest.raises(HttpResponseError) as caught:
        peer.do(peer.client.suppliers[1].patch(peer.models.Suppliers(name="lower case")))
    assert caught.value.status_code == 400 and "name" in str(caught.value)


def test_messages_in_headers_are_accessible(peer: Peer) -> None:
    seen: list[str] = []

    def hook(response: Any) -> None:
        seen.append(response.http_response.headers["sap-messages"])

    assert peer.send(peer.client.warn.post.to_request(), raw_response_hook=hook) == "ok"
    assert "careful" in seen[0] and "fyi" in seen[0]


def test_a_timeout_ends_a_call(peer: Peer) -> None:
    started = time.monotonic()
    with pytest.raises(AzureError):
        peer.send(peer.client.slow.get.to_request(ms=4000), timeout=0.5)
    assert time.monotonic() - started < 3
    assert peer.send(peer.client.slow.get.to_request(ms=10), timeout=10) == "done"


def test_what_is_for_administrators_is_refused_to_others(peer: Peer) -> None:
    """`send_request` sends any request and raises for no status."""
    url = peer.service.root.replace("/shop", "/admin") + "/Notes/$count"
    assert peer.do(peer.client.send_request(HttpRequest("GET", url))).status_code == 401
    basic = {"Authorization": "Basic " + base64.b64encode(b"alice:pw").decode()}
    response = peer.do(peer.client.send_request(HttpRequest("GET", url, headers=basic)))
    assert (response.status_code, response.text()) == (200, "3")


PROGRAMS: dict[str, str] = {
    "sync": """
from {package} import PeerClient
with PeerClient(None) as client:
    print(sorted(product.name for product in client.products.list()))
    print(client.best.get().name)
""",
    "async": """
import asyncio
from {package}.aio import PeerClient
async def main():
    async with PeerClient(None) as client:
        print(sorted([product.name async for product in client.products.list()]))
        print((await client.best.get()).name)
asyncio.run(main())
""",
}


@pytest.mark.parametrize("kind", PROGRAMS)
def test_a_program_imports_the_client_and_nothing_else(service: Service, kind: str) -> None:
    assert service.ask("POST", "/reset", {}).status == 204
    folder = Path(str(service.package.__file__)).parent.parent
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAMS[kind].format(package=service.package.__name__)],
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert ran.stdout.splitlines() == ["['Beans', 'Jane Eyre', 'Teddy', 'Wuthering Heights']", "Beans"], ran.stderr
