"""The entity container and its children (CSDL XML 4.01 section 13)."""

from __future__ import annotations

from typing import Literal

from lxml import etree

from csdlgen.csdl import tags
from csdlgen.csdl.context import Attributes, Context
from csdlgen.csdl.expressions import annotation, only_annotations
from csdlgen.csdl.targets import Folds, folded
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


def container(ctx: Context, el: etree._Element, name: QName, folds: Folds) -> EntityContainer:
    """An entity container; children that share a name, as in Graph beta of June 2020, are kept."""
    attributes = dict(el.items())
    ctx.expect(el, attributes, _CONTAINER)
    sets: list[EntitySet] = []
    singletons: list[Singleton] = []
    imports: list[OperationImport] = []
    inline: list[Annotation] = []
    places: dict[str, etree._Element] = {}
    for child in el:
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
            found = annotation(ctx, child)
            inline.extend(() if found is None else (found,))
        else:
            ctx.unknown(child)
    extends = attributes.get("Extends")
    return EntityContainer(
        name,
        None if extends is None else ctx.qname(extends, el),
        tuple(sets),
        tuple(singletons),
        tuple(imports),
        folded(tuple(inline), folds),
        ctx.at[el],
    )


def _named(ctx: Context, el: etree._Element, attributes: Attributes, places: dict[str, etree._Element]) -> str | None:
    name = ctx.name(el, attributes)
    if name is not None and places.setdefault(name, el) is not el:
        ctx.warn(el, "duplicate-name", f"the container has a child named {name!r} already", "Both are kept.")
    return name


def _entity_set(ctx: Context, el: etree._Element, folds: Folds, places: dict[str, etree._Element]) -> list[EntitySet]:
    attributes = dict(el.items())
    ctx.expect(el, attributes, _SET)
    name = _named(ctx, el, attributes, places)
    type_ = ctx.required(el, attributes, "EntityType")
    if name is None or type_ is None:
        return []
    bindings, inline = _bound(ctx, el)
    included = ctx.boolean(el, attributes, "IncludeInServiceDocument", True)
    return [EntitySet(name, ctx.qname(type_, el), bindings, included, folded(inline, folds, name), ctx.at[el])]


def _singleton(ctx: Context, el: etree._Element, folds: Folds, places: dict[str, etree._Element]) -> list[Singleton]:
    attributes = dict(el.items())
    ctx.expect(el, attributes, _SINGLETON)
    name = _named(ctx, el, attributes, places)
    type_ = ctx.required(el, attributes, "Type")
    if name is None or type_ is None:
        return []
    bindings, inline = _bound(ctx, el)
    return [Singleton(name, ctx.qname(type_, el), bindings, folded(inline, folds, name), ctx.at[el])]


def _bound(ctx: Context, el: etree._Element) -> tuple[tuple[NavigationPropertyBinding, ...], tuple[Annotation, ...]]:
    bindings: list[NavigationPropertyBinding] = []
    inline: list[Annotation] = []
    for child in el:
        if child.tag == tags.BINDING:
            bindings.extend(_binding(ctx, child))
        elif child.tag == tags.ANNOTATION:
            found = annotation(ctx, child)
            inline.extend(() if found is None else (found,))
        else:
            ctx.unknown(child)
    return tuple(bindings), tuple(inline)


def _binding(ctx: Context, el: etree._Element) -> list[NavigationPropertyBinding]:
    attributes = dict(el.items())
    ctx.expect(el, attributes, _BINDING)
    path = ctx.required(el, attributes, "Path")
    target = ctx.required(el, attributes, "Target")
    if path is None or target is None:
        return []
    inline = only_annotations(ctx, el)
    return [NavigationPropertyBinding(ctx.path(path), ctx.path(target), inline, ctx.at[el])]


def _import(
    ctx: Context,
    el: etree._Element,
    folds: Folds,
    places: dict[str, etree._Element],
    kind: Literal["action", "function"],
) -> list[OperationImport]:
    attributes = dict(el.items())
    ctx.expect(el, attributes, _ACTION_IMPORT if kind == "action" else _FUNCTION_IMPORT)
    name = _named(ctx, el, attributes, places)
    operation = ctx.required(el, attributes, "Action" if kind == "action" else "Function")
    if name is None or operation is None:
        return []
    entity_set = attributes.get("EntitySet")
    return [
        OperationImport(
            name,
            ctx.qname(operation, el),
            kind,
            None if entity_set is None else ctx.path(entity_set),
            kind == "function" and ctx.boolean(el, attributes, "IncludeInServiceDocument"),
            folded(only_annotations(ctx, el), folds, name),
            ctx.at[el],
        )
    ]
