"""What the builders of a slice are called, and their attributes. The order of declarations decides nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from csdlgen import names
from csdlgen.edm.lookup import KeyParts
from csdlgen.edm.model import QName, StructuredType
from csdlgen.package.plan import imports
from csdlgen.package.plan.naming import Home
from csdlgen.package.plan.targets import LINKED, OWNED, SINGLETON, Targets

# Of members that would like the same name, those of a kind that stands further on in this list get a suffix.
_KINDS = ("navigation", "import", "operation", "complex", "stream", "media", "cast")
# The verbs of entities and of collections, and what the runtime gives them besides.
_OF_ENTITIES = frozenset(("delete", "get", "patch", "put", "ref"))
_OF_COLLECTIONS = frozenset(("count", "list", "post", "ref"))
# Names that class bodies of builders use themselves.
_IN_BODIES = frozenset(("arguments", "listing"))
# Names that verbs are annotated with. Annotations are looked up in the class first, so nothing in it may have them.
_IN_VERBS_OF_ENTITIES = frozenset(("str",))
_IN_VERBS_OF_COLLECTIONS = frozenset(("bool", "int", "str"))
# What the clients that inherit from `Service` have themselves.
_OF_CLIENTS = frozenset(("close", "endpoint", "send", "send_request"))


Aliases: TypeAlias = Mapping[tuple[Home, str], str]


class Member(NamedTuple):
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


def single_class(targets: Targets, name: QName, way: str) -> str:
    """The class for one entity of a type that is reached that way."""
    ways = targets.ways(name)
    cls = targets.homes[name].cls
    if way == LINKED and way in ways:
        return f"Linked{cls}Builder"
    return f"{cls}SingletonBuilder" if way == SINGLETON and len(ways) > 1 and way in ways else f"{cls}Builder"


def collection_class(targets: Targets, name: QName, way: str) -> str:
    """The class for a collection of a type that is reached that way."""
    linked = way == LINKED and way in targets.collection_ways(name)
    return f"{'Linked' * linked}{targets.homes[name].cls}CollectionBuilder"


def classes(targets: Targets, name: QName) -> Classes:
    """The builder classes in a type's module."""
    cls = targets.homes[name].cls
    ways = targets.ways(name) or (OWNED,)
    many = (targets.collection_ways(name) or (OWNED,)) if name in targets.collections else ()
    fixed = {
        "navigation": f"{cls}Navigation" if _is_split(targets, name) else "",
        "entity": f"{cls}EntityBuilder" if len(ways) > 1 else "",
        "entities": f"{cls}EntitiesBuilder" if len(many) > 1 else "",
    }
    single = {way: single_class(targets, name, way) for way in ways}
    collections = {way: collection_class(targets, name, way) for way in many}
    taken = {*fixed.values(), *single.values(), *collections.values()}
    wanted = {
        (operation, is_many): f"{names.pascal_case(operation.name)}Builder"
        for is_many in (False, True)
        for operation in targets.operations(name, collection=is_many)
    }
    operations = names.settle(wanted, taken, rank=lambda each: (each[1], each[0]))
    return Classes(fixed["navigation"], fixed["entity"], single, fixed["entities"], collections, operations)


def aliases(targets: Targets) -> Aliases:
    """What the builders and models are imported as whose names several modules have."""
    known = ((home, cls) for name, home in targets.homes.items() for cls in classes(targets, name).all())
    return {**targets.annotator.aliases, **imports.aliases(known)}


def _is_split(targets: Targets, name: QName) -> bool:
    """Whether derived types inherit from a class of its own: their verbs take and give something else, casts lead from
    them to other types, and operations may have overloads of their own."""
    if not targets.is_base(name):
        return False
    varying = (targets.varies(name, each) for each in targets.nearest(name, collection=False))
    return bool(targets.entity_verbs(name) or targets.casts(name)) or any(varying)


