"""Types by name: how the values of a CSDL type go from decoded JSON to Python and back.

Named types are looked up when they are first needed, so that one model's module never
imports another's for its properties.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

BAD = (TypeError, ValueError, ArithmeticError, IndexError, KeyError)
"""What a `Codec.read` raises for a wire value of the wrong shape."""


class WireError(ValueError):
    """JSON of another shape than the schema promises; the data itself is untouched."""


def _no_properties(wire: Any) -> Mapping[str, str]:
    return {}


class Codec(NamedTuple):
    """How one type goes from decoded JSON to Python and back.

    `read` and `write` are the bare conversions: never called with None, and `read`
    raises any of `BAD`. `is_object` tells complex and entity types from the rest;
    `properties` gives the types of an object's properties by their names in JSON.
    """

    type: str
    read: Callable[[Any], Any]
    write: Callable[[Any], Any]
    is_object: bool = False
    properties: Callable[[Any], Mapping[str, str]] = _no_properties

    def load(self, wire: Any, label: str = "") -> Any:
        """The Python value, None for null; raises `WireError` naming `label`."""
        if wire is None:
            return None
        try:
            return self.read(wire)
        except BAD as error:
            raise unreadable(wire, self.type, label) from error

    def dump(self, value: Any) -> Any:
        """The JSON value, null for None; TypeError or ValueError for a wrong one."""
        return None if value is None else self.write(value)


@cache
def codec(type_text: str) -> Codec:
    """The codec of `Edm.…`, `Collection(…)` or a type of the package.

    A type that the package does not have is a LookupError.
    """
    if type_text.startswith("Edm."):
        return _edm(type_text)
    if type_text.startswith("Collection("):
        return collection(type_text)
    if type_text == "$ref":
        from .references import reference_codec  # few programs read links

        return reference_codec()
    kind = resolve(type_text)
    if kind is None:
        raise LookupError(f"this package has no type {type_text}")
    # Plain enumerations know nothing of the runtime; all other classes make their codecs.
    own: Callable[[str], Codec] | None = getattr(kind, "__codec__", None)
    if own is None:
        from .enums import enum_codec  # few programs read enumerations

        return enum_codec(type_text, kind)
    return own(type_text)


def collection(type_text: str, label: str = "") -> Codec:
    """The codec of `Collection(…)`; `label` names the property in errors."""
    from .collection_views import collection_codec  # few models have collections

    return collection_codec(codec(type_text[11:-1]), label)


def resolve(name: str) -> type[Any] | None:
    """The class of a qualified CSDL name, imported now; None for an unknown name.

    `name` may come from a service: it only ever selects among the package's types.
    """
    from .. import models  # the generated ones, which import this module

    namespace, dot, simple = name.rpartition(".")
    while dot and namespace not in models.NAMESPACES:  # some names have dots themselves
        namespace, dot, last = namespace.rpartition(".")
        simple = f"{last}.{simple}"
    subpackage = models.NAMESPACES.get(namespace)
    if subpackage is None:
        return None
    module = import_module(f"{models.__name__}{subpackage}")
    home: str | None = module.TYPES.get(simple)
    return None if home is None else getattr(module, home.rpartition(".")[2])


def _edm(type_: str) -> Codec:
    """The codec of a type of OData itself (OData JSON section 7.1); untyped and abstract
    types are JSON as it is."""
    if type_ in ("Edm.String", "Edm.Stream"):
        return _unconverted(type_, "a str", str)
    if type_ == "Edm.Boolean":
        return _unconverted(type_, "a bool", bool)
    if type_.startswith(("Edm.Geography", "Edm.Geometry")):
        return _unconverted(type_, "a dict of GeoJSON", dict)
    from .primitives import CODECS  # many programs need text alone

    as_json = str, int, float, dict, list
    return CODECS.get(type_) or _unconverted(type_, "a JSON value", *as_json)


def _unconverted(type_: str, takes: str, *kinds: type) -> Codec:
    """A type whose JSON and Python values are the same thing.

    Of models and collection views that is their data.
    """

    def read(wire: Any) -> Any:
        if isinstance(wire, kinds):
            return wire
        raise TypeError

    def write(value: Any) -> Any:
        data = getattr(value, "__wire__", value)
        if not isinstance(data, kinds):
            raise wrong_type(type_, takes, value)
        return str.__str__(data) if isinstance(data, str) else data

    return Codec(type_, read, write, type_ in ("Edm.ComplexType", "Edm.EntityType"))


def show(value: Any) -> str:
    """`repr`, of anything, at any depth, without ever raising."""
    try:
        return repr(value)
    except Exception:  # whatever a foreign repr raises
        return f"<{type(value).__name__}>"


def unreadable(wire: Any, type_: str, label: str = "") -> WireError:
    """The error for a wire value that is no `type_`."""
    lead = f"{label}: " if label else ""
    return WireError(f"{lead}cannot read {show(wire):.120} as {type_}")


def wrong_type(type_: str, takes: str, value: Any) -> TypeError:
    """The error for a Python value of the wrong type."""
    given = f"{type(value).__name__} {show(value):.120}"
    return TypeError(f"{type_} takes {takes}, not {given}")


def whole_match(pattern: str, wire: Any) -> re.Match[str]:
    """The match of the whole text; anything else is a TypeError or ValueError."""
    match = re.fullmatch(pattern, wire)
    if match is None:
        raise ValueError
    return match


def items_of(value: Any, type_: str, takes: str) -> list[Any]:
    """The items of any iterable but text and mappings."""
    if isinstance(value, (str, bytes, Mapping)) or not hasattr(value, "__iter__"):
        raise wrong_type(type_, takes, value)
    return list(value)
