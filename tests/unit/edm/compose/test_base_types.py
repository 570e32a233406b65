"""Chains of base types, which no service has in lengths that matter."""

from __future__ import annotations

import pytest

from csdlgen.edm.compose.base_types import MOST_BASE_TYPES, refuse_long_chains
from csdlgen.edm.model import EdmModel
from csdlgen.errors import CsdlgenError
from tests.support.csdl import read


def chain(last: int, *, first: str = "", reverse: bool = False) -> EdmModel:
    types = [f'<ComplexType Name="c{number}" BaseType="ns.c{number - 1}"/>' for number in range(1, last + 1)]
    types.insert(0, f'<ComplexType Name="c0"{first}/>')
    return read("".join(reversed(types) if reverse else types))


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("first", ["", ' BaseType="elsewhere.c"'])
def test_the_first_type_with_too_many_base_types_is_refused(first: str, reverse: bool) -> None:
    refuse_long_chains(chain(MOST_BASE_TYPES, first=first, reverse=reverse))
    with pytest.raises(CsdlgenError) as refused:
        refuse_long_chains(chain(MOST_BASE_TYPES + 50, first=first, reverse=reverse))
    (problem,) = refused.value.diagnostics
    assert (problem.code, problem.path) == ("too-deep", f"ns.c{MOST_BASE_TYPES + 1}")
    assert problem.where is not None


def test_circles_are_left_to_the_checks() -> None:
    refuse_long_chains(chain(MOST_BASE_TYPES, first=f' BaseType="ns.c{MOST_BASE_TYPES}"'))


def test_each_type_is_visited_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, structured = 0, EdmModel.structured

    def count(*arguments: object) -> object:
        nonlocal asked
        asked += 1
        return structured(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(EdmModel, "structured", count)
    refuse_long_chains(chain(MOST_BASE_TYPES, reverse=True))
    assert asked <= 3 * MOST_BASE_TYPES
