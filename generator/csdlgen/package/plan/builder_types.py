"""What the builders of a slice are about: which entity types have them, and how entities of each type are reached."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from csdlgen.edm.lookup import KeyParts
from csdlgen.edm.model import (
    ComplexType,
    EdmModel,
    EntityType,
    NavigationProperty,
    Operation,
    Property,
    QName,
    StructuredType,
    Type,
    TypeRef,
)
from csdlgen.navigation import Graph, Path, Step
from csdlgen.package.plan.annotations import Annotator
from csdlgen.package.plan.calls import Calls, Overloads
from csdlgen.package.plan.repeated_keys import repeated_keys
from csdlgen.package.plan.type_modules import Home, homes
from csdlgen.package.plan.verbs import overload_order
from csdlgen.resources import PropertyNames
from csdlgen.routes import Allowed, UrlStyle, VerbRestrictions, bound_segment
from csdlgen.urls import UrlLookup

SERVICE = Home(("builders",), "service", "Service")

# How an entity is reached decides whether it can be deleted there (OData Protocol sections 11.4.5 and 11.4.6.2), and
# whether there may be none (section 11.2.7).
OWNED = "owned"
"""In an entity set, or contained: it can be deleted."""
OPTIONAL = "optional"
"""Contained in a property that may have none."""
LINKED = "linked"
"""Behind a navigation property that links to it: the link can be removed."""
OPTIONAL_LINK = "optional link"
"""The same behind a property that may lead to nothing."""
SINGLETON = "singleton"
"""As a singleton, which is always there."""
WAYS = (SINGLETON, OWNED, OPTIONAL, LINKED, OPTIONAL_LINK)
LINKS = (LINKED, OPTIONAL_LINK)
OPTIONAL_WAYS = (OPTIONAL, OPTIONAL_LINK)


@dataclass(frozen=True)
class BuilderTypes:
    """The path types of a slice, the resources that are read and written, and the types that paths cast to; look-ups
    are worked out once."""

    annotator: Annotator
    path_types: frozenset[QName]
    style: UrlStyle
    resources: tuple[Path, ...] = ()
    cast_types: frozenset[QName] = frozenset()
    deletes_linked: bool = False
    replaces: bool = False
    qualified: frozenset[str] | None = None
    empty_bodies: bool = True
    property_names: PropertyNames = frozenset()
    verbs: dict[tuple[QName, str, bool], frozenset[str]] = field(default_factory=dict, init=False, compare=False)
    """What `resources` has found of the verbs of entities of a type, and of collections, that are reached in a way."""

    @property
    def model(self) -> EdmModel:
        return self.annotator.model

    @cached_property
    def lookup(self) -> UrlLookup:
        return UrlLookup(self.model)

    @cached_property
    def graph(self) -> Graph:
        return Graph(self.model, self.qualified)

    @cached_property
    def calls(self) -> Calls:
        """The builders of operations."""
        return Calls(self)

    @cached_property
    def homes(self) -> dict[QName, Home]:
        """Where the builders of each path type live; base types that would add nothing have none."""
        useful = [name for name in self.model.types if name in self.path_types and self._is_useful(name)]
        return homes(self.annotator.subpackages, useful, "builders", self.annotator.naming, [SERVICE.module])

    def _is_useful(self, name: QName) -> bool:
        known = self.model.structured(name)
        leads = bool(self.casts(name)) if isinstance(known, ComplexType) else name in self._reached
        return known is not None and (leads or self._offers(name))

    def _offers(self, name: QName) -> bool:
        """Whether a type has operations, octets, or members of its own that lead on, or something is cast to it."""
        known = self.model.types[name]
        leads_on = any(each.target in self.path_types for each in self.graph.declared(name))
        octets = isinstance(known, EntityType) and bool(self.streams(known) or self.has_media(known))
        is_bound = (name, False) in self.lookup.bound or (name, True) in self.lookup.bound
        is_cast = name in self.cast_types or name in self._cast_resources
        is_property = name in self.complex_resources or bool(self._own_properties(known))
        return leads_on or octets or is_bound or is_cast or is_property or bool(self._holding(known))

    # --- how types are reached ---------------------------------------------------------------------------------------

    @cached_property
    def _steps(self) -> tuple[Step, ...]:
        onward = (step for name in sorted(self.path_types) for step in self.graph.steps(name))
        return (*self.graph.roots.values(), *onward)

    @cached_property
    def _composed(self) -> tuple[TypeRef, ...]:
        """What composable functions give where paths go on from it (CSDL section 12.5)."""
        returned = (each.returns.type for each in self.lookup.all_operations if each.composable and each.returns)
        return tuple(each for each in returned if each.name in self.path_types)

    def leads_to(self, operation: Operation) -> TypeRef | None:
        """What a composable function gives, where builders go on from there."""
        returned = operation.returns.type if operation.composable and operation.returns else None
        return returned if returned and returned.name in self.homes else None

    def is_given(self, name: QName, *, collection: bool) -> bool:
        """Whether a composable function gives one value of a type, or a collection of them."""
        return (name, collection) in self._given

    @cached_property
    def _given(self) -> set[tuple[QName, bool]]:
        return {(each.name, each.collection) for each in self._composed}

    @cached_property
    def _reached(self) -> set[QName]:
        return {step.target for step in self._steps} | {each.name for each in self._composed}

    @cached_property
    def collections(self) -> set[QName]:
        """The entity types that some path reaches a collection of, with a cast or without."""
        collections = {step.target for step in self._steps if step.collection}
        collections |= {each.name for each in self._composed if each.collection}
        return collections.union(*map(self.casts, collections))

    def way(self, step: Step) -> str:
        """How the entities behind a step are reached."""
        if step.declaring is None:
            return OWNED if step.collection else SINGLETON
        declaring = self.model.structured(step.declaring)
        member = self.lookup.own_members(declaring).get(step.name) if declaring else None
        optional = not step.collection and isinstance(member, NavigationProperty) and member.type.nullable
        if step.contained:
            return OPTIONAL if optional else OWNED
        return OPTIONAL_LINK if optional else LINKED

    def way_of_result(self, returned: TypeRef) -> str:
        """How what a composable function gives is reached."""
        return OPTIONAL_LINK if returned.nullable and not returned.collection else LINKED

    @cached_property
    def _ways(self) -> dict[QName, dict[tuple[str, bool], dict[Allowed, None]]]:
        """How the entities of each type are reached, and whether as a collection, with what is allowed there; a cast is
        as what it casts from."""
        restrictions = VerbRestrictions(self.graph, self._steps, self.replaces)
        ends = [(each.target, self.way(each), each.collection, restrictions.of_step(each)) for each in self._steps]
        plain = (Allowed("", restrictions.everything()),)
        ends += [(each.name, self.way_of_result(each), each.collection, plain) for each in self._composed]
        reached: dict[tuple[QName, str, bool], dict[Allowed, None]] = {}
        for target, way, many, allowed in ends:
            reached.setdefault((target, way, many), {}).update(dict.fromkeys(allowed))
        ways: dict[QName, dict[tuple[str, bool], dict[Allowed, None]]] = {}
        for (target, way, many), places in reached.items():
            for name in self._cast_from(target):
                ways.setdefault(name, {}).setdefault((way, many), {}).update(places)
        return ways

    def allowed(self, name: QName, way: str, *, many: bool) -> tuple[Allowed, ...]:
        """What is allowed in each place where entities of a type, or collections of them, are reached in a way."""
        return tuple(self._ways.get(name, {}).get((way, many), ()))

    def ways(self, name: QName) -> tuple[str, ...]:
        """How entities of a type that is read and written are reached; none for other types, where all are alike."""
        known = {way for way, _ in self._ways.get(name, ())} if self.is_resource(name) else set()
        return tuple(way for way in WAYS if way in known)

    def collection_ways(self, name: QName) -> tuple[str, ...]:
        """The same of collections."""
        return tuple(way for way in self.ways(name) if (way, True) in self._ways[name])

    def casts(self, name: QName) -> tuple[QName, ...]:
        """What a value of a type on a path is cast to on some route, or as a resource."""
        if name not in self._reached and isinstance(self.model.types.get(name), EntityType):
            return ()
        anywhere = self.cast_types & self.lookup.descendants(name) if self.cast_types else frozenset[QName]()
        return tuple(sorted(anywhere | self._casts_at_ends.get(name, frozenset())))

    def _cast_from(self, name: QName) -> set[QName]:
        """A type with what it is cast to, and what that is cast to in turn."""
        found, left = {name}, [name]
        while left:
            new = set(self.casts(left.pop())) - found
            found |= new
            left += new
        return found

    @cached_property
    def _casts_at_ends(self) -> dict[QName, frozenset[QName]]:
        """What resources of each type are cast to."""
        casts: dict[QName, set[QName]] = {}
        for path in self.resources:
            if path.cast:
                casts.setdefault(path.steps[-1].target, set()).add(path.cast)
        return {name: frozenset(each) for name, each in casts.items()}

    @cached_property
    def _cast_resources(self) -> frozenset[QName]:
        return frozenset().union(*self._casts_at_ends.values())

    # --- members of builders -----------------------------------------------------------------------------------------

    def holders(self, type_: StructuredType) -> dict[Property, Home]:
        """The complex properties that a type declares and that lead on, with the builders of what leads on there."""
        holders = {}
        for prop in self._holding(type_):
            line = (base.name for base in self.model.ancestry(prop.type.name))
            if home := next((self.homes[name] for name in line if name in self.homes), None):
                holders[prop] = home
        return holders

    def _holding(self, type_: Type) -> list[Property]:
        own = type_.properties if isinstance(type_, (EntityType, ComplexType)) else ()
        return [each for each in own if each.type.name in self.graph.holders and not each.type.collection]

    def properties(self, type_: Type) -> tuple[Property, ...]:
        """The properties that a type declares and that are resources themselves, but for those that lead on."""
        own = self._own_properties(type_)
        holders = self.holders(type_) if own and isinstance(type_, EntityType) else ()
        return tuple(each for each in own if each not in holders)

    def _own_properties(self, type_: Type) -> tuple[Property, ...]:
        if not self.property_names or not isinstance(type_, EntityType):
            return ()
        return tuple(each for each in type_.properties if (type_.name, each.name) in self.property_names)

    @cached_property
    def complex_resources(self) -> frozenset[QName]:
        """The complex types on paths whose single values are resources themselves, with what those are cast to."""
        known = (self.lookup.member(*each) for each in self.property_names)
        found = {each.type.name for each in known if isinstance(each, Property) and not each.type.collection}
        return frozenset(found.union(*map(self.lookup.descendants, found)) & self.path_types & self.graph.holders)

    def streams(self, type_: StructuredType) -> tuple[Property, ...]:
        """The stream properties that a type of the models declares (CSDL section 7.1)."""
        if type_.name not in self.annotator.homes:
            return ()
        return tuple(each for each in type_.properties if str(each.type.name) == "Edm.Stream")

    def has_media(self, type_: StructuredType) -> bool:
        """Whether a type of the models is itself declared a media entity (CSDL section 6.4)."""
        return isinstance(type_, EntityType) and type_.has_stream and type_.name in self.annotator.homes

    def base(self, name: QName) -> QName | None:
        """The nearest base type that has builders."""
        line = list(self.model.ancestry(name))[1:]
        return next((each.name for each in line if each.name in self.homes), None)

    def is_base(self, name: QName) -> bool:
        """Whether any derived type has builders, which then inherit what leads on from this one."""
        return any(each in self.homes for each in self.lookup.descendants(name))

    # --- resources ---------------------------------------------------------------------------------------------------

    @cached_property
    def _ends(self) -> dict[QName, list[Step]]:
        ends: dict[QName, list[Step]] = {}
        for path in self.resources:
            ends.setdefault(path.target, []).append(path.steps[-1])
        return ends

    def is_resource(self, name: QName) -> bool:
        """Whether entities of a type are read and written."""
        return name in self._ends

    def is_listed(self, name: QName) -> bool:
        """Whether collections of a type are read and written."""
        return any(step.collection for step in self._ends.get(name, ()))

    # --- operations --------------------------------------------------------------------------------------------------

    def operations(self, name: QName, *, collection: bool) -> dict[QName, Overloads]:
        """The operations bound to one entity of a type or to a collection, with their overloads."""
        return self._bound.get((name, collection), {})

    @cached_property
    def _bound(self) -> dict[tuple[QName, bool], dict[QName, Overloads]]:
        found: dict[tuple[QName, bool], dict[QName, list[Operation]]] = {}
        for place, operations in self.lookup.bound.items():
            for each in sorted(operations, key=overload_order):
                found.setdefault(place, {}).setdefault(each.name, []).append(each)
        return {place: {name: tuple(each) for name, each in by_name.items()} for place, by_name in found.items()}

    def varies(self, name: QName, operation: QName) -> bool:
        """Whether an operation bound to an entity of a type is bound to a base or a derived type as well, so that the
        class of its builder depends on the type (OData Protocol section 11.5.4.2)."""
        bases, derived = {each.name for each in self.model.ancestry(name)}, self.lookup.descendants(name)
        bound = (each.binding for each in self.model.operations.get(operation, ()))
        owners = {each.name for each in bound if each and not each.collection} - {name}
        return any(each in self.homes for each in owners if each in bases or each in derived)

    def nearest(self, name: QName, *, collection: bool) -> dict[QName, QName]:
        """The operations of an entity of a type or of a collection, inherited ones included: each with the type that
        it is bound to, which of several is the nearest base type."""
        nearest: dict[QName, QName] = {}
        for each in reversed(list(self.model.ancestry(name))):
            if each.name in self.homes:
                nearest |= dict.fromkeys(self.operations(each.name, collection=collection), each.name)
        return nearest

    def url_segment(self, operation: Operation) -> str:
        """A bound operation in a URL (URL conventions section 4.5)."""
        return bound_segment(self.graph, operation, self.style)

    @cached_property
    def imports(self) -> dict[str, Overloads]:
        """The operation imports of all containers: segment and the unbound overloads behind it (section 13.5)."""
        imports = {
            each.name: tuple(sorted(self.lookup.unbound(each.operation), key=overload_order))
            for container in self.model.containers
            for each in container.imports
        }
        return {name: overloads for name, overloads in imports.items() if overloads}

    @cached_property
    def repeated_keys(self) -> frozenset[QName]:
        """The types of collections whose key may come behind one of the same name on a path."""
        return repeated_keys(self)

    def alternate_keys(self, name: QName) -> tuple[KeyParts, ...]:
        """The alternate keys of an entity type, and those of the collections of it that paths lead to (URL conventions
        section 4.3.4): for each part its name and its property."""
        return self._alternate_keys.get(name, ())

    @cached_property
    def _alternate_keys(self) -> dict[QName, tuple[KeyParts, ...]]:
        found = {name: set(self.lookup.alternate_keys(name)) for name in self.homes}
        for step in self._steps:
            if step.target in found and step.collection:
                found[step.target].update(self.lookup.choice(step.target, step.declaring, step.name).alternate)
        named = {name: [key for key in keys if not any("/" in part for part, _ in key)] for name, keys in found.items()}
        return {
            name: tuple(sorted(keys, key=lambda key: [part for part, _ in key])) for name, keys in named.items() if keys
        }
