"""`csdlgen explain`: the pages of all rooms in one place, listed or printed."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator

import click

from csdlgen import config_pages, fetch_pages, generate, inputs_pages, routes, select_pages, write_pages
from csdlgen.check import pages as check_pages
from csdlgen.cli import pages as cli_pages
from csdlgen.csdl import pages as csdl_pages
from csdlgen.drift import accept_pages
from csdlgen.drift import pages as drift_pages
from csdlgen.edm import pages as edm_pages
from csdlgen.edm.compose import overlay
from csdlgen.errors import failure, nearest
from csdlgen.explain.page import Page
from csdlgen.reports.model import pages as inspect_pages
from csdlgen.routes import http_files
from csdlgen.upstream import lock, selected, update

_ROOMS: tuple[tuple[Page, ...], ...] = (
    *(csdl_pages.PAGES, edm_pages.PAGES, check_pages.PAGES, overlay.PAGES, http_files.PAGES, select_pages.PAGES),
    *(routes.PAGES, inspect_pages.PAGES, config_pages.PAGES, inputs_pages.PAGES, write_pages.PAGES, generate.PAGES),
    *(fetch_pages.PAGES, lock.PAGES, selected.PAGES, update.PAGES, cli_pages.PAGES),
    *(accept_pages.PAGES, drift_pages.PAGES),
)

PAGES = {page.code: page for page in sorted((page for room in _ROOMS for page in room), key=lambda page: page.code)}
"""Every page by its code, in alphabetical order."""

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
    page = PAGES.get(code)
    if page is None:
        remedy = nearest(code, PAGES) or "`csdlgen explain` lists all codes."
        raise failure("unknown-code", f"there is no code {code!r}", remedy)
    click.echo(_as_json(page) if form == "json" else "\n".join(_as_text(page)))


def print_codes(form: str) -> None:
    """All codes with their titles."""
    if form == "json":
        click.echo(json.dumps([{"code": each.code, "title": each.title} for each in PAGES.values()], indent=2))
        return
    width = max(map(len, PAGES))
    for each in PAGES.values():
        click.echo(f"{each.code.ljust(width)}  {each.title}")


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
