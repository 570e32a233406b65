"""The request lines of the reference pages at three dates, against the documents of their days.

The corpus says of each line whether a small independent resolver could follow it, and where it stopped otherwise.
What is read otherwise here is in `documented_differences.txt`, by reason; `pytest tests/corpus/test_documented_lines.py
--update-documents` writes that file anew, but for the reasons, which are worked out and have to be known.

The flags of 2019-12-24 were made with that day's document, which is not in the corpus. The nearest is 2019-10-22; what
came in between has to be in the next one, 2020-06-23.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from csdlgen.csdl import read_csdl
from csdlgen.urls import Address, Rejected, UrlLookup, match_url
from csdlgen.urls.segments import KeySegment, Placeholder

pytestmark = pytest.mark.slow

TABLE = Path(__file__).parent / "documented_differences.txt"
DOCUMENTS = {
    "2019-12-24": "graph-beta_2019-10-22_1d051dee.csdl.xml",
    "2020-12-22": "graph-beta_2020-12-22_e71755ba.csdl.xml",
    "2021-07-13": "graph-beta_2021-07-13_496c7d38.csdl.xml",
}
LATER = "graph-beta_2020-06-23_30a33453.csdl.xml"
COUNTS = {"2019-12-24": 3524, "2020-12-22": 4193, "2021-07-13": 4682}

# Why a line is read otherwise than the corpus says, and whether the corpus has it resolve.
REASONS = {
    "letter-case": "The page writes a name in other letter case. Names are case-sensitive (CSDL 15.2); the corpus"
    " folded the case of some of them.",
    "cast-missing": "The member is declared on a derived type alone. A cast segment goes before it (URL conventions"
    " 4.11); the corpus looked into derived types.",
    "other-date": "The document of 2019-12-24 is not in the corpus: that of 2019-10-22 does not have it yet, that of"
    " 2020-06-23 has.",
    "key-missing": "The page leaves out the key: $value stands behind a collection. The corpus accepts it anywhere.",
    "argument-missing": "The page leaves out an argument that is not optional. The corpus did not look at arguments.",
    "no-such-member": "The page has a word in quotes that is no member of the enumeration. The corpus did not look at"
    " literals.",
    "literal-key": "The page has a literal key, as a segment (URL conventions 4.3.6). The corpus took placeholders in"
    " braces alone.",
    "placeholder": "The page has a placeholder in quotes or behind a word. The corpus took it for bad syntax; as a"
    " segment of its own it is a text (URL conventions 4.3.6).",
}


class Line(NamedTuple):
    date: str
    verb: str
    path: str
    resolves: bool
    why: str


class Difference(NamedTuple):
    reason: str
    path: str  # as far as it was followed


@cache
def service(folder: Path, document: str) -> UrlLookup:
    return UrlLookup(read_csdl((folder / "graph" / document).read_bytes(), source=document))


def lines(folder: Path) -> Iterator[Line]:
    for date in DOCUMENTS:
        for page in (folder / "docs-http" / f"docs-http_beta_{date}.jsonl").read_text(encoding="utf-8").splitlines():
            for verb, path, resolves, why in json.loads(page)["http"]:
                yield Line(date, verb, path, resolves, why)


def where(why: str) -> str:
    """The segment at which the corpus stopped: `root x`, `syntax x`, `key on single x`, `past primitive x`, `T has no
    x`."""
    return re.sub(r"^(root|syntax|key on single|past primitive) |^\S+ has no ", "", why)


def difference(folder: Path, line: Line) -> Difference | None:
    found = match_url(service(folder, DOCUMENTS[line.date]), line.path, templates=True, dynamic=False)
    if isinstance(found, Address):
        return None if line.resolves else Difference(lenient(found, line), line.path.partition("?")[0])
    if not line.resolves and where(line.why) in (found.segment, found.segment.partition("(")[0]):
        return None
    segments = line.path.partition("?")[0].strip("/").split("/")[: found.index + 1]
    return Difference(strict(folder, found, line), "/" + "/".join(segments))


def lenient(found: Address, line: Line) -> str:
    """Why a line that the corpus stops at is accepted."""
    keys = [each for each in found.segments if isinstance(each, KeySegment)]
    texts = {str(part.value) for each in keys for part in each.parts if not isinstance(part.value, Placeholder)}
    if where(line.why) in texts:
        return "literal-key"
    written = {part.value.text for each in keys for part in each.parts if isinstance(part.value, Placeholder)}
    return "placeholder" if where(line.why).strip("'") in written else "unknown"


def strict(folder: Path, found: Rejected, line: Line) -> str:
    """Why a line that the corpus follows, or stops at elsewhere, is rejected here."""
    meant = found.suggestion.removeprefix("Did you mean '").removesuffix("'?")
    if meant.casefold() == found.segment.partition("(")[0].casefold():
        return "letter-case"
    if meant.endswith(f"/{found.segment}"):
        return "cast-missing"
    if found.segment == "$value" and "Collection(" in found.message:
        return "key-missing"
    if found.rule == "wrong-literal" and " has no member " in found.message:
        return "no-such-member"
    if line.date == "2019-12-24":
        later = match_url(service(folder, LATER), line.path, templates=True, dynamic=False)
        if not isinstance(later, Rejected) or later.index > found.index:
            return "other-date"
        if strict(folder, later, Line("2020-06-23", *line[1:])) != "unknown":
            return "other-date"
    return "argument-missing" if found.rule == "unknown-function-arguments" else "unknown"


def table(found: dict[Difference, Counter[str]]) -> str:
    """The differences by reason: how many lines at each date, and the path as far as it was followed."""
    text = ""
    for reason in sorted({each.reason for each in found}):
        text += f"# {reason}: {REASONS.get(reason, 'not known')}\n"
        for each in sorted(each for each in found if each.reason == reason):
            text += " ".join(str(found[each][date]) for date in DOCUMENTS) + f" {each.path}\n"
        text += "\n"
    return text.rstrip("\n") + "\n"


def test_lines_are_read_as_the_corpus_says_but_for_what_is_listed(corpus: Path, request: pytest.FixtureRequest) -> None:
    found: dict[Difference, Counter[str]] = defaultdict(Counter)
    counts: Counter[str] = Counter()
    for line in lines(corpus):
        counts[line.date] += 1
        if (different := difference(corpus, line)) is not None:
            found[different][line.date] += 1
    assert counts == COUNTS
    assert {each.reason for each in found} == set(REASONS)
    actual = table(found)
    if request.config.getoption("update_documents"):
        TABLE.write_text(actual, encoding="utf-8")
    assert actual == TABLE.read_text(encoding="utf-8"), "--update-documents writes it anew"
