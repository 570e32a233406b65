"""What keeps the code readable: sizes of modules and functions, one meaning for each class name, nothing unused."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT

GENERATOR = ROOT / "generator" / "csdlgen"
RUNTIME = ROOT / "templates" / "runtime"

LONGEST_MODULE = 350
LONGEST_FUNCTION = 40
SMALL_MODULE, SMALL_MODULES = 60, 25

SAME_MEANING = {
    "Graph": "the navigation graph",
    "Operation": "an action or function",
    "Path": "a path through the navigation graph",
    "Route": "a path with an operation at its end",
    "Step": "one step of a path",
}
"""Names of classes that the tool and the runtime share, since they mean the same."""

TWINS = frozenset({"aio.py"})
"""Modules whose classes are the asynchronous form of classes of the same name."""


def modules() -> list[Path]:
    return sorted([*GENERATOR.rglob("*.py"), *RUNTIME.glob("*.py")])


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_and_its_functions_are_short_enough_to_read(path: Path) -> None:
    assert lines(path) <= LONGEST_MODULE
    long = {function.name: length for function in functions(path) if (length := span(function)) > LONGEST_FUNCTION}
    assert not long


def span(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_subjects_are_not_scattered_over_small_modules() -> None:
    small = [path for path in GENERATOR.rglob("*.py") if lines(path) < SMALL_MODULE and path.name != "__init__.py"]
    assert len(small) < SMALL_MODULES, small


def test_a_class_name_has_one_meaning() -> None:
    homes: dict[str, list[Path]] = defaultdict(list)
    for path in modules():
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef) and path.name not in TWINS:
                homes[node.name].append(path.relative_to(ROOT))
    assert {name: paths for name, paths in homes.items() if len(paths) > 1 and name not in SAME_MEANING} == {}


def test_every_function_of_the_generator_is_used_by_the_product() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in modules())
    words = Counter(re.findall(r"\w+", text))
    unused = [
        f"{path.relative_to(ROOT)}:{function.lineno}: {function.name}"
        for path in GENERATOR.rglob("*.py")
        for function in functions(path)
        if words[function.name] < 2 and not function.decorator_list and not is_special(function.name)
    ]
    assert not unused


def is_special(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")
