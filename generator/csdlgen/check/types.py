"""Types: inheritance, and that what they are made of exists (CSDL sections 6, 7.1, 8.1, 9 to 11)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from csdlgen.check.scope import MAX_ANCESTORS, Member, Scope, error, note, spelled, warning
from csdlgen.edm.builtin import PRIMITIVES
from csdlgen.edm.model import (
    EDM,
    ComplexType,
    EntityType,
    EnumType,
    QName,
    Schema,
    StructuredType,
    Type,
    TypeDefinition,
)
from csdlgen.errors import Diagnostic, Location

_KINDS = {
    EntityType: "an entity type",
    ComplexType: "a complex type",
    EnumType: "an enumeration",
    TypeDefinition: "a type definition",
}
# Annotations of the standard vocabularies are about primitive values of any type.
_DEFINABLE = frozenset(QName(EDM, name) for name in (*PRIMITIVES, "PrimitiveType", "Untyped"))


def kind(scope: Scope, name: QName) -> str:
    """What kind of type a name stands for, in words."""
    return _KINDS.get(type(scope.model.types.get(name)), "a built-in type")


def unknown(scope: Scope, name: QName, path: str, where: Location | None) -> Diagnostic:
    """The error for a type that is nowhere."""
    return error("unknown-type", f"type {spelled(name)} is not defined", scope.suggest_type(name), path, where)


@dataclass(slots=True)
class Types:
    """Checks types one by one; remembers which circles of base types have been told of."""

    scope: Scope
    _settled: set[QName] = field(default_factory=set)

    def check(self, declared: Type) -> Iterator[Diagnostic]:
        """Everything wrong with a type but for keys, values and members' details."""
        if isinstance(declared, (EntityType, ComplexType)):
            yield from self._members(declared)
            if declared.base is not None:
                yield from self._base(declared, declared.base)
        elif declared.underlying not in self.scope.known:
            yield unknown(self.scope, declared.underlying, str(declared.name), declared.location)
        elif isinstance(declared, TypeDefinition) and declared.underlying not in _DEFINABLE:
            yield self._not_primitive(declared)

    def _members(self, declared: StructuredType) -> Iterator[Diagnostic]:
        known, entities = self.scope.known, self.scope.entities
        for prop in declared.properties:
            name = prop.type.name
            if name not in known:
                yield unknown(self.scope, name, f"{declared.name}/{prop.name}", prop.location)
            elif name in entities:
                yield warning(
                    "wrong-type-kind",
                    f"property {prop.name!r} of {declared.name} has the entity type {name}, which only navigation"
                    " properties have",
                    "Its value is read as that type; no path leads through it.",
                    f"{declared.name}/{prop.name}",
                    prop.location,
                )
        for navigation in declared.navigations:
            name = navigation.type.name
            if name not in known:
                yield unknown(self.scope, name, f"{declared.name}/{navigation.name}", navigation.location)
            elif name not in entities:
                yield warning(
                    "wrong-type-kind",
                    f"navigation property {navigation.name!r} of {declared.name} leads to {name},"
                    f" {kind(self.scope, name)}, not to an entity type",
                    "It is kept, and no path leads through it.",
                    f"{declared.name}/{navigation.name}",
                    navigation.location,
                )
        if len(self.scope.members.own(declared)) != len(declared.properties) + len(declared.navigations):
            yield from _duplicates(declared)

    def _not_primitive(self, declared: TypeDefinition) -> Diagnostic:
        underlying = self.scope.model.types.get(declared.underlying)
        reading = "are left as they are" if isinstance(underlying, TypeDefinition) else "are read as that type"
        return warning(
            "type-definition-of-non-primitive",
            f"type definition {declared.name} is for {declared.underlying}, {kind(self.scope, declared.underlying)}",
            f"Name the primitive type; until then values of it {reading}.",
            str(declared.name),
            declared.location,
        )

    def _base(self, declared: StructuredType, name: QName) -> Iterator[Diagnostic]:
        path, where = str(declared.name), declared.location
        base = self.scope.model.types.get(name)
        if name not in self.scope.known:
            yield unknown(self.scope, name, path, where)
        elif type(base) is not type(declared):
            wanted = "entity" if isinstance(declared, EntityType) else "complex"
            yield error(
                "wrong-base-kind",
                f"base type {name} of {wanted} type {path} is {kind(self.scope, name)}",
                f"Derive {path} from another {wanted} type.",
                path,
                where,
            )
        elif cycle := self._cycle(declared):
            yield error(
                "base-cycle",
                f"base types go round in a circle: {' -> '.join(map(str, cycle))}",
                "Remove one of these BaseType attributes.",
                str(cycle[0]),
                self.scope.model.types[cycle[0]].location,
            )
        elif self.scope.members.own(declared):
            yield from self._redeclared(declared)

    def _cycle(self, declared: StructuredType) -> list[QName]:
        """The circle that a type is part of or leads into, once for each circle, with its first type repeated."""
        line: dict[QName, None] = {}
        found: StructuredType | None = declared
        while found is not None and found.name not in self._settled:
            if found.name in line:
                names = list(line)
                self._settled.update(names)
                return [*names[names.index(found.name) :], found.name]
            line[found.name] = None
            found = self.scope.model.structured(found.base) if found.base else None
        self._settled.update(line)
        return []

    def _redeclared(self, declared: StructuredType) -> Iterator[Diagnostic]:
        members = self.scope.members
        own = members.own(declared)
        for ancestor in islice(self.scope.model.ancestry(declared.name), 1, MAX_ANCESTORS):
            for name in sorted(own.keys() & members.own(ancestor).keys()):
                yield warning(
                    "duplicate-property",
                    f"property {name!r} of {declared.name} is inherited from {ancestor.name} too",
                    "The declaration of the derived type is used.",
                    f"{declared.name}/{name}",
                    own[name].location,
                )


def _duplicates(declared: StructuredType) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    members: tuple[Member, ...] = (*declared.properties, *declared.navigations)
    for each in members:
        if each.name in seen:
            yield error(
                "duplicate-property",
                f"{declared.name} has two properties named {each.name!r}",
                "Remove or rename one of the two.",
                f"{declared.name}/{each.name}",
                each.location,
            )
        seen.add(each.name)


def clashes(schema: Schema) -> Iterator[Diagnostic]:
    """Types of a schema whose names differ in nothing, or in nothing that a file system tells apart (section 5);
    operations with the name of a type."""
    spelling: dict[str, QName] = {}
    for each in schema.types:
        folded = each.name.name.casefold()
        first = spelling.get(folded)
        if first is None:
            spelling[folded] = each.name
            continue
        same = first == each.name
        yield warning(
            "duplicate-name",
            f"type {each.name} is defined twice" if same else f"types {first} and {each.name} differ in case only",
            "The first is used." if same else "Both are kept; modules and classes are numbered where they would clash.",
            str(each.name),
            each.location,
        )
    types = {each.name for each in schema.types}
    for name, operation in {each.name: each for each in schema.operations if each.name in types}.items():
        yield note(
            "duplicate-name",
            f"{name} is the name of a type and of {'an action' if operation.kind == 'action' else 'a function'}",
            "Both are kept; annotations of that name go to both.",
            str(name),
            operation.location,
        )
