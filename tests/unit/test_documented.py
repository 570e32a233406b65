"""Lines of `.http` files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdlgen.documented import parse_http
from csdlgen.errors import CsdlgenError, Position


def test_a_line_is_a_verb_and_segments() -> None:
    (line,) = parse_http("POST /users/{userId}/sendMail", source="x.http")
    assert (line.verb, line.segments) == ("POST", ("users", "{userId}", "sendMail"))
    assert line.shape == ("users", "{}", "sendMail")
    assert str(line) == "POST /users/{userId}/sendMail"


def test_keys_in_parentheses_and_queries_are_written_the_other_way() -> None:
    (line,) = parse_http("GET   /users({id})/messages({id2})/?$top=1", source="x.http")
    assert line.segments == ("users", "{id}", "messages", "{id2}")


def test_blank_lines_and_comments_are_skipped_and_places_are_true() -> None:
    text = "\ufeff# one\r\n\r\n  # two\r\n\t GET /a\r\n\x0c\nDELETE\t/b"
    assert [(str(line), line.where) for line in parse_http(text, source="x.http")] == [
        ("GET /a", Position("x.http", 4, 3)),
        ("DELETE /b", Position("x.http", 6, 1)),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "get /a", "GET a", "GET", "/a", "GET /a b", "GET https://x.example/a", "HEAD /a", "POST/a", "GET /a HTTP/1.1",
        "GET /a\x1b[31m", "GET /a\u202eb", "// GET /a",
    ],
)  # fmt: skip
def test_everything_else_is_refused_with_its_place(line: str) -> None:
    with pytest.raises(CsdlgenError) as caught:
        parse_http(f"GET /fine\n{line}\nnor this", source="x.http")
    found = caught.value.diagnostics
    assert [(each.code, each.where) for each in found] == [
        ("http-line", Position("x.http", 2, 1)),
        ("http-line", Position("x.http", 3, 1)),
    ]
    assert repr(line) in found[0].message


@given(st.text() | st.lists(st.sampled_from(["GET /a", "POST /{x}", "#", "", "junk", "GET"])).map("\n".join))
def test_any_text_parses_or_is_refused(text: str) -> None:
    try:
        found = parse_http(text, source="x.http")
    except CsdlgenError as error:
        lines = {each.where.line for each in error.diagnostics if isinstance(each.where, Position)}
        assert len(lines) == len(error.diagnostics) and max(lines) <= text.count("\n") + 1
    else:
        for line in found:
            assert all(line.segments) and not any("/" in each or each != each.strip() for each in line.segments)
            assert text.split("\n")[line.where.line - 1].strip("\ufeff \t\r\n").startswith(line.verb)
