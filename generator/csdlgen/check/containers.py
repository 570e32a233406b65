"""Entity containers: sets, singletons, bindings and imports (CSDL section 13)."""

from __future__ import annotations

from collections.abc import Iterator

from csdlgen.check.scope import Child, Scope, error, warning
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
    if extended is not None and extended not in scope.containers and extended.namespace not in scope.elsewhere:
        yield warning(
            "extends-unknown",
            f"container {declared.name} extends {extended}, which is not defined",
            "It is read as if it stood by itself.",
            str(declared.name),
            declared.location,
        )


def _names(scope: Scope, declared: EntityContainer) -> Iterator[Diagnostic]:
    """Children of one name, those of extended containers among them."""
    inherited = scope.children(declared.extends) if declared.extends else {}
    seen: set[str] = set()
    children: tuple[Child, ...] = (*declared.roots, *declared.imports)
    for each in children:
        if each.name in seen or each.name in inherited:
            yield warning(
                "duplicate-name",
                f"the container has a child named {each.name!r} already",
                "Both are kept; paths begin with the first.",
                f"{declared.name}/{each.name}",
                each.location,
            )
        seen.add(each.name)


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
    if declared.type.namespace != EDM and not scope.key(declared.type) and scope.is_whole(declared.type):
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
    found = scope.follow(root.type, binding.path.split("/"))
    path, where = f"{declared.name}/{root.name}", binding.location or root.location
    problem, remedy = "", ""
    if found.missing is not None:
        problem = f"{root.type} has no {shown(binding.path)}"
        remedy = scope.suggest(found.missing, scope.all_members.names(root.type))
    elif found.member is not None and not isinstance(found.member, NavigationProperty):
        problem = f"{shown(binding.path)} of {root.type} is no navigation property"
    elif not _is_target(scope, declared.name, binding.target):
        problem = f"there is no entity set or singleton {shown(binding.target)}"
        remedy = scope.suggest(binding.target, scope.children(declared.name))
    if problem:
        message = f"a binding of {root.name!r} cannot hold: {problem}"
        yield warning("binding-unknown", message, remedy or "The binding is kept and has no effect.", path, where)


def _is_target(scope: Scope, container: QName, text: str) -> bool:
    """Whether a text names an entity set or singleton, or what is contained in one, in this container or another."""
    head, *rest = text.strip("/").split("/")
    if "." in head and rest:
        container = scope.whole.named(head)
        if container.namespace not in scope.namespaces:
            return True
        head, *rest = rest
    child = scope.children(container).get(head)
    if isinstance(child, (EntitySet, Singleton)):
        return scope.follow(child.type, rest).missing is None
    extended = list(scope.extended(container))
    return bool(extended) and extended[-1].extends is not None


def uncallable(scope: Scope, declared: EntityContainer, imported: OperationImport) -> Iterator[Diagnostic]:
    """A warning for an import of nothing that an import can call: an unbound action or function, whichever it says."""
    overloads = scope.whole.operations.get(imported.operation, ())
    same = [each for each in overloads if each.kind == imported.kind]
    problem = ""
    if not same and imported.operation.namespace not in scope.elsewhere:
        problem = f"no {imported.kind} {imported.operation} is defined"
    elif same and all(each.bound for each in same):
        problem = f"{imported.kind} {imported.operation} is bound"
    if problem:
        path, where = f"{declared.name}/{imported.name}", imported.location
        remedy = "" if overloads else scope.suggest(str(imported.operation), map(str, scope.whole.operations))
        message = f"import {imported.name!r} leads to nothing that can be called: {problem}"
        yield warning("import-unknown-operation", message, remedy or "The import is left out.", path, where)


def _import(scope: Scope, declared: EntityContainer, imported: OperationImport) -> Iterator[Diagnostic]:
    yield from uncallable(scope, declared, imported)
    if imported.entity_set is not None and not _is_target(scope, declared.name, imported.entity_set):
        yield warning(
            "binding-unknown",
            f"import {imported.name!r} returns entities of {shown(imported.entity_set)}, which is no entity set",
            "They are read as entities of no known set.",
            f"{declared.name}/{imported.name}",
            imported.location,
        )
