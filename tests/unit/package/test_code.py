"""Schema text reaches Python as a checked identifier, a literal or a docstring, and in no other way."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from csdlgen.package import code
from csdlgen.package.code import Code
from csdlgen.package.format import format_python
from csdlgen.package.render import environment, only_code


@given(st.text())
def test_a_literal_is_the_value(text: str) -> None:
    found = code.literal(text).text
    assert ast.literal_eval(found) == text
    assert "\n" not in found
    assert "\r" not in found


@given(st.text(max_size=300), st.integers(0, 3))
def test_a_docstring_is_one_inert_string(text: str, indent: int) -> None:
    found = code.docstring(text, indent=indent)
    if not found:
        return
    margin = "    " * indent
    tree = ast.parse("".join(f"{'    ' * depth}class C:\n" for depth in range(indent)) + margin + found.text)
    body = tree.body
    for _ in range(indent):
        assert isinstance(body[0], ast.ClassDef)
        body = body[0].body
    assert len(body) == 1
    assert isinstance(body[0], ast.Expr)
    assert isinstance(body[0].value, ast.Constant)
    assert isinstance(body[0].value.value, str)


@given(st.text(alphabet=st.sampled_from("abcdef ghi.,\n\"'\\{}%"), max_size=400), st.integers(0, 2))
def test_black_leaves_a_docstring_as_it_is(text: str, indent: int) -> None:
    found = code.docstring(text, indent=indent)
    if not found:
        return
    heads = "".join(f"{'    ' * depth}class C:\n" for depth in range(indent))
    source = f"{heads}{'    ' * indent}{found.text}\n"
    assert format_python(source) == source


@pytest.mark.parametrize("text", ["a b", "", "1a", "a-b", "x\n", "a;b", "\u2028"])
def test_only_identifiers_are_identifiers(text: str) -> None:
    with pytest.raises(ValueError, match="not an identifier"):
        code.identifier(text)


WORDS = st.lists(st.from_regex(r"[a-z_][a-z0-9_]{0,30}", fullmatch=True), max_size=6)


@given(WORDS, st.sampled_from(["prop(", "call(", "def f("]))
def test_black_leaves_brackets_as_they_are(words: list[str], head: str) -> None:
    tail = "):" if head == "def f(" else ")"
    items = [code.literal(word) if head != "def f(" else Code(f"a{n}{word}") for n, word in enumerate(words)]
    found = code.bracketed(Code(head), items, Code(tail), indent=0)
    source = found.text + ("\n    pass\n" if head == "def f(" else "\n")
    assert format_python(source) == source


def test_printing_anything_but_code_fails(tmp_path: Path) -> None:
    (tmp_path / "bad.jinja").write_text("x = {{ it }}\n", encoding="utf-8")
    template = environment(tmp_path).get_template("bad.jinja")
    assert template.render(it=Code("1")) == "x = 1\n"
    for value in ("1", 1, None, b"1", ["1"]):
        with pytest.raises(TypeError, match="not Code"):
            template.render(it=value)


def test_a_name_that_the_plan_lacks_fails(tmp_path: Path) -> None:
    (tmp_path / "bad.jinja").write_text("{{ it.nothing }}\n", encoding="utf-8")
    with pytest.raises(UndefinedError, match="nothing"):
        environment(tmp_path).get_template("bad.jinja").render(it=Code("1"))


def test_the_barrier_names_what_was_printed() -> None:
    with pytest.raises(TypeError, match="str, not Code: 'injected'"):
        only_code("injected")
