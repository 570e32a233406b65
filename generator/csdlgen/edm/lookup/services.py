"""What a service offers: operations (CSDL section 12) and entity containers (section 13)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from csdlgen.edm.lookup.types import TypeLookup
from csdlgen.edm.model import EntityContainer, EntitySet, Operation, OperationImport, QName, Singleton

Child: TypeAlias = EntitySet | Singleton | OperationImport
"""A child of an entity container: what a URL may begin with."""


@dataclass(frozen=True)
class Lookup(TypeLookup):
    """All look-ups of one model. Answers are kept, so it is made once for a model and handed on."""

    _children: dict[QName, dict[str, Child]] = field(default_factory=dict, init=False, repr=False, compare=False)

    # --- operations ---------------------------------------------------------------------------------------------------

    @cached_property
    def bound(self) -> dict[tuple[QName, bool], tuple[Operation, ...]]:
        """The overloads that are bound to a type, or (True) to collections of it, in document order."""
        bound: dict[tuple[QName, bool], list[Operation]] = {}
        for operation in self.all_operations:
            if operation.binding:
                bound.setdefault((operation.binding.name, operation.binding.collection), []).append(operation)
        return {key: tuple(operations) for key, operations in bound.items()}

    @cached_property
    def all_operations(self) -> tuple[Operation, ...]:
        """Every overload of every action and function."""
        return tuple(operation for overloads in self.model.operations.values() for operation in overloads)

    @cached_property
    def overloads_by_simple_name(self) -> dict[str, tuple[Operation, ...]]:
        """Every overload by its name without the namespace."""
        overloads: dict[str, list[Operation]] = {}
        for operation in self.all_operations:
            overloads.setdefault(operation.name.name, []).append(operation)
        return {name: tuple(each) for name, each in overloads.items()}

    @cached_property
    def shared_simple_names(self) -> frozenset[str]:
        """The names without a namespace that operations of several namespaces have."""
        found = self.overloads_by_simple_name.items()
        return frozenset(name for name, each in found if len({operation.name for operation in each}) > 1)

    def bound_to(self, name: QName, *, collection: bool | None = None) -> tuple[Operation, ...]:
        """The operations bound to a type or its base types, or to collections of them; `collection` chooses of the
        two."""
        names = {name, *(ancestor.name for ancestor in self.ancestry(name))}
        return tuple(
            operation
            for operation in self.all_operations
            if (binding := operation.binding)
            and binding.name in names
            and (collection is None or binding.collection == collection)
        )

    def unbound(self, name: QName, kind: str | None = None) -> tuple[Operation, ...]:
        """The overloads of a name that are not bound, which an import calls; those of one kind where it is given."""
        overloads = self.model.operations.get(name, ())
        return tuple(each for each in overloads if not each.bound and kind in (None, each.kind))

    # --- containers ---------------------------------------------------------------------------------------------------

    @cached_property
    def containers(self) -> dict[QName, EntityContainer]:
        """The entity containers by name; the first of duplicates."""
        return {container.name: container for container in reversed(self.model.containers)}

    def extended(self, name: QName) -> Iterator[EntityContainer]:
        """A container and those that it extends; stops at an unknown one and at a circle (section 13.1)."""
        seen: set[QName] = set()
        container = self.containers.get(name)
        while container is not None and container.name not in seen and len(seen) != self.most_ancestors:
            seen.add(container.name)
            yield container
            container = self.containers.get(container.extends) if container.extends else None

    def children(self, name: QName) -> Mapping[str, Child]:
        """The children of a container by name, with those of the containers that it extends."""
        if name not in self._children:
            children: dict[str, Child] = {}
            for container in self.extended(name):
                for child in container.children:
                    children.setdefault(child.name, child)
            self._children[name] = children
        return self._children[name]

    @cached_property
    def roots(self) -> dict[str, Child]:
        """What URLs begin with: the children of all containers by name; of two with one name, that of the container
        whose name comes first."""
        roots: dict[str, Child] = {}
        for container in sorted(self.model.containers, key=lambda container: container.name):
            for child in container.children:
                roots.setdefault(child.name, child)
        return roots

    @cached_property
    def imports(self) -> dict[QName, tuple[str, ...]]:
        """The names of the imports that call an operation, sorted."""
        names: dict[QName, set[str]] = {}
        for container in self.model.containers:
            for imported in container.imports:
                names.setdefault(imported.operation, set()).add(imported.name)
        return {operation: tuple(sorted(imports)) for operation, imports in names.items()}
