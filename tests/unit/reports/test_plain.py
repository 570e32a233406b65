"""No format of any report has what steers a terminal, or what a CI runner takes for a command."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdlgen.reports.markdown import code, escaped
from csdlgen.reports.plain import plain

STEERING = "\x1b\x7f\x85\x9b\u061c\u200e\u202a\u202e\u2028\u2029\u2066\u2069\ufeff"
HOSTILE = st.lists(
    st.sampled_from([*STEERING, "a", "é", "\n", " ", ":", "#", "[", "::error::", "##[error]", "##vso[x]"])
)
TEXTS = HOSTILE.map("".join)
FORMS = ["text", "markdown", "http", "mermaid", "json", "sarif", "gitlab", "xml", "html", "junit"]


def is_safe(text: str) -> bool:
    command = re.search(r"^\s*::|##[a-z]*\[", text, re.MULTILINE)
    return not command and all(each.isprintable() or each in "\n\t" for each in text)


@pytest.mark.parametrize("form", sorted({*FORMS} - {"json", "sarif", "gitlab"}))
@given(text=TEXTS)
def test_nothing_steers_in_any_format(text: str, form: str) -> None:
    assert is_safe(plain(text, form))


@given(TEXTS, st.booleans())
def test_data_means_what_it_meant(text: str, ascii_only: bool) -> None:
    written = plain(json.dumps({"x": text}, ensure_ascii=ascii_only), "json")
    assert json.loads(written) == {"x": text}
    assert is_safe(written)


@given(TEXTS)
def test_documents_mean_what_they_meant(text: str) -> None:
    legal = text.replace("\x1b", "")
    element = ElementTree.Element("x", {"a": legal})
    element.text = legal
    written = plain(ElementTree.tostring(element, encoding="unicode"), "xml")
    assert is_safe(written)
    read = ElementTree.fromstring(written)
    assert (read.text or "", read.get("a")) == (legal, legal)


def test_the_format_that_gives_commands_gives_them() -> None:
    assert plain("::error::x", "github") == "::error::x"


@pytest.mark.parametrize("text", ["see é", "a :: b", "a\n  b: c", "# [x]"])
@pytest.mark.parametrize("form", FORMS)
def test_other_text_stays(text: str, form: str) -> None:
    assert plain(text, form) == text


@given(TEXTS)
def test_markdown_shows_them_as_escapes(text: str) -> None:
    assert escaped(text).isprintable()
    assert code(text).isprintable()
    for mark in STEERING:
        if mark in text:
            assert (
                repr(mark)[2:-1].encode() in re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), code(text)).encode()
            )


@pytest.mark.parametrize("text", ["GH-12", "gh-12", "@team", "#12", "a/b#12", "a@b"])
def test_markdown_refers_to_nothing(text: str) -> None:
    assert not re.search(r"(?i)gh-\d|@\w|#\d", escaped(text))
    assert escaped(text).replace("<!-- -->", "") == text


def test_markdown_leaves_other_words_alone() -> None:
    assert escaped("high-12, GHz-3, GH-x") == "high-12, GHz-3, GH-x"
