"""What the builders of a slice are called, and their attributes. The order of declarations decides nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from csdlgen import python_names as names
from csdlgen.edm.lookup import KeyParts
from csdlgen.edm.model import QName, StructuredType
from csdlgen.package.plan import imports
from csdlgen.package.plan.builder_types import LINKED, OWNED, SINGLETON, BuilderTypes
from csdlgen.package.plan.type_modules import Home

# Of members that would like the same name, those of a kind that stands further on in this list get a suffix.
_KINDS = ("navigation", "import", "operation", "complex", "stream", "media", "cast")
# The verbs of entities and of collections, and what the runtime gives them besides.
_OF_ENTITIES = frozenset(("delete", "get", "patch", "put", "ref"))
_OF_COLLECTIONS = frozenset(("count", "list", "post", "ref"))
# Names that class bodies of builders use themselves.
_IN_BODIES = frozenset(("arguments", "listing"))
# Names that verbs are annotated with. Annotations are looked up in the class first, so nothing in it may have them.
_IN_VERBS_OF_ENTITIES = frozenset(("bool", "str"))
_IN_VERBS_OF_COLLECTIONS = frozenset(("bool", "int", "str"))
# What the clients that inherit from `Service` have themselves.
_OF_CLIENTS = frozenset(("batch", "close", "endpoint", "send", "send_request"))


Aliases: TypeAlias = Mapping[tuple[Home, str], str]


class BuilderMember(NamedTuple):
    """Something that a builder leads to: its kind, and the name that it has in CSDL."""

    kind: str
    name: str


@dataclass(frozen=True)
class Classes:
    """The builder classes of a type's module.

    `navigation` has what derived types inherit, `entity` and `entities` what the classes for the ways of reaching an
    entity and a collection have in common; each is empty where it is not needed.
    """

    navigation: str
    entity: str
    single: dict[str, str]
    entities: str
    many: dict[str, str]
    operations: dict[tuple[QName, bool], str]

    def all(self) -> set[str]:
        """The names of all of them."""
        fixed = {self.navigation, self.entity, self.entities} - {""}
        return {*fixed, *self.single.values(), *self.many.values(), *self.operations.values()}


def builder_class(types: BuilderTypes, name: QName, way: str, *, many: bool) -> str:
    """The class for one entity of a type, or for a collection of them, that is reached that way."""
    ways = types.collection_ways(name) if many else types.ways(name)
    cls = f"{types.homes[name].cls}{'Collection' * many}"
    if way == LINKED and way in ways:
        return f"Linked{cls}Builder"
    if way == SINGLETON and way in ways and len(ways) > 1:
        return f"{cls}SingletonBuilder"
    return f"{cls}Builder"


def classes(types: BuilderTypes, name: QName) -> Classes:
    """The builder classes in a type's module."""
    cls = types.homes[name].cls
    ways = types.ways(name) or (OWNED,)
    many = (types.collection_ways(name) or (OWNED,)) if name in types.collections else ()
    fixed = {
        "navigation": f"{cls}Navigation" if _is_split(types, name) else "",
        "entity": f"{cls}EntityBuilder" if len(ways) > 1 else "",
        "entities": f"{cls}EntitiesBuilder" if len(many) > 1 else "",
    }
    single = {way: builder_class(types, name, way, many=False) for way in ways}
    collections = {way: builder_class(types, name, way, many=True) for way in many}
    taken = {*fixed.values(), *single.values(), *collections.values()}
    wanted = {
        (operation, is_many): f"{names.pascal_case(operation.name)}Builder"
        for is_many in (False, True)
        for operation in types.operations(name, collection=is_many)
    }
    operations = names.settle(wanted, taken, rank=lambda each: (each[1], each[0]))
    return Classes(fixed["navigation"], fixed["entity"], single, fixed["entities"], collections, operations)


def aliases(types: BuilderTypes) -> Aliases:
    """What the builders and models are imported as whose names several modules have."""
    known = ((home, cls) for name, home in types.homes.items() for cls in classes(types, name).all())
    return {**types.annotator.aliases, **imports.aliases(known)}


def _is_split(types: BuilderTypes, name: QName) -> bool:
    """Whether derived types inherit from a class of its own: their verbs take and give something else, casts lead from
    them to other types, and operations may have overloads of their own."""
    if not types.is_base(name):
        return False
    varying = (types.varies(name, each) for each in types.nearest(name, collection=False))
    return types.is_resource(name) or bool(types.casts(name)) or any(varying)


