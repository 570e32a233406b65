"""Names of the generated package that move because of others: two names of a document may be one in Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeAlias

from csdlgen import names
from csdlgen.drift.change import Change
from csdlgen.drift.derived import derived_finding, every_change
from csdlgen.drift.finding import Finding
from csdlgen.drift.path import MEMBERS, STRUCTURED, TYPES
from csdlgen.drift.rules import Policy
from csdlgen.edm.model import EdmModel, EnumType, QName

_Names: TypeAlias = dict[str, str]
_Convert: TypeAlias = Callable[[str], str]


def name_drift(
    changes: Iterable[Change], old: EdmModel, new: EdmModel, policy: Policy
) -> dict[int | None, tuple[Finding, ...]]:
    """Findings on Python names by the `id` of the change that brought them about, None where that cannot be told:
    attributes of classes, members of enumerations, classes of a namespace."""
    listed = tuple(every_change(changes))
    found: dict[int | None, list[Finding]] = {}
    for home, separator, convert, was, now in _scopes(listed, old, new):
        told = _scope(convert, was, now)
        causes = _causes(listed, home, convert) if told else {}
        for code, name, before, after in told:
            finding = derived_finding(code, f"{home}{separator}{name}", before, after, policy)
            found.setdefault(causes.get(convert(name)), []).append(finding)
    return {cause: tuple(findings) for cause, findings in found.items()}


def _scope(convert: _Convert, was: _Names, now: _Names) -> list[tuple[str, str, str, str]]:
    """What is called otherwise than before, and what is new and not called as it would like."""
    found = []
    for name, python in now.items():
        if name in was and was[name] != python:
            found.append(("python-name-collision", name, was[name], python))
        elif name not in was and python != convert(name):
            found.append(("python-name-adjusted", name, "", python))
    return found


def _scopes(
    changes: tuple[Change, ...], old: EdmModel, new: EdmModel
) -> Iterator[tuple[str, str, _Convert, _Names, _Names]]:
    """Where names may have moved: the element that holds them, what stands between it and a name in a path, how names
    are converted, and what is called how before and after."""
    for name in _touched(changes, new):
        if old.structured(name) and new.structured(name):
            now = _attributes(new, name)
            yield str(name), "/", names.snake_case, _attributes(old, name), {
                each: now[each] for each in _own(new, name)
            }
    for name in sorted({each.path.qualified for each in changes if each.path.kind == "member"}):
        one, other = old.types.get(name), new.types.get(name)
        if isinstance(one, EnumType) and isinstance(other, EnumType):
            yield str(name), "/", names.upper_snake, _enum(one), _enum(other)
    for namespace in sorted({each.path.steps[0].name for each in changes if each.path.kind in TYPES}):
        yield namespace, ".", names.pascal_case, _classes(old, namespace), _classes(new, namespace)


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


def _own(model: EdmModel, name: QName) -> list[str]:
    """The members that a type declares itself."""
    return [each.name for type_ in islice(model.ancestry(name), 1) for each in (*type_.properties, *type_.navigations)]


def _attributes(model: EdmModel, name: QName) -> _Names:
    """The attributes of a class, those of base types first."""
    line = reversed(list(model.ancestry(name)))
    wire = (each.name for type_ in line for each in (*type_.properties, *type_.navigations))
    return names.assign(wire, names.snake_case, names.MODEL_RESERVED)


def _enum(type_: EnumType) -> _Names:
    return names.assign((each.name for each in type_.members), names.upper_snake, names.MEMBER_RESERVED)


def _classes(model: EdmModel, namespace: str) -> _Names:
    wire = (each.name for each in model.types if each.namespace == namespace)
    return names.assign(wire, names.pascal_case, names.CLASS_RESERVED)


def _causes(changes: tuple[Change, ...], home: str, convert: _Convert) -> dict[str, int]:
    """The changes of the same holder, by what they would be called in Python."""
    found: dict[str, int] = {}
    for each in changes:
        for path in (each.new, each.old):
            if path is not None and each.old != each.new and str(path.parent) == home:
                found.setdefault(convert(path.name), id(each))
    return found
