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


@pytest.mark.parametrize("text", ["def f(x, x): pass", "x = ", "x = '\ud800'", "\0", "(" * 5_000, "x" * 10 + "\r\n  y"])
def test_what_does_not_parse_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"m\.py"):
        refuse_foreign_code(text, "m.py")


def test_what_functions_do_when_they_are_called_is_not_looked_at() -> None:
    refuse_foreign_code(f"def f(self) -> int:\n    return {CALL}\n", "m.py")
