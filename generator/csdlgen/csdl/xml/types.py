"""Entity, complex and enumeration types and type definitions (CSDL XML 4.01 sections 6 to 11)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from csdlgen.csdl.xml import tags
from csdlgen.csdl.xml.context import FACET_NAMES, Context
from csdlgen.csdl.xml.element import XmlElement
from csdlgen.csdl.xml.expressions import annotation, only_annotations
from csdlgen.csdl.xml.out_of_line import Groups, annotated, with_groups
from csdlgen.edm import model as edm

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
_INT32 = edm.QName(edm.EDM, "Int32")

_Content: TypeAlias = tuple[
    tuple[edm.Property, ...],
    tuple[edm.NavigationProperty, ...],
    tuple[edm.Annotation, ...],
    tuple[edm.PropertyRef, ...] | None,
]
"""The children of a structured type, by kind; its key is the last."""


def entity_type(ctx: Context, node: XmlElement, name: edm.QName, groups: Groups) -> edm.EntityType:
    """An entity type (section 6)."""
    attributes = ctx.attributes(node, _ENTITY)
    properties, navigations, annotations, key = _content(ctx, node, groups)
    return edm.EntityType(
        name,
        ctx.optional_qname(node, attributes, "BaseType"),
        ctx.boolean(node, attributes, "Abstract"),
        ctx.boolean(node, attributes, "OpenType"),
        ctx.boolean(node, attributes, "HasStream"),
        key,
        properties,
        navigations,
        annotations,
        node.location,
    )


def complex_type(ctx: Context, node: XmlElement, name: edm.QName, groups: Groups) -> edm.ComplexType:
    """A complex type (section 9)."""
    attributes = ctx.attributes(node, _COMPLEX)
    properties, navigations, annotations, _ = _content(ctx, node, groups)
    return edm.ComplexType(
        name,
        ctx.optional_qname(node, attributes, "BaseType"),
        ctx.boolean(node, attributes, "Abstract"),
        ctx.boolean(node, attributes, "OpenType"),
        properties,
        navigations,
        annotations,
        node.location,
    )


def _content(ctx: Context, node: XmlElement, groups: Groups) -> _Content:
    properties: list[edm.Property] = []
    navigations: list[edm.NavigationProperty] = []
    annotations: list[edm.Annotation] = []
    keys: list[XmlElement] = []
    for child in node.children:
        tag = child.tag
        if tag == tags.PROPERTY:
            if prop := _property(ctx, child, groups):
                properties.append(prop)
        elif tag == tags.NAVIGATION_PROPERTY:
            if navigation := _navigation(ctx, child, groups):
                navigations.append(navigation)
        elif tag == tags.ANNOTATION:
            if read := annotation(ctx, child):
                annotations.append(read)
        elif tag == tags.KEY and node.tag == tags.ENTITY_TYPE:
            keys.append(child)
        else:
            ctx.unknown(child)
    noted = with_groups(ctx, tuple(annotations), groups)
    return tuple(properties), tuple(navigations), noted, _keys(ctx, keys) if keys else None


def _keys(ctx: Context, nodes: list[XmlElement]) -> tuple[edm.PropertyRef, ...] | None:
    """The parts of the key; of several `Key` elements, which section 6.5 rules out, those of all, each path once."""
    parts: list[edm.PropertyRef] = []
    for node in nodes:
        if not _key(ctx, node, parts):
            return None
    for second in nodes[1:]:
        message = "the entity type has a Key already"
        ctx.warn(second, "duplicate-key", message, "The parts of both are read as one key.", nodes[0])
    return tuple(parts) if len(nodes) == 1 else tuple({part.path: part for part in parts}.values())


def _key(ctx: Context, node: XmlElement, parts: list[edm.PropertyRef]) -> bool:
    """Add the parts of a `Key` element; False, and a warning, where the key has to be left out."""
    ctx.attributes(node)
    for child in node.children:
        if child.tag != tags.PROPERTY_REF:
            ctx.unknown(child)
            continue
        attributes = ctx.attributes(child, _PROPERTY_REF)
        path, alias = ctx.required(child, attributes, "Name"), attributes.get("Alias")
        if path is not None:
            if alias is not None and not ctx.is_name(child, alias, "alias"):
                ctx.left_out(node, "a part of the key has an alias that cannot be used", "The key")
                return False
            parts.append(edm.PropertyRef(ctx.path(path), alias))
    return True


def _property(ctx: Context, node: XmlElement, groups: Groups) -> edm.Property | None:
    attributes = ctx.attributes(node, _PROPERTY)
    name = ctx.name(node, attributes)
    type_ = ctx.type(node, attributes)
    if name is None or type_ is None:
        return None
    annotations = annotated(ctx, node, groups, name)
    return edm.Property(name, type_, attributes.get("DefaultValue"), annotations, node.location)


def _navigation(ctx: Context, node: XmlElement, groups: Groups) -> edm.NavigationProperty | None:
    attributes = ctx.attributes(node, _NAVIGATION)
    name = ctx.name(node, attributes)
    type_ = ctx.type(node, attributes)
    contains = ctx.boolean(node, attributes, "ContainsTarget")
    if name is None or type_ is None:
        return None
    constraints: list[edm.ReferentialConstraint] = []
    on_delete: edm.OnDelete | None = None
    inline: list[edm.Annotation] = []
    for child in node.children:
        if child.tag == tags.REFERENTIAL_CONSTRAINT:
            if constraint := _constraint(ctx, child):
                constraints.append(constraint)
        elif child.tag == tags.ON_DELETE and on_delete is None:
            on_delete = _on_delete(ctx, child)
        elif child.tag == tags.ANNOTATION:
            if read := annotation(ctx, child):
                inline.append(read)
        else:
            ctx.unknown(child)
    annotations = with_groups(ctx, tuple(inline), groups, name)
    partner = ctx.optional_path(attributes, "Partner")
    location = node.location
    return edm.NavigationProperty(name, type_, contains, partner, tuple(constraints), on_delete, annotations, location)


def _constraint(ctx: Context, node: XmlElement) -> edm.ReferentialConstraint | None:
    attributes = ctx.attributes(node, _CONSTRAINT)
    dependent = ctx.required(node, attributes, "Property")
    principal = ctx.required(node, attributes, "ReferencedProperty")
    if dependent is None or principal is None:
        return None
    annotations = only_annotations(ctx, node)
    return edm.ReferentialConstraint(ctx.path(dependent), ctx.path(principal), annotations, node.location)


def _on_delete(ctx: Context, node: XmlElement) -> edm.OnDelete | None:
    action = ctx.required(node, ctx.attributes(node, _ON_DELETE), "Action")
    return None if action is None else edm.OnDelete(action, only_annotations(ctx, node))


def enum_type(ctx: Context, node: XmlElement, name: edm.QName, groups: Groups) -> edm.EnumType:
    """An enumeration type (section 10)."""
    attributes = ctx.attributes(node, _ENUM)
    inline: list[edm.Annotation] = []
    members: list[XmlElement] = []
    for child in node.children:
        if child.tag == tags.MEMBER:
            members.append(child)
        elif child.tag == tags.ANNOTATION:
            if read := annotation(ctx, child):
                inline.append(read)
        else:
            ctx.unknown(child)
    return edm.EnumType(
        name,
        tuple(_members(ctx, members, groups)),
        ctx.optional_qname(node, attributes, "UnderlyingType") or _INT32,
        ctx.boolean(node, attributes, "IsFlags"),
        with_groups(ctx, tuple(inline), groups),
        node.location,
    )


def _members(ctx: Context, nodes: list[XmlElement], groups: Groups) -> Iterator[edm.Member]:
    """The members of an enumeration; those without a value count on from the one before (section 10.3)."""
    defined: dict[str, XmlElement] = {}
    value = -1
    for node in nodes:
        attributes = ctx.attributes(node, _MEMBER)
        stated = attributes.get("Value")
        number = value + 1 if stated is None else ctx.integer(node, "Value", stated, -(2**63), 2**63 - 1)
        if number is None:
            continue
        value = number
        name = ctx.name(node, attributes)
        if name is None:
            continue
        first = defined.setdefault(name, node)
        if first is not node:
            message = f"member {name!r} is defined twice"
            ctx.error(node, "duplicate-name", message, "Remove one of the two.", first)
        yield edm.Member(name, value, annotated(ctx, node, groups, name), node.location)


def type_definition(ctx: Context, node: XmlElement, name: edm.QName, groups: Groups) -> edm.TypeDefinition:
    """A type definition (section 11)."""
    attributes = ctx.attributes(node, _DEFINITION)
    underlying = ctx.required(node, attributes, "UnderlyingType")
    return edm.TypeDefinition(
        name,
        edm.QName("", "") if underlying is None else ctx.qname(underlying, node),
        ctx.facets(node, attributes),
        annotated(ctx, node, groups),
        node.location,
    )
