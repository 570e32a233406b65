"""What the builders of a slice are called, and their attributes. The order of declarations decides nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from csdlgen import python_names as names
from csdlgen.edm.lookup import KeyParts
from csdlgen.edm.model import Operation, QName, StructuredType, TypeRef
from csdlgen.package.plan import imports, verbs
from csdlgen.package.plan.builder_types import (
    LINKED,
    OPTIONAL,
    OPTIONAL_LINK,
    OWNED,
    SERVICE,
    SINGLETON,
    BuilderTypes,
)
from csdlgen.package.plan.calls import Call, Overloads
from csdlgen.package.plan.key_names import accessors, keys_beside, types_in_keys
from csdlgen.package.plan.type_modules import Home
from csdlgen.unicode_14 import swapcase

# Of members that would like the same name, those of a kind that stands further on in this list get a suffix.
_KINDS = (
    "navigation", "import", "operation", "complex", "property", "stream", "media", "count", "cast", "overload",
    "alternate",
)  # fmt: skip
# What the names of builders begin with, by the way in which they are reached.
_PREFIXES = {LINKED: "Linked", OPTIONAL: "Optional", OPTIONAL_LINK: "OptionalLinked"}
# The verbs of entities and of collections, and what the runtime gives them besides.
_OF_ENTITIES = frozenset(("delete", "get", "patch", "put", "ref"))
_OF_COLLECTIONS = frozenset(("list", "post", "ref"))
# Names that class bodies of builders use themselves.
_IN_BODIES = frozenset(("arguments", "listing"))
# What the clients that inherit from `Service` have themselves.
_OF_CLIENTS = frozenset(("batch", "close", "download", "endpoint", "expanded", "send", "send_request"))


Aliases: TypeAlias = Mapping[tuple[Home, str], str]


class BuilderMember(NamedTuple):
    """Something that a builder leads to: its kind, and the name that it has in CSDL."""

    kind: str
    name: str


COUNT = BuilderMember("count", "$count")
"""The number of entities in a collection; a function of that name goes first."""


@dataclass(frozen=True)
class Classes:
    """The builder classes of a type's module.

    `navigation` has what leads on from an entity, for derived types and for several ways of reaching one to inherit; it
    is empty where it is not needed.
    """

    navigation: str
    single: dict[str, str]
    many: dict[str, str]
    operations: dict[Call, str]

    def all(self) -> set[str]:
        """The names of all of them."""
        return {
            *filter(None, (self.navigation,)),
            *self.single.values(),
            *self.many.values(),
            *self.operations.values(),
        }


def builder_class(types: BuilderTypes, name: QName, way: str, *, many: bool) -> str:
    """The class for one entity of a type, or for a collection of them, that is reached that way."""
    ways = types.collection_ways(name) if many else types.ways(name)
    cls = f"{types.homes[name].cls}{'Collection' * many}"
    if way in _PREFIXES and way in ways:
        return f"{_PREFIXES[way]}{cls}Builder"
    if way == SINGLETON and way in ways and len(ways) > 1:
        return f"{cls}SingletonBuilder"
    return f"{cls}Builder"


def classes(types: BuilderTypes, name: QName) -> Classes:
    """The builder classes in a type's module."""
    known = types.calls.classes
    if name not in known:
        known[name] = _classes(types, name)
    return known[name]


def _classes(types: BuilderTypes, name: QName) -> Classes:
    cls = types.homes[name].cls
    ways = types.ways(name) or (OWNED,)
    many = (types.collection_ways(name) or (OWNED,)) if name in types.collections else ()
    navigation = f"{cls}Navigation" if len(ways) > 1 or _is_split(types, name) else ""
    single = {way: builder_class(types, name, way, many=False) for way in ways}
    collections = {way: builder_class(types, name, way, many=True) for way in many}
    taken = {navigation, *single.values(), *collections.values(), *imports.FIXED}
    operations = operation_classes(types, name, taken)
    return Classes(navigation, single, collections, operations)


def operation_classes(types: BuilderTypes, place: QName | None, taken: Collection[str]) -> dict[Call, str]:
    """The classes of the operations in the module of a type, or (None) of the service. Those of other types have the
    name of the type in front."""

    def wanted(call: Call) -> str:
        owner = types.homes[call.owner].cls if call.owner not in (None, place) and call.owner else ""
        operation = names.pascal_case(call.name.rpartition(".")[2] if call.owner else call.name)
        given = verbs.parameter_names(call.overload, names.PLAIN) if call.overload else {}
        return f"{owner}{operation}{'With' * bool(given)}{''.join(map(names.pascal_case, given))}Builder"

    def order(call: Call) -> tuple[object, ...]:
        signature = call.overload.signature if call.overload else ""
        return (
            call.owner != place,
            bool(signature),
            call.many,
            str(call.owner),
            swapcase(call.name),
            call.name,
            signature,
        )

    return names.settle({call: wanted(call) for call in types.calls.at(place)}, taken, rank=order)


