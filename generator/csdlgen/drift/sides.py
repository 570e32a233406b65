"""The two models of a comparison, flattened where they differ, and the differences that no change accounts for yet.

What is equal in both is skipped before it is flattened: that is most of a document.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from csdlgen.drift.change import Change, Difference
from csdlgen.drift.facts import (
    Attributes,
    Facts,
    Inherited,
    attributes,
    document_attributes,
    flatten,
    inherited,
    stepped,
)
from csdlgen.drift.kinds import kind
from csdlgen.drift.path import ElementPath, Step
from csdlgen.drift.shapes import SHAPES
from csdlgen.edm.model import ComplexType, EdmModel, EntityType, QName
from csdlgen.errors import Location

# What is looked at as one: the parameters of an operation have an order, an annotation a value.
_AS_ONE = frozenset(("operation", "annotation"))


@dataclass
class Side:
    """One of the two models; `facts` has what differs from the other, with all in it."""

    model: EdmModel
    facts: Facts = field(default_factory=Facts)
    _inherited: dict[QName, Inherited] = field(default_factory=dict)

    def inherited(self, name: QName) -> Inherited:
        if name not in self._inherited:
            self._inherited[name] = inherited(self.model, name)
        return self._inherited[name]

    def declared(self, name: QName) -> set[tuple[str, str]]:
        """The members that a structured type declares, by kind and name."""
        type_ = self.model.structured(name)
        members = (*type_.properties, *type_.navigations) if type_ else ()
        return {SHAPES[type(each)].step(each)[:2] for each in members}

    def known(self, path: ElementPath) -> Attributes:
        return self.facts.elements.get(path, {})

    def location(self, path: ElementPath | None) -> Location | None:
        """Where an element is, or the nearest one around it of which that is known."""
        while path is not None and path.steps:
            if path in self.facts.locations:
                return self.facts.locations[path]
            path = path.parent
        return None

    @cached_property
    def used(self) -> frozenset[QName]:
        """The types that something is declared to have: a member, an entity set or singleton, a result."""
        found: set[QName] = set()
        for each in self.model.types.values():
            if isinstance(each, (EntityType, ComplexType)):
                found.update(member.type.name for member in each.properties)
                found.update(member.type.name for member in each.navigations)
        for container in self.model.containers:
            found.update(root.type for root in container.roots)
        overloads = (each for some in self.model.operations.values() for each in some)
        found.update(each.returns.type.name for each in overloads if each.returns)
        return frozenset(found)

    def is_base(self, base: QName, derived: QName) -> bool:
        """Whether one structured type is an ancestor of another."""
        return base != derived and any(each.name == base for each in self.model.ancestry(derived))


@dataclass
class Draft:
    """A change that is being put together."""

    kind: str
    old: ElementPath | None
    new: ElementPath | None
    before: str | None
    after: str | None
    old_location: Location | None
    new_location: Location | None
    differences: list[Difference] = field(default_factory=list)

    def done(self) -> Change:
        where = self.old_location, self.new_location
        return Change(kind(self.kind), self.old, self.new, self.before, self.after, *where, tuple(self.differences))


class Findings:
    """The two sides, what differs and is not accounted for, and the changes found so far."""

    def __init__(self, old: EdmModel, new: EdmModel) -> None:
        self.old, self.new = Side(old), Side(new)
        _flatten_differing(self.old, self.new)
        self.left = _differences(self.old.facts, self.new.facts)
        self.drafts: list[Draft] = []

    def add(
        self,
        kind: str,
        old: ElementPath | None,
        new: ElementPath | None,
        before: str | None = None,
        after: str | None = None,
    ) -> Draft:
        """A change, so far without differences."""
        draft = Draft(kind, old, new, before, after, self.old.location(old), self.new.location(new))
        self.drafts.append(draft)
        return draft

    def take(self, draft: Draft, path: ElementPath, attribute: str) -> None:
        """Let a change account for one difference, if there is one."""
        found = self.left.get(path, {}).pop(attribute, None)
        if found is not None:
            draft.differences.append(found)

    def sweep(self, draft: Draft, *paths: ElementPath | None) -> None:
        """Let a change account for all that is left in elements."""
        for path in paths:
            if path is None:
                continue
            below = dict.fromkeys((*self.old.facts.below(path), *self.new.facts.below(path)))
            for each in below:
                draft.differences.extend(self.left.pop(each, {}).values())


def _differences(old: Facts, new: Facts) -> dict[ElementPath, dict[str, Difference]]:
    found: dict[ElementPath, dict[str, Difference]] = {}
    nothing: Attributes = {}
    for path in {**old.elements, **new.elements}:
        before, after = old.elements.get(path, nothing), new.elements.get(path, nothing)
        if not after:
            found[path] = {name: Difference(path, name, was, None) for name, was in before.items()}
        elif not before:
            found[path] = {name: Difference(path, name, None, now) for name, now in after.items()}
        elif before != after:
            given = ((name, before.get(name), after.get(name)) for name in {**before, **after})
            found[path] = {name: Difference(path, name, was, now) for name, was, now in given if was != now}
    return found


def _flatten_differing(old: Side, new: Side) -> None:
    root = ElementPath()
    for side in (old, new):
        side.facts.elements[root] = document_attributes(side.model)
    _side_by_side(root, old, new, old.model.references, new.model.references)
    _side_by_side(root, old, new, old.model.schemas, new.model.schemas)


def _side_by_side(parent: ElementPath, old: Side, new: Side, before: Iterable[Any], after: Iterable[Any]) -> None:
    """Flatten what differs among elements that stand side by side."""
    was, now = dict(stepped(before)), dict(stepped(after))
    for step, element in was.items():
        other = now.get(step)
        if other is None:
            _put(old.facts, parent, step, element)
        elif element != other:
            if step.kind in _AS_ONE:
                _put(old.facts, parent, step, element)
                _put(new.facts, parent, step, other)
            else:
                _within(parent.to(step), old, new, element, other)
    for step, element in now.items():
        if step not in was:
            _put(new.facts, parent, step, element)


def _within(path: ElementPath, old: Side, new: Side, before: Any, after: Any) -> None:
    """Flatten what differs within two elements: themselves, and those of their children that differ."""
    shape = SHAPES[type(before)]
    for side, element in ((old, before), (new, after)):
        side.facts.elements[path] = attributes(element, shape)
        side.facts.children.setdefault(path.parent, []).append(path)
        where: Location | None = getattr(element, "location", None)
        if where:
            side.facts.locations[path] = where
    for name in shape.children:
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            _side_by_side(path, old, new, _several(was), _several(now))


def _several(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else () if value is None else (value,)


def _put(facts: Facts, parent: ElementPath, step: Step, element: Any) -> None:
    facts.children.setdefault(parent, []).append(flatten(element, parent.to(step), facts))
