"""Which types the values of a service can have, as far as its documents declare it."""

from __future__ import annotations

from collections.abc import Iterator

from csdlgen.edm.lookup import Lookup
from csdlgen.edm.model import EDM, ComplexType, EdmModel, EntityType, Operation, QName
from csdlgen.edm.visit import type_names

# Of what is declared to have one of these types, a value may have any type of the kind.
_ANY: dict[str, tuple[type, ...]] = {
    "EntityType": (EntityType,),
    "ComplexType": (ComplexType,),
    "Untyped": (object,),
}


def used_types(model: EdmModel) -> frozenset[QName] | None:
    """The types that something has that can be reached: entity sets and singletons, operations that can be called,
    terms, and the members of such types; with their base types, and the types derived from them.

    None where the document has no entity container: it is a part of another one, which may use what it declares.
    """
    if not model.containers:
        return None
    return _Usage(model).all()


def in_collections(model: EdmModel, name: QName) -> bool:
    """Whether entities of a type, or of types derived from it, are in an entity set, or in a collection that is the
    type of a navigation property, a parameter or a result."""
    lookup = Lookup(model)
    collected = {root.type for container in model.containers for root in container.sets}
    for type_ in model.types.values():
        if isinstance(type_, (EntityType, ComplexType)):
            collected.update(each.type.name for each in type_.navigations if each.type.collection)
    for operation in lookup.all_operations:
        collected.update(each.type.name for each in operation.parameters if each.type.collection)
        if operation.returns and operation.returns.type.collection:
            collected.add(operation.returns.type.name)
    related = {name, *lookup.descendants(name), *(base.name for base in lookup.ancestry(name))}
    return bool(collected & related)


class _Usage:
    def __init__(self, model: EdmModel) -> None:
        self._model = model
        self._values: set[QName] = set()
        self._bases: set[QName] = set()
        self._bound: dict[QName | None, list[Operation]] = {}
        for each in (each for some in model.operations.values() for each in some):
            self._bound.setdefault(each.binding.name if each.binding else None, []).append(each)

    def all(self) -> frozenset[QName]:
        waiting = [root.type for container in self._model.containers for root in container.roots]
        waiting += [term.type.name for schema in self._model.schemas for term in schema.terms]
        waiting += self._called(None)
        while waiting:
            name = waiting.pop()
            if name not in self._values:
                self._values.add(name)
                waiting += self._with(name)
        return frozenset(self._values | self._bases)

    def _called(self, binding: QName | None) -> Iterator[QName]:
        """The types of the parameters and results of the operations bound to a type, or to none; given once for each
        type."""
        for operation in self._bound.pop(binding, ()):
            yield from type_names(operation)

    def _with(self, name: QName) -> Iterator[QName]:
        """The types that values of a type, or in them, may have as well."""
        if name.namespace == EDM:
            classes = _ANY.get(name.name, ())
            yield from (each.name for each in self._model.types.values() if isinstance(each, classes))
            return
        yield from self._model.derived.get(name, ())
        yield from self._called(name)
        for type_ in self._model.ancestry(name):
            if type_.name != name and (type_.name in self._bases or type_.name in self._values):
                return
            self._bases.add(type_.name)
            yield from self._called(type_.name)
            yield from (each.type.name for each in type_.properties)
            yield from (each.type.name for each in type_.navigations)
