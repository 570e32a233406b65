"""The types that every model has: the primitive and abstract types of namespace `Edm` (CSDL 4.01 sections 3.3, 4)."""

from __future__ import annotations

_GEO = ("", "Collection", "LineString", "MultiLineString", "MultiPoint", "MultiPolygon", "Point", "Polygon")

PRIMITIVES: frozenset[str] = frozenset(
    (
        *("Binary", "Boolean", "Byte", "Date", "DateTimeOffset", "Decimal", "Double", "Duration", "Guid"),
        *("Int16", "Int32", "Int64", "SByte", "Single", "Stream", "String", "TimeOfDay"),
        *(family + shape for family in ("Geography", "Geometry") for shape in _GEO),
    )
)
"""The names of primitive types, without namespace."""

ABSTRACT: frozenset[str] = frozenset(
    (
        *("ComplexType", "EntityType", "PrimitiveType", "Untyped"),
        *("AnnotationPath", "AnyPropertyPath", "ModelElementPath", "NavigationPropertyPath", "PropertyPath"),
    )
)
"""The names of types that only stand for others, without namespace; the path types are for terms."""

EDM_TYPES: frozenset[str] = PRIMITIVES | ABSTRACT
