"""What holds of the comparison of two models, and of the verdicts on what it finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from random import Random
from typing import TypeAlias

from csdlgen.drift import compare
from csdlgen.drift.change import Change, Difference, every_change
from csdlgen.drift.finding import Verdict
from csdlgen.drift.rules import RULES
from csdlgen.edm.model import ComplexType, EdmModel, EntityType, EnumType, Property, TypeDefinition
from tests.fuzz.model_laws import Thing, things
from tests.support.drift import REVERSE
from tests.support.patch import apply, normal
from tests.support.shuffled import shuffled

_ANNOUNCED = "unknownfuturevalue"  # nobody uses the member that stands for members to come
_Names: TypeAlias = set[tuple[str, ...]]


def check_changes(old: EdmModel, new: EdmModel) -> None:
    """The changes of a model made in it give the other one, whatever the order of declarations; the other way round
    they are the reverse; and they are as bad as what the models lack and admit."""
    changes = compare(old, new)
    assert compare(old, shuffled(old, Random(0))) == ()
    assert normal(apply(old, changes)) == normal(new)
    if things(old) is not None and things(new) is not None:  # elements of one name are told apart by their order
        _check_reverse(changes, compare(new, old))
    check_verdicts(old, new, changes)


def _check_reverse(forth: Iterable[Change], back: Iterable[Change]) -> None:
    rules: dict[object, list[str]] = {}
    for change in every_change(back):
        rules.setdefault(_content(change, swap=False), []).append(change.rule)
    contents = Counter(_content(each, swap=True) for each in every_change(forth))
    assert contents == Counter({content: len(some) for content, some in rules.items()})
    for change in every_change(forth):
        assert change.old != change.new or "renamed" not in change.rule, change
        assert REVERSE[change.rule] & set(rules[_content(change, swap=True)]), change


def _content(change: Change, *, swap: bool) -> object:
    one, other = (change.old, change.before), (change.new, change.after)
    differences = frozenset(
        Difference(each.path, each.attribute, each.after, each.before) if swap else each for each in change.differences
    )
    return (other, one, differences) if swap else (one, other, differences)


# --- verdicts --------------------------------------------------------------------------------------------------------


def check_verdicts(old: EdmModel, new: EdmModel, changes: Iterable[Change]) -> None:
    """What the ordinary verdicts on changes have to be at the least, and at the most.

    A name that is gone breaks code in Python and what is sent. Values that are admitted no longer break what is sent,
    and such as were not admitted are dangerous to read. Where all is as it was but for more that may be left out,
    nothing breaks.
    """
    verdicts = [RULES[change.rule].verdicts for change in every_change(changes)]
    read, write, python = (max((each[axis] for each in verdicts), default=Verdict.NEUTRAL) for axis in range(3))
    before, after = _names(old), _names(new)
    if lost := before - after:
        assert (write, python) == (Verdict.BREAKING, Verdict.BREAKING), lost
    narrower, wider = _admitted(old, new)
    if narrower:
        assert write is Verdict.BREAKING, narrower
    if wider:
        assert read >= Verdict.DANGEROUS, wider
    if _is_only_more(old, new):
        assert Verdict.BREAKING not in (read, write, python), verdicts


def _names(model: EdmModel) -> _Names:
    """What code may name: types, their members with the inherited ones, operations, and what URLs begin with. The case
    of letters tells no names apart in Python."""
    found: _Names = set()
    for name, type_ in model.types.items():
        if isinstance(type_, TypeDefinition):
            continue  # which code names as what it is defined as
        if isinstance(type_, (EntityType, ComplexType)):
            line = [each for each in model.ancestry(name) if isinstance(each, (EntityType, ComplexType))]
            members = [each.name for one in line for each in (*one.properties, *one.navigations)]
        else:
            members = [each.name for each in type_.members] if isinstance(type_, EnumType) else []
        found.add((str(name).casefold(),))
        found |= {(str(name).casefold(), each.casefold()) for each in members if each.casefold() != _ANNOUNCED}
    found |= {(str(name).casefold(), "()") for name in model.operations}
    for container in model.containers:
        found |= {("", each.name.casefold()) for each in container.children}
    return found


def _admitted(old: EdmModel, new: EdmModel) -> tuple[list[str], list[str]]:
    """The properties that admit less than before, and those that admit more."""
    before, after = dict(_properties(old)), dict(_properties(new))
    narrower: list[str] = []
    wider: list[str] = []
    for path in before.keys() & after.keys():
        was, now = before[path].type, after[path].type
        if (was.name, was.collection) != (now.name, now.collection) or was.name.namespace != "Edm" or was.collection:
            continue
        for one, other, found in ((was, now, wider), (now, was, narrower)):
            lengths = _length(one.facets.max_length), _length(other.facets.max_length)
            if (other.nullable and not one.nullable) or lengths[0] < lengths[1]:
                found.append(path)
    return narrower, wider


def _length(stated: int | str | None) -> float:
    return stated if isinstance(stated, int) else float("inf")


def _properties(model: EdmModel) -> Iterator[tuple[str, Property]]:
    for name, type_ in model.types.items():
        if isinstance(type_, (EntityType, ComplexType)):
            yield from ((f"{name}/{each.name}", each) for each in type_.properties)


def _is_only_more(old: EdmModel, new: EdmModel) -> bool:
    """Whether a model is another one with more types, operations without overloads, roots, and properties that may be
    null."""
    before, after = things(old), things(new)
    if (
        before is None
        or after is None
        or before == after
        or (old.version, old.references) != (new.version, new.references)
    ):
        return False
    if any(after.get(key) != thing for key, thing in before.items()):
        return False
    return all(_may_come(thing) for key, thing in after.items() if key not in before)


def _may_come(thing: Thing) -> bool:
    kind = thing.own[0] if thing.own else ""
    if thing.annotations:
        return False
    if kind == "Property":
        type_ = next((each for each in thing.own if hasattr(each, "nullable")), None)
        return type_ is not None and type_.nullable
    return kind in ("EntitySet", "Singleton", "ComplexType")
