"""The committed reference pages: they are current, and they say what the two reference pages say that the flagship
started from: `reportRemoteAssistance` of 2021-10-19 and `requestRemoteAssistance` of 2021-03-23 (Microsoft Graph beta).
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from csdlgen.cli.exit_codes import run
from csdlgen.reports.reference.blocks import ReferencePage
from tests import payloads
from tests.conftest import ROOT
from tests.flagship.test_metadata import REPORT_PROPERTIES
from tests.support.reference_pages import code_in, example_of, package_at, pages_of, rows_in, sections

PAGES = ROOT / "docs" / "reference" / "graph_remote_assistance"
REPORT, REQUEST = "operations/report_remote_assistance", "operations/request_remote_assistance"


def _behind(kind: str, state: str) -> str:
    """The device on which a script ran."""
    return f"/deviceManagement/{kind}s/{{{kind}Id}}/deviceRunStates/{{{state}Id}}/managedDevice"


SCRIPTS = _behind("deviceManagementScript", "deviceManagementScriptDeviceState")
HTTP_LINES = {
    REPORT: ["POST /deviceManagement/reportRemoteAssistance"],
    REQUEST: [
        f"POST {path}/requestRemoteAssistance"
        for path in (
            "/deviceManagement/managedDevices/{managedDeviceId}",
            "/deviceManagement/comanagedDevices/{managedDeviceId}",
            _behind("deviceHealthScript", "deviceHealthScriptDeviceState"),
            SCRIPTS,
            _behind("deviceComplianceScript", "deviceComplianceScriptDeviceState"),
            f"{SCRIPTS}/users/{{userId}}/managedDevices/{{managedDeviceId}}",
            f"{SCRIPTS}/detectedApps/{{detectedAppId}}/managedDevices/{{managedDeviceId}}",
        )
    ],
}
SERVICE_CONFIG = "DeviceManagementServiceConfig.Read.All, DeviceManagementServiceConfig.ReadWrite.All"
MANAGED_DEVICES = "DeviceManagementManagedDevices.ReadWrite.All"
PERMISSIONS = {REPORT: SERVICE_CONFIG, REQUEST: MANAGED_DEVICES}


@cache
def pages() -> dict[str, ReferencePage]:
    return pages_of(package_at(ROOT / "pyproject.toml"))


def text(path: str) -> str:
    return (PAGES / f"{path}.md").read_text(encoding="utf-8")


def test_the_committed_pages_are_current(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    assert run(["docs", "--format", "markdown", "--check"]) == 0, capsys.readouterr().out
    assert not set(PAGES.rglob("*.html"))


@pytest.mark.parametrize(("path", "scopes"), PERMISSIONS.items())
def test_permissions_from_least_to_most_privileged(path: str, scopes: str) -> None:
    assert rows_in(sections(pages()[path])["Permissions"]) == [
        ["Delegated (work or school account)", scopes],
        ["Delegated (personal Microsoft account)", "Not supported."],
        ["Application", scopes],
    ]


@pytest.mark.parametrize(("path", "lines"), HTTP_LINES.items())
def test_request_lines_in_the_order_of_the_page(path: str, lines: list[str]) -> None:
    written = text(path)
    first = written.index("```http\n") + len("```http\n")
    assert written[first : written.index("\n```", first)].split("\n") == lines


@pytest.mark.parametrize("path", PERMISSIONS)
def test_namespace_and_headers(path: str) -> None:
    headers = rows_in(sections(pages()[path])["Request headers"])
    assert headers[:2] == [["Authorization", "Bearer <token>. Required."], ["Accept", "application/json"]]
    assert "\nNamespace: `microsoft.graph`\n" in text(path)


def test_the_body_of_a_report() -> None:
    (row,) = rows_in(sections(pages()[REPORT])["Request body"])
    assert row[0] == "reportingPayload" and row[2] == "remoteAssistanceReporting"
    assert "[`remoteAssistanceReporting`](../models/remote_assistance_reporting.md)" in text(REPORT)


def test_a_request_has_no_body() -> None:
    assert "\nDo not supply a request body for this method.\n" in text(REQUEST)
    assert "\n" not in example_of(pages()[REQUEST]).request


@pytest.mark.parametrize("path", PERMISSIONS)
def test_the_response(path: str) -> None:
    assert "returns a `204 No Content` response code." in text(path)
    assert example_of(pages()[path]).response == "HTTP/1.1 204 No Content"


@pytest.mark.parametrize("payload", [payloads.REPORT_BODY_2021, payloads.REPORT_BODY_LATER], ids=["2021", "later"])
def test_the_example_of_a_report_has_all_that_the_page_shows(payload: dict[str, Any]) -> None:
    """In the same order, with the same values; the client writes `@odata.type` with the `#` of OData 4.0."""
    head, _, body = example_of(pages()[REPORT]).request.partition("\n\n")
    assert head.split("\n")[0] == "POST https://graph.microsoft.com/beta/deviceManagement/reportRemoteAssistance"
    shown = json.loads(body)["reportingPayload"]
    assert list(shown) == ["@odata.type", *REPORT_PROPERTIES]
    shown["@odata.type"] = shown["@odata.type"].removeprefix("#")
    wanted = payload["reportingPayload"]
    assert list({name: shown[name] for name in shown if name in wanted}.items()) == list(wanted.items())


def test_the_example_of_a_request() -> None:
    root = "https://graph.microsoft.com/beta/deviceManagement/managedDevices/{managedDeviceId}"
    assert example_of(pages()[REQUEST]).request == f"POST {root}/requestRemoteAssistance"


def test_the_properties_of_a_report() -> None:
    rows = rows_in(sections(pages()["models/remote_assistance_reporting"])["Properties"])
    assert [row[0] for row in rows] == REPORT_PROPERTIES
    assert all(row[3] for row in rows)
    assert rows[0][4] == "key, not null, inherited from entity"


def test_the_enumerations() -> None:
    found = {
        path: [(row[0], row[2]) for row in rows_in(sections(pages()[path])["Members"])]
        for path in ("models/remote_assistance_session_type", "models/enrollment_state")
    }
    sessions = ["viewOnly", "fullControl", "elevation", "unattended"]
    states = ["unknown", "enrolled", "pendingReset", "failed", "notContacted", "blocked"]
    assert list(found.values()) == [
        [(name, str(number)) for number, name in enumerate(names)] for names in (sessions, states)
    ]


def test_the_routes_are_a_picture() -> None:
    drawn = sections(pages()[REQUEST])["HTTP request"]
    assert [block.kind for block in drawn] == ["code", "paragraph", "code", "paragraph", "picture"]
    assert code_in(drawn[:1]).count("\n") == 6
    assert "```mermaid\nflowchart LR\n" in text(REQUEST)


def test_every_page_is_linked() -> None:
    index = text("README")
    files = {path.relative_to(PAGES).as_posix() for path in PAGES.rglob("*.md")} - {"README.md"}
    assert len(files) == 6 and all(f"]({file})" in index for file in files)
    assert Path(PAGES / "_manifest.json").is_file()
