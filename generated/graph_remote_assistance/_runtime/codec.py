# ruff: noqa
# fmt: off
"""Types by name: from the text of a CSDL type reference to its `Codec`.

Named types are looked up when they are first needed, so that one model's module never
imports another's for its properties.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Any

from .edm import edm
from .wire import Codec, wrong


def resolve(name: str) -> type[Any] | None:
    """The class of a qualified CSDL name, imported now; None for an unknown name.

    `name` may come from a service: it only ever selects among the package's types.
    """
    from .. import models  # the generated ones, which import this module

    namespace, dot, simple = name.rpartition(".")
    while dot and namespace not in models.NAMESPACES:  # some names have dots themselves
        namespace, dot, last = namespace.rpartition(".")
        simple = f"{last}.{simple}"
    place = models.NAMESPACES.get(namespace)
    if place is None:
        return None
    module = import_module(f"{models.__name__}{place}")
    home: str | None = module.TYPES.get(simple)
    return None if home is None else getattr(module, home.rpartition(".")[2])


@cache
def codec(type_text: str) -> Codec:
    """The codec of `Edm.…`, `Collection(…)` or a type of the package.

    A type that the package does not have is a LookupError.
    """
    if type_text.startswith("Edm."):
        return edm(type_text)
    if type_text.startswith("Collection("):
        return collection(type_text)
    kind = resolve(type_text)
    if kind is None:
        raise LookupError(f"this package has no type {type_text}")
    # plain enumerations know nothing of the runtime; all others make their codecs
    own: Callable[[str], Codec] | None = getattr(kind, "__codec__", None)
    return own(type_text) if own else enum_codec(type_text, kind)


def collection(type_text: str, label: str = "") -> Codec:
    """The codec of `Collection(…)`; `label` names the property in errors."""
    from . import views  # here: few models have one

    return views.collection(codec(type_text[11:-1]), label)


class _Members(dict[str, Any]):
    """Member by its name or number in text; a text that is neither stands for itself."""

    def __missing__(self, key: Any) -> Any:
        if isinstance(key, str):
            return key
        if isinstance(key, int) and not isinstance(key, bool):
            return self[str(key)]  # a number should be text, but some services differ
        raise TypeError


def enum_codec(type_text: str, kind: type[StrEnum]) -> Codec:
    """The codec of an enumeration: members, or the text that is none.

    A value may come as a number (OData ABNF `enumMemberValue`), which the class has in
    `__numbers__`, if it has any.
    """
    numbers: dict[int, str] = getattr(kind, "__numbers__", {})
    members = _Members((str(number), kind(name)) for number, name in numbers.items())
    members.update((member.value, member) for member in kind)

    def write(value: Any) -> str:
        if isinstance(value, kind):
            return value.value
        if type(value) is not str:
            raise wrong(type_text, f"a {kind.__name__} or a str", value)
        return value

    # a bound method of dict: the quickest way to read that there is
    return Codec(type_text, members.__getitem__, write)
