"""What URLs ask of a model: look-ups by name, worked out once a type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from csdlgen.edm.alternate_keys import alternate_keys
from csdlgen.edm.model import (
    EDM,
    Annotation,
    ComplexType,
    EdmModel,
    EntitySet,
    EntityType,
    EnumType,
    NavigationProperty,
    Operation,
    OperationImport,
    Parameter,
    Property,
    QName,
    Singleton,
    TypeDefinition,
)
from csdlgen.navigation import Graph

Member: TypeAlias = Property | NavigationProperty
RootElement: TypeAlias = EntitySet | Singleton | OperationImport
KeyParts: TypeAlias = tuple[tuple[str, Property], ...]

_OPTIONAL = QName("Org.OData.Core.V1", "OptionalParameter")
_ABSTRACT = {EntityType: "EntityType", ComplexType: "ComplexType"}


@dataclass(frozen=True, slots=True)
class KeyChoice:
    """The keys that a collection takes: the parts of the primary one, those of them that have to be given, since no
    constraint determines them, and the alternate ones. `known` is false where the model does not say."""

    primary: KeyParts
    short: KeyParts
    alternate: tuple[KeyParts, ...]
    known: bool


@dataclass(frozen=True)
class Service:
    """A model as URLs see it. Make it once and match many URLs: every look-up is kept."""

    model: EdmModel

    @cached_property
    def roots(self) -> dict[str, RootElement]:
        """What paths begin with, by name: the entity sets, singletons and imports of every container."""
        found: dict[str, RootElement] = {}
        for container in sorted(self.model.containers, key=lambda each: each.name):
            for each in (*container.roots, *container.imports):
                found.setdefault(each.name, each)
        return found

    @cached_property
    def namespaces(self) -> dict[str, str]:
        """Namespaces and aliases (CSDL sections 3.3 and 5), each with the namespace that it stands for."""
        includes = [each for reference in self.model.references for each in reference.includes]
        aliases = [(each.alias, each.namespace) for each in self.model.schemas]
        aliases += [(each.alias, each.namespace) for each in includes]
        found = {each.namespace: each.namespace for each in self.model.schemas}
        for alias, namespace in aliases:
            if alias:
                found.setdefault(alias, namespace)
        return found

    def qualified(self, text: str) -> QName | None:
        """The name that a qualified name stands for; None where its namespace or alias is unknown."""
        prefix, _, name = text.rpartition(".")
        namespace = self.namespaces.get(prefix)
        return QName(namespace, name) if namespace is not None else None

    @cached_property
    def _members(self) -> dict[QName, dict[str, Member]]:
        return {}

    def members(self, name: QName) -> dict[str, Member]:
        """The properties and navigation properties of a structured type, inherited ones included."""
        if name not in self._members:
            found: dict[str, Member] = {}
            for one in reversed(list(self.model.ancestry(name))):
                found |= {each.name: each for each in one.properties}
                found |= {each.name: each for each in one.navigations}
            self._members[name] = found
        return self._members[name]

    def declaring(self, name: QName, wanted: str, collection: bool) -> QName | None:
        """The first type derived from another that has a member or an operation that the other has not."""
        for each in sorted(self.graph.derived_or_same(name) - {name}):
            if wanted in self.operations(each, collection) or (not collection and wanted in self.members(each)):
                return each
        return None

    @cached_property
    def graph(self) -> Graph:
        return Graph(self.model)

    def is_open(self, name: QName) -> bool:
        """Whether a type or one that it derives from is open (CSDL section 6.3), or may be, since it is not known."""
        return any(each.open for each in self.model.ancestry(name)) or not self.is_complete(name)

    def derives(self, name: QName, base: QName) -> bool:
        """Whether a type is `base` or derives from it."""
        return name == base or any(each.name == base for each in self.model.ancestry(name))

    def is_complete(self, name: QName) -> bool:
        """Whether the model has a type with all that it derives from."""
        line = list(self.model.ancestry(name))
        return bool(line) and line[-1].base is None

    @cached_property
    def _keys(self) -> dict[QName, KeyParts]:
        return {}

    def key(self, name: QName) -> KeyParts:
        """The key of an entity type as (name in key predicates, property): its own or the nearest inherited one."""
        if name not in self._keys:
            line = (each for each in self.model.ancestry(name) if isinstance(each, EntityType))
            declared = next((each.key for each in line if each.key), ())
            self._keys[name] = self._parts(name, [(each.alias or each.path, each.path) for each in declared])
        return self._keys[name]

    def _parts(self, name: QName, paths: Iterable[tuple[str, str]]) -> KeyParts:
        found = ((alias, self._property(name, path.split("/"))) for alias, path in paths)
        return tuple((alias, each) for alias, each in found if each is not None)

    def _property(self, name: QName, path: list[str]) -> Property | None:
        """The property at the end of a path; key parts may be in complex properties and related entities."""
        for step in path[:-1]:
            member = self.members(name).get(step)
            if member is None:
                return None
            name = member.type.name
        found = self.members(name).get(path[-1])
        return found if isinstance(found, Property) else None

    @cached_property
    def _choices(self) -> dict[tuple[QName, QName | None, str], KeyChoice]:
        return {}

    def choice(self, name: QName, source: QName | None, step: str) -> KeyChoice:
        """The keys that a collection of a type takes: one that a step leads to, a root or a member of `source`."""
        if (name, source, step) not in self._choices:
            member = self.members(source).get(step) if source else self.roots.get(step)
            determined: frozenset[str] = frozenset()
            if source and isinstance(member, NavigationProperty):
                determined = self._determined(source, member)
            primary = self.key(name)
            own = member.annotations if member else ()
            self._choices[name, source, step] = KeyChoice(
                primary,
                tuple(each for each in primary if each[1].name not in determined) or primary,
                tuple(dict.fromkeys((*self.alternate_keys(name), *self._declared_keys(name, own)))),
                known=bool(primary) or self.is_complete(name),
            )
        return self._choices[name, source, step]

    def alternate_keys(self, name: QName) -> tuple[KeyParts, ...]:
        """The keys that `AlternateKeys` declares on a type or on those that it derives from."""
        line = (each.annotations for each in self.model.ancestry(name))
        return tuple(key for some in line for key in self._declared_keys(name, some))

    def _declared_keys(self, name: QName, annotations: tuple[Annotation, ...]) -> tuple[KeyParts, ...]:
        """The alternate keys that annotations declare for a type."""
        found = (self._parts(name, key) for key in alternate_keys(annotations))
        return tuple(each for each in found if each)

    def _determined(self, source: QName, navigation: NavigationProperty) -> frozenset[str]:
        """The properties of a navigation's target that referential constraints determine (section 4.3.3)."""
        own = {each.referenced for each in navigation.constraints}
        partner = self.members(navigation.type.name).get(navigation.partner or "")
        if isinstance(partner, NavigationProperty) and self.derives(source, partner.type.name):
            own |= {each.property for each in partner.constraints}
        return frozenset(own)

    @cached_property
    def _bound(self) -> dict[tuple[QName, bool], list[Operation]]:
        """Bound operations by what they are bound to."""
        found: dict[tuple[QName, bool], list[Operation]] = {}
        for overloads in self.model.operations.values():
            for each in overloads:
                if each.binding is not None:
                    found.setdefault((each.binding.name, each.binding.collection), []).append(each)
        return found

    @cached_property
    def _operations(self) -> dict[tuple[QName, bool], dict[str, tuple[Operation, ...]]]:
        return {}

    def operations(self, name: QName, collection: bool) -> dict[str, tuple[Operation, ...]]:
        """What can be called on a value of a type or on a collection of them: overloads by simple and by qualified
        name (that with an alias included), those of the type itself before those of base types."""
        known = self._operations.get((name, collection))
        if known is None:
            gathered: dict[str, list[Operation]] = {}
            for base in self._lineage(name):
                for each in self._bound.get((base, collection), ()):
                    for spelled in self._spellings(each.name):
                        gathered.setdefault(spelled, []).append(each)
            known = {spelled: tuple(some) for spelled, some in gathered.items()}
            self._operations[name, collection] = known
        return known

    @cached_property
    def collection_operations(self) -> frozenset[str]:
        """The simple names of everything bound to collections."""
        return frozenset(each.name.name for (_, many), some in self._bound.items() if many for each in some)

    def _lineage(self, name: QName) -> Iterator[QName]:
        """A type, its base types, and the abstract type of its kind (CSDL section 4.5)."""
        line = list(self.model.ancestry(name))
        yield from [each.name for each in line] or [name]
        kind = _ABSTRACT[type(line[0])] if line else "PrimitiveType"
        yield from (QName(EDM, each) for each in (kind, "Untyped") if QName(EDM, each) != name)

    @cached_property
    def _aliases(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for prefix, namespace in self.namespaces.items():
            found.setdefault(namespace, []).append(prefix)
        return found

    def _spellings(self, name: QName) -> list[str]:
        return [name.name, *(f"{prefix}.{name.name}" for prefix in self._aliases.get(name.namespace, ()))]

    def imported(self, found: OperationImport) -> tuple[Operation, ...]:
        """The unbound overloads that an import calls."""
        return tuple(each for each in self.model.operations.get(found.operation, ()) if not each.bound)

    def literal_type(self, name: QName) -> QName | EnumType | None:
        """What literals of a type look like: a primitive type, that below a type definition, or an enumeration; None
        for structured and unknown types."""
        found = self.model.types.get(name)
        if isinstance(found, TypeDefinition):
            return found.underlying
        if isinstance(found, EnumType):
            return found
        return name if name.namespace == EDM else None


def given_parameters(operation: Operation) -> tuple[Parameter, ...]:
    """The parameters that a URL gives: all but the binding parameter."""
    return operation.parameters[1:] if operation.bound else operation.parameters


def is_optional(parameter: Parameter) -> bool:
    """Whether `Org.OData.Core.V1.OptionalParameter` says that a parameter may be left out."""
    return any(each.term == _OPTIONAL for each in parameter.annotations)
