"""JSON text to values that keep what CSDL needs of it, and back.

Objects keep every member, so that a name that is there twice can be reported; numbers keep their text, since `1.10`
is another constant than `1.1`. Places are not kept: an object carries its number (by closing brace, as the standard
parser makes them), and `positions_of` finds lines and columns for the few that are asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

Place: TypeAlias = tuple[int, str | None]
"""A member of an object by the object's number and the member's name; without a name the object itself."""

_STRING = r'"[^"\\]*(?:\\.[^"\\]*)*"'
_scalar = json.JSONEncoder(ensure_ascii=False).encode
_TOKEN = re.compile(rf"({_STRING})\s*:|{_STRING}|[{{}}]|-?Infinity|NaN")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as its text."""

    text: str


class JsonObject(NamedTuple):
    """An object: its members in order, and its number."""

    pairs: tuple[tuple[str, JsonValue], ...]
    number: int = 0

    def get(self, name: str) -> JsonValue:
        """The first member of that name; None where there is none, as for null."""
        return next((value for key, value in self.pairs if key == name), None)

    def has(self, name: str) -> bool:
        """Whether there is a member of that name."""
        return any(key == name for key, _ in self.pairs)


JsonValue: TypeAlias = JsonObject | list["JsonValue"] | str | Number | bool | None


class MalformedError(Exception):
    """The text is not JSON: what is wrong, and the offset of it."""

    def __init__(self, problem: str, offset: int) -> None:
        super().__init__(problem, offset)
        self.problem = problem
        self.offset = offset


def parse_json(text: str) -> JsonValue:
    """The value of a JSON text (RFC 8259); raises `MalformedError`, and `RecursionError` for hostile nesting."""
    count = 0

    def made(pairs: list[tuple[str, JsonValue]]) -> JsonObject:
        nonlocal count
        count += 1
        return JsonObject(tuple(pairs), count - 1)

    def refused(word: str) -> JsonValue:
        offset = next(each.start() for each in _TOKEN.finditer(text) if each[0] == word)
        raise MalformedError(f"{word} is no JSON", offset)

    try:
        found: JsonValue = json.loads(
            text, object_pairs_hook=made, parse_int=Number, parse_float=Number, parse_constant=refused
        )
    except json.JSONDecodeError as error:
        raise MalformedError(error.msg, error.pos) from None
    return found


def positions_of(text: str, wanted: Iterable[Place]) -> dict[Place, tuple[int, int]]:
    """Line and column of members and objects of a text that `parse_json` has accepted."""
    wanted = set(wanted)
    numbers = {number for number, _ in wanted}
    opened: list[tuple[int, dict[str, int]]] = []
    positions: dict[Place, tuple[int, int]] = {}
    count = 0
    for token in _TOKEN.finditer(text):
        if token[1]:
            opened[-1][1].setdefault(json.loads(token[1]), token.start())
        elif token[0] == "{":
            opened.append((token.start(), {}))
        elif token[0] == "}":
            start, members = opened.pop()
            if count in numbers:
                starts: list[tuple[str | None, int]] = [(None, start), *members.items()]
                positions.update(
                    ((count, key), line_and_column(text, at)) for key, at in starts if (count, key) in wanted
                )
            count += 1
    return positions


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def render_json(value: JsonValue) -> str:
    """The text of a value, indented by two blanks, with a final line feed."""
    parts: list[str] = []
    _render(value, "\n", parts)
    return "".join(parts) + "\n"


def _render(value: JsonValue, line: str, parts: list[str]) -> None:
    inner = line + "  "
    if isinstance(value, JsonObject):
        parts.append("{")
        for number, (key, member) in enumerate(value.pairs):
            parts.append(f"{',' if number else ''}{inner}{_scalar(key)}: ")
            _render(member, inner, parts)
        parts.append(f"{line}}}" if value.pairs else "}")
    elif isinstance(value, list):
        parts.append("[")
        for number, item in enumerate(value):
            parts.append(("," if number else "") + inner)
            _render(item, inner, parts)
        parts.append(f"{line}]" if value else "]")
    else:
        parts.append(value.text if isinstance(value, Number) else _scalar(value))
