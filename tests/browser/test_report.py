"""`--format html` in a browser: what people read, filters, search, keys, colours, paper."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from tests.browser.conftest import Pages
from tests.browser.documents import PAYLOAD
from tests.support.browser import Browser

pytestmark = pytest.mark.slow


def headlines(browser: Browser) -> list[str]:
    """The entries that are displayed, by their headlines."""
    return browser.texts("article.entry > h3")


def until(browser: Browser, shown: str) -> None:
    """Wait until the page says how many entries it shows."""
    WebDriverWait(browser.driver, 20, 0.05).until(lambda _: browser.one("#shown").text == shown)


def press(browser: Browser, *keys: str) -> None:
    ActionChains(browser.driver).send_keys(*keys).perform()


def focused(browser: Browser) -> str:
    """The identifier, name or text of what has the focus."""
    found: str = browser.run("const e = document.activeElement; return e.id || e.name || e.textContent")
    return found


BREAKING = ["4 properties of demo.box: a property is gone", "demo.maker", "demo.order/note"]


def test_findings_are_read_under_their_causes_worst_first(browser: Browser, pages: Pages) -> None:
    browser.open(pages.drift)
    assert browser.texts("h1") == ["Schema drift"]
    assert browser.texts(".totals li") == ["7\nbreaking", "1\ndangerous", "1\nadditive", "1\nneutral", "1\naccepted"]
    assert browser.one(".gate").text == "7 findings at or above the gate (breaking; policy graph)"
    assert headlines(browser) == [*BREAKING, "demo.mode/wild", "demo.order/colour"]
    assert browser.texts("main h2") == ["Breaking", "Dangerous", "Additive"]
    note = browser.all("article.entry")[2]
    assert note.text.split("\n") == [
        *("demo.order/note", "read additive", "write breaking", "python neutral"),
        "max-length-decreased Only shorter values are allowed",
        *("MaxLength was 80 and is 40.", "before", "80", "after", "40"),
        "was at 1.xml:" + note.text.rpartition("1.xml:")[2],
    ]
    until(browser, "5 of 7 entries")


def test_levels_axes_kinds_and_types_are_filters(browser: Browser, pages: Pages) -> None:
    browser.open(pages.drift)
    browser.one("input[value=neutral]").click()
    browser.one("#accepted").click()
    until(browser, "7 of 7 entries")
    assert "demo.order/total" in headlines(browser)
    browser.one("input[value=breaking]").click()
    until(browser, "3 of 7 entries")
    assert browser.texts("main h2") == ["Dangerous", "Additive", "Neutral"]
    browser.one("button[type=reset]").click()
    until(browser, "5 of 7 entries")

    for value in ("dangerous", "additive"):
        browser.one(f"input[value={value}]").click()
    Select(browser.one("#axis")).select_by_value("python")
    until(browser, "2 of 7 entries")
    assert headlines(browser) == BREAKING[:2]

    browser.one("button[type=reset]").click()
    Select(browser.one("#kind")).select_by_visible_text("members (1)")
    until(browser, "1 of 7 entries")
    assert headlines(browser) == ["demo.mode/wild"]
    browser.one("button[type=reset]").click()
    Select(browser.one("#owner")).select_by_value("demo.order")
    until(browser, "2 of 7 entries")
    assert headlines(browser) == ["demo.order/note", "demo.order/colour"]


def test_a_search_finds_what_is_folded_away_and_unfolds_it(browser: Browser, pages: Pages) -> None:
    browser.open(pages.drift)
    assert not browser.all("ul.consequences")
    browser.one("#search").send_keys("ORDER/maker")
    until(browser, "1 of 7 entries")
    assert headlines(browser) == ["demo.maker"]
    assert browser.texts("ul.consequences .element") == ["demo.order/maker"]
    browser.one("#search").send_keys(Keys.ESCAPE)
    until(browser, "5 of 7 entries")
    assert not browser.all("ul.consequences")
    browser.one("#search").send_keys("wild additive")
    until(browser, "1 of 7 entries")
    browser.one("#search").send_keys(" nowhere")
    until(browser, "0 of 7 entries")
    assert (headlines(browser), browser.texts("main h2")) == ([], [])
    assert browser.one("#nothing").text == "No finding is like that."


def test_rules_lead_to_their_explanations(browser: Browser, pages: Pages) -> None:
    browser.open(pages.drift)
    browser.driver.find_element(By.LINK_TEXT, "max-length-decreased").click()
    target = browser.one(":target")
    assert target.find_element(By.CSS_SELECTOR, "h3").text == "max-length-decreased Only shorter values are allowed"
    assert "Values that were accepted may be too long now." in target.text and "What to do:" in target.text
    top = browser.run("return arguments[0].getBoundingClientRect().top", target)
    assert 0 <= top < 1000
    target.find_element(By.CSS_SELECTOR, "summary").click()
    assert "graph neutral" not in target.text and "strict" in target.text
    assert browser.run("return arguments[0].querySelectorAll('.minus, .plus').length", target) > 1


def test_everything_can_be_done_with_keys(browser: Browser, pages: Pages) -> None:
    browser.open(pages.drift)
    press(browser, Keys.TAB)
    assert focused(browser) == "Skip to the findings" and browser.one(".skip").rect["x"] >= 0
    press(browser, Keys.ENTER)
    assert focused(browser) == "findings"
    press(browser, "/")
    assert focused(browser) == "search"
    assert browser.style("#search", "outline-style") == "solid"
    press(browser, "a/b")
    assert browser.one("#search").get_attribute("value") == "a/b"
    press(browser, Keys.ESCAPE, Keys.TAB)
    assert browser.run("return document.activeElement.value") == "breaking"
    press(browser, Keys.SPACE)
    until(browser, "2 of 7 entries")
    seen = []
    for _ in range(8):
        press(browser, Keys.TAB)
        seen.append(focused(browser))
    assert seen == ["level", "level", "level", "axis", "kind", "owner", "accepted", "Reset"]
    press(browser, Keys.ENTER)
    until(browser, "5 of 7 entries")
    press(browser, Keys.TAB, Keys.TAB)
    assert focused(browser) == "4 elements"
    press(browser, Keys.ENTER)
    assert browser.texts("article tbody th") == ["four", "one", "three", "two"]


@pytest.mark.parametrize("name", ["drift", "history", "nothing"])
def test_pages_are_light_and_dark_and_neither_has_a_serious_fault(
    browser: Browser, pages: Pages, axe: Callable[[Browser], list[str]], name: str
) -> None:
    colours = set()
    for scheme in ("light", "dark"):
        browser.open(getattr(pages, name), scheme=scheme)
        assert axe(browser) == []
        # Folded or filtered away, nothing is judged.
        browser.run("for (const e of document.querySelectorAll('details')) e.open = true")
        browser.run("for (const e of document.querySelectorAll('article')) e.hidden = false")
        assert axe(browser) == []
        colours.add((browser.style("body", "background-color"), browser.style("body", "color")))
    assert len(colours) == 2


def test_paper_has_all_that_is_shown_and_no_controls(browser: Browser, pages: Pages) -> None:
    browser.open(pages.drift, scheme="dark")
    browser.run("dispatchEvent(new Event('beforeprint'))")
    browser.media(scheme="dark", kind="print")
    assert not browser.all("form")
    assert browser.style("body", "background-color") == "rgba(255, 255, 255, 1)"
    assert browser.texts("ul.consequences .element") == ["demo.order/maker"]
    printed = browser.driver.execute_cdp_cmd("Page.printToPDF", {})
    assert base64.b64decode(printed["data"]).startswith(b"%PDF-")


def test_a_narrow_window_needs_no_scrolling_sideways(browser: Browser, pages: Pages) -> None:
    for page in (pages.drift, pages.history):
        browser.open(page)
        browser.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride", {"width": 360, "height": 800, "deviceScaleFactor": 1, "mobile": True}
        )
        try:
            browser.run("for (const e of document.querySelectorAll('details')) e.open = true")
            assert browser.run("return document.documentElement.scrollWidth") <= 360
        finally:
            browser.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_all_findings_are_there_without_scripts(browser: Browser, pages: Pages) -> None:
    browser.open(pages.drift, scripts=False)
    try:
        assert not browser.all("form")
        assert len(browser.all("article.entry")) == 7
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_text_of_a_schema_is_text(browser: Browser, pages: Pages) -> None:
    browser.open(pages.hostile)
    browser.one("input[value=neutral]").click()
    until(browser, "3 of 3 entries")
    assert browser.driver.title == "Schema drift: 1.xml to 3.xml"
    assert sum(PAYLOAD in text for text in browser.texts("article code")) >= 2
    assert not browser.driver.find_elements(By.CSS_SELECTOR, "img, script:not(:last-child)")


def test_nothing_to_show_is_said(browser: Browser, pages: Pages) -> None:
    browser.open(pages.nothing)
    assert browser.one("#nothing").text == "No differences."
    assert not browser.all("form")


def test_a_history_has_a_timeline_that_leads_to_its_steps(browser: Browser, pages: Pages) -> None:
    browser.open(pages.history)
    rows = [each.text.split() for each in browser.all(".timeline tbody tr")]
    assert [row[0] for row in rows] == ["2.xml", "3.xml", "1.xml"]
    assert rows[0][1:] == ["8", "1", "1"]
    widths = browser.run(
        "return [...document.querySelectorAll('td.breaking rect')].map(e => e.getBoundingClientRect().width)"
    )
    assert widths[0] == max(widths) > 50
    browser.driver.find_element(By.LINK_TEXT, "3.xml").click()
    assert browser.one(":target").find_element(By.CSS_SELECTOR, "h2").text == "2.xml to 3.xml"
    Select(browser.one("#step")).select_by_visible_text("2.xml")
    WebDriverWait(browser.driver, 20, 0.05).until(lambda _: browser.texts("section.findings h2") == ["1.xml to 2.xml"])
