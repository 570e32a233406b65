"""Entity, complex and enumeration types and type definitions (CSDL XML 4.01 sections 6 to 11)."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from csdlgen.csdl.context import FACET_NAMES, Attributes, Context
from csdlgen.csdl.expressions import annotation, only_annotations
from csdlgen.csdl.identifiers import is_plain
from csdlgen.csdl.targets import Folds, folded
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


def entity_type(ctx: Context, el: etree._Element, name: QName, folds: Folds) -> EntityType:
    """An entity type (section 6)."""
    attributes = dict(el.items())
    ctx.expect(el, attributes, _ENTITY)
    content = _content(ctx, el, folds)
    return EntityType(
        name,
        _base(ctx, el, attributes),
        ctx.boolean(el, attributes, "Abstract"),
        ctx.boolean(el, attributes, "OpenType"),
        ctx.boolean(el, attributes, "HasStream"),
        content.key,
        tuple(content.properties),
        tuple(content.navigations),
        folded(tuple(content.annotations), folds),
        ctx.at[el],
    )


def complex_type(ctx: Context, el: etree._Element, name: QName, folds: Folds) -> ComplexType:
    """A complex type (section 9)."""
    attributes = dict(el.items())
    ctx.expect(el, attributes, _COMPLEX)
    content = _content(ctx, el, folds)
    return ComplexType(
        name,
        _base(ctx, el, attributes),
        ctx.boolean(el, attributes, "Abstract"),
        ctx.boolean(el, attributes, "OpenType"),
        tuple(content.properties),
        tuple(content.navigations),
        folded(tuple(content.annotations), folds),
        ctx.at[el],
    )


def _base(ctx: Context, el: etree._Element, attributes: Attributes) -> QName | None:
    base = attributes.get("BaseType")
    return None if base is None else ctx.qname(base, el)


def _content(ctx: Context, el: etree._Element, folds: Folds) -> _Content:
    content = _Content()
    at, known = ctx.at, ctx.properties
    for child in el:
        tag = child.tag
        if tag == PROPERTY:
            # Nearly all are of a type met before, without anything inside: a short way for those.
            items = child.items()
            typed = known.get(tuple(items[1:]))
            name = items[0][1] if items else ""
            if typed and items[0][0] == "Name" and is_plain(name) and not len(child):
                extra = folded((), folds, name) if name in folds else ()
                content.properties.append(Property(name, typed[0], typed[1], extra, at[child]))
            elif prop := _property(ctx, child, folds):
                content.properties.append(prop)
        elif tag == NAVIGATION_PROPERTY:
            if navigation := _navigation(ctx, child, folds):
                content.navigations.append(navigation)
        elif tag == ANNOTATION:
            if found := annotation(ctx, child):
                content.annotations.append(found)
        elif tag == KEY and el.tag == ENTITY_TYPE:
            content.key = (*(content.key or ()), *_key(ctx, child))
        else:
            ctx.unknown(child)
    return content


def _key(ctx: Context, el: etree._Element) -> list[PropertyRef]:
    found: list[PropertyRef] = []
    for child in el:
        attributes = dict(child.items())
        if child.tag != PROPERTY_REF:
            ctx.unknown(child)
        elif (path := ctx.required(child, attributes, "Name")) is not None:
            alias = attributes.get("Alias")
            if alias is None or ctx.is_name(child, alias):
                found.append(PropertyRef(ctx.path(path), alias))
    return found


def _property(ctx: Context, el: etree._Element, folds: Folds) -> Property | None:
    named = ctx.name_and_rest(el)
    if named is None:
        return None
    type_, default = ctx.once(_typed, el, named[1])
    if type_ is None:
        return None
    if (_typed, named[1]) in ctx.shared:
        ctx.properties[named[1]] = type_, default
    return Property(named[0], type_, default, folded(only_annotations(ctx, el), folds, named[0]), ctx.at[el])


def _typed(ctx: Context, el: etree._Element, attributes: Attributes) -> tuple[TypeRef | None, str | None]:
    ctx.expect(el, attributes, _PROPERTY)
    return ctx.required_type(el, attributes), attributes.get("DefaultValue")


def _navigation(ctx: Context, el: etree._Element, folds: Folds) -> NavigationProperty | None:
    named = ctx.name_and_rest(el)
    if named is None:
        return None
    type_, contains, partner = ctx.once(_navigated, el, named[1])
    if type_ is None:
        return None
    constraints: list[ReferentialConstraint] = []
    on_delete: OnDelete | None = None
    inline: list[Annotation] = []
    for child in el:
        if child.tag == REFERENTIAL_CONSTRAINT:
            constraints.extend(_constraint(ctx, child))
        elif child.tag == ON_DELETE:
            on_delete = _on_delete(ctx, child)
        elif child.tag == ANNOTATION:
            found = annotation(ctx, child)
            inline.extend(() if found is None else (found,))
        else:
            ctx.unknown(child)
    all_annotations = folded(tuple(inline), folds, named[0])
    return NavigationProperty(
        named[0], type_, contains, partner, tuple(constraints), on_delete, all_annotations, ctx.at[el]
    )


def _navigated(ctx: Context, el: etree._Element, attributes: Attributes) -> tuple[TypeRef | None, bool, str | None]:
    ctx.expect(el, attributes, _NAVIGATION)
    partner = attributes.get("Partner")
    return (
        ctx.required_type(el, attributes),
        ctx.boolean(el, attributes, "ContainsTarget"),
        None if partner is None else ctx.path(partner),
    )


def _constraint(ctx: Context, el: etree._Element) -> list[ReferentialConstraint]:
    attributes = dict(el.items())
    ctx.expect(el, attributes, _CONSTRAINT)
    dependent = ctx.required(el, attributes, "Property")
    principal = ctx.required(el, attributes, "ReferencedProperty")
    if dependent is None or principal is None:
        return []
    inline = only_annotations(ctx, el)
    return [ReferentialConstraint(ctx.path(dependent), ctx.path(principal), inline, ctx.at[el])]


def _on_delete(ctx: Context, el: etree._Element) -> OnDelete | None:
    action = ctx.required(el, dict(el.items()), "Action")
    return None if action is None else OnDelete(action, only_annotations(ctx, el))


def enum_type(ctx: Context, el: etree._Element, name: QName, folds: Folds) -> EnumType:
    """An enumeration type (section 10); members without a value count on from the one before (section 10.3)."""
    attributes = dict(el.items())
    ctx.expect(el, attributes, _ENUM)
    members: dict[str, Member] = {}
    places: dict[str, etree._Element] = {}
    inline: list[Annotation] = []
    following = 0
    for child in el:
        if child.tag == MEMBER:
            member = _member(ctx, child, following, folds)
            if member is None:
                continue
            following = member.value + 1
            if member.name in members:
                message = f"member {member.name!r} is there twice"
                ctx.error(child, "duplicate-name", message, "Remove one of the two.", ctx.at[places[member.name]])
            members[member.name] = member
            places[member.name] = child
        elif child.tag == ANNOTATION:
            found = annotation(ctx, child)
            inline.extend(() if found is None else (found,))
        else:
            ctx.unknown(child)
    underlying = attributes.get("UnderlyingType")
    return EnumType(
        name,
        tuple(members.values()),
        _INT32 if underlying is None else ctx.qname(underlying, el),
        ctx.boolean(el, attributes, "IsFlags"),
        folded(tuple(inline), folds),
        ctx.at[el],
    )


def _member(ctx: Context, el: etree._Element, following: int, folds: Folds) -> Member | None:
    items = el.items()
    attributes = dict(items)
    name, text = attributes.get("Name"), attributes.get("Value")
    if name is None or text is None or len(items) != 2 or not is_plain(name):
        ctx.expect(el, attributes, _MEMBER)
        name = ctx.name(el, attributes)
    value = following if text is None else ctx.numbers.get(text)
    if value is None and text is not None:
        value = ctx.integer(el, "Value", text, -(2**63), 2**63 - 1)
        if value is not None:
            ctx.numbers[text] = value
    if name is None or value is None:
        return None
    inline = only_annotations(ctx, el) if len(el) else ()
    return Member(name, value, folded(inline, folds, name) if folds else inline, ctx.at[el])


def type_definition(ctx: Context, el: etree._Element, name: QName, folds: Folds) -> TypeDefinition:
    """A type definition (section 11)."""
    attributes = dict(el.items())
    ctx.expect(el, attributes, _DEFINITION)
    underlying = ctx.required(el, attributes, "UnderlyingType")
    return TypeDefinition(
        name,
        QName("", "") if underlying is None else ctx.qname(underlying, el),
        ctx.facets(el, attributes),
        folded(only_annotations(ctx, el), folds),
        ctx.at[el],
    )
