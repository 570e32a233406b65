"""The packages that are measured: the flagship, and two that are generated for the purpose."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.benchmarks.processes import Python, csdlgen
from tests.conftest import ROOT

BETA = "graph/graph-beta_2021-07-13_496c7d38.csdl.xml"
"""In the folder of real documents: Microsoft Graph beta, 4.2 MB, which has all that the flagship's overlay lacks."""

_SERVICE = "https://graph.microsoft.com/beta"
_NESTED = """<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:DataServices>
    <Schema Namespace="bench" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <ComplexType Name="person">
        <Property Name="name" Type="Edm.String"/>
      </ComplexType>
      <EntityType Name="ticket">
        <Key><PropertyRef Name="id"/></Key>
        <Property Name="id" Type="Edm.String" Nullable="false"/>
        <Property Name="owner" Type="bench.person"/>
      </EntityType>
      <EntityContainer Name="service">
        <EntitySet Name="tickets" EntityType="bench.ticket"/>
      </EntityContainer>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>
"""


def nested(folder: Path, python: Python) -> Path:
    """A folder with the package `bench_nested`, whose entity type `ticket` has a complex property `owner`."""
    document = folder / "nested.csdl.xml"
    document.write_text(_NESTED, encoding="utf-8")
    return _generated(folder, python, "bench_nested", document, "bench.ticket")


def managed_device(folder: Path, python: Python, corpus: Path) -> Path:
    """A folder with the package `bench_device`: the model `managedDevice` of Graph beta and what it is made of."""
    return _generated(folder, python, "bench_device", corpus / BETA, "microsoft.graph.managedDevice")


def _generated(folder: Path, python: Python, name: str, document: Path, type_: str) -> Path:
    package = {
        "output": "out",
        "metadata": [str(document)],
        "service-root": _SERVICE,
        "client": "BenchClient",
        "select": {"types": [type_]},
    }
    _write(folder, {"packages": {name: package}})
    csdlgen(python, folder, "generate", "--config", "csdlgen.toml")()
    return folder / "out"


def flagship_configuration(folder: Path) -> None:
    """Writes a csdlgen.toml with the flagship's configuration: the repository's inputs, output below `folder`."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        table = tomllib.load(file)["tool"]["csdlgen"]
    for package in table["packages"].values():
        for key in ("metadata", "overlays", "documented"):
            found = (path for pattern in package[key] for path in sorted(ROOT.glob(pattern)))
            package[key] = [str(path) for path in found]
    _write(folder, table)


def _write(folder: Path, table: Mapping[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "csdlgen.toml").write_text("\n".join(toml(table)), encoding="utf-8")


def toml(table: Mapping[str, Any], *path: str) -> Iterator[str]:
    """TOML for tables of texts, numbers, flags and lists of texts, all of which TOML writes as JSON does."""
    if path:
        yield f"[{'.'.join(map(json.dumps, path))}]"
    yield from (f"{key} = {json.dumps(each)}" for key, each in table.items() if not isinstance(each, dict))
    for key, each in table.items():
        if isinstance(each, dict):
            yield from toml(each, *path, key)
