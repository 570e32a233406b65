"""Entity, complex and enumeration types and type definitions (CSDL XML 4.01 sections 6 to 11)."""

from __future__ import annotations

from dataclasses import dataclass, field

from csdlgen.csdl.context import FACET_NAMES, Attributes, Context
from csdlgen.csdl.expressions import annotation, only_annotations
from csdlgen.csdl.identifiers import is_plain
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
from csdlgen.csdl.tree import Node
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

_PROPERTY = FACET_NAMES | {"Type", "Nullable", "DefaultValue"}
_NAVIGATION = frozenset(("Type", "Nullable", "Partner", "ContainsTarget"))
_COMPLEX = frozenset(("Name", "BaseType", "Abstract", "OpenType"))
_ENTITY = _COMPLEX | {"HasStream"}
_ENUM = frozenset(("Name", "UnderlyingType", "IsFlags"))
_MEMBER = frozenset(("Name", "Value"))
_DEFINITION = FACET_NAMES | {"Name", "UnderlyingType"}
_CONSTRAINT = frozenset(("Property", "ReferencedProperty"))
_INT32 = QName(EDM, "Int32")


@dataclass(slots=True)
class _Content:
    """The children of a structured type, by kind."""

    properties: list[Property] = field(default_factory=list)
    navigations: list[NavigationProperty] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)
    key: tuple[PropertyRef, ...] | None = None


def entity_type(ctx: Context, node: Node, name: QName, folds: Folds) -> EntityType:
    """An entity type (section 6)."""
    attributes = node.attrib
    ctx.expect(node, attributes, _ENTITY)
    content = _content(ctx, node, folds)
    return EntityType(
        name,
        _base(ctx, node, attributes),
        ctx.boolean(node, attributes, "Abstract"),
        ctx.boolean(node, attributes, "OpenType"),
        ctx.boolean(node, attributes, "HasStream"),
        content.key,
        tuple(content.properties),
        tuple(content.navigations),
        folded(tuple(content.annotations), folds),
        ctx.at[node],
    )


def complex_type(ctx: Context, node: Node, name: QName, folds: Folds) -> ComplexType:
    """A complex type (section 9)."""
    attributes = node.attrib
    ctx.expect(node, attributes, _COMPLEX)
    content = _content(ctx, node, folds)
    return ComplexType(
        name,
        _base(ctx, node, attributes),
        ctx.boolean(node, attributes, "Abstract"),
        ctx.boolean(node, attributes, "OpenType"),
        tuple(content.properties),
        tuple(content.navigations),
        folded(tuple(content.annotations), folds),
        ctx.at[node],
    )


def _base(ctx: Context, node: Node, attributes: Attributes) -> QName | None:
    base = attributes.get("BaseType")
    return None if base is None else ctx.qname(base, node)


def _content(ctx: Context, node: Node, folds: Folds) -> _Content:
    content = _Content()
    at, known = ctx.at, ctx.plain_types
    for child in node:
        tag = child.tag
        if tag == PROPERTY:
            # Nearly all have a name, a type met before, perhaps Nullable, and nothing inside: a short way for those.
            attributes = child.attrib
            name, nullable = attributes.get("Name"), attributes.get("Nullable")
            plain = len(attributes) == 2 + (nullable is not None) and not len(child)
            type_ = known.get((attributes.get("Type", ""), nullable)) if plain else None
            if type_ is not None and name is not None and is_plain(name):
                extra = folded((), folds, name) if name in folds else ()
                content.properties.append(Property(name, type_, None, extra, at[child]))
            elif prop := _property(ctx, child, folds):
                content.properties.append(prop)
        elif tag == NAVIGATION_PROPERTY:
            if navigation := _navigation(ctx, child, folds):
                content.navigations.append(navigation)
        elif tag == ANNOTATION:
            if found := annotation(ctx, child):
                content.annotations.append(found)
        elif tag == KEY and node.tag == ENTITY_TYPE:
            content.key = (*(content.key or ()), *_key(ctx, child))
        else:
            ctx.unknown(child)
    return content


def _key(ctx: Context, node: Node) -> list[PropertyRef]:
    found: list[PropertyRef] = []
    for child in node:
        attributes = child.attrib
        if child.tag != PROPERTY_REF:
            ctx.unknown(child)
        elif (path := ctx.required(child, attributes, "Name")) is not None:
            alias = attributes.get("Alias")
            if alias is None or ctx.is_name(child, alias):
                found.append(PropertyRef(ctx.path(path), alias))
    return found


def _property(ctx: Context, node: Node, folds: Folds) -> Property | None:
    named = ctx.name_and_rest(node)
    if named is None:
        return None
    type_, default = ctx.once(_typed, node, named[1])
    if type_ is None:
        return None
    if (_typed, named[1]) in ctx.shared:
        ctx.remember(node, type_)
    return Property(named[0], type_, default, folded(only_annotations(ctx, node), folds, named[0]), ctx.at[node])


