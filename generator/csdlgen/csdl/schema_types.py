"""Entity, complex and enumeration types and type definitions (CSDL XML 4.01 sections 6 to 11)."""

from __future__ import annotations

from typing import TypeAlias

from csdlgen.csdl.context import FACET_NAMES, Context
from csdlgen.csdl.expressions import annotation, only_annotations
from csdlgen.csdl.quick import maker
from csdlgen.csdl.tags import (
    ANNOTATION,
    ENTITY_TYPE,
    KEY,
    MEMBER,
    NAVIGATION_PROPERTY,
    ON_DELETE,
    PROPERTY,
    PROPERTY_REF,
    REFERENTIAL_CONSTRAINT,
)
from csdlgen.csdl.targets import Folds, folded
from csdlgen.csdl.tree import Node, get
from csdlgen.edm.model import (
    EDM,
    Annotation,
    ComplexType,
    EntityType,
    EnumType,
    Member,
    NavigationProperty,
    OnDelete,
    Property,
    PropertyRef,
    QName,
    ReferentialConstraint,
    TypeDefinition,
    TypeRef,
)

_PROPERTY = FACET_NAMES | {"Name", "Type", "Nullable", "DefaultValue"}
_NAVIGATION = frozenset(("Name", "Type", "Nullable", "Partner", "ContainsTarget"))
_COMPLEX = frozenset(("Name", "BaseType", "Abstract", "OpenType"))
_ENTITY = _COMPLEX | {"HasStream"}
_ENUM = frozenset(("Name", "UnderlyingType", "IsFlags"))
_MEMBER = frozenset(("Name", "Value"))
_PLAIN_MEMBER = ["Name", "Value"]
_DEFINITION = FACET_NAMES | {"Name", "UnderlyingType"}
_PROPERTY_REF = frozenset(("Name", "Alias"))
_ON_DELETE = frozenset(("Action",))
_CONSTRAINT = frozenset(("Property", "ReferencedProperty"))
_make_complex_type = maker(ComplexType)
_make_entity_type = maker(EntityType)
_make_enum_type = maker(EnumType)
_make_member = maker(Member)
_make_navigation = maker(NavigationProperty)
_make_property = maker(Property)
_INT32 = QName(EDM, "Int32")

_Content: TypeAlias = tuple[
    tuple[Property, ...], tuple[NavigationProperty, ...], tuple[Annotation, ...], tuple[PropertyRef, ...] | None
]
"""The children of a structured type, by kind; its key at last."""


def entity_type(ctx: Context, node: Node, name: QName, folds: Folds) -> EntityType:
    """An entity type (section 6)."""
    base, abstract, open_, has_stream = ctx.said(node, _entity_attributes)
    properties, navigations, annotations, key = _content(ctx, node, folds)
    return _make_entity_type(
        name,
        base,
        abstract,
        open_,
        has_stream,
        key,
        properties,
        navigations,
        folded(ctx, annotations, folds),
        ctx.source,
        node[2],
    )


def _entity_attributes(ctx: Context, node: Node) -> tuple[QName | None, bool, bool, bool]:
    ctx.expect(node, _ENTITY)
    return *_base(ctx, node), ctx.boolean(node, "HasStream")


def complex_type(ctx: Context, node: Node, name: QName, folds: Folds) -> ComplexType:
    """A complex type (section 9)."""
    base, abstract, open_ = ctx.said(node, _complex_attributes)
    properties, navigations, annotations, _ = _content(ctx, node, folds)
    return _make_complex_type(
        name,
        base,
        abstract,
        open_,
        properties,
        navigations,
        folded(ctx, annotations, folds),
        ctx.source,
        node[2],
    )


def _complex_attributes(ctx: Context, node: Node) -> tuple[QName | None, bool, bool]:
    ctx.expect(node, _COMPLEX)
    return _base(ctx, node)


def _base(ctx: Context, node: Node) -> tuple[QName | None, bool, bool]:
    """The base type, and whether a type is abstract, and open."""
    named = get(node, "BaseType")
    base = None if named is None else ctx.qname(named, node)
    return base, ctx.boolean(node, "Abstract"), ctx.boolean(node, "OpenType")


def _content(ctx: Context, node: Node, folds: Folds) -> _Content:
    properties: list[Property] = []
    navigations: list[NavigationProperty] = []
    annotations: list[Annotation] = []
    key: tuple[PropertyRef, ...] | None = None
    for child in node[3]:
        tag = child[0]
        if tag == PROPERTY:
            if prop := _property(ctx, child, folds):
                properties.append(prop)
        elif tag == NAVIGATION_PROPERTY:
            if navigation := _navigation(ctx, child, folds):
                navigations.append(navigation)
        elif tag == ANNOTATION:
            if found := annotation(ctx, child):
                annotations.append(found)
        elif tag == KEY and node[0] == ENTITY_TYPE:
            key = (*(key or ()), *_key(ctx, child))
        else:
            ctx.unknown(child)
    return tuple(properties), tuple(navigations), tuple(annotations), key


def _key(ctx: Context, node: Node) -> list[PropertyRef]:
    found: list[PropertyRef] = []
    ctx.expect(node)
    for child in node[3]:
        if child[0] != PROPERTY_REF:
            ctx.unknown(child)
        elif (path := ctx.required(child, "Name")) is not None:
            ctx.expect(child, _PROPERTY_REF)
            alias = get(child, "Alias")
            if alias is None or ctx.is_name(child, alias):
                found.append(PropertyRef(ctx.path(path), alias))
    return found


