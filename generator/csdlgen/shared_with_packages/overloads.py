"""Which overload of an operation a URL calls (OData protocol sections 11.5.4 and 11.5.5).

The type of the segment before the call comes first, then the names of the parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple, TypeVar

from .url_syntax import BrokenRuleError

Overload = TypeVar("Overload")


class Signature(NamedTuple):
    """What tells overloads apart: the qualified name, `action` or `function`, what they
    are bound to, and the names of the parameters that a URL gives, those included that
    may be left out."""

    name: str
    kind: str
    binding: Hashable
    parameters: tuple[str, ...]
    optional: frozenset[str]

    def takes(self, names: AbstractSet[str], options: AbstractSet[str]) -> bool:
        """Whether it can be called with these parameters, others being options of the
        query string."""
        required = {each for each in self.parameters if each not in self.optional}
        return names <= {*self.parameters} and required <= names | options


def fitting(
    overloads: Sequence[Overload],
    signature: Callable[[Overload], Signature],
    names: Sequence[str] | None,
    options: Collection[str],
) -> list[Overload]:
    """The overloads that a call may mean, all with the same binding type; the caller
    takes the first whose arguments it can read.

    `overloads` begin with those bound to the type at hand, those of its base types come
    behind. `names` are the parameters in parentheses, None where there are none;
    `options` the query options, by which parameters may be given too (protocol section
    11.5.4.1). Raises BrokenRuleError where none fits.
    """
    signed = [(each, signature(each)) for each in overloads]
    if names is None:
        actions = [each for each in signed if each[1].kind == "action"]
        if actions:
            return _of_one_binding(actions)
    functions = [each for each in signed if each[1].kind == "function"]
    given = {*(names or ())}
    if "" in given or len(given) < len(names or ()):
        message = "arguments are written name=value, each once"
        raise BrokenRuleError(message, rule="unknown-function-arguments")
    exact = [each for each in functions if {*each[1].parameters} == given]
    exact = exact or [each for each in functions if each[1].takes(given, frozenset())]
    if not exact:
        others = {each.removeprefix("@") for each in options}
        exact = [each for each in functions if each[1].takes(given, others)]
    if not exact:
        raise _unfit([each for _, each in signed], names or ())
    return _of_one_binding(exact)


def _of_one_binding(found: list[tuple[Overload, Signature]]) -> list[Overload]:
    """Those with the binding type of the first, which have to have one name."""
    nearest = [each for each in found if each[1].binding == found[0][1].binding]
    names = sorted({each.name for _, each in nearest})
    if len(names) > 1:
        message = f"this may be any of {', '.join(names)}: write the qualified name"
        raise BrokenRuleError(message, rule="ambiguous-operation")
    return [each for each, _ in nearest]


def _unfit(signed: list[Signature], names: Iterable[str]) -> BrokenRuleError:
    name = signed[0].name
    functions = [each for each in signed if each.kind == "function"]
    if not functions:
        message = f"{name} is an action: its parameters are in the request body"
        return BrokenRuleError(message, rule="unknown-function-arguments")
    known = tuple(dict.fromkeys(one for each in functions for one in each.parameters))
    wrong = next((each for each in names if each not in known), "")
    takes = " or ".join(f"({','.join(each.parameters)})" for each in functions)
    message = f"{name} takes {takes}"
    return BrokenRuleError(message, wrong, known, rule="unknown-function-arguments")


def argument(
    name: str,
    given: Mapping[str, str],
    options: Mapping[str, str],
    *,
    optional: bool,
) -> str | None:
    """The text of an argument: from the parentheses, from an alias of its name, or from
    a query option; None where an optional one is left out."""
    if name in given:
        return given[name]
    if f"@{name}" in options:
        return f"@{name}"
    return None if optional else options.get(name)
