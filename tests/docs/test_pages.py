"""Every command, file and piece of Python in README and the documentation is run, in the order of the page."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.docs.markdown import Block, blocks
from tests.docs.pages import pages, prepared
from tests.docs.reader import Reader

NAMES = {page.relative_to(ROOT).as_posix(): page for page in pages()}


@pytest.mark.parametrize("name", NAMES)
def test_a_reader_who_does_what_a_page_says_gets_what_it_shows(name: str, tmp_path: Path) -> None:
    page = NAMES[name]
    needs = prepared(page)
    found = [*blocks(page)]
    if not [each for each in found if "not run" not in each.says]:
        return
    folder = tmp_path / "project"
    folder.mkdir()
    service = needs.service()
    with service.server:
        needs.prepare(folder, service.root)
        reader = Reader(folder, needs.root, service.root)
        try:
            for block in found:
                try:
                    reader.take(block)
                except BaseException as error:
                    error.add_note(f"{page}:{block.line}: {reader.printed[-3000:]}")
                    raise
        finally:
            reader.close()


def test_the_reader_notices_what_goes_wrong(tmp_path: Path) -> None:
    """Commands that fail, output that is not there, Python that raises, and languages that say nothing."""
    for block in (
        Block("sh", "csdlgen generate\n", 1),
        Block("sh", "false\ntrue\n", 1),
        Block("text", "never printed\n", 1),
        Block("python", "1 / 0\n", 1),
        Block("python", "1\n", 1, {"raises": "ValueError"}),
        Block("toml", "a = 1\n", 1),
    ):
        reader = Reader(tmp_path, "https://a.example", "http://127.0.0.1:1")
        with pytest.raises((AssertionError, ZeroDivisionError)):
            reader.take(block)


def test_toml_that_is_only_shown_is_toml() -> None:
    for page in NAMES.values():
        for block in blocks(page):
            if block.language == "toml":
                tomllib.loads(block.text)
