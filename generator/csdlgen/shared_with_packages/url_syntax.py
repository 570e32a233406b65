"""How a URL is cut up, before any of it means anything (OData URL conventions, sections
2 and 3).

Everything here takes time in proportion to the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

_ORIGIN = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")
_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_MARK = re.compile(r"['\"(){}\[\],]")
_JSON_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_NAMED = re.compile(r"([^'\"={}\[\]()<>,]+)=(.*)", re.DOTALL)
_CLOSING = {"(": ")", "{": "}", "[": "]"}

STRING = re.compile(r"'[^']*+(?:''[^']*+)*+'")
SHOWN = 80
"""How much of a text messages show."""


class BrokenRuleError(Exception):
    """Which rule a segment breaks; never leaves the code that reads a URL.

    `wrong` is the name at fault, `known` those that would have been right.
    """

    def __init__(
        self,
        message: str,
        wrong: str = "",
        known: Iterable[str] = (),
        *,
        rule: str = "",
    ) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.wrong = wrong
        self.known = known


class Parts(NamedTuple):
    """A URL in parts: the segments of its path as written, its query and its fragment, both undecoded."""

    segments: tuple[str, ...]
    query: str
    fragment: str


def shortened(text: str) -> str:
    """Text of a URL as messages show it."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def is_text(url: str) -> bool:
    """Whether a URL can be encoded at all."""
    try:
        url.encode("utf-8")
    except UnicodeError:
        return False
    return True


def split_url(url: str, root: str) -> Parts | None:
    """The parts of an absolute or relative URL behind the path of the service root; None
    where it is not behind it.

    A slash at the end of the path counts for nothing.
    """
    rest, _, fragment = url.partition("#")
    path, _, query = rest.partition("?")
    origin = _ORIGIN.match(path)
    path = path[origin.end() if origin else 0 :].removeprefix("/")
    prefix = _path(root)
    if prefix and f"{path}/".startswith(f"{prefix}/"):
        path = path[len(prefix) + 1 :]
    elif prefix and origin:
        return None
    path = path.removesuffix("/")
    return Parts(tuple(path.split("/")) if path else (), query, fragment)


def _path(root: str) -> str:
    """The path of a service root, without slashes around it."""
    bare = root.partition("#")[0].partition("?")[0]
    origin = _ORIGIN.match(bare)
    return bare[origin.end() if origin else 0 :].strip("/")


def decode(text: str) -> str:
    """Percent-decoding, once. Raises BrokenRuleError for what is not encoded UTF-8."""
    if "%" not in text:
        return text
    if _ESCAPE.search(text):
        message = "a percent sign is followed by two hexadecimal digits"
        raise BrokenRuleError(message, rule="bad-encoding")
    try:
        return unquote_to_bytes(text).decode("utf-8")
    except UnicodeError as error:
        message = "the percent-encoded bytes are not UTF-8"
        raise BrokenRuleError(message, rule="bad-encoding") from error


def split_query(query: str) -> list[tuple[str, str]]:
    """The options of a query string in order, undecoded."""
    pairs = (option.partition("=") for option in query.split("&") if option)
    return [(name, value) for name, _, value in pairs]


def split_call(segment: str) -> tuple[str, tuple[str, ...]]:
    """The name of a segment and what stands in each pair of parentheses behind it.

    `f(a=1)(2)` gives `f` and `a=1`, `2`. Raises BrokenRuleError for parentheses or
    quotes that are not paired.
    """
    if "(" not in segment:
        return segment, ()
    name = segment.partition("(")[0]
    groups: list[str] = []
    start = len(name)
    for at, mark, depth in _marks(segment, start):
        if mark == "(" and not depth:
            start = at + 1
        elif mark == ")" and not depth:
            groups.append(segment[start:at])
            if segment[at + 1 : at + 2] not in ("", "("):
                message = "something stands behind the closing parenthesis"
                raise BrokenRuleError(message, rule="bad-key")
    return name.strip(), tuple(groups)


def split_list(text: str) -> tuple[tuple[str, str], ...]:
    """The parts of a key or of arguments as (name or nothing, literal): `a=1,b='x,y'`."""
    if not text.strip():
        return ()
    commas = [at for at, mark, depth in _marks(text, 0) if mark == "," and not depth]
    starts, ends = [0, *(at + 1 for at in commas)], [*commas, len(text)]
    pieces = (text[at:end].strip() for at, end in zip(starts, ends, strict=True))
    return tuple(map(_named, pieces))


def _named(piece: str) -> tuple[str, str]:
    found = _NAMED.fullmatch(piece)
    return (found[1].strip(), found[2].strip()) if found else ("", piece)


def _marks(text: str, start: int) -> list[tuple[int, str, int]]:
    """Every bracket and comma outside quotes: where it is, and how many brackets are open
    around it.

    Single quotes begin a text outside braces and brackets, double ones inside (there it
    is JSON).
    """
    found: list[tuple[int, str, int]] = []
    open_: list[str] = []
    in_json = 0
    at = start
    while mark := _MARK.search(text, at):
        at, sign = mark.end(), mark[0]
        if sign in "'\"":
            if (sign == '"') == (in_json > 0):
                literal = (_JSON_STRING if in_json else STRING).match(text, at - 1)
                if not literal:
                    message = "a quote is not closed; those inside a text are doubled"
                    raise BrokenRuleError(message, rule="bad-key")
                at = literal.end()
            continue
        if sign in ")}]":
            if not open_ or _CLOSING[open_.pop()] != sign:
                message = "parentheses, braces or brackets are not paired"
                raise BrokenRuleError(message, rule="bad-key")
            in_json -= sign != ")"
        found.append((mark.start(), sign, len(open_)))
        if sign in _CLOSING:
            open_.append(sign)
            in_json += sign != "("
    if open_:
        message = "parentheses, braces or brackets are not closed"
        raise BrokenRuleError(message, rule="bad-key")
    return found
