"""Entity, complex and enumeration types and type definitions (CSDL XML 4.01 sections 6 to 11)."""

from __future__ import annotations

from collections.abc import Iterator

from csdlgen.csdl.xml import tags
from csdlgen.csdl.xml.context import FACET_NAMES, Context
from csdlgen.csdl.xml.element import XmlElement
from csdlgen.csdl.xml.expressions import only_annotations
from csdlgen.csdl.xml.out_of_line import Groups, annotated
from csdlgen.edm import model as edm
from csdlgen.text import shown

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

_COMPLEX_CHILDREN = (tags.PROPERTY, tags.NAVIGATION_PROPERTY)
_ENTITY_CHILDREN = (*_COMPLEX_CHILDREN, tags.KEY)
_NAVIGATION_CHILDREN = (tags.REFERENTIAL_CONSTRAINT, tags.ON_DELETE)


def entity_type(ctx: Context, node: XmlElement, name: edm.QName, groups: Groups) -> edm.EntityType:
    """An entity type (section 6)."""
    attributes = ctx.attributes(node, _ENTITY)
    properties, navigations = _properties(ctx, node, groups), _navigations(ctx, node, groups)
    return edm.EntityType(
        name,
        ctx.optional_qname(node, attributes, "BaseType"),
        ctx.boolean(node, attributes, "Abstract"),
        ctx.boolean(node, attributes, "OpenType"),
        ctx.boolean(node, attributes, "HasStream"),
        _keys(ctx, node.named(tags.KEY)),
        properties,
        navigations,
        annotated(ctx, node, groups, others=_ENTITY_CHILDREN),
        node.location,
    )


def complex_type(ctx: Context, node: XmlElement, name: edm.QName, groups: Groups) -> edm.ComplexType:
    """A complex type (section 9)."""
    attributes = ctx.attributes(node, _COMPLEX)
    return edm.ComplexType(
        name,
        ctx.optional_qname(node, attributes, "BaseType"),
        ctx.boolean(node, attributes, "Abstract"),
        ctx.boolean(node, attributes, "OpenType"),
        _properties(ctx, node, groups),
        _navigations(ctx, node, groups),
        annotated(ctx, node, groups, others=_COMPLEX_CHILDREN),
        node.location,
    )


def _keys(ctx: Context, nodes: list[XmlElement]) -> tuple[edm.PropertyRef, ...] | None:
    """The parts of the key; of several `Key` elements, which section 6.5 rules out, those of all. Of parts with one
    name, which would be one and the same in URLs, there is the first."""
    parts: dict[str, edm.PropertyRef] = {}
    for node in nodes:
        if not _key(ctx, node, parts):
            return None
    for second in nodes[1:]:
        message = "the entity type has a Key already"
        ctx.warn(second, "duplicate-key", message, "The parts of both are read as one key.", nodes[0])
    return tuple(parts.values()) if nodes else None


def _key(ctx: Context, node: XmlElement, parts: dict[str, edm.PropertyRef]) -> bool:
    """Add the parts of a `Key` element, by name; False, and a warning, where the key has to be left out."""
    own: dict[str, XmlElement] = {}
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
            part = edm.PropertyRef(ctx.path(path), alias)
            name = alias or part.path
            first = own.setdefault(name, child)
            if first is not child:
                message = f"the key has a part named {shown(name)} already"
                ctx.warn(child, "duplicate-key", message, "The first of the two is the key's.", first)
            parts.setdefault(name, part)
    return True


def _properties(ctx: Context, node: XmlElement, groups: Groups) -> tuple[edm.Property, ...]:
    read = [_property(ctx, child, groups) for child in node.children if child.tag == tags.PROPERTY]
    return tuple(prop for prop in read if prop)


def _property(ctx: Context, node: XmlElement, groups: Groups) -> edm.Property | None:
    attributes = ctx.attributes(node, _PROPERTY)
    name = ctx.name(node, attributes)
    type_ = ctx.type(node, attributes)
    if name is None or type_ is None:
        return None
    annotations = annotated(ctx, node, groups, name)
    return edm.Property(name, type_, attributes.get("DefaultValue"), annotations, node.location)


def _navigations(ctx: Context, node: XmlElement, groups: Groups) -> tuple[edm.NavigationProperty, ...]:
    read = [_navigation(ctx, child, groups) for child in node.children if child.tag == tags.NAVIGATION_PROPERTY]
    return tuple(navigation for navigation in read if navigation)


def _navigation(ctx: Context, node: XmlElement, groups: Groups) -> edm.NavigationProperty | None:
    attributes = ctx.attributes(node, _NAVIGATION)
    name = ctx.name(node, attributes)
    type_ = ctx.type(node, attributes)
    contains = ctx.boolean(node, attributes, "ContainsTarget")
    if name is None or type_ is None:
        return None
    constraints = [_constraint(ctx, child) for child in node.named(tags.REFERENTIAL_CONSTRAINT)]
    return edm.NavigationProperty(
        name,
        type_,
        contains,
        ctx.optional_path(attributes, "Partner"),
        tuple(constraint for constraint in constraints if constraint),
        _on_delete(ctx, node.named(tags.ON_DELETE)),
        annotated(ctx, node, groups, name, _NAVIGATION_CHILDREN),
        node.location,
    )


def _constraint(ctx: Context, node: XmlElement) -> edm.ReferentialConstraint | None:
    attributes = ctx.attributes(node, _CONSTRAINT)
    dependent = ctx.required(node, attributes, "Property")
    principal = ctx.required(node, attributes, "ReferencedProperty")
    if dependent is None or principal is None:
        return None
    annotations = only_annotations(ctx, node)
    return edm.ReferentialConstraint(ctx.path(dependent), ctx.path(principal), annotations, node.location)


def _on_delete(ctx: Context, nodes: list[XmlElement]) -> edm.OnDelete | None:
    for surplus in nodes[1:]:
        ctx.unknown(surplus)
    action = ctx.required(nodes[0], ctx.attributes(nodes[0], _ON_DELETE), "Action") if nodes else None
    return None if action is None else edm.OnDelete(action, only_annotations(ctx, nodes[0]))


def enum_type(ctx: Context, node: XmlElement, name: edm.QName, groups: Groups) -> edm.EnumType:
    """An enumeration type (section 10)."""
    attributes = ctx.attributes(node, _ENUM)
    return edm.EnumType(
        name,
        tuple(_members(ctx, node.named(tags.MEMBER), groups)),
        ctx.optional_qname(node, attributes, "UnderlyingType") or _INT32,
        ctx.boolean(node, attributes, "IsFlags"),
        annotated(ctx, node, groups, others=(tags.MEMBER,)),
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
