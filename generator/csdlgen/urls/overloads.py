"""Which overload of an operation a call means, and with which arguments (URL conventions section 4.5)."""

from __future__ import annotations

from collections.abc import Iterator

from csdlgen.edm.lookup import Lookup
from csdlgen.edm.model import Operation, QName
from csdlgen.edm.vocabularies import is_optional, required_parameters
from csdlgen.shared_with_packages.overloads import Signature, argument, fitting
from csdlgen.shared_with_packages.url_syntax import BrokenRuleError, split_list
from csdlgen.urls.segments import Argument, Placeholder
from csdlgen.urls.values import Reading, is_placeholder, read_value, refuse


def signature(operation: Operation) -> Signature:
    """What tells an overload from others."""
    parameters = operation.nonbinding_parameters
    optional = frozenset(each.name for each in parameters if is_optional(each))
    names = tuple(each.name for each in parameters)
    return Signature(str(operation.name), operation.kind, operation.binding, names, optional)


def choose_overload(
    reading: Reading, overloads: tuple[Operation, ...], text: str | None
) -> tuple[Operation, tuple[Argument, ...]]:
    """The overload that arguments in parentheses (None: there are none) select, and their values.

    In templates, a placeholder alone stands for the one argument that a function asks for, and a function may have its
    parentheses left out, as reference pages do.
    """
    given = split_list(text or "")
    if reading.templates and len(given) == 1 and not given[0][0] and is_placeholder(given[0][1]):
        return _positional(overloads, given[0][1])
    if reading.templates and text is None and all(each.kind == "function" for each in overloads):
        return overloads[0], ()
    names = None if text is None else [each for each, _ in given]
    return _first(reading, fitting(overloads, signature, names, reading.options), dict(given))


def _first(reading: Reading, found: list[Operation], given: dict[str, str]) -> tuple[Operation, tuple[Argument, ...]]:
    """The first overload whose parameters can be read; there may be several with the same names."""
    problem: BrokenRuleError | None = None
    for operation in found:
        try:
            return operation, tuple(_arguments(reading, operation, given))
        except BrokenRuleError as error:
            problem = problem or error
    assert problem is not None
    raise problem


def _arguments(reading: Reading, operation: Operation, given: dict[str, str]) -> Iterator[Argument]:
    for each in operation.nonbinding_parameters if operation.kind == "function" else ():
        text = argument(each.name, given, reading.options, optional=is_optional(each))
        if text is not None:
            yield Argument(each.name, read_value(reading, text, each.type))


def _positional(overloads: tuple[Operation, ...], text: str) -> tuple[Operation, tuple[Argument, ...]]:
    """In templates, a placeholder alone stands for the one argument that a function asks for."""
    for each in overloads:
        required = required_parameters(each)
        if each.kind == "function" and len(required) == 1:
            return each, (Argument(required[0].name, Placeholder(text.strip("'"))),)
    raise refuse("unknown-function-arguments", f"{overloads[0].name} has no overload with one parameter")


def overriding_types(lookup: Lookup, operation: Operation) -> frozenset[QName]:
    """The types derived from that which an operation is bound to that have an overload of their own: calls on them mean
    that one (protocol sections 11.5.4.2 and 11.5.5.2)."""
    others = lookup.model.operations.get(operation.name, ())
    binding = operation.binding
    if binding is None or len(others) < 2:
        return frozenset()
    own, derived = signature(operation), lookup.descendants(binding.name)
    if not derived:
        return frozenset()
    bound = ((each, each.binding) for each in others)
    return frozenset(
        at.name
        for each, at in bound
        if at and at.collection == binding.collection and at.name in derived and hides(signature(each), own)
    )


def hides(nearer: Signature, other: Signature) -> bool:
    """Whether no call on the type that `nearer` is bound to can mean the other, which is bound to a base type of it."""
    same = (nearer.name, nearer.kind) == (other.name, other.kind)
    return same and (nearer.kind == "action" or {*nearer.parameters} == {*other.parameters})
