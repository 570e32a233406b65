"""Entity, complex and enumeration types and type definitions (CSDL XML 4.01 sections 6 to 11)."""

from __future__ import annotations

from typing import TypeAlias

from csdlgen.csdl.xml.context import FACET_NAMES, Context
from csdlgen.csdl.xml.expressions import annotation, only_annotations
from csdlgen.csdl.xml.quick import maker
from csdlgen.csdl.xml.tags import (
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
from csdlgen.csdl.xml.targets import Folds, folded
from csdlgen.csdl.xml.tree import Node
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
)

_PROPERTY = FACET_NAMES | {"Name", "Type", "Nullable", "DefaultValue"}
_NAVIGATION = frozenset(("Name", "Type", "Nullable", "Partner", "ContainsTarget"))
_COMPLEX = frozenset(("Name", "BaseType", "Abstract", "OpenType"))
_ENTITY = _COMPLEX | {"HasStream"}
_ENUM = frozenset(("Name", "UnderlyingType", "IsFlags"))
_MEMBER = frozenset(("Name", "Value"))
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
    base, abstract, open_, has_stream = _base(ctx, node, _ENTITY)
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
        ctx.tree,
        node,
    )


def complex_type(ctx: Context, node: Node, name: QName, folds: Folds) -> ComplexType:
    """A complex type (section 9)."""
    base, abstract, open_, _ = _base(ctx, node, _COMPLEX)
    properties, navigations, annotations, _ = _content(ctx, node, folds)
    return _make_complex_type(
        name,
        base,
        abstract,
        open_,
        properties,
        navigations,
        folded(ctx, annotations, folds),
        ctx.tree,
        node,
    )


def _base(ctx: Context, node: Node, known: frozenset[str]) -> tuple[QName | None, bool, bool, bool]:
    """The base type, and whether a type is abstract, is open, and has a stream."""
    named = node.get("BaseType")
    base = None if named is None else ctx.qname(named, node)
    if len(node.attrib) == 1 + (named is not None):  # besides its name, as most
        return base, False, False, False
    ctx.expect(node, known)
    has_stream = "HasStream" in known and ctx.boolean(node, "HasStream")
    return base, ctx.boolean(node, "Abstract"), ctx.boolean(node, "OpenType"), has_stream


def _content(ctx: Context, node: Node, folds: Folds) -> _Content:
    properties: list[Property] = []
    navigations: list[NavigationProperty] = []
    annotations: list[Annotation] = []
    keys: list[Node] = []
    for child in node:
        tag = child.tag
        if tag == PROPERTY:
            if prop := _property(ctx, child, folds):
                properties.append(prop)
        elif tag == NAVIGATION_PROPERTY:
            if navigation := _navigation(ctx, child, folds):
                navigations.append(navigation)
        elif tag == ANNOTATION:
            if found := annotation(ctx, child):
                annotations.append(found)
        elif tag == KEY and node.tag == ENTITY_TYPE:
            keys.append(child)
        else:
            ctx.unknown(child)
    return tuple(properties), tuple(navigations), tuple(annotations), _keys(ctx, keys) if keys else None


def _keys(ctx: Context, nodes: list[Node]) -> tuple[PropertyRef, ...] | None:
    """The parts of the key; of several `Key` elements, which section 6.5 rules out, those of all, each path once."""
    parts: list[PropertyRef] = []
    for node in nodes:
        if not _key(ctx, node, parts):
            return None
    for second in nodes[1:]:
        message = "the entity type has a Key already"
        ctx.warn(second, "duplicate-key", message, "The parts of both are read as one key.", nodes[0])
    return tuple(parts) if len(nodes) == 1 else tuple({each.path: each for each in parts}.values())


def _key(ctx: Context, node: Node, parts: list[PropertyRef]) -> bool:
    """Add the parts of a `Key` element; False, and a warning, where the key has to be left out."""
    ctx.expect(node)
    for child in node:
        if child.tag != PROPERTY_REF:
            ctx.unknown(child)
        elif (path := ctx.required(child, "Name")) is not None:
            ctx.expect(child, _PROPERTY_REF)
            alias = child.get("Alias")
            if alias is not None and not ctx.is_name(child, alias, "alias"):
                ctx.left_out(node, "a part of the key has an alias that cannot be used", "The key")
                return False
            parts.append(PropertyRef(ctx.path(path), alias))
    return True


