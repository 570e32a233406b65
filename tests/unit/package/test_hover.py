"""What hover shows: every public property and method of generated builders, and of the runtime's classes that they and
models inherit from or give, says what it is.

Attributes of models and members of enumerations say what the schema describes; their declarations have the rest.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from csdlgen.pipeline import build, select_package
from csdlgen.project.config import parse_config
from csdlgen.project.inputs import Inputs, Source
from tests.support.csdl import document
from tests.support.robots import CSDL

RUNTIME = Path(__file__).parents[3] / "templates" / "runtime"
# Their members are those of classes of azure-core and of protocols, which say it.
ELSEWHERE = {"AsyncSender", "OriginPolicy", "PartResponse", "RequestIdPolicy", "SyncSender", "Written"}
CALLED = ("__call__", "__getitem__")
CONFIG = """
[packages.robots]
output = "out"
metadata = ["m.xml"]
service-root = "https://service.example/v4"
client = "RobotsClient"
names = "{names}"
[packages.robots.select]
everything = true
resources = ["**", "things/home"]
delete-linked = true
"""


def silent(source: str) -> Iterator[str]:
    """The public classes and methods of a module that say nothing; overloads are said once."""
    for cls in ast.walk(ast.parse(source)):
        if not isinstance(cls, ast.ClassDef) or cls.name.startswith("_") or cls.name in ELSEWHERE:
            continue
        if not ast.get_docstring(cls):
            yield cls.name
        for each in cls.body:
            if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)) and not ast.get_docstring(each):
                is_public = not each.name.startswith("_") or each.name in CALLED
                decorated = {ast.unparse(decorator) for decorator in each.decorator_list}
                if is_public and "overload" not in decorated:
                    yield f"{cls.name}.{each.name}"


@pytest.mark.parametrize("names", ["plain", "msgraph"])
def test_whatever_a_builder_or_a_model_has_says_what_it_is(names: str) -> None:
    (package,) = parse_config(CONFIG.format(names=names), source="csdlgen.toml").packages
    files = build(package, select_package(package, Inputs((Source("m.xml", document(CSDL)),), (), ())))
    generated = {path.as_posix(): text for path, text in files.items() if path.suffix == ".py"}
    own = {path: text for path, text in generated.items() if "_runtime" not in path}
    assert any("def by_" in text for text in own.values())
    assert any("def __getitem__" in text for text in own.values())
    assert {path: found for path, text in own.items() if (found := list(silent(text)))} == {}


def test_so_does_what_the_runtime_gives_them() -> None:
    sources = {path.name: path.read_text(encoding="utf-8") for path in RUNTIME.glob("*.py")}
    found = {name: [each for each in silent(text) if not each.endswith(CALLED)] for name, text in sources.items()}
    assert {name: each for name, each in found.items() if each} == {}
