"""Reading real documents into the model, and looking at one, against parsing them; all from files."""

from __future__ import annotations

from pathlib import Path

import lxml.etree
import pytest

from csdlgen.csdl import read_csdl
from csdlgen.pipeline import read_model
from csdlgen.project.inputs import Source
from tests.benchmarks.packages import BETA
from tests.benchmarks.processes import Python, csdlgen, parse
from tests.benchmarks.race import Race
from tests.benchmarks.report import Goal, Row

AGAINST = "lxml.etree.parse"
ROUNDS = 7
REDFISH = "documents/redfish-2021.4"

_READ = """
from csdlgen.csdl import read_csdl
with open({!r}, "rb") as file:
    model = read_csdl(file.read(), source="beta")
"""


def settle() -> None:
    """What lxml has freed, the allocator puts in order when somebody next asks for much memory, which takes as long as
    lxml's parsing: it is nobody's time."""
    bytearray(8 << 20)


def test_read(race: Race, corpus: Path) -> None:
    document = corpus / BETA
    race(
        "read 4.2 MB into the model",
        Goal(5),
        lambda: read_csdl(document.read_bytes(), source=BETA),
        lambda: lxml.etree.parse(document),
        against=AGAINST,
        rounds=ROUNDS,
        before=settle,
    )


def test_read_many(race: Race, corpus: Path) -> None:
    files = sorted((corpus / REDFISH).rglob("*.xml"))
    race(
        f"read {len(files)} files of Redfish into one model",
        Goal(5),
        lambda: read_model([Source(path.name, path.read_bytes()) for path in files]),
        lambda: [lxml.etree.parse(path) for path in files],
        against=AGAINST,
        rounds=ROUNDS,
        before=settle,
    )


@pytest.mark.filterwarnings("ignore:Benchmark fixture was not used")
def test_memory(race: Race, python: Python, corpus: Path) -> None:
    peak = python.peak(_READ.format(str(corpus / BETA)))
    race.add(Row("peak memory of reading 4.2 MB", peak, 400e6, "400 MB", Goal(1), "B"))


@pytest.mark.parametrize("name", ["managedDevice", "requestRemoteAssistance", "deviceManagement/managedDevices"])
def test_inspect(race: Race, python: Python, corpus: Path, tmp_path: Path, name: str) -> None:
    document = corpus / BETA
    race(
        f"inspect {name} in 4.2 MB, cold",
        Goal(5),
        csdlgen(python, tmp_path, "inspect", "--metadata", str(document), name),
        parse(python, document),
        against=AGAINST,
        rounds=ROUNDS,
    )
