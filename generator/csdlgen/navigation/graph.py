"""The navigation graph of a model: which steps lead on from a type.

One navigation property is one step, however many segments lead up to it: complex properties that hold it (URL
conventions section 4.6) and casts to the derived type that declares it (section 4.11) are its *prefix*.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from csdlgen.common.walk import Onward
from csdlgen.edm.model import (
    ComplexType,
    EdmModel,
    EntitySet,
    EntityType,
    NavigationProperty,
    Operation,
    Property,
    QName,
)
from csdlgen.edm.model import StructuredType as Structured

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

    @cached_property
    def roots(self) -> dict[str, Step]:
        """Every entity set and singleton of every container; of two with one name, that of the container whose name
        comes first."""
        found: dict[str, Step] = {}
        for container in sorted(self.model.containers, key=lambda each: each.name):
            for root in container.roots:
                found.setdefault(root.name, Step(root.name, root.type, isinstance(root, EntitySet), True))
        return found

    @cached_property
    def _steps(self) -> dict[QName, tuple[Step, ...]]:
        return {}

    @cached_property
    def _keys(self) -> dict[QName, tuple[tuple[str, Property], ...]]:
        return {}

    @cached_property
    def _casting(self) -> dict[QName, tuple[Step, ...]]:
        return {}

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
            derived = sorted(self.derived_or_same(name) - {name})
            declared = (each.after(str(type_)) for type_ in derived for each in self.declared(type_))
            self._casting[name] = (*inside, *declared)
        return self._casting[name]

    def _inherited(self, name: QName) -> tuple[Step, ...]:
        return self._once(reversed(list(self.model.ancestry(name))))

    def declared(self, name: QName) -> tuple[Step, ...]:
        """The steps that a type itself declares, casts inside its complex properties included."""
        type_ = self.model.structured(name)
        return self._once([type_] if type_ else ())

    def _once(self, types: Iterable[Structured]) -> tuple[Step, ...]:
        return tuple({each.segments: each for type_ in types for each in self._own(type_, ())}.values())

    def _own(self, type_: Structured, around: tuple[QName, ...]) -> Iterator[Step]:
        for each in type_.navigations:
            yield _step(type_.name, each)
        for prop in type_.properties if self.holders else ():
            if prop.type.name in self.holders and not prop.type.collection and len(around) < _DEEPEST:
                for step in self._inside(prop.type.name, around):
                    yield step.after(prop.name, (type_.name, prop.name))

    def _inside(self, name: QName, around: tuple[QName, ...]) -> Iterator[Step]:
        """The steps from a value of a complex type that is none of those around it."""
        if name in around:
            return
        line = list(self.model.ancestry(name))
        within = (*around, *(each.name for each in line))
        for type_ in reversed(line):
            yield from self._own(type_, within)
        for derived in sorted(self.derived_or_same(name) - {name}):
            declaring = self.model.structured(derived)
            for step in self._own(declaring, (*within, derived)) if declaring else ():
                yield step.after(str(derived))

    @cached_property
    def _onward(self) -> dict[int, Onward[Step]]:
        return {}

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
        """The complex types that have navigation properties, declared, inherited, in derived types or further in."""
        complex_ = [each for each in self.model.types.values() if isinstance(each, ComplexType)]
        users: dict[QName, list[QName]] = {}
        for each in complex_:
            for prop in each.properties:
                users.setdefault(prop.type.name, []).append(each.name)
        waiting = [each.name for each in complex_ if each.navigations]
        found: set[QName] = set()
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += [each.name for each in self.model.ancestry(name)]
                waiting += [*self.model.derived.get(name, ()), *users.get(name, ())]
        return found

    @cached_property
    def _sources(self) -> dict[bool, dict[QName, list[QName]]]:
        return {}

    def sources(self, *, casts: bool) -> dict[QName, list[QName]]:
        """The entity types with a navigation step to a type, once for each such step, with steps that cast or not."""
        if casts not in self._sources:
            found = self._sources[casts] = {}
            for name, each in self.model.types.items():
                if isinstance(each, EntityType):
                    for step in (*self.steps(name), *(self.casting(name) if casts else ())):
                        found.setdefault(step.target, []).append(name)
        return self._sources[casts]

    def key(self, name: QName) -> tuple[tuple[str, Property], ...]:
        """The key of an entity type, inherited or its own: (name in key predicates, property) for each part.

        A part may be a path through complex properties (CSDL section 6.5); one that leads nowhere is left out.
        """
        if name not in self._keys:
            self._keys[name] = tuple(self._key(name))
        return self._keys[name]

    def _key(self, name: QName) -> Iterator[tuple[str, Property]]:
        line = [each for each in self.model.ancestry(name) if isinstance(each, EntityType)]
        parts = next((each.key for each in line if each.key), ())
        for part in parts:
            prop = self._property(name, part.path.split("/"))
            if prop is not None:
                yield part.alias or part.path, prop

    def _property(self, name: QName, path: list[str]) -> Property | None:
        found = self.property(name, path[0])
        return found if found is None or len(path) == 1 else self._property(found.type.name, path[1:])

    def property(self, name: QName, wanted: str) -> Property | None:
        """The structural property of a type, inherited ones included."""
        properties = (prop for each in self.model.ancestry(name) for prop in each.properties if prop.name == wanted)
        return next(properties, None)

    def needs_qualified_name(self, operation: Operation) -> bool:
        """Whether the simple name of a bound operation may mean something else in URLs: a member of what it is bound
        to, or an operation of another namespace (URL conventions section 4.9)."""
        if self.qualified is not None:
            return operation.signature in self.qualified
        binding, name = operation.binding, operation.name.name
        if binding is None:
            return False
        types = {each.name: each for below in self.derived_or_same(binding.name) for each in self.model.ancestry(below)}
        if any(key in types for key in self._elsewhere(operation.name, collection=binding.collection)):
            return True
        if binding.collection:
            return False
        declared = {member.name for each in types.values() for member in each.properties}
        return name in declared or any(member.name == name for each in types.values() for member in each.navigations)

    def _elsewhere(self, name: QName, *, collection: bool) -> Iterator[QName]:
        """What operations of other namespaces with the same simple name are bound to."""
        for each in self._by_simple_name.get(name.name, ()):
            if each.name != name and each.binding and each.binding.collection == collection:
                yield each.binding.name

    @cached_property
    def _by_simple_name(self) -> dict[str, list[Operation]]:
        found: dict[str, list[Operation]] = {}
        for overloads in self.model.operations.values():
            for each in overloads:
                found.setdefault(each.name.name, []).append(each)
        return found

    def derived_or_same(self, name: QName) -> set[QName]:
        """A type and everything that derives from it."""
        found, waiting = {name}, [name]
        while waiting:
            for each in self.model.derived.get(waiting.pop(), ()):
                if each not in found:
                    found.add(each)
                    waiting.append(each)
        return found


def _step(declaring: QName, navigation: NavigationProperty) -> Step:
    target = navigation.type
    return Step(navigation.name, target.name, target.collection, navigation.contains_target, declaring)
