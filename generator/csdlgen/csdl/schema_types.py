"""Entity, complex and enumeration types and type definitions (CSDL XML 4.01 sections 6 to 11)."""

from __future__ import annotations

from typing import TypeAlias

from csdlgen.csdl.context import FACET_NAMES, Context
from csdlgen.csdl.expressions import annotation, only_annotations
from csdlgen.csdl.identifiers import is_plain
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
    ctx.expect(node, _ENTITY)
    properties, navigations, annotations, key = _content(ctx, node, folds)
    return _make_entity_type(
        name,
        _base(ctx, node),
        ctx.boolean(node, "Abstract"),
        ctx.boolean(node, "OpenType"),
        ctx.boolean(node, "HasStream"),
        key,
        properties,
        navigations,
        folded(annotations, folds),
        node[2],
    )


def complex_type(ctx: Context, node: Node, name: QName, folds: Folds) -> ComplexType:
    """A complex type (section 9)."""
    ctx.expect(node, _COMPLEX)
    properties, navigations, annotations, _ = _content(ctx, node, folds)
    return _make_complex_type(
        name,
        _base(ctx, node),
        ctx.boolean(node, "Abstract"),
        ctx.boolean(node, "OpenType"),
        properties,
        navigations,
        folded(annotations, folds),
        node[2],
    )


def _base(ctx: Context, node: Node) -> QName | None:
    base = get(node, "BaseType")
    return None if base is None else ctx.qname(base, node)


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
    _, pairs, at, inside, _ = node
    # Nearly all have a name and a type met before, and no more to say: a short way for those.
    type_ = ctx.plain_types.get(tuple(pairs[2:]))
    default = None
    if type_ is not None and pairs[0] == "Name" and is_plain(pairs[1]):
        name: str | None = pairs[1]
    else:
        name = ctx.name(node)
        type_ = ctx.typed(node, _PROPERTY)
        default = get(node, "DefaultValue")
    if name is None or type_ is None:
        return None
    inline = only_annotations(ctx, node) if inside else ()
    return _make_property(name, type_, default, folded(inline, folds, name) if folds else inline, at)


def _navigation(ctx: Context, node: Node, folds: Folds) -> NavigationProperty | None:
    name = ctx.name(node)
    ctx.expect(node, _NAVIGATION)
    type_ = ctx.required_type(node)
    if name is None or type_ is None:
        return None
    contains, partner = ctx.boolean(node, "ContainsTarget"), get(node, "Partner")
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
        None if partner is None else ctx.path(partner),
        tuple(constraints),
        on_delete,
        folded(tuple(inline), folds, name),
        node[2],
    )


def _constraint(ctx: Context, node: Node) -> list[ReferentialConstraint]:
    ctx.expect(node, _CONSTRAINT)
    dependent = ctx.required(node, "Property")
    principal = ctx.required(node, "ReferencedProperty")
    if dependent is None or principal is None:
        return []
    inline = only_annotations(ctx, node)
    return [ReferentialConstraint(ctx.path(dependent), ctx.path(principal), inline, node[2])]


def _on_delete(ctx: Context, node: Node) -> OnDelete | None:
    ctx.expect(node, _ON_DELETE)
    action = ctx.required(node, "Action")
    return None if action is None else OnDelete(action, only_annotations(ctx, node))


def enum_type(ctx: Context, node: Node, name: QName, folds: Folds) -> EnumType:
    """An enumeration type (section 10); members without a value count on from the one before (section 10.3)."""
    ctx.expect(node, _ENUM)
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
                    ctx.error(child, "duplicate-name", message, "Remove one of the two.", first.location)
        elif child[0] == ANNOTATION:
            if found := annotation(ctx, child):
                inline.append(found)
        else:
            ctx.unknown(child)
    underlying = get(node, "UnderlyingType")
    return _make_enum_type(
        name,
        tuple(members.values()),
        _INT32 if underlying is None else ctx.qname(underlying, node),
        ctx.boolean(node, "IsFlags"),
        folded(tuple(inline), folds),
        node[2],
    )


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
    if not is_plain(name) and not ctx.is_name(node, name):
        return None
    value = ctx.numbers.get(text)
    if value is None:
        value = ctx.integer(node, "Value", text, -(2**63), 2**63 - 1)
        if value is None:
            return None
        ctx.numbers[text] = value
    inline = only_annotations(ctx, node) if inside else ()
    return _make_member(name, value, folded(inline, folds, name) if folds else inline, at)


def type_definition(ctx: Context, node: Node, name: QName, folds: Folds) -> TypeDefinition:
    """A type definition (section 11)."""
    ctx.expect(node, _DEFINITION)
    underlying = ctx.required(node, "UnderlyingType")
    return TypeDefinition(
        name,
        QName("", "") if underlying is None else ctx.qname(underlying, node),
        ctx.facets(node),
        folded(only_annotations(ctx, node), folds),
        node[2],
    )
