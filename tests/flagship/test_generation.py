"""Generation of the flagship: deterministic, current, and the same from real documents."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import venv
from importlib import util
from pathlib import Path

import pytest

from csdlgen.csdl import dump_csdl, read_csdl
from csdlgen.edm.model import EntityType, QName
from csdlgen.pipeline import select_package
from csdlgen.project.inputs import read_config, read_inputs
from tests.conftest import GENERATED, ROOT
from tests.support.cli import csdlgen
from tests.support.project import PACKAGE, flagship_project, tree

pytestmark = pytest.mark.slow

# Bytes of the package. The runtime is copied whole, for readers; 30 KB of it are for queries.
LARGEST = 385_000

REAL = ["graph-beta_2021-07-13", "graph-beta_2021-03-16"]


def test_the_committed_package_is_current() -> None:
    ran = csdlgen("generate", "--check", "--diff", cwd=ROOT)
    assert ran.code == 0, ran.out + ran.err
    assert "up to date" in ran.out
    assert csdlgen("check", cwd=ROOT).code == 0


def test_the_same_bytes_anywhere(tmp_path: Path) -> None:
    """Another hash seed, locale, folder and time zone; then with everything reversed."""
    committed = tree(GENERATED)
    for number, env in enumerate(
        (
            {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "Asia/Tokyo"},
            {"PYTHONHASHSEED": "4242", "LC_ALL": "C.UTF-8", "TZ": "America/Lima", "PYTHONUTF8": "0"},
        )
    ):
        config = flagship_project(tmp_path / str(number))
        elsewhere = tmp_path / f"elsewhere{number}"
        elsewhere.mkdir()
        ran = csdlgen("generate", "--config", config, cwd=elsewhere, env=env)
        assert ran.code == 0, ran.err
        assert tree(config.parent / "generated") == committed


def test_the_first_run_says_what_it_wrote_and_the_second_that_nothing_changed(tmp_path: Path) -> None:
    config = flagship_project(tmp_path)
    first = csdlgen("generate", "--verbose", cwd=tmp_path)
    assert first.code == 0, first.err
    written = [line.removeprefix("wrote generated/") for line in first.out.splitlines() if line.startswith("wrote ")]
    assert sorted(written) == sorted(tree(config.parent / "generated"))
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "generated").rglob("*")}
    second = csdlgen("generate", cwd=tmp_path)
    assert second.code == 0
    assert second.out.startswith(f"generated/{PACKAGE}: up to date, {len(written)} files; 4 types, 2 operations")
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "generated").rglob("*")} == before


def test_a_run_in_which_nothing_changed_does_not_import_black() -> None:
    code = (
        "import sys; from csdlgen.cli.exit_codes import run\n"
        "assert run(['generate', '--check']) == 0\n"
        "assert 'jinja2' in sys.modules and 'black' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=120)


def test_formatting_changed_nothing_that_templates_emit() -> None:
    manifest = (GENERATED / PACKAGE / "_manifest.json").read_text(encoding="utf-8")
    assert "[" not in manifest  # an entry is a list where black changed what was rendered


def test_the_package_is_small_and_its_paths_are_short() -> None:
    files = tree(GENERATED / PACKAGE)
    # A wheel leaves the manifest out.
    assert sum(len(text) for path, text in files.items() if path != "_manifest.json") < LARGEST
    assert max(len(f"{PACKAGE}/{path}") for path in files) <= 120


@pytest.mark.parametrize("path", sorted((GENERATED / PACKAGE).rglob("*.py")), ids=lambda path: path.name)
def test_no_module_has_an_import_that_it_does_not_use(path: Path) -> None:
    if path.name == "__init__.py" or path.stem == "routes":
        return
    source = ast.parse(path.read_text(encoding="utf-8"))
    imported = {
        (each.asname or each.name).split(".")[0]
        for node in ast.walk(source)
        if isinstance(node, (ast.Import, ast.ImportFrom)) and getattr(node, "module", "") != "__future__"
        for each in node.names
        if each.asname != each.name
    }
    aliases = [ast.parse(text) for text in quoted_types(source)]
    used = {node.id for tree in (source, *aliases) for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert imported <= used | exported(source)


def quoted_types(source: ast.Module) -> list[str]:
    """The types that type aliases and bounds of type variables name in quotes."""
    declared = [node for node in source.body if isinstance(node, (ast.AnnAssign, ast.Assign))]
    aliases = [
        node.value
        for node in declared
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) == "TypeAlias"
    ]
    bounds = [given.value for node in declared if isinstance(node.value, ast.Call) for given in node.value.keywords]
    return [str(each.value) for each in (*aliases, *bounds) if isinstance(each, ast.Constant)]


def exported(source: ast.Module) -> set[str]:
    """What `__all__` names."""
    for node in source.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def test_the_slice_round_trips_through_csdl() -> None:
    config, folder = read_config(str(ROOT / "pyproject.toml"), ROOT)
    selected = select_package(config.packages[0], read_inputs(config.packages[0], folder))
    text = dump_csdl(selected.slice.model)
    assert read_csdl(text.encode(), source="slice") == selected.slice.model
    assert dump_csdl(read_csdl(text.encode(), source="slice")) == text
    assert selected.notes == ()


def test_slice_prints_valid_csdl_with_the_cut_edges_on_stderr(tmp_path: Path, corpus: Path) -> None:
    (document,) = corpus.glob("graph/graph-beta_2021-07-13_*.csdl.xml")
    config = flagship_project(tmp_path)
    ran = csdlgen("slice", "--config", config, "--metadata", document, cwd=tmp_path)
    assert ran.code == 0, ran.err
    model = read_csdl(ran.out.encode(), source="slice")
    assert model.types[QName("microsoft.graph", "managedDevice")]
    assert "cut: microsoft.graph.managedDevice/" in ran.err
    assert len(ran.out) < 60_000


@pytest.mark.parametrize("name", REAL)
def test_a_real_document_gives_the_same_package(name: str, tmp_path: Path, corpus: Path) -> None:
    """With the 4 MB document in place of our metadata and the same overlay, everything but descriptions and the
    manifest comes out the same; what differs is named by comparing without docstrings."""
    (document,) = corpus.glob(f"graph/{name}_*.csdl.xml")
    config = flagship_project(tmp_path)
    ran = csdlgen("generate", "--config", config, "--metadata", document, cwd=tmp_path)
    assert ran.code == 0, ran.err
    ours, theirs = tree(GENERATED), tree(tmp_path / "generated")
    assert ours.keys() == theirs.keys()
    differing = [path for path in ours if path.endswith(".py") and bare(ours[path]) != bare(theirs[path])]
    assert differing == []
    code = (
        "from graph_remote_assistance import routes\n"
        "assert len(routes.request_remote_assistance.routes) == 41\n"
        "for operation in routes.operations.values():\n"
        "    for route in operation.routes:\n"
        "        keys = {key.name: 'x' for key in route.keys}\n"
        "        names = [part for part in str(route).split('/')[1:-1] if part[0] != '{']\n"
        "        bound = operation.resolve(via='/'.join(names), **keys)\n"
        "        assert routes.match(bound.url).route == route\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path / "generated", check=True, timeout=120)


def bare(source: bytes) -> str:
    """Python source without docstrings and layout, imports in any order."""
    tree_ = ast.parse(source)
    for node in ast.walk(tree_):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [  # type: ignore[attr-defined]
                each for each in body if not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))
            ] or [ast.Pass()]
    return ast.dump(tree_)


def test_our_metadata_holds_the_slice_and_nothing_else(corpus: Path) -> None:
    """The slice of the real document and our own have the same types, navigation and operations."""
    (document,) = corpus.glob("graph/graph-beta_2021-07-13_*.csdl.xml")
    config, folder = read_config(str(ROOT / "pyproject.toml"), ROOT)
    package = config.packages[0]
    inputs = read_inputs(package, folder)
    ours = select_package(package, inputs).slice.model
    real = read_inputs(package, folder)
    from csdlgen.project.inputs import Source

    upstream = type(real)((Source("real", document.read_bytes()),), real.overlays, real.documented)
    theirs = select_package(package, upstream).slice.model
    assert ours.types.keys() == theirs.types.keys()
    for name, each in ours.types.items():
        other = theirs.types[name]
        if isinstance(each, EntityType) and isinstance(other, EntityType):
            assert [nav.name for nav in each.navigations] == [nav.name for nav in other.navigations]
            assert [prop.name for prop in each.properties] == [prop.name for prop in other.properties]
    assert ours.operations.keys() == theirs.operations.keys()


def test_installing_gives_models_and_routes_without_azure_core(tmp_path: Path) -> None:
    """`pip install ./generated` in an empty environment, its dependency left out on purpose."""
    home = tmp_path / "empty"
    venv.create(home, with_pip=True)
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*command, "hatchling"], check=True, timeout=300)
    flags = ["--no-deps", "--no-build-isolation"]
    subprocess.run([*command, *flags, str(GENERATED)], check=True, timeout=300)
    code = (
        "import sys, graph_remote_assistance\n"
        "from graph_remote_assistance import models, routes\n"
        "data = {'startDateTime': '2016-12-31T23:58:46.7156189-08:00'}\n"
        "m = models.from_json(models.RemoteAssistanceReporting, data)\n"
        "assert m.start_date_time.microsecond == 715618\n"
        "r = routes.request_remote_assistance.resolve(managed_device_id='x').to_request()\n"
        "assert r.url == '/deviceManagement/managedDevices/x/requestRemoteAssistance'\n"
        "assert not [name for name in sys.modules if name.startswith('azure')]\n"
        "try:\n    graph_remote_assistance.RemoteAssistanceClient\n"
        "except ModuleNotFoundError as e: assert e.name == 'azure'\n"
        "else: raise SystemExit('azure-core should be missing here')\n"
        "print(graph_remote_assistance.__file__)\n"
    )
    ran = subprocess.run([python, "-I", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    installed = Path(ran.stdout.strip()).parent
    assert installed.is_relative_to(home.resolve()) or installed.is_relative_to(home)
    assert sum(map(len, tree(installed).values())) < LARGEST


def test_names_and_urls_match_the_official_sdk() -> None:
    """The chain that both have, walked in both."""
    if util.find_spec("msgraph_beta") is None:
        pytest.skip("msgraph-beta-sdk is not installed")
    from graph_remote_assistance import routes
    from graph_remote_assistance.builders.service import Service
    from kiota_abstractions.authentication import AnonymousAuthenticationProvider  # type: ignore[import-not-found]
    from msgraph_beta import GraphRequestAdapter, GraphServiceClient  # type: ignore[import-not-found]

    theirs = GraphServiceClient(request_adapter=GraphRequestAdapter(AnonymousAuthenticationProvider()))

    class Root:
        _sender = None
        _path = ""

    ours = Service(Root(), "")  # type: ignore[arg-type, var-annotated]
    for collection in ("managed_devices", "comanaged_devices"):
        builders = [
            getattr(root.device_management, collection).by_managed_device_id("x y").request_remote_assistance
            for root in (theirs, ours)
        ]
        information = builders[0].to_post_request_information()
        information.path_parameters["baseurl"] = "https://graph.microsoft.com/beta"
        request = builders[1].post.to_request()
        assert information.url == f"https://graph.microsoft.com/beta{request.url}"
        assert information.http_method.value == request.method
        assert routes.match(information.url).route.documented
