"""Hypothesis strategies for whole models: `models()` draws an `EdmModel`.

What is drawn is valid by construction: names are unique where they have to be (members among the inherited ones too),
every type, set and key path that is named is there, partners point at each other, overloads differ in parameters, and
texts are such as XML and JSON can both carry. So the strategy serves any law of the form `read(dump(m)) == m`, in
either format, and any law of what works on models. Annotations use terms that are defined elsewhere, so that their
values may have any kind; a format that cannot tell some kinds of constants or paths apart has to say so in its law.
"""

from __future__ import annotations

from typing import Literal

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from csdlgen.edm.model import (
    EDM,
    Annotations,
    EdmModel,
    EntityContainer,
    EntitySet,
    EntityType,
    EnumType,
    Include,
    IncludeAnnotations,
    NavigationPropertyBinding,
    Operation,
    OperationImport,
    Parameter,
    QName,
    Reference,
    ReturnType,
    Schema,
    Singleton,
    Term,
    TypeDefinition,
    TypeRef,
)
from tests.expressions import ELSEWHERE, QUALIFIERS, annotated, texts
from tests.model_types import World, draw_types

KINDS: tuple[Literal["action", "function"], ...] = ("action", "function")
NAMESPACES = ("a", "shop.v1", "x.y.z", "Größe.名前")
TARGETS = ("foreign.v1.T", "foreign.v1.T/p", "foreign.v1.op(foreign.v1.T,Collection(Edm.String))/p", "foreign.v1.C/S")
APPLIES_TO = ("EntityType", "Property", "Collection", "Schema")


@st.composite
def models(draw: DrawFn) -> EdmModel:
    """Models of one or two schemas, with references to other documents or none."""
    namespaces = draw(st.lists(st.sampled_from(NAMESPACES), min_size=1, max_size=2, unique=True))
    world = World(draw, tuple(namespaces))
    draw_types(world)
    operations = world.several(_operations, 2)
    terms = world.several(_term, 2)
    containers = _containers(world, [each for some in operations for each in some])
    schemas = tuple(
        Schema(
            namespace,
            draw(st.sampled_from((None, f"alias{number}"))),
            tuple(each for each in world.types.values() if each.name.namespace == namespace),
            tuple(each for some in operations for each in some if each.name.namespace == namespace),
            tuple(each for each in terms if each.name.namespace == namespace),
            tuple(each for each in containers if each.name.namespace == namespace),
            draw(annotated()),
            draw(st.lists(st.builds(Annotations, st.sampled_from(TARGETS), annotated()), max_size=1).map(tuple)),
        )
        for number, namespace in enumerate(namespaces)
    )
    return EdmModel(schemas, draw(_references()), draw(st.sampled_from(("4.0", "4.01"))))


def _references() -> SearchStrategy[tuple[Reference, ...]]:
    include = st.builds(Include, st.just("foreign.v1"), st.sampled_from((None, "aliasF")), annotated())
    wanted = st.builds(
        IncludeAnnotations, st.just("foreign.v1"), st.sampled_from(QUALIFIERS), st.sampled_from((None, *NAMESPACES))
    )
    includes = st.lists(include, max_size=1).map(tuple)
    uris = st.sampled_from(("other.xml", "https://example.org/a?b&c='d'"))
    return st.lists(
        st.builds(Reference, uris, includes, st.lists(wanted, max_size=1).map(tuple), annotated()), max_size=1
    ).map(tuple)


