"""A document equals itself: at every gate, by every policy, on any day, in any order of its declarations."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdlgen.csdl import read_csdl
from csdlgen.drift import compare, judge
from csdlgen.drift.finding import POLICIES, Policy
from csdlgen.edm.model import EdmModel
from csdlgen.errors import CsdlgenError
from csdlgen.navigation import Limits
from tests.corpus.survey import data_of, names
from tests.models import models
from tests.support.csdl import read
from tests.support.schemas import entity, prop, revisions
from tests.support.shuffled import shuffled
from tests.unit.drift.test_compare_laws import thorough

NEVER = date(9999, 12, 31)


@pytest.mark.slow
@thorough
@given(models(), st.dates(), st.sampled_from(POLICIES), st.randoms(use_true_random=False))
def test_a_model_equals_itself(model: EdmModel, today: date, policy: Policy, random: Random) -> None:
    for other in (model, shuffled(model, random)):
        assert compare(model, other) == ()
        assert judge((), model, other, policy=policy, today=today) == ()
        assert judge((), model, other, policy=policy, today=today, limits=Limits(max_hops=2)) == ()


@given(st.dates(date(2025, 1, 1), date(2027, 1, 1)))
def test_what_is_overdue_in_both_is_no_finding(today: date) -> None:
    model = read(entity(prop(content=revisions("2026-01-01"))))
    assert judge(compare(model, model), model, model, today=today) == ()


def documents() -> list[object]:
    found = [each for each in names() if each.endswith(("xml", "json"))]
    skipped = pytest.mark.skip(reason="CSDLGEN_CORPUS names no folder with real documents")
    return list(found) or [pytest.param("", marks=skipped)]


@pytest.mark.slow
@pytest.mark.parametrize("name", documents())
def test_a_real_document_equals_itself(name: str) -> None:
    try:
        one, other = (read_csdl(data_of(name), source=name) for _ in range(2))
    except CsdlgenError:
        pytest.skip("not a document that can be read")
    other = shuffled(other, Random(1))
    assert compare(one, other) == ()
    assert judge((), one, other, policy="strict", today=NEVER) == ()
