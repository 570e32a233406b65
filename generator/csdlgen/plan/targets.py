"""What the builders of a slice are about: which entity types have them, and under which names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from csdlgen import names
from csdlgen.edm.model import (
    ComplexType,
    EdmModel,
    EntityType,
    NavigationProperty,
    Operation,
    Property,
    QName,
    StructuredType,
)
from csdlgen.paths import Graph, Path, Step
from csdlgen.plan.annotations import Annotator
from csdlgen.plan.naming import Home, homes
from csdlgen.routes import KeyParameter, UrlStyle, key_parameters

_SERVICE_MODULE = "service"


@dataclass(frozen=True)
class Targets:
    """The path types of a slice, the resources that are read and written, and the types that paths cast to; look-ups
    are worked out once."""

    annotator: Annotator
    path_types: frozenset[QName]
    style: UrlStyle
    resources: tuple[Path, ...] = ()
    cast_types: frozenset[QName] = frozenset()

    @property
    def model(self) -> EdmModel:
        return self.annotator.model

    @cached_property
    def graph(self) -> Graph:
        return Graph(self.model)

    @cached_property
    def homes(self) -> dict[QName, Home]:
        """Where the builders of each path type live; base types that would add nothing have none."""
        useful = [name for name in self.model.types if name in self.path_types and self._is_useful(name)]
        return homes(self.model, useful, "builders", reserved=[_SERVICE_MODULE])

    def _is_useful(self, name: QName) -> bool:
        known = self.model.structured(name)
        leads = bool(self.casts(name)) if isinstance(known, ComplexType) else name in self._reached
        return known is not None and (leads or self._offers(name))

    @cached_property
    def _steps(self) -> tuple[Step, ...]:
        return (
            *self.graph.roots.values(),
            *(step for name in sorted(self.path_types) for step in self.graph.steps(name)),
        )

    @cached_property
    def _reached(self) -> set[QName]:
        return {step.target for step in self._steps}

    @cached_property
    def collections(self) -> set[QName]:
        """The entity types that some path reaches a collection of, with a cast or without."""
        found = {step.target for step in self._steps if step.collection}
        return found.union(*map(self.casts, found))

    @cached_property
    def has_prefixes(self) -> bool:
        """Whether any path has segments that are no navigation: complex properties, or casts that lead on."""
        return any(step.prefix for step in self._steps) or any(self.casts(name) for name in self._reached)

    def casts(self, name: QName) -> tuple[QName, ...]:
        """What a value of a type on a path is cast to on some route."""
        if name not in self._reached and isinstance(self.model.types.get(name), EntityType):
            return ()
        return tuple(sorted(self.cast_types & self.graph.derived_or_same(name) - {name}))

    def _offers(self, name: QName) -> bool:
        """Whether a type has operations, or navigation of its own that is in the slice, or something is cast to it."""
        leads_on = any(each.target in self.path_types for each in self.graph.declared(name))
        return leads_on or bool(self.operations(name)) or name in self.cast_types

    def holders(self, type_: StructuredType) -> dict[Property, Home]:
        """The complex properties that a type declares and that lead on, with the builders of what leads on there."""
        found = {}
        for each in (
            type_.properties if not self.holding.isdisjoint(prop.type.name for prop in type_.properties) else ()
        ):
            line = (up.name for up in self.model.ancestry(each.type.name))
            home = next((self.homes[name] for name in line if name in self.homes), None)
            if home and each.type.name in self.holding and not each.type.collection:
                found[each] = home
        return found

    @cached_property
    def holding(self) -> frozenset[QName]:
        """The complex types with navigation."""
        return frozenset(self.graph.holders)

    def step(self, declaring: QName, navigation: NavigationProperty) -> Step:
        """The step that a navigation property is."""
        return next(each for each in self.graph.steps(declaring) if each.segments == (navigation.name,))

    def base(self, name: QName) -> tuple[Home, str] | None:
        """The builders of the nearest base type that has any, and which of them to inherit from."""
        line = list(self.model.ancestry(name))[1:]
        found = next((each.name for each in line if each.name in self.homes), None)
        if found is None:
            return None
        return self.homes[found], self.navigation(found) or f"{self.homes[found].cls}Builder"

    def navigation(self, name: QName) -> str:
        """The class that has the navigation of an entity builder without its verbs and casts; empty where it has both.

        Derived types inherit it, since the verbs of their own take and give something else, and casts lead from them to
        other types.
        """
        derived = (each in self.homes for each in self.graph.derived_or_same(name) - {name})
        split = (self.entity_verbs(name) or self.casts(name)) and any(derived)
        return f"{self.homes[name].cls}Navigation" if split else ""

    @cached_property
    def _ends(self) -> dict[QName, list[Step]]:
        found: dict[QName, list[Step]] = {}
        for path in self.resources:
            found.setdefault(path.target, []).append(path.steps[-1])
        return found

    def entity_verbs(self, name: QName) -> tuple[str, ...]:
        """What can be done with an entity of a type: only members of a collection can be deleted."""
        if name not in self._ends:
            return ()
        return ("get", "patch", "delete") if self.collection_verbs(name) else ("get", "patch")

    def collection_verbs(self, name: QName) -> tuple[str, ...]:
        """What can be done with a collection of a type."""
        return ("list", "post") if any(each.collection for each in self._ends.get(name, ())) else ()

    def may_be_nothing(self, name: QName) -> bool:
        """Whether a resource of that type is a single-valued navigation property that may lead nowhere."""
        singles = {(each.declaring, each.name) for each in self._ends.get(name, ()) if not each.collection}
        return any(
            (declaring, each.name) in singles and each.type.nullable
            for declaring, _ in singles
            if declaring and (type_ := self.model.structured(declaring))
            for each in type_.navigations
        )

    @cached_property
    def _bound(self) -> dict[QName, dict[tuple[str, bool], tuple[Operation, ...]]]:
        found: dict[QName, dict[tuple[str, bool], tuple[Operation, ...]]] = {}
        for overloads in self.model.operations.values():
            for each in overloads:
                if each.binding:
                    of_type = found.setdefault(each.binding.name, {})
                    segment = (each.name.name, each.binding.collection)
                    of_type[segment] = (*of_type.get(segment, ()), each)
        return found

    def operations(self, name: QName) -> tuple[tuple[str, tuple[Operation, ...]], ...]:
        """The operations bound to a type or its collection: segment and overloads, in document order."""
        return tuple((segment, found) for (segment, _), found in self._bound.get(name, {}).items())

    def url_segment(self, operation: Operation) -> str:
        """A bound operation in a URL (URL conventions section 4.5)."""
        return str(operation.name) if self.style.qualified else operation.name.name

    @cached_property
    def imports(self) -> dict[str, tuple[Operation, ...]]:
        """The operation imports of all containers: segment and the unbound overloads behind it (section 13.5)."""
        return {
            each.name: tuple(found for found in self.model.operations.get(each.operation, ()) if not found.bound)
            for container in self.model.containers
            for each in container.imports
            if each.operation in self.model.operations
        }

    def classes(self, name: QName) -> tuple[str, str, dict[int, str]]:
        """The builder classes in a type's module: its own, its collection's, and one for each of `operations`."""
        cls = self.homes[name].cls
        wanted = [f"{names.pascal_case(segment)}Builder" for segment, _ in self.operations(name)]
        single, many, *rest = names.unique([f"{cls}Builder", f"{cls}CollectionBuilder", *wanted])
        return single, many, dict(enumerate(rest))

    def attributes(self, name: QName) -> dict[str, str]:
        """Segment → attribute of the builder of an entity or a complex value, inherited ones included but for casts."""
        line = list(self.model.ancestry(name))
        wire = [nav.name for each in reversed(line) for nav in each.navigations]
        for each in reversed(line):
            wire += [segment for segment, _ in self.operations(each.name)]
        for each in reversed(line):
            wire += [prop.name for prop in self.holders(each)]
        wire += map(str, self.casts(name))
        # Relatives have the same attributes for what they share, so they keep the same names free.
        kin = self.graph.derived_or_same(line[-1].name)
        verbs = {verb for each in kin for verb in self.entity_verbs(each)}
        return names.assign(wire, _attribute, names.BUILDER_RESERVED | verbs)

    def collection_attributes(self, name: QName) -> dict[str, str]:
        """The same of the builder of its collection."""
        reserved = names.BUILDER_RESERVED | {"listing", *self.collection_verbs(name)}
        line = reversed(list(self.model.ancestry(name)))
        operations = dict.fromkeys(segment for each in line for segment, _ in self.operations(each.name))
        wire = [*operations, *map(str, self.casts(name))]
        return names.assign(wire, _attribute, reserved)

    def key(self, name: QName) -> tuple[KeyParameter, ...]:
        """The key parameters of an entity type."""
        return key_parameters(self.graph, name)


def _attribute(segment: str) -> str:
    """The attribute for a segment; a cast has the last two parts of its name, as in the official SDK."""
    return names.snake_case("_".join(segment.split(".")[-2:]))
