"""The request lines of the reference pages, built by the client that is generated for everything of their day's
document: each line that resolves, with its method, keys, arguments and query. What cannot be built stands in
`documented_calls.txt`, with the reason."""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from csdlgen.urls import Address, match_url
from tests.corpus.test_documented_lines import DOCUMENTS, lines, service
from tests.support.client_tree import Tree
from tests.support.documented_calls import Built, build
from tests.support.everything import client_of
from tests.support.url_shapes import shape_of

pytestmark = pytest.mark.slow

TABLE = Path(__file__).with_name("documented_calls.txt")
DATE = "2021-07-13"
RESOLVED = 4277
# Settings of `select`, and the least percentage of the lines that has to be built with them.
SETTINGS = {"usual": "", "every_verb": "delete-linked = true\nreplace = true"}
LEAST = {"usual": 94.5, "every_verb": 99.2}


class Gap(NamedTuple):
    """What is missing for a line: `segment`, `verb`, `option`, or `url` where another one is built."""

    what: str
    method: str
    url: str


Find = Callable[[str], list[Gap]]


@pytest.fixture(scope="module")
def gaps(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Find:
    """Generates a client with settings when it is first asked for, and gives what it does not build."""

    @cache
    def find(settings: str) -> list[Gap]:
        folder = tmp_path_factory.mktemp(settings)
        document = corpus / "graph" / DOCUMENTS[DATE]
        tree = Tree(client_of(f"documented_{settings}", document, folder, more=SETTINGS[settings]))
        return [gap for method, path, address in _resolved(corpus) if (gap := _gap(tree, method, path, address))]

    return find


@cache
def _resolved(folder: Path) -> list[tuple[str, str, Address]]:
    """The lines of the day that resolve: method, path and what it means."""
    known = service(folder, DOCUMENTS[DATE])
    read = [
        (line.verb, line.path, match_url(known, line.path, templates=True, dynamic=False))
        for line in lines(folder)
        if line.date == DATE
    ]
    return [(method, path, found) for method, path, found in read if isinstance(found, Address)]


def _gap(tree: Tree, method: str, path: str, address: Address) -> Gap | None:
    found = build(tree, method, address)
    if isinstance(found, Built):
        return None if found.is_right and found.method == method else Gap("url", method, shape_of(path))
    return Gap(found.what, method, shape_of(path))


def test_a_line_that_resolves_is_built(corpus: Path, gaps: Find) -> None:
    assert len(_resolved(corpus)) == RESOLVED
    built = {settings: 100 * (1 - len(gaps(settings)) / RESOLVED) for settings in SETTINGS}
    assert all(built[settings] >= least for settings, least in LEAST.items()), f"{built} percent"


def test_every_exception_has_a_reason(gaps: Find) -> None:
    table = _table()
    assert [each for each in gaps("every_verb") if not any(_fits(each, one) for one in table)] == []


def test_every_reason_has_an_exception(gaps: Find) -> None:
    found = gaps("every_verb")
    assert [each for each in _table() if not any(_fits(one, each) for one in found)] == []


def test_by_default_only_verbs_are_missing_besides_that_settings_give(gaps: Find) -> None:
    """Deleting what is linked, and replacing where the document does not say that this is how it is updated."""
    besides = set(gaps("usual")) - set(gaps("every_verb"))
    assert {(each.what, each.method) for each in besides} == {("verb", "DELETE"), ("verb", "PUT")}


def _table() -> list[Gap]:
    texts = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    entries = [line.split(maxsplit=3) for line in texts]
    assert all(len(entry) == 4 for entry in entries), "an entry without a reason"
    return [Gap(*entry[:3]) for entry in entries]


def _fits(gap: Gap, pattern: Gap) -> bool:
    return all(fnmatchcase(text, wanted) for text, wanted in zip(gap, pattern, strict=True))
