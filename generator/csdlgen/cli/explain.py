"""`csdlgen explain`: the page on a code, or all codes."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from dataclasses import asdict

import click

from csdlgen.drift.finding import AXES, AXIS_MEANINGS
from csdlgen.drift.pages import complete
from csdlgen.errors import failure
from csdlgen.explain.pages import CodePage, codes, read_page
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


def run(code: str | None, form: str) -> int:
    """Print the page on a code, or all codes. Raises CsdlgenError with `unknown-code`, which suggests the nearest."""
    if code is None:
        click.echo("\n".join(_list(form)))
        return 0
    if code not in codes():
        remedy = nearest(code, codes()) or "`csdlgen explain` lists all codes."
        raise failure("unknown-code", f"there is no code {code!r}", remedy)
    page = complete(read_page(code))
    click.echo(json.dumps(asdict(page), indent=2, ensure_ascii=False) if form == "json" else "\n".join(_text(page)))
    return 0


def _list(form: str) -> Iterator[str]:
    pages = [read_page(code) for code in codes()]
    if form == "json":
        yield json.dumps([{"code": page.code, "title": page.title} for page in pages], indent=2)
        return
    width = max(map(len, codes()))
    yield from (f"{page.code.ljust(width)}  {page.title}" for page in pages)


def _verdicts(page: CodePage) -> Iterator[str]:
    """The verdicts under each policy as a table, and what its columns are about."""
    rows = [("Verdicts", *AXES)]
    rows += ((f"policy {policy}", *verdicts.values()) for policy, verdicts in page.verdicts.items())
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    yield ""
    yield from (f"{axis}: {meaning}" for axis, meaning in AXIS_MEANINGS.items())


def _text(page: CodePage) -> Iterator[str]:
    yield f"{page.code}: {page.title}"
    yield ""
    yield textwrap.fill(page.meaning, _WIDTH)
    yield ""
    if page.verdicts:
        yield from _verdicts(page)
        yield ""
    yield f"{_CAPTIONS.get(page.language, 'Example')}:"
    yield ""
    yield textwrap.indent(page.example.rstrip("\n"), "    ")
    yield ""
    yield textwrap.fill(f"What to do: {page.remedy}", _WIDTH)
