"""Types: inheritance, and that what they are made of exists (CSDL sections 6, 7.1, 8.1, 9 to 11)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from csdlgen.check.scope import At, Scope, error, note, repeated, spelled, warning
from csdlgen.edm.builtin import PRIMITIVES
from csdlgen.edm.lookup import AnyProperty
from csdlgen.edm.model import (
    EDM,
    ComplexType,
    EntityType,
    EnumType,
    NavigationProperty,
    QName,
    Schema,
    StructuredType,
    Type,
    TypeDefinition,
)
from csdlgen.edm.vocabularies import alternate_keys
from csdlgen.errors import Diagnostic
from csdlgen.text import shown

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


def unknown(scope: Scope, name: QName, *at: At) -> Diagnostic:
    """The error for a type that is nowhere."""
    return error("unknown-type", f"type {spelled(name)} is not defined", scope.suggest_type(name), *at)


@dataclass(slots=True)
class Types:
    """Checks types one by one; remembers which chains of base types have been followed."""

    scope: Scope
    _settled: set[QName] = field(default_factory=set)

    def check(self, declared: Type) -> Iterator[Diagnostic]:
        """Everything wrong with a type but for keys, values and members' details."""
        if isinstance(declared, (EntityType, ComplexType)):
            yield from self._keys(declared)
            yield from self._members(declared)
            if declared.base is not None:
                yield from self._base(declared, declared.base)
        elif declared.underlying not in self.scope.known:
            yield unknown(self.scope, declared.underlying, declared)
        elif isinstance(declared, TypeDefinition) and declared.underlying not in _DEFINABLE:
            yield self._not_primitive(declared)

    def _keys(self, declared: StructuredType, *at: NavigationProperty) -> Iterator[Diagnostic]:
        """Warnings for the alternate keys that annotations of a type, or of a member of it, declare."""
        for key in alternate_keys((at or (declared,))[-1].annotations):
            names = [name for name, _ in key]
            for name in sorted({name for name in names if names.count(name) > 1}):
                message = f"an alternate key has two parts named {shown(name)}"
                yield warning("duplicate-key", message, "The first of the two is the key's.", declared, *at)

    def _members(self, declared: StructuredType) -> Iterator[Diagnostic]:
        known, entities = self.scope.known, self.scope.entities
        for prop in declared.properties:
            name = prop.type.name
            if name not in known:
                yield unknown(self.scope, name, declared, prop)
            elif name in entities:
                message = f"property {prop.name!r} of {declared.name} has the entity type {name}, which only navigation"
                message += " properties may have"
                remedy = "Its value is read as that type; no path leads through it."
                yield warning("wrong-type-kind", message, remedy, declared, prop)
        for navigation in declared.navigations:
            name = navigation.type.name
            yield from self._keys(declared, navigation)
            if name not in known:
                yield unknown(self.scope, name, declared, navigation)
            elif name not in entities:
                leads = f"leads to {name}, {kind(self.scope, name)}, not to an entity type"
                message = f"navigation property {navigation.name!r} of {declared.name} {leads}"
                remedy = "It is kept, and no path leads through it."
                yield warning("wrong-type-kind", message, remedy, declared, navigation)
        members: tuple[AnyProperty, ...] = (*declared.properties, *declared.navigations)
        for member in repeated(members):
            message = f"{declared.name} has two properties named {member.name!r}"
            yield error("duplicate-property", message, "Remove or rename one of the two.", declared, member)

    def _not_primitive(self, declared: TypeDefinition) -> Diagnostic:
        underlying = self.scope.model.types.get(declared.underlying)
        reading = "are left as they are" if isinstance(underlying, TypeDefinition) else "are read as that type"
        what = kind(self.scope, declared.underlying)
        message = f"type definition {declared.name} has the underlying type {declared.underlying}, {what}"
        remedy = f"Name the primitive type; until then values of it {reading}."
        return warning("type-definition-of-non-primitive", message, remedy, declared)

    def _base(self, declared: StructuredType, name: QName) -> Iterator[Diagnostic]:
        base = self.scope.model.types.get(name)
        if name not in self.scope.known:
            yield unknown(self.scope, name, declared)
        elif type(base) is not type(declared):
            wanted = "entity" if isinstance(declared, EntityType) else "complex"
            message = f"base type {name} of {wanted} type {declared.name} is {kind(self.scope, name)}"
            remedy = f"Derive {declared.name} from another {wanted} type."
            yield error("wrong-base-kind", message, remedy, declared)
        elif cycle := self._cycle(declared):
            message = f"base types form a cycle: {' -> '.join(map(str, cycle))}"
            remedy = "Remove one of these BaseType attributes."
            yield error("base-cycle", message, remedy, self.scope.model.types[cycle[0]])
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
                message = f"property {name!r} of {declared.name} is inherited from {ancestor.name} too"
                remedy = "The declaration of the derived type is used."
                yield warning("duplicate-property", message, remedy, declared, own[name])


def clashes(schema: Schema) -> Iterator[Diagnostic]:
    """Types of a schema with one name, or with names that differ in case only, which not all file systems tell apart
    (section 5); operations with the name of a type."""
    spelling: dict[str, QName] = {}
    for type_ in schema.types:
        folded = type_.name.name.casefold()
        first = spelling.get(folded)
        if first is None:
            spelling[folded] = type_.name
            continue
        message = f"types {first} and {type_.name} differ in case only"
        remedy = "Both are kept; modules and classes are numbered where they would clash."
        if first == type_.name:
            message, remedy = f"type {type_.name} is defined twice", "The first is used."
        yield warning("duplicate-name", message, remedy, type_)
    types = {type_.name for type_ in schema.types}
    for name, operation in {each.name: each for each in schema.operations if each.name in types}.items():
        what = "an action" if operation.kind == "action" else "a function"
        message = f"{name} is the name of a type and of {what}"
        yield note("duplicate-name", message, "Both are kept; annotations of that name go to both.", operation)
