"""What holds the documentation together: links, pictures, generated parts, sizes, and the site that is built of it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from csdlgen.package.plan.values import Content
from csdlgen.project.keys import PACKAGE, ROUTES, SELECT
from tests.conftest import ROOT
from tests.docs import template_page
from tests.docs.markdown import anchors, blocks, prose
from tests.docs.pages import DOCS
from tests.docs.pictures import FOLDER, REPORT, SHOWN, digest, pictures, shown_page

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *sorted(DOCS.rglob("*.md"))]
_LINK = re.compile(r"\]\(\s*<?([^)>\s]+)>?[^)]*\)")
EXTERNAL: frozenset[str] = frozenset()
"""Pages elsewhere that the documentation links to. They are listed, not fetched."""


def links(page: Path) -> list[str]:
    return _LINK.findall(re.sub(r"`[^`\n]*`", "", prose(page)))


@pytest.mark.parametrize("page", PAGES, ids=lambda each: each.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for link in links(page):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_links_to_other_places_are_listed() -> None:
    found = {link for page in PAGES for link in links(page) if re.match(r"[a-z]+:", link)}
    assert found == EXTERNAL


def test_a_broken_link_would_be_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A `title` here\n\n[a](b.md) [c](#a-title-here) `[no](link)`\n\n```\n[no](link)\n```\n", "utf-8")
    assert links(page) == ["b.md", "#a-title-here"]
    assert "a-title-here" in anchors(page)


def test_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) < 150


def test_the_cookbook_has_twelve_recipes_and_lists_them() -> None:
    recipes = {page.name for page in (DOCS / "cookbook").glob("*.md")} - {"index.md"}
    assert len(recipes) >= 12
    assert recipes == set(links(DOCS / "cookbook" / "index.md"))


def test_pictures_are_current() -> None:
    """`python -m tests.docs.pictures` makes them."""
    made = pictures()
    for name, text in made.items():
        assert (FOLDER / name).read_text("utf-8") == text
        if name.endswith(".svg"):
            ElementTree.fromstring(text)
    assert {*made, SHOWN.name} == {each.name for each in FOLDER.iterdir()}
    assert shown_page(SHOWN.read_bytes()) == digest(REPORT)


def test_every_key_of_the_configuration_is_described() -> None:
    text = (DOCS / "configuration.md").read_text("utf-8")
    for table in (PACKAGE, SELECT, ROUTES):
        assert [key for key in table if f"`{key}`" not in text] == []


def test_every_field_that_templates_print_is_described() -> None:
    """`python -m tests.docs.template_page` writes the part."""
    text = template_page.PAGE.read_text("utf-8")
    assert text.endswith(template_page.part())
    for plan in Content.__args__:
        assert not plan._fields or f"### {plan.__name__}\n" in text
    templates = {each.name for each in (ROOT / "templates" / "package").iterdir()}
    assert templates == set(re.findall(r"^\| `([\w.]+\.jinja)`", text, re.MULTILINE))


def test_what_is_shown_and_not_run_says_why() -> None:
    reasons = [each.says["not run"] for page in PAGES for each in blocks(page) if "not run" in each.says]
    assert set(reasons) <= {
        "tests build each of these projects",
        "a test holds this against the action and the hook",
    }


@pytest.mark.slow
def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs")
    pytest.importorskip("material")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "site" / "cookbook" / "sap" / "index.html").is_file()
