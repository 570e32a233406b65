"""Annotations and expressions (CSDL XML 4.01 sections 14.2 to 14.4), in attribute and in element notation.

Recursion is as deep as the expression, which `Context.descends` limits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from csdlgen.csdl.xml import tags
from csdlgen.csdl.xml.context import FACET_NAMES, Context
from csdlgen.csdl.xml.quick import maker
from csdlgen.csdl.xml.tags import ANNOTATION, CONSTANT_KINDS
from csdlgen.csdl.xml.tree import Node
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

_make_annotation = maker(Annotation)
_make_constant = maker(Constant)
_make_property_value = maker(PropertyValue)
_make_record = maker(Record)
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


def annotations_in(ctx: Context, node: Node) -> tuple[Annotation, ...]:
    """The annotations in an element; its other children are somebody else's."""
    found: list[Annotation] = []
    for each in node:
        if each.tag == ANNOTATION and (made := annotation(ctx, each)):
            found.append(made)
    return tuple(found)


def only_annotations(ctx: Context, node: Node) -> tuple[Annotation, ...]:
    """The annotations in an element that has no other children."""
    if len(node) == 1 and node[0].tag == ANNOTATION:  # as nearly all that have any
        only = annotation(ctx, node[0])
        return () if only is None else (only,)
    found: list[Annotation] = []
    for each in node:
        if each.tag != ANNOTATION:
            ctx.unknown(each)
        elif made := annotation(ctx, each):
            found.append(made)
    return tuple(found)


def annotation(ctx: Context, node: Node) -> Annotation | None:
    """One annotation; None where it has no term, or a value that cannot be read."""
    constant = _only_constant(ctx, node, "Term")
    if constant:
        term = node.attrib["Term"]
        return _make_annotation(ctx.qnames.get(term) or ctx.qname(term, node), constant, None, (), ctx.tree, node)
    named = ctx.required(node, "Term")
    ctx.expect(node, _ANNOTATION_ATTRIBUTES)
    content = None if named is None else _content(ctx, node)
    if named is None or content is None:
        return None
    value, inner = content
    return _make_annotation(ctx.qname(named, node), value, node.get("Qualifier"), inner, ctx.tree, node)


def _only_constant(ctx: Context, node: Node, besides: str) -> Constant | None:
    """The constant of an element that has nothing but that and the attribute `besides`, as nearly all do."""
    attributes = node.attrib
    if len(attributes) != 2 or len(node) or besides not in attributes:
        return None
    text = attributes.get("String")
    if text is not None:
        return _make_constant("String", text)
    *_, kind = attributes
    return _constant(ctx, kind, attributes[kind]) if kind in CONSTANT_KINDS else None


def _constant(ctx: Context, name: str, text: str) -> Constant:
    """A constant in attribute notation, shared, as booleans, numbers and members are always the same few."""
    found = ctx.constants.get((name, text))
    if found is None:
        found = ctx.constants[name, text] = _constant_of(ctx, CONSTANT_KINDS[name], text)
    return found


def _constant_of(ctx: Context, kind: ConstantKind, text: str) -> Constant:
    """Blanks around a constant mean nothing, except in strings (`xs:string`)."""
    if kind == "String":
        return _make_constant(kind, text)
    return _make_constant(kind, ctx.path(" ".join(text.split())) if kind == "EnumMember" else text.strip())


def _content(ctx: Context, node: Node) -> tuple[Expression, tuple[Annotation, ...]] | None:
    """The value of an annotation or property value, and its annotations; None where the value cannot be read."""
    if not ctx.descends(node):
        return None
    value = _value(ctx, node)
    inner = () if value is None else annotations_in(ctx, node)
    ctx.depth -= 1
    return None if value is None else (value, inner)


def _value(ctx: Context, node: Node) -> Expression | None:
    """The one expression of an annotation, property value or labeled element; None for one that cannot be read.

    The attribute goes before the element, the first before the others, which are no CSDL.
    """
    own = [each for each in node if each.tag != ANNOTATION and tags.is_own(each.tag)]
    inline = next((each for each in node.items() if each[0] in _INLINE), None)
    for surplus in own if inline else own[1:]:
        ctx.unknown(surplus)
    if inline:
        return _inline(ctx, *inline)
    return expression(ctx, own[0]) if own else _DEFAULT


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
        ctx.expect(node)
        return _constant_of(ctx, tags.CONSTANT_TAGS[tag], node.text or "")
    if tag in tags.PATH_TAGS:
        ctx.expect(node)
        return PathExpression(tags.PATH_TAGS[tag], ctx.path(node.text or ""))
    read = _operator if tag in tags.OPERATOR_TAGS else _COMPOSITE.get(tag)
    if read is None:
        ctx.unknown(node)
        return None
    if not ctx.descends(node):
        return None
    found = read(ctx, node)
    ctx.depth -= 1
    return found


def _operands(ctx: Context, node: Node) -> tuple[Expression, ...]:
    found: list[Expression] = []
    for each in node:
        if each.tag != ANNOTATION and (made := expression(ctx, each)):
            found.append(made)
    return tuple(found)


def _collection(ctx: Context, node: Node) -> Expression:
    ctx.expect(node)
    for each in node.findall(ANNOTATION):
        ctx.unknown(each)
    return CollectionExpression(_operands(ctx, node))


def _null(ctx: Context, node: Node) -> Expression:
    ctx.expect(node)
    return Null(only_annotations(ctx, node))


def _record(ctx: Context, node: Node) -> Expression:
    values: list[PropertyValue] = []
    for child in node:
        if child.tag == tags.PROPERTY_VALUE:
            if value := _property_value(ctx, child):
                values.append(value)
        elif child.tag != ANNOTATION:
            ctx.unknown(child)
    ctx.expect(node, _RECORD_ATTRIBUTES)
    named = node.get("Type")
    return _make_record(tuple(values), None if named is None else ctx.qname(named, node), annotations_in(ctx, node))


def _property_value(ctx: Context, node: Node) -> PropertyValue | None:
    constant = _only_constant(ctx, node, "Property")
    if constant:
        return _make_property_value(node.attrib["Property"], constant, (), ctx.tree, node)
    name = ctx.required(node, "Property")
    ctx.expect(node, _PROPERTY_VALUE_ATTRIBUTES)
    content = None if name is None else _content(ctx, node)
    return None if name is None or content is None else _make_property_value(name, *content, ctx.tree, node)


def _operator(ctx: Context, node: Node) -> Expression:
    kind = tags.OPERATOR_TAGS[node.tag]
    ctx.expect(node, _OPERATOR_ATTRIBUTES.get(kind, frozenset()))
    name: str | None = None
    operands: tuple[Expression, ...] | None = None
    if kind == "Apply":
        function = node.get("Function")
        name = None if function is None else ctx.path(function)
    elif kind == "LabeledElementReference":
        name, operands = ctx.path(node.text or ""), ()
    elif kind == "LabeledElement":
        name = ctx.required(node, "Name")
        value = _value(ctx, node)
        operands = () if value is None or value is _DEFAULT else (value,)
    named = node.get("Type") if kind in ("Cast", "IsOf") else None
    return Operator(
        kind,
        _operands(ctx, node) if operands is None else operands,
        name,
        None if named is None else ctx.type(node, named),
        annotations_in(ctx, node),
    )


_COMPOSITE: Mapping[str, Callable[[Context, Node], Expression]] = {
    tags.COLLECTION: _collection,
    tags.RECORD: _record,
    tags.NULL: _null,
}
