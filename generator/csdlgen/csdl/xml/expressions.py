"""Annotations and expressions (CSDL XML 4.01 sections 14.2 to 14.4), in attribute and in element notation.

Recursion is as deep as the expression, which `Context.descends` limits.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from csdlgen.csdl.xml import tags
from csdlgen.csdl.xml.context import FACET_NAMES, Context
from csdlgen.csdl.xml.element import XmlElement
from csdlgen.csdl.xml.tags import ANNOTATION, CONSTANT_KINDS, PATH_KINDS
from csdlgen.edm import model as edm

_DEFAULT = edm.Default()
_INLINE = frozenset((*CONSTANT_KINDS, *PATH_KINDS, "UrlRef"))
_OPERATOR_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "Apply": frozenset(("Function",)),
    "Cast": FACET_NAMES | {"Type"},
    "IsOf": FACET_NAMES | {"Type"},
    "LabeledElement": _INLINE | {"Name"},
}
_ANNOTATION_ATTRIBUTES = _INLINE | {"Term", "Qualifier"}
_PROPERTY_VALUE_ATTRIBUTES = _INLINE | {"Property"}
_RECORD_ATTRIBUTES = frozenset(("Type",))


def annotations_in(ctx: Context, node: XmlElement) -> tuple[edm.Annotation, ...]:
    """The annotations in an element, which may have other children."""
    annotations = [annotation(ctx, child) for child in node.children if child.tag == ANNOTATION]
    return tuple(read for read in annotations if read)


def only_annotations(ctx: Context, node: XmlElement, others: Collection[str] = ()) -> tuple[edm.Annotation, ...]:
    """The annotations in an element; a child with a tag that is not among `others` is unknown."""
    annotations: list[edm.Annotation] = []
    for child in node.children:
        if child.tag == ANNOTATION:
            if read := annotation(ctx, child):
                annotations.append(read)
        elif child.tag not in others:
            ctx.unknown(child)
    return tuple(annotations)


def annotation(ctx: Context, node: XmlElement) -> edm.Annotation | None:
    """One annotation; None where it has no term, or a value that cannot be read."""
    attributes = ctx.attributes(node, _ANNOTATION_ATTRIBUTES)
    term = attributes.get("Term") or ctx.required(node, attributes, "Term")
    if term is None:
        return None
    value, inner = _content(ctx, node, attributes) if node.children else (_inline(ctx, attributes) or _DEFAULT, ())
    if value is None:
        return None
    return edm.Annotation(ctx.qname(term, node), value, attributes.get("Qualifier"), inner, node.location)


def _content(
    ctx: Context, node: XmlElement, attributes: Mapping[str, str]
) -> tuple[edm.Expression | None, tuple[edm.Annotation, ...]]:
    """The value of an annotation or property value, None where it cannot be read, and its annotations."""
    if not ctx.descends(node):
        return None, ()
    value = _value(ctx, node, attributes)
    inner = () if value is None else annotations_in(ctx, node)
    ctx.depth -= 1
    return value, inner


def _value(ctx: Context, node: XmlElement, attributes: Mapping[str, str]) -> edm.Expression | None:
    """The one expression of an annotation, property value or labeled element; None for one that cannot be read.

    The attribute goes before the element, the first before the others, which are no CSDL.
    """
    inline = _inline(ctx, attributes)
    own = [child for child in node.children if child.tag != ANNOTATION and tags.is_own(child.tag)]
    for surplus in own if inline else own[1:]:
        ctx.unknown(surplus)
    if inline:
        return inline
    return expression(ctx, own[0]) if own else _DEFAULT


def _inline(ctx: Context, attributes: Mapping[str, str]) -> edm.Expression | None:
    """The expression in attribute notation; the first of several, None where there is none."""
    for name, text in attributes.items():
        if name in CONSTANT_KINDS:
            return _constant(ctx, CONSTANT_KINDS[name], text)
        if name in PATH_KINDS:
            return edm.PathExpression(PATH_KINDS[name], ctx.path(text))
        if name == "UrlRef":
            return edm.Operator("UrlRef", (edm.Constant("String", text),))
    return None


def _constant(ctx: Context, kind: edm.ConstantKind, text: str) -> edm.Constant:
    """Blanks around a constant mean nothing, except in strings (`xs:string`)."""
    if kind == "String":
        return edm.Constant(kind, text)
    return edm.Constant(kind, ctx.path(" ".join(text.split())) if kind == "EnumMember" else text.strip())


def expression(ctx: Context, node: XmlElement) -> edm.Expression | None:
    """An expression in element notation; None, and a warning, for an element that is none."""
    tag = node.tag
    if tag in tags.CONSTANT_TAGS:
        ctx.attributes(node)
        return _constant(ctx, tags.CONSTANT_TAGS[tag], node.text or "")
    if tag in tags.PATH_TAGS:
        ctx.attributes(node)
        return edm.PathExpression(tags.PATH_TAGS[tag], ctx.path(node.text or ""))
    read = _operator if tag in tags.OPERATOR_TAGS else _COMPOSITE.get(tag)
    if read is None:
        ctx.unknown(node)
        return None
    if not ctx.descends(node):
        return None
    value = read(ctx, node)
    ctx.depth -= 1
    return value


def _operands(ctx: Context, node: XmlElement) -> tuple[edm.Expression, ...]:
    operands = [expression(ctx, child) for child in node.children if child.tag != ANNOTATION]
    return tuple(operand for operand in operands if operand)


def _collection(ctx: Context, node: XmlElement) -> edm.Expression:
    ctx.attributes(node)
    for child in node.named(ANNOTATION):
        ctx.unknown(child)
    return edm.CollectionExpression(_operands(ctx, node))


def _null(ctx: Context, node: XmlElement) -> edm.Expression:
    ctx.attributes(node)
    return edm.Null(only_annotations(ctx, node))


def _record(ctx: Context, node: XmlElement) -> edm.Expression:
    values: list[edm.PropertyValue] = []
    for child in node.children:
        if child.tag == tags.PROPERTY_VALUE:
            if value := _property_value(ctx, child):
                values.append(value)
        elif child.tag != ANNOTATION:
            ctx.unknown(child)
    type_ = ctx.optional_qname(node, ctx.attributes(node, _RECORD_ATTRIBUTES), "Type")
    return edm.Record(tuple(values), type_, annotations_in(ctx, node))


def _property_value(ctx: Context, node: XmlElement) -> edm.PropertyValue | None:
    attributes = ctx.attributes(node, _PROPERTY_VALUE_ATTRIBUTES)
    name = ctx.required(node, attributes, "Property")
    if name is None:
        return None
    value, inner = _content(ctx, node, attributes) if node.children else (_inline(ctx, attributes) or _DEFAULT, ())
    return None if value is None else edm.PropertyValue(name, value, inner, node.location)


def _operator(ctx: Context, node: XmlElement) -> edm.Expression:
    kind = tags.OPERATOR_TAGS[node.tag]
    attributes = ctx.attributes(node, _OPERATOR_ATTRIBUTES.get(kind, frozenset()))
    name: str | None = None
    operands: tuple[edm.Expression, ...] | None = None
    if kind == "Apply":
        name = ctx.optional_path(attributes, "Function")
    elif kind == "LabeledElementReference":
        name, operands = ctx.path(node.text or ""), ()
    elif kind == "LabeledElement":
        name = ctx.required(node, attributes, "Name")
        value = _value(ctx, node, attributes)
        operands = () if value is None or value is _DEFAULT else (value,)
    return edm.Operator(
        kind,
        _operands(ctx, node) if operands is None else operands,
        name,
        ctx.type(node, attributes) if kind in ("Cast", "IsOf") and "Type" in attributes else None,
        annotations_in(ctx, node),
    )


_COMPOSITE: Mapping[str, Callable[[Context, XmlElement], edm.Expression]] = {
    tags.COLLECTION: _collection,
    tags.RECORD: _record,
    tags.NULL: _null,
}
