"""The entity container and its children (CSDL XML 4.01 section 13)."""

from __future__ import annotations

from typing import Literal

from csdlgen.csdl.xml import tags
from csdlgen.csdl.xml.context import Context
from csdlgen.csdl.xml.expressions import annotation, only_annotations
from csdlgen.csdl.xml.targets import Folds, folded
from csdlgen.csdl.xml.tree import Node
from csdlgen.edm.model import (
    Annotation,
    EntityContainer,
    EntitySet,
    NavigationPropertyBinding,
    OperationImport,
    QName,
    Singleton,
)

_CONTAINER = frozenset(("Name", "Extends"))
_SET = frozenset(("Name", "EntityType", "IncludeInServiceDocument"))
_SINGLETON = frozenset(("Name", "Type", "Nullable"))
_ACTION_IMPORT = frozenset(("Name", "Action", "EntitySet"))
_FUNCTION_IMPORT = frozenset(("Name", "Function", "EntitySet", "IncludeInServiceDocument"))
_BINDING = frozenset(("Path", "Target"))


def container(ctx: Context, node: Node, name: QName, folds: Folds) -> EntityContainer:
    """An entity container; children that share a name, as in Graph beta of June 2020, are kept."""
    ctx.expect(node, _CONTAINER)
    sets: list[EntitySet] = []
    singletons: list[Singleton] = []
    imports: list[OperationImport] = []
    inline: list[Annotation] = []
    places: dict[str, Node] = {}
    for child in node:
        tag = child.tag
        if tag == tags.ENTITY_SET:
            sets.extend(_entity_set(ctx, child, folds, places))
        elif tag == tags.SINGLETON:
            singletons.extend(_singleton(ctx, child, folds, places))
        elif tag == tags.ACTION_IMPORT:
            imports.extend(_import(ctx, child, folds, places, "action"))
        elif tag == tags.FUNCTION_IMPORT:
            imports.extend(_import(ctx, child, folds, places, "function"))
        elif tag == tags.ANNOTATION:
            if found := annotation(ctx, child):
                inline.append(found)
        else:
            ctx.unknown(child)
    extends = node.get("Extends")
    return EntityContainer(
        name,
        None if extends is None else ctx.qname(extends, node),
        tuple(sets),
        tuple(singletons),
        tuple(imports),
        folded(ctx, tuple(inline), folds),
        ctx.tree,
        node,
    )


def _named(ctx: Context, node: Node, places: dict[str, Node]) -> str | None:
    name = ctx.name(node)
    if name is not None and places.setdefault(name, node) is not node:
        ctx.warn(node, "duplicate-name", f"the container has a child named {name!r} already", "Both are kept.")
    return name


def _entity_set(ctx: Context, node: Node, folds: Folds, places: dict[str, Node]) -> list[EntitySet]:
    ctx.expect(node, _SET)
    name = _named(ctx, node, places)
    type_ = ctx.required(node, "EntityType")
    if name is None or type_ is None:
        return []
    bindings, inline = _bound(ctx, node)
    included = ctx.boolean(node, "IncludeInServiceDocument", True)
    return [
        EntitySet(name, ctx.qname(type_, node), bindings, included, folded(ctx, inline, folds, name), ctx.tree, node)
    ]


def _singleton(ctx: Context, node: Node, folds: Folds, places: dict[str, Node]) -> list[Singleton]:
    ctx.expect(node, _SINGLETON)
    name = _named(ctx, node, places)
    type_ = ctx.required(node, "Type")
    if name is None or type_ is None:
        return []
    bindings, inline = _bound(ctx, node)
    nullable = ctx.boolean(node, "Nullable")
    return [
        Singleton(name, ctx.qname(type_, node), bindings, nullable, folded(ctx, inline, folds, name), ctx.tree, node)
    ]


def _bound(ctx: Context, node: Node) -> tuple[tuple[NavigationPropertyBinding, ...], tuple[Annotation, ...]]:
    bindings: list[NavigationPropertyBinding] = []
    inline: list[Annotation] = []
    for child in node:
        if child.tag == tags.BINDING:
            bindings.extend(_binding(ctx, child))
        elif child.tag == tags.ANNOTATION:
            if found := annotation(ctx, child):
                inline.append(found)
        else:
            ctx.unknown(child)
    return tuple(bindings), tuple(inline)


def _binding(ctx: Context, node: Node) -> list[NavigationPropertyBinding]:
    ctx.expect(node, _BINDING)
    path = ctx.required(node, "Path")
    target = ctx.required(node, "Target")
    if path is None or target is None:
        return []
    inline = only_annotations(ctx, node)
    return [NavigationPropertyBinding(ctx.path(path), ctx.path(target), inline, ctx.tree, node)]


def _import(
    ctx: Context,
    node: Node,
    folds: Folds,
    places: dict[str, Node],
    kind: Literal["action", "function"],
) -> list[OperationImport]:
    ctx.expect(node, _ACTION_IMPORT if kind == "action" else _FUNCTION_IMPORT)
    name = _named(ctx, node, places)
    operation = ctx.required(node, "Action" if kind == "action" else "Function")
    if name is None or operation is None:
        return []
    entity_set = node.get("EntitySet")
    return [
        OperationImport(
            name,
            ctx.qname(operation, node),
            kind,
            None if entity_set is None else ctx.path(entity_set),
            kind == "function" and ctx.boolean(node, "IncludeInServiceDocument"),
            folded(ctx, only_annotations(ctx, node), folds, name),
            ctx.tree,
            node,
        )
    ]
