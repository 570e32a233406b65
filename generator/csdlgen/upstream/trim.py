"""Upstream documents trimmed to what packages need of them, which is what is committed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from csdlgen.edm.model import (
    ComplexType,
    EdmModel,
    EntityContainer,
    EntitySet,
    EntityType,
    NavigationPropertyBinding,
    Operation,
    Schema,
    Singleton,
    Type,
)
from csdlgen.edm.references import without_dangling
from csdlgen.upstream.take import overload

_Root = TypeVar("_Root", EntitySet, Singleton)


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
    return replace(part, schemas=tuple(schema for schema in schemas if _is_needed(schema)))


def _is_needed(schema: Schema) -> bool:
    return bool(schema.types or schema.operations or schema.terms or schema.containers or schema.targets)


class _Needed:
    """Which elements are needed, by name."""

    def __init__(self, slices: Sequence[EdmModel], overlays: Iterable[EdmModel]) -> None:
        schemas = [schema for each in slices for schema in each.schemas]
        self._members: dict[str, set[str]] = {}
        for type_ in (each for schema in schemas for each in schema.types):
            self._members.setdefault(str(type_.name), set()).update(_members(type_))
        self._operations = {overload(operation) for schema in schemas for operation in schema.operations}
        self._terms = {term.name for schema in schemas for term in schema.terms}
        self._containers: dict[str, list[EntityContainer]] = {}
        for container in (each for schema in schemas for each in schema.containers):
            self._containers.setdefault(str(container.name), []).append(container)
        operations = (str(operation.name) for schema in schemas for operation in schema.operations)
        self._annotatable = {*self._members, *self._containers, *operations}
        self._annotated: dict[str, set[str]] = {}
        for target in (each.target for over in overlays for schema in over.schemas for each in schema.targets):
            head, _, rest = target.partition("/")
            self._annotated.setdefault(head, set()).add(rest.partition("/")[0])

    def of(self, model: EdmModel) -> EdmModel:
        return EdmModel(tuple(filter(None, map(self._schema, model.schemas))), model.references, model.version)

    def _schema(self, schema: Schema) -> Schema | None:
        types = tuple(kept for each in schema.types if (kept := self._type(each)) is not None)
        operations = tuple(each for each in schema.operations if self._operation(each))
        terms = tuple(each for each in schema.terms if each.name in self._terms or str(each.name) in self._annotated)
        containers = tuple(filter(None, map(self._container, schema.containers)))
        targets = tuple(
            each for each in schema.targets if each.target.partition("/")[0].partition("(")[0] in self._annotatable
        )
        part = replace(schema, types=types, operations=operations, terms=terms, containers=containers, targets=targets)
        return part if _is_needed(part) else None

    def _type(self, type_: Type) -> Type | None:
        name = str(type_.name)
        if name not in self._members and name not in self._annotated:
            return None
        if not isinstance(type_, (EntityType, ComplexType)):
            return type_
        wanted = self._members.get(name, set()) | self._annotated.get(name, set())
        if isinstance(type_, EntityType):
            wanted = wanted | {part.path for part in type_.key or ()}
        return replace(
            type_,
            properties=tuple(each for each in type_.properties if each.name in wanted),
            navigations=tuple(each for each in type_.navigations if each.name in wanted),
        )

    def _operation(self, operation: Operation) -> bool:
        """Annotations may name an operation with its binding parameter, with all parameters, or with none."""
        spelled = f"{operation.name}({','.join(str(each.type) for each in operation.parameters)})"
        names = {operation.signature, spelled, str(operation.name)}
        return overload(operation) in self._operations or bool(names & self._annotated.keys())

    def _container(self, container: EntityContainer) -> EntityContainer | None:
        ours = self._containers.get(str(container.name), [])
        annotated = self._annotated.get(str(container.name), set())
        bindings: dict[str, set[NavigationPropertyBinding]] = {}
        for root in (root for each in ours for root in each.roots):
            bindings.setdefault(root.name, set()).update(root.bindings)
        wanted = {*bindings, *(each.name for one in ours for each in one.imports), *annotated}
        sets = _roots(container.sets, wanted, bindings)
        singletons = _roots(container.singletons, wanted, bindings)
        imports = tuple(each for each in container.imports if each.name in wanted)
        if not (sets or singletons or imports):
            return None
        extends = container.extends if any(each.extends for each in ours) else None
        return replace(container, extends=extends, sets=sets, singletons=singletons, imports=imports)


def _members(type_: Type) -> set[str]:
    if not isinstance(type_, (EntityType, ComplexType)):
        return set()
    return {each.name for each in type_.properties} | {each.name for each in type_.navigations}


def _roots(
    roots: tuple[_Root, ...], wanted: Collection[str], bindings: Mapping[str, set[NavigationPropertyBinding]]
) -> tuple[_Root, ...]:
    return tuple(
        replace(each, bindings=tuple(binding for binding in each.bindings if binding in bindings.get(each.name, ())))
        for each in roots
        if each.name in wanted
    )
