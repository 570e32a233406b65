"""Casts to derived types, with keys as segments as Microsoft Graph has them (URL conventions section 4.11)."""

from __future__ import annotations

import pytest
from azure.core.exceptions import ResourceNotFoundError

from tests.peer.conftest import Peer
from tests.support.directory import Directory

Both = tuple[Directory, Peer]


def test_a_collection_is_narrowed_to_a_type(directory: Both) -> None:
    service, peer = directory
    employees = peer.client.users.ns_employee
    (found,) = peer.items(employees.list())
    assert (type(found), found.id, found.cost) == (peer.models.Employee, "u5", 7)
    assert service.seen[-1].path == "/v1/users/ns.employee"
    assert peer.do(employees.count.get()) == 1
    assert peer.do(peer.client.users.count.get()) == 5
    members = peer.client.groups["g1"].members.ns_employee
    assert [each.id for each in peer.items(members.list())] == ["u5"]


def test_an_entity_is_read_and_changed_as_a_type(directory: Both) -> None:
    service, peer = directory
    one = peer.client.users["u5"].ns_employee
    employee = peer.do(one.get())
    assert (type(employee), employee.cost) == (peer.models.Employee, 7)
    employee.cost = 8
    peer.do(one.patch(employee))
    assert service.seen[-1].path == "/v1/users/u5/ns.employee"
    assert service.seen[-1].json() == {"@odata.type": "#ns.employee", "cost": 8}
    assert service.store.items["users/u5"]["cost"] == 8
    with pytest.raises(ResourceNotFoundError):
        peer.do(peer.client.users["u1"].ns_employee.get())


def test_what_is_created_says_its_type(directory: Both) -> None:
    service, peer = directory
    peer.do(peer.client.users.post(peer.models.Employee(id="u6", cost=1)))
    assert service.seen[-1].json() == {"@odata.type": "#ns.employee", "id": "u6", "cost": 1}
    assert type(peer.do(peer.client.users["u6"].get())) is peer.models.Employee
