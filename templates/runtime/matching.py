"""Matching URLs: what a URL means, or the error that says why it means nothing.

URLs of a form that was read before are not read anew: the forms are kept as a tree of
segments, from each segment on what has followed it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeAlias, TypeVar

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

if TYPE_CHECKING:
    from .routes import Operation, Route

T = TypeVar("T")

_MEANING = 0
_KEY = None
_MOST_SEGMENTS = 10_000


class Match(NamedTuple):
    """What a URL means; keys are by Python name, decoded, in path order."""

    operation: Operation
    route: Route
    keys: dict[str, Any]


def matcher(graph: Graph) -> Callable[[str], Match]:
    """The function `match` of a package."""
    known: UrlMemory[tuple[Operation, Route, tuple[str, ...]]] = UrlMemory()

    def match(url: str) -> Match:
        """What a URL means, absolute or relative to the service root.

        Raises NoRoute naming the segment that broke a rule.
        """
        before = known.find(url) if type(url) is str else None
        if before is not None:
            (operation, route, names), keys = before
            return Match(operation, route, dict(zip(names, keys)))
        meaning = read_url(graph, url)
        operation, path, values = meaning
        route = operation.route(path)
        names = tuple(key.name for key in route.keys)
        form = form_of(graph, meaning)
        if form is not None:
            known.keep(url, form, (operation, route, names))
        return Match(operation, route, dict(zip(names, values, strict=True)))

    return match


# --- reading -------------------------------------------------------------------------


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
            raise BrokenRuleError("a URL must be text without lone surrogates")
        segment = url
        parts = split_url(url, graph.service_root)
        if parts is None:
            message = f"the URL is not below the service root {graph.service_root}"
            raise BrokenRuleError(message)
        segment = parts.query
        options = _query_options(parts.query)
        reader = UrlReader(graph, options)
        segment = ""
        for segment in parts.segments:
            reader.read(decode(segment), system=segment[:1] == "$")
        return result(reader)
    except BrokenRuleError as error:
        raise _no_route(segment, error) from None


def _query_options(query: str) -> dict[str, str]:
    """The query options, decoded; the first of several of one name."""
    options: dict[str, str] = {}
    for name, value in split_query(query):
        options.setdefault(decode(name), decode(value))
    return options


def _no_route(segment: str, error: BrokenRuleError) -> NoRoute:
    """The error for a segment that breaks a rule, with the nearest of the known names."""
    from difflib import get_close_matches  # here: only mistakes need it

    known = error.known if 0 < len(error.wrong) <= SHOWN else ()
    close = get_close_matches(error.wrong, known, n=1)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    return NoRoute(f"segment {shortened(segment)!r}: {error.message}{hint}")


# --- remembering ---------------------------------------------------------------------


Form: TypeAlias = list[tuple[str, Collection[str] | None]]
"""The segments of a path as it is usually written; each key with the names that would be
none in its place."""


def form_of(graph: Graph, meaning: Meaning) -> Form | None:
    """The segments of a path as they are usually written, without the operation at the
    end; None where URLs of the same form may mean something else."""
    if meaning.operation.arguments:
        return None
    form: Form = []
    values = iter(meaning.values)
    for step, key in meaning.path.legs:
        form += ((name, None) for name in step.segments)
        if step.parameters is not None:
            return None
        if key is not None:
            if [part.type for part in key] != ["Edm.String"]:
                return None
            form.append((next(values), graph.callable(step.target, True)))
    if meaning.path.cast:
        form.append((meaning.path.cast, None))
    return form


class UrlMemory(Generic[T]):
    """The meanings of URLs by their form: the same names, with any keys between them.

    A key is remembered as one only where it is a plain text in a segment of its own, made
    of letters, digits and hyphens. All other URLs have to be read.
    """

    def __init__(self) -> None:
        self._tree: dict[Any, Any] = {}
        self._room = _MOST_SEGMENTS

    def find(self, url: str) -> tuple[T, list[str]] | None:
        """The meaning of the form that a URL has, and its keys; None for a new form."""
        if not url.isascii() or "%" in url:
            return None
        node = self._tree
        keys: list[str] = []
        for segment in url.partition("?")[0].split("/"):
            after = node.get(segment)
            if after is None:
                after = node.get(_KEY)
                if after is None or not segment.replace("-", "").isalnum():
                    return None
                keys.append(segment)
            node = after
        meaning: T | None = node.get(_MEANING)
        return None if meaning is None else (meaning, keys)

    def keep(self, url: str, form: Form, meaning: T) -> None:
        """Remembers a URL, if its path is written as `form` has it."""
        segments = url.partition("?")[0].split("/")
        first, last = len(segments) - len(form) - 1, segments[-1]
        if "%" in url or "#" in url or not last:
            return
        if segments[first:-1] != [text for text, _ in form]:
            return
        self._room -= len(segments)
        if self._room < 0:
            return
        node = self._tree
        for name in segments[:first]:
            node = node.setdefault(name, {})
        for name, others in form:
            for other in others or ():
                node.setdefault(other, {})
            node = node.setdefault(name if others is None else _KEY, {})
        node.setdefault(last, {})[_MEANING] = meaning
