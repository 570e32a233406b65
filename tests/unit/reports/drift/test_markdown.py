"""Findings as a comment on a pull request."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given, settings

from csdlgen.reports.drift.markdown import as_markdown
from csdlgen.reports.drift.report import Report
from csdlgen.reports.markdown import code, escaped
from csdlgen.text import printable
from tests.unit.reports.drift.samples import ADDED, CHANGED, REASONS, REMOVED, REPORTS, STALE, TEXT, accepted, report

EXPECTED = f"""\
### Schema drift: 3 breaking; 1 accepted

`old.xml` → `new.xml`, policy `graph`

**3 findings at or above the gate** (breaking)

#### Breaking, consequences included: 3

| rule | element | verdict | what happened |
|---|---|---|---|
| `navigation-removed` | `demo.hall/machines` | breaking | the navigation property is gone: was Collection(\
demo.machine) (announced) |
| ↳ `route-removed` | `/halls/{{id}}/machines` | breaking | the route is gone |
| `default-value-changed` | `demo.machine/speed` | breaking for python, dangerous for write | the default was 1 \
and is 2 |

<details><summary>Why</summary>

- `navigation-removed`: {REASONS["navigation-removed"]}
- `default-value-changed`: {REASONS["default-value-changed"]}
- `route-removed`: {REASONS["route-removed"]}

`csdlgen explain RULE` says more.

</details>

<details><summary>Accepted: 1</summary>

- 1 finding: Moved to v2. (mail team, until 2999-01-31)

</details>

Stale entries of the accept file:

- `ffffffffffffffff` matches nothing: Nobody uses it. (web team)"""

_CODE = re.compile(r"`[^`\n]+`|<code>[\w&#;]*</code>")
_CELLS = re.compile(r"(?<!\\)\|")
_OURS = re.compile(r"</?details>|</?summary>|<!-- -->|&nbsp;")


def test_a_table_for_each_verdict() -> None:
    assert as_markdown(report(accepted(ADDED), CHANGED, REMOVED, stale=(STALE,))) == EXPECTED


def test_what_does_not_break_is_folded() -> None:
    text = as_markdown(report(ADDED))
    assert "<details><summary>Additive, consequences included: 1</summary>\n\n| rule |" in text
    assert text.count("<details>") == text.count("</details>") == 1


@settings(max_examples=40)
@given(REPORTS)
def test_names_make_no_markup_and_mention_nobody(given_: Report) -> None:
    for line in as_markdown(given_).split("\n"):
        prose = _OURS.sub(" ", _CODE.sub(" ", line.removeprefix("### ").removeprefix("#### ")))
        plain = re.sub(r"\\.", "", prose)
        assert not re.search(r"[<>`\[\]~]|\*(?!\*)(?<!\*\*)|&|@\w|#\d|https?://", plain.replace("**", "")), line
        if line.startswith("| "):
            assert len(_CELLS.findall(line)) == 5


@given(TEXT)
def test_the_letters_of_a_name_are_kept(text: str) -> None:
    letters = [each for each in printable(re.sub(r"[ \t\r\n]", "", text)) if each.isalnum()]
    undone = code(text)
    if undone.startswith("<code>"):  # elsewhere, between backquotes, references are plain text
        undone = re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), undone[6:-7])
    assert [each for each in undone if each.isalnum()] == letters
    assert [each for each in escaped(text).replace("<!-- -->", "") if each.isalnum()] == letters


def test_a_comment_is_not_too_long_and_says_what_is_left_out() -> None:
    many = [replace(each, path=f"demo.e{n:04}/{'x' * 40}") for n in range(900) for each in (REMOVED, CHANGED, ADDED)]
    text = as_markdown(report(*many))
    assert len(text) < 65_536
    shown = len(re.findall(r"^\| (?:↳ )?`", text, re.MULTILINE))
    left = sum(int(each.replace(",", "")) for each in re.findall(r"^and ([\d,]+) more$", text, re.MULTILINE))
    assert shown + left == 900 * 4
    assert text.count("<details>") == text.count("</details>")
