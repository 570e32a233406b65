# ruff: noqa
# fmt: off
"""Paths from a root of the service to what an operation is called on, and their URLs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from keyword import iskeyword
from typing import TYPE_CHECKING, Any, NamedTuple

from .literals import call, in_url, named_predicate, predicate, segment
from .queries import extended

if TYPE_CHECKING:
    from .graph import Graph

# Words as csdlgen splits them: capitals in a row stay together.
_WORD = re.compile(r"(?<=[^\W_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z](?!s(?![a-z]))[a-z])")
_UNFIT = re.compile(r"\W")


class KeyPart(NamedTuple):
    """A part of a key, or a parameter of a function: its name in URLs, and its type."""

    name: str
    type: str


class RouteKey(NamedTuple):
    """A value that a route takes: its name in templates and in Python, the name of its
    property or parameter, and its type."""

    template: str
    name: str
    property: str
    type: str


class Step(NamedTuple):
    """A root, a navigation property, or the call of a function on the way.

    `segments` are those in URLs: in front of the last there may be complex properties and
    casts (OData URL conventions sections 4.6 and 4.11). `omitted` are parts of the key
    that a referential constraint determines (section 4.3.3), `alternate` other keys
    (section 4.3.4), `parameters` those that a call has.
    """

    segments: tuple[str, ...]
    target: str
    many: bool
    contained: bool
    omitted: tuple[str, ...] = ()
    alternate: tuple[tuple[KeyPart, ...], ...] = ()
    parameters: tuple[KeyPart, ...] | None = None


class Leg(NamedTuple):
    """A step on a path, with the key behind it; None where there is none."""

    step: Step
    key: tuple[KeyPart, ...] | None


class Path(NamedTuple):
    """Steps from a root on, and the type that what they lead to is cast to, if any."""

    legs: tuple[Leg, ...]
    cast: str = ""

    @property
    def slots(self) -> tuple[RouteKey, ...]:
        """All arguments and keys of the path in order."""
        return tuple(
            slot for _, arguments, key in self.keys for slot in (*arguments, *key)
        )

    @property
    def keys(self) -> Iterator[tuple[Leg, list[RouteKey], list[RouteKey]]]:
        """Each leg with the arguments of its call and the key behind it, all of them with
        names that are unique on the path."""
        used: dict[str, str] = {}
        for leg in self.legs:
            given = leg.step.parameters or ()
            arguments = [_unique(each.name, each, used) for each in given]
            key = [key_for(leg.step.target, each, used) for each in leg.key or ()]
            yield leg, arguments, key


def key_for(type_: str, part: KeyPart, used: dict[str, str]) -> RouteKey:
    """A part of the key of a type as routes have it: `managedDevice` and `id` give
    `managedDeviceId`. `used` are the names that the path has already, those of templates
    with those of Python."""
    simple, name = type_.rpartition(".")[2], part.name
    wanted = simple[:1].lower() + simple[1:] + name[:1].upper() + name[1:]
    return _unique(wanted, part, used)


def _unique(wanted: str, part: KeyPart, used: dict[str, str]) -> RouteKey:
    """The key for a part, with a number where its name is used already."""
    template = _free(wanted, used)
    used[template] = _free(_python_name(template), used.values())
    return RouteKey(template, used[template], part.name, part.type)


def _free(wanted: str, used: Collection[str]) -> str:
    """The name, with the first number that makes it another than those used."""
    name, count = wanted, 2
    while name in used:
        name, count = f"{wanted}_{count}", count + 1
    return name


def _python_name(template: str) -> str:
    """`managed_device_id` of `managedDeviceId`; an identifier also of other names."""
    words = _WORD.sub("_", _UNFIT.sub("_", template)).lower()
    return f"{words}_" if iskeyword(words) else words


def template(graph: Graph, path: Path) -> str:
    """A path as a template, with the names of its keys in braces."""
    text = ""
    for leg, arguments, key in path.keys:
        text += "".join(f"/{name}" for name in leg.step.segments)
        if leg.step.parameters is not None:
            text += f"({template_arguments(arguments)})"
        if len(key) > 1 or _is_alternate(graph, leg):
            named = (f"{each.property}={{{each.template}}}" for each in key)
            text += f"({','.join(named)})"
        elif key:
            value = f"{{{key[0].template}}}"
            text += f"/{value}" if graph.key_style == "segment" else f"({value})"
    return f"{text}/{path.cast}" if path.cast else text


def template_arguments(given: Iterable[RouteKey]) -> str:
    """Placeholders for the parameters of a call: `a='{a}',b={b}`."""
    marks = {"Edm.String": "'"}
    quoted = ((each, marks.get(each.type, "")) for each in given)
    return ",".join(f"{key.property}={q}{{{key.template}}}{q}" for key, q in quoted)


def path_url(graph: Graph, path: Path, values: Mapping[str, Any]) -> str:
    """A path with the values of its keys by Python name, percent-encoded. ValueError for
    a value that no URL can carry."""

    def with_values(keys: list[RouteKey]) -> list[tuple[str, str, Any]]:
        return [(each.property, each.type, values[each.name]) for each in keys]

    url = ""
    for leg, arguments, key in path.keys:
        url = extended(url, "".join(f"/{in_url(name)}" for name in leg.step.segments))
        if leg.step.parameters is not None:
            url = call(url, *with_values(arguments))
        if _is_alternate(graph, leg):
            url = extended(url, named_predicate(*with_values(key)))
        elif graph.key_style == "segment" and len(key) == 1:
            url = extended(url, segment(values[key[0].name], key[0].type))
        elif key:
            url = extended(url, predicate(*with_values(key)))
    return extended(url, f"/{in_url(path.cast)}") if path.cast else url


def _is_alternate(graph: Graph, leg: Leg) -> bool:
    primary = graph.key(leg.step.target)
    return any(part not in primary for part in leg.key or ())
