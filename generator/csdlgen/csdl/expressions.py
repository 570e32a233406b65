"""Annotations and expressions (CSDL XML 4.01 sections 14.2 to 14.4), in attribute and in element notation.

Recursion is as deep as the document, which the parser limits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from csdlgen.csdl import tags
from csdlgen.csdl.context import FACET_NAMES, Attributes, Context
from csdlgen.csdl.tags import ANNOTATION, CONSTANT_KINDS
from csdlgen.csdl.tree import Node
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
_RECORD_ATTRIBUTES = frozenset(("Type",))
_NO_ATTRIBUTES: frozenset[str] = frozenset()


def annotations_in(ctx: Context, node: Node) -> tuple[Annotation, ...]:
    """The annotations in an element; its other children are somebody else's."""
    found: list[Annotation] = []
    for each in node:
        if each.tag == ANNOTATION and (made := annotation(ctx, each)):
            found.append(made)
    return tuple(found)


def only_annotations(ctx: Context, node: Node) -> tuple[Annotation, ...]:
    """The annotations in an element that has no other children."""
    if not len(node):
        return ()
    found: list[Annotation] = []
    for each in node:
        if each.tag != ANNOTATION:
            ctx.unknown(each)
        elif made := annotation(ctx, each):
            found.append(made)
    return tuple(found)


def annotation(ctx: Context, node: Node) -> Annotation | None:
    """One annotation; None where it has no term, or a value that cannot be read."""
    attributes = node.attrib
    if len(attributes) == 2 and not len(node):
        (first, named), (kind, text) = attributes.items()
        if first == "Term" and kind in CONSTANT_KINDS:  # as nearly all are
            value = Constant("String", text) if kind == "String" else _constant(ctx, kind, text)
            return Annotation(ctx.qnames.get(named) or ctx.qname(named, node), value, None, (), ctx.at[node])
    term = ctx.required(node, attributes, "Term")
    ctx.expect(node, attributes, _ANNOTATION_ATTRIBUTES)
    content = None if term is None else _value(ctx, node, attributes)
    if term is None or content is None:
        return None
    return Annotation(
        ctx.qname(term, node), content, attributes.get("Qualifier"), annotations_in(ctx, node), ctx.at[node]
    )


def _constant(ctx: Context, name: str, text: str) -> Constant:
    """A constant in attribute notation, shared, as booleans, numbers and members are always the same few."""
    found = ctx.constants.get((name, text))
    if found is None:
        found = ctx.constants[name, text] = _constant_of(ctx, CONSTANT_KINDS[name], text)
    return found


def _constant_of(ctx: Context, kind: ConstantKind, text: str) -> Constant:
    """Blanks around a constant mean nothing, except in strings (`xs:string`)."""
    if kind == "String":
        return Constant(kind, text)
    return Constant(kind, ctx.path(" ".join(text.split())) if kind == "EnumMember" else text.strip())


def _value(ctx: Context, node: Node, attributes: Attributes) -> Expression | None:
    """The one expression of an annotation, property value or labeled element; None for one that cannot be read.

    The attribute goes before the element, the first before the others, which are no CSDL.
    """
    children = [each for each in node if each.tag != ANNOTATION and tags.is_own(each.tag)]
    inline = next((item for item in attributes.items() if item[0] in _INLINE), None)
    for surplus in children if inline else children[1:]:
        ctx.unknown(surplus)
    if inline:
        return _inline(ctx, *inline)
    return expression(ctx, children[0]) if children else _DEFAULT


def _inline(ctx: Context, name: str, text: str) -> Expression:
    if name in tags.PATH_KINDS:
        return PathExpression(tags.PATH_KINDS[name], ctx.path(text))
    if name == "UrlRef":
        return Operator("UrlRef", (Constant("String", text),))
    return _constant_of(ctx, CONSTANT_KINDS[name], text)


def expression(ctx: Context, node: Node) -> Expression | None:
    """An expression in element notation; None, and a warning, for an element that is none."""
    tag = node.tag
    if tag in tags.CONSTANT_TAGS:
        return _constant_of(ctx, tags.CONSTANT_TAGS[tag], node.text or "")
    if tag in tags.PATH_TAGS:
        return PathExpression(tags.PATH_TAGS[tag], ctx.path(node.text or ""))
    read = _operator if tag in tags.OPERATOR_TAGS else _COMPOSITE.get(tag)
    if read is None:
        ctx.unknown(node)
        return None
    return read(ctx, node)


def _operands(ctx: Context, node: Node) -> tuple[Expression, ...]:
    found: list[Expression] = []
    for each in node:
        if each.tag != ANNOTATION and (made := expression(ctx, each)):
            found.append(made)
    return tuple(found)


def _collection(ctx: Context, node: Node) -> Expression:
    for each in node.findall(ANNOTATION):
        ctx.unknown(each)
    return CollectionExpression(_operands(ctx, node))


def _null(ctx: Context, node: Node) -> Expression:
    return Null(only_annotations(ctx, node))


def _record(ctx: Context, node: Node) -> Expression:
    values: list[PropertyValue] = []
    for child in node:
        if child.tag == tags.PROPERTY_VALUE:
            if value := _property_value(ctx, child):
                values.append(value)
        elif child.tag != ANNOTATION:
            ctx.unknown(child)
    attributes = node.attrib
    ctx.expect(node, attributes, _RECORD_ATTRIBUTES)
    named = attributes.get("Type")
    return Record(tuple(values), None if named is None else ctx.qname(named, node), annotations_in(ctx, node))


def _property_value(ctx: Context, node: Node) -> PropertyValue | None:
    attributes = node.attrib
    if len(attributes) == 2 and not len(node):
        (first, named), (kind, text) = attributes.items()
        if first == "Property" and kind in CONSTANT_KINDS:
            return PropertyValue(named, _constant(ctx, kind, text), (), ctx.at[node])
    name = ctx.required(node, attributes, "Property")
    ctx.expect(node, attributes, _PROPERTY_VALUE_ATTRIBUTES)
    content = None if name is None else _value(ctx, node, attributes)
    if name is None or content is None:
        return None
    return PropertyValue(name, content, annotations_in(ctx, node), ctx.at[node])


def _operator(ctx: Context, node: Node) -> Expression:
    kind = tags.OPERATOR_TAGS[node.tag]
    attributes = node.attrib
    ctx.expect(node, attributes, _OPERATOR_ATTRIBUTES.get(kind, _NO_ATTRIBUTES))
    name: str | None = None
    operands: tuple[Expression, ...] | None = None
    if kind == "Apply":
        name = ctx.path(attributes["Function"]) if "Function" in attributes else None
    elif kind == "LabeledElementReference":
        name, operands = ctx.path(node.text or ""), ()
    elif kind == "LabeledElement":
        name = ctx.required(node, attributes, "Name")
        value = _value(ctx, node, attributes)
        operands = () if value is None or value is _DEFAULT else (value,)
    named = attributes.get("Type") if kind in ("Cast", "IsOf") else None
    return Operator(
        kind,
        _operands(ctx, node) if operands is None else operands,
        name,
        None if named is None else ctx.type(node, attributes, named),
        annotations_in(ctx, node),
    )


_COMPOSITE: Mapping[str, Callable[[Context, Node], Expression]] = {
    tags.COLLECTION: _collection,
    tags.RECORD: _record,
    tags.NULL: _null,
}
