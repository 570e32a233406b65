"""A whole model without what leads to nothing: to types that no document defines, and to operations that an import
cannot call.

Where somebody asks for everything, one reference to a document that is not at hand must not keep them from the rest.
A property of an undefined type is left out, and stays readable as JSON; so is an operation that takes or returns one,
and an entity set of one. A type whose base type is undefined, or of another kind, is kept with what it declares itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from csdlgen.check.containers import uncallable
from csdlgen.check.scope import At, Scope, spelled, warning
from csdlgen.check.types import kind as kind_of
from csdlgen.edm.model import (
    EdmModel,
    EntityContainer,
    EntitySet,
    EntityType,
    EnumType,
    NavigationProperty,
    Operation,
    Parameter,
    Property,
    QName,
    ReturnType,
    Schema,
    Singleton,
    StructuredType,
    Type,
    TypeDefinition,
)
from csdlgen.edm.references import without_dangling
from csdlgen.edm.visit import type_names
from csdlgen.errors import Diagnostic

_Member = TypeVar("_Member", Property, NavigationProperty)
_Root = TypeVar("_Root", EntitySet, Singleton)


def without_undefined(model: EdmModel) -> tuple[EdmModel, tuple[Diagnostic, ...]]:
    """The model without what cannot be generated, and a warning about each thing that was left out; the very model
    where there is no such thing."""
    scope = Scope(model, model)
    removal = _Removal(scope, scope.known - frozenset(_without_values(model, scope.known)))
    schemas = tuple(removal.schema(each) for each in model.schemas)
    if not removal.warnings:
        return model, ()
    return without_dangling(replace(model, schemas=schemas)), tuple(removal.warnings)


def _without_values(model: EdmModel, known: frozenset[QName]) -> set[QName]:
    """Enumerations and type definitions whose underlying type is undefined, be it that of the underlying type."""
    named = {
        name: each.underlying for name, each in model.types.items() if isinstance(each, (EnumType, TypeDefinition))
    }
    lost: set[QName] = set()
    while more := {name for name, under in named.items() if name not in lost and (under not in known or under in lost)}:
        lost |= more
    return lost


@dataclass(slots=True)
class _Removal:
    """Removes from schemas what leads to nothing; collects the warnings."""

    scope: Scope
    known: frozenset[QName]
    warnings: list[Diagnostic] = field(default_factory=list)

    def schema(self, schema: Schema) -> Schema:
        return replace(
            schema,
            types=tuple(self._types(schema.types)),
            operations=tuple(each for each in schema.operations if self._can_be_called(each)),
            containers=tuple(map(self._container, schema.containers)),
        )

    def _lacks(self, type_: QName, consequence: str, *at: At) -> bool:
        """Whether a type is undefined, with a warning that says what follows."""
        if type_ in self.known:
            return False
        if type_ in self.scope.known:
            message = f"type {spelled(type_)} is left out, because its underlying type is not defined: {consequence}"
            remedy = "Define the underlying type, or add the document that does."
        else:
            message = f"type {spelled(type_)} is not defined: {consequence}"
            remedy = self.scope.suggest_type(type_)
        self.warnings.append(warning("unknown-type", message, remedy, *at))
        return True

    def _types(self, types: Iterable[Type]) -> Iterator[Type]:
        for each in types:
            if isinstance(each, (EnumType, TypeDefinition)):
                consequence = f"{each.name}, whose underlying type it is, is left out"
                if not self._lacks(each.underlying, consequence, each):
                    yield each
            else:
                yield self._structured(each)

    def _structured(self, declared: StructuredType) -> StructuredType:
        kept = replace(
            declared,
            properties=self._members(declared, declared.properties, "property"),
            navigations=self._members(declared, declared.navigations, "navigation property"),
        )
        if kept.base is not None and not self._can_inherit(declared, kept.base):
            kept = replace(kept, base=None)
        gone = {each.name for each in declared.properties} - {each.name for each in kept.properties}
        if isinstance(kept, EntityType) and kept.key and any(each.path.split("/")[0] in gone for each in kept.key):
            message = f"the key of {declared.name} has a part that is left out"
            remedy = "The type is read as one without a key."
            self.warnings.append(warning("missing-key", message, remedy, declared))
            kept = replace(kept, key=None)
        return kept

    def _can_inherit(self, declared: StructuredType, base: QName) -> bool:
        """Whether the base type of a type is defined, and of its kind (sections 6.2 and 9.2)."""
        consequence = "has only what it declares itself"
        if self._lacks(base, f"{declared.name}, which derives from it, {consequence}", declared):
            return False
        if type(self.scope.model.types.get(base)) is type(declared):
            return True
        message = f"{declared.name} derives from {base}, {kind_of(self.scope, base)}: it {consequence}"
        remedy = "Derive it from a type of its own kind."
        self.warnings.append(warning("wrong-base-kind", message, remedy, declared))
        return False

    def _members(self, owner: StructuredType, members: tuple[_Member, ...], kind: str) -> tuple[_Member, ...]:
        return tuple(
            each
            for each in members
            if not self._lacks(each.type.name, f"{kind} {each.name!r} of {owner.name} is left out", owner, each)
        )

    def _can_be_called(self, operation: Operation) -> bool:
        consequence = f"{operation.kind} {operation.name}, which needs it, is left out"
        used: list[Parameter | ReturnType] = [*operation.parameters]
        used += [operation.returns] if operation.returns else []
        return not any(self._lacks(each.type.name, consequence, operation, each) for each in used)

    def _container(self, container: EntityContainer) -> EntityContainer:
        callable_ = []
        for each in container.imports:
            problems = tuple(uncallable(self.scope, container, each))
            self.warnings += problems
            overloads = self.scope.lookup.unbound(each.operation, each.kind)
            if any(self.known.issuperset(type_names(overload)) for overload in overloads):
                callable_.append(each)
        return replace(
            container,
            sets=self._roots(container, container.sets, "entity set"),
            singletons=self._roots(container, container.singletons, "singleton"),
            imports=tuple(callable_),
        )

    def _roots(self, container: EntityContainer, roots: tuple[_Root, ...], kind: str) -> tuple[_Root, ...]:
        return tuple(
            each for each in roots if not self._lacks(each.type, f"{kind} {each.name!r} is left out", container, each)
        )
