"""What holds of models that were merged or cut, whatever they hold: said of their elements one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from typing import Any, NamedTuple

from csdlgen.edm.model import EDM, Annotation, ComplexType, EdmModel, EntityType, Operation, QName, TypeDefinition
from csdlgen.edm.visit import elements, path_of

_NOT_ITS_OWN = ("annotations", "location", "properties", "navigations", "members", "parameters", "returns")
_NOT_ITS_OWN = (*_NOT_ITS_OWN, "sets", "singletons", "imports", "constraints", "on_delete", "bindings")


class Thing(NamedTuple):
    """An element by itself: what it is but for what is in it, and its annotations."""

    own: tuple[Any, ...]
    annotations: tuple[Annotation, ...]


def things(model: EdmModel) -> dict[tuple[object, ...], Thing] | None:
    """Every element of a model; None where two have one name."""
    found: dict[tuple[object, ...], Thing] = {}
    for schema in model.schemas:
        if ("schema", schema.namespace) in found:
            return None
        found["schema", schema.namespace] = Thing((), schema.annotations)
        for parent, element in elements(schema):
            head = _overload(parent) if isinstance(parent, Operation) else ()
            key = (*head, *_overload(element)) if isinstance(element, Operation) else (*head, path_of(parent, element))
            if key in found:
                return None
            own = (getattr(element, each.name) for each in fields(element) if each.name not in _NOT_ITS_OWN)
            found[key] = Thing((type(element).__name__, *own), element.annotations)
    return found


def _overload(operation: Operation) -> tuple[object, ...]:
    return operation.signature, operation.kind, operation.bound


def check_union(base: EdmModel, over: EdmModel, merged: EdmModel) -> None:
    """An overlaid model has the elements of both, as the first has them, and of annotations that both have those of the
    overlay; what the first annotates out of line may be what the overlay defines."""
    one, other, found = things(base), things(over), things(merged)
    if one is None or other is None or found is None:
        return  # two have one name, such as a term and a container, in one of the documents or across both
    assert found.keys() == one.keys() | other.keys()
    published, targets = _out_of_line(base), _out_of_line(over)
    for key, thing in found.items():
        first, second = one.get(key), other.get(key)
        assert thing.own == (first or second).own  # type: ignore[union-attr]
        if (published or targets) and isinstance(key[-1], bool):
            continue  # an overload, which a target may name in several ways
        mine, theirs = first.annotations if first else (), second.annotations if second else ()
        if not first:
            theirs = (*theirs, *(each for each in published.get(key[-1], ()) if each not in theirs))
        wanted = _replaced(_replaced(mine, theirs), targets.get(key[-1], ()))
        assert Counter(thing.annotations) == Counter(wanted), key


def _out_of_line(model: EdmModel) -> dict[object, tuple[Annotation, ...]]:
    """What a model annotates without having it, by target."""
    found: dict[object, tuple[Annotation, ...]] = {}
    for target in (target for schema in model.schemas for target in schema.targets):
        found[target.target] = (*found.get(target.target, ()), *target.annotations)
    return found


def _replaced(mine: tuple[Annotation, ...], theirs: tuple[Annotation, ...]) -> tuple[Annotation, ...]:
    taken = {(each.term, each.qualifier) for each in theirs}
    return (*(each for each in mine if (each.term, each.qualifier) not in taken), *theirs)


def references(model: EdmModel) -> Iterator[tuple[object, QName]]:
    """Every type that something in a model is of, or derives from, with what it is that does."""
    for type_ in model.types.values():
        if isinstance(type_, (EntityType, ComplexType)):
            yield from ((type_.name, each.type.name) for each in (*type_.properties, *type_.navigations))
            if type_.base:
                yield type_.name, type_.base
        elif isinstance(type_, TypeDefinition):
            yield type_.name, type_.underlying
    for operation in (each for schema in model.schemas for each in schema.operations):
        yield from ((operation.signature, each.type.name) for each in operation.parameters)
        if operation.returns:
            yield operation.signature, operation.returns.type.name
    for container in model.containers:
        yield from ((root.name, root.type) for root in container.roots)


def check_closed(whole: EdmModel, part: EdmModel, *, everything: bool) -> None:
    """What a slice names of the whole model it has; and what it has, the whole has as well, with no more in it. With
    `everything` elements may lack what is not defined, such as a base type."""
    known, taken = set(whole.types), set(part.types)
    for user, name in references(part):
        assert name.namespace == EDM or name not in known or name in taken, (user, name)
    one, other = things(whole), things(part)
    if one is not None:
        assert other is not None
        assert other.keys() <= one.keys()
        for key, thing in other.items():
            if not everything and not (
                thing.own and thing.own[0] in ("EntityContainer", "NavigationProperty")
            ):  # which lose a part
                assert thing == one[key], key
