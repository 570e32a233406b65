"""The navigation graph: following a path through the model, and writing one down.

Paths alternate navigation properties and keys (OData URL conventions section 4.3). A
key is read in either style, as a segment of its own (`/users/42`) or in parentheses
(`/users('42')`), and written in the style of the package.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from .codec import codec
from .keys import parentheses, segment

# A part of a key predicate: a name, and a literal in quotes (doubled inside) or bare.
_PART = re.compile(r"(?:(\w+)=)?((?:[A-Za-z_.]*'(?:[^']|'')*')|[^',()=]+)")
_HUMP = re.compile(r"(?<=[^\W_])(?=[A-Z])")


class NoRoute(LookupError):
    """No route fits: says which segment broke which rule, and suggests another."""


class Key(NamedTuple):
    """A part of a key: its name in templates and in Python, its property, its type."""

    template: str
    name: str
    property: str
    type: str


class Step(NamedTuple):
    """Where a root or a navigation property leads, and whether it contains that."""

    type: str
    many: bool
    contained: bool


class Place(NamedTuple):
    """How far a path was followed.

    `names` are the root and navigation properties passed, `slots` the keys on the way
    with their `values`; `many` tells a collection, `rest` is what comes behind.
    """

    type: str
    many: bool
    names: tuple[str, ...]
    slots: tuple[Key, ...]
    values: dict[str, Any]
    contained: bool
    rest: Sequence[str]


class Graph:
    """The entity types of a package, where paths begin, and how keys are written.

    Each of `types` is a line `Type: Base #key name=Target name+=Target*`: all but the
    type may be missing; `*` is a collection, `+=` containment (CSDL section 8.4), and
    `#key/Edm.Int32` a part of the key that is no text. Names without a dot are in
    `namespace`. `roots` are written as navigation properties are.
    """

    def __init__(
        self,
        *,
        service_root: str,
        key_style: str,
        namespace: str,
        roots: str,
        types: Iterable[str],
    ) -> None:
        self._prefix = urlsplit(service_root).path.strip("/") + "/"
        self._segments = key_style == "segment"
        self._namespace = namespace
        self._roots = {
            name: step._replace(contained=True)
            for name, step in self._read(roots)[1].items()
        }
        lines = (line.partition(":") for line in types)
        self._lines = {self._name(name): text for name, _, text in lines}
        self._types: dict[str, tuple[dict[str, Step], tuple[Key, ...]]] = {}

    def _name(self, text: str) -> str:
        return text if "." in text else f"{self._namespace}.{text}"

    def _read(self, text: str) -> tuple[str | None, dict[str, Step], list[str]]:
        """The base type, the navigation and the key that a line declares."""
        base: str | None = None
        steps: dict[str, Step] = {}
        key: list[str] = []
        for word in text.split():
            name, _, target = word.partition("=")
            if target:
                type_, many = self._name(target.rstrip("*")), target[-1] == "*"
                steps[name.rstrip("+")] = Step(type_, many, name[-1] == "+")
            elif word[0] == "#":
                key.append(word[1:])
            else:
                base = self._name(word)
        return base, steps, key

    def lineage(self, type_: str | None) -> Iterable[str]:
        """A type and its base types, as far as the package knows them."""
        while type_ is not None:
            yield type_
            type_ = self._read(self._lines.get(type_, ""))[0]

    def type(self, name: str) -> tuple[dict[str, Step], tuple[Key, ...]]:
        """The navigation from a type and its key, inherited ones included."""
        if name not in self._types:
            steps: dict[str, Step] = {}
            key: list[str] = []
            for each in reversed(list(self.lineage(name))):
                _, own, declared = self._read(self._lines.get(each, ""))
                steps |= own
                key = declared or key
            self._types[name] = steps, tuple(_key(name, part) for part in key)
        return self._types[name]

    def split(self, url: str) -> list[str]:
        """The segments of a URL behind the service root; relative ones do as well."""
        path = url.partition("?")[0].partition("#")[0]
        if "://" in path:
            path = urlsplit(path).path
        return path.strip("/").removeprefix(self._prefix).split("/")

    def follow(
        self, parts: Sequence[str], stops: Mapping[str, Mapping[str, Any]]
    ) -> Place:
        """Follow segments as far as they name navigation properties and keys.

        `stops` are operations by binding type: their names are not taken for keys.
        """
        names: list[str] = []
        slots: list[Key] = []
        values: dict[str, Any] = {}
        type_, many, contained = "", False, True
        steps: Mapping[str, Step] = self._roots
        key: tuple[Key, ...] = ()
        index = 0
        for index, raw in enumerate(parts):
            if many:
                if raw[:1] == "$" or raw in stops.get(f"Collection({type_})", ()):
                    break
                _take(key, [(None, raw)], raw, slots, values)
                many = False
                continue
            name, predicate = raw, ""
            if raw[-1:] == ")":
                name, _, predicate = raw[:-1].partition("(")
            if "%" in name:
                name = unquote(name)
            step = steps.get(name)
            if step is None:
                break
            type_, many, inside = step
            contained &= inside
            names.append(name)
            steps, key = self._types.get(type_) or self.type(type_)
            if predicate and many:
                _take(key, _literals(predicate, raw), raw, slots, values)
                many = False
        else:
            index = len(parts)
        if not names:
            raise no_route(parts[0], "no path begins with it", self._roots)
        return Place(
            type_, many, (*names,), (*slots,), values, contained, parts[index:]
        )

    def template(self, names: Sequence[str], slots: Sequence[Key]) -> str:
        """The path with its keys as `{name}`."""
        return self._write(names, slots, None)

    def expand(
        self, names: Sequence[str], slots: Sequence[Key], values: Mapping[str, Any]
    ) -> str:
        """The path with its keys; ValueError for a key that no URL can carry."""
        return self._write(names, slots, values)

    def _write(
        self,
        names: Sequence[str],
        slots: Sequence[Key],
        values: Mapping[str, Any] | None,
    ) -> str:
        found, steps = "", self._roots
        for name in names:
            type_, many, _ = steps[name]
            steps, key = self.type(type_)
            found += f"/{name}"
            if many:
                parts, slots = slots[: len(key)], slots[len(key) :]
                found += self._predicate(parts, values) if parts else ""
        return found

    def _predicate(self, key: Sequence[Key], values: Mapping[str, Any] | None) -> str:
        alone = len(key) == 1
        if values is None:
            named = (f"{part.property}={{{part.template}}}" for part in key)
            inner = f"{{{key[0].template}}}" if alone else ",".join(named)
            return f"/{inner}" if alone and self._segments else f"({inner})"
        if alone and self._segments:
            return segment(values[key[0].name], key[0].type)
        return parentheses(
            *((part.property, values[part.name], part.type) for part in key)
        )


def no_route(segment: str, rule: str, known: Iterable[str]) -> NoRoute:
    """The error for a segment that led nowhere, with the nearest of those known."""
    close = get_close_matches(segment, list(known), n=1)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    return NoRoute(f"segment {segment!r}: {rule}{hint}")


def _key(type_: str, part: str) -> Key:
    name, _, kind = part.partition("/")
    simple = type_.rpartition(".")[2]
    template = simple[:1].lower() + simple[1:] + name[:1].upper() + name[1:]
    python = _HUMP.sub("_", template).lower()
    return Key(template, python, name, kind or "Edm.String")


def _literals(predicate: str, raw: str) -> list[tuple[str | None, str]]:
    text = unquote(predicate)
    parts = list(_PART.finditer(text))
    if ",".join(part[0] for part in parts) != text:
        rule = "the key cannot be read; quotes inside quotes are doubled"
        raise no_route(raw, rule, ())
    return [(part[1], part[2]) for part in parts]


def _take(
    key: tuple[Key, ...],
    given: Sequence[tuple[str | None, str]],
    raw: str,
    slots: list[Key],
    values: dict[str, Any],
) -> None:
    """Adds the parts of a key that was read, and their values."""
    named = (
        dict(given) if len(key) > 1 else {key[0].property: given[0][1]} if key else {}
    )
    if len(given) != len(key) or not all(part.property in named for part in key):
        wanted = ", ".join(part.property for part in key) or "none here"
        raise no_route(raw, f"not the key that is expected ({wanted})", ())
    for part in key:
        slot, count = part, 1
        while slot.name in values:  # the same type twice on a path
            count += 1
            names = f"{part.template}_{count}", f"{part.name}_{count}"
            slot = Key(*names, part.property, part.type)
        slots.append(slot)
        values[slot.name] = _value(named[part.property], part.type, raw)


def _value(literal: str, type_: str, raw: str) -> Any:
    plain = literal
    if raw is literal:
        plain = unquote(literal) if "%" in literal else literal
    elif plain[-1:] == "'":
        plain = plain[plain.index("'") + 1 : -1].replace("''", "'")
    if plain in ("", ".", ".."):
        raise no_route(raw, f"{plain!r} cannot be a key", ())
    if type_ == "Edm.String" or plain[:1] == "{":
        return plain
    try:
        return codec(type_).load({"true": True, "false": False}.get(plain, plain))
    except ValueError as error:
        raise no_route(raw, str(error), ()) from error
