"""What is before and after a change, in a few words: the texts of `Change.before` and `Change.after`.

They are stable: made of names and values of the documents alone, with nothing that depends on order or place.
"""

from __future__ import annotations

from typing import Any

from csdlgen.drift.facts import Attributes
from csdlgen.drift.path import ElementPath, ElementStep
from csdlgen.drift.shapes import COLLECTION, NULLABLE, TYPE
from csdlgen.edm.model import (
    Annotation,
    CollectionExpression,
    Constant,
    Default,
    Null,
    Operator,
    PathExpression,
    PropertyRef,
    QName,
    Record,
)


def value(attribute: Any) -> str | None:
    """One attribute; booleans as CSDL writes them, parts of a key and parameters by name."""
    if attribute is None:
        return None
    if isinstance(attribute, bool):
        return "true" if attribute else "false"
    if isinstance(attribute, tuple) and not isinstance(attribute, QName):
        return f"({', '.join(_part(each) for each in attribute)})"
    return str(attribute)


def _part(part: Any) -> str:
    if isinstance(part, PropertyRef):
        return f"{part.path} as {part.alias}" if part.alias else part.path
    return part.name if isinstance(part, ElementStep) else str(part)


def element(path: ElementPath, known: Attributes) -> str:
    """An element by what matters most about it: its type, its value, its target, or just what it is."""
    if path.kind in ("property", "navigation", "parameter", "returns"):
        return type_of(known)
    for fact in ("Value", "BaseType", "UnderlyingType", "EntityType", "Operation", "Target", "ReferencedProperty"):
        if fact in known:
            return str(known[fact])
    return str(known.get("Action", known.get("Kind", path.kind)))


def type_of(known: Attributes) -> str:
    """A type with what a reader of a signature wants to know: `Edm.Int32 not null`, `Collection(Edm.String not null)`.
    Of a collection it is the items that are not null (section 7.2.1)."""
    text = f"{known.get(TYPE)} not null" if NULLABLE in known else str(known.get(TYPE))
    return f"Collection({text})" if COLLECTION in known else text


def stated(known: Attributes, facet: str) -> str:
    """A type with a facet, if it states that: `shop.Code with MaxLength 5`."""
    return f"{type_of(known)} with {facet} {value(known[facet])}" if facet in known else type_of(known)


def annotation(note: Annotation | None) -> str | None:
    """The value of an annotation."""
    return None if note is None else expression(note.value)


def expression(node: Any) -> str:
    """An expression; the properties of a record are sorted."""
    if isinstance(node, Constant):
        return node.text
    if isinstance(node, PathExpression):
        return node.path
    if isinstance(node, CollectionExpression):
        return f"[{', '.join(expression(each) for each in node.items)}]"
    if isinstance(node, Record):
        return f"{{{', '.join(sorted(f'{each.name}: {expression(each.value)}' for each in node.values))}}}"
    if isinstance(node, Operator):
        given = ", ".join(expression(each) for each in node.operands)
        return f"{node.kind} {node.name or node.type or ''}({given})"
    return {Null: "null", Default: "default"}[type(node)]