def _property(ctx: Context, node: Node, folds: Folds) -> Property | None:
    name = ctx.name(node)
    type_ = ctx.typed(node, _PROPERTY)
    if name is None or type_ is None:
        return None
    annotations = only_annotations(ctx, node) if len(node) else ()
    if name in folds:
        annotations = folded(ctx, annotations, folds, name)
    return _make_property(name, type_, node.get("DefaultValue"), annotations, ctx.tree, node)


def _navigation(ctx: Context, node: Node, folds: Folds) -> NavigationProperty | None:
    name = ctx.name(node)
    type_ = ctx.typed(node, _NAVIGATION)
    contains, partner = ctx.boolean(node, "ContainsTarget"), node.get("Partner")
    if name is None or type_ is None:
        return None
    constraints: list[ReferentialConstraint] = []
    on_delete: OnDelete | None = None
    inline: list[Annotation] = []
    for child in node:
        if child.tag == REFERENTIAL_CONSTRAINT:
            constraints.extend(_constraint(ctx, child))
        elif child.tag == ON_DELETE and on_delete is None:
            on_delete = _on_delete(ctx, child)
        elif child.tag == ANNOTATION:
            if found := annotation(ctx, child):
                inline.append(found)
        else:
            ctx.unknown(child)
    return _make_navigation(
        name,
        type_,
        contains,
        None if partner is None else ctx.path(partner),
        tuple(constraints),
        on_delete,
        folded(ctx, tuple(inline), folds, name),
        ctx.tree,
        node,
    )


def _constraint(ctx: Context, node: Node) -> list[ReferentialConstraint]:
    ctx.expect(node, _CONSTRAINT)
    dependent = ctx.required(node, "Property")
    principal = ctx.required(node, "ReferencedProperty")
    if dependent is None or principal is None:
        return []
    inline = only_annotations(ctx, node)
    return [ReferentialConstraint(ctx.path(dependent), ctx.path(principal), inline, ctx.tree, node)]


def _on_delete(ctx: Context, node: Node) -> OnDelete | None:
    ctx.expect(node, _ON_DELETE)
    action = ctx.required(node, "Action")
    return None if action is None else OnDelete(action, only_annotations(ctx, node))


def enum_type(ctx: Context, node: Node, name: QName, folds: Folds) -> EnumType:
    """An enumeration type (section 10); members without a value count on from the one before (section 10.3)."""
    ctx.expect(node, _ENUM)
    underlying = node.get("UnderlyingType")
    members: dict[str, Member] = {}
    inline: list[Annotation] = []
    following = 0
    for child in node:
        if child.tag == MEMBER:
            value = _member_value(ctx, child, following)
            following = following if value is None else value + 1
            if value is not None and (member := _member(ctx, child, value, folds)):
                first = members.setdefault(member.name, member)
                if first is not member:
                    message = f"member {member.name!r} is there twice"
                    ctx.error(child, "duplicate-name", message, "Remove one of the two.", first.element)
        elif child.tag == ANNOTATION:
            if found := annotation(ctx, child):
                inline.append(found)
        else:
            ctx.unknown(child)
    return _make_enum_type(
        name,
        tuple(members.values()),
        _INT32 if underlying is None else ctx.qname(underlying, node),
        ctx.boolean(node, "IsFlags"),
        folded(ctx, tuple(inline), folds),
        ctx.tree,
        node,
    )


def _member_value(ctx: Context, node: Node, following: int) -> int | None:
    """The value of a member, which is `following` where none is stated; None, and an error, for no number."""
    text = node.get("Value")
    if text is None:
        return following
    value = ctx.numbers.get(text)
    if value is None:
        value = ctx.integer(node, "Value", text, -(2**63), 2**63 - 1)
        if value is not None:
            ctx.numbers[text] = value
    return value


def _member(ctx: Context, node: Node, value: int, folds: Folds) -> Member | None:
    if len(node.attrib) > 1:
        ctx.expect(node, _MEMBER)
    name = ctx.name(node)
    if name is None:
        return None
    annotations = only_annotations(ctx, node) if len(node) else ()
    if name in folds:
        annotations = folded(ctx, annotations, folds, name)
    return _make_member(name, value, annotations, ctx.tree, node)


def type_definition(ctx: Context, node: Node, name: QName, folds: Folds) -> TypeDefinition:
    """A type definition (section 11)."""
    ctx.expect(node, _DEFINITION)
    underlying = ctx.required(node, "UnderlyingType")
    return TypeDefinition(
        name,
        QName("", "") if underlying is None else ctx.qname(underlying, node),
        ctx.facets(node),
        folded(ctx, only_annotations(ctx, node), folds),
        ctx.tree,
        node,
    )
