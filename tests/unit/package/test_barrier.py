"""The second barrier: what may stand in generated modules where it runs at import."""

from __future__ import annotations

import pytest

from csdlgen.package.barrier import refuse_foreign_code
from tests.conftest import ROOT

CALL = "__import__('os').system('x')"
RUNTIME = "from ._runtime.models import prop\n"


def generated() -> dict[str, str]:
    package = ROOT / "generated" / "graph_remote_assistance"
    found = {str(path): path.read_text(encoding="utf-8") for path in package.rglob("*.py")}
    return {name: text for name, text in found.items() if "_runtime" not in name}


def test_generated_modules_pass() -> None:
    assert len(generated()) > 20
    for name, text in generated().items():
        refuse_foreign_code(text, name)


@pytest.mark.parametrize(
    "statement",
    [
        CALL, f"x = {CALL}", f"x: {CALL} = 1", f"x = [{CALL}]", f"x = {{'a': {CALL}}}", f"x = f'{{{CALL}}}'",
        "import os", "from os import system", "import os as typing", "print(1)", "x = eval(1)",
        "x = prop(prop()())", "x = [y for y in (1,)]", "x = lambda: 1", "x = (y := 1)", "x = 1 if 2 else 3", "x += 1",
        "del x", "assert 0", "raise ValueError", "for x in y: pass", "while 1: pass", "with x: pass",
        "global x", "try: pass\nfinally: pass", "x = prop.__class__()",
        "if 1: pass", "async def x(): pass", f"def x(y={CALL}): pass", f"def x(*, y={CALL}): pass",
        f"def x(y: {CALL}): pass", f"def x() -> {CALL}: pass", f"@{CALL}\ndef x(): pass", f"class X({CALL}): pass",
        f"class X(metaclass={CALL}): pass", f"@{CALL}\nclass X: pass", f"match 1:\n case _: {CALL}", "x = await y",
        "x = yield", "x = a < b", "x = a and b", f"x = a[{CALL}]", "type.x = 1\nx()", "x = TYPES.items()",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "around", ["{}", "class A:\n    {}", "if TYPE_CHECKING:\n    {}", "class A:\n    class B:\n        {}"]
)
def test_nothing_else_may_run_at_import(statement: str, around: str) -> None:
    margin = around.rpartition("\n")[2].removesuffix("{}")
    text = RUNTIME + around.format(statement.replace("\n", f"\n{margin}")) + "\n"
    with pytest.raises(ValueError, match=r"m\.py(:\d+ holds what no generated module may| does not parse)"):
        refuse_foreign_code(text, "m.py")


OTHERS = "from ._runtime.lazy import lazy as _lazy\nfrom ._runtime.models import prop\n"
ENUM = "from enum import StrEnum\nclass E(StrEnum):\n    A = 'a'\n"
WAYS = {
    "annotations of the rest of parameters": f"def f(*x: {CALL}): pass",
    "annotations of the rest of keywords": f"def f(**x: {CALL}): pass",
    "another thing by the name of what is called": "prop = eval\nx = prop('1')",
    "another thing by that name in a class": "class A:\n    prop = eval\n    x = prop('1')",
    "another thing by that name with an annotation": "_lazy: int = eval\nx = _lazy('1')",
    "a function by that name": f"def prop(x): {CALL}\nx = prop('1')",
    "a class by that name": f"class property:\n    def f(self): {CALL}\nx = property(1)",
    "an import by that name": "from .models import f as prop\nx = prop(1)",
    "an import for checkers": "if TYPE_CHECKING:\n    from ._runtime.models import prop as exec\nx = exec('1')",
    "an import in a function": "def f():\n    from ._runtime.models import prop as exec\nx = exec('1')",
    "an import behind the call": "x = exec('1')\nfrom ._runtime.models import prop as exec",
    "what the runtime imports": "from ._runtime.lazy import import_module\nx = import_module('antigravity')",
    "modules that standard modules import": "from uuid import os\nclass A:\n    x = os",
    "modules that typing has": "from typing import sys",
    "whatever there is": "from ._runtime.models import *",
    "a decorator of one's own": f"def f(x): {CALL}\n@f\ndef g(): pass",
    "a decorator of classes": f"def f(x): {CALL}\n@f\nclass A: pass",
    "a decorator of another module": "from .a import run\n@run\nclass A: pass",
    "what subscripts call": "class A:\n    __class_getitem__ = exec\nx = A['1']",
    "a function that subscripts call": f"class A:\n    def __class_getitem__(cls, x): {CALL}\nx = A['1']",
    "an import that subscripts call": "class A:\n    from .a import run as __class_getitem__\nx = A['1']",
    "what a subclass calls": f"class A:\n    def __init_subclass__(cls): {CALL}\nclass B(A): pass",
    "a metaclass": f"class M(type):\n    def f(cls): {CALL}\nclass A(metaclass=M): pass",
    "a metaclass among keywords": "class A(**{'metaclass': print}): pass",
    "parts of a function": f"def f(*x): {CALL}\nprop.__code__ = f.__code__\nx = prop(1)",
    "names by subscript": "globals()['prop'] = exec\nx = prop('1')",
    "attributes of members": f"{ENUM}    def f(self): {CALL}",
    "subscripts of members": f"{ENUM}    __getitem__ = eval\nx = E.A['1']",
    "what is called TYPES": f"class TYPES:\n    def values(): {CALL}\nx = TYPES.values()",
    "what a module is asked for": f"def __getattr__(name): {CALL}",
    "what a module is asked for, as data": "__getattr__ = exec",
}


@pytest.mark.parametrize("text", WAYS.values(), ids=WAYS)
def test_no_way_around_leads_to_a_call(text: str) -> None:
    with pytest.raises(ValueError, match=r"m\.py:\d+ holds what no generated module may"):
        refuse_foreign_code(OTHERS + text + "\n", "m.py")


@pytest.mark.parametrize("text", ["def f(x, x): pass", "x = ", "x = '\ud800'", "\0", "(" * 5_000, "x" * 10 + "\r\n  y"])
def test_what_does_not_parse_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"m\.py"):
        refuse_foreign_code(text, "m.py")


def test_what_functions_do_when_they_are_called_is_not_looked_at() -> None:
    refuse_foreign_code(f"def f(self) -> int:\n    return {CALL}\n", "m.py")
