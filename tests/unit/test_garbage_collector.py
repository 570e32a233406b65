"""The garbage collector while documents are read."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from csdlgen.csdl import locate, read_csdl
from csdlgen.csdl.xml.element import XmlElement
from csdlgen.errors import CsdlgenError
from csdlgen.garbage_collector import uncollected
from tests.support.csdl import document

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def collecting() -> Iterator[None]:
    """Whatever happens in a test, the collector is on behind it and holds nothing frozen."""
    gc.enable()
    yield
    gc.unfreeze()
    gc.enable()


def test_what_was_made_is_not_looked_at_afterwards() -> None:
    gc.collect()
    before = [each["collections"] for each in gc.get_stats()]
    with uncollected():
        made: list[list[int]] = [[] for _ in range(100_000)]
        assert not gc.isenabled()
    with uncollected():
        with uncollected():
            made.append([])
        assert not gc.isenabled()
    assert gc.isenabled()
    assert [each["collections"] for each in gc.get_stats()] == before
    assert gc.get_freeze_count() == 0
    assert len(made) == 100_001


def test_what_somebody_has_frozen_stays_frozen() -> None:
    gc.freeze()
    frozen = gc.get_freeze_count()
    with uncollected():
        pass
    assert gc.get_freeze_count() >= frozen - 100  # a few of them are gone by now
    assert gc.isenabled()


def test_an_exception_leaves_the_collector_on() -> None:
    with pytest.raises(KeyError), uncollected():
        raise KeyError
    assert gc.isenabled()


TEXT = '<Annotation Term="ns.t"><Collection><String>a<![CDATA[b]]></String><Path>p</Path></Collection></Annotation>'


@pytest.mark.parametrize(
    ("data", "refused"),
    [
        (document(TEXT * 20), False),
        (document(TEXT * 20)[:-20], True),
        (document(TEXT * 20).replace(b"</Path>", b"<!DOCTYPE"), True),
        (b"<!DOCTYPE a>" + document(TEXT), True),
        (document("<Annotation>" * 300), True),
    ],
    ids=["read", "truncated", "inside text", "doctype", "deep"],
)
def test_documents_leave_no_elements_to_the_collector(data: bytes, refused: bool) -> None:
    """Parsers and their handlers refer to each other, and the handlers to all that they have made."""

    def once() -> None:
        try:
            read_csdl(data, source="test.xml")
        except CsdlgenError:
            assert refused
        locate(data, (2,))

    once()
    gc.collect()
    gc.disable()
    once()
    left = [each for each in gc.get_objects() if isinstance(each, XmlElement) and each.tag]
    assert left == []
    assert gc.collect() < 50


def test_who_has_it_off_keeps_it_off() -> None:
    gc.disable()
    with uncollected():
        pass
    assert not gc.isenabled()
