"""What is written is read again as it was, and whatever else is read either means something or is rejected."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from csdlgen.urls import Address, Rejected, Segment, UrlLookup, match_url
from csdlgen.urls.segments import Argument, End, KeySegment, Navigation, Root
from tests.models import models
from tests.support.urls import KeyStyle, write_url
from tests.unit.urls.addresses import AWKWARD, addresses
from tests.unit.urls.service import SERVICE

STYLES: tuple[KeyStyle, ...] = ("segment", "parentheses")
QUERIES = st.lists(st.tuples(st.text("ab$@p ü", min_size=1, max_size=5), st.text(max_size=9)), max_size=2).map(tuple)


def read(service: UrlLookup, url: str, *, root: str = "", templates: bool = False) -> Address:
    found = match_url(service, url, root=root, templates=templates)
    assert isinstance(found, Address), f"{url}: {found}"
    return found


@pytest.mark.parametrize("style", STYLES)
@given(data=st.data())
@settings(max_examples=200)
def test_an_address_is_read_as_it_was_written(style: KeyStyle, data: st.DataObject) -> None:
    segments = data.draw(addresses(SERVICE.model))
    query = data.draw(QUERIES)
    url = write_url(SERVICE, Address(segments, End("service"), query), style)
    found = read(SERVICE, url)
    assert (found.segments, found.query) == (segments, query)
    assert read(SERVICE, "https://example.org/v1/" + url, root="http://other/v1/") == found


@pytest.mark.slow
@pytest.mark.parametrize("style", STYLES)
@given(data=st.data())
@settings(max_examples=40)
def test_so_it_is_in_any_model(style: KeyStyle, data: st.DataObject) -> None:
    service = UrlLookup(data.draw(models()))
    segments: tuple[Segment, ...] = data.draw(addresses(service.model))
    found = read(service, write_url(service, Address(segments, End("service")), style))
    assert found.segments == segments


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("text", AWKWARD)
def test_any_text_can_be_a_key(style: KeyStyle, text: str) -> None:
    segments = (Root("users"), KeySegment((Argument("id", text),)), Navigation("manager"))
    url = write_url(SERVICE, Address(segments, End("service")), style)
    assert read(SERVICE, url).segments == segments
    assert url.isascii()


def test_keys_are_segments_where_they_can() -> None:
    for text in ("42", "a@b.example", "o'neil", "a/b"):
        key = Address((Root("users"), KeySegment((Argument("id", text),))), End("service"))
        assert "(" not in write_url(SERVICE, key, "segment")
        assert "(" in write_url(SERVICE, key)


PIECES = st.sampled_from(
    ["users", "me", "orders", "('", "')", "(", ")", "'", "''", "/", "//", ".", "..", "%", "%2F", "%2f'", "%zz", "%ff",
     "?", "#", "&", "=", ",", "@p", "{", "}", "[", "]", '"', "\\", "<", ">", "$count", "$filter(", "$each",
     "$crossjoin(", "$entity", "$id=", "ns.Admin", "self.pick", "pick", "all", "tinted", "id=", "1", "-1", "null",
     "duration'", ":", "ns.Colour'red", "999999999999999999999", "0" * 5000, " ", "\0", "\ud800", "é", "http://",
     "*", "+", ";"]
)  # fmt: skip


@given(url=st.text() | st.lists(PIECES, max_size=12).map("".join), templates=st.booleans(), dynamic=st.booleans())
@settings(max_examples=300)
@example(url="http://[", templates=False, dynamic=True)
@example(url="users(" * 500, templates=True, dynamic=True)
def test_any_text_means_something_or_is_rejected(url: str, templates: bool, dynamic: bool) -> None:
    for root in ("", "https://example.org/users/"):
        found = match_url(SERVICE, url, root=root, templates=templates, dynamic=dynamic)
        if isinstance(found, Rejected):
            assert found.message and str(found)
        else:
            assert read(SERVICE, url, templates=templates, root=root) == found


@given(data=st.data())
@settings(max_examples=250)
def test_so_does_a_url_with_slips(data: st.DataObject) -> None:
    url = write_url(
        SERVICE, Address(data.draw(addresses(SERVICE.model)), End("service")), data.draw(st.sampled_from(STYLES))
    )
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(url)))
        url = url[:at] + data.draw(PIECES | st.just("")) + url[at + data.draw(st.integers(0, 2)) :]
    found = match_url(SERVICE, url)
    if isinstance(found, Rejected):
        assert 0 <= found.index <= url.count("/") + 1
        return
    for style in STYLES:
        again = read(SERVICE, write_url(SERVICE, found, style))
        assert (again.segments, again.end, again.query) == (found.segments, found.end, found.query)
