"""Routes: enumerating those of every operation of a real document, and matching URLs in generated packages."""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from csdlgen.csdl import read_csdl
from csdlgen.edm.model import EdmModel, EntityType
from csdlgen.navigation import Limits
from csdlgen.pipeline import build, select_package
from csdlgen.project.inputs import read_config, read_inputs
from csdlgen.routes import Ledger, find_routes
from csdlgen.select import Slice
from tests.benchmarks.packages import BETA, toml
from tests.benchmarks.race import Race
from tests.benchmarks.report import Goal

Match: TypeAlias = Callable[[str], Any]

ROUNDS = 5
TIMES = 5000
FLAGSHIP = (
    "/deviceManagement/managedDevices/3f5a1b2c-1111-2222-3333-444455556666/requestRemoteAssistance",
    "https://graph.microsoft.com/beta/deviceManagement/comanagedDevices/3f5a1b2c/requestRemoteAssistance?a=b",
    (
        "/deviceManagement/deviceManagementScripts/1/deviceRunStates/2/managedDevice/users/3/managedDevices/4"
        "/requestRemoteAssistance"
    ),
)
# How a piece is repeated until the URL is so long; each could be made quadratic.
HOSTILE = {
    "segments": ("deviceManagement/managedDevices/1", "/users/2/managedDevices/3"),
    "keys in parentheses": ("deviceManagement/managedDevices('1')", "/users('2')/managedDevices('3')"),
    "quotes in a key": ("deviceManagement/managedDevices('", "''"),
    "an open quote": ("deviceManagement/managedDevices(", "'"),
    "open parentheses": ("deviceManagement/managedDevices", "("),
    "pairs of parentheses": ("deviceManagement/managedDevices", "()"),
    "commas": ("deviceManagement/managedDevices(id=1", ",a=1"),
    "percent signs": ("deviceManagement/managedDevices/", "%25"),
    "a long name": ("deviceManagement/managedDevices/1/", "users"),
    "slashes": ("deviceManagement", "/"),
}


def everything(model: EdmModel) -> Slice:
    """All of the model, with nothing looked up that is kept from one run to the next."""
    fresh = EdmModel(model.schemas, model.references, model.version)
    entities = frozenset(name for name, each in fresh.types.items() if isinstance(each, EntityType))
    return Slice(fresh, frozenset(fresh.types), entities)


def routes(ledger: Ledger) -> int:
    return sum(len(entry.routes) for entry in ledger.entries)


def test_enumerate(race: Race, corpus: Path) -> None:
    data = (corpus / BETA).read_bytes()
    model = read_csdl(data, source=BETA)
    limits = Limits(max_hops=3)
    number = routes(find_routes(everything(model), limits))
    race(
        f"enumerate all {number:,} routes of all operations within 3 hops",
        Goal(10),
        lambda: routes(find_routes(everything(model), limits)),
        lambda: read_csdl(data, source=BETA),
        against="reading the document",
        rounds=ROUNDS,
    )


@pytest.mark.parametrize("url", FLAGSHIP, ids=len)
def test_match(race: Race, url: str) -> None:
    flagship = importlib.import_module("graph_remote_assistance.routes")
    _match(race, "on the flagship", Goal(12), flagship.match, url)


@pytest.fixture(scope="module")
def graph_beta(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Match]:
    """`routes.match` of a package for all of Graph beta, as templates give it."""
    folder = tmp_path_factory.mktemp("everything")
    table = {
        "output": ".",
        "metadata": [str(corpus / BETA)],
        "service-root": "https://graph.microsoft.com/beta",
        "client": "GraphClient",
        "key-style": "segment",
        "select": {"everything": True},
    }
    (folder / "csdlgen.toml").write_text("\n".join(toml({"packages": {"graph_beta": table}})), encoding="utf-8")
    config, _ = read_config(str(folder / "csdlgen.toml"), folder)
    (package,) = config.packages
    inputs = read_inputs(package, folder)
    for path, text in build(package, select_package(package, inputs)).items():
        if path.parent.name in ("_runtime", "graph_beta"):
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder))
    try:
        yield importlib.import_module("graph_beta.routes").match
    finally:
        sys.path.remove(str(folder))


@pytest.mark.parametrize("url", [*FLAGSHIP, "/me/messages/42/forward"], ids=len)
def test_match_in_everything(race: Race, graph_beta: Match, url: str) -> None:
    _match(race, "in all of Graph beta", Goal(25), graph_beta, url)


def _match(race: Race, where: str, goal: Goal, match: Match, url: str) -> None:
    match(url)  # the first time, what it passes is looked up

    def ours() -> None:
        for _ in range(TIMES):
            match(url)

    def split() -> None:
        for _ in range(TIMES):
            url.split("/")

    name = f"routes.match {where}, a URL of {len(url)}"
    race(name, goal, ours, split, against="str.split", rounds=ROUNDS, times=(TIMES, TIMES))


@pytest.mark.parametrize("what", HOSTILE)
def test_match_over_length_is_linear(race: Race, what: str) -> None:
    flagship = importlib.import_module("graph_remote_assistance.routes")
    start, piece = HOSTILE[what]

    def match(length: int, times: int) -> Callable[[], None]:
        url = start + piece * ((length - len(start)) // len(piece))

        def run() -> None:
            for _ in range(times):
                with contextlib.suppress(flagship.NoRoute):
                    flagship.match(url)

        return run

    long, short = match(8192, 10), match(1024, 80)
    race(f"routes.match, 8 KB of {what}", Goal(12), long, short, against="1 KB", rounds=ROUNDS, times=(10, 80))
