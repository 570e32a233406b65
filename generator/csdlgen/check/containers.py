"""Entity containers: sets, singletons, bindings and imports (CSDL section 13)."""

from __future__ import annotations

from collections.abc import Iterator

from csdlgen.check.scope import Scope, error, repeated, warning
from csdlgen.check.types import kind, unknown
from csdlgen.edm.model import (
    EDM,
    EntityContainer,
    EntitySet,
    EntityType,
    NavigationProperty,
    NavigationPropertyBinding,
    OperationImport,
    QName,
    Singleton,
)
from csdlgen.errors import Diagnostic
from csdlgen.text import shown


def container(scope: Scope, declared: EntityContainer) -> Iterator[Diagnostic]:
    """A container and its children."""
    extended = declared.extends
    if extended is not None and extended not in scope.lookup.containers and not scope.is_elsewhere(extended.namespace):
        message = f"container {declared.name} extends {extended}, which is not defined"
        yield warning("extends-unknown", message, "It is read as if it extended nothing.", declared)
    chain = [each.name for each in scope.lookup.extended(declared.name)]
    last = scope.lookup.containers[chain[-1]].extends if chain else None
    inherited = scope.lookup.children(extended) if extended and last not in chain else {}
    if last == declared.name == min(chain):
        message = f"containers extend each other in a circle: {' -> '.join(map(str, (*chain, declared.name)))}"
        yield warning("extends-cycle", message, "Each is read with the children of all of them.", declared)
    for child in repeated(declared.children, inherited):
        message = f"the container has a child named {child.name!r} already"
        yield warning("duplicate-name", message, "Both are kept; paths begin with the first.", declared, child)
    for root in declared.roots:
        yield from _root(scope, declared, root)
        for binding in root.bindings:
            yield from _binding(scope, declared, root, binding)
    for imported in declared.imports:
        yield from _import(scope, declared, imported)


def _root(scope: Scope, declared: EntityContainer, root: EntitySet | Singleton) -> Iterator[Diagnostic]:
    if root.type not in scope.known:
        yield unknown(scope, root.type, declared, root)
    elif root.type not in scope.entities:
        what = "entity set" if isinstance(root, EntitySet) else "singleton"
        message = f"{what} {root.name!r} is of {root.type}, {kind(scope, root.type)}, not of an entity type"
        yield error("wrong-type-kind", message, "Name an entity type.", declared, root)
    elif isinstance(root, EntitySet):
        type_, lookup = scope.model.types.get(root.type), scope.lookup
        if isinstance(type_, EntityType) and type_.abstract:
            message = f"entity set {root.name!r} is of the abstract type {root.type}"
            remedy = "Its entities are read as instances of the types derived from it."
            yield warning("abstract-entity-set", message, remedy, declared, root)
        if root.type.namespace != EDM and not lookup.declared_key(root.type) and lookup.is_complete(root.type):
            message = f"entity set {root.name!r} is of {root.type}, which has no key"
            remedy = "The set is read as a collection whose entities have no URL of their own."
            yield warning("missing-key", message, remedy, declared, root)


def _binding(
    scope: Scope, declared: EntityContainer, root: EntitySet | Singleton, binding: NavigationPropertyBinding
) -> Iterator[Diagnostic]:
    """Sections 13.4.1 and 13.4.2: a path of containment and complex properties to a navigation property, and where its
    targets are."""
    end = scope.lookup.follow(root.type, binding.path.split("/"))
    problem, remedy = "", ""
    if end.missing is not None:
        problem = f"{root.type} has no {shown(binding.path)}"
        remedy = scope.suggest(end.missing, scope.lookup.members(root.type))
    elif end.member is not None and not isinstance(end.member, NavigationProperty):
        problem = f"{shown(binding.path)} of {root.type} is not a navigation property"
    elif not _is_target(scope, declared.name, binding.target):
        problem = f"there is no entity set or singleton {shown(binding.target)}"
        remedy = scope.suggest(binding.target, scope.lookup.children(declared.name))
    if problem:
        message = f"a navigation property binding of {root.name!r} is not valid: {problem}"
        remedy = remedy or "The binding is kept and has no effect."
        yield warning("binding-unknown", message, remedy, declared, root, binding)


def _is_target(scope: Scope, container: QName, text: str) -> bool:
    """Whether a text names an entity set or singleton, or what is contained in one, in this container or another."""
    head, *rest = text.strip("/").split("/")
    if "." in head and rest:
        container = scope.whole.named(head)
        if container.namespace not in scope.lookup.namespaces:
            return True
        head, *rest = rest
    child = scope.lookup.children(container).get(head)
    if isinstance(child, (EntitySet, Singleton)):
        return scope.lookup.follow(child.type, rest).missing is None
    extended = list(scope.lookup.extended(container))
    return bool(extended) and extended[-1].extends is not None


def uncallable(scope: Scope, declared: EntityContainer, imported: OperationImport) -> Iterator[Diagnostic]:
    """A warning for an import that names no unbound action or function of its kind."""
    overloads = scope.whole.operations.get(imported.operation, ())
    same = [overload for overload in overloads if overload.kind == imported.kind]
    problem = ""
    if not same and not scope.is_elsewhere(imported.operation.namespace):
        problem = f"no {imported.kind} {imported.operation} is defined"
    elif same and all(overload.bound for overload in same):
        problem = f"{imported.kind} {imported.operation} is bound"
    if problem:
        remedy = "" if overloads else scope.suggest(str(imported.operation), map(str, scope.whole.operations))
        message = f"import {imported.name!r} cannot be called: {problem}"
        remedy = remedy or "The import is left out."
        yield warning("import-unknown-operation", message, remedy, declared, imported)


def _import(scope: Scope, declared: EntityContainer, imported: OperationImport) -> Iterator[Diagnostic]:
    yield from uncallable(scope, declared, imported)
    if imported.entity_set is not None and not _is_target(scope, declared.name, imported.entity_set):
        entity_set = shown(imported.entity_set)
        message = f"import {imported.name!r} returns entities of {entity_set}, which is not an entity set"
        yield warning("binding-unknown", message, "They are read as entities of no known set.", declared, imported)
