"""What moved in the flagship's slice between real documents, as a person finds it who reads both.

`by_hand` does what that person does, with nothing of csdlgen: it looks at the types, roots and actions of the slice in
the trees of both documents.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.cli import csdlgen

pytestmark = pytest.mark.slow

EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
GRAPH = "microsoft.graph"
# Per pair: what is found, each with its rule, and the first step of the routes that come with it.
EXPECTED = {
    ("2019-10-22", "2020-06-23"): {
        ("schema-alias-changed", GRAPH),
        ("navigation-containment-added", f"{GRAPH}.user/joinedTeams"),
        ("entity-type-added", f"{GRAPH}.deviceComplianceScript"),
        ("entity-type-added", f"{GRAPH}.deviceComplianceScriptDeviceState"),
        ("entity-type-added", f"{GRAPH}.deviceShellScript"),
        ("navigation-added", f"{GRAPH}.deviceManagement/comanagedDevices"),
        ("navigation-added", f"{GRAPH}.deviceManagement/deviceComplianceScripts"),
        ("navigation-added", f"{GRAPH}.deviceManagement/deviceShellScripts"),
    },
    ("2021-06-22", "2021-07-13"): set(),
}


def document(corpus: Path, day: str) -> Path:
    return next((corpus / "graph").glob(f"graph-beta_{day}_*"))


@pytest.mark.parametrize("days", EXPECTED, ids="..".join)
def test_findings_are_those_of_a_reader(corpus: Path, days: tuple[str, str]) -> None:
    old, new = (document(corpus, day) for day in days)
    ran = csdlgen("diff", "--slice", old, new, "--format", "json", cwd=ROOT)
    assert ran.code == 0
    found = json.loads(ran.out)["findings"]
    assert {(each["rule"], each["path"]) for each in found} == EXPECTED[days]
    assert len(found) == len(EXPECTED[days])
    for each in found:
        step = each["path"].rpartition("/")[2]
        for route in each["children"]:
            assert route["rule"] == "route-added"
            assert f"/deviceManagement/{step}/" in route["after"]


@pytest.mark.parametrize("days", EXPECTED, ids="..".join)
def test_a_reader_finds_the_same(corpus: Path, days: tuple[str, str]) -> None:
    before, after = (by_hand(document(corpus, day)) for day in days)
    moved = {key for key in {*before, *after} if before.get(key) != after.get(key)}
    new_types = {key[0] for key in moved if not key[1] and key not in before}
    named = {path.removeprefix(f"{GRAPH}.").replace(GRAPH, "$alias") for _, path in EXPECTED[days]}
    assert {
        f"{type_}/{member}" if member else type_ for type_, member in moved if not (member and type_ in new_types)
    } == named


def by_hand(path: Path) -> dict[tuple[str, str], object]:
    """What a document says of the slice: (type, member), the member empty for the type itself."""
    schema = next(each for each in ET.parse(path).getroot().iter(f"{EDM}Schema") if each.get("Namespace") == GRAPH)
    alias = schema.get("Alias")

    def plain(name: str | None) -> str | None:
        return name and name.replace(f"{alias}." if alias else f"{GRAPH}.", f"{GRAPH}.")

    found: dict[tuple[str, str], object] = {("$alias", ""): alias}
    for type_ in schema.findall(f"{EDM}EntityType"):
        name = type_.get("Name", "")
        if name not in SLICE:
            continue
        found[name, ""] = plain(type_.get("BaseType")), type_.get("Abstract"), type_.get("OpenType")
        for navigation in type_.findall(f"{EDM}NavigationProperty"):
            step = navigation.get("Name", "")
            if step in SLICE[name]:
                found[name, step] = (
                    plain(navigation.get("Type")),
                    navigation.get("ContainsTarget"),
                    navigation.get("Nullable"),
                )
    for action in schema.findall(f"{EDM}Action"):
        if action.get("Name") == "requestRemoteAssistance":
            parameters = [(each.get("Name"), plain(each.get("Type"))) for each in action.findall(f"{EDM}Parameter")]
            found["requestRemoteAssistance", ""] = parameters
    return found


# The entity types of the slice with the navigation properties that its routes follow, as the newest document has them.
SLICE: dict[str, tuple[str, ...]] = {
    "baseItem": ("createdByUser", "lastModifiedByUser"),
    "detectedApp": ("managedDevices",),
    "deviceComplianceScript": ("deviceRunStates",),
    "deviceComplianceScriptDeviceState": ("managedDevice",),
    "deviceCustomAttributeShellScript": ("deviceRunStates", "userRunStates"),
    "deviceHealthScript": ("deviceRunStates",),
    "deviceHealthScriptDeviceState": ("managedDevice",),
    "deviceManagement": (
        "comanagedDevices", "detectedApps", "deviceComplianceScripts", "deviceCustomAttributeShellScripts",
        "deviceHealthScripts", "deviceManagementScripts", "deviceShellScripts", "managedDevices",
    ),
    "deviceManagementScript": ("deviceRunStates", "userRunStates"),
    "deviceManagementScriptDeviceState": ("managedDevice",),
    "deviceManagementScriptUserState": ("deviceRunStates",),
    "deviceShellScript": ("deviceRunStates", "userRunStates"),
    "directoryObject": (),
    "drive": (),
    "entity": (),
    "managedDevice": ("detectedApps", "users"),
    "site": (),
    "team": ("owners",),
    "user": ("drive", "drives", "followedSites", "joinedTeams", "managedDevices"),
}  # fmt: skip
