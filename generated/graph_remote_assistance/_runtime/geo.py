# ruff: noqa
# fmt: off
"""Positions on the earth and in the plane: from GeoJSON, which OData JSON has (RFC 7946),
to the text that URLs have (OData ABNF `fullPointLiteral` and its siblings)."""

from __future__ import annotations

import re
from collections.abc import Callable
from math import isfinite
from typing import Any


def _position(numbers: Any) -> str:
    if not 2 <= len(numbers) <= 4 or not all(map(isfinite, numbers)):
        raise ValueError
    return " ".join(repr(float(number)).replace("e+", "e") for number in numbers)


def _point(numbers: Any) -> str:
    return f"({_position(numbers)})"


def _list_of(write: Callable[[Any], str]) -> Callable[[Any], str]:
    return lambda items: f"({','.join(map(write, items))})"


_line = _list_of(_position)
_polygon = _list_of(_line)
_COORDINATES = {
    "Point": _point,
    "LineString": _line,
    "Polygon": _polygon,
    "MultiPoint": _list_of(_point),
    "MultiLineString": _list_of(_line),
    "MultiPolygon": _list_of(_polygon),
}


def well_known_text(wire: Any, type_: str) -> str:
    """`geography'SRID=4326;Point(1.0 2.0)'`; ValueError for what is no GeoJSON."""
    is_geography = type_.startswith("Edm.Geography")
    try:
        shape = _shape(wire)
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise ValueError(f"{type_} takes GeoJSON, not {wire!r:.120}") from error
    prefix = "geography" if is_geography else "geometry"
    return f"{prefix}'SRID={_srid(wire, '4326' if is_geography else '0')};{shape}'"


def _shape(wire: Any) -> str:
    kind = wire["type"]
    if kind == "GeometryCollection":
        return "Collection" + _list_of(_shape)(wire["geometries"])
    return str(kind) + _COORDINATES[kind](wire["coordinates"])


def _srid(wire: Any, default: str) -> str:
    """The reference system, which OData JSON writes as `crs` (section 7.1)."""
    try:
        name = wire["crs"]["properties"]["name"]
    except (KeyError, TypeError):
        return default
    found = re.fullmatch(r"EPSG:([0-9]{1,5})", str(name))
    return found[1] if found else default
