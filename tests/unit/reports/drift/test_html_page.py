"""The page as text: what a browser would read, and that nothing of a schema can become markup.

How it looks and behaves in a browser is tested in `tests/browser`.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from lxml import html

from csdlgen.drift.finding import every
from csdlgen.explain.pages import codes, read_page
from csdlgen.reports.drift.html_page import as_html, history_as_html
from csdlgen.reports.drift.report import Report
from tests.unit.reports.drift.samples import ADDED, CHANGED, REMOVED, REPORTS, STALE, accepted, report

PAYLOAD = (
    "</code></script><script>alert(1)</script>\"'><img src=x onerror=alert(1)><a href='javascript:alert(1)'>{{7*7}}"
)
# Everything that the template writes.
_TAGS = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "a",
        "header",
        "h1",
        "h2",
        "h3",
        "p",
        "code",
        "span",
        "ul",
        "li",
    ),
    *("strong", "form", "div", "label", "input", "fieldset", "legend", "select", "option", "button", "output", "main"),
    *("section", "article", "dl", "dt", "dd", "details", "summary", "table", "thead", "tbody", "tr", "th", "td", "pre"),
    *("footer", "script", "svg", "rect"),
}


def read(text: str) -> Any:
    return html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))


def checked(text: str) -> Any:
    """The page, once it is certain that it runs, styles, loads and links to nothing but its own."""
    page = read(text)
    elements = [each for each in page.iter() if isinstance(each.tag, str)]
    assert {each.tag for each in elements} <= _TAGS
    for element in elements:
        names = set(element.attrib)
        assert not [name for name in names if name.startswith("on") or name in ("style", "src", "srcdoc", "action")]
        assert "href" not in names or re.fullmatch(r"#[a-z0-9-]+", element.get("href"))
    policy = page.xpath("//meta[@http-equiv]/@content")[0]
    for tag in ("style", "script"):
        (only,) = page.xpath(f"//{tag}")
        digest = base64.b64encode(hashlib.sha256(only.text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    identifiers = page.xpath("//@id")
    assert len({*identifiers}) == len(identifiers)
    assert {each.lstrip("#") for each in page.xpath("//@href")} <= {*identifiers}
    return page


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


@settings(max_examples=40)
@given(REPORTS)
def test_names_make_no_markup(given_: Report) -> None:
    for text in (as_html(given_), history_as_html([given_, given_])):
        checked(text.encode().decode())


def test_a_payload_in_every_text_is_text() -> None:
    evil = replace(CHANGED, path=PAYLOAD, message=PAYLOAD, before=PAYLOAD, after=PAYLOAD)
    by = accepted(replace(REMOVED, path=PAYLOAD, children=(evil, *REMOVED.children)))
    many = [replace(ADDED, path=f"demo.{PAYLOAD}{number}") for number in range(9)]
    some = replace(report(evil, by, *many, stale=(STALE,)), old=PAYLOAD, new=f"javascript:{PAYLOAD}", version=PAYLOAD)
    for text in (as_html(some), history_as_html([some])):
        page = checked(text)
        assert PAYLOAD in page.text_content()
        assert "49" not in words(page.xpath("//h3")[0])


def test_characters_that_turn_the_writing_are_escaped() -> None:
    text = as_html(report(replace(ADDED, path="demo.\u202egnp.exe\x1b\ud800", message="new")))
    assert "demo.\\u202egnp.exe\\x1b\\ud800" in text
    text.encode()


def test_a_finding_has_its_cause_its_verdicts_and_what_was_and_is_there() -> None:
    page = checked(as_html(report(REMOVED, CHANGED, ADDED)))
    removed, changed, added = page.xpath("//article")
    assert words(removed.find("h3")) == "demo.hall/machines"
    assert words(removed.xpath(".//summary")[0]) == "1 consequence"
    assert words(removed.xpath(".//details//code")[0]) == "/halls/{id}/machines"
    assert words(removed.xpath(".//p[@class='place']")[0]) == "was at old.xml:12:9"
    assert [words(each) for each in changed.xpath("./ul/li")] == ["read neutral", "write dangerous", "python breaking"]
    assert [words(each) for each in changed.xpath(".//dl/div")] == ["before1", "after2"]
    assert dict(changed.attrib) | {"class": ""} == {
        "class": "", "data-step": "1", "data-any": "breaking", "data-read": "neutral", "data-write": "dangerous",
        "data-python": "breaking", "data-kind": "others", "data-owner": "",
    }  # fmt: skip
    assert added.get("data-any") == "additive"
    assert [words(each) for each in page.xpath("//h2")] == ["Breaking", "Additive", "Explanations"]
    assert "3 findings at or above the gate" in words(page.find(".//header"))


def test_every_rule_is_explained_on_the_page() -> None:
    page = checked(as_html(report(REMOVED, CHANGED)))
    explained = page.xpath("//section[@class='explanation']/@id")
    assert explained == sorted(f"rule-{each.rule}" for each in every((REMOVED, CHANGED)))
    meaning = read_page("navigation-removed").meaning
    shown = page.get_element_by_id("rule-navigation-removed")
    assert " ".join(meaning.replace("`", "").split()) in words(shown)
    assert "`$expand`" in meaning and shown.xpath("./p/code")[0].text == "$expand"
    assert "`" not in "".join(map(words, page.xpath("//section[@class='explanation']/p")))


def test_codes_can_be_anchors() -> None:
    assert all(re.fullmatch(r"[a-z0-9-]+", code) for code in codes())


def test_many_alike_are_one_entry_with_its_elements() -> None:
    many = [replace(ADDED, rule="property-added-nullable", path=f"demo.crane/p{number}") for number in range(5)]
    page = checked(as_html(report(*many)))
    (entry,) = page.xpath("//article")
    assert words(entry.find("h3")).startswith("5 findings of demo.crane: ")
    assert [words(each) for each in entry.xpath(".//tbody/tr/th")] == [f"p{number}" for number in range(5)]


def test_accepted_findings_are_marked_and_stale_entries_listed() -> None:
    page = checked(as_html(report(accepted(CHANGED), ADDED, stale=(STALE,))))
    (entry,) = page.xpath("//article[@data-accepted]")
    assert "Accepted: Moved to v2. (mail team, until 2999-01-31)" in words(entry)
    assert "ffffffffffffffff matches nothing" in words(page.find(".//header"))
    assert "Nothing at or above the gate" in words(page.find(".//header"))


def test_a_report_of_nothing_says_so() -> None:
    page = checked(as_html(report()))
    assert words(page.get_element_by_id("nothing")) == "No differences."
    assert page.get_element_by_id("nothing").get("hidden") is None


def test_a_history_has_a_timeline_without_the_folder_that_all_documents_are_in() -> None:
    steps = [
        replace(report(REMOVED, ADDED), old="docs/a/1.xml", new="docs/b/2.xml"),
        replace(report(CHANGED), old="docs/b/2.xml", new="docs/b/3.xml"),
    ]
    page = checked(history_as_html(steps))
    rows = page.xpath("//section[@class='timeline']//tbody/tr")
    assert [words(each) for each in rows] == ["b/2.xml 2 0 1", "b/3.xml 1 0 0"]
    assert [each.get("width") for each in page.xpath("//*[local-name()='rect']")] == [
        *("100.0%", "0.0%", "100.0%"),
        *("50.0%", "0.0%", "0.0%"),
    ]
    assert [words(each) for each in page.xpath("//section[@class='findings']/h2")] == [
        "a/1.xml to b/2.xml",
        "b/2.xml to b/3.xml",
    ]
    assert page.xpath("//article/@data-step") == ["1", "1", "2"]
