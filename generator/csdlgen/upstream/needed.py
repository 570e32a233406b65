"""What of an upstream document is needed: the slices of packages, as far as upstream itself defines them."""

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
from csdlgen.upstream.selected import overload

_Root = TypeVar("_Root", EntitySet, Singleton)


def published(slices: Sequence[EdmModel], upstream: EdmModel, overlays: Iterable[EdmModel]) -> EdmModel:
    """The part of an upstream document that the slices need: theirs as far as upstream itself defines it, with the
    annotations of upstream, and what overlays annotate out of line, for which they need it to be there."""
    return without_dangling(_Needed(slices, overlays).of(upstream))


def still_there(old: EdmModel, new: EdmModel, whole: EdmModel) -> EdmModel:
    """The new slice, and what of the old one the whole model has all the same, though nothing leads there any more.

    This is what to compare the old slice with: a type that only a removed operation needed is not removed itself.
    """
    found = without_dangling(_Needed((old, new), ()).of(whole))
    return replace(found, schemas=tuple(replace(each, targets=()) for each in found.schemas if not _is_empty(each)))


def _is_empty(schema: Schema) -> bool:
    """Whether it has out-of-line annotations only, which slices do not."""
    return not (schema.types or schema.operations or schema.terms or schema.containers)


class _Needed:
    """Which elements are needed, by name."""

    def __init__(self, slices: Sequence[EdmModel], overlays: Iterable[EdmModel]) -> None:
        schemas = [schema for each in slices for schema in each.schemas]
        self._members: dict[str, set[str]] = {}
        for type_ in (each for schema in schemas for each in schema.types):
            self._members.setdefault(str(type_.name), set()).update(_members(type_))
        self._operations = {overload(each) for schema in schemas for each in schema.operations}
        self._terms = {each.name for schema in schemas for each in schema.terms}
        self._containers: dict[str, list[EntityContainer]] = {}
        for container in (each for schema in schemas for each in schema.containers):
            self._containers.setdefault(str(container.name), []).append(container)
        self._heads = {
            *self._members,
            *self._containers,
            *(str(each.name) for one in schemas for each in one.operations),
        }
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
            each for each in schema.targets if each.target.partition("/")[0].partition("(")[0] in self._heads
        )
        if not (types or operations or terms or containers or targets):
            return None
        return replace(schema, types=types, operations=operations, terms=terms, containers=containers, targets=targets)

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
        names = {operation.signature, operation.full_signature, str(operation.name)}
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
