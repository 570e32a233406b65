"""Overloads that are gone and that have come: of very many, each is not compared with each."""

from __future__ import annotations

import pytest

from csdlgen.csdl import read_csdl
from csdlgen.drift import pairs
from csdlgen.drift.compare import compare
from csdlgen.edm.model import EdmModel
from tests.unit.csdl.test_formats import HEAD, SCHEMA, TAIL

FIRST, SECOND = (f'<Parameter Name="{name}{{}}" Type="Edm.String"/>' for name in "pq")
FUNCTION = (
    '<Function Name="f" IsBound="true"><Parameter Name="b" Type="d.t"/>{}<ReturnType Type="Edm.Boolean"/></Function>'
)
TYPE = '<ComplexType Name="t"/>'


def overloads(numbers: range, parameters: str) -> EdmModel:
    text = "".join(FUNCTION.format(parameters.format(number, number)) for number in numbers)
    return read_csdl(f"{HEAD}{SCHEMA}{TYPE}{text}{TAIL}".encode(), source="x")


def kinds(old: EdmModel, new: EdmModel) -> dict[str, int]:
    found: dict[str, int] = {}
    for change in compare(old, new):
        found[change.rule] = found.get(change.rule, 0) + 1
    return found


def test_of_very_many_those_without_an_equal_are_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "_MOST_COMPARED", 10)
    monkeypatch.setattr(pairs, "_likeness", None)
    old, new = overloads(range(20), FIRST + SECOND), overloads(range(5, 30), SECOND + FIRST)
    there, back = kinds(old, new), kinds(new, old)
    assert {rule: number for rule, number in there.items() if "removed" in rule} == {"overload-removed": 5}
    assert {rule: number for rule, number in back.items() if "removed" in rule} == {"overload-removed": 10}


def test_of_few_each_is_compared_with_each(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = 0
    likeness = pairs._likeness

    def count(*arguments: object) -> tuple[int, ...]:
        nonlocal looked
        looked += 1
        return likeness(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(pairs, "_likeness", count)
    compare(overloads(range(5), FIRST), overloads(range(5), SECOND))
    assert looked == 25


def test_of_very_many_parameters_the_place_of_each_is_found_once() -> None:
    """Places are taken from one numbering, not each looked for from the beginning; of equal types the place decides."""
    names = [f"p{number}" for number in range(300)]
    parameters = "".join(f'<Parameter Name="{name}" Type="Edm.String"/>' for name in names)
    renamed = parameters.replace('Name="p', 'Name="q')
    old, new = (
        read_csdl(f'{HEAD}{SCHEMA}<Action Name="a">{each}</Action>{TAIL}'.encode(), source="x")
        for each in (parameters, renamed)
    )
    pairs_found = {
        (change.old.name, change.new.name)
        for change in compare(old, new)
        if change.rule == "parameter-renamed" and change.old and change.new
    }
    assert pairs_found == {(name, name.replace("p", "q")) for name in names}
