"""Names of the generated package that change although what they name is still there."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdlgen.drift import compare, judge
from csdlgen.drift.finding import Finding, every
from csdlgen.drift.python_drift import Surfaces, name_drift
from csdlgen.edm.model import EdmModel
from csdlgen.navigation import Limits
from csdlgen.package.plan.public_names import python_names, python_names_of
from csdlgen.routes import UrlStyle
from csdlgen.select import Selection, everything, select
from tests.models import models
from tests.support.csdl import read
from tests.support.drift import surfaces
from tests.support.schemas import action, entity, entity_set, enum, function, nav, prop
from tests.support.shuffled import shuffled
from tests.unit.drift.test_compare import two
from tests.unit.drift.test_compare_laws import pairs, thorough


def judged(old: EdmModel, new: EdmModel, resources: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    changes = compare(old, new)
    return judge(changes, old, new, today=date(2026, 1, 1), surfaces=surfaces(changes, old, new, resources))


def python(findings: tuple[Finding, ...]) -> list[tuple[str, str, str, str]]:
    found = (each for each in every(findings) if each.rule.startswith("python-"))
    return [(each.rule, each.path, each.before, each.after) for each in found]


DERIVED = '<EntityType Name="D" BaseType="ns.T">{}</EntityType>'
SETS = f'<EntityContainer Name="C">{entity_set()}</EntityContainer>'
SUM = function("it:ns.T y:Edm.Int32", Name="sum")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # The property that is spelled like the name has it to itself.
        (
            entity(prop(name="fooBar")),
            entity(prop(name="fooBar") + prop(name="foo_bar")),
            [("python-name-collision", "ns.T/fooBar", "foo_bar", "foo_bar_")],
        ),
        (
            entity(prop(name="foo_bar")),
            entity(prop(name="fooBar") + prop(name="foo_bar")),
            [("python-name-adjusted", "ns.T/fooBar", "", "foo_bar_")],
        ),
        (
            entity() + DERIVED.format(prop(name="fooBar")),
            entity(prop(name="foo_bar")) + DERIVED.format(prop(name="fooBar")),
            [("python-name-collision", "ns.D/fooBar", "foo_bar", "foo_bar_")],
        ),
        (
            entity(prop(name="foo_bar") + prop(name="fooBar")),
            entity(prop(name="fooBar")),
            [("python-name-collision", "ns.T/fooBar", "foo_bar_", "foo_bar")],
        ),
        (entity(), entity(prop(name="from")), [("python-name-adjusted", "ns.T/from", "", "from_")]),
        (enum("aB=0"), enum("a_b=1 aB=0"), [("python-name-collision", "ns.E/aB", "A_B", "A_B_")]),
        # What is new as a whole has no former names.
        ("", entity(prop(name="from")), []),
        (entity(prop("Edm.Guid", "a")), entity(prop(name="b") + prop("Edm.Guid", "a")), []),
        # A name in other letters may be another one in Python, or the same.
        (entity(prop(name="Name")), entity(prop(name="name")), []),
        (
            entity(prop(name="Name")),
            entity(prop(name="NaMe")),
            [("python-name-collision", "ns.T/NaMe", "name", "na_me")],
        ),
        (entity(prop(name="Name")), entity(prop(name="NAME")), []),
    ],
)
def test_attributes_and_members(old: str, new: str, expected: list[tuple[str, str, str, str]]) -> None:
    found = judged(read(old), read(new))
    assert python(found) == expected
    assert not any(each.rule.startswith("python-") for each in found), "each has a cause"


def test_a_class_that_is_recased_keeps_its_name_where_python_does() -> None:
    old, new = (read(f'<ComplexType Name="{name}"/>' + entity(prop(f"ns.{name}"))) for name in ("Parcel", "parcel"))
    assert python(judged(old, new)) == []
    old, new = (read(f'<ComplexType Name="{name}"/>' + entity(prop(f"ns.{name}"))) for name in ("Parcel", "parCel"))
    moved = ("python-import-moved", "ns.parCel", "models.parcel.Parcel", "models.par_cel.ParCel")
    assert python(judged(old, new)) == [moved]


def test_a_class_moves_with_its_namespace() -> None:
    kept = '<ComplexType Name="K"/>'
    old, new = two(entity() + kept + SETS, ""), two(entity() + SETS, kept)
    assert ("python-import-moved", "other.K", "models.k.K", "models.other.k.K") in python(judged(old, new))


def test_a_class_gives_way_to_another_of_its_name() -> None:
    old, new = read(entity(Name="t")), read(entity(Name="t") + entity(Name="T"))
    assert ("python-import-moved", "ns.t", "models.t.T", "models.t.T_") in python(judged(old, new))


def test_a_verb_changes_when_another_overload_comes_before_it() -> None:
    before = entity() + SUM + SETS
    found = judged(read(before), read(before + function("it:ns.T x:Edm.Int32", Name="sum")))
    assert python(found) == [("python-name-collision", "ns.T/ns.sum(y)", "get", "get_with_y")]
    (cause,) = (each for each in found if each.children)
    assert cause.rule == "overload-added"


def test_an_overload_for_another_type_changes_nothing() -> None:
    old = entity() + entity(Name="U") + action() + SETS
    assert python(judged(read(old), read(old + action("it:ns.U")))) == []


def test_attributes_of_builders_and_of_the_client() -> None:
    old = entity(nav("Collection(ns.T)", "fooBar", ContainsTarget="true"))
    new = entity(
        nav("Collection(ns.T)", "fooBar", ContainsTarget="true")
        + nav("Collection(ns.T)", "foo_bar", ContainsTarget="true")
    )
    assert ("python-name-collision", "ns.T/fooBar", "foo_bar", "foo_bar_") in python(
        judged(read(old + SETS), read(new + SETS))
    )
    sets = '<EntityContainer Name="C">{}</EntityContainer>'
    one = entity_set("myTs")
    two_ = one + entity_set("my_ts")
    found = python(judged(read(entity() + sets.format(one)), read(entity() + sets.format(two_))))
    assert found == [("python-name-collision", "myTs", "my_ts", "my_ts_")]


def test_a_path_leads_to_other_verbs_where_entities_are_no_longer_contained() -> None:
    def service(contained: str) -> EdmModel:
        user = entity(nav("Collection(ns.T)", "parts", ContainsTarget=contained))
        return read(user + SETS)

    found = judged(service("true"), service("false"), ("Ts", "Ts/parts"))
    (cause,) = found
    assert cause.rule == "navigation-containment-removed"
    assert [each.rule for each in cause.children] == ["python-builder-changed"]
    assert python(judged(service("true"), service("false"))) == [], "nothing is read or written there"


# --- laws -------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@thorough
@given(models(), st.randoms(use_true_random=False))
def test_order_gives_nothing_another_name(model: EdmModel, random: object) -> None:
    other = shuffled(model, random)  # type: ignore[arg-type]
    whole = [python_names(everything(each), UrlStyle()) for each in (model, other)]
    assert whole[0] == whole[1]
    assert name_drift((), model, other, Surfaces(*whole), "graph") == {}


@pytest.mark.slow
@thorough
@given(pairs())
def test_what_is_worked_out_for_what_changed_is_all_that_changed(pair: tuple[EdmModel, EdmModel]) -> None:
    """A whole document is looked at in part, for time; the findings are those of the whole."""
    old, new = pair
    changes = compare(old, new)
    whole = Surfaces(*(python_names(everything(each), UrlStyle()) for each in pair))
    part = surfaces(changes, old, new)

    def found(these: Surfaces) -> set[tuple[str, str, str, str]]:
        drift = name_drift(changes, old, new, these, "graph")
        return {(each.rule, each.path, each.before, each.after) for some in drift.values() for each in some}

    assert found(part) == found(whole)


@thorough
@given(models())
def test_a_part_of_the_names_is_a_part_of_all(model: EdmModel) -> None:
    whole = python_names(everything(model), UrlStyle())
    part = python_names_of(model, frozenset(sorted(model.types)[:2]))
    assert part.items() <= whole.items()


def test_a_slice_has_only_the_names_of_what_is_selected() -> None:
    model = read(entity(prop()) + entity(Name="U") + SETS)
    names = python_names(select(model, Selection(resources=("Ts",)), Limits()), UrlStyle())
    assert not any(each.owner == "ns.U" for each in names)
    assert names["ns.T", "p", "attribute of the model"] == "p"  # type: ignore[index]
