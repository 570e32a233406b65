"""Everything of Microsoft Graph, as a package: each module imports, and both type checkers, strict, find nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.cli import csdlgen

DOCUMENTS = {
    "v1": "graph/graph-v1.0-prod_2025-12-16_cf732603.csdl.xml",
    "beta": "graph/graph-beta_2021-07-13_496c7d38.csdl.xml",
}
# Resources of every kind: entity sets, singletons, contained and linked, many and one, media entities and streams.
RESOURCES = (
    "users", "me", "groups", "groups/members", "groups/owners", "users/manager", "users/messages", "users/photo",
    "users/drive", "drives", "drives/items", "sites", "applications", "servicePrincipals", "directoryObjects",
    "deviceManagement/managedDevices",
)  # fmt: skip
CONFIG = """
[packages.graph]
output = "out"
metadata = [{document}]
service-root = "https://graph.microsoft.com/v1.0"
client = "GraphClient"
key-style = "segment"

[packages.graph.select]
everything = true
resources = {resources}

[packages.graph.routes]
max-hops = 2
"""
IMPORT_ALL = """
import importlib, pathlib, sys
for path in sorted(pathlib.Path("graph").rglob("*.py")):
    parts = path.with_suffix("").parts
    importlib.import_module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
"""


@pytest.fixture(scope="module", params=DOCUMENTS)
def out(request: pytest.FixtureRequest, corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the package `graph` is in."""
    root = tmp_path_factory.mktemp("everything")
    document = json.dumps(str(corpus / DOCUMENTS[request.param]))
    config = CONFIG.format(document=document, resources=json.dumps(RESOURCES))
    (root / "csdlgen.toml").write_text(config, encoding="utf-8")
    ran = csdlgen("generate", cwd=root)
    assert ran.code == 0, ran.err
    return root / "out"


def python(*arguments: str, cwd: Path) -> str:
    ran = subprocess.run(
        [sys.executable, *arguments], cwd=cwd, capture_output=True, text=True, timeout=600, check=False
    )
    assert ran.returncode == 0, (ran.stdout + ran.stderr)[-4000:]
    return ran.stdout


def test_every_module_imports(out: Path) -> None:
    assert len(list(out.rglob("*.py"))) > 4000
    python("-W", "error", "-c", IMPORT_ALL, cwd=out)


def test_mypy_strict_finds_nothing(out: Path) -> None:
    python("-m", "mypy", "--strict", "--no-incremental", "-p", "graph", cwd=out)


def test_pyright_strict_finds_nothing(out: Path) -> None:
    (out / "pyrightconfig.json").write_text('{"include": ["graph"], "typeCheckingMode": "strict"}', encoding="utf-8")
    report = json.loads(python("-m", "pyright", "--outputjson", "--pythonpath", sys.executable, "-p", ".", cwd=out))
    assert report["summary"]["filesAnalyzed"] > 4000
    assert report["generalDiagnostics"] == []
