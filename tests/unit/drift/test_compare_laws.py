"""What holds of the comparison of any two models."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csdlgen.drift import compare, judge
from csdlgen.drift.change import Change, Difference, every_change
from csdlgen.drift.facts import Facts
from csdlgen.drift.finding import POLICIES, Policy
from csdlgen.drift.path import ElementPath
from csdlgen.edm.model import EdmModel
from csdlgen.navigation import Limits
from tests.models import models
from tests.support.csdl import read
from tests.support.drift import REVERSE
from tests.support.edits import EDITS, Edit, edited
from tests.support.patch import apply, build, facts, normal
from tests.support.schemas import entity, prop, revisions
from tests.support.shuffled import shuffled

pytestmark = pytest.mark.slow

thorough = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
often = settings(thorough, max_examples=50)
turns = st.integers(0, 50)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[EdmModel, EdmModel]:
    """Two models that have nothing to do with each other, or one that came of the other by a few edits."""
    old = draw(models())
    if draw(st.booleans()):
        return old, draw(models())
    new = old
    for edit in draw(st.lists(st.sampled_from(EDITS), max_size=6)):
        new = (edited(new, edit, draw(turns)) or (new,))[0]
    return old, new


def facts_of(found: Facts) -> set[tuple[object, ...]]:
    return {(path, name, repr(value)) for path, known in found.elements.items() for name, value in known.items()}


@thorough
@given(models())
def test_facts_say_everything(model: EdmModel) -> None:
    assert normal(build(facts(model))) == normal(model)


@thorough
@given(models(), st.randoms(use_true_random=False))
def test_order_and_place_of_children_mean_nothing(model: EdmModel, random: Random) -> None:
    other = shuffled(model, random)
    assert compare(model, other) == ()
    assert normal(model) == normal(other)
    assert facts_of(facts(model)) == facts_of(facts(other))


@often
@given(pairs())
def test_changes_applied_to_the_old_model_give_the_new_one(pair: tuple[EdmModel, EdmModel]) -> None:
    old, new = pair
    assert normal(apply(old, compare(old, new))) == normal(new)


@often
@given(pairs())
def test_every_difference_belongs_to_exactly_one_change(pair: tuple[EdmModel, EdmModel]) -> None:
    old, new = pair
    counted = Counter(
        (each.path, each.attribute) for change in every_change(compare(old, new)) for each in change.differences
    )
    before, after = (facts(model).elements for model in pair)
    differ = [
        (path, name)
        for path in before.keys() | after.keys()
        for name in before.get(path, {}).keys() | after.get(path, {}).keys()
        if before.get(path, {}).get(name) != after.get(path, {}).get(name)
    ]
    assert counted == Counter(differ)


def content(change: Change, *, swap: bool) -> tuple[object, ...]:
    """All that a change says but its kind, as it is or as it would be with old and new in each other's place."""
    one = change.old, change.before, change.old_location
    other = change.new, change.after, change.new_location
    differences = frozenset(
        Difference(each.path, each.attribute, each.after, each.before) if swap else each for each in change.differences
    )
    return (other, one, differences) if swap else (one, other, differences)


@often
@given(pairs())
def test_swapping_arguments_mirrors(pair: tuple[EdmModel, EdmModel]) -> None:
    old, new = pair
    forth, back = list(every_change(compare(old, new))), list(every_change(compare(new, old)))
    assert Counter(content(each, swap=True) for each in forth) == Counter(content(each, swap=False) for each in back)
    kinds: dict[object, list[str]] = {}
    for each in back:
        kinds.setdefault(content(each, swap=False), []).append(each.rule)
    for each in forth:
        assert REVERSE[each.rule] & set(kinds[content(each, swap=True)]), each


@often
@given(models(), st.permutations(EDITS), turns)
def test_an_edit_is_reported_where_it_was_made_and_nowhere_else(model: EdmModel, edits: list[Edit], turn: int) -> None:
    """Within the element that was edited; the children of a change are what it brought about elsewhere. Edits that
    make two elements alike, which no document may have, are left out: no rule tells which of the two was edited."""
    possible = (made for edit in edits if (made := edited(model, edit, turn)) and not alike(made[0]))
    new, before, after = next(possible)
    changes = compare(model, new)
    assert changes
    for change in changes:
        assert change.old is None or change.old.within(before) or change.old == overload(before), change
        assert change.new is None or change.new.within(after) or change.new == overload(after), change


def alike(model: EdmModel) -> bool:
    return any(path.steps and path.steps[-1].which for path in facts(model).elements)


def overload(path: ElementPath) -> ElementPath | None:
    """The overload that a parameter makes up: bound to an unrelated type, it is another one."""
    return path.parent if path.kind == "parameter" else None


# --- a document equals itself, on any day and in any order ------------------------------------------------------------


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
