# ruff: noqa
# fmt: off
"""What a URL means, or the error that says why it means nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from .graph import Graph, NoRoute
from .paths import Path
from .url_reader import Meaning, UrlReader
from .url_syntax import (
    SHOWN,
    BrokenRuleError,
    decode,
    is_text,
    shortened,
    split_query,
    split_url,
)

T = TypeVar("T")


def read_url(graph: Graph, url: str) -> Meaning:
    """What a URL means, absolute or relative to the service root. Raises NoRoute."""
    return _follow(graph, url, UrlReader.meaning)


def read_template(graph: Graph, url: str) -> Path:
    """The path of a URL that ends before an operation."""
    return _follow(graph, url, UrlReader.path)


def _follow(graph: Graph, url: str, result: Callable[[UrlReader], T]) -> T:
    """The result of reading all segments of a URL. Raises NoRoute."""
    segment = repr(url)
    try:
        if type(url) is not str or not is_text(url):
            raise BrokenRuleError("a URL is text, without half of a surrogate pair")
        segment = url
        parts = split_url(url, graph.service_root)
        if parts is None:
            message = f"the URL is not below the service root {graph.service_root}"
            raise BrokenRuleError(message)
        segment = parts.query
        options: dict[str, str] = {}
        for name, value in split_query(parts.query):
            options.setdefault(decode(name), decode(value))
        reader = UrlReader(graph, options)
        segment = ""
        for segment in parts.segments:
            reader.read(decode(segment), system=segment[:1] == "$")
        return result(reader)
    except BrokenRuleError as error:
        raise _no_route(segment, error) from None


def _no_route(segment: str, error: BrokenRuleError) -> NoRoute:
    """The error for a segment that breaks a rule, with the nearest of the known names."""
    from difflib import get_close_matches  # here: only mistakes need it

    known = error.known if 0 < len(error.wrong) <= SHOWN else ()
    close = get_close_matches(error.wrong, known, n=1)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    return NoRoute(f"segment {shortened(segment)!r}: {error.message}{hint}")
