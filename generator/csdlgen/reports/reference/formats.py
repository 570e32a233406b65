"""Pages as HTML, which works without a network and without scripts, and as Markdown for GitHub: a file each."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import PurePosixPath
from urllib.parse import quote

from csdlgen.reports.html import render
from csdlgen.reports.markdown import begun, code, escaped, fenced, link, table
from csdlgen.reports.reference.blocks import (
    INDEX,
    Block,
    BulletList,
    CodeBlock,
    DataTable,
    Heading,
    Paragraph,
    ReferencePage,
    RoutePicture,
    Span,
    Spans,
)
from csdlgen.reports.reference.layout import lay_out
from csdlgen.reports.routes.picture import flowchart


def as_html_files(pages: Iterable[ReferencePage], site: str) -> dict[PurePosixPath, str]:
    """Path below the folder → text; `site` is the name of the package."""
    return {PurePosixPath(f"{page.path}.html"): _html_page(page, site) for page in pages}


def _html_page(page: ReferencePage, site: str) -> str:
    return render(
        "reference.html",
        page=page,
        site=site,
        index=INDEX,
        is_index=page.path == INDEX,
        link=partial(_html_link, page.path),
        draw=lay_out,
    )


def _html_link(here: str, to: str) -> str:
    """The relative URL of another page. A module may have a name with any letters in it."""
    return quote(posixpath.relpath(f"{to}.html", posixpath.dirname(here) or "."))


# --- Markdown ---------------------------------------------------------------------------------------


def as_markdown_files(pages: Iterable[ReferencePage]) -> dict[PurePosixPath, str]:
    """The same, with README.md for the page that leads to the others."""
    return {PurePosixPath(_file(page.path)): _page(page) for page in pages}


def _file(path: str) -> str:
    return "README.md" if path == INDEX else f"{path}.md"


def _page(page: ReferencePage) -> str:
    lines = [f"# {escaped(page.title)}"]
    if page.path != INDEX:
        lines += ["", link("All pages", _link(page.path, INDEX))]
    for block in page.blocks:
        lines += ["", *_block(page.path, block)]
    return "\n".join(lines) + "\n"


def _block(here: str, block: Block) -> Iterator[str]:
    match block:
        case Heading(text=text, level=level):
            yield f"{'#' * level} {escaped(text)}"
        case Paragraph(spans=spans):
            yield _spans(here, spans)
        case BulletList(items=items):
            yield from (f"- {_spans(here, item)}" for item in items)
        case CodeBlock(language=language, text=text):
            yield from fenced(language, text)
        case DataTable(header=header, rows=rows):
            yield from table(header, ([_spans(here, each) for each in row] for row in rows))
        case RoutePicture(about=about, picture=picture):
            yield escaped(about)
            yield ""
            yield from fenced("mermaid", flowchart(picture))


def _spans(here: str, spans: Spans) -> str:
    """A paragraph or a cell."""
    return begun("".join(_span(here, each) for each in spans))


def _span(here: str, span: Span) -> str:
    if not span.code:
        # Blanks at the ends are between pieces of text, and stay.
        start, end = (" " * (span.text[at] == " ") for at in (0, -1))
        return f"{start}{escaped(span.text)}{end}" if span.text.strip() else span.text
    return link(code(span.text), _link(here, span.to)) if span.to else code(span.text)


def _link(here: str, to: str) -> str:
    return quote(posixpath.relpath(_file(to), posixpath.dirname(here) or "."))
