# ruff: noqa
# fmt: off
"""What URLs of the same form meant before, so that the next one need not be read anew.

The forms are kept as a tree of segments: from each segment on, what has followed it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

if TYPE_CHECKING:
    from .graph import Graph
    from .url_reader import Meaning

T = TypeVar("T")

_MEANING = 0
_KEY = None
_MOST_SEGMENTS = 10_000


Form: TypeAlias = list[tuple[str, Collection[str] | None]]
"""The segments of a path as it is usually written; each key with the names that would be
none in its place."""


def form_of(graph: Graph, meaning: Meaning) -> Form | None:
    """The segments of a path as they are usually written, without the operation at the
    end; None where URLs of the same form may mean something else."""
    if meaning.operation.arguments:
        return None
    found: Form = []
    values = iter(meaning.values)
    for step, key in meaning.path.legs:
        found += ((name, None) for name in step.segments)
        if step.parameters is not None:
            return None
        if key is not None:
            if [part.type for part in key] != ["Edm.String"]:
                return None
            found.append((next(values), graph.callable(step.target, True)))
    if meaning.path.cast:
        found.append((meaning.path.cast, None))
    return found


class Memory(Generic[T]):
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
