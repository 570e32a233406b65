"""Annotations and expressions as CSDL XML (CSDL XML 4.01 sections 14.2 to 14.4).

Constants and paths are attributes where the element allows it, and elements everywhere else.
"""

from __future__ import annotations

from csdlgen.csdl.xml.element import XmlElement
from csdlgen.csdl.xml.serialise import Attribute, element, name_text, type_attributes
from csdlgen.edm import model as edm


def annotations_of(annotations: tuple[edm.Annotation, ...]) -> tuple[XmlElement, ...]:
    """The `Annotation` elements of something, in order."""
    return tuple(_annotation(each) for each in annotations)


def _annotation(annotation: edm.Annotation) -> XmlElement:
    named = (("Term", name_text(annotation.term)), ("Qualifier", annotation.qualifier))
    return _valued("Annotation", named, annotation.value, annotation.annotations)


def _valued(
    tag: str, attributes: tuple[Attribute, ...], value: edm.Expression, annotations: tuple[edm.Annotation, ...]
) -> XmlElement:
    """An element that has its expression as an attribute or as a child."""
    nested = annotations_of(annotations)
    match value:
        case edm.Default():
            return element(tag, *attributes, children=nested)
        case edm.Constant(kind, text) | edm.PathExpression(kind, text):
            return element(tag, *attributes, (kind, text), children=nested)
        case _:
            return element(tag, *attributes, children=(_expression(value), *nested))


def _expression(value: edm.Expression) -> XmlElement:
    match value:
        case edm.Constant(kind, text) | edm.PathExpression(kind, text):
            return element(kind, text=text)
        case edm.CollectionExpression(items):
            return element("Collection", children=map(_expression, items))
        case edm.Record(values, named, annotations):
            children = (*map(_property_value, values), *annotations_of(annotations))
            return element("Record", ("Type", None if named is None else name_text(named)), children=children)
        case edm.Null(annotations):
            return element("Null", children=annotations_of(annotations))
        case edm.Operator():
            return _operator(value)
        case edm.Default():
            # Nothing reads as a default inside another expression, so nothing that was read gets here.
            return element("Null")


def _property_value(value: edm.PropertyValue) -> XmlElement:
    return _valued("PropertyValue", (("Property", value.name),), value.value, value.annotations)


def _operator(operator: edm.Operator) -> XmlElement:
    if operator.kind == "LabeledElementReference":
        return element(operator.kind, text=operator.name or "")
    typed = () if operator.type is None else type_attributes(operator.type)
    return element(
        operator.kind,
        ("Function" if operator.kind == "Apply" else "Name", operator.name),
        *typed,
        children=(*map(_expression, operator.operands), *annotations_of(operator.annotations)),
    )
