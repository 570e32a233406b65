"""Literals, by Edm type: how keys, and arguments of functions, are written in URLs (OData
ABNF `primitiveLiteral`; URL conventions sections 4.3 and 5.1.1.14).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from math import isfinite
from typing import Any
from urllib.parse import quote

from .bodies import without_control_information
from .codecs import codec
from .queries import extended

Given = tuple[str, str, Any]
"""An argument or a part of a key: its name, the text of its type, its value."""


def _quoted(wire: Any) -> str:
    doubled = str(wire).replace("'", "''")
    return f"'{doubled}'"


def _boolean(wire: Any) -> str:
    return "true" if wire else "false"


def _double(wire: Any) -> str:
    return str(wire).replace("e+", "e")  # "1e+20": a plus is a blank to some servers


def _decimal(wire: Any) -> str:
    from decimal import Decimal

    number = Decimal(str(wire))
    # 4.0 has no exponents, except where writing all digits would fill the URL
    plain = number.is_finite() and abs(number.adjusted()) < 100
    return format(number, "f") if plain else _double(str(wire))


def _url_base64(wire: Any) -> str:
    return str(wire).translate({ord("+"): "-", ord("/"): "_", ord("="): None})


_BARE: dict[str, Callable[[Any], str]] = {
    "Edm.Boolean": _boolean,
    "Edm.Double": _double,
    "Edm.Single": _double,
    "Edm.Decimal": _decimal,
    "Edm.Binary": _url_base64,
}
"""How the JSON of a value is written without quotes, where that is not `str`."""

_LITERALS: dict[str, Callable[[Any], str]] = {
    "Edm.String": _quoted,
    "Edm.Boolean": _boolean,
    "Edm.Byte": str,
    "Edm.SByte": str,
    "Edm.Int16": str,
    "Edm.Int32": str,
    "Edm.Int64": str,
    "Edm.Double": _double,
    "Edm.Single": _double,
    "Edm.Decimal": _decimal,
    "Edm.Guid": str,
    "Edm.Date": str,
    "Edm.DateTimeOffset": str,
    "Edm.TimeOfDay": str,
    "Edm.Duration": lambda wire: f"duration{_quoted(wire)}",
    "Edm.Binary": lambda wire: f"binary'{_url_base64(wire)}'",
}
"""How the JSON of a value is written as a literal. What is missing here has none, but
for enumerations and positions: it is passed by an alias, as JSON."""


def literal(value: Any, type_: str) -> str | None:
    """The literal of a value, not percent-encoded: `'O''Neil'`, `42`, `null`.

    None where the type has no literals (collections, complex and untyped values).
    Raises TypeError or ValueError for a value that the type does not have.
    """
    own = codec(type_)
    if value is None:
        return "null"
    wire = own.write(value)
    write = _LITERALS.get(type_)
    if write is not None:
        return write(wire)
    if type_.startswith(("Edm.Geography", "Edm.Geometry")):
        return _well_known_text(wire, type_)
    if own.is_object or type_.startswith(("Collection(", "Edm.")):
        return None
    return type_ + _quoted(wire)  # an enumeration: 4.0 wants the name of its type


def in_url(name: str) -> str:
    """A name as a segment of a path (RFC 3986 section 3.3); a plus is a blank to some
    servers."""
    return quote(name, safe="!$&'()*,;=:@")


def segment(value: Any, type_: str = "Edm.String") -> str:
    """A key as a path segment: `/42` (URL conventions section 4.3.6).

    Raises ValueError for an empty text, `.` and `..`: HTTP libraries and servers take
    the dots for navigation even when they are encoded. TypeError for None and for a
    value of another type.
    """
    wire = codec(type_).dump(_key(value, "the key"))
    text = _BARE.get(type_, str)(wire)
    if text in ("", ".", ".."):
        raise ValueError(f"{text!r} cannot be a key in a URL")
    return "/" + quote(text, safe="'")


def predicate(*parts: Given) -> str:
    """A key in parentheses: `(42)`, and with several parts `(a=42,b='x')`."""
    if len(parts) == 1:
        name, type_, value = parts[0]
        return f"({_key_literal(name, type_, value)})"
    return named_predicate(*parts)


def named_predicate(*parts: Given) -> str:
    """A key in parentheses that names its parts, as alternate keys do: `(a=42)`."""
    named = [f"{quote(part[0])}={_key_literal(*part)}" for part in parts]
    return f"({','.join(named)})"


def _key_literal(name: str, type_: str, value: Any) -> str:
    text = literal(_key(value, f"the key {name!r}"), type_)
    if text is None:
        raise TypeError(f"the key {name!r} of type {type_} cannot stand in a URL")
    return quote(text, safe="'")


def _key(value: Any, what: str) -> Any:
    if value is None:
        raise TypeError(f"{what} cannot be None")
    return value


def call(path: str, *given: Given, optional: Iterable[Given] = ()) -> str:
    """The URL of a function's call: `/f(a=42,b='x')`, `/f(ids=@ids)?@ids=["x"]`.

    None is `null`; among the optional ones it means that an argument is left out. A
    path that ends with `()` calls the function already, without arguments: those given
    take their place.
    """
    head, mark, query = path.partition("?")
    path = head.removesuffix("()") + mark + query
    inline: list[str] = []
    aliases: list[str] = []
    chosen = (each for each in optional if each[2] is not None)
    for name, type_, value in (*given, *chosen):
        key = quote(name)
        plain = literal(value, type_)
        if plain is None:
            wire = without_control_information(codec(type_).dump(value))
            text = _json(wire)
            alias = f"@{key}"
            while f"{alias}=" in path:  # of a function before this one
                alias += "_"
            aliases.append(f"{alias}=" + quote(text, safe="',:@/"))
            inline.append(f"{key}={alias}")
        else:
            inline.append(f"{key}=" + quote(plain, safe="'"))
    added = f"?{'&'.join(aliases)}" if aliases else ""
    return extended(path, f"({','.join(inline)}){added}")


def _json(wire: Any) -> str:
    import json  # here: keys do without

    return json.dumps(wire, ensure_ascii=False, separators=(",", ":"))


# --- positions on the earth and in the plane: from GeoJSON (RFC 7946) to the text that URLs
# have (OData ABNF `fullPointLiteral` and its siblings) --------------------------------


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


def _well_known_text(wire: Any, type_: str) -> str:
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
    epsg = re.fullmatch(r"EPSG:([0-9]{1,5})", str(name))
    return epsg[1] if epsg else default
