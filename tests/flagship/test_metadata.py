"""The hand-written metadata: held against itself, and against real documents where CSDLGEN_CORPUS says where they are.

The reference for the second part is the published schema of Microsoft Graph beta at two dates, and the sentences of
the reference pages and of every published description, none of which may occur in metadata/.
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from csdlgen.csdl import read_csdl
from csdlgen.edm.model import (
    Annotation,
    CollectionExpression,
    Constant,
    EdmModel,
    EntityContainer,
    EntityType,
    EnumType,
    Expression,
    NavigationProperty,
    Operation,
    QName,
    Record,
    Type,
)
from tests import payloads

METADATA = Path(__file__).resolve().parents[2] / "metadata"
GRAPH = "microsoft.graph"
MAX_HOPS = 5
REVISITS = 1
DESCRIPTION = QName("Org.OData.Core.V1", "Description")
OPERATION_RESTRICTIONS = QName("Org.OData.Capabilities.V1", "OperationRestrictions")

REPORT_PROPERTIES = [
    "id",
    "startDateTime",
    "endDateTime",
    "remoteAssistanceSessionType",
    "helperEmail",
    "helperTenantId",
    "helperUserId",
    "helperFirstName",
    "helperLastName",
    "helperOs",
    "deviceId",
    "helperDeviceAadId",
    "helperDeviceName",
    "helperEnrollmentState",
    "sharerEmail",
    "sharerTenantId",
    "sharerUserId",
    "sharerFirstName",
    "sharerLastName",
    "sharerDeviceAadId",
    "sharerDeviceName",
    "sharerOs",
    "sharerEnrollmentState",
    "sharerDeviceSerialNumber",
    "helperCompanyName",
    "sessionCreateDateTime",
    "sessionDiagnosticCode",
]

# What differs from the published schema, on purpose: element → (ours, published). Descriptions are not compared.
EXPECTED_DIFFERENCES: dict[str, dict[str, tuple[Any, Any]]] = {
    "graph-beta_2021-07-13": {},
    "graph-beta_2021-03-16": {},
}

# --- reading ---------------------------------------------------------------------------------------------------------


def read(path: Path) -> EdmModel:
    return read_csdl(path.read_bytes(), source=path.name)


@cache
def base() -> EdmModel:
    return read(METADATA / "graph-beta.csdl.xml")


@cache
def overlay() -> EdmModel:
    return read(METADATA / "remote-assistance.overlay.xml")


@cache
def published(name: str) -> EdmModel:
    (found,) = (corpus() / "graph").glob(f"{name}_*.csdl.xml")
    return read(found)


def corpus() -> Path:
    folder = os.environ.get("CSDLGEN_CORPUS")
    if not folder:
        pytest.skip("CSDLGEN_CORPUS is not set: no real documents to compare with")
    return Path(folder)


# --- facts: element path → what is published about it, annotations left out ------------------------------------------


def facts(model: EdmModel) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in model.types.values():
        found.update(type_facts(each))
    for overloads in model.operations.values():
        found.update({f"operation {each.signature}": operation_facts(each) for each in overloads})
    for container in model.containers:
        found.update(container_facts(container))
    return found


def type_facts(each: Type) -> Iterator[tuple[str, Any]]:
    if isinstance(each, EntityType):
        yield f"type {each.name}", (each.base, each.abstract, each.open, each.has_stream, each.key)
        for member in each.properties:
            yield f"property {each.name}/{member.name}", (member.type, member.default)
        for link in each.navigations:
            ends = (link.type, link.contains_target, link.partner, link.constraints, link.on_delete)
            yield f"navigation {each.name}/{link.name}", ends
    if isinstance(each, EnumType):
        members = tuple((member.name, member.value) for member in each.members)
        yield f"type {each.name}", (each.underlying, each.flags, members)


def operation_facts(each: Operation) -> Any:
    parameters = tuple((parameter.name, parameter.type) for parameter in each.parameters)
    returns = each.returns.type if each.returns else None
    return each.kind, each.bound, parameters, returns, each.composable, each.entity_set_path


def container_facts(container: EntityContainer) -> Iterator[tuple[str, Any]]:
    yield f"container {container.name}", container.extends
    for each in container.singletons:
        yield f"singleton {container.name}/{each.name}", (each.type, each.bindings)


def differences(ours: EdmModel, theirs: EdmModel) -> dict[str, tuple[Any, Any]]:
    """Every fact of ours that theirs states otherwise or, as None, not at all."""
    real = facts(theirs)
    return {
        path: (fact, real.get(path)) for path, fact in facts(ours).items() if path not in real or real[path] != fact
    }


# --- routes, the slow and plain way ----------------------------------------------------------------------------------


def navigations(model: EdmModel, name: QName) -> list[tuple[QName, NavigationProperty]]:
    chain = reversed(list(model.ancestry(name)))
    return [(each.name, link) for each in chain for link in each.navigations if link.type.name in model.types]


def routes(model: EdmModel) -> list[tuple[str, ...]]:
    """The routes from deviceManagement to managedDevice, each as `declaring type/navigation property` steps."""
    goal = QName(GRAPH, "managedDevice")
    found: list[tuple[str, ...]] = []

    def walk(path: tuple[QName, ...], steps: tuple[str, ...]) -> None:
        if path[-1] == goal:
            found.append(steps)
        if len(steps) == MAX_HOPS:
            return
        for owner, link in navigations(model, path[-1]):
            if path.count(link.type.name) <= REVISITS:
                walk((*path, link.type.name), (*steps, f"{owner}/{link.name}"))

    walk((QName(GRAPH, "deviceManagement"),), ())
    return found


# --- against the published schema ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EXPECTED_DIFFERENCES)
def test_metadata_states_what_is_published(name: str) -> None:
    assert differences(base(), published(name)) == EXPECTED_DIFFERENCES[name]


@pytest.mark.parametrize("name", EXPECTED_DIFFERENCES)
def test_metadata_has_every_route_in_published_order(name: str) -> None:
    assert routes(base()) == routes(published(name))


@pytest.mark.parametrize("name", EXPECTED_DIFFERENCES)
def test_overlay_holds_only_what_is_not_published(name: str) -> None:
    assert set(facts(overlay())).isdisjoint(facts(published(name)))


def test_a_wrong_fact_is_found() -> None:
    """The comparison notices each kind of mistake: it is the gate, so it is tested too."""
    text = (METADATA / "graph-beta.csdl.xml").read_text(encoding="utf-8")
    mistakes = {
        'Type="Collection(graph.user)" ContainsTarget="true"': 'Type="Collection(graph.user)"',
        'Name="drive" Type="graph.drive"': 'Name="drive" Type="Collection(graph.drive)"',
        'Name="team" BaseType="graph.entity" OpenType="true"': 'Name="team" BaseType="graph.entity"',
        'Name="blocked" Value="5"': 'Name="blocked" Value="6"',
        'Name="id" Type="Edm.String" Nullable="false"': 'Name="id" Type="Edm.String"',
        'Name="bindingParameter"': 'Name="device"',
        'Name="deviceManagement" Type="microsoft.graph.deviceManagement"': (
            'Name="deviceManagement" Type="microsoft.graph.managedDevice"'
        ),
    }
    for right, wrong in mistakes.items():
        assert text.count(right) == 1, right
        ours = read_csdl(text.replace(right, wrong).encode(), source="mistake")
        assert len(differences(ours, base())) == 1, right


# --- the metadata by itself ------------------------------------------------------------------------------------------


def test_only_the_elements_on_routes_are_here() -> None:
    model = base()
    found = routes(model)
    used = {step for route in found for step in route}
    declared = {f"{each.name}/{link.name}" for each in entity_types(model) for link in each.navigations}
    assert len(found) == 41
    assert declared == used
    assert len(declared) == 31
    reached = {
        QName(GRAPH, "deviceManagement"),
        *(link.type.name for each in entity_types(model) for link in each.navigations),
    }
    assert len(reached) == 16
    assert {each.name for name in reached for each in model.ancestry(name)} == {
        each.name for each in entity_types(model)
    }
    properties = [f"{each.name}/{member.name}" for each in entity_types(model) for member in each.properties]
    assert properties == ["microsoft.graph.entity/id"]


def entity_types(model: EdmModel) -> list[EntityType]:
    return [each for each in model.types.values() if isinstance(each, EntityType)]


def test_the_report_has_the_documented_properties_in_order() -> None:
    report = overlay().types[QName(GRAPH, "remoteAssistanceReporting")]
    assert isinstance(report, EntityType)
    assert report.base == QName(GRAPH, "entity")
    root = base().types[QName(GRAPH, "entity")]
    assert isinstance(root, EntityType)
    names = [each.name for each in (*root.properties, *report.properties)]
    assert names == REPORT_PROPERTIES
    assert len(names) == 27
    kinds = {str(each.type) for each in report.properties if each.type.name.namespace == GRAPH}
    assert kinds == {"microsoft.graph.remoteAssistanceSessionType", "microsoft.graph.enrollmentState"}
    moments = [each.name for each in report.properties if str(each.type) == "Edm.DateTimeOffset"]
    assert moments == ["startDateTime", "endDateTime", "sessionCreateDateTime"]


def test_the_session_types() -> None:
    kinds = overlay().types[QName(GRAPH, "remoteAssistanceSessionType")]
    assert isinstance(kinds, EnumType)
    assert [(each.name, each.value) for each in kinds.members] == [
        ("viewOnly", 0),
        ("fullControl", 1),
        ("elevation", 2),
        ("unattended", 3),
    ]


def test_the_reported_action() -> None:
    (action,) = overlay().operations[QName(GRAPH, "reportRemoteAssistance")]
    assert action.bound and action.kind == "action" and action.returns is None
    assert [(each.name, str(each.type)) for each in action.parameters] == [
        ("bindingParameter", "microsoft.graph.deviceManagement"),
        ("reportingPayload", "microsoft.graph.remoteAssistanceReporting"),
    ]


# --- permissions and descriptions ------------------------------------------------------------------------------------


def annotated(target: str) -> tuple[Annotation, ...]:
    """The annotations that the overlay puts on an element of its own or of the metadata under it."""
    own = [each.annotations for found in overlay().operations.values() for each in found if each.signature == target]
    out = [each.annotations for schema in overlay().schemas for each in schema.targets if each.target == target]
    return tuple(each for group in (*own, *out) for each in group)


def permissions(target: str) -> dict[str, list[str]]:
    """Scheme → scopes, of the one OperationRestrictions annotation on an operation."""
    (value,) = [each.value for each in annotated(target) if each.term == OPERATION_RESTRICTIONS]
    return {
        text(each, "SchemeName"): [text(scope, "Scope") for scope in items(each, "Scopes")]
        for each in items(value, "Permissions")
    }


def items(record: Expression, name: str) -> tuple[Expression, ...]:
    assert isinstance(record, Record)
    value = record.get(name)
    assert isinstance(value, CollectionExpression)
    return value.items


def text(record: Expression, name: str) -> str:
    assert isinstance(record, Record)
    value = record.get(name)
    assert isinstance(value, Constant)
    return value.text


def test_permissions_are_the_documented_ones_least_privileged_first() -> None:
    report = ["DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"]
    request = ["DeviceManagementManagedDevices.ReadWrite.All"]
    assert permissions("microsoft.graph.reportRemoteAssistance(microsoft.graph.deviceManagement)") == {
        "DelegatedWork": report,
        "Application": report,
    }
    assert permissions("microsoft.graph.requestRemoteAssistance(microsoft.graph.managedDevice)") == {
        "DelegatedWork": request,
        "Application": request,
    }


def test_every_target_of_the_overlay_exists() -> None:
    states = base().types[QName(GRAPH, "enrollmentState")]
    assert isinstance(states, EnumType)
    elements = {f"{states.name}/{each.name}" for each in states.members}
    operations = {
        each.signature for model in (base(), overlay()) for found in model.operations.values() for each in found
    }
    targets = {each.target for schema in overlay().schemas for each in schema.targets}
    assert elements <= targets
    assert targets <= elements | operations


@pytest.mark.parametrize("model", [base, overlay])
def test_everything_is_described_in_one_sentence(model: Any) -> None:
    described = dict(describable(model()))
    for target in (each for schema in overlay().schemas for each in schema.targets):
        if target.target in described:
            described[target.target] += target.annotations
    for path, found in described.items():
        (value,) = [each.value for each in found if each.term == DESCRIPTION]
        assert isinstance(value, Constant), path
        assert re.fullmatch(r"[A-Z].*[^.]\.", value.text), path
        assert len(value.text) <= 120, path


def describable(model: EdmModel) -> Iterator[tuple[str, tuple[Annotation, ...]]]:
    for each in model.types.values():
        yield str(each.name), each.annotations
        parts: tuple[Any, ...] = ()
        if isinstance(each, EntityType):
            parts = (*each.properties, *each.navigations)
        if isinstance(each, EnumType):
            parts = each.members
        for part in parts:
            yield f"{each.name}/{part.name}", part.annotations
    for operation in (each for found in model.operations.values() for each in found):
        yield operation.signature, operation.annotations
        for parameter in operation.parameters:
            yield f"{operation.signature}/{parameter.name}", parameter.annotations


# --- documented routes and payloads ----------------------------------------------------------------------------------


def http_lines(operation: str) -> list[str]:
    lines = (METADATA / "documented" / f"{operation}.http").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    return [line for line in lines if not line.startswith("#")]


@pytest.mark.parametrize(("operation", "count"), [("requestRemoteAssistance", 7), ("reportRemoteAssistance", 1)])
def test_documented_lines(operation: str, count: int) -> None:
    lines = http_lines(operation)
    assert len(set(lines)) == len(lines) == count
    assert all(re.fullmatch(rf"POST /deviceManagement/([A-Za-z{{}}]+/)*{operation}", line) for line in lines)


def test_documented_lines_are_routes_of_the_metadata() -> None:
    known = {tuple(step.rpartition("/")[2] for step in route) for route in routes(base())}
    for line in http_lines("requestRemoteAssistance"):
        _, _, *segments, _ = line.split("/")
        assert tuple(each for each in segments if not each.startswith("{")) in known


def test_payloads_keep_the_documented_order() -> None:
    earlier = payloads.REPORT_BODY_2021["reportingPayload"]
    later = payloads.REPORT_BODY_LATER["reportingPayload"]
    assert [len(each) for each in (earlier, later, payloads.FULL_REPORT)] == [21, 24, 28]
    for payload in (earlier, later, payloads.FULL_REPORT):
        first, *rest = payload
        assert first == "@odata.type"
        assert rest == [name for name in REPORT_PROPERTIES if name in payload]


# --- no sentence of anybody else's -----------------------------------------------------------------------------------

WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
PUBLISHED_TEXT = re.compile(r'Term="(?:Org\.OData\.Core\.V1|Core)\.(?:Long)?Description"\s+String="([^"]*)"')


def words(piece: str) -> tuple[str, ...]:
    return tuple(WORD.findall(piece.lower()))


def sentences(page: str) -> Iterator[tuple[str, ...]]:
    """The sentences of a page or a description as words; a table cell or a line ends one too."""
    plain = re.sub(r"<[^>]*>|\]\([^)]*\)", " ", page)
    for piece in re.split(r"[.:;!?](?:\s|$)|[|\n]", plain):
        found = words(piece)
        if len(found) >= 6:
            yield found


def test_no_sentence_is_copied() -> None:
    folder = corpus()
    pages = [each.read_text(encoding="utf-8") for each in (folder / "docs-pages").rglob("*.md")]
    texts: set[str] = set()
    for document in (folder / "graph").glob("*.xml"):
        texts.update(PUBLISHED_TEXT.findall(document.read_text(encoding="utf-8")))
    assert len(texts) > 10_000
    foreign = {each for page in (*pages, *map(html.unescape, texts)) for each in sentences(page)}
    # JSON and HTTP examples are facts: their lines are no prose.
    ours = " ".join(
        word
        for file in sorted(METADATA.rglob("*.*"))
        for word in words(html.unescape(file.read_text(encoding="utf-8")))
    )
    assert not [each for each in foreign if f" {' '.join(each)} " in f" {ours} "]
