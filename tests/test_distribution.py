"""The wheel: it carries the templates, not the generated package, and works without the repository; and the sdist,
which has the tests. Both are the same octets whoever builds them when."""

from __future__ import annotations

import email
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
import yaml

from csdlgen import __version__
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


# --- what is published ------------------------------------------------------------------------------------------------


def tracked() -> list[str]:
    """The files of the repository; where this is none but an sdist, those of that."""
    if not (ROOT / ".git").exists():
        pytest.skip("no repository, whose files are known")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two copies of the repository in folders of different names, whose files have different times."""
    folder = tmp_path_factory.mktemp("copies")
    for name, seconds in (("one", 1_000_000_000), ("another", 1_700_000_000)):
        for each in tracked():
            place = folder / name / each
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / each, place)
            os.utime(place, (seconds, seconds))
    return [folder / "one", folder / "another"]


def built(source: Path, target: str) -> Path:
    """What hatchling builds of a folder."""
    command = [
        sys.executable,
        "-m",
        "hatchling",
        "build",
        "-t",
        target,
        "-d",
        str(source.parent / f"{source.name}-{target}"),
    ]
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    subprocess.run(command, cwd=source, env=environment, capture_output=True, check=True, timeout=300)
    (found,) = (source.parent / f"{source.name}-{target}").iterdir()
    return found


@pytest.mark.parametrize("target", ["wheel", "sdist"])
def test_two_builds_give_the_same_octets(copies: list[Path], target: str) -> None:
    one, another = (built(copy, target) for copy in copies)
    assert one.name == another.name
    assert one.read_bytes() == another.read_bytes()


def test_the_sdist_has_all_of_the_repository(copies: list[Path]) -> None:
    with tarfile.open(built(copies[0], "sdist")) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert set(tracked()) - names == set()
    assert names - set(tracked()) == {"PKG-INFO"}


def test_a_wheel_built_of_the_sdist_is_the_one_built_of_the_repository(copies: list[Path], tmp_path: Path) -> None:
    with tarfile.open(built(copies[0], "sdist")) as archive:
        archive.extractall(tmp_path, filter="data")
    (unpacked,) = tmp_path.iterdir()
    assert built(unpacked, "wheel").read_bytes() == built(copies[1], "wheel").read_bytes()


def test_what_says_that_it_is_typed_has_a_marker_and_its_licence(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (name,) = (each for each in archive.namelist() if each.endswith(".dist-info/METADATA"))
    metadata = email.message_from_bytes(archive.read(name))
    assert "Typing :: Typed" in metadata.get_all("Classifier", [])
    assert "csdlgen/py.typed" in archive.namelist()
    assert (metadata["License-Expression"], metadata.get_all("License-File")) == ("MIT", ["LICENSE"])


def test_a_generated_distribution_has_its_licence_and_is_typed(tmp_path: Path) -> None:
    shutil.copytree(GENERATED, tmp_path / "package", ignore=shutil.ignore_patterns("__pycache__", "build"))
    archive = zipfile.ZipFile(built(tmp_path / "package", "wheel"))
    (name,) = (each for each in archive.namelist() if each.endswith(".dist-info/METADATA"))
    metadata = email.message_from_bytes(archive.read(name))
    licence = "graph_remote_assistance/LICENSE"
    assert (metadata["License-Expression"], metadata.get_all("License-File")) == ("MIT", [licence])
    assert {licence, "graph_remote_assistance/py.typed"} <= set(archive.namelist())


# --- the release ------------------------------------------------------------------------------------------------------


def test_a_release_is_published_without_a_password_with_attestations_and_with_actions_by_commit() -> None:
    text = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    publish = workflow["jobs"]["publish"]
    assert publish["permissions"] == {"id-token": "write", "attestations": "write"}
    assert [job["permissions"] for name, job in workflow["jobs"].items() if name != "publish"] == [{"contents": "read"}]
    used = [step["uses"] for job in workflow["jobs"].values() for step in job["steps"] if "uses" in step]
    assert used and all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", each) for each in used), used
    assert "secrets." not in text and "password:" not in text


def test_the_changelog_says_what_comes_and_dates_what_came() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    first, *others = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert first == "Unreleased" or first.startswith(f"{__version__} – ")
    assert all(re.fullmatch(r"\d+\.\d+\.\d+ – \d{4}-\d{2}-\d{2}", each) for each in others), others
