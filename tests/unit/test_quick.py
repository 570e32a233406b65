"""The garbage collector while documents are read."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from csdlgen.csdl.quick import uncollected


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


def test_who_has_it_off_keeps_it_off() -> None:
    gc.disable()
    with uncollected():
        pass
    assert not gc.isenabled()
