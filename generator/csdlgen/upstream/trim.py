"""Upstream documents trimmed to what packages need of them, which is what is committed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from csdlgen.edm.model import (
    ComplexType,
    EdmModel,
    EntityContainer,
    EntitySet,
    EntityType,
    NavigationProperty,
    NavigationPropertyBinding,
    Operation,
    Property,
    Schema,
    Singleton,
    Type,
)
from csdlgen.edm.references import without_dangling
from csdlgen.edm.visit import elements, path_of
from csdlgen.upstream.take import overload

_Root = TypeVar("_Root", EntitySet, Singleton)
_Member = TypeVar("_Member", Property, NavigationProperty)


def trimmed(slices: Sequence[EdmModel], upstream: EdmModel, overlays: Iterable[EdmModel]) -> EdmModel:
    """The part of an upstream document that the slices need: their elements as far as upstream defines them, with its
    annotations, and the elements that overlays annotate out of line."""
    return without_dangling(_Needed(slices, overlays).of(upstream))


def still_there(old: EdmModel, new: EdmModel, whole: EdmModel) -> EdmModel:
    """The new slice, with the elements of the old one that the whole new model still has.

    This is what to compare the old slice with: a type that only a removed operation needed is not removed itself.
    """
    part = without_dangling(_Needed((old, new), ()).of(whole))
    schemas = (replace(schema, targets=()) for schema in part.schemas)
    return replace(part, schemas=tuple(filter(_has_elements, schemas)))


def _has_elements(schema: Schema) -> bool:
    return bool(schema.types or schema.operations or schema.terms or schema.containers or schema.targets)


class _Needed:
    """What is needed: elements by path, overloads, bindings of roots by path, and the containers that extend others."""

    def __init__(self, slices: Iterable[EdmModel], overlays: Iterable[EdmModel]) -> None:
        self._paths: set[str] = set()
        self._overloads: set[object] = set()
        self._bindings: dict[str, set[NavigationPropertyBinding]] = {}
        self._extending: set[str] = set()
        for parent, element in elements(*(schema for part in slices for schema in part.schemas)):
            path = path_of(parent, element)
            self._paths.add(path)
            if isinstance(element, Operation):
                self._overloads.add(overload(element))
            elif isinstance(element, (EntitySet, Singleton)):
                self._bindings.setdefault(path, set()).update(element.bindings)
            elif isinstance(element, EntityContainer) and element.extends:
                self._extending.add(path)
        # Annotations may be on what is in a member or child, such as a parameter, a binding or another annotation.
        targets = (target.target for over in overlays for schema in over.schemas for target in schema.targets)
        self._annotated = {"/".join(target.split("/")[:depth]) for target in targets for depth in (1, 2)}

    def of(self, model: EdmModel) -> EdmModel:
        schemas = map(self._schema, model.schemas)
        return EdmModel(tuple(filter(_has_elements, schemas)), model.references, model.version)

    def _is_needed(self, path: str) -> bool:
        return path in self._paths or path in self._annotated

    def _schema(self, schema: Schema) -> Schema:
        containers = (self._container(container) for container in schema.containers)
        return replace(
            schema,
            types=tuple(self._type(type_) for type_ in schema.types if self._is_needed(str(type_.name))),
            operations=tuple(filter(self._is_needed_operation, schema.operations)),
            terms=tuple(term for term in schema.terms if self._is_needed(str(term.name))),
            containers=tuple(part for part in containers if part.children),
            # Not those on elements that only an annotation needs.
            targets=tuple(target for target in schema.targets if _head(target.target) in self._paths),
        )

    def _type(self, type_: Type) -> Type:
        if not isinstance(type_, (EntityType, ComplexType)):
            return type_
        key = {part.path for part in type_.key or ()} if isinstance(type_, EntityType) else set()

        def needed(members: tuple[_Member, ...]) -> tuple[_Member, ...]:
            return tuple(
                member for member in members if member.name in key or self._is_needed(f"{type_.name}/{member.name}")
            )

        return replace(type_, properties=needed(type_.properties), navigations=needed(type_.navigations))

    def _is_needed_operation(self, operation: Operation) -> bool:
        """Annotations may name an operation with its binding parameter, with all parameters, or with none."""
        names = {operation.signature, operation.full_signature, str(operation.name)}
        return overload(operation) in self._overloads or bool(names & self._annotated)

    def _container(self, container: EntityContainer) -> EntityContainer:
        def needed(roots: tuple[_Root, ...]) -> tuple[_Root, ...]:
            paths = {root.name: f"{container.name}/{root.name}" for root in roots}
            return tuple(
                replace(root, bindings=tuple(b for b in root.bindings if b in self._bindings.get(paths[root.name], ())))
                for root in roots
                if self._is_needed(paths[root.name])
            )

        return replace(
            container,
            extends=container.extends if str(container.name) in self._extending else None,
            sets=needed(container.sets),
            singletons=needed(container.singletons),
            imports=tuple(own for own in container.imports if self._is_needed(f"{container.name}/{own.name}")),
        )


def _head(target: str) -> str:
    """The element of a schema that a target is about, an operation without its parameters."""
    return target.partition("/")[0].partition("(")[0]
