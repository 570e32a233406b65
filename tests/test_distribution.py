"""The wheel: it carries the templates, not the generated package, and works without the repository."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from csdlgen.drift.rules import RULES
from tests.conftest import GENERATED, ROOT
from tests.support.cli import csdlgen
from tests.support.project import flagship_project, tree

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True, timeout=300)
    (found,) = folder.glob("*.whl")
    return found


def test_it_carries_the_templates_and_nothing_of_the_repository(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    templates = ROOT / "templates"
    wanted = {f"csdlgen/templates/{path.relative_to(templates).as_posix()}" for path in templates.rglob("*.*")}
    wanted = {name for name in wanted if "__pycache__" not in name}
    assert wanted <= set(names)
    assert {f"csdlgen/drift/cases/{code}/old.csdl.xml" for code in RULES} <= set(names)
    assert {name.split("/")[0] for name in names} == {
        "csdlgen",
        next(n for n in names if "dist-info" in n).split("/")[0],
    }


def test_it_generates_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    config = flagship_project(tmp_path / "project")
    ran = csdlgen("generate", "--config", config, cwd=tmp_path, env={"PYTHONPATH": str(installed)})
    assert ran.code == 0, ran.err
    assert tree(config.parent / "generated") == tree(GENERATED)
    # The wheel's own copy ran, not the repository's.
    where = subprocess.run(
        [sys.executable, "-c", "import csdlgen; print(csdlgen.__file__)"],
        env={"PYTHONPATH": str(installed), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert Path(where.stdout.strip()).is_relative_to(installed)


def test_it_explains_with_its_own_examples(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    ran = csdlgen("explain", "property-removed", cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)})
    assert ran.code == 0, ran.err
    assert '-   <Property Name="title" Type="Edm.String"/>' in ran.out


def test_it_writes_reference_pages(wheel: Path, tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    config = flagship_project(tmp_path / "project")
    ran = csdlgen("docs", "--config", config, "-o", "pages", cwd=tmp_path, env={"PYTHONPATH": str(installed)})
    assert ran.code == 0, ran.err
    assert "<h1>graph_remote_assistance</h1>" in (tmp_path / "pages" / "index.html").read_text(encoding="utf-8")