def operation_class(types: BuilderTypes, call: Call) -> tuple[Home, str]:
    """The class of an operation's builder, and where it is."""
    place = types.calls.place(call)
    if place is None:
        return SERVICE, service_classes(types)[call]
    return types.homes[place], classes(types, place).operations[call]


def service_classes(types: BuilderTypes) -> dict[Call, str]:
    """The classes of operations in the module of the service."""
    known = types.calls.classes
    if None not in known:
        known[None] = Classes("", {}, {}, operation_classes(types, None, {SERVICE.cls, *imports.FIXED}))
    return known[None].operations


def verb_names(types: BuilderTypes, overloads: Overloads) -> dict[Operation, str]:
    """The verb of each overload, beside what the result of the one without parameters leads to."""
    return verbs.verb_names(overloads, types.annotator.naming, _inherited_by(types, overloads))


def call_names(types: BuilderTypes, overloads: Overloads) -> dict[Operation, str]:
    """The method for each overload that has a builder of its own."""
    apart = types.calls.apart(overloads)
    return verbs.call_names(apart, types.annotator.naming, _inherited_by(types, overloads)) if apart else {}


def _inherited_by(types: BuilderTypes, overloads: Overloads) -> set[str]:
    """The attributes that the builder of a function has from that of what it gives."""
    bare = verbs.bare_overload(overloads)
    returned = types.leads_to(bare) if bare else None
    return _attributes_of(types, returned) if returned else set()


def _attributes_of(types: BuilderTypes, given: TypeRef) -> set[str]:
    found = set(attributes_of(types, given.name, many=given.collection).values())
    return found | accessors(types, given.name) if given.collection else found


def aliases(types: BuilderTypes) -> Aliases:
    """What the builders and models are imported as whose names several modules have."""
    known = ((home, cls) for name, home in types.homes.items() for cls in classes(types, name).all())
    return {**types.annotator.aliases, **imports.aliases(known)}


def _is_split(types: BuilderTypes, name: QName) -> bool:
    """Whether derived types inherit from a class of its own: their verbs take and give something else, casts lead from
    them to other types, and operations may have overloads of their own. What a function gives cannot be written, so its
    builder inherits from that class too."""
    if types.is_resource(name) and types.is_given(name, collection=False):
        return True
    if not types.is_base(name):
        return False
    varying = (types.varies(name, each) for each in types.nearest(name, collection=False))
    has_verbs = types.is_resource(name) or name in types.complex_resources
    return has_verbs or bool(types.casts(name)) or any(varying)


def attributes_of(types: BuilderTypes, name: QName, *, many: bool) -> dict[BuilderMember, str]:
    """The attributes of the builder of a type or of its collection."""
    return collection_attributes(types, name) if many else attributes(types, name)


def attributes(types: BuilderTypes, name: QName) -> dict[BuilderMember, str]:
    """The attributes of the builder of an entity or a complex value, inherited ones included.

    Those of a base type are the same in every derived type.
    """
    line = list(types.model.ancestry(name))
    top = line[-1].name
    taken = types.calls.taken.get(top)
    if taken is None:
        taken = types.calls.taken[top] = frozenset(_taken(types, (top, *types.lookup.descendants(top))))
    if types.annotator.naming.flat:
        taken |= _in_methods(types, line)
    return _inherited(types, name, [_members(types, type_) for type_ in reversed(line)], taken)


def _taken(types: BuilderTypes, kin: Collection[QName]) -> set[str]:
    """The names that the builders of a type without a base type and of all that derive from it do not give."""
    taken = set(names.BUILDER_RESERVED)
    if types.resources and any(types.is_resource(each) for each in kin):
        taken |= _OF_ENTITIES
    if types.property_names:
        taken |= _in_properties(types, kin)
    if any(types.is_given(each, collection=False) for each in kin):
        taken.add("get")
    return taken


def _in_properties(types: BuilderTypes, kin: Iterable[QName]) -> set[str]:
    """What builders of properties that are resources are annotated with, and the verbs of complex ones that lead on."""
    own = (each for name in kin for each in types.properties(types.model.types[name]))
    verbs_of_complex = _OF_ENTITIES if any(name in types.complex_resources for name in kin) else ()
    return set(verbs_of_complex).union(*(types.annotator.builtins(each.type.name) for each in own))


def _in_methods(types: BuilderTypes, line: Iterable[StructuredType]) -> set[str]:
    """What the methods are annotated with that call functions, or take alternate keys."""
    found: set[str] = set()
    for type_ in line:
        for overloads in types.operations(type_.name, collection=False).values():
            given = [one.type.name for each in types.calls.apart(overloads) for one in each.nonbinding_parameters]
            found = found.union(*map(types.annotator.builtins, given))
        for navigation in type_.navigations:
            keys = types.alternate_keys(navigation.type.name)
            found = found.union(*(types.annotator.builtins(prop.type.name) for key in keys for _, prop in key))
    return found


