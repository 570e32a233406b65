"""The lock: one text for what it says, nothing secret, and days that stay."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdlgen.errors import CsdlgenError
from csdlgen.upstream.lock import Lock, LockedDocument, Provenance, dump_lock, parse_lock, renewed, valid_etag

TAGS = st.from_regex(r'(W/)?"[!-~]{0,20}"', fullmatch=True) | st.just("")
TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
ORIGINS = st.builds(Provenance, TEXTS, st.dates(), TEXTS, TAGS)
ENTRIES = st.builds(
    LockedDocument,
    st.lists(ORIGINS, max_size=3, unique_by=lambda each: (each.source, each.sha256)).map(tuple),
    TEXTS,
    TEXTS,
    TEXTS,
)
LOCKS = st.builds(Lock, st.dictionaries(TEXTS, ENTRIES, max_size=3))

YESTERDAY, TODAY = date(2026, 1, 1), date(2026, 1, 2)


@given(LOCKS)
def test_what_is_written_is_what_is_read(lock: Lock) -> None:
    text = dump_lock(lock)
    assert parse_lock(text, "csdlgen.lock") == lock
    turned = Lock(dict(reversed(lock.documents.items())))
    assert dump_lock(turned) == text


@given(st.text(max_size=50) | st.recursive(st.none() | st.text() | st.integers(), st.lists).map(json.dumps))
def test_what_is_no_lock_is_refused(text: str) -> None:
    with pytest.raises(CsdlgenError) as caught:
        parse_lock(text, "csdlgen.lock")
    assert caught.value.diagnostics[0].code == "lock-unreadable"


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"documents": []},
        {"documents": {"a": {}}},
        {"documents": {"a": {"sha256": "", "generator": "", "selection": "", "from": [{"source": "", "sha256": ""}]}}},
    ],
)
def test_a_lock_that_lacks_something_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(CsdlgenError):
        parse_lock(json.dumps({"version": 1, "documents": {}, **change}), "csdlgen.lock")


@given(ENTRIES, ENTRIES)
def test_what_was_seen_before_keeps_its_day(old: LockedDocument, new: LockedDocument) -> None:
    assert renewed(None, new) == new
    assert renewed(old, old) == old
    again = LockedDocument(tuple(Provenance(each.source, TODAY, each.sha256) for each in old.origins), "s", "g", "h")
    known = {(each.source, each.sha256) for each in old.origins}
    assert {(each.source, each.sha256) for each in renewed(old, again).origins} == known
    assert {each.retrieved for each in renewed(old, again).origins} <= {each.retrieved for each in old.origins}


def test_what_is_new_has_its_own_day() -> None:
    old = LockedDocument((Provenance("a", YESTERDAY, "1"), Provenance("b", YESTERDAY, "2")), "", "", "")
    new = LockedDocument((Provenance("a", TODAY, "1"), Provenance("b", TODAY, "3")), "", "", "")
    assert [each.retrieved for each in renewed(old, new).origins] == [YESTERDAY, TODAY]


@pytest.mark.parametrize("tag", ['"a\r\nX: y"', '"é"', "a", '"a', '"' + "a" * 1000 + '"', "W/a"])
def test_a_tag_that_no_header_should_have_is_not_sent(tag: str) -> None:
    assert valid_etag(tag) == ""


@pytest.mark.parametrize("tag", ['"a"', 'W/"0815"', '""'])
def test_a_tag_is_valid_etag_as_it_came(tag: str) -> None:
    assert valid_etag(tag) == tag
