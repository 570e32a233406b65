"""The navigation graph of a model: which steps lead on from a type.

One navigation property is one step, however many segments lead up to it: complex properties that hold it (URL
conventions section 4.6) and casts to the derived type that declares it (section 4.11) are its *prefix*.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from csdlgen.edm.lookup import Lookup
from csdlgen.edm.model import (
    Annotation,
    ComplexType,
    EdmModel,
    EntitySet,
    EntityType,
    Operation,
    OperationImport,
    Property,
    QName,
    StructuredType,
)
from csdlgen.navigation.bindings import Bound, bound_sets
from csdlgen.shared_with_packages.walk import Onward

# Complex properties in a row. Each level multiplies the steps of a type, and no service goes as deep.
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Step:
    """One navigation segment with the key that follows it: a root (no `declaring` type) or a navigation property.

    `prefix` are the segments in front of it: names of complex properties, and casts as qualified names; `through` are
    those properties with the types that declare them. A step may also be the call of a composable function (CSDL
    section 12.7), `call`, with the parameters that are `given`. `key` is the key behind it where that is not the
    primary one: an alternate key, or the parts that no referential constraint determines. Only URLs that somebody
    gives have such steps; paths that are derived have none.
    """

    name: str
    target: QName
    collection: bool
    contained: bool
    declaring: QName | None = None
    prefix: tuple[str, ...] = ()
    through: tuple[tuple[QName, str], ...] = ()
    call: Operation | None = None
    given: tuple[str, ...] = ()
    key: tuple[tuple[str, Property], ...] | None = None

    @property
    def segments(self) -> tuple[str, ...]:
        """The step as it stands in a URL, without the key."""
        return (*self.prefix, self.name)

    @property
    def casts(self) -> tuple[QName, ...]:
        """The types that the prefix casts to."""
        return tuple(QName.parse(each) for each in self.prefix if is_cast(each))

    def after(self, segment: str, *through: tuple[QName, str]) -> Step:
        """The step with a segment more in front."""
        return replace(self, prefix=(segment, *self.prefix), through=(*through, *self.through))


def is_cast(segment: str) -> bool:
    """Whether a segment without keys is a qualified name; no other has a dot (CSDL section 15.2)."""
    return "." in segment


@dataclass(frozen=True)
class Graph:
    """The navigation graph of a model, with inherited members; look-ups are worked out once a type.

    `qualified` are the signatures of the operations that URLs have by their qualified names, where that was found out
    of a larger model; else it is worked out.
    """

    model: EdmModel
    qualified: frozenset[str] | None = None
    _steps: dict[QName, tuple[Step, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _casting: dict[QName, tuple[Step, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _onward: dict[int, Onward[Step]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _sources: dict[bool, dict[QName, list[QName]]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def lookup(self) -> Lookup:
        """What else is asked of the model."""
        return Lookup(self.model)

    @cached_property
    def roots(self) -> dict[str, Step]:
        """The first step of a path for every entity set and singleton."""
        return {
            name: Step(name, root.type, isinstance(root, EntitySet), contained=True)
            for name, root in self.lookup.roots.items()
            if not isinstance(root, OperationImport)
        }

    def annotations(self, step: Step) -> tuple[Annotation, ...]:
        """Those of the element that a step is: a root or a navigation property."""
        lookup = self.lookup
        element = lookup.member(step.declaring, step.name) if step.declaring else lookup.roots.get(step.name)
        return element.annotations if element else ()

    def sets(self, step: Step) -> tuple[Step, ...]:
        """The entity sets that the targets of a navigation property are in, as bindings say."""
        names = self._bound.get((step.declaring, step.name), ()) if step.declaring else ()
        return tuple(self.roots[name] for name in names if name in self.roots)

    @cached_property
    def _bound(self) -> Bound:
        return bound_sets(self.lookup)

    def steps(self, name: QName) -> tuple[Step, ...]:
        """The steps from a type that need no cast, in no order that means anything; one that a derived type declares
        again replaces that of the base type."""
        if name not in self._steps:
            self._steps[name] = tuple(each for each in self._inherited(name) if not each.casts)
        return self._steps[name]

    def casting(self, name: QName) -> tuple[Step, ...]:
        """The steps from a type that need a cast: inside complex properties, then what derived types declare, by name
        of the derived type."""
        if name not in self._casting:
            inside = [each for each in self._inherited(name) if each.casts]
            derived = sorted(self.lookup.descendants(name))
            declared = (step.after(str(type_)) for type_ in derived for step in self.declared(type_))
            self._casting[name] = (*inside, *declared)
        return self._casting[name]

    def _inherited(self, name: QName) -> tuple[Step, ...]:
        return self._once(reversed(list(self.model.ancestry(name))))

    def declared(self, name: QName) -> tuple[Step, ...]:
        """The steps that a type itself declares, casts inside its complex properties included."""
        type_ = self.model.structured(name)
        return self._once([type_] if type_ else ())

    def _once(self, types: Iterable[StructuredType]) -> tuple[Step, ...]:
        return tuple({each.segments: each for type_ in types for each in self._own(type_, ())}.values())

    def _own(self, type_: StructuredType, around: tuple[frozenset[QName], ...]) -> Iterator[Step]:
        """The steps that a type declares, `around` which are complex values, each with all the types that it is of."""
        for navigation in type_.navigations:
            target = navigation.type
            contained = navigation.contains_target
            yield Step(navigation.name, target.name, target.collection, contained, type_.name)
        for prop in type_.properties if self.holders else ():
            if prop.type.name in self.holders and not prop.type.collection and len(around) < _DEEPEST:
                for step in self._inside(prop.type.name, around):
                    yield step.after(prop.name, (type_.name, prop.name))

    def _inside(self, name: QName, around: tuple[frozenset[QName], ...]) -> Iterator[Step]:
        """The steps from a value of a complex type that no value around it is of."""
        if any(name in types for types in around):
            return
        for type_ in reversed(list(self.model.ancestry(name))):
            yield from self._own(type_, (*around, self._line(name)))
        for derived in sorted(self.lookup.descendants(name)):
            declaring = self.model.structured(derived)
            for step in self._own(declaring, (*around, self._line(derived))) if declaring else ():
                yield step.after(str(derived))

    def _line(self, name: QName) -> frozenset[QName]:
        return frozenset(each.name for each in self.model.ancestry(name))

    def onward(self, casts: int) -> Onward[Step]:
        """The steps from types on paths with at most so many casts, for walks."""

        def steps(name: Hashable) -> tuple[Step, ...]:
            assert isinstance(name, QName)
            return (*self.steps(name), *self.casting(name)) if casts > 0 else self.steps(name)

        if casts not in self._onward:
            self._onward[casts] = Onward(steps, casts)
        return self._onward[casts]

    @cached_property
    def holders(self) -> set[QName]:
        """The complex types that lead on: to navigation properties or operations, declared, inherited, in derived types
        or further in."""
        complex_types = [type_ for type_ in self.model.types.values() if isinstance(type_, ComplexType)]
        users: dict[QName, list[QName]] = {}
        for type_ in complex_types:
            for prop in type_.properties:
                users.setdefault(prop.type.name, []).append(type_.name)
        bound = self.lookup.bound
        waiting = [each.name for each in complex_types if each.navigations or (each.name, False) in bound]
        holders: set[QName] = set()
        while waiting:
            name = waiting.pop()
            if name not in holders:
                holders.add(name)
                waiting += [ancestor.name for ancestor in self.model.ancestry(name)]
                waiting += [*self.model.derived.get(name, ()), *users.get(name, ())]
        return holders

    def sources(self, *, casts: bool) -> dict[QName, list[QName]]:
        """The entity types with a navigation step to a type, once for each such step, with steps that cast or not."""
        if casts not in self._sources:
            sources = self._sources[casts] = {}
            for name, type_ in self.model.types.items():
                if isinstance(type_, EntityType):
                    for step in (*self.steps(name), *(self.casting(name) if casts else ())):
                        sources.setdefault(step.target, []).append(name)
        return self._sources[casts]

    def needs_qualified_name(self, operation: Operation) -> bool:
        """Whether the simple name of a bound operation may mean something else in URLs: a member of what it is bound
        to, or an operation of another namespace (URL conventions section 4.9)."""
        if self.qualified is not None:
            return operation.signature in self.qualified
        binding, name = operation.binding, operation.name.name
        if binding is None:
            return False
        lookup = self.lookup
        types = (binding.name, *lookup.descendants(binding.name))
        related = {ancestor.name: ancestor for type_ in types for ancestor in lookup.ancestry(type_)}
        if name in lookup.shared_simple_names and any(
            other.name != operation.name
            and other.binding
            and other.binding.collection == binding.collection
            and other.binding.name in related
            for other in lookup.overloads_by_simple_name.get(name, ())
        ):
            return True
        return not binding.collection and any(name in lookup.own_members(type_) for type_ in related.values())
