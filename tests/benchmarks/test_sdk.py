"""Against the official SDK: the same work with both, warm and in fresh processes."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from timeit import Timer
from typing import Any

import pytest

from tests.benchmarks.processes import Python
from tests.benchmarks.race import Race
from tests.benchmarks.report import Goal, Row

pytestmark = pytest.mark.usefixtures("sdk")

SDK = "msgraph-beta-sdk"
COLD_ROUNDS = 11
DEVICE = {
    "@odata.type": "#microsoft.graph.managedDevice",
    "id": "0f9d2b6a-3c48-4e57-a1b9-d4e6c8f07215",
    "userId": "e8b14c07-92af-4d3c-b6d0-7a5f1c2e9d83",
    "deviceName": "CONTOSO-HELP-07",
    "ownerType": "company",
    "enrolledDateTime": "2016-12-31T23:58:46.7156189-08:00",
    "lastSyncDateTime": "2017-01-01T00:03:30.9241974-08:00",
    "complianceState": "compliant",
}
BODY = json.dumps(DEVICE).encode()
FIELDS = (
    "id",
    "user_id",
    "device_name",
    "owner_type",
    "enrolled_date_time",
    "last_sync_date_time",
    "compliance_state",
)

# Both end with a request that has its URL. The SDK has no way to one without an adapter, and imports its transport
# with whatever else one imports of it.
OUR_REQUEST = """
from graph_remote_assistance import routes
request = routes.request_remote_assistance.resolve(managed_device_id="x").to_request()
assert request.url.endswith("/managedDevices/x/requestRemoteAssistance")
"""
SDK_REQUEST = """
from msgraph_beta.generated.base_graph_service_client import BaseGraphServiceClient
class Adapter:
    base_url = "https://graph.microsoft.com/beta"
    def enable_backing_store(self, factory): pass
devices = BaseGraphServiceClient(Adapter()).device_management.managed_devices
request = devices.by_managed_device_id("x").request_remote_assistance.to_post_request_information()
assert request.url.endswith("/managedDevices/x/requestRemoteAssistance")
"""

CREDENTIAL = """
from azure.core.credentials import AccessToken
class Credential:
    def get_token(self, *scopes, **options): return AccessToken("t", 4102444800)
"""
OUR_CLIENT = f"""{CREDENTIAL}
from graph_remote_assistance import RemoteAssistanceClient
devices = RemoteAssistanceClient(Credential()).device_management.managed_devices
request = devices["x"].request_remote_assistance.post.to_request()
assert request.url.endswith("/managedDevices/x/requestRemoteAssistance")
"""
SDK_CLIENT = f"""{CREDENTIAL}
from msgraph_beta import GraphServiceClient
devices = GraphServiceClient(Credential()).device_management.managed_devices
request = devices.by_managed_device_id("x").request_remote_assistance.to_post_request_information()
assert request.url.endswith("/managedDevices/x/requestRemoteAssistance")
"""

OUR_DECODING = f"""
import json
from bench_device.models import ManagedDevice, from_json
device = from_json(ManagedDevice, json.loads({BODY!r}))
assert device.device_name == "CONTOSO-HELP-07"
"""
SDK_DECODING = f"""
from kiota_serialization_json.json_parse_node_factory import JsonParseNodeFactory
from msgraph_beta.generated.models.managed_device import ManagedDevice
device = JsonParseNodeFactory().get_root_parse_node("application/json", {BODY!r}).get_object_value(ManagedDevice)
assert device.device_name == "CONTOSO-HELP-07"
"""


@pytest.mark.usefixtures("device")
@pytest.mark.parametrize("read", [False, True], ids=["decode", "decode and read"])
def test_decode_a_managed_device(race: Race, read: bool) -> None:
    models: Any = import_module("bench_device.models")
    theirs: Any = import_module("msgraph_beta.generated.models.managed_device").ManagedDevice
    factory: Any = import_module("kiota_serialization_json.json_parse_node_factory").JsonParseNodeFactory()

    def ours() -> Any:
        device = models.from_json(models.ManagedDevice, json.loads(BODY))
        return [getattr(device, name) for name in FIELDS] if read else device

    def peer() -> Any:
        device = factory.get_root_parse_node("application/json", BODY).get_object_value(theirs)
        return [getattr(device, name) for name in FIELDS] if read else device

    if read:
        assert [str(each) for each in ours()[:3]] == [str(each) for each in peer()[:3]]
    often, seldom = Timer(ours), Timer(peer)
    what = "decode a managedDevice" + (" and read all 7 fields" if read else "")
    race(
        what,
        Goal(1000, less=True),
        lambda: often.timeit(2000),
        lambda: seldom.timeit(5),
        against=SDK,
        rounds=11,
        times=(2000, 5),
    )


def test_import_and_build_a_request(race: Race, python: Python) -> None:
    what = "import and build a request"
    _cold(race, python, what, Goal(10, less=True), OUR_REQUEST, SDK_REQUEST)
    if sys.platform == "linux":
        bare = python.resident("pass")
        ours, theirs = (python.resident(each) - bare for each in (OUR_REQUEST, SDK_REQUEST))
        race.add(Row(f"{what}: memory added", ours, theirs, SDK, Goal(5, less=True), "B"))


def test_import_and_build_a_request_with_a_client(race: Race, python: Python) -> None:
    _cold(race, python, "the same with a client", Goal(1.5, less=True), OUR_CLIENT, SDK_CLIENT)


def test_first_decode_in_a_process(race: Race, python: Python, device: Path) -> None:
    beside = replace(python, path=(*python.path, device))
    _cold(race, beside, "first decode in a process", Goal(100, less=True), OUR_DECODING, SDK_DECODING)


def _cold(race: Race, python: Python, what: str, goal: Goal, ours: str, peer: str) -> None:
    race(
        f"{what}, net",
        goal,
        python.program(ours),
        python.program(peer),
        against=SDK,
        rounds=COLD_ROUNDS,
        floor=python.program("pass"),
    )
