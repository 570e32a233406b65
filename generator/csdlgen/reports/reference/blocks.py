"""What pages consist of, whatever the format: headings, paragraphs, lists, tables, code, and pictures of routes.

Foreign text is in `Span`s, cells and code, which the writers of the formats escape. A link goes to another page by the
path of that page; there are no others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, TypeAlias

from csdlgen.reports.routes.picture import Picture


class Span(NamedTuple):
    """A piece of text, as code where it says so; `to` is the path of the page that it links to."""

    text: str
    code: bool = False
    to: str = ""


Spans: TypeAlias = tuple[Span, ...]


def said(text: str) -> Spans:
    """Text as it is."""
    return (Span(text),) if text else ()


def coded(text: str, to: str = "") -> Spans:
    """A name, or another piece of code, which may link to a page."""
    return (Span(text, code=True, to=to),)


def series(items: Iterable[Spans]) -> Spans:
    """Pieces with commas between them."""
    found: list[Span] = []
    for item in items:
        found += ([Span(", ")] if found else []) + [*item]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below that of the page: level 2 or 3. The text is our own."""

    kind: ClassVar[str] = "heading"
    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    kind: ClassVar[str] = "paragraph"
    spans: Spans


@dataclass(frozen=True, slots=True)
class BulletList:
    """An unordered list."""

    kind: ClassVar[str] = "list"
    items: tuple[Spans, ...]


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table, with what it is about for those who do not see it; the first cell of a row names the row."""

    kind: ClassVar[str] = "table"
    about: str
    header: tuple[str, ...]
    rows: tuple[tuple[Spans, ...], ...]


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines of a language: `http`, `json` or `python`."""

    kind: ClassVar[str] = "code"
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class RoutePicture:
    """A picture of routes, with a title and what it shows in a sentence."""

    kind: ClassVar[str] = "picture"
    title: str
    about: str
    picture: Picture


Block: TypeAlias = Heading | Paragraph | BulletList | DataTable | CodeBlock | RoutePicture


class ReferencePage(NamedTuple):
    """A page: its path below the folder, without a suffix (`operations/send_mail`), its title, and what it says."""

    path: str
    title: str
    blocks: tuple[Block, ...]


INDEX = "index"
"""The path of the page that leads to all others."""