def _typed(ctx: Context, node: Node, attributes: Attributes) -> tuple[TypeRef | None, str | None]:
    ctx.expect(node, attributes, _PROPERTY)
    return ctx.required_type(node, attributes), attributes.get("DefaultValue")


def _navigation(ctx: Context, node: Node, folds: Folds) -> NavigationProperty | None:
    named = ctx.name_and_rest(node)
    if named is None:
        return None
    type_, contains, partner = ctx.once(_navigated, node, named[1])
    if type_ is None:
        return None
    constraints: list[ReferentialConstraint] = []
    on_delete: OnDelete | None = None
    inline: list[Annotation] = []
    for child in node:
        if child.tag == REFERENTIAL_CONSTRAINT:
            constraints.extend(_constraint(ctx, child))
        elif child.tag == ON_DELETE:
            on_delete = _on_delete(ctx, child)
        elif child.tag == ANNOTATION:
            if found := annotation(ctx, child):
                inline.append(found)
        else:
            ctx.unknown(child)
    all_annotations = folded(tuple(inline), folds, named[0])
    return NavigationProperty(
        named[0], type_, contains, partner, tuple(constraints), on_delete, all_annotations, ctx.at[node]
    )


def _navigated(ctx: Context, node: Node, attributes: Attributes) -> tuple[TypeRef | None, bool, str | None]:
    ctx.expect(node, attributes, _NAVIGATION)
    partner = attributes.get("Partner")
    return (
        ctx.required_type(node, attributes),
        ctx.boolean(node, attributes, "ContainsTarget"),
        None if partner is None else ctx.path(partner),
    )


def _constraint(ctx: Context, node: Node) -> list[ReferentialConstraint]:
    attributes = node.attrib
    ctx.expect(node, attributes, _CONSTRAINT)
    dependent = ctx.required(node, attributes, "Property")
    principal = ctx.required(node, attributes, "ReferencedProperty")
    if dependent is None or principal is None:
        return []
    inline = only_annotations(ctx, node)
    return [ReferentialConstraint(ctx.path(dependent), ctx.path(principal), inline, ctx.at[node])]


def _on_delete(ctx: Context, node: Node) -> OnDelete | None:
    action = ctx.required(node, node.attrib, "Action")
    return None if action is None else OnDelete(action, only_annotations(ctx, node))


def enum_type(ctx: Context, node: Node, name: QName, folds: Folds) -> EnumType:
    """An enumeration type (section 10); members without a value count on from the one before (section 10.3)."""
    attributes = node.attrib
    ctx.expect(node, attributes, _ENUM)
    members: dict[str, Member] = {}
    inline: list[Annotation] = []
    following = 0
    for child in node:
        if child.tag == MEMBER:
            if member := _member(ctx, child, following, folds):
                following = member.value + 1
                first = members.setdefault(member.name, member)
                if first is not member:
                    message = f"member {member.name!r} is there twice"
                    ctx.error(child, "duplicate-name", message, "Remove one of the two.", first.location)
        elif child.tag == ANNOTATION:
            if found := annotation(ctx, child):
                inline.append(found)
        else:
            ctx.unknown(child)
    underlying = attributes.get("UnderlyingType")
    return EnumType(
        name,
        tuple(members.values()),
        _INT32 if underlying is None else ctx.qname(underlying, node),
        ctx.boolean(node, attributes, "IsFlags"),
        folded(tuple(inline), folds),
        ctx.at[node],
    )


def _member(ctx: Context, node: Node, following: int, folds: Folds) -> Member | None:
    attributes = node.attrib
    name, text = attributes.get("Name"), attributes.get("Value")
    if name is None or text is None or len(attributes) != 2 or not is_plain(name):
        ctx.expect(node, attributes, _MEMBER)
        name = ctx.name(node, attributes)
    value = following if text is None else ctx.numbers.get(text)
    if value is None and text is not None:
        value = ctx.integer(node, "Value", text, -(2**63), 2**63 - 1)
        if value is not None:
            ctx.numbers[text] = value
    if name is None or value is None:
        return None
    inline = only_annotations(ctx, node) if len(node) else ()
    return Member(name, value, folded(inline, folds, name) if folds else inline, ctx.at[node])


def type_definition(ctx: Context, node: Node, name: QName, folds: Folds) -> TypeDefinition:
    """A type definition (section 11)."""
    attributes = node.attrib
    ctx.expect(node, attributes, _DEFINITION)
    underlying = ctx.required(node, attributes, "UnderlyingType")
    return TypeDefinition(
        name,
        QName("", "") if underlying is None else ctx.qname(underlying, node),
        ctx.facets(node, attributes),
        folded(only_annotations(ctx, node), folds),
        ctx.at[node],
    )
