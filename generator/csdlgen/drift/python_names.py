"""Names of the generated package that move because of others: two names of a document may be one in Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple, TypeAlias

from csdlgen import names
from csdlgen.drift.change import Change
from csdlgen.drift.derived import derived_finding, every_change
from csdlgen.drift.finding import Finding
from csdlgen.drift.path import MEMBERS, STRUCTURED, TYPES
from csdlgen.drift.rules import Policy
from csdlgen.edm.model import EdmModel, EnumType, QName, StructuredType

_Names: TypeAlias = dict[str, str]


class _Scope(NamedTuple):
    """Names that must differ from each other: of what, what stands between it and a name in a path, how a name is
    converted, what is called how before and after, and whose changes may be the cause."""

    home: str
    separator: str
    convert: Callable[[str], str]
    was: _Names
    now: _Names
    near: frozenset[str]


def name_drift(
    changes: Iterable[Change], old: EdmModel, new: EdmModel, policy: Policy
) -> dict[int | None, tuple[Finding, ...]]:
    """Findings on Python names by the `id` of the change that brought them about, None where that cannot be told:
    attributes of classes, members of enumerations, classes of a namespace."""
    listed = tuple(every_change(changes))
    found: dict[int | None, list[Finding]] = {}
    for scope in _scopes(listed, old, new):
        told = list(_told(scope))
        causes = _causes(listed, scope) if told else {}
        for code, name, before, after in told:
            finding = derived_finding(code, f"{scope.home}{scope.separator}{name}", before, after, policy)
            found.setdefault(causes.get(scope.convert(name)), []).append(finding)
    return {cause: tuple(findings) for cause, findings in found.items()}


def _told(scope: _Scope) -> Iterator[tuple[str, str, str, str]]:
    """What is called otherwise than before, and what is new and not called as it would like."""
    for name, python in scope.now.items():
        if name in scope.was and scope.was[name] != python:
            yield "python-name-collision", name, scope.was[name], python
        elif name not in scope.was and python != scope.convert(name):
            yield "python-name-adjusted", name, "", python


def _scopes(changes: tuple[Change, ...], old: EdmModel, new: EdmModel) -> Iterator[_Scope]:
    """Where names may have moved."""
    for name in _touched(changes, new):
        if old.structured(name) and new.structured(name):
            was, now = _attributes(old, name), _attributes(new, name)
            own = {each: now[each] for each in _declared(islice(new.ancestry(name), 1))}
            line = frozenset(str(each.name) for model in (old, new) for each in model.ancestry(name))
            yield _Scope(str(name), "/", names.snake_case, was, own, line)
    for name in sorted({each.path.qualified for each in changes if each.path.kind == "member"}):
        one, other = old.types.get(name), new.types.get(name)
        if isinstance(one, EnumType) and isinstance(other, EnumType):
            yield _Scope(str(name), "/", names.upper_snake, _enum(one), _enum(other), frozenset((str(name),)))
    for namespace in sorted({each.path.steps[0].name for each in changes if each.path.kind in TYPES}):
        was, now = _classes(old, namespace), _classes(new, namespace)
        yield _Scope(namespace, ".", names.pascal_case, was, now, frozenset((namespace,)))


def _touched(changes: tuple[Change, ...], new: EdmModel) -> list[QName]:
    """Structured types with members that came, went or moved, and all that derive from them."""
    waiting = [
        path.qualified
        for each in changes
        for path in (each.old, each.new)
        if path is not None
        and ((path.kind in MEMBERS and each.old != each.new) or (path.kind in STRUCTURED and "base" in each.kind))
    ]
    found: set[QName] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(new.derived.get(name, ()))
    return sorted(found)


def _declared(types: Iterable[StructuredType]) -> Iterator[str]:
    for type_ in types:
        yield from (each.name for each in type_.properties)
        yield from (each.name for each in type_.navigations)


def _attributes(model: EdmModel, name: QName) -> _Names:
    """The attributes of a class, those of base types first."""
    line = reversed(list(model.ancestry(name)))
    return names.assign(_declared(line), names.snake_case, names.MODEL_RESERVED)


def _enum(type_: EnumType) -> _Names:
    return names.assign((each.name for each in type_.members), names.upper_snake, names.MEMBER_RESERVED)


def _classes(model: EdmModel, namespace: str) -> _Names:
    wire = (each.name for each in model.types if each.namespace == namespace)
    return names.assign(wire, names.pascal_case, names.CLASS_RESERVED)


def _causes(changes: tuple[Change, ...], scope: _Scope) -> dict[str, int]:
    """What came, went or moved nearby, by what it would be called in Python."""
    found: dict[str, int] = {}
    for each in changes:
        for path in (each.new, each.old):
            if path is not None and each.old != each.new and str(path.parent) in scope.near:
                found.setdefault(scope.convert(path.name), id(each))
    return found
