"""Annotations and expressions (CSDL XML 4.01 sections 14.2 to 14.4), in attribute and in element notation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import cast

from lxml import etree

from csdlgen.csdl import tags
from csdlgen.csdl.context import FACET_NAMES, MAX_DEPTH, Attributes, Context
from csdlgen.csdl.tags import ANNOTATION, CONSTANT_KINDS
from csdlgen.edm.model import (
    Annotation,
    CollectionExpression,
    Constant,
    ConstantKind,
    Default,
    Expression,
    Null,
    Operator,
    PathExpression,
    PropertyValue,
    Record,
)

_DEFAULT = Default()
_INLINE = frozenset((*CONSTANT_KINDS, *tags.PATH_KINDS, "UrlRef"))
_OPERATOR_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "Apply": frozenset(("Function",)),
    "Cast": FACET_NAMES | {"Type"},
    "IsOf": FACET_NAMES | {"Type"},
    "LabeledElement": _INLINE | {"Name"},
}
_ANNOTATION_ATTRIBUTES = _INLINE | {"Term", "Qualifier"}
_PROPERTY_VALUE_ATTRIBUTES = _INLINE | {"Property"}
_NO_ATTRIBUTES: frozenset[str] = frozenset()
# How deep an annotation stands at least: Edmx, DataServices, Schema, and what it annotates.
_OUTER = 4


def annotations(ctx: Context, children: Iterable[etree._Element], depth: int = _OUTER) -> tuple[Annotation, ...]:
    """The annotations among some elements; the others are somebody else's."""
    found: list[Annotation] = []
    for each in children:
        if each.tag == ANNOTATION:
            made = annotation(ctx, each, depth)
            if made is not None:
                found.append(made)
    return tuple(found)


def only_annotations(ctx: Context, el: etree._Element) -> tuple[Annotation, ...]:
    """The annotations in an element that has no other children."""
    if not len(el):
        return ()
    found: list[Annotation] = []
    for each in el:
        if each.tag == ANNOTATION:
            made = annotation(ctx, each)
            if made is not None:
                found.append(made)
        else:
            ctx.unknown(each)
    return tuple(found)


def annotation(ctx: Context, el: etree._Element, depth: int = _OUTER) -> Annotation | None:
    """One annotation; None where it has no term, or a value that cannot be read."""
    items = el.items()
    if len(items) == 2 and items[0][0] == "Term" and items[1][0] in CONSTANT_KINDS and not len(el):
        (_, named), (kind, text) = items
        value = Constant("String", text) if kind == "String" else _constant(ctx, items[1])
        return Annotation(ctx.qnames.get(named) or ctx.qname(named, el), value, None, (), ctx.at[el])
    attributes = dict(items)
    term = ctx.required(el, attributes, "Term")
    ctx.expect(el, attributes, _ANNOTATION_ATTRIBUTES)
    if term is None or _is_too_deep(ctx, el, depth):
        return None
    content = _value(ctx, el, attributes, depth)
    if content is None:
        return None
    nested = annotations(ctx, el, depth + 1) if len(el) else ()
    return Annotation(ctx.qname(term, el), content, attributes.get("Qualifier"), nested, ctx.at[el])


def _constant(ctx: Context, item: tuple[str, str]) -> Constant:
    """A constant in attribute notation; booleans, numbers and members are shared, as they are always the same few."""
    found = ctx.shared.get(item)
    if found is None:
        found = ctx.shared[item] = _constant_of(ctx, CONSTANT_KINDS[item[0]], item[1])
    return cast(Constant, found)


def _constant_of(ctx: Context, kind: ConstantKind, text: str) -> Constant:
    """Blanks around a constant mean nothing, except in strings (`xs:string`)."""
    if kind == "String":
        return Constant(kind, text)
    return Constant(kind, ctx.path(" ".join(text.split())) if kind == "EnumMember" else text.strip())


def _value(ctx: Context, el: etree._Element, attributes: Attributes, depth: int) -> Expression | None:
    """The one expression of an annotation, property value or labeled element; None for one that cannot be read.

    The attribute goes before the element, the first before the others, which are no CSDL.
    """
    children = [each for each in el if each.tag != ANNOTATION and tags.namespace_of(each.tag) in tags.OWN_NAMESPACES]
    inline = next((item for item in attributes.items() if item[0] in _INLINE), None)
    for surplus in children if inline else children[1:]:
        ctx.unknown(surplus)
    if inline:
        return _inline(ctx, *inline)
    return expression(ctx, children[0], depth + 1) if children else _DEFAULT