def _operations(world: World) -> tuple[Operation, ...]:
    """The overloads of one action or function. Bound ones differ in what they are bound to, unbound functions in how
    many parameters they have; an unbound action has one (sections 12.2 and 12.4)."""
    name, kind, given = world.qname(), world.one(KINDS), world.several(_parameter, 2)
    types = [TypeRef(each.name, many) for each in world.types.values() for many in (False, True)]
    structured = [each for each in types if not isinstance(world.types[each.name], (EnumType, TypeDefinition))]
    returned = ReturnType(world.one((*types, world.type())), world.draw(annotated()))
    returns = returned if kind == "function" or world.perhaps() else None
    composable = kind == "function" and world.perhaps()
    if not structured or world.perhaps():
        counts = range(len(given) + 1) if kind == "function" else [len(given)]
        lists = [tuple(given[:count]) for count in counts]
        return tuple(
            Operation(name, kind, False, each, returns, composable, None, world.draw(annotated())) for each in lists
        )
    return tuple(
        Operation(
            name,
            kind,
            True,
            (Parameter("it", binding, world.draw(annotated())), *given),
            returns,
            composable,
            "it" if returns and returns.type.name == binding.name and binding.name in _entities(world) else None,
            world.draw(annotated()),
        )
        for binding in world.draw(st.lists(st.sampled_from(structured), min_size=1, max_size=2, unique=True))
    )


def _entities(world: World) -> dict[QName, EntityType]:
    return {each.name: each for each in world.of(EntityType)}


def _parameter(world: World) -> Parameter:
    return Parameter(world.name("parameters"), world.type(), world.draw(annotated()))


def _term(world: World) -> Term:
    type_ = world.type()
    default = world.draw(texts()) if type_ == TypeRef(QName(EDM, "String")) else None
    applies_to = world.draw(st.lists(st.sampled_from(APPLIES_TO), max_size=2, unique=True).map(tuple))
    base = world.one((None, ELSEWHERE[0]))
    return Term(world.qname(), type_, default, base, applies_to, world.draw(annotated()))


def _containers(world: World, operations: list[Operation]) -> list[EntityContainer]:
    """None, one, or one that extends another in the other schema."""
    found: list[EntityContainer] = []
    for namespace in world.namespaces[: world.draw(st.integers(0, 2))]:
        name = QName(namespace, world.name(namespace))
        extends = found[0].name if found and world.perhaps() else None
        found.append(_container(world, name, extends, operations))
    return found


def _container(world: World, name: QName, extends: QName | None, operations: list[Operation]) -> EntityContainer:
    entities = world.of(EntityType)
    names = [
        (world.name("roots"), world.one(entities)) for _ in range(world.draw(st.integers(0, 3)) if entities else 0)
    ]
    sets = tuple(
        EntitySet(each, type_.name, _bindings(world, type_, names), world.perhaps(), world.draw(annotated()))
        for each, type_ in names
    )
    singles = [
        (world.name("roots"), world.one(entities)) for _ in range(world.draw(st.integers(0, 1)) if entities else 0)
    ]
    singletons = tuple(
        Singleton(each, type_.name, _bindings(world, type_, names), world.perhaps(), world.draw(annotated()))
        for each, type_ in singles
    )
    unbound = list({each.name: each for each in operations if not each.bound}.values())
    imports = tuple(
        OperationImport(
            world.name("roots"),
            each.name,
            each.kind,
            next((root for root, type_ in names if each.returns and each.returns.type.name == type_.name), None),
            each.kind == "function" and world.perhaps(),
            world.draw(annotated()),
        )
        for each in unbound
    )
    return EntityContainer(name, extends, sets, singletons, imports, world.draw(annotated()))


def _bindings(
    world: World, type_: EntityType, sets: list[tuple[str, EntityType]]
) -> tuple[NavigationPropertyBinding, ...]:
    """Where navigation properties lead to a set of their type: the type's own and, through a cast, those of derived
    types."""
    found = [
        NavigationPropertyBinding(path, name, world.draw(annotated()))
        for declared in (type_, *(each for each in world.of(EntityType) if each.base == type_.name))
        for navigation in declared.navigations
        for name, target in sets
        if navigation.type.name == target.name and not navigation.contains_target
        for path in [navigation.name if declared is type_ else f"{declared.name}/{navigation.name}"]
    ]
    return tuple({each.path: each for each in found}.values())
