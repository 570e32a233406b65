"""The fenced blocks of a Markdown page, with what comments before them say.

A comment `<!-- key: value -->` on the line before a block says how the tests take it:

| comment | meaning |
|---|---|
| `file: NAME` | the block is a file of the reader's; it is written into the folder |
| `append: NAME` | the same, at the end of a file that is there |
| `exit: N` | the last command of the block ends with this exit code, not with 0 |
| `raises: NAME` | the Python block raises an exception of that class |
| `not run: REASON` | the block is shown only |
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_FENCE = re.compile(r"^( *)```(\w*)(.*)$")
_COMMENT = re.compile(r"^\s*<!-- ([a-z ]+): (.*?) -->\s*$")
_HEADING = re.compile(r"^#{1,6} +(.*?)\s*#*$")


@dataclass
class Block:
    """A fenced block: its language, its text, the line that it begins on, and the comments before it."""

    language: str
    text: str
    line: int
    says: dict[str, str] = field(default_factory=dict[str, str])


def blocks(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    says: dict[str, str] = {}
    lines = iter(enumerate(page.read_text("utf-8").splitlines(), 1))
    for number, line in lines:
        if comment := _COMMENT.match(line):
            says[comment[1]] = comment[2]
        elif fence := _FENCE.match(line):
            indent, inside = len(fence[1]), []
            for _, each in lines:
                if each.strip() == "```":
                    break
                inside.append(each[indent:] if not each[:indent].strip() else each)
            yield Block(fence[2], "\n".join(inside) + "\n", number, says)
            says = {}
        elif line.strip():
            says = {}


def prose(page: Path) -> str:
    """A page without its fenced blocks."""
    text = page.read_text("utf-8")
    return re.sub(r"^( *)```.*?^ *```$", "", text, flags=re.DOTALL | re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """The anchors of the headings, as GitHub and mkdocs make them."""
    found: set[str] = set()
    for line in prose(page).splitlines():
        if heading := _HEADING.match(line):
            text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading[1])
            slug = re.sub(r"[^\w\- ]", "", text.replace("`", "").lower()).strip()
            found |= {slug.replace(" ", "-"), re.sub(r"[-\s]+", "-", slug)}
    return found
