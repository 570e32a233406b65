"""Types by name: from the text of a CSDL type reference to its `Codec`.

Named types are looked up when they are first needed, so that one model's module never
imports another's for its properties.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Any

from .edm import edm
from .wire import Codec, wrong

_packages: dict[str, str] = {}


def register(packages: Mapping[str, str]) -> None:
    """Says which Python package holds the types of a CSDL namespace.

    The package has `TYPES`, from simple CSDL name to `module.Class`.
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
    home: str | None = module.TYPES.get(simple)
    return None if home is None else getattr(module, home.rpartition(".")[2])


@cache
def codec(type_text: str) -> Codec:
    """The codec of `Edm.…`, `Collection(…)` or a registered type.

    A type that is not registered is a LookupError.
    """
    if type_text.startswith("Edm."):
        return edm(type_text)
    if type_text.startswith("Collection("):
        return collection(type_text)
    kind = resolve(type_text)
    if kind is None:
        raise LookupError(f"no model and no enumeration is registered as {type_text}")
    # plain enumerations know nothing of the runtime; all others make their codecs
    own: Callable[[str], Codec] | None = getattr(kind, "__codec__", None)
    return own(type_text) if own else enum_codec(type_text, kind)


def collection(type_text: str, label: str = "") -> Codec:
    """The codec of `Collection(…)`; `label` names the property in errors."""
    views = import_module(".views", __package__)  # not in every package
    found: Codec = views.collection(codec(type_text[11:-1]), label)
    return found


class _Members(dict[str, Any]):
    """Member by wire text; a text that is no member stands for itself."""

    def __missing__(self, key: Any) -> str:
        if isinstance(key, str):
            return key
        raise TypeError


def enum_codec(type_text: str, kind: type[StrEnum]) -> Codec:
    """The codec of an enumeration: members, or the text that is none."""
    members = _Members((member.value, member) for member in kind)

    def write(value: Any) -> str:
        if isinstance(value, kind):
            return value.value
        if type(value) is not str:
            raise wrong(type_text, f"a {kind.__name__} or a str", value)
        return value

    # a bound method of dict: the quickest way to read that there is
    return Codec(type_text, members.__getitem__, write)
