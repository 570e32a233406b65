"""What a model says that cannot be meant, although each of its documents is well-formed CSDL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from csdlgen.edm.builtin import EDM_TYPES
from csdlgen.edm.model import (
    EDM,
    ComplexType,
    EdmModel,
    EntityContainer,
    EntitySet,
    EntityType,
    EnumType,
    NavigationProperty,
    Operation,
    Property,
    QName,
    Schema,
    Singleton,
    StructuredType,
    Type,
    TypeDefinition,
)
from csdlgen.errors import Diagnostic, Location, Severity, nearest

# Looking for a similar name among thousands takes milliseconds: enough for people, too much for hostile documents.
_MAX_SUGGESTIONS = 20
# Real types have up to 36 base types; without a limit, a chain of thousands would take millions of comparisons.
_MAX_ANCESTORS = 100


def check(model: EdmModel, known: Iterable[QName] = ()) -> tuple[Diagnostic, ...]:
    """Everything wrong with the model as a whole, in document order; `known` are names to suggest beyond its own.

    `unknown-type`: a property, parameter, result, base, entity set or singleton has a type that is nowhere.
    `base-cycle` and `wrong-base-kind`: inheritance that cannot be (sections 6.2 and 9.2).
    `duplicate-property`: two properties of one name; a warning where one of them is inherited (section 7).
    `binding-parameter-missing`: a bound operation without parameters (section 12.7).
    """
    checker = _Checker(model, frozenset(known))
    return tuple(found for schema in model.schemas for found in checker.schema(schema))


@dataclass(slots=True)
class _Checker:
    """Knows the types of the model, and what has been said already."""

    model: EdmModel
    suggested: frozenset[QName] = frozenset()
    _known: set[QName] = field(default_factory=set)
    _suggested: dict[QName, str] = field(default_factory=dict)
    _settled: set[QName] = field(default_factory=set)
    _own: dict[QName, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._known = {*self.model.types, *(QName(EDM, name) for name in EDM_TYPES)}

    def schema(self, schema: Schema) -> Iterator[Diagnostic]:
        for declared in schema.types:
            yield from self._type(declared)
        for operation in schema.operations:
            yield from self._operation(operation)
        for container in schema.containers:
            yield from self._container(container)

    def _type(self, declared: Type) -> Iterator[Diagnostic]:
        match declared:
            case EntityType() | ComplexType():
                members = _members(declared)
                for prop in members:
                    if prop.type.name not in self._known:
                        yield self._unknown(prop.type.name, f"{declared.name}/{prop.name}", prop.location)
                if len(self._names(declared)) != len(members):
                    yield from _duplicates(declared)
                if declared.base is not None:
                    yield from self._base(declared, declared.base)
            case EnumType() | TypeDefinition():
                if declared.underlying not in self._known:
                    yield self._unknown(declared.underlying, str(declared.name), declared.location)

    def _operation(self, operation: Operation) -> Iterator[Diagnostic]:
        path = str(operation.name)
        if operation.bound and not operation.parameters:
            yield Diagnostic(
                code="binding-parameter-missing",
                message=f"{operation.kind} {path} is bound but has no parameter to be bound to",
                remedy="Add the binding parameter as the first, or remove IsBound.",
                path=path,
                where=operation.location,
            )
        for parameter in operation.parameters:
            if parameter.type.name not in self._known:
                yield self._unknown(parameter.type.name, f"{path}/{parameter.name}", parameter.location)
        if operation.returns is not None and operation.returns.type.name not in self._known:
            yield self._unknown(operation.returns.type.name, f"{path}/$ReturnType", operation.returns.location)

    def _container(self, container: EntityContainer) -> Iterator[Diagnostic]:
        children: tuple[EntitySet | Singleton, ...] = (*container.sets, *container.singletons)
        for each in children:
            if each.type not in self._known:
                yield self._unknown(each.type, f"{container.name}/{each.name}", each.location)

    def _base(self, declared: StructuredType, name: QName) -> Iterator[Diagnostic]:
        base = self.model.types.get(name)
        kind, path, where = type(declared), str(declared.name), declared.location
        if name not in self._known:
            yield self._unknown(name, path, where)
        elif type(base) is not kind:
            wanted = "entity" if kind is EntityType else "complex"
            yield Diagnostic(
                code="wrong-base-kind",
                message=f"base type {name} of {wanted} type {path} is {_KINDS.get(type(base), 'a built-in type')}",
                remedy=f"Derive {path} from another {wanted} type.",
                path=path,
                where=where,
            )
        elif cycle := self._cycle(declared):
            yield Diagnostic(
                code="base-cycle",
                message=f"base types go round in a circle: {' -> '.join(map(str, cycle))}",
                remedy="Remove one of these BaseType attributes.",
                path=str(cycle[0]),
                where=self.model.types[cycle[0]].location,
            )
        elif _members(declared):
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
            found = self.model.structured(found.base) if found.base else None
        self._settled.update(line)
        return []

    def _redeclared(self, declared: StructuredType) -> Iterator[Diagnostic]:
        own = self._names(declared)
        for ancestor in islice(self.model.ancestry(declared.name), 1, _MAX_ANCESTORS):
            for name in sorted(own & self._names(ancestor)):
                yield Diagnostic(
                    code="duplicate-property",
                    message=f"property {name!r} of {declared.name} is inherited from {ancestor.name} too",
                    remedy="The declaration of the derived type is used.",
                    path=f"{declared.name}/{name}",
                    where=next(each.location for each in _members(declared) if each.name == name),
                    severity=Severity.WARNING,
                )

    def _names(self, declared: StructuredType) -> frozenset[str]:
        """The names of the members that a type declares itself."""
        found = self._own.get(declared.name)
        if found is None:
            found = self._own[declared.name] = frozenset(each.name for each in _members(declared))
        return found

    def _unknown(self, name: QName, path: str, where: Location | None) -> Diagnostic:
        return Diagnostic(
            code="unknown-type",
            message=f"type {_spelled(name)} is not defined",
            remedy=self._suggestion(name),
            path=path,
            where=where,
        )

    def _suggestion(self, name: QName) -> str:
        """The document that has the namespace, else the nearest known name."""
        if all(schema.namespace != name.namespace for schema in self.model.schemas):
            for reference in self.model.references:
                if any(include.namespace == name.namespace for include in reference.includes):
                    return f"Add the referenced document {reference.uri!r} to the metadata."
        if name not in self._suggested and len(self._suggested) < _MAX_SUGGESTIONS:
            self._suggested[name] = nearest(_spelled(name), map(str, self._known | self.suggested))
        return self._suggested.get(name) or "Define it, or add the document that does."


_KINDS = {
    EntityType: "an entity type",
    ComplexType: "a complex type",
    EnumType: "an enumeration",
    TypeDefinition: "a type definition",
}


def _members(declared: StructuredType) -> tuple[Property | NavigationProperty, ...]:
    return declared.properties + declared.navigations if declared.navigations else declared.properties


def _duplicates(declared: StructuredType) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for each in _members(declared):
        if each.name in seen:
            yield Diagnostic(
                code="duplicate-property",
                message=f"{declared.name} has two properties named {each.name!r}",
                remedy="Remove or rename one of the two.",
                path=f"{declared.name}/{each.name}",
                where=each.location,
            )
        seen.add(each.name)


def _spelled(name: QName) -> str:
    return str(name) if name.namespace else name.name
