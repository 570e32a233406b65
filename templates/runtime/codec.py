"""Types by name: from the text of a CSDL type reference to its `Codec`.

Named types are looked up when they are first needed, so that one model's module never
imports another's for its properties.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Any

from .edm import edm
from .views import collection
from .wire import Codec, listed, wrong

_packages: dict[str, str] = {}


class FlagsEnum(StrEnum):
    """Base of enumerations with `IsFlags`: values are sets, comma-separated in JSON."""


def register(packages: Mapping[str, str]) -> None:
    """Says which Python package holds the types of a CSDL namespace.

    The package has `TYPES`, from simple CSDL name to class name, and the classes.
    """
    _packages.update(packages)


def resolve(name: str) -> type[Any] | None:
    """The class of a qualified CSDL name, imported now; None for an unknown name.

    `name` may come from a service: it only ever selects among registered types.
    """
    namespace, _, simple = name.rpartition(".")
    package = _packages.get(namespace)
    if package is None:
        return None
    module = import_module(package)
    class_name: str | None = module.TYPES.get(simple)
    return None if class_name is None else getattr(module, class_name)


@cache
def codec(type_text: str) -> Codec:
    """The codec of `Edm.…`, `Collection(…)` or a registered type.

    A type that is not registered is a LookupError.
    """
    if type_text.startswith("Collection("):
        return collection(codec(type_text[11:-1]))
    if type_text.startswith("Edm."):
        return edm(type_text)
    found = resolve(type_text)
    if found is None:
        raise LookupError(f"no model and no enumeration is registered as {type_text}")
    if issubclass(found, FlagsEnum):
        return _flags(type_text, found)
    if issubclass(found, StrEnum):
        return _enum(type_text, found)
    from .model import model_codec  # here: a model is made of codecs

    return model_codec(type_text, found)


class _Members(dict[str, Any]):
    """Member by wire text; a text that is no member stands for itself."""

    def __missing__(self, key: Any) -> str:
        if isinstance(key, str):
            return key
        raise TypeError


def _enum(type_text: str, kind: type[StrEnum]) -> Codec:
    members = _Members((member.value, member) for member in kind)

    def write(value: Any) -> str:
        if isinstance(value, kind):
            return value.value
        if type(value) is not str:
            raise wrong(type_text, f"a {kind.__name__} or a str", value)
        return value

    # a bound method of dict: the quickest way to read that there is
    return Codec(type_text, members.__getitem__, write)


def _flags(type_text: str, kind: type[FlagsEnum]) -> Codec:
    one = _enum(type_text, kind)

    def read(wire: Any) -> frozenset[Any]:
        if not isinstance(wire, str):
            raise TypeError
        names = [name.strip() for name in wire.split(",")]
        return frozenset(one.read(name) for name in names if name not in ("", "0"))

    def write(value: Any) -> str:
        values = listed(value, type_text, f"a set of {kind.__name__}")
        names = {one.write(name) for name in values}
        for name in names:
            if "," in name:
                raise ValueError(f"{type_text} takes single flags, not {name!r}")
        known = [member.value for member in kind if member.value in names]
        # no flag at all is the number zero (OData ABNF, enumValue)
        return ",".join([*known, *sorted(names.difference(known))]) or "0"

    return Codec(type_text, read, write)