def attributes(targets: Targets, name: QName) -> dict[Member, str]:
    """The attributes of the builder of an entity or a complex value, inherited ones included.

    Those of a base type are the same in every derived type.
    """
    line = list(targets.model.ancestry(name))
    taken = set(names.BUILDER_RESERVED)
    top = line[-1].name
    kin = (top, *targets.lookup.descendants(top)) if targets.resources else ()
    if any(targets.entity_verbs(each) for each in kin):
        taken |= _OF_ENTITIES | _IN_VERBS_OF_ENTITIES
    found: dict[Member, str] = {}
    for type_ in reversed(line):
        own = [each for each in _members(targets, type_) if each not in found]
        found |= _settled(own, {*taken, *found.values()})
    return found | _settled(_casts(targets, name), {*taken, *found.values()})


def _members(targets: Targets, type_: StructuredType) -> list[Member]:
    found = [Member("navigation", each.name) for each in type_.navigations]
    found += [Member("operation", str(each)) for each in targets.operations(type_.name, collection=False)]
    found += [Member("complex", each.name) for each in targets.holders(type_)]
    found += [Member("stream", each.name) for each in targets.streams(type_)]
    return [*found, Member("media", "value")] if targets.has_media(type_) else found


def collection_attributes(targets: Targets, name: QName) -> dict[Member, str]:
    """The same of the builder of a collection."""
    taken = (
        names.BUILDER_RESERVED
        | _IN_BODIES
        | {key_accessor(targets, name), *alternate_accessors(targets, name).values()}
        | _in_keys(targets, name)
    )
    if any(targets.entity_verbs(each.name) for each in targets.model.ancestry(name)):
        taken |= _OF_COLLECTIONS | _IN_VERBS_OF_COLLECTIONS
    found: dict[Member, str] = {}
    for type_ in reversed(list(targets.model.ancestry(name))):
        own = [Member("operation", str(each)) for each in targets.operations(type_.name, collection=True)]
        found |= _settled([each for each in own if each not in found], {*taken, *found.values()})
    return found | _settled(_casts(targets, name), {*taken, *found.values()})


def service_attributes(targets: Targets) -> dict[Member, str]:
    """The attributes of a client: entity sets, singletons and operation imports."""
    found = [Member("navigation", step.name) for step in targets.graph.roots.values() if step.target in targets.homes]
    found += [Member("import", each) for each in targets.imports]
    return _settled(found, names.BUILDER_RESERVED | _OF_CLIENTS)


def key_accessor(targets: Targets, name: QName) -> str:
    """The method of a collection's builder that takes a key: `by_managed_device_id`."""
    return f"by_{'_and_'.join(key_names(targets, name))}"


def _in_keys(targets: Targets, name: QName) -> set[str]:
    """What the methods that take keys are annotated with."""
    types = [each.type for each in targets.key(name)]
    types += [prop.type.name for key in targets.alternate_keys(name) for _, prop in key]
    return {"tuple"}.union(*map(targets.annotator.builtins, types))


def alternate_accessors(targets: Targets, name: QName) -> dict[KeyParts, str]:
    """The methods of a collection's builder that take alternate keys: `by_user_principal_name`."""
    wanted = {
        key: f"by_{'_and_'.join(names.snake_case(part) for part, _ in key)}" for key in targets.alternate_keys(name)
    }
    return names.settle(wanted, {key_accessor(targets, name)}, rank=lambda key: [part for part, _ in key])


def key_names(targets: Targets, name: QName) -> tuple[str, ...]:
    """The Python names of the parts of a key."""
    wire = [each.name for each in targets.key(name)]
    return tuple(names.assign(wire, names.snake_case, names.KEYWORDS | {"self"}).values())


def _casts(targets: Targets, name: QName) -> list[Member]:
    return [Member("cast", str(each)) for each in targets.casts(name)]


def _settled(members: Iterable[Member], taken: Collection[str]) -> dict[Member, str]:
    wanted = {each: _wanted(each) for each in members}

    def rank(member: Member) -> tuple[int, bool, str, str]:
        differs = member.name != wanted[member]
        return _KINDS.index(member.kind), differs, member.name.swapcase(), member.name

    return names.settle(wanted, taken, rank=rank)


def _wanted(member: Member) -> str:
    """An operation has its simple name, a cast the last two parts of its name, as in the official SDK."""
    parts = {"operation": 1, "cast": 2}.get(member.kind)
    return names.snake_case("_".join(member.name.split(".")[-parts:]) if parts else member.name)
