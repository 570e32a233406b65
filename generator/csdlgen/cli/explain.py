"""`csdlgen explain`: the pages on all codes, listed or printed."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator

import click

from csdlgen.drift.pages import complete
from csdlgen.errors import failure
from csdlgen.explain.pages import Page, codes, read_page
from csdlgen.text import nearest

_CAPTIONS = {
    "schema": "Example (inside a schema with the namespace demo)",
    "document": "Example (a whole document)",
    "toml": "Example (csdlgen.toml)",
    "http": "Example (an .http file)",
    "accept": "Example (an accept file)",
    "drift": "Example (- before, + after)",
}
_WIDTH = 100


def print_page(code: str, form: str) -> None:
    """The page on one code. Raises CsdlgenError with `unknown-code`, which suggests the nearest."""
    if code not in codes():
        remedy = nearest(code, codes()) or "`csdlgen explain` lists all codes."
        raise failure("unknown-code", f"there is no code {code!r}", remedy)
    page = complete(read_page(code))
    click.echo(_as_json(page) if form == "json" else "\n".join(_as_text(page)))


def print_codes(form: str) -> None:
    """All codes with their titles."""
    pages = [read_page(code) for code in codes()]
    if form == "json":
        click.echo(json.dumps([{"code": page.code, "title": page.title} for page in pages], indent=2))
        return
    width = max(map(len, codes()))
    for page in pages:
        click.echo(f"{page.code.ljust(width)}  {page.title}")


def _as_json(page: Page) -> str:
    data = {
        "code": page.code,
        "title": page.title,
        "meaning": page.meaning,
        "example": page.example,
        "language": page.language,
        "remedy": page.remedy,
    }
    return json.dumps(data, indent=2, ensure_ascii=False)


def _as_text(page: Page) -> Iterator[str]:
    yield f"{page.code}: {page.title}"
    yield ""
    yield textwrap.fill(page.meaning, _WIDTH)
    yield ""
    yield f"{_CAPTIONS.get(page.language, 'Example')}:"
    yield ""
    yield textwrap.indent(page.example.rstrip("\n"), "    ")
    yield ""
    yield textwrap.fill(f"What to do: {page.remedy}", _WIDTH)
