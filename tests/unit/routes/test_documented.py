"""Lines of `.http` files."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdlgen.errors import CsdlgenError, Position
from csdlgen.routes.documented import parse_http


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("POST /users/{userId}/sendMail", "/users/{userId}/sendMail"),
        ("POST \t/users/{id | name}/sendMail", "/users/{id | name}/sendMail"),
        ("POST /users/<the id>/sendMail  HTTP/1.1", "/users/<the id>/sendMail"),
        ("POST /users({id})/messages({id2})/?$top=1", "/users({id})/messages({id2})/?$top=1"),
        ("POST /f(a='x y', b={b})?$filter=a eq 'b' HTTP/2", "/f(a='x y', b={b})?$filter=a eq 'b'"),
        ("POST https://x.example/v1/a", "https://x.example/v1/a"),
    ],
)
def test_a_line_is_a_verb_and_a_url(text: str, url: str) -> None:
    (line,) = parse_http(text, source="x.http")
    assert (line.verb, line.url) == ("POST", url)
    assert str(line) == f"POST {url}"


def test_long_lines_that_are_none_are_refused_soon() -> None:
    for piece in ("{a}", "<a>", "(a)", "('a')", "{", "(", "'", "<", " HTTP/1", "?", "/("):
        for end in ("", " \x7f", " b"):
            with contextlib.suppress(CsdlgenError):
                parse_http(f"GET /{piece * 20_000}{end}", source="x.http")


def test_blank_lines_and_comments_are_skipped_and_places_are_true() -> None:
    text = "\ufeff# one\r\n\r\n  # two\r\n\t GET /a\r\n\x0c\nDELETE\t/b"
    assert [(str(line), line.where) for line in parse_http(text, source="x.http")] == [
        ("GET /a", Position("x.http", 4, 3)),
        ("DELETE /b", Position("x.http", 6, 1)),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "get /a", "GET a", "GET", "/a", "GET /a b", "GET /a b HTTP/1.1", "GET /a HTTP/x", "HEAD /a", "POST/a",
        "GET /{a b", "GET ftp://x/a",
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
    assert (repr(line) in found[0].message) == (line[0] != "/")


@given(st.text() | st.lists(st.sampled_from(["GET /a", "POST /{x}", "#", "", "junk", "GET"])).map("\n".join))
def test_any_text_parses_or_is_refused(text: str) -> None:
    try:
        found = parse_http(text, source="x.http")
    except CsdlgenError as error:
        lines = {each.where.line for each in error.diagnostics if isinstance(each.where, Position)}
        assert len(lines) == len(error.diagnostics) and max(lines) <= text.count("\n") + 1
    else:
        for line in found:
            assert text.split("\n")[line.where.line - 1].strip("\ufeff \t\r\n").startswith(line.verb)


def test_lines_that_were_not_meant_as_request_lines_are_not_shown() -> None:
    """They may be those of a key, where somebody names another file; messages end up in the logs of CI."""
    with pytest.raises(CsdlgenError) as caught:
        parse_http("POST users\nhunter2\n/hunter2+hunter2==\nmachine x password hunter2\n", source="x")
    messages = [each.message for each in caught.value.diagnostics]
    assert messages == ["not a request line: 'POST users'", *["not a request line"] * 3]
