"""The identifier policy."""

from __future__ import annotations

import keyword
import re
from importlib import util
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdlgen import python_names as names

SNAKE = {
    "id": "id",
    "startDateTime": "start_date_time",
    "azureADDeviceId": "azure_a_d_device_id",
    "iOSVersion": "i_o_s_version",
    "oAuth2PermissionGrants": "o_auth2_permission_grants",
    "alertTTL": "alert_t_t_l",
    "b2BRegistrationMetrics": "b2_b_registration_metrics",
    "x509Certificate": "x509_certificate",
    "_id": "id",
    "request-id": "request_id",
    "queryString": "query_string",
    "query_string": "query_string",
    "ﬁle": "file",
    "Müller": "müller",
}
PLAIN = {
    "id": "id",
    "ID": "id",
    "supplier_ID": "supplier_id",
    "DraftUUID": "draft_uuid",
    "HTTPServer": "http_server",
    "startDateTime": "start_date_time",
    "azureADDeviceId": "azure_ad_device_id",
    "iOSVersion": "i_os_version",
    "deviceIDs": "device_ids",
    "IDsOfAll": "ids_of_all",
    "cloudPCs": "cloud_pcs",
    "AStatus": "a_status",
    "XAsset": "x_asset",
    "oAuth2PermissionGrants": "o_auth2_permission_grants",
    "x509Certificate": "x509_certificate",
    "Business_Partner_ID": "business_partner_id",
    "_id": "id",
    "request-id": "request_id",
    "Müller": "müller",
    "MüllerÄra": "müllerära",
}
UPPER = {
    "fullControl": "FULL_CONTROL",
    "none": "NONE",
    "None": "NONE",
    "ENABLED": "ENABLED",
    "macOS": "MAC_OS",
    "HTTPError": "HTTP_ERROR",
    "unknownFutureValue": "UNKNOWN_FUTURE_VALUE",
}


@pytest.mark.parametrize("wire", SNAKE)
def test_snake_case(wire: str) -> None:
    assert names.MSGRAPH.snake_case(wire) == SNAKE[wire]


@pytest.mark.parametrize("wire", PLAIN)
def test_plain_names_keep_capitals_in_a_row_together(wire: str) -> None:
    assert names.PLAIN.snake_case(wire) == PLAIN[wire]


@pytest.mark.parametrize(
    ("wire", "plain", "msgraph"),
    [
        ("messages", "messages", "messages"),
        ("list", "list", "list_"),
        ("True", "true", "true_"),
        ("delete", "delete", "delete_path"),
        ("getSchema", "get_schema", "get_schema"),
        ("property", "property", "property_"),
    ],
)
def test_the_official_sdk_keeps_names_for_itself(wire: str, plain: str, msgraph: str) -> None:
    assert (names.PLAIN.of_builder(wire), names.MSGRAPH.of_builder(wire)) == (plain, msgraph)


@pytest.mark.parametrize("wire", UPPER)
def test_upper_snake(wire: str) -> None:
    assert names.upper_snake(wire) == UPPER[wire]


@given(st.text(max_size=80))
def test_whatever_comes_in_an_identifier_goes_out(text: str) -> None:
    for convert in (names.PLAIN.snake_case, names.MSGRAPH.snake_case, names.upper_snake, names.pascal_case):
        found = convert(text)
        assert found.isidentifier()
        assert not found.startswith("_")


WIRE = ["name", "Name", "NAME", "na me", "class", "Class", "none", "None", "name_2", "name_", "a", "A"]


@given(st.lists(st.sampled_from(WIRE), unique=True), st.randoms())
def test_names_are_unique_and_no_order_decides_them(wire: list[str], random: Random) -> None:
    found = names.assign(wire, names.MSGRAPH.snake_case, keyword.kwlist)
    assert len(set(found.values())) == len(wire)
    assert not set(found.values()) & set(keyword.kwlist)
    shuffled = random.sample(wire, len(wire))
    assert names.assign(shuffled, names.MSGRAPH.snake_case, keyword.kwlist) == found


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        (["Name", "name"], {"name": "name", "Name": "name_"}),
        (["NAME", "Name"], {"Name": "name", "NAME": "n_a_m_e"}),
        (["a b", "a-b", "a_b"], {"a_b": "a_b", "a b": "a_b_", "a-b": "a_b_2"}),
        (["class"], {"class": "class_"}),
    ],
)
def test_the_one_that_is_spelled_like_it_has_the_name(wire: list[str], expected: dict[str, str]) -> None:
    assert names.assign(wire, names.MSGRAPH.snake_case, keyword.kwlist) == expected


def test_a_suffix_is_no_name_of_another() -> None:
    found = names.assign(["x", "X", "x_2"], names.MSGRAPH.snake_case, {"x_"})
    assert found == {"x": "x", "X": "x_3", "x_2": "x_2"}


@given(st.text(min_size=1, max_size=300))
def test_module_names_are_short(text: str) -> None:
    found = names.PLAIN.module(text)
    assert len(found) <= 60
    assert found.isidentifier()


def test_reserved_file_names_are_not_used() -> None:
    found = names.assign(["con", "nul", "class"], names.PLAIN.module, names.MODULE_RESERVED)
    assert list(found.values()) == ["con_", "nul_", "class_"]


def test_names_are_those_of_the_official_sdk() -> None:
    """Wire name and Python name stand side by side in the deserialisers of every model of the SDK."""
    spec = util.find_spec("msgraph_beta")
    if spec is None or spec.origin is None:
        pytest.skip("msgraph-beta-sdk is not installed")
    pair = re.compile(r'"([^"]+)": lambda n ?: ?setattr\(self, .(\w+)')
    pairs: set[tuple[str, str]] = set()
    for path in (Path(spec.origin).parent / "generated" / "models").rglob("*.py"):
        pairs.update(pair.findall(path.read_text(encoding="utf-8")))
    differ = {wire: theirs for wire, theirs in pairs if names.MSGRAPH.snake_case(wire) != theirs}
    # Names that a class of theirs has for other reasons, and annotations.
    assert len(pairs) > 10_000
    renamed = {"additionalData", "_summary", "from", "in", "list", "none", "property"}
    assert {wire for wire in differ if not wire.startswith("@")} <= renamed
