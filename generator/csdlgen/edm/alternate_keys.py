"""Alternate keys, as AlternateKeys of Org.OData.Core.V1 and of OData.Community.Keys.V1 declare them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csdlgen.edm.model import Annotation, CollectionExpression, Constant, Expression, PathExpression, QName, Record

TERMS = {QName("Org.OData.Core.V1", "AlternateKeys"), QName("OData.Community.Keys.V1", "AlternateKeys")}


def alternate_keys(annotations: Iterable[Annotation]) -> Iterator[tuple[tuple[str, str], ...]]:
    """The alternate keys that annotations declare: for each part its name in key predicates and the path of its
    property."""
    for each in annotations:
        if each.term in TERMS:
            for record in _records(each.value):
                yield tuple(_part(part) for part in _records(record.get("Key")))


def _records(value: Expression | None) -> Iterator[Record]:
    items = value.items if isinstance(value, CollectionExpression) else ()
    return (each for each in items if isinstance(each, Record))


def _part(part: Record) -> tuple[str, str]:
    path, alias = _text(part.get("Name")), _text(part.get("Alias"))
    return alias or path, path


def _text(value: Expression | None) -> str:
    if isinstance(value, PathExpression):
        return value.path
    return value.text if isinstance(value, Constant) else ""