def _property(ctx: Context, node: Node, folds: Folds) -> Property | None:
    _, _, at, inside, _ = node
    name = ctx.name(node)
    type_, default = ctx.said(node, _property_attributes)
    if name is None or type_ is None:
        return None
    annotations = only_annotations(ctx, node) if inside else ()
    if name in folds:
        annotations = folded(ctx, annotations, folds, name)
    return _make_property(name, type_, default, annotations, ctx.source, at)


def _property_attributes(ctx: Context, node: Node) -> tuple[TypeRef | None, str | None]:
    return ctx.typed(node, _PROPERTY), get(node, "DefaultValue")


def _navigation(ctx: Context, node: Node, folds: Folds) -> NavigationProperty | None:
    name = ctx.name(node)
    type_, contains, partner = ctx.said(node, _navigation_attributes)
    if name is None or type_ is None:
        return None
    constraints: list[ReferentialConstraint] = []
    on_delete: OnDelete | None = None
    inline: list[Annotation] = []
    for child in node[3]:
        if child[0] == REFERENTIAL_CONSTRAINT:
            constraints.extend(_constraint(ctx, child))
        elif child[0] == ON_DELETE and on_delete is None:
            on_delete = _on_delete(ctx, child)
        elif child[0] == ANNOTATION:
            if found := annotation(ctx, child):
                inline.append(found)
        else:
            ctx.unknown(child)
    return _make_navigation(
        name,
        type_,
        contains,
        partner,
        tuple(constraints),
        on_delete,
        folded(ctx, tuple(inline), folds, name),
        ctx.source,
        node[2],
    )


def _navigation_attributes(ctx: Context, node: Node) -> tuple[TypeRef | None, bool, str | None]:
    partner = get(node, "Partner")
    return (
        ctx.typed(node, _NAVIGATION),
        ctx.boolean(node, "ContainsTarget"),
        None if partner is None else ctx.path(partner),
    )


def _constraint(ctx: Context, node: Node) -> list[ReferentialConstraint]:
    ctx.expect(node, _CONSTRAINT)
    dependent = ctx.required(node, "Property")
    principal = ctx.required(node, "ReferencedProperty")
    if dependent is None or principal is None:
        return []
    inline = only_annotations(ctx, node)
    return [ReferentialConstraint(ctx.path(dependent), ctx.path(principal), inline, ctx.source, node[2])]


def _on_delete(ctx: Context, node: Node) -> OnDelete | None:
    ctx.expect(node, _ON_DELETE)
    action = ctx.required(node, "Action")
    return None if action is None else OnDelete(action, only_annotations(ctx, node))


def enum_type(ctx: Context, node: Node, name: QName, folds: Folds) -> EnumType:
    """An enumeration type (section 10); members without a value count on from the one before (section 10.3)."""
    underlying, flags = ctx.said(node, _enum_attributes)
    members: dict[str, Member] = {}
    inline: list[Annotation] = []
    following = 0
    for child in node[3]:
        if child[0] == MEMBER:
            if member := _member(ctx, child, following, folds):
                following = member.value + 1
                first = members.setdefault(member.name, member)
                if first is not member:
                    message = f"member {member.name!r} is there twice"
                    ctx.error(child, "duplicate-name", message, "Remove one of the two.", first.element)
        elif child[0] == ANNOTATION:
            if found := annotation(ctx, child):
                inline.append(found)
        else:
            ctx.unknown(child)
    return _make_enum_type(
        name,
        tuple(members.values()),
        underlying,
        flags,
        folded(ctx, tuple(inline), folds),
        ctx.source,
        node[2],
    )


def _enum_attributes(ctx: Context, node: Node) -> tuple[QName, bool]:
    ctx.expect(node, _ENUM)
    underlying = get(node, "UnderlyingType")
    return _INT32 if underlying is None else ctx.qname(underlying, node), ctx.boolean(node, "IsFlags")


def _member(ctx: Context, node: Node, following: int, folds: Folds) -> Member | None:
    _, pairs, at, inside, _ = node
    if pairs[::2] == _PLAIN_MEMBER:
        _, name, _, text = pairs
    else:
        ctx.expect(node, _MEMBER)
        found, stated = ctx.required(node, "Name"), get(node, "Value")
        if found is None:
            return None
        if stated is None:
            stated = str(following)
        name, text = found, stated
    if not ctx.is_name(node, name):
        return None
    value = ctx.numbers.get(text)
    if value is None:
        value = ctx.integer(node, "Value", text, -(2**63), 2**63 - 1)
        if value is None:
            return None
        ctx.numbers[text] = value
    annotations = only_annotations(ctx, node) if inside else ()
    if name in folds:
        annotations = folded(ctx, annotations, folds, name)
    return _make_member(name, value, annotations, ctx.source, at)


def type_definition(ctx: Context, node: Node, name: QName, folds: Folds) -> TypeDefinition:
    """A type definition (section 11)."""
    ctx.expect(node, _DEFINITION)
    underlying = ctx.required(node, "UnderlyingType")
    return TypeDefinition(
        name,
        QName("", "") if underlying is None else ctx.qname(underlying, node),
        ctx.facets(node),
        folded(ctx, only_annotations(ctx, node), folds),
        ctx.source,
        node[2],
    )
