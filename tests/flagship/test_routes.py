"""Path variants of the flagship: reachable through builders, `resolve` and `match`, and all three agree."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
from random import Random
from typing import Any, cast
from urllib.parse import unquote

import pytest
from graph_remote_assistance import routes
from graph_remote_assistance._runtime.matching import matcher
from graph_remote_assistance.builders.service import Service
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import GENERATED, ROOT

REQUEST = routes.request_remote_assistance
REPORT = routes.report_remote_assistance
EVERY = [(operation, route) for operation in (REQUEST, REPORT) for route in operation.routes]
DOCUMENTED = [
    line.split(" ", 1)[1]
    for path in sorted((ROOT / "metadata" / "documented").glob("*.http"))
    for line in path.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
KEYS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(
    lambda text: text not in (".", "..")
)
HOSTILE = st.sampled_from(
    [" ", "a b", "a/b", "%", "%2F", "'", "O'Neil", "''", "é", "日本", "😀", "#?&=", "a+b", "(x)", "x)"]
)


class Nobody:
    """Where a path begins; nothing is sent from here."""

    _sender = None
    _path = ""


def service() -> Service[Any]:
    return Service(cast("Any", Nobody()), "")


def follow(template: str, keys: dict[str, str]) -> str:
    """The URL that the chain of builders gives for a template."""
    builder: Any = service()
    values = iter(keys.values())
    for part in template.strip("/").split("/"):
        if part.startswith("{"):
            name = re.sub(r"_\d+$", "", snake(part[1:-1]))
            value = next(values)
            by_name = getattr(builder, f"by_{name}")(value)
            builder = builder[value]
            assert by_name._path == builder._path
        else:
            builder = getattr(builder, snake(part))
    return str(builder.post.to_request().url)


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def test_all_documented_variants_are_routes() -> None:
    assert len(DOCUMENTED) == 8
    found = [str(route) for _, route in EVERY if route.documented]
    assert sorted(found) == sorted(DOCUMENTED)
    assert len(REQUEST.routes) == 41


def test_documented_urls_stand_in_the_module_as_a_reader_writes_them() -> None:
    lines = (GENERATED / "graph_remote_assistance" / "routes.py").read_text(encoding="utf-8").splitlines()
    written = [line.strip() for line in lines if "POST /" in line]
    assert sorted(written) == sorted(f'"POST {route}",' for _, route in EVERY if route.documented)
    assert max(len(line) for line in lines if "POST /" not in line) <= 110


def test_documented_routes_come_first_in_the_order_of_the_page() -> None:
    marks = [route.documented for route in REQUEST.routes]
    assert marks == sorted(marks, reverse=True)
    first = [route.hops for route in REQUEST.routes if route.documented]
    assert first == sorted(first)


def test_routes_know_their_reasons() -> None:
    by_template = {str(route): route for route in REQUEST.routes}
    direct = by_template["/deviceManagement/managedDevices/{managedDeviceId}/requestRemoteAssistance"]
    assert (direct.hops, direct.contained, direct.documented) == (1, True, True)
    through = by_template[
        "/deviceManagement/deviceHealthScripts/{deviceHealthScriptId}/deviceRunStates/"
        "{deviceHealthScriptDeviceStateId}/managedDevice/requestRemoteAssistance"
    ]
    assert (through.hops, through.contained) == (3, False)
    assert dict(direct.permissions) == {
        "DelegatedWork": ("DeviceManagementManagedDevices.ReadWrite.All",),
        "Application": ("DeviceManagementManagedDevices.ReadWrite.All",),
    }


@pytest.mark.parametrize(("operation", "route"), EVERY, ids=lambda each: str(each)[-60:])
@settings(max_examples=50)
@given(data=st.data())
def test_keys_to_url_and_back(operation: routes.Operation, route: routes.Route, data: st.DataObject) -> None:
    keys = {key.name: data.draw(KEYS | HOSTILE) for key in route.keys}
    via = "/".join(part for part in str(route).split("/")[1:-1])
    names = [part for part in via.split("/") if not part.startswith("{")]
    bound = operation.resolve(via="/".join(names), **keys)
    assert bound.route == route
    assert bound.url.isascii()
    matched = routes.match(bound.url)
    assert matched.operation is operation
    assert matched.route == route
    assert matched.keys == keys
    assert list(matched.keys) == [key.name for key in route.keys]
    assert follow(str(route), keys) == bound.url
    assert routes.match(f"https://graph.microsoft.com/beta{bound.url}?x=1").keys == keys
    assert [unquote(part) for part in bound.url.split("/")].count("") == 1


@pytest.mark.parametrize("key", ["", ".", ".."])
def test_keys_that_no_url_can_carry_are_refused(key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        service().device_management.managed_devices[key]
    with pytest.raises(ValueError, match="key"):
        REQUEST.resolve(managed_device_id=key)


def test_resolve_prefers_documented_then_short_then_by_name() -> None:
    assert str(REQUEST.resolve(managed_device_id="x").route).startswith("/deviceManagement/managedDevices/")
    assert "comanagedDevices" in REQUEST.resolve(managed_device_id="x", via="comanagedDevices").url
    two = REQUEST.resolve(detected_app_id="a", managed_device_id="d")
    assert two.url == "/deviceManagement/detectedApps/a/managedDevices/d/requestRemoteAssistance"
    again = REQUEST.resolve(managed_device_id="1", user_id="u", managed_device_id_2="2")
    assert again.url == "/deviceManagement/comanagedDevices/1/users/u/managedDevices/2/requestRemoteAssistance"


def test_nothing_fits_lists_the_variants() -> None:
    with pytest.raises(routes.NoRoute, match="no route of requestRemoteAssistance takes device_id") as caught:
        REQUEST.resolve(device_id="x")
    lines = str(caught.value).splitlines()
    assert len(lines) == 7
    assert lines[1].endswith("/deviceManagement/managedDevices/{managedDeviceId}/requestRemoteAssistance")
    assert lines[-1] == "  and 36 more"


def test_a_bound_route_sends() -> None:
    request = REQUEST.resolve(managed_device_id="x y").to_request()
    assert (request.method, request.url, request.body) == (
        "POST",
        "/deviceManagement/managedDevices/x%20y/requestRemoteAssistance",
        None,
    )
    report = REPORT.resolve().to_request(reporting_payload=None)
    assert (report.url, report.body) == ("/deviceManagement/reportRemoteAssistance", {})
    with pytest.raises(TypeError, match="payload"):
        REPORT.resolve().to_request(payload=None)


UNUSED = """
import sys
import graph_remote_assistance
assert "graph_remote_assistance.routes" not in sys.modules
from graph_remote_assistance import routes
found = list(routes.operations.values())
routes.match("/deviceManagement/managedDevices/1/requestRemoteAssistance")
print([name for each in found for name in vars(each) if name == "routes"])
print(len(found[-1].routes))
"""


def test_the_ledger_costs_nothing_until_it_is_used() -> None:
    """Neither importing the package nor matching a URL enumerates routes; asking for them does."""
    ran = subprocess.run([sys.executable, "-c", UNUSED], cwd=GENERATED, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines() == ["[]", "41"]


DEEPER = (
    "/deviceManagement/managedDevices/1/users/2/managedDevices/3/users/4/managedDevices/5/users/6/managedDevices/7"
    "/requestRemoteAssistance"
)


def test_paths_beyond_the_list_match_too() -> None:
    found = routes.match(DEEPER)
    assert list(found.keys.values()) == ["1", "2", "3", "4", "5", "6", "7"]
    assert list(found.keys)[-1] == "managed_device_id_4"
    assert (found.route.documented, found.route.hops) == (False, 7)


REFUSED = {
    "/deviceManagemen/managedDevices/1/requestRemoteAssistance": "segment 'deviceManagemen'.*mean 'deviceManagement'",
    "/deviceManagement/managedDevice/1/requestRemoteAssistance": "segment 'managedDevice'.*mean 'managedDevices'",
    "/deviceManagement/managedDevices/1/requestRemoteAssist": "'requestRemoteAssist'.*'requestRemoteAssistance'",
    "/deviceManagement/managedDevices/1": "ends before an operation",
    "/deviceManagement/managedDevices//requestRemoteAssistance": "segment ''",
    "/deviceManagement/managedDevices/../requestRemoteAssistance": "'..' cannot be a key",
    "/deviceManagement/managedDevices/%2e%2e/requestRemoteAssistance": "'..' cannot be a key",
    "/deviceManagement/managedDevices/1/requestRemoteAssistance/more": "segment 'more': nothing can follow",
    "/deviceManagement/managedDevices('a/requestRemoteAssistance": "segment",
    "": "segment ''",
    "https://graph.microsoft.com/beta": "segment",
}


@pytest.mark.parametrize("url", REFUSED)
def test_a_refusal_names_segment_and_rule(url: str) -> None:
    with pytest.raises(routes.NoRoute, match=REFUSED[url]):
        routes.match(url)


@pytest.mark.parametrize(
    ("url", "culprit"),
    [
        (b"/deviceManagement", "URL \"b'/deviceManagement'\": it must be text"),
        (None, "URL 'None': it must be text"),
        (7, "URL '7': it must be text"),
        ("\ud800", "URL"),
        ("https://example.org/x", "URL 'https://example.org/x': it is not below"),
        ("/deviceManagement?%zz", "query '%zz'"),
        ("/deviceManagement/%C3", "segment '%C3'"),
    ],
)
def test_nothing_else_is_raised_for_what_is_no_url(url: Any, culprit: str) -> None:
    with pytest.raises(routes.NoRoute, match=re.escape(culprit)):
        routes.match(url)


SPELLINGS = [
    "deviceManagement/managedDevices/x/requestRemoteAssistance",
    "/beta/deviceManagement/managedDevices/x/requestRemoteAssistance",
    "/deviceManagement/managedDevices('x')/requestRemoteAssistance",
    "/deviceManagement/managedDevices(id='x')/microsoft.graph.requestRemoteAssistance",
    "/deviceManagement/managedDevices/x/microsoft.graph.requestRemoteAssistance?a=/b",
    "/deviceManagement/managedDevices/%78/requestRemoteAssistance/",
]


@pytest.mark.parametrize("url", SPELLINGS)
def test_other_spellings_match(url: str) -> None:
    assert routes.match(url).keys == {"managed_device_id": "x"}


@given(st.text(st.sampled_from("/()'\",=%.~$?#abdeviceManagement 2F"), max_size=200))
def test_any_url_is_a_route_or_a_refusal(text: str) -> None:
    for url in (text, f"/deviceManagement/managedDevices/{text}", f"/deviceManagement/managedDevices({text})"):
        try:
            routes.match(url)
        except routes.NoRoute:
            continue


SEGMENTS = st.sampled_from(
    ["deviceManagement", "managedDevices", "comanagedDevices", "users", "1", "2", "a-b", "managedDevices('1')", "",
     "requestRemoteAssistance", "graph.requestRemoteAssistance", "microsoft.graph.requestRemoteAssistance", "beta",
     "https:", "%31", "requestRemoteAssistance?x=/1", "requestRemoteAssistance#", "#", "?", "{id}", "a_b"]
)  # fmt: skip
USUAL = st.tuples(st.sampled_from(["1", "2", "a-b"]), st.sampled_from(["", "/beta", "#", "?"])).map(
    lambda pair: ["deviceManagement", "managedDevices", pair[0], f"requestRemoteAssistance{pair[1]}"]
)
FORMS = st.lists(USUAL | st.lists(SEGMENTS, max_size=5), max_size=3).map(
    lambda parts: "/".join(segment for part in parts for segment in part)
)


@settings(max_examples=300)
@given(urls=st.lists(FORMS, max_size=8))
def test_what_was_matched_before_changes_no_meaning(urls: list[str]) -> None:
    """`match` remembers the forms of URLs: what it says is what a matcher says that has never seen any."""
    remembering = matcher(routes.graph)
    for url in urls:
        assert said_by(remembering, url) == said_by(matcher(routes.graph), url), url


def said_by(match: Any, url: str) -> Any:
    try:
        return match(url)
    except routes.NoRoute as error:
        return str(error)


def test_what_no_url_is_ends_in_no_route_whatever_it_is() -> None:
    random = Random(7)
    signs = [
        *"'\"(){}[]=,;/?#%@$&+ .:-_\\\0\n\r\ud800é😀٣²",
        "%2F",
        "%00",
        "%ff",
        "9" * 5000,
        "1e999",
        "NaN",
        "null",
        "''",
        "..",
    ]
    signs += [
        "/$count",
        "/$value",
        "$filter=",
        "@x=",
        "{id}",
        "http://",
        "[::1",
        routes.graph.service_root,
        "T25:61",
        "P1Y",
    ]
    begun = ["/deviceManagement/managedDevices('a')/requestRemoteAssistance", "/users/x/managedDevices/y?$select=a"]
    for _ in range(3000):
        url = random.choice(begun)
        for _ in range(random.randint(1, 4)):
            at = random.randint(0, len(url))
            url = url[:at] + random.choice(signs) + url[at + random.choice((0, 0, 1, 3)) :]
        with contextlib.suppress(routes.NoRoute):
            routes.match(url)
    for odd in (None, 5, b"/x", ["a"]):
        with pytest.raises(routes.NoRoute):
            routes.match(odd)  # type: ignore[arg-type]
