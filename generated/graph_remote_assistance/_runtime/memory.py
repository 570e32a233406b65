# ruff: noqa
# fmt: off
"""What URLs of the same form meant before, so that the next one need not be read anew.

The forms are kept as a tree of segments: from each segment on, what has followed it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_MEANING = 0
_KEY = None
_MOST_SEGMENTS = 10_000


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

    def keep(
        self, url: str, form: Sequence[Collection[str] | None], meaning: T
    ) -> None:
        """Remembers a URL. `form` says of each of its last segments whether it is a key:
        which names would be none in its place, else None."""
        segments = url.partition("?")[0].split("/")
        self._room -= len(segments)
        if self._room < 0 or "%" in url or not segments[-1]:
            return
        before = len(segments) - len(form)
        node = self._tree
        for name in segments[:before]:
            node = node.setdefault(name, {})
        for name, others in zip(segments[before:], form, strict=True):
            if others is not None:
                for other in others:
                    node.setdefault(other, {})
            node = node.setdefault(name if others is None else _KEY, {})
        node[_MEANING] = meaning
