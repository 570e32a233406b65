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
    yield from _extends(scope, declared)
    yield from _names(scope, declared)
    for each in declared.roots:
        path = f"{declared.name}/{each.name}"
        if each.type not in scope.known:
            yield unknown(scope, each.type, path, each.location)
        elif each.type not in scope.entities:
            what = "entity set" if isinstance(each, EntitySet) else "singleton"
            message = f"{what} {each.name!r} is of {each.type}, {kind(scope, each.type)}, not of an entity type"
            yield error("wrong-type-kind", message, "Name an entity type.", path, each.location)
        elif isinstance(each, EntitySet):
            yield from _entity_set(scope, each, path)
        for binding in each.bindings:
            yield from _binding(scope, declared, each, binding)
    for imported in declared.imports:
        yield from _import(scope, declared, imported)


def _extends(scope: Scope, declared: EntityContainer) -> Iterator[Diagnostic]:
    extended = declared.extends
    if extended is not None and extended not in scope.lookup.containers and not scope.is_elsewhere(extended.namespace):
        yield warning(
            "extends-unknown",
            f"container {declared.name} extends {extended}, which is not defined",
            "It is read as if it extended nothing.",
            str(declared.name),
            declared.location,
        )


def _names(scope: Scope, declared: EntityContainer) -> Iterator[Diagnostic]:
    """Children of one name, those of extended containers among them."""
    inherited = scope.lookup.children(declared.extends) if declared.extends else {}
    for child in repeated(declared.children, inherited):
        yield warning(
            "duplicate-name",
            f"the container has a child named {child.name!r} already",
            "Both are kept; paths begin with the first.",
            f"{declared.name}/{child.name}",
            child.location,
        )


def _entity_set(scope: Scope, declared: EntitySet, path: str) -> Iterator[Diagnostic]:
    type_ = scope.model.types.get(declared.type)
    if isinstance(type_, EntityType) and type_.abstract:
        yield warning(
            "abstract-entity-set",
            f"entity set {declared.name!r} is of the abstract type {declared.type}",
            "Its entities are read as instances of the types derived from it.",
            path,
            declared.location,
        )
    lookup, name = scope.lookup, declared.type
    if name.namespace != EDM and not lookup.declared_key(name) and lookup.is_complete(name):
        yield warning(
            "missing-key",
            f"entity set {declared.name!r} is of {declared.type}, which has no key",
            "The set is read as a collection whose entities have no URL of their own.",
            path,
            declared.location,
        )


def _binding(
    scope: Scope, declared: EntityContainer, root: EntitySet | Singleton, binding: NavigationPropertyBinding
) -> Iterator[Diagnostic]:
    """Sections 13.4.1 and 13.4.2: a path of containment and complex properties to a navigation property, and where its
    targets are."""
    end = scope.lookup.follow(root.type, binding.path.split("/"))
    path, where = f"{declared.name}/{root.name}", binding.location or root.location
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
        yield warning("binding-unknown", message, remedy or "The binding is kept and has no effect.", path, where)


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
    same = [each for each in overloads if each.kind == imported.kind]
    problem = ""
    if not same and not scope.is_elsewhere(imported.operation.namespace):
        problem = f"no {imported.kind} {imported.operation} is defined"
    elif same and all(each.bound for each in same):
        problem = f"{imported.kind} {imported.operation} is bound"
    if problem:
        path, where = f"{declared.name}/{imported.name}", imported.location
        remedy = "" if overloads else scope.suggest(str(imported.operation), map(str, scope.whole.operations))
        message = f"import {imported.name!r} cannot be called: {problem}"
        yield warning("import-unknown-operation", message, remedy or "The import is left out.", path, where)


def _import(scope: Scope, declared: EntityContainer, imported: OperationImport) -> Iterator[Diagnostic]:
    yield from uncallable(scope, declared, imported)
    if imported.entity_set is not None and not _is_target(scope, declared.name, imported.entity_set):
        yield warning(
            "binding-unknown",
            f"import {imported.name!r} returns entities of {shown(imported.entity_set)}, which is not an entity set",
            "They are read as entities of no known set.",
            f"{declared.name}/{imported.name}",
            imported.location,
        )
