"""Names of the generated package that are others than before, though what they name is still there.

The caller gets the names from the plan of the package; here two sets of them are compared.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

from csdlgen import python_names as names
from csdlgen.drift.change import Change, every_change
from csdlgen.drift.finding import Finding, Policy, Verdict
from csdlgen.drift.path import STRUCTURED, TYPES, ElementPath, item_type
from csdlgen.drift.rules import RULES, derived_finding
from csdlgen.edm.model import EdmModel, QName
from csdlgen.python_names import Named, Surface


class Surfaces(NamedTuple):
    """What has which name in Python, in the old and in the new package."""

    old: Surface
    new: Surface


_Key: TypeAlias = tuple[str, str, str]
# By role: the rule on another name. All others are about a name alone.
_RULES = {
    "class": "python-import-moved",
    "builder": "python-import-moved",
    "class of the builder that it leads to": "python-builder-changed",
}
# By role: how a name is converted where no other name is in the way, by one naming or another.
_ATTRIBUTE = tuple(naming.of_builder for naming in names.NAMINGS.values())
_PLAIN = {
    "member": (names.upper_snake,),
    "attribute of the model": tuple(naming.snake_case for naming in names.NAMINGS.values()),
    "attribute of the builder": _ATTRIBUTE,
    "attribute of the client": _ATTRIBUTE,
}


def touched(changes: Iterable[Change], old: EdmModel, new: EdmModel) -> frozenset[QName]:
    """The types whose members may have other names in Python: those with a change in them, those that changed
    operations are bound to, and all that derive from them."""
    waiting = [
        name for change in every_change(changes) for path in (change.old, change.new) if path for name in _types(path)
    ]
    types: set[QName] = set()
    while waiting:
        name = waiting.pop()
        if name not in types:
            types.add(name)
            waiting.extend((*old.derived.get(name, ()), *new.derived.get(name, ())))
    return frozenset(types)


def _types(path: ElementPath) -> Iterator[QName]:
    if len(path.steps) > 1 and path.steps[1].kind in TYPES:
        yield path.qualified
    elif len(path.steps) > 1 and path.steps[1].kind == "operation" and path.steps[1].key[0]:
        yield QName.parse(item_type(path.steps[1].key[0]))


def name_drift(
    changes: Iterable[Change], old: EdmModel, new: EdmModel, surfaces: Surfaces, policy: Policy
) -> dict[int | None, tuple[Finding, ...]]:
    """Findings on Python names by the `id` of the change that caused them, None for an unknown cause."""
    listed = tuple(every_change(changes))
    renames, causes = _Renames.of(listed), _NameCauses(listed, old, new)
    before = {renames.now(each): python for each, python in surfaces.old.items()}
    findings_by_cause: dict[int | None, list[Finding]] = {}
    for named, python in surfaces.new.items():
        key = (named.owner, named.name, named.role)
        was = before.get(key)
        if was is not None and was != python:
            code = _RULES.get(named.role, "python-name-collision")
        elif was is None and named.role in _PLAIN and _was_there(named.owner, before):
            if python in _plain(named):
                continue
            code = "python-name-adjusted"
        else:
            continue
        cause = causes.of(named)
        if cause and _says_so(cause, named):
            continue
        path = "/".join(filter(None, (named.owner, named.name)))
        finding = derived_finding(code, path, was or "", python, policy)
        findings_by_cause.setdefault(id(cause) if cause else None, []).append(finding)
    return {cause: tuple(dict.fromkeys(findings)) for cause, findings in findings_by_cause.items()}


def _says_so(change: Change, named: Named) -> bool:
    """Whether a change of the very thing that has another name breaks code in Python by its own rule."""
    if change.new is None or RULES[change.rule].verdicts.python is not Verdict.BREAKING:
        return False
    inner = len(change.new.steps) > 2
    return (_owner(change.new), change.new.name if inner else "") == (named.owner, named.name)


def _plain(named: Named) -> set[str]:
    """The names that something may have where no other name is in the way: of an operation or a cast the last parts of
    its qualified name."""
    parts = named.name.split(".")
    return {convert("_".join(parts[-count:])) for convert in _PLAIN[named.role] for count in (1, 2, len(parts))}


def _was_there(owner: str, before: Mapping[_Key, str]) -> bool:
    """Whether what something belongs to is not itself new."""
    return not owner or (owner, "", "class") in before or (owner, "", "builder") in before


@dataclass(frozen=True)
class _Renames:
    """The new names of types by their old ones, and those of what types and operations have, by owner and old name."""

    types: Mapping[str, str]
    members: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, changes: Collection[Change]) -> _Renames:
        moved = [(each.old, each.new) for each in changes if each.old and each.new and each.old != each.new]
        types = {str(old): str(new) for old, new in moved if old.kind in TYPES and new.kind in TYPES}
        members = {
            (_owner(old), old.name): new.name for old, new in moved if old.kind == new.kind and len(old.steps) > 2
        }
        return cls(types, members)

    def now(self, named: Named) -> _Key:
        """What something that had a name in the old package is in the new one."""
        head, slash, rest = named.owner.partition("/")
        single = item_type(head)
        owner = f"{head.replace(single, self.types.get(single, single))}{slash}{rest}"
        return owner, self.members.get((named.owner, named.name), named.name), named.role


def _owner(path: ElementPath) -> str:
    """What a member, parameter or root belongs to, as names of the package have it."""
    step = path.steps[1]
    if step.kind == "container":
        return ""
    if step.kind != "operation":
        return str(path.qualified)
    binding, parameters = step.key
    return f"{binding or ''}/{path.qualified}({','.join(parameters or ())})".lstrip("/")


class _NameCauses:
    """Changes that may move names: what came, went or has another name itself, by the name that it would like."""

    def __init__(self, changes: Collection[Change], old: EdmModel, new: EdmModel) -> None:
        self._models = old, new
        self._changes = [each for each in changes if each.old != each.new]
        # Another containment or target of a navigation property gives what lies behind it another builder.
        self._navigations = [
            each for each in changes if each.path.kind == "navigation" and each.rule != "type-restated"
        ]

    @cached_property
    def _by_name(self) -> dict[str, list[tuple[ElementPath, Change]]]:
        by_name: dict[str, list[tuple[ElementPath, Change]]] = {}
        for each in (*self._changes, *self._navigations):
            for path in (each.new, each.old):
                if path is not None and path.steps:
                    by_name.setdefault(names.PLAIN.snake_case(path.name), []).append((path, each))
        return by_name

    def of(self, named: Named) -> Change | None:
        """The change that gave something another name."""
        head, _, operation = named.owner.partition("/")
        simple = named.name or operation.partition("(")[0] or head
        wanted = names.PLAIN.snake_case(simple.rpartition(".")[2])
        line = self._line(item_type(head))
        near = (
            cause for path, cause in self._by_name.get(wanted, ()) if self._is_near(path, line, types=not named.name)
        )
        return next(near, None)

    def _line(self, owner: str) -> set[str]:
        """A type and its base types, in both models."""
        if not owner:
            return set()
        lines = (model.ancestry(QName.parse(owner)) for model in self._models)
        return {owner, *(str(each.name) for line in lines for each in line)}

    def _is_near(self, path: ElementPath, line: set[str], *, types: bool) -> bool:
        kind = path.steps[1].kind if len(path.steps) > 1 else path.kind
        if kind == "container":
            return not line
        if kind == "operation":
            binding: str | None = path.steps[1].key[0]
            return not line if binding is None else item_type(binding) in line
        if len(path.steps) < 3 or path.kind not in ("property", "navigation", "member"):
            return types
        return kind in STRUCTURED | {"enum-type"} and str(path.qualified) in line
