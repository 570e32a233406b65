"""Pages as HTML and as Markdown: whatever a schema says stays text, and every link leads to a page."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import PurePosixPath
from urllib.parse import unquote

import pytest

from csdlgen.errors import CsdlgenError
from csdlgen.pipeline import select_package
from csdlgen.project.inputs import Inputs, Source
from csdlgen.reports.reference.blocks import CodeBlock, Paragraph, ReferencePage, Span
from csdlgen.reports.reference.formats import as_html_files, as_markdown_files
from csdlgen.reports.reference.pages import reference_pages
from tests.hostile import places
from tests.support.project import flagship_project
from tests.support.reference_pages import package_at, pages_of
from tests.test_hostile import config

ATTACK = (
    "</code></td><script>alert(1)</script><img src=x onerror=alert(1)>]]>--><svg onload=alert(1)> "
    "[x](javascript:alert(1)) ![x](https://evil.example/x.png) <https://evil.example> www.evil.example "
    "@everyone #1 a|b `c` ``` ~~~ **d** __e__ \\ &lt; {{ 7*7 }}\r\n\r\n# heading\n- list\n1. one\n\n```\nend\n"
)
NAME = "x` [x](javascript:alert(1)) ${{7*7}} @everyone #1"
TAGS = frozenset(
    (
        *(
            "a",
            "body",
            "caption",
            "code",
            "desc",
            "details",
            "defs",
            "div",
            "figcaption",
            "figure",
            "footer",
            "g",
            "h1",
        ),
        *("h2", "h3", "head", "header", "html", "li", "main", "marker", "meta", "nav", "p", "path", "pre", "rect"),
        *("style", "summary", "svg", "table", "tbody", "td", "text", "th", "thead", "title", "tr", "ul"),
    )
)
VOID = frozenset(("meta", "path", "rect"))


class Elements(HTMLParser):
    """Elements, attributes and texts of a page; AssertionError where elements are not closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def of(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.found if name == tag]


def hostile() -> Iterator[bytes]:
    """Documents with an attack in every text, and with odd names."""
    texts = ("Annotation/String", "PropertyValue/String", "String/")
    yield places.in_xml(lambda place, text: ATTACK if place[0] in texts else text)
    for name in places.defined():
        yield places.in_names(lambda each, it=name: NAME if each == it else each)  # type: ignore[misc]


def hostile_pages() -> Iterator[list[ReferencePage]]:
    for document in hostile():
        package = config("demo")
        try:
            selected = select_package(package, Inputs((Source("service.csdl.xml", document),), (), ()))
        except CsdlgenError:
            continue  # the name cannot be one
        yield reference_pages(selected.slice, selected.ledger, package, most=5)


@pytest.fixture(scope="module")
def attacked() -> list[list[ReferencePage]]:
    found = list(hostile_pages())
    assert len(found) > 3
    return found


def test_nothing_of_a_schema_becomes_an_element_or_a_link_in_html(attacked: list[list[ReferencePage]]) -> None:
    for pages in attacked:
        files = as_html_files(pages, "demo")
        for path, text in files.items():
            page = Elements(text)
            assert {tag for tag, _ in page.found} <= TAGS
            names = {name for _, attributes in page.found for name in attributes}
            assert not [name for name in names if name.startswith("on") or name == "src"]
            for attributes in page.of("a"):
                target = unquote(attributes["href"])
                assert target == "#content" or PurePosixPath(posixpath.normpath(path.parent / target)) in files
    texts = as_html_files(attacked[0], "demo").values()
    assert any("alert(1)" in "".join(Elements(text).texts) for text in texts)


_CODE = re.compile(r"(?<!\\)`[^`\n]+`|<code>[\w&#;]*</code>")
_LINK = re.compile(r"\[(?:CODE|All pages)\]\(([^()\s]+\.md)\)")


def prose(text: str) -> Iterator[str]:
    """The lines of Markdown outside code, with code and our own links left out of them."""
    fence = ""
    for line in text.split("\n"):
        found = re.match(r"`{3,}", line)
        if fence:
            fence = "" if line == fence else fence
        elif found:
            fence = found[0]
        else:
            yield line
    assert not fence


def test_nothing_of_a_schema_becomes_markup_in_markdown(attacked: list[list[ReferencePage]]) -> None:
    for pages in attacked:
        files = as_markdown_files(pages)
        for path, text in files.items():
            for line in prose(text):
                coded = _CODE.sub("CODE", line)
                for target in _LINK.findall(coded):
                    assert PurePosixPath(posixpath.normpath(path.parent / unquote(target))) in files
                plain = re.sub(r"\\.", "", _LINK.sub("", coded).replace("<!-- -->", " "))
                assert not re.search(r"[<>`\[\]~*_]|&|@\w|(?<!^)#\d|https?://|www\.", re.sub(r"^#+ ", "", plain)), line
                if line.startswith("| "):
                    cells = len(re.findall(r"(?<!\\)\|", coded))
                    assert cells > 2


def test_rows_have_as_many_cells_as_the_header(attacked: list[list[ReferencePage]]) -> None:
    for text in as_markdown_files(attacked[0]).values():
        width = 0
        for line in prose(text):
            cells = len(re.findall(r"(?<!\\)\|", _CODE.sub("CODE", line))) if line.startswith("|") else 0
            assert not width or not cells or cells == width, line
            width = cells


def test_a_page_is_self_contained_and_says_what_it_is(tmp_path_factory: pytest.TempPathFactory) -> None:
    package = package_at(flagship_project(tmp_path_factory.mktemp("flagship")))
    pages = pages_of(package)
    files = as_html_files(pages.values(), package.config.name)
    assert len(files) == len(pages) == 7
    for text in files.values():
        page = Elements(text)
        assert not page.of("script") and not page.of("link") and "@import" not in text
        assert not re.search(r"url\((?!#)", text)
        assert page.of("html") == [{"lang": "en"}]
        assert page.found[-1][0] == "footer" and len(page.of("main")) == len(page.of("h1")) == 1
        assert page.of("a")[0] == {"class": "skip", "href": "#content"}
        levels = [int(tag[1]) for tag, _ in page.found if re.fullmatch(r"h\d", tag)]
        assert levels[0] == 1 and all(after <= before + 1 for before, after in pairwise(levels))
        for attributes in page.of("th"):
            assert attributes["scope"] in ("row", "col")
        for svg in page.of("svg"):
            known = {each["id"] for each in (*page.of("title"), *page.of("desc")) if "id" in each}
            assert svg["role"] == "img" and set(svg["aria-labelledby"].split()) <= known
    request = Elements(files[PurePosixPath("operations/request_remote_assistance.html")])
    assert len(request.of("svg")) == 1
    listed = "".join(request.texts)
    assert "deviceHealthScript to microsoft.graph.deviceHealthScriptDeviceState by deviceRunStates*" in listed


def test_no_character_turns_the_direction_of_writing_in_html() -> None:
    page = ReferencePage("x", "a\u202eb\u0085", (Paragraph((Span("\u2066c\ufffe"),)), CodeBlock("http", "d\u200f\ne")))
    (text,) = as_html_files([page], "site").values()
    assert text.replace("\n", "").isprintable()
    assert "a\\u202eb\\x85" in text and "d\\u200f\ne" in text
