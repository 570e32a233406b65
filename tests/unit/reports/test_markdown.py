"""Foreign text in Markdown, beyond what tests/unit/reports/drift/test_markdown.py holds of `code` and `escaped`."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdlgen.reports.markdown import begun, fenced, link, table


@given(st.text(alphabet="`~a\n ", max_size=40))
def test_no_text_ends_its_own_fence(text: str) -> None:
    first, *inner, last = fenced("json", text)
    assert first == f"{last}json" and set(last) == {"`"} and len(last) >= 3
    assert "\n".join(inner) == text
    assert all(last not in line for line in inner)


@pytest.mark.parametrize("text", ["- a", "+ a", "1. a", "12) a", "=== a", "---"])
def test_text_begins_no_list_and_no_rule(text: str) -> None:
    written = begun(text)
    assert written.replace("\\", "", 1) == text
    assert not re.match(r"[-+=]|\d+[.)]", written)


@pytest.mark.parametrize("text", ["", "a - b", "12 a", "3.5"])
def test_other_text_stays(text: str) -> None:
    assert begun(text).replace("\\", "") == text


def test_a_table_and_a_link() -> None:
    assert list(table(["a|b", "c"], [["1", link("x", "y.md")]])) == ["| a\\|b | c |", "|---|---|", "| 1 | [x](y.md) |"]
