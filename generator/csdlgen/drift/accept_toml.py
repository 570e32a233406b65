"""An accept file as entries with their lines: what TOML says, beside where it says it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from csdlgen.errors import Position, failure
from csdlgen.text import nearest

_HEAD = re.compile(r"\s*\[\[\s*(?:accept|\"accept\"|'accept')\s*\]\]")
_PLACE = re.compile(r"(.*) \(at line (\d+), column (\d+)\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class AcceptEntry:
    """One `[[accept]]`: its values, and its lines from `first` (a comment right above it included) to before `last`,
    counted from 0; `where` is its head."""

    values: dict[str, Any]
    lines: tuple[str, ...]
    first: int
    last: int
    where: Position

    def place(self, key: str) -> Position:
        """The line of a key, or the head."""
        pattern = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
        for number, line in enumerate(self.lines, self.where.line):
            if key and pattern.match(line):
                return Position(self.where.source, number, len(line) - len(line.lstrip()) + 1)
        return self.where


def entries(text: str, source: str) -> tuple[AcceptEntry, ...]:
    """The entries of an accept file in their order. Raises CsdlgenError for a text that is not TOML, or has more."""
    data = _data(text, source)
    for key in data:
        if key != "accept":
            remedy = nearest(key, ["accept"]) or "An accept file has entries [[accept]] and nothing else."
            raise failure("accept-unknown-key", f"unknown key {key!r}", remedy, where=_first(text, key, source))
    tables = data.get("accept", [])
    lines = text.split("\n")
    heads = [number for number, line in enumerate(lines) if _HEAD.match(line)]
    if not isinstance(tables, list) or len(heads) != len(tables) or not all(isinstance(each, dict) for each in tables):
        remedy = "Write [[accept]] on a line of its own above each entry."
        raise failure(
            "accept-value", "entries must be tables of their own", remedy, where=_first(text, "accept", source)
        )
    starts = [_with_comments(lines, head) for head in heads]
    ends = [end for _, end in pairwise((*starts, len(lines)))]
    return tuple(
        AcceptEntry(values, tuple(lines[head:end]), start, end, Position(source, head + 1, lines[head].index("[") + 1))
        for values, head, start, end in zip(tables, heads, starts, ends, strict=True)
    )


def _with_comments(lines: list[str], head: int) -> int:
    """The first line of the comments right above a line."""
    while head and lines[head - 1].lstrip().startswith("#"):
        head -= 1
    return head


def _data(text: str, source: str) -> dict[str, Any]:
    remedy = "Correct the TOML syntax."
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        placed = _PLACE.fullmatch(str(error))
        where = Position(source, int(placed[2]), int(placed[3])) if placed else source
        raise failure("accept-not-toml", placed[1] if placed else str(error), remedy, where=where) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets nested as deep
        raise failure("accept-not-toml", f"too large to read: {error}", remedy, where=source) from error


def _first(text: str, key: str, source: str) -> Position:
    """The first line that begins with a key or a table of that name."""
    pattern = re.compile(rf"\s*\[{{0,2}}\s*[\"']?{re.escape(key)}\b")
    numbers = (number for number, line in enumerate(text.split("\n"), 1) if pattern.match(line))
    return Position(source, next(numbers, 1), 1)
