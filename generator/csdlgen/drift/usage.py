"""Which types the values of a service can have, as far as its documents declare it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csdlgen.edm.model import EDM, ComplexType, EdmModel, EntityType, Operation, QName

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
    collected = {root.type for container in model.containers for root in container.sets}
    for type_ in model.types.values():
        if isinstance(type_, (EntityType, ComplexType)):
            collected.update(each.type.name for each in type_.navigations if each.type.collection)
    for each in (each for some in model.operations.values() for each in some):
        results = [each.returns.type] if each.returns else []
        types = [*(given.type for given in each.parameters), *results]
        collected.update(type_.name for type_ in types if type_.collection)
    below, waiting = {name}, [name]
    while waiting:
        found = [each for each in model.derived.get(waiting.pop(), ()) if each not in below]
        below.update(found)
        waiting.extend(found)
    return bool(collected & (below | {each.name for each in model.ancestry(name)}))


class _Usage:
    def __init__(self, model: EdmModel) -> None:
        self._model = model
        self._values: set[QName] = set()
        self._bases: set[QName] = set()
        self._waiting: list[QName] = []

    def all(self) -> frozenset[QName]:
        self._waiting.extend(root.type for container in self._model.containers for root in container.roots)
        self._waiting.extend(term.type.name for schema in self._model.schemas for term in schema.terms)
        left: list[Operation] = [each for some in self._model.operations.values() for each in some]
        while True:
            self._follow()
            called = [each for each in left if each.binding is None or each.binding.name in self._values | self._bases]
            if not called:
                return frozenset(self._values | self._bases)
            left = [each for each in left if each not in called]
            for each in called:
                self._waiting.extend(given.type.name for given in each.parameters)
                self._waiting.extend([each.returns.type.name] if each.returns else [])

    def _follow(self) -> None:
        """Use what waits for it, and what comes with it."""
        while self._waiting:
            name = self._waiting.pop()
            if name not in self._values:
                self._values.add(name)
                self._waiting.extend(self._with(name))

    def _with(self, name: QName) -> Iterable[QName]:
        """The types that values of a type, or in them, may have as well."""
        if name.namespace == EDM:
            classes = _ANY.get(name.name, ())
            return [each.name for each in self._model.types.values() if isinstance(each, classes)]
        return [*self._model.derived.get(name, ()), *self._members(name)]

    def _members(self, name: QName) -> Iterator[QName]:
        for type_ in self._model.ancestry(name):
            self._bases.add(type_.name)
            yield from (each.type.name for each in type_.properties)
            yield from (each.type.name for each in type_.navigations)