def attributes_of(types: BuilderTypes, name: QName, *, many: bool) -> dict[BuilderMember, str]:
    """The attributes of the builder of a type or of its collection."""
    return collection_attributes(types, name) if many else attributes(types, name)


def attributes(types: BuilderTypes, name: QName) -> dict[BuilderMember, str]:
    """The attributes of the builder of an entity or a complex value, inherited ones included.

    Those of a base type are the same in every derived type.
    """
    line = list(types.model.ancestry(name))
    taken = set(names.BUILDER_RESERVED)
    top = line[-1].name
    kin = (top, *types.lookup.descendants(top)) if types.resources else ()
    if any(types.is_resource(each) for each in kin):
        taken |= _OF_ENTITIES | _IN_VERBS_OF_ENTITIES
    return _inherited(types, name, [_members(types, type_) for type_ in reversed(line)], taken)


def _members(types: BuilderTypes, type_: StructuredType) -> list[BuilderMember]:
    """What the builder of an entity has from one type."""
    return [
        *(BuilderMember("navigation", each.name) for each in type_.navigations),
        *(BuilderMember("operation", str(each)) for each in types.operations(type_.name, collection=False)),
        *(BuilderMember("complex", each.name) for each in types.holders(type_)),
        *(BuilderMember("stream", each.name) for each in types.streams(type_)),
        *([BuilderMember("media", "value")] if types.has_media(type_) else []),
    ]


def collection_attributes(types: BuilderTypes, name: QName) -> dict[BuilderMember, str]:
    """The same of the builder of a collection."""
    line = list(types.model.ancestry(name))
    accessors = {key_accessor(types, name), *alternate_accessors(types, name).values()}
    taken = names.BUILDER_RESERVED | _IN_BODIES | accessors | _in_keys(types, name)
    if any(types.is_resource(each.name) for each in line):
        taken |= _OF_COLLECTIONS | _IN_VERBS_OF_COLLECTIONS
    operations = [
        [BuilderMember("operation", str(each)) for each in types.operations(type_.name, collection=True)]
        for type_ in reversed(line)
    ]
    return _inherited(types, name, operations, taken)


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
    members += [BuilderMember("import", each) for each in types.imports]
    return _settled(types, members, names.BUILDER_RESERVED | _OF_CLIENTS)


def key_accessor(types: BuilderTypes, name: QName) -> str:
    """The method of a collection's builder that takes a key: `by_managed_device_id`."""
    return f"by_{'_and_'.join(key_names(types, name))}"


def _in_keys(types: BuilderTypes, name: QName) -> set[str]:
    """What the methods that take keys are annotated with."""
    parts = [each.type for each in types.key(name)]
    parts += [prop.type.name for key in types.alternate_keys(name) for _, prop in key]
    return {"tuple"}.union(*map(types.annotator.builtins, parts))


def alternate_accessors(types: BuilderTypes, name: QName) -> dict[KeyParts, str]:
    """The methods of a collection's builder that take alternate keys: `by_user_principal_name`."""
    wanted = {
        key: f"by_{'_and_'.join(types.annotator.naming.snake_case(part) for part, _ in key)}"
        for key in types.alternate_keys(name)
    }
    return names.settle(wanted, {key_accessor(types, name)}, rank=lambda key: [part for part, _ in key])


def key_names(types: BuilderTypes, name: QName) -> tuple[str, ...]:
    """The Python names of the parts of a key."""
    wire = [each.name for each in types.key(name)]
    return tuple(names.assign(wire, types.annotator.naming.snake_case, names.KEYWORDS | {"self"}).values())


def _settled(types: BuilderTypes, members: Iterable[BuilderMember], taken: Collection[str]) -> dict[BuilderMember, str]:
    wanted = {each: _wanted(types, each) for each in members}

    def rank(member: BuilderMember) -> tuple[int, bool, str, str]:
        differs = member.name != wanted[member]
        return _KINDS.index(member.kind), differs, member.name.swapcase(), member.name

    return names.settle(wanted, taken, rank=rank)


def _wanted(types: BuilderTypes, member: BuilderMember) -> str:
    """An operation has its simple name, a cast the last two parts of its name; both have all of it where the naming
    says so and they are not of the service's own namespace."""
    naming = types.annotator.naming
    if member.kind == "media":
        return naming.media
    if member.kind not in ("operation", "cast"):
        return naming.of_builder(member.name)
    parts = member.name.split(".")
    if not (naming.dotted and types.annotator.subpackages.get(".".join(parts[:-1]))):
        parts = parts[-2:] if member.kind == "cast" else parts[-1:]
    return naming.of_builder("_".join(parts))