def _inline(ctx: Context, name: str, text: str) -> Expression:
    if name in tags.PATH_KINDS:
        return PathExpression(tags.PATH_KINDS[name], ctx.path(text))
    if name == "UrlRef":
        return Operator("UrlRef", (Constant("String", text),))
    return _constant_of(ctx, CONSTANT_KINDS[name], text)


def expression(ctx: Context, el: etree._Element, depth: int) -> Expression | None:
    """An expression in element notation; None, and a warning, for an element that is none."""
    tag = el.tag
    if _is_too_deep(ctx, el, depth):
        return None
    if tag in tags.CONSTANT_TAGS:
        return _constant_of(ctx, tags.CONSTANT_TAGS[tag], el.text or "")
    if tag in tags.PATH_TAGS:
        return PathExpression(tags.PATH_TAGS[tag], ctx.path(el.text or ""))
    if tag in tags.OPERATOR_TAGS:
        return _operator(ctx, el, depth)
    read = _COMPOSITE.get(tag)
    if read is None:
        ctx.unknown(el)
        return None
    return read(ctx, el, depth)


def _is_too_deep(ctx: Context, el: etree._Element, depth: int) -> bool:
    if depth <= MAX_DEPTH:
        return False
    ctx.error(el, "too-deep", f"elements are nested deeper than {MAX_DEPTH} levels", "Check where the file comes from.")
    return True


def _operands(ctx: Context, el: etree._Element, depth: int) -> tuple[Expression, ...]:
    owned = (each for each in el if each.tag != ANNOTATION)
    found = (expression(ctx, each, depth + 1) for each in owned)
    return tuple(each for each in found if each is not None)


def _collection(ctx: Context, el: etree._Element, depth: int) -> Expression:
    for each in el.iterchildren(ANNOTATION):
        ctx.unknown(each)
    return CollectionExpression(_operands(ctx, el, depth))


def _null(ctx: Context, el: etree._Element, depth: int) -> Expression:
    return Null(annotations(ctx, el, depth + 1))


def _record(ctx: Context, el: etree._Element, depth: int) -> Expression:
    values: list[PropertyValue] = []
    for child in el:
        if child.tag == tags.PROPERTY_VALUE:
            value = _property_value(ctx, child, depth + 1)
            if value is not None:
                values.append(value)
        elif child.tag != ANNOTATION:
            ctx.unknown(child)
    attributes = dict(el.items())
    ctx.expect(el, attributes, frozenset(("Type",)))
    named = attributes.get("Type")
    return Record(tuple(values), None if named is None else ctx.qname(named, el), annotations(ctx, el, depth + 1))


def _property_value(ctx: Context, el: etree._Element, depth: int) -> PropertyValue | None:
    items = el.items()
    if len(items) == 2 and items[0][0] == "Property" and items[1][0] in CONSTANT_KINDS and not len(el):
        return PropertyValue(items[0][1], _constant(ctx, items[1]), (), ctx.at[el])
    attributes = dict(items)
    name = ctx.required(el, attributes, "Property")
    ctx.expect(el, attributes, _PROPERTY_VALUE_ATTRIBUTES)
    content = None if name is None else _value(ctx, el, attributes, depth)
    if name is None or content is None:
        return None
    return PropertyValue(name, content, annotations(ctx, el, depth + 1), ctx.at[el])


def _operator(ctx: Context, el: etree._Element, depth: int) -> Expression | None:
    kind = tags.OPERATOR_TAGS[el.tag]
    attributes = dict(el.items())
    ctx.expect(el, attributes, _OPERATOR_ATTRIBUTES.get(kind, _NO_ATTRIBUTES))
    name: str | None = None
    operands: tuple[Expression, ...] | None = None
    if kind == "Apply":
        name = ctx.path(attributes["Function"]) if "Function" in attributes else None
    elif kind == "LabeledElementReference":
        name, operands = ctx.path(el.text or ""), ()
    elif kind == "LabeledElement":
        name = ctx.required(el, attributes, "Name")
        value = _value(ctx, el, attributes, depth)
        operands = () if value is None or value is _DEFAULT else (value,)
    named = attributes.get("Type") if kind in ("Cast", "IsOf") else None
    return Operator(
        kind,
        _operands(ctx, el, depth) if operands is None else operands,
        name,
        None if named is None else ctx.type(el, attributes, named),
        annotations(ctx, el, depth + 1),
    )


_COMPOSITE: dict[str, Callable[[Context, etree._Element, int], Expression]] = {
    tags.COLLECTION: _collection,
    tags.RECORD: _record,
    tags.NULL: _null,
}
