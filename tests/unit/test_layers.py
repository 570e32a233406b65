"""Imports run one way along the arrow, and the libraries stay in their rooms."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "generator" / "csdlgen"

# Each module or package may import from those before it, and from itself.
ORDER = [
    "shared_with_packages",
    "unicode_14",
    "text",
    "errors",
    "garbage_collector",
    "explain",
    "edm",
    "csdl",
    "check",
    "python_names",
    "navigation",
    "urls",
    "resources",
    "select",
    "routes",
    "project",
    "package",
    "drift",
    "reports",
    "disk",
    "pipeline",
    "size",
    "incremental",
    "upstream",
    "start",
    "cli",
    "__main__",
]
ROOMS = {
    "xml": {"csdl"},
    "lxml": {"csdl/xml"},
    "jinja2": {"package", "reports/html"},
    "black": {"package"},
    "click": {"cli"},
    "urllib3": {"upstream"},
    "subprocess": {"project"},
    "tomllib": {"project", "drift"},
}
TEXT_MODEL = {
    "shared_with_packages",
    "unicode_14",
    "text",
    "errors",
    "garbage_collector",
    "edm",
    "check",
    "python_names",
    "navigation",
    "urls",
    "resources",
    "select",
    "routes",
    "drift",
    "reports",
}
WORLD = {"os", "pathlib", "shutil", "subprocess", "socket", "tempfile", "urllib.request", "sys"}


def room(path: Path) -> str:
    """The module or package right below csdlgen that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def sources() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py" or path.parent != PACKAGE)


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            # Packages get copies of the modules shared with them, which import each other wherever they are.
            copied = room(path) == "shared_with_packages" and (path.parent / f"{node.module}.py").exists()
            assert node.level == copied, path
            yield from [node.module] if {each.name for each in node.names} != {"PurePosixPath"} else []


def test_every_room_has_its_place_in_the_order() -> None:
    assert {room(path) for path in sources()} == set(ORDER)


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(path: Path) -> None:
    allowed = ORDER[: ORDER.index(room(path)) + 1]
    ours = {name.split(".")[1] for name in imports(path) if name.startswith("csdlgen.")}
    assert ours <= set(allowed)


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_libraries_stay_in_their_rooms(path: Path) -> None:
    used = {name.split(".")[0] for name in imports(path)}
    place = path.relative_to(PACKAGE)
    homes = {room(path), place.parent.as_posix(), place.with_suffix("").as_posix()}
    assert not {name for name, rooms in ROOMS.items() if name in used and not homes & rooms}


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_pure_part_does_not_touch_the_world(path: Path) -> None:
    if room(path) in TEXT_MODEL:
        assert not WORLD & set(imports(path))


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_command_line_prints_and_exits(path: Path) -> None:
    if room(path) in {"cli", "__main__"}:
        return
    calls = [node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    names = {call.id for call in calls if isinstance(call, ast.Name)}
    assert not names & {"print", "exit", "quit", "open", "input"} - ({"open"} if room(path) == "disk" else set())


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_code_is_made_from_our_own_literals_only(path: Path) -> None:
    """`Code(...)` and the pattern of `compose` outside code.py take nothing but string literals."""
    if path.name == "code.py":
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    makers = {
        each.asname or each.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "csdlgen.package.code"
        for each in node.names
        if each.name in {"Code", "compose", "join"}
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in makers:
            assert is_literal(node.args[0]), f"{path.name}:{node.lineno}"


def is_literal(node: ast.expr) -> bool:
    if isinstance(node, ast.IfExp):
        return is_literal(node.body) and is_literal(node.orelse)
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


TRANSPORT = {
    "aio",
    "batch_exchange",
    "batch_items",
    "batch_response",
    "client",
    "client_base",
    "downloads",
    "limits",
    "origins",
    "paging",
    "responses",
    "retries",
    "streams",
    "user_agent",
}


def test_the_runtime_imports_azure_core_in_the_transport_only() -> None:
    for path in sorted((ROOT / "templates" / "runtime").glob("*.py")):
        used = {
            name.split(".")[0]
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, (ast.Import, ast.ImportFrom)) and not under_type_checking(path, node)
            for name in ([each.name for each in node.names] if isinstance(node, ast.Import) else [node.module or ""])
        }
        assert ("azure" in used) == (path.stem in TRANSPORT), path.name


def under_type_checking(path: Path, node: ast.stmt) -> bool:
    for each in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(each, ast.If) and isinstance(each.test, ast.Name) and each.test.id == "TYPE_CHECKING":
            first, last = each.body[0].lineno, each.body[-1].end_lineno or 0
            if first <= node.lineno <= last:
                return True
    return False
