"""Types: inheritance, and that what they are made of exists (CSDL sections 6, 7.1, 8.1, 9 to 11)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from csdlgen.check.scope import Scope, error, note, repeated, spelled, warning
from csdlgen.edm.builtin import PRIMITIVES
from csdlgen.edm.lookup import AnyProperty
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
    """Checks types one by one; remembers which chains of base types have been followed."""

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
        if len(self.scope.own.own_members(declared)) != len(declared.properties) + len(declared.navigations):
            yield from _duplicates(declared)

    def _not_primitive(self, declared: TypeDefinition) -> Diagnostic:
        underlying = self.scope.model.types.get(declared.underlying)
        reading = "are left as they are" if isinstance(underlying, TypeDefinition) else "are read as that type"
        return warning(
            "type-definition-of-non-primitive",
            f"type definition {declared.name} has the underlying type {declared.underlying},"
            f" {kind(self.scope, declared.underlying)}",
            f"Name the primitive type; until then its values {reading}.",
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
                f"base types form a cycle: {' -> '.join(map(str, cycle))}",
                "Remove one of these BaseType attributes.",
                str(cycle[0]),
                self.scope.model.types[cycle[0]].location,
            )
        elif self.scope.own.own_members(declared):
            yield from self._redeclared(declared)

    def _cycle(self, declared: StructuredType) -> list[QName]:
        """The cycle that a type is part of or leads into, once for each cycle, with its first type repeated."""
        line: dict[QName, None] = {}
        type_: StructuredType | None = declared
        while type_ is not None and type_.name not in self._settled:
            if type_.name in line:
                names = list(line)
                self._settled.update(names)
                return [*names[names.index(type_.name) :], type_.name]
            line[type_.name] = None
            type_ = self.scope.model.structured(type_.base) if type_.base else None
        self._settled.update(line)
        return []

    def _redeclared(self, declared: StructuredType) -> Iterator[Diagnostic]:
        lookup = self.scope.own
        own = lookup.own_members(declared)
        for ancestor in islice(lookup.ancestry(declared.name), 1, None):
            for name in sorted(own.keys() & lookup.own_members(ancestor).keys()):
                yield warning(
                    "duplicate-property",
                    f"property {name!r} of {declared.name} is inherited from {ancestor.name} too",
                    "The declaration of the derived type is used.",
                    f"{declared.name}/{name}",
                    own[name].location,
                )


def _duplicates(declared: StructuredType) -> Iterator[Diagnostic]:
    members: tuple[AnyProperty, ...] = (*declared.properties, *declared.navigations)
    for member in repeated(members):
        yield error(
            "duplicate-property",
            f"{declared.name} has two properties named {member.name!r}",
            "Remove or rename one of the two.",
            f"{declared.name}/{member.name}",
            member.location,
        )


def clashes(schema: Schema) -> Iterator[Diagnostic]:
    """Types of a schema with one name, or with names that differ in case only, which not all file systems tell apart
    (section 5); operations with the name of a type."""
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