def _members(types: BuilderTypes, type_: StructuredType) -> list[BuilderMember]:
    """What the builder of an entity has from one type."""
    return [
        *(BuilderMember("navigation", each.name) for each in type_.navigations),
        *_operations(types, type_.name, collection=False),
        *(
            alternate_member(each.name, key)
            for each in type_.navigations
            for key in keys_beside(types, each.type.name, collection=each.type.collection)
        ),
        *(BuilderMember("complex", each.name) for each in types.holders(type_)),
        *(BuilderMember("property", each.name) for each in types.properties(type_)),
        *(BuilderMember("stream", each.name) for each in types.streams(type_)),
        *([BuilderMember("media", "value")] if types.has_media(type_) else []),
    ]


def _operations(types: BuilderTypes, name: QName, *, collection: bool) -> Iterator[BuilderMember]:
    for operation, overloads in types.operations(name, collection=collection).items():
        yield BuilderMember("operation", str(operation))
        yield from overload_members(types, str(operation), overloads).values()


def overload_members(types: BuilderTypes, name: str, overloads: Overloads) -> dict[Operation, BuilderMember]:
    """The overloads of an operation that have a method of their own beside it, in a naming that has such."""
    apart = types.calls.apart(overloads) if types.annotator.naming.flat else ()
    return {each: _with("overload", name, (one.name for one in each.nonbinding_parameters)) for each in apart}


def alternate_member(name: str, key: KeyParts) -> BuilderMember:
    """The method beside a collection that takes an alternate key of it."""
    return _with("alternate", name, (part for part, _ in key))


def _with(kind: str, name: str, given: Iterable[str]) -> BuilderMember:
    return BuilderMember(kind, f"{name}({','.join(given)})")


def collection_attributes(types: BuilderTypes, name: QName) -> dict[BuilderMember, str]:
    """The same of the builder of a collection."""
    line = list(types.model.ancestry(name))
    taken = names.BUILDER_RESERVED | _IN_BODIES | accessors(types, name) | types_in_keys(types, name)
    if any(types.is_resource(each.name) for each in line):
        taken |= _OF_COLLECTIONS
    if any(types.is_given(each.name, collection=True) for each in line):
        taken |= {"get"}
    operations = [list(_operations(types, type_.name, collection=True)) for type_ in reversed(line)]
    counted = [COUNT] * types.is_listed(name)
    return _inherited(types, name, [*operations, counted], taken)


def _inherited(
    types: BuilderTypes, name: QName, members: Iterable[list[BuilderMember]], taken: Collection[str]
) -> dict[BuilderMember, str]:
    """The attributes for members of a type and its base types, the latter first, and for casts from the type."""
    settled: dict[BuilderMember, str] = {}
    casts = [BuilderMember("cast", str(each)) for each in types.casts(name)]
    for some in (*members, casts):
        settled |= _settled(types, [each for each in some if each not in settled], {*taken, *settled.values()})
    return settled


def service_attributes(types: BuilderTypes) -> dict[BuilderMember, str]:
    """The attributes of a client: entity sets, singletons and operation imports."""
    members = [
        BuilderMember("navigation", step.name) for step in types.graph.roots.values() if step.target in types.homes
    ]
    for segment, overloads in types.imports.items():
        members += [BuilderMember("import", segment), *overload_members(types, segment, overloads).values()]
    for step in types.graph.roots.values():
        keys = keys_beside(types, step.target, collection=step.collection)
        members += [alternate_member(step.name, key) for key in keys]
    return _settled(types, members, names.BUILDER_RESERVED | _OF_CLIENTS)


def _settled(types: BuilderTypes, members: Iterable[BuilderMember], taken: Collection[str]) -> dict[BuilderMember, str]:
    wanted = {each: _wanted(types, each) for each in members}

    def rank(member: BuilderMember) -> tuple[int, bool, str, str]:
        differs = member.name != wanted[member]
        return _KINDS.index(member.kind), differs, swapcase(member.name), member.name

    return names.settle(wanted, taken, rank=rank)


def _wanted(types: BuilderTypes, member: BuilderMember) -> str:
    """An operation has its simple name, a cast the last two parts of its name; both have all of it where the naming
    says so and they are not of the service's own namespace."""
    naming = types.annotator.naming
    if member.kind == "media":
        return naming.media
    if member.kind not in ("operation", "cast", "overload", "alternate"):
        return naming.of_builder(member.name)
    name, _, given = member.name.removesuffix(")").partition("(")
    parts = name.split(".")
    if not (naming.dotted and types.annotator.subpackages.get(".".join(parts[:-1]))):
        parts = parts[-2:] if member.kind == "cast" else parts[-1:]
    return naming.called("_".join(parts), given.split(",")) if given else naming.of_builder("_".join(parts))
