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


def value(found: Any) -> str | None:
    """One attribute; booleans as CSDL writes them, parts of a key and parameters by name."""
    if found is None:
        return None
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, tuple) and not isinstance(found, QName):
        return f"({', '.join(_part(each) for each in found)})"
    return str(found)


def _part(found: Any) -> str:
    if isinstance(found, PropertyRef):
        return f"{found.path} as {found.alias}" if found.alias else found.path
    return found.name if isinstance(found, ElementStep) else str(found)


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


def annotation(found: Annotation | None) -> str | None:
    """The value of an annotation."""
    return None if found is None else expression(found.value)


def expression(found: Any) -> str:
    """An expression; the properties of a record are sorted."""
    if isinstance(found, Constant):
        return found.text
    if isinstance(found, PathExpression):
        return found.path
    if isinstance(found, CollectionExpression):
        return f"[{', '.join(expression(each) for each in found.items)}]"
    if isinstance(found, Record):
        return f"{{{', '.join(sorted(f'{each.name}: {expression(each.value)}' for each in found.values))}}}"
    if isinstance(found, Operator):
        given = ", ".join(expression(each) for each in found.operands)
        return f"{found.kind} {found.name or found.type or ''}({given})"
    return {Null: "null", Default: "default"}[type(found)]
