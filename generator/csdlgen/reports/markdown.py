"""Foreign text in Markdown: it means nothing, mentions nobody, refers to no issue and links nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from csdlgen.text import printable
from csdlgen.unicode_14 import is_known

# What Markdown, or HTML within it, would take for its own.
_SPECIAL = frozenset("\\`*_{}[]<>|~&")

# What GitHub takes for an issue.
_REFERENCE = re.compile(r"(?<=\bGH)-(?=\d)", re.IGNORECASE)
_BLANK = re.compile(r"[ \t\r\n]+")

_BEGINS = re.compile(r"(\d*)(?=[-+=.)])")


def code(text: str) -> str:
    """Foreign text as code in a table cell. GitHub looks for no mentions in code."""
    plain = _spaced(text)
    if not set("`|\\") & set(plain):
        return f"`{plain or ' '}`"
    return f"<code>{''.join(each if each.isalnum() and is_known(each) else f'&#{ord(each)};' for each in plain)}</code>"


def escaped(text: str) -> str:
    """Foreign text that means nothing to Markdown, mentions nobody, refers to no issue and links nowhere."""
    plain = "".join(f"\\{each}" if each in _SPECIAL else each for each in _spaced(text))
    # Comments, since GitHub looks for mentions when escapes and entities are already undone.
    for mark, instead in (("@", "@<!-- -->"), ("#", "#<!-- -->"), ("://", "\\://"), ("www.", "www\\.")):
        plain = plain.replace(mark, instead)
    return _REFERENCE.sub("<!-- -->-", plain)


def begun(text: str) -> str:
    """Escaped text where a line begins: it cannot become a list, a rule or the underline of a heading."""
    found = _BEGINS.match(text)
    return f"{found[1]}\\{text[found.end(1) :]}" if found else text


def link(text: str, to: str) -> str:
    """A link to a file of ours, at a relative path without blanks and brackets. The text is Markdown already."""
    return f"[{text}]({to})"


def table(header: Sequence[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """The lines of a table. Its cells are Markdown already, without a line break and without a bar of their own."""
    yield f"| {' | '.join(map(escaped, header))} |"
    yield f"|{'---|' * len(header)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def fenced(language: str, text: str) -> Iterator[str]:
    """Lines of code between fences that are longer than any in the text."""
    longest, run = 2, 0
    for mark in text:
        run = run + 1 if mark == "`" else 0
        longest = max(longest, run)
    fence = "`" * (longest + 1)
    yield f"{fence}{language}"
    yield from text.split("\n")
    yield fence


def _spaced(text: str) -> str:
    """On one line, with escapes for control characters."""
    return printable(_BLANK.sub(" ", text).strip(" "))
