"""Mistakes that both checkers must report, each on its line and nothing else."""

from __future__ import annotations

from graph_remote_assistance import RemoteAssistanceClient, aio
from graph_remote_assistance.models import RemoteAssistanceReporting


async def forgotten(client: aio.RemoteAssistanceClient) -> None:
    client.device_management.managed_devices["1"].request_remote_assistance.post()  # wrong: not awaited


def sync(client: RemoteAssistanceClient) -> None:
    client.device_management.managed_device  # wrong: no such navigation property
    client.device_management.managed_devices[1]  # wrong: the key is text
    client.device_management.managed_devices["1"].request_remote_assistance.post("x")  # wrong: takes nothing
    client.device_management.report_remote_assistance.post(payload=None)  # wrong: no such parameter
    client.device_management.report_remote_assistance.post(reporting_payload="x")  # wrong: not a model
    client.device_management.report_remote_assistance.post(RemoteAssistanceReporting())  # wrong: keywords only


def models() -> None:
    report = RemoteAssistanceReporting(helper_mail="x")  # wrong: no such property
    RemoteAssistanceReporting(start_date_time="2026-01-01")  # wrong: text for a date and time
    RemoteAssistanceReporting("1")  # wrong: keywords only
    report.helper_mail = "x"  # wrong: no such property
    report.helper_email = 5  # wrong: a number for text
    RemoteAssistanceReporting.start_date_time.startswith("2026")  # wrong: a date and time is no text
    RemoteAssistanceReporting.helper_email.year()  # wrong: text is no date
    for _ in report:  # wrong: a model is no collection
        pass
