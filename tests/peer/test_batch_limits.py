"""Batches of a service that takes twenty requests at a time, and turns some of them away."""

from __future__ import annotations

import pytest
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from starlette.responses import Response

from tests.peer.conftest import Peer
from tests.support.directory import Directory
from tests.support.service import Seen, error

Both = tuple[Directory, Peer]


def test_fifty_requests_go_out_in_three_calls(directory: Both) -> None:
    service, peer = directory
    batch = peer.client.batch(limit=20)
    users = peer.client.users
    made = [batch.add(users.post.to_request(peer.models.User(id=f"n{n}", name=f"New {n}"))) for n in range(25)]
    read = [batch.add(users["u1"].get.to_request()) for _ in range(24)]
    gone = batch.add(users["none"].get.to_request())
    peer.do(batch.send())
    assert [each.path for each in service.calls] == ["/v1/$batch"] * 3
    assert [len(each.json()["requests"]) for each in service.calls] == [20, 20, 10]
    assert [each.result().name for each in made] == [f"New {n}" for n in range(25)]
    assert {each.result().id for each in read} == {"u1"}
    with pytest.raises(ResourceNotFoundError):
        gone.result()


def test_a_batch_that_is_too_big_is_refused_as_a_whole(directory: Both) -> None:
    service, peer = directory
    batch = peer.client.batch(limit=21)
    for _ in range(21):
        batch.add(peer.client.users["u1"].get.to_request())
    with pytest.raises(HttpResponseError, match="21 requests"):
        peer.do(batch.send())
    assert service.seen == []


def test_what_depends_on_another_goes_with_it(directory: Both) -> None:
    service, peer = directory
    batch = peer.client.batch(limit=20)
    users, model = peer.client.users, peer.models.User
    for n in range(19):
        batch.add(users["u1"].get.to_request(params={"n": n}))
    created = batch.add(users.post.to_request(model(id="n1")))
    changed = batch.add(users["n1"].patch.to_request(model(name="changed")), depends_on=[created])
    peer.do(batch.send())
    assert changed.result().name == "changed"
    assert service.store.items["users/n1"]["name"] == "changed"


def test_what_is_turned_away_is_sent_again_alone(directory: Both) -> None:
    service, peer = directory
    turned_away: list[str] = []

    def throttle(seen: Seen) -> Response | None:
        if seen.path.endswith("/u2") and len(turned_away) < 2:
            turned_away.append(seen.method)
            return error(429, "TooManyRequests", "wait", Retry_After="0")
        return None

    service.throttle = throttle
    batch = peer.client.batch(limit=20)
    read = [batch.add(peer.client.users[f"u{n}"].get.to_request()) for n in (1, 2, 3)]
    peer.do(batch.send(retry_total=3))
    assert [each.result().id for each in read] == ["u1", "u2", "u3"]
    assert [len(each.json()["requests"]) for each in service.calls] == [3, 1, 1]


def test_pages_and_links_come_out_of_batches(directory: Both) -> None:
    service, peer = directory
    batch = peer.client.batch(limit=20)
    listed = batch.add(peer.client.users.list.to_request(count=True, page_size=2))
    members = batch.add(peer.client.groups["g1"].members.ref.list.to_request())
    peer.do(batch.send())
    page = listed.result()
    assert ([each.id for each in page], page.total_count) == (["u1", "u2"], 5)
    assert list(members.result()) == [f"{service.root}/users/u1", f"{service.root}/users/u5"]
    rest = peer.items(peer.client.users.list.from_link(page.next_link))
    assert [each.id for each in rest] == ["u3", "u4", "u5"]
