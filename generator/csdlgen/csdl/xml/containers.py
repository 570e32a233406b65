"""The entity container and its children (CSDL XML 4.01 section 13)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias

from csdlgen.csdl.xml import tags
from csdlgen.csdl.xml.context import Context
from csdlgen.csdl.xml.element import XmlElement
from csdlgen.csdl.xml.expressions import only_annotations
from csdlgen.csdl.xml.out_of_line import Groups, annotated
from csdlgen.edm.model import (
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


_Child: TypeAlias = EntitySet | Singleton | OperationImport


def container(ctx: Context, node: XmlElement, name: QName, groups: Groups) -> EntityContainer:
    """An entity container; children that share a name, as in Graph beta of June 2020, are kept."""
    attributes = ctx.attributes(node, _CONTAINER)
    names: set[str] = set()
    read = [_CHILDREN[child.tag](ctx, child, groups, names) for child in node.children if child.tag in _CHILDREN]
    children = [child for child in read if child]
    return EntityContainer(
        name,
        ctx.optional_qname(node, attributes, "Extends"),
        tuple(child for child in children if isinstance(child, EntitySet)),
        tuple(child for child in children if isinstance(child, Singleton)),
        tuple(child for child in children if isinstance(child, OperationImport)),
        annotated(ctx, node, groups, others=_CHILDREN),
        node.location,
    )


def _name(ctx: Context, node: XmlElement, attributes: Mapping[str, str], names: set[str]) -> str | None:
    """The name of a child, with a warning where an earlier one has it; `names` are theirs."""
    name = ctx.name(node, attributes)
    if name in names:
        ctx.warn(node, "duplicate-name", f"the container has a child named {name!r} already", "Both are kept.")
    elif name is not None:
        names.add(name)
    return name


def _entity_set(ctx: Context, node: XmlElement, groups: Groups, names: set[str]) -> EntitySet | None:
    attributes = ctx.attributes(node, _SET)
    name = _name(ctx, node, attributes, names)
    type_ = ctx.required(node, attributes, "EntityType")
    if name is None or type_ is None:
        return None
    bindings = _bindings(ctx, node)
    included = ctx.boolean(node, attributes, "IncludeInServiceDocument", True)
    annotations = annotated(ctx, node, groups, name, (tags.BINDING,))
    return EntitySet(name, ctx.qname(type_, node), bindings, included, annotations, node.location)


def _singleton(ctx: Context, node: XmlElement, groups: Groups, names: set[str]) -> Singleton | None:
    attributes = ctx.attributes(node, _SINGLETON)
    name = _name(ctx, node, attributes, names)
    type_ = ctx.required(node, attributes, "Type")
    if name is None or type_ is None:
        return None
    bindings = _bindings(ctx, node)
    nullable = ctx.boolean(node, attributes, "Nullable")
    annotations = annotated(ctx, node, groups, name, (tags.BINDING,))
    return Singleton(name, ctx.qname(type_, node), bindings, nullable, annotations, node.location)


def _bindings(ctx: Context, node: XmlElement) -> tuple[NavigationPropertyBinding, ...]:
    read = [_binding(ctx, child) for child in node.named(tags.BINDING)]
    return tuple(binding for binding in read if binding)


def _binding(ctx: Context, node: XmlElement) -> NavigationPropertyBinding | None:
    attributes = ctx.attributes(node, _BINDING)
    path = ctx.required(node, attributes, "Path")
    target = ctx.required(node, attributes, "Target")
    if path is None or target is None:
        return None
    annotations = only_annotations(ctx, node)
    return NavigationPropertyBinding(ctx.path(path), ctx.path(target), annotations, node.location)


def _import(ctx: Context, node: XmlElement, groups: Groups, names: set[str]) -> OperationImport | None:
    kind: Literal["action", "function"] = "action" if node.tag == tags.ACTION_IMPORT else "function"
    attributes = ctx.attributes(node, _ACTION_IMPORT if kind == "action" else _FUNCTION_IMPORT)
    name = _name(ctx, node, attributes, names)
    operation = ctx.required(node, attributes, kind.capitalize())
    if name is None or operation is None:
        return None
    return OperationImport(
        name,
        ctx.qname(operation, node),
        kind,
        ctx.optional_path(attributes, "EntitySet"),
        kind == "function" and ctx.boolean(node, attributes, "IncludeInServiceDocument"),
        annotated(ctx, node, groups, name),
        node.location,
    )


_CHILDREN: Mapping[str, Callable[[Context, XmlElement, Groups, set[str]], _Child | None]] = {
    tags.ENTITY_SET: _entity_set,
    tags.SINGLETON: _singleton,
    tags.ACTION_IMPORT: _import,
    tags.FUNCTION_IMPORT: _import,
}
