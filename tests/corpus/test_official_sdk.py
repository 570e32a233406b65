"""Everything of Microsoft Graph, generated, against the official SDK of today: what the SDK reaches of a document is
reached too, by the same names where nothing stands in the way. What is not, stands in `official_sdk.txt`, with the
reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from csdlgen.csdl import read_csdl
from csdlgen.edm.model import EdmModel
from csdlgen.package.plan.files import builder_types
from csdlgen.package.plan.models import model_names
from csdlgen.python_names import MSGRAPH
from csdlgen.routes import UrlStyle
from csdlgen.select import everything
from tests.support.client_tree import Tree
from tests.support.document_urls import Urls
from tests.support.everything import client_of
from tests.support.official_sdk import models, places, wheel
from tests.support.sdk_comparison import Comparison, compare

pytestmark = pytest.mark.slow

TABLE = Path(__file__).with_name("official_sdk.txt")


@dataclass(frozen=True)
class Case:
    """A document, the SDK that is compared with it, and the least that has to be reached of it."""

    name: str
    document: str
    distribution: str
    least: tuple[float, float, float]
    properties: tuple[str, ...] = ()
    """Properties with restrictions in what Microsoft generates from, and without any in what it publishes."""


SIGN_UP = "identity/authenticationEventsFlows/microsoft.graph.externalUsersSelfServiceSignUpEventsFlow"
# The percentages are those of `Comparison.figures`; what is aimed at is 97, 99.5 and 97.
CASES = (
    Case(
        "sdk_v1",
        "graph/graph-v1.0-prod_2025-12-16_cf732603.csdl.xml",
        "msgraph-sdk",
        (99.5, 99.7, 99.3),
        (
            "users/mailboxSettings", "users/serviceProvisioningErrors", "groups/serviceProvisioningErrors",
            "contacts/serviceProvisioningErrors", "servicePrincipals/synchronization/secrets",
            "security/alerts_v2/comments", "identity/b2xUserFlows/apiConnectorConfiguration",
            "identity/authenticationEventsFlows/conditions",
            f"{SIGN_UP}/onAttributeCollection", f"{SIGN_UP}/onAuthenticationMethodLoadStart",
        ),
    ),
    Case(
        "sdk_beta",
        "graph/graph-beta_2021-07-13_496c7d38.csdl.xml",
        "msgraph-beta-sdk",
        (99.0, 99.4, 99.0),
        (
            "users/mailboxSettings", "servicePrincipals/synchronization/secrets",
            "communications/onlineMeetings/meetingAttendanceReport/attendanceRecords",
            "sites/pages/microsoft.graph.sitePage/webParts", "identity/b2xUserFlows/apiConnectorConfiguration",
        ),
    ),
)  # fmt: skip


class Exempt(NamedTuple):
    """A line of the table: what may differ, at which chains or URLs, and why."""

    what: str
    pattern: str
    reason: str


@dataclass(frozen=True)
class Compared:
    """A case with what came of it."""

    case: Case
    model: EdmModel
    wheel: Path
    comparison: Comparison


Find = Callable[[str], Compared]


@pytest.fixture(scope="module")
def compared(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Find:
    """Generates and compares a case when it is first asked for."""

    @cache
    def find(name: str) -> Compared:
        case = next(each for each in CASES if each.name == name)
        return _compared(case, corpus, tmp_path_factory.mktemp(name))

    return find


def _compared(case: Case, corpus: Path, folder: Path) -> Compared:
    sdk = wheel(case.distribution)
    document = corpus / case.document
    model = read_csdl(document.read_bytes(), source=case.document)
    client = client_of(case.name, document, folder, case.properties)
    return Compared(case, model, sdk, compare(Tree(client), places(sdk), Urls(model)))


@pytest.fixture(scope="module")
def table() -> tuple[Exempt, ...]:
    lines = (line.split(maxsplit=2) for line in TABLE.read_text(encoding="utf-8").splitlines())
    return tuple(Exempt(*line) for line in lines if line and not line[0].startswith("#"))


@pytest.mark.parametrize("name", [case.name for case in CASES])
def test_as_much_of_the_official_sdk_is_reached_as_before(compared: Find, name: str) -> None:
    found = compared(name)
    for figure, least in zip(found.comparison.figures, found.case.least, strict=True):
        assert figure >= least, f"{found.comparison.figures} percent; at least {found.case.least} are asked for"


@pytest.mark.parametrize("name", [case.name for case in CASES])
def test_models_and_their_attributes_have_the_names_of_the_official_sdk(compared: Find, name: str) -> None:
    found = list(_model_names(compared(name)))
    equal = sum(ours == theirs for _, _, ours, theirs in found)
    assert len(found) > 13_000
    assert equal / len(found) >= 0.999


def test_every_exception_has_a_reason(compared: Find, table: tuple[Exempt, ...]) -> None:
    given = [(each.what, each.pattern) for each in table]
    unexplained = [each for each in _exceptions(compared) if not any(_fits(each, one) for one in given)]
    assert unexplained[:50] == []


def test_every_reason_has_an_exception(compared: Find, table: tuple[Exempt, ...]) -> None:
    found = list(_exceptions(compared))
    assert [each for each in table if not any(_fits(one, (each.what, each.pattern)) for one in found)] == []


def _exceptions(compared: Find) -> Iterator[tuple[str, str]]:
    """What the table is about: kind, and chain or URL."""
    for case in CASES:
        each = compared(case.name)
        found = each.comparison
        yield from (("absent", place.url) for place in found.absent)
        yield from (("named", place.text) for place in found.named)
        yield from (("elsewhere", place.text) for place in found.elsewhere)
        gone = {place.url for place in found.absent}
        yield from ((missing.method, missing.url) for missing in found.missing if missing.url not in gone)
        yield from _other_names(each)


def _other_names(each: Compared) -> Iterator[tuple[str, str]]:
    """Classes and attributes of models with other names than in the SDK."""
    return ((what, f"{name}={theirs}") for what, name, ours, theirs in _model_names(each) if ours != theirs)


def _model_names(each: Compared) -> Iterator[tuple[str, str, str, str]]:
    """The classes and attributes of models that the SDK has as well: kind, name in CSDL, our name, theirs."""
    official = models(each.wheel)
    annotator = builder_types(everything(each.model), UrlStyle(), MSGRAPH).annotator
    for name, home in annotator.homes.items():
        theirs = official.get(".".join(home.parts[1:]))
        if theirs is None:
            continue
        yield "class", str(name), home.cls, theirs.name
        known = each.model.structured(name)
        attributes = model_names(annotator, known) if known else {}
        for wire, python in attributes.items():
            if wire in theirs.attributes:
                yield "attribute", f"{name}/{wire}", python, theirs.attributes[wire]


def _fits(found: tuple[str, str], line: tuple[str, str]) -> bool:
    return found[0] == line[0] and fnmatchcase(found[1], line[1])
