"""The HTML pages of `csdlgen docs` in a browser: what people read, links, pictures, keys, colours, narrow windows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.documents import PAYLOAD, third
from tests.support.browser import Browser
from tests.support.cli import call
from tests.support.project import flagship_project

pytestmark = pytest.mark.slow

REQUEST = "operations/request_remote_assistance.html"
HOSTILE = """
[packages.demo]
output = "."
metadata = ["3.xml"]
service-root = "https://demo.example"
client = "DemoClient"

[packages.demo.select]
everything = true
"""


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the pages of the flagship."""
    folder = tmp_path_factory.mktemp("reference")
    flagship_project(folder)
    assert call("docs", "-o", "pages", cwd=folder).code == 0
    return folder / "pages"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the pages of a package in which markup and scripts are what is said of things."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "csdlgen.toml").write_text(HOSTILE, encoding="utf-8")
    (folder / "3.xml").write_bytes(third())
    assert call("docs", "-o", "pages", cwd=folder).code == 0
    return folder / "pages"


def every(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def press(browser: Browser, *keys: str) -> None:
    ActionChains(browser.driver).send_keys(*keys).perform()


def focused(browser: Browser) -> str:
    """The identifier or the text of what has the focus."""
    found: str = browser.run("const e = document.activeElement; return e.id || e.textContent")
    return found


def here(browser: Browser) -> Path:
    """The file that is shown."""
    return Path(unquote(urlsplit(browser.driver.current_url).path))


def test_the_contents_lead_to_an_operation_and_from_there_back(browser: Browser, reference: Path) -> None:
    browser.open(reference / "index.html")
    assert browser.texts("h1") == ["graph_remote_assistance"]
    assert browser.texts("h2") == ["Operations", "Types", "Enumerations"]
    browser.driver.find_element(By.LINK_TEXT, "requestRemoteAssistance").click()
    assert here(browser) == reference / REQUEST
    assert browser.texts("h1") == ["requestRemoteAssistance action"]
    heads = ["Permissions", "HTTP request", "Path parameters", "Request headers", "Request body", "Response", "Example"]
    assert browser.texts("h2") == heads
    assert browser.texts("h3") == ["Request", "Python", "Python, asynchronous", "Response"]
    lines = browser.all("code.http")[0].text.split("\n")
    assert "POST /deviceManagement/managedDevices/{managedDeviceId}/requestRemoteAssistance" in lines
    assert "request_remote_assistance.post()" in browser.all("code.python")[0].text
    browser.driver.find_element(By.LINK_TEXT, "graph_remote_assistance: all pages").click()
    assert here(browser) == reference / "index.html"


def test_every_link_of_every_page_leads_to_a_page(browser: Browser, reference: Path, hostile: Path) -> None:
    for folder in (reference, hostile):
        met = {folder / "index.html"}
        for page in every(folder):
            browser.open(page)
            links = browser.run("return [...document.links].map(e => e.href)")
            files = {Path(unquote(urlsplit(each).path)) for each in links}
            assert files and all(each.is_file() for each in files), page
            assert browser.driver.title and browser.texts("h1")
            met |= files
        assert {each for each in met if each.suffix == ".html"} == {*every(folder)}


def test_pages_are_light_and_dark_and_neither_has_a_serious_fault(
    browser: Browser, reference: Path, hostile: Path, axe: Callable[[Browser], list[str]]
) -> None:
    for page in (*every(reference), *every(hostile)):
        colours = set()
        for scheme in ("light", "dark"):
            browser.open(page, scheme=scheme)
            browser.run("for (const e of document.querySelectorAll('details')) e.open = true")
            assert axe(browser) == [], page
            colours.add((browser.style("body", "background-color"), browser.style("body", "color")))
        assert len(colours) == 2


def test_everything_can_be_reached_with_keys(browser: Browser, reference: Path) -> None:
    browser.open(reference / REQUEST)
    press(browser, Keys.TAB)
    assert focused(browser) == "Skip to the content" and browser.one(".skip").rect["x"] >= 0
    press(browser, Keys.TAB)
    assert focused(browser) == "graph_remote_assistance: all pages"
    browser.open(reference / REQUEST)
    press(browser, Keys.TAB, Keys.ENTER)
    assert focused(browser) == "content"
    waiting = browser.run("return document.querySelectorAll('main :is(a, pre, .drawing, .table, summary)').length")
    assert waiting > 8
    met = []
    for _ in range(waiting):
        press(browser, Keys.TAB)
        met.append(browser.run("const e = document.activeElement; return e.localName + (e.className ? '.' : '')"))
        assert browser.run("return getComputedStyle(document.activeElement).outlineStyle") == "solid"
        if met[-1] == "summary":
            press(browser, Keys.ENTER)
            assert browser.all("details li")
    assert {*met} == {"pre", "div.", "summary"} | ({"a"} & {*met}), met
    press(browser, Keys.TAB)
    assert browser.run("return document.activeElement.closest('main')") is None


def test_pictures_hold_what_they_say(browser: Browser, reference: Path) -> None:
    browser.open(reference / REQUEST)
    outside = browser.run("""
        const svg = document.querySelector('svg'), whole = svg.getBoundingClientRect(), wrong = [];
        const boxes = [...svg.querySelectorAll('rect')].map(e => e.getBoundingClientRect());
        for (const g of svg.querySelectorAll('g')) {
            const box = g.querySelector('rect').getBoundingClientRect();
            const text = g.querySelector('text').getBoundingClientRect();
            if (text.left < box.left || text.right > box.right || box.right > whole.right) wrong.push(g.textContent);
            for (const other of boxes)
                if (other.left != box.left || other.top != box.top)
                    if (box.left < other.right && other.left < box.right && box.top < other.bottom
                        && other.top < box.bottom) wrong.push('overlap: ' + g.textContent);
        }
        return [boxes.length, wrong];
    """)
    assert outside[0] > 5 and outside[1] == []
    browser.one("summary").click()
    listed = browser.texts("details li")
    assert "/deviceManagement to microsoft.graph.managedDevice by managedDevices* (documented)" in listed


def test_a_narrow_window_needs_no_scrolling_sideways(browser: Browser, reference: Path) -> None:
    narrow = {"width": 360, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    for page in every(reference):
        browser.open(page)
        browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", narrow)
        try:
            browser.run("for (const e of document.querySelectorAll('details')) e.open = true")
            assert browser.run("return document.documentElement.scrollWidth") <= 360, page
        finally:
            browser.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_paper_is_white(browser: Browser, reference: Path) -> None:
    browser.open(reference / REQUEST, scheme="dark")
    assert browser.style("body", "background-color") != "rgba(255, 255, 255, 1)"
    browser.media(scheme="dark", kind="print")
    assert browser.style("body", "background-color") == "rgba(255, 255, 255, 1)"


def test_what_a_schema_says_is_text(browser: Browser, hostile: Path) -> None:
    shown = 0
    for page in every(hostile):
        browser.open(page)
        assert browser.driver.title != "owned"
        assert not browser.driver.find_elements(By.CSS_SELECTOR, "img, script")
        shown += PAYLOAD in browser.one("main").text
    assert shown >= 2
