"""The identifier policy."""

from __future__ import annotations

import keyword
import re
from importlib import util
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdlgen import names

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
    assert names.snake_case(wire) == SNAKE[wire]


@pytest.mark.parametrize("wire", UPPER)
def test_upper_snake(wire: str) -> None:
    assert names.upper_snake(wire) == UPPER[wire]


@given(st.text(max_size=80))
def test_whatever_comes_in_an_identifier_goes_out(text: str) -> None:
    for convert in (names.snake_case, names.upper_snake, names.pascal_case):
        found = convert(text)
        assert found.isidentifier()
        assert not found.startswith("_")


@given(st.lists(st.sampled_from(["a", "b", "a_", "a_2", "class", "None"]), max_size=12))
def test_unique_names_are_unique_and_stable(wanted: list[str]) -> None:
    found = names.unique(wanted, keyword.kwlist)
    assert len(set(found)) == len(wanted)
    assert not set(found) & set(keyword.kwlist)
    assert names.unique(wanted[:-1], keyword.kwlist) == found[: len(wanted[:-1])]


def test_collisions_get_an_underscore_then_numbers_in_order() -> None:
    assert names.unique(["x", "x", "x", "class"], {"class"}) == ("x", "x_", "x_2", "class_")


@given(st.text(min_size=1, max_size=300))
def test_module_names_are_short(text: str) -> None:
    found = names.module_name(text)
    assert len(found) <= 60
    assert found.isidentifier()


def test_reserved_file_names_are_not_used() -> None:
    assert names.unique(["con", "nul", "class"], names.MODULE_RESERVED) == ("con_", "nul_", "class_")


def test_names_are_those_of_the_official_sdk() -> None:
    """Wire name and Python name stand side by side in the deserialisers of every model of the SDK."""
    spec = util.find_spec("msgraph_beta")
    if spec is None or spec.origin is None:
        pytest.skip("msgraph-beta-sdk is not installed")
    pair = re.compile(r'"([^"]+)": lambda n ?: ?setattr\(self, .(\w+)')
    pairs: set[tuple[str, str]] = set()
    for path in (Path(spec.origin).parent / "generated" / "models").rglob("*.py"):
        pairs.update(pair.findall(path.read_text(encoding="utf-8")))
    differ = {wire: theirs for wire, theirs in pairs if names.snake_case(wire) != theirs}
    # Names that a class of theirs has for other reasons, and annotations.
    assert len(pairs) > 10_000
    renamed = {"additionalData", "_summary", "from", "in", "list", "none", "property"}
    assert {wire for wire in differ if not wire.startswith("@")} <= renamed
