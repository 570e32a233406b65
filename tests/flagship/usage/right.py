"""How the package is used, with the types that both checkers must infer."""

from __future__ import annotations

from collections.abc import Coroutine
from datetime import datetime
from typing import Any, assert_type

from azure.core.credentials import TokenCredential
from azure.core.credentials_async import AsyncTokenCredential
from graph_remote_assistance import RemoteAssistanceClient, Request, aio, routes
from graph_remote_assistance.builders.managed_device import ManagedDeviceBuilder
from graph_remote_assistance.models import (
    EnrollmentState,
    Entity,
    RemoteAssistanceReporting,
    RemoteAssistanceSessionType,
    from_json,
    to_json,
)
from graph_remote_assistance.queries import Field, Filter, now


def sync(credential: TokenCredential) -> None:
    with RemoteAssistanceClient(credential) as client:
        assert_type(client, RemoteAssistanceClient)
        device = client.device_management.managed_devices["1"]
        assert_type(device, ManagedDeviceBuilder[RemoteAssistanceClient])
        device.request_remote_assistance.post()
        assert_type(device.request_remote_assistance.post.to_request(), Request[None])
        client.send(device.request_remote_assistance.post.to_request(), timeout=5)
        client.device_management.report_remote_assistance.post(reporting_payload=report())


async def asynchronous(credential: AsyncTokenCredential) -> None:
    async with aio.RemoteAssistanceClient(credential) as client:
        assert_type(client, aio.RemoteAssistanceClient)
        device = client.device_management.managed_devices["1"]
        assert_type(device, ManagedDeviceBuilder[aio.RemoteAssistanceClient])
        sending = device.request_remote_assistance.post()
        await assert_type(sending, Coroutine[Any, Any, None])
        assert_type(device.request_remote_assistance.post.to_request(), Request[None])
        await client.device_management.report_remote_assistance.post(reporting_payload=report())


def report() -> RemoteAssistanceReporting:
    found = RemoteAssistanceReporting(
        id="1",
        start_date_time=datetime.now().astimezone(),
        remote_assistance_session_type=RemoteAssistanceSessionType.FULL_CONTROL,
        helper_enrollment_state="somethingNew",
        helper_email=None,
    )
    assert_type(found.start_date_time, datetime | None)
    assert_type(found.helper_email, str | None)
    assert_type(found.remote_assistance_session_type, RemoteAssistanceSessionType | str | None)
    assert_type(found.helper_enrollment_state, EnrollmentState | str | None)
    found.helper_email = None
    del found.helper_email
    assert_type(found["anything"], Any)
    return found


def queries() -> None:
    report = RemoteAssistanceReporting
    assert_type(report.start_date_time, Field[datetime])
    assert_type(report.helper_email.startswith("a") & (report.start_date_time < now()), Filter)
    assert_type(report.remote_assistance_session_type == RemoteAssistanceSessionType.VIEW_ONLY, Filter)


def json(data: dict[str, Any]) -> dict[str, Any]:
    model = from_json(RemoteAssistanceReporting, data)
    assert_type(model, RemoteAssistanceReporting)
    entity: Entity = model
    return to_json(entity)


def match(found: RemoteAssistanceReporting) -> str:
    kind = found.remote_assistance_session_type
    match kind:
        case RemoteAssistanceSessionType.VIEW_ONLY | RemoteAssistanceSessionType.FULL_CONTROL:
            return "one of two"
        case RemoteAssistanceSessionType():
            return "known"
        case str():
            return kind
        case None:
            return "absent"


def route(url: str) -> str:
    found = routes.match(url)
    assert_type(found, routes.Match)
    assert_type(found.keys, dict[str, Any])
    bound = routes.request_remote_assistance.resolve(managed_device_id="1", via="managedDevices")
    assert_type(bound, routes.BoundRoute)
    return bound.url
