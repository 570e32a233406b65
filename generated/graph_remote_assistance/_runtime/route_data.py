# ruff: noqa
# fmt: off
"""The lines in which the module `routes` of a package writes down its types.

A line is `Type: Base #key name=Target name+=Target*`, in which `*` is a collection and
`+=` containment (CSDL section 8.4). Words may also be `#key/Edm.Int32` for a key that is
no text, `|name/Edm.Guid` for an alternate key, `name:Type` for a complex property, and
`!name` for another member. Behind a target stand the parts of the key that the URL leaves
out (`-a,b`), and other keys (`|name/Edm.Guid`). Names without a dot are in the namespace
of the package; all are percent-encoded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote

from .paths import Part, Step

_TARGET = re.compile(r"([^*|-]+)(\*?)(?:-([^|]*))?(?:\|(.*))?")


class Type(NamedTuple):
    """What a type declares itself: its base type, navigation, complex properties with what
    they are, key, other keys, and members that are called like operations but lead nowhere
    in this package."""

    base: str | None
    steps: Mapping[str, Step]
    properties: Mapping[str, str]
    key: tuple[Part, ...]
    alternate: tuple[tuple[Part, ...], ...]
    members: frozenset[str]


def read_name(text: str, namespace: str) -> str:
    """The qualified name of a type."""
    return unquote(text if "." in text else f"{namespace}.{text}")


def read_type(words: str, namespace: str) -> Type:
    """What a type declares, from the words of its line behind the colon."""
    base: str | None = None
    steps: dict[str, Step] = {}
    key: list[Part] = []
    alternate: list[tuple[Part, ...]] = []
    properties: dict[str, str] = {}
    members: set[str] = set()
    for word in words.split():
        name, _, target = word.partition("=")
        if target:
            steps[unquote(name.rstrip("+"))] = _step(name, target, namespace)
        elif word[0] == "#":
            key += _parts(word[1:])
        elif word[0] == "|":
            alternate.append(_parts(word[1:]))
        elif word[0] == "!":
            members.add(unquote(word[1:]))
        elif ":" in word:
            name, _, target = word.partition(":")
            properties[unquote(name)] = read_name(target, namespace)
        else:
            base = read_name(word, namespace)
    others = tuple(alternate), frozenset(members)
    return Type(base, steps, properties, tuple(key), *others)


def _step(name: str, text: str, namespace: str) -> Step:
    found = _TARGET.fullmatch(text)
    assert found is not None
    type_, many, omitted, alternate = found.groups()
    return Step(
        tuple(map(unquote, name.rstrip("+").split("/"))),
        read_name(type_, namespace),
        bool(many),
        name[-1] == "+",
        tuple(map(unquote, omitted.split(","))) if omitted else (),
        tuple(map(_parts, alternate.split("|"))) if alternate else (),
    )


def _parts(text: str) -> tuple[Part, ...]:
    """The parts of a key, as `name,address/code/Edm.Int32`."""
    return tuple(map(_part, text.split(",")))


def _part(text: str) -> Part:
    name, slash, type_ = text.rpartition("/")
    if not slash:
        name, type_ = text, "Edm.String"
    return Part(unquote(name), unquote(type_))
