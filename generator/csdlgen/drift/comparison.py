"""The comparison of two models while it is under way: both flattened where they differ, and the changes found so far.

What is equal in both is skipped before it is flattened: that is most of a document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from csdlgen.drift.canonical import Canonical, without_defaults
from csdlgen.drift.change import Change, Difference
from csdlgen.drift.facts import (
    Attributes,
    Facts,
    Inherited,
    attributes,
    document_attributes,
    flatten,
    inherited,
    note,
    stepped,
)
from csdlgen.drift.path import ElementPath, ElementStep
from csdlgen.drift.shapes import FACETS, SHAPES, TYPE
from csdlgen.edm.lookup import Lookup
from csdlgen.edm.model import ComplexType, EdmModel, EntityType, EnumType, QName, TypeDefinition
from csdlgen.errors import Location

# What is compared as one: the parameters of an operation have an order, an annotation a value.
_AS_ONE = frozenset(("operation", "annotation"))


@dataclass
class Side:
    """One of the two models; `facts` has what differs from the other, with all in it."""

    model: EdmModel
    facts: Facts = field(default_factory=Facts)
    _inherited: dict[QName, Inherited] = field(default_factory=dict)
    _member_values: dict[QName, dict[str, int]] = field(default_factory=dict)

    def inherited(self, name: QName) -> Inherited:
        """The members that a type inherits, in canonical form."""
        if name not in self._inherited:
            members = inherited(self.model, name)
            self._inherited[name] = {key: (home, self.canonical(each)) for key, (home, each) in members.items()}
        return self._inherited[name]

    @cached_property
    def canonical(self) -> Canonical:
        """Gives elements of this model their canonical form."""
        return Canonical(self.model)

    @cached_property
    def lookup(self) -> Lookup:
        return Lookup(self.model)

    def declared(self, name: QName) -> set[tuple[str, str]]:
        """The members that a structured type declares, by kind and name."""
        type_ = self.model.structured(name)
        members = (*type_.properties, *type_.navigations) if type_ else ()
        return {SHAPES[type(each)].step(each)[:2] for each in members}

    def member_values(self, name: QName) -> dict[str, int]:
        """The members of an enumeration with their values, empty where there is no such; of duplicates the first."""
        if name not in self._member_values:
            enum = self.model.types.get(name)
            members = reversed(enum.members) if isinstance(enum, EnumType) else ()
            self._member_values[name] = {member.name: member.value for member in members}
        return self._member_values[name]

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
        names = {root.type for container in self.model.containers for root in container.roots}
        for type_ in self.model.types.values():
            if isinstance(type_, (EntityType, ComplexType)):
                names.update(member.type.name for member in type_.properties)
                names.update(member.type.name for member in type_.navigations)
        names.update(each.returns.type.name for each in self.lookup.all_operations if each.returns)
        return frozenset(names)

    @cached_property
    def universal(self) -> frozenset[QName]:
        """Abstract types without a base type that nine in ten types of their kind derive from, and that no entity set
        or singleton is of: to be of such a type says nothing of a value."""
        roots = {root.type for container in self.model.containers for root in container.roots}
        names: set[QName] = set()
        for class_ in (EntityType, ComplexType):
            types = [each for each in self.model.types.values() if isinstance(each, class_)]
            tops = Counter([*self.model.ancestry(each.name)][-1].name for each in types if each.base)
            bases = {each.name for each in types if each.abstract and each.base is None} - roots
            names.update(name for name in bases if tops[name] > 1 and 10 * tops[name] >= 9 * (len(types) - 1))
        return frozenset(names)

    def underlying(self, name: QName) -> QName:
        """What a type is in payloads: the underlying type of a type definition, else the type itself."""
        definition = self.model.types.get(name)
        return definition.underlying if isinstance(definition, TypeDefinition) else name

    def facets(self, known: Attributes) -> Attributes:
        """The facets that hold for values of an element with a type, without defaults: its own, else those of its
        type definition (section 11)."""
        definition = self.model.types.get(known[TYPE])
        own = {name: known[fact] for fact, name, _ in FACETS if fact in known}
        if not isinstance(definition, TypeDefinition):
            return {fact: own[name] for fact, name, _ in FACETS if name in own}
        whole = without_defaults(replace(definition.facets, **own), definition.underlying)
        stated = ((fact, getattr(whole, name)) for fact, name, _ in FACETS)
        return {fact: value for fact, value in stated if value is not None}

    def is_base(self, base: QName, derived: QName) -> bool:
        """Whether one structured type is an ancestor of another."""
        return base != derived and self.lookup.is_a(derived, base)


@dataclass
class ChangeDraft:
    """A change under construction."""

    rule: str
    old: ElementPath | None
    new: ElementPath | None
    before: str | None
    after: str | None
    old_location: Location | None
    new_location: Location | None
    differences: list[Difference] = field(default_factory=list)

    def done(self) -> Change:
        where = self.old_location, self.new_location
        return Change(self.rule, self.old, self.new, self.before, self.after, *where, tuple(self.differences))


class Comparison:
    """The two sides, and the changes found so far.

    `unexplained` are the differences that belong to no change yet, by element and attribute; a change that explains one
    takes it away from there.
    """

    def __init__(self, old: EdmModel, new: EdmModel) -> None:
        self.old, self.new = Side(old), Side(new)
        _flatten_differing(self.old, self.new)
        self.unexplained = _differences(self.old.facts, self.new.facts)
        self.drafts: list[ChangeDraft] = []
        self.renamed: dict[QName, QName] = {}
        """The new names of types that are the same under another name."""
        self.former: dict[QName, QName] = {}
        """The old names of the same types by their new ones."""

    def add(
        self,
        rule: str,
        old: ElementPath | None,
        new: ElementPath | None,
        before: str | None = None,
        after: str | None = None,
    ) -> ChangeDraft:
        """A change, so far without differences."""
        draft = ChangeDraft(rule, old, new, before, after, self.old.location(old), self.new.location(new))
        self.drafts.append(draft)
        return draft

    def assign(self, draft: ChangeDraft, path: ElementPath, attribute: str) -> None:
        """Make the difference of one attribute part of a change, if there is one and no other change has it."""
        difference = self.unexplained.get(path, {}).pop(attribute, None)
        if difference is not None:
            draft.differences.append(difference)

    def assign_subtree(self, draft: ChangeDraft, *paths: ElementPath | None) -> None:
        """Make all differences in elements, and in what is within them, part of a change, except those that another
        change has."""
        for path in paths:
            if path is None:
                continue
            below = dict.fromkeys((*self.old.facts.below(path), *self.new.facts.below(path)))
            for each in below:
                draft.differences.extend(self.unexplained.pop(each, {}).values())


def _differences(old: Facts, new: Facts) -> dict[ElementPath, dict[str, Difference]]:
    differences: dict[ElementPath, dict[str, Difference]] = {}
    nothing: Attributes = {}
    for path in {**old.elements, **new.elements}:
        before, after = old.elements.get(path, nothing), new.elements.get(path, nothing)
        if not after:
            differences[path] = {name: Difference(path, name, was, None) for name, was in before.items()}
        elif not before:
            differences[path] = {name: Difference(path, name, None, now) for name, now in after.items()}
        elif before != after:
            given = ((name, before.get(name), after.get(name)) for name in {**before, **after})
            differences[path] = {name: Difference(path, name, was, now) for name, was, now in given if was != now}
    return differences


def _flatten_differing(old: Side, new: Side) -> None:
    root = ElementPath()
    for side in (old, new):
        side.facts.elements[root] = document_attributes(side.model)
    _flatten_children(root, old, new, old.model.references, new.model.references)
    _flatten_children(root, old, new, old.model.schemas, new.model.schemas)


def _flatten_children(
    parent: ElementPath, old: Side, new: Side, before: Iterable[Any], after: Iterable[Any], *, canonical: bool = False
) -> None:
    """Flatten what differs among elements with one parent; `canonical` where they have that form already."""
    was, now = dict(stepped(before)), dict(stepped(after))
    for step, element in was.items():
        other = now.get(step)
        if other is None:
            _put(old, parent, step, element, canonical=canonical)
        elif element != other:
            _differing(parent, step, old, new, element, other, canonical=canonical)
    for step, element in now.items():
        if step not in was:
            _put(new, parent, step, element, canonical=canonical)


def _differing(
    parent: ElementPath, step: ElementStep, old: Side, new: Side, before: Any, after: Any, *, canonical: bool
) -> None:
    """Flatten what differs in meaning between two elements of one path."""
    # The children of a schema are made canonical one by one, where they differ.
    if not canonical and step.kind != "schema":
        before, after, canonical = old.canonical(before), new.canonical(after), True
        if before == after:
            return
    if step.kind in _AS_ONE:
        _put(old, parent, step, before, canonical=canonical)
        _put(new, parent, step, after, canonical=canonical)
    else:
        _within(parent.to(step), old, new, before, after, canonical=canonical)


def _within(path: ElementPath, old: Side, new: Side, before: Any, after: Any, *, canonical: bool) -> None:
    """Flatten what differs within two elements: themselves, and those of their children that differ."""
    shape = SHAPES[type(before)]
    for side, element in ((old, before), (new, after)):
        side.facts.elements[path] = attributes(element, shape)
        side.facts.children.setdefault(path.parent, []).append(path)
        note(element, path, side.facts)
    for name in shape.children:
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            _flatten_children(path, old, new, _several(was), _several(now), canonical=canonical)


def _several(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else () if value is None else (value,)


def _put(side: Side, parent: ElementPath, step: ElementStep, element: Any, *, canonical: bool) -> None:
    form = element if canonical else side.canonical(element)
    path = flatten(form, parent.to(step), side.facts)
    side.facts.children.setdefault(parent, []).append(path)
