"""`csdlgen vendor`: packages in other source trees, whole or without parts, and again."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from csdlgen.project.keys import PARTS
from tests.conftest import ROOT
from tests.support.checkers import reported
from tests.support.cli import call
from tests.support.project import small_project, tree
from tests.support.repository import commit, git

DOCS = re.sub(r"<!-- .* -->\n", "", (ROOT / "docs" / "vendoring.md").read_text(encoding="utf-8"))
PROJECTS = dict(re.findall(r"^### (\w+)\n\n```toml\n(.*?)```", DOCS, re.MULTILINE | re.DOTALL))
COMBINATIONS = [parts for number in range(len(PARTS) + 1) for parts in combinations(PARTS, number)]
RESOURCES = ROOT / "tests" / "unit" / "package" / "plan" / "resources"
IMPORT_ALL = """
import importlib, pathlib, sys
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.py")):
    parts = path.relative_to(sys.argv[1]).with_suffix("").parts
    importlib.import_module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
"""
USE = """
from app._vendor.demo import DemoClient
from app._vendor.demo.models import to_json
client = DemoClient(None, endpoint="https://service.invalid")
print(sorted(name for name in dir(client) if not name.startswith("_"))[0])
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with its package `demo`; tests leave it as it is."""
    folder = small_project(tmp_path_factory.mktemp("made"))
    assert call("generate", cwd=folder).code == 0
    return folder


@pytest.fixture
def destination(tmp_path: Path) -> Path:
    """A folder in another source tree."""
    folder = tmp_path / "app" / "_vendor"
    folder.mkdir(parents=True)
    for package in (folder, folder.parent):
        (package / "__init__.py").touch()
    return folder


def without(parts: tuple[str, ...]) -> list[str]:
    return [option for part in parts for option in ("--without", part)]


def python(*arguments: str, path: Path) -> str:
    ran = subprocess.run(
        [sys.executable, "-W", "error", *arguments], cwd=path, capture_output=True, encoding="utf-8", timeout=300
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


# --- what is written ------------------------------------------------------------------------------


def test_it_is_the_generated_package_with_a_licence(made: Path, destination: Path) -> None:
    ran = call("vendor", destination, cwd=made)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith("\nfrom app._vendor.demo import DemoClient\n")
    written, generated = tree(destination / "demo"), tree(made / "generated" / "demo")
    assert written.pop("LICENSE") == (ROOT / "LICENSE").read_bytes()
    manifest, other = written.pop("_manifest.json"), generated.pop("_manifest.json")
    assert written == generated
    assert b'"LICENSE"' in manifest and b'"LICENSE"' not in other
    assert sorted(path.name for path in destination.iterdir()) == ["__init__.py", "demo"]


def test_a_distribution_has_no_pyproject_there(made: Path, destination: Path, tmp_path: Path) -> None:
    folder = small_project(tmp_path)
    text = (folder / "csdlgen.toml").read_text("utf-8")
    (folder / "csdlgen.toml").write_text(text.replace("client =", 'distribution = "demo-client"\nclient =', 1))
    assert call("vendor", destination, cwd=folder).code == 0
    assert sorted(path.name for path in destination.iterdir()) == ["__init__.py", "demo"]


def test_every_import_of_itself_is_relative(made: Path, destination: Path) -> None:
    assert call("vendor", destination, cwd=made).code == 0
    for path, module, level in imports(destination / "demo"):
        assert level or module.split(".")[0] in {
            *sys.stdlib_module_names,
            "azure",
            "urllib3",  # which azure-core brings, by way of requests
            "aiohttp",
            "typing_extensions",
        }, path


def imports(package: Path) -> Iterator[tuple[Path, str, int]]:
    """Each import statement of a package: the file, the module, how far up."""
    for path in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((path, each.name, 0) for each in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield path, node.module or "", node.level


# --- parts that are left out ----------------------------------------------------------------------


@pytest.mark.parametrize("parts", COMBINATIONS, ids="+".join)
def test_without_parts_nothing_refers_to_them(parts: tuple[str, ...], made: Path, destination: Path) -> None:
    assert call("vendor", destination, *without(parts), cwd=made).code == 0
    package = destination / "demo"
    homes = {"aio": "aio.py", "batch": "_runtime/batch.py", "routes": "routes.py"}
    assert {part for part in PARTS if not (package / homes[part]).exists()} == {*parts}
    for path, module, level in imports(package):
        if level:
            target = Path(*path.parts[: len(path.parts) - level], *module.split("."))
            assert target.is_dir() or target.with_suffix(".py").is_file(), f"{path} imports {module}"
    top = destination.parent.parent
    python("-c", IMPORT_ALL, str(top), path=top)
    assert python("-c", USE, path=top)


@pytest.mark.parametrize("config", [RESOURCES, ROOT / "tests" / "cases" / "routes"], ids=lambda path: path.name)
@pytest.mark.parametrize("parts", COMBINATIONS, ids="+".join)
def test_the_runtime_has_what_the_package_imports_and_nothing_else(
    parts: tuple[str, ...], config: Path, destination: Path
) -> None:
    assert call("vendor", destination, *without(parts), "--config", config / "csdlgen.toml", cwd=destination).code == 0
    (package,) = (path.parent for path in destination.glob("*/_client.py"))
    assert unneeded(package) == set()
    text = "".join(path.read_text("utf-8") for path in package.rglob("*.py"))
    assert ("def batch(" in text, "_batch_" in text) == (("batch" not in parts,) * 2)


@pytest.mark.parametrize("kind", ["sync", "aio"])
def test_without_batches_a_client_has_no_method_for_them(kind: str, made: Path, destination: Path) -> None:
    module = "demo" if kind == "sync" else "demo.aio"
    program = f"from app._vendor.{module} import DemoClient\nprint(hasattr(DemoClient, 'batch'))"
    for parts, has in (((), "True\n"), (("batch",), "False\n")):
        assert call("vendor", destination, *without(parts), cwd=made).code == 0
        assert python("-c", program, path=destination.parent.parent) == has


def unneeded(package: Path) -> set[str]:
    """The modules of the runtime that no other file of the package leads to."""
    needs: dict[str, set[str]] = {}
    for path, module, level in imports(package):
        name = module.removeprefix("_runtime.") if level else ""
        needs.setdefault(path.stem if path.parent.name == "_runtime" else "", set()).add(name)
    reached, waiting = set(), [""]
    while waiting:
        fresh = needs.get(waiting.pop(), set()) - reached
        reached |= fresh
        waiting += fresh
    return {path.stem for path in (package / "_runtime").glob("[!_]*.py")} - reached


@pytest.mark.slow
@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_without_parts_checkers_find_nothing(checker: str, tmp_path: Path) -> None:
    """All of them in one run: checkers begin slowly, and read what they share once."""
    for number, parts in enumerate(COMBINATIONS):
        destination = tmp_path / "app" / f"vendored{number}"
        destination.mkdir(parents=True)
        (destination / "__init__.py").touch()
        assert (
            call("vendor", destination, *without(parts), "--config", RESOURCES / "csdlgen.toml", cwd=tmp_path).code == 0
        )
    assert reported(checker, tmp_path / "app") == {}


# --- again ----------------------------------------------------------------------------------------


def test_again_it_changes_nothing_and_a_part_that_is_left_out_goes(made: Path, destination: Path) -> None:
    assert call("vendor", destination, cwd=made).code == 0
    whole = tree(destination)
    assert call("vendor", destination, "--check", cwd=made).code == 0
    assert "demo: up to date, " in call("vendor", destination, cwd=made).out.replace("\n  ", " ")
    assert tree(destination) == whole
    (destination / "demo" / "ours.py").write_text("mine = 1\n")
    ran = call("vendor", destination, "--without", "routes", "--check", cwd=made)
    assert ran.code == 1 and f"stale {destination}/demo/routes.py" in ran.out
    assert call("vendor", destination, "--without", "routes", cwd=made).code == 0
    assert not (destination / "demo" / "routes.py").exists()
    assert (destination / "demo" / "ours.py").read_text() == "mine = 1\n"


def test_an_edited_file_is_refused_by_name_and_kept_with_force(made: Path, destination: Path) -> None:
    assert call("vendor", destination, cwd=made).code == 0
    clean, edited = tree(destination), destination / "demo" / "_client.py"
    edited.write_bytes(edited.read_bytes() + b"# mine\n")
    before = tree(destination)
    ran = call("vendor", destination, cwd=made)
    assert ran.code == 2 and f"{edited}: file-not-ours: " in ran.err
    check = call("vendor", destination, "--check", "--diff", cwd=made)
    assert check.code == 1 and "\n-# mine\n" in check.out and f"edited {edited}" in check.out
    dry = call("vendor", destination, "--dry-run", "--force", cwd=made)
    assert dry.code == 0 and dry.out == f"would write {edited}\n"
    assert tree(destination) == before
    assert call("vendor", destination, "--force", cwd=made).code == 0
    after = tree(destination)
    assert after.pop("demo/_client.py.bak") == before["demo/_client.py"]
    assert after == clean


def test_what_a_check_reports_says_who_has_changed_a_file(tmp_path: Path, destination: Path) -> None:
    folder = small_project(tmp_path)
    assert call("vendor", destination, cwd=folder).code == 0
    edited = destination / "demo" / "aio.py"
    edited.write_bytes(edited.read_bytes() + b"# mine\n")
    place = folder / "csdlgen.toml"
    place.write_text(place.read_text("utf-8").replace("DemoClient", "OtherClient"), encoding="utf-8")
    found = {Path(line.split()[1]).name: line.split()[0] for line in check_of(folder, destination).splitlines()}
    assert found == {"__init__.py": "changed", "aio.py": "edited", "_client.py": "changed", "_manifest.json": "changed"}
    edited.unlink()
    assert f"missing {edited}" in check_of(folder, destination)


def check_of(folder: Path, destination: Path) -> str:
    ran = call("vendor", destination, "--check", cwd=folder)
    assert ran.code == 1
    return ran.out


@pytest.mark.parametrize("repository", [True, False])
def test_a_diff_is_a_patch(made: Path, destination: Path, *, repository: bool) -> None:
    """From the top of the repository that the folder is in; without one, from the folder itself."""
    assert call("vendor", destination, cwd=made).code == 0
    clean, demo = tree(destination), destination / "demo"
    if repository:
        commit(destination.parent.parent)
    (demo / "aio.py").write_bytes((demo / "aio.py").read_bytes() + b"# mine\n")
    (demo / "routes.py").unlink()
    shown = call("vendor", os.path.relpath(destination, made), "--check", "--diff", cwd=made).out
    top = destination.parent.parent if repository else destination
    patch = "".join(line for line in shown.splitlines(keepends=True) if not line.startswith(("edited ", "missing ")))
    (top / "found.patch").write_text(patch, encoding="utf-8")
    git(top, "apply", "found.patch")
    (top / "found.patch").unlink()
    assert tree(destination) == clean


def test_a_check_of_nothing_writes_nothing(made: Path, tmp_path: Path) -> None:
    ran = call("vendor", tmp_path / "nowhere", "--check", cwd=made)
    assert ran.code == 1 and "missing " in ran.out and "more files (-v lists all)" in ran.out
    assert not (tmp_path / "nowhere").exists()


def test_the_output_of_generate_is_no_place_for_it(made: Path) -> None:
    before = tree(made)
    ran = call("vendor", "generated", cwd=made)
    assert ran.code == 2 and "name another folder" in ran.err
    assert tree(made) == before


def test_a_folder_that_setuptools_passes_by_is_reported(made: Path, destination: Path) -> None:
    (destination / "__init__.py").unlink()
    ran = call("vendor", destination, cwd=made)
    assert ran.code == 0 and "note: vendor-no-init: " in ran.err
    assert ran.out.endswith("\nfrom app._vendor.demo import DemoClient\n")
    beside = call("vendor", destination.parent.parent / "tools", cwd=made)
    assert "vendor-no-init" not in beside.err
    assert beside.out.endswith("\nfrom demo import DemoClient\n")


def test_parts_that_were_left_out_stay_so_until_others_are_named(made: Path, destination: Path) -> None:
    def parts(*options: str) -> set[str]:
        assert call("vendor", destination, *options, cwd=made).code == 0
        assert call("vendor", destination, "--check", cwd=made).code == 0
        homes = {"aio": "aio.py", "batch": "_runtime/batch.py", "routes": "routes.py"}
        return {part for part, home in homes.items() if (destination / "demo" / home).exists()}

    assert parts() == {*PARTS}
    assert parts("--without", "routes", "--without", "batch") == {"aio"}
    assert parts() == {"aio"}
    assert parts("--without", "aio") == {"batch", "routes"}
    assert parts() == {"batch", "routes"}
    assert call("vendor", destination, "--whole", "--check", cwd=made).code == 1
    assert parts("--whole") == {*PARTS}
    assert parts() == {*PARTS}
    ran = call("vendor", destination, "--whole", "--without", "aio", cwd=made)
    assert ran.code == 2 and "not both" in ran.err


def test_what_the_configuration_leaves_out_is_not_remembered(tmp_path: Path, destination: Path) -> None:
    folder = small_project(tmp_path)
    place = folder / "csdlgen.toml"
    text = place.read_text("utf-8")
    place.write_text(text.replace("client =", 'without = ["aio"]\nclient =', 1), encoding="utf-8")
    assert call("generate", cwd=folder).code == 0
    assert not (folder / "generated" / "demo" / "aio.py").exists()
    for options in ([], ["--whole"]):
        assert call("vendor", destination, *options, cwd=folder).code == 0
        assert not (destination / "demo" / "aio.py").exists()
    place.write_text(text, encoding="utf-8")
    assert call("vendor", destination, cwd=folder).code == 0
    assert (destination / "demo" / "aio.py").exists()


def test_a_manifest_that_is_without_something_unknown_is_refused(made: Path, destination: Path) -> None:
    assert call("vendor", destination, "--without", "aio", cwd=made).code == 0
    manifest = destination / "demo" / "_manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace('"aio"', '"models"'), encoding="utf-8")
    ran = call("vendor", destination, cwd=made)
    assert ran.code == 2 and "manifest-unreadable" in ran.err and "'models'" in ran.err


# --- where there is no configuration --------------------------------------------------------------


def test_without_a_configuration_a_check_tells_edits(made: Path, destination: Path) -> None:
    here, demo = destination.parent, destination / "demo"
    assert call("vendor", destination, "--without", "aio", cwd=made).code == 0
    before = tree(destination)
    ran = call("vendor", "_vendor", "--check", cwd=here)
    assert ran.code == 0
    assert ran.out.startswith(f"_vendor/demo: {len(tree(demo))} files as csdlgen ")
    assert "note: vendor-no-config: " in ran.err
    edited = demo / "_runtime" / "client.py"
    edited.write_bytes(edited.read_bytes() + b"# mine\n")
    (demo / "models" / "__init__.py").unlink()
    (demo / "ours.py").touch()
    ran = call("vendor", "_vendor", "--check", cwd=here)
    assert ran.code == 1
    assert ran.out == "edited _vendor/demo/_runtime/client.py\nmissing _vendor/demo/models/__init__.py\n"
    assert {*tree(destination)} == {*before} - {"demo/models/__init__.py"} | {"demo/ours.py"}
    for package, code in (("demo", 1), ("other", 2)):
        assert call("vendor", "_vendor", "--check", "--package", package, cwd=here).code == code


@pytest.mark.parametrize(
    "options", [[], ["--dry-run"], ["--check", "--config", "none.toml"], ["--check", "--metadata", "x.xml"]]
)
def test_everything_but_a_check_needs_the_configuration(options: list[str], made: Path, destination: Path) -> None:
    assert call("vendor", destination, cwd=made).code == 0
    before = tree(destination)
    ran = call("vendor", "_vendor", *options, cwd=destination.parent)
    assert (ran.code, ran.out) == (2, "")
    ran = call("vendor", "_vendor", "--check", "--diff", cwd=destination.parent)
    assert (ran.code, ran.out) == (2, "") and "--diff" in ran.err
    assert tree(destination) == before


@pytest.mark.parametrize(
    ("given", "remedy"),
    [
        (["nowhere"], "Name the folder that vendored packages are in"),
        (["app"], "Did you mean 'app/_vendor'?"),
        (["."], "Did you mean 'app/_vendor'?"),
        (["app/_vendor/demo"], "It is a package itself: name the folder that it is in, 'app/_vendor'."),
        (["app/_vendor", "--package", "other"], "Packages there: demo."),
        (["app", "--package", "other"], "Name the folder that vendored packages are in"),
    ],
)
def test_a_folder_without_a_package_is_an_error_that_names_the_one_that_was_meant(
    given: list[str], remedy: str, made: Path, destination: Path
) -> None:
    assert call("vendor", destination, cwd=made).code == 0
    ran = call("vendor", *given, "--check", cwd=destination.parent.parent)
    assert (ran.code, ran.out) == (2, "")
    assert f"{given[0]}: vendor-no-package: " in ran.err and remedy in " ".join(ran.err.split())


# --- projects -------------------------------------------------------------------------------------


def test_there_is_a_project_for_each_tool() -> None:
    assert [*PROJECTS] == ["uv", "hatch", "setuptools", "poetry"]


def laid_out(tool: str, layout: str, folder: Path) -> Path:
    """A project as the page has it, in one of the layouts, with the folder for vendored packages; returns that."""
    text = PROJECTS[tool]
    if layout == "flat":
        text = re.sub(r"^[^#\n]+ # flat: (.*)$", r"\1", text, flags=re.MULTILINE)
        text = re.sub(r"^# flat: (.*)$", r"\1", text, flags=re.MULTILINE)
    tomllib.loads(text)
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    package = folder / "src" / "app" if layout == "src" else folder / "app"
    (package / "_vendor").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "_vendor" / "__init__.py").touch()
    return package / "_vendor"


@pytest.mark.parametrize("layout", ["src", "flat"])
def test_it_is_imported_from_a_project(layout: str, made: Path, tmp_path: Path) -> None:
    vendored = laid_out("hatch", layout, tmp_path)
    assert call("vendor", vendored, cwd=made).code == 0
    assert python("-c", USE, path=vendored.parent.parent)


@pytest.mark.slow
@pytest.mark.parametrize("layout", ["src", "flat"])
@pytest.mark.parametrize("tool", PROJECTS)
def test_a_wheel_of_the_project_has_it_whole(tool: str, layout: str, made: Path, tmp_path: Path) -> None:
    vendored = laid_out(tool, layout, tmp_path)
    assert call("vendor", vendored, cwd=made).code == 0
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", "dist", "."]
    subprocess.run(build, cwd=tmp_path, check=True, timeout=300)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    unpacked = tmp_path / "unpacked"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)
    written = {name for name in tree(vendored / "demo") if name != "_manifest.json"}
    assert written <= {*tree(unpacked / "app" / "_vendor" / "demo")}
    assert python("-c", USE, path=unpacked)
