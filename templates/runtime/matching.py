"""Matching URLs: what a URL means, or the error that says why it means nothing.

Results are cached by URL pattern in a trie of path segments.
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

# What a node of the trie has besides the nodes for its next segments, which are by text:
_MEANING = 0  # the result for URLs that end here
_KEY = None  # the node that any key leads to
_MOST_SEGMENTS = 10_000  # the capacity of a cache; nothing is evicted once it is full


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

        Raises NoRoute naming the segment, or the query, that broke a rule.
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


def _follow(graph: Graph, url: str, finish: Callable[[UrlReader], T]) -> T:
    """What `finish` makes of the reader of a URL when it has read all segments. Raises
    NoRoute."""
    part, culprit = "URL", repr(url)
    try:
        if type(url) is not str or not is_text(url):
            raise BrokenRuleError("it must be text without lone surrogates")
        culprit = url
        parts = split_url(url, graph.service_root)
        if parts is None:
            message = f"it is not below the service root {graph.service_root}"
            raise BrokenRuleError(message)
        part, culprit = "query", parts.query
        options = _query_options(parts.query)
        reader = UrlReader(graph, options)
        part, culprit = "segment", ""
        for culprit in parts.segments:
            reader.read(decode(culprit), system=culprit[:1] == "$")
        return finish(reader)
    except BrokenRuleError as error:
        raise _no_route(part, culprit, error) from None


def _query_options(query: str) -> dict[str, str]:
    """The query options, decoded; the first of several of one name."""
    options: dict[str, str] = {}
    for name, value in split_query(query):
        options.setdefault(decode(name), decode(value))
    return options


def _no_route(part: str, culprit: str, error: BrokenRuleError) -> NoRoute:
    """The error for a URL, a query or a segment that breaks a rule, with the nearest of
    the known names."""
    from difflib import get_close_matches  # here: only mistakes need it

    known = error.known if 0 < len(error.wrong) <= SHOWN else ()
    close = get_close_matches(error.wrong, known, n=1)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    return NoRoute(f"{part} {shortened(culprit)!r}: {error.message}{hint}")


# --- remembering ---------------------------------------------------------------------


Form: TypeAlias = list[tuple[str, Collection[str] | None]]
"""The segments of a path as it is usually written; each key, with the operation names that
could stand in its place and must not be taken for a key."""


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
        self._capacity_left = _MOST_SEGMENTS

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
        self._capacity_left -= len(segments)
        if self._capacity_left < 0:
            return
        node = self._tree
        for name in segments[:first]:
            node = node.setdefault(name, {})
        for name, reserved_names in form:
            for reserved in reserved_names or ():
                # An empty node: `find` comes to a dead end there, and takes no key for it.
                node.setdefault(reserved, {})
            node = node.setdefault(name if reserved_names is None else _KEY, {})
        node.setdefault(last, {})[_MEANING] = meaning
