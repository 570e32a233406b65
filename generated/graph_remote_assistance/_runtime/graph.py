# ruff: noqa
# fmt: off
"""The navigation graph: following a path through the model, and writing one down.

Keys are read in either style (OData URL conventions section 4.3), as segments of their
own (`/users/42`) or in parentheses (`/users('42')`), and written in the package's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from .codec import codec
from .literals import predicate, segment

# A part of a key predicate: a name, and a literal in quotes (doubled inside) or bare.
_PART = re.compile(r"(?:(\w+)=)?([A-Za-z_.]*'(?:[^']|'')*'|[^',()=]+)")
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
    """Where a root or a navigation property leads."""

    type: str
    many: bool
    contained: bool


class Trail(NamedTuple):
    """A path: each name, where it leads, the key behind it; then all keys."""

    legs: list[tuple[str, Step, list[Key]]]
    slots: tuple[Key, ...]


class Place(NamedTuple):
    """Where a path has led, past which names and keys; `rest` comes behind."""

    type: str
    many: bool
    names: tuple[str, ...]
    values: dict[str, Any]
    rest: Sequence[str]


class Graph:
    """The entity types of a package, where paths begin, and how keys are written.

    Each of `types` is a line `Type: Base #key name=Target name+=Target*`, where `*` is
    a collection, `+=` containment (CSDL section 8.4) and `#key/Edm.Int32` a key that is
    no text. Names without a dot are in `namespace`. `roots` are like navigation.
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
        self.roots = self._read(roots)[1]
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

    def trail(self, names: tuple[str, ...], many: bool) -> Trail:
        """A path step by step; without the last key if it ends at a collection."""
        legs: list[tuple[str, Step, list[Key]]] = []
        earlier: dict[str, int] = {}
        steps = self.roots
        for index, name in enumerate(names):
            step, keys = steps[name], list[Key]()
            steps, key = self.type(step.type)
            if step.many and not (many and index == len(names) - 1):
                keys = [numbered(part, earlier) for part in key]
            legs.append((name, step, keys))
        return Trail(legs, tuple(key for _, _, keys in legs for key in keys))

    def paths(
        self, target: str, many: bool, hops: int, revisits: int
    ) -> list[tuple[str, ...]]:
        """The names on every path to a type: fewest first, then in declaration order."""
        found: list[tuple[str, ...]] = []
        targets = {each for each in self._lines if target in self.lineage(each)}

        @cache
        def leads(type_: str, left: int) -> bool:
            after = self.type(type_)[0].values() if left else ()
            return type_ in targets or any(leads(each.type, left - 1) for each in after)

        def walk(names: tuple[str, ...], seen: tuple[str, ...]) -> None:
            steps = self.type(seen[-1])[0] if seen else self.roots
            left = hops - len(names)
            for name, (type_, is_many, _) in steps.items():
                if seen.count(type_) > revisits or not leads(type_, left):
                    continue
                if type_ in targets and (is_many or not many):
                    found.append((*names, name))
                if left:
                    walk((*names, name), (*seen, type_))

        walk((), ())
        return sorted(found, key=len)

    def split(self, url: str) -> list[str]:
        """The segments of a URL, absolute or not, behind the service root."""
        path = url.partition("?")[0]
        if "://" in path:
            path = urlsplit(path).path
        return path.strip("/").removeprefix(self._prefix).split("/")

    def follow(
        self, parts: Sequence[str], stops: Callable[[str], Container[str]]
    ) -> Place:
        """Follow segments as far as they name navigation and keys; what `stops` gives
        for a type are operations on its collection, so no keys."""
        names: list[str] = []
        literals: list[tuple[str, str]] = []
        type_, many = "", False
        steps: Mapping[str, Step] = self.roots
        key: tuple[Key, ...] = ()
        rest: Sequence[str] = ()
        for index, raw in enumerate(parts):
            if many:
                if raw[:1] == "$" or raw in stops(type_):
                    rest = parts[index:]
                    break
                if len(key) != 1:
                    raise misfit(raw, key)
                literals.append((raw, raw))
                many = False
                continue
            name, predicate = raw, None
            if raw[-1:] == ")":
                name, _, predicate = raw[:-1].partition("(")
            if "%" in name:
                name = unquote(name)
            step = steps.get(name)
            if step is None or (predicate is not None and not step.many):
                rest = parts[index:]
                break
            type_, many, _ = step
            names.append(name)
            steps, key = self.type(type_)
            if predicate is not None:
                literals += [(each, raw) for each in in_order(predicate, key, raw)]
                many = False
        if not names:
            raise no_route(parts[0], "no path begins with it", self.roots)
        path = tuple(names)
        slots = self.trail(path, many).slots
        values = {
            slot.name: decoded(literal, slot.type, raw)
            for slot, (literal, raw) in zip(slots, literals, strict=True)
        }
        return Place(type_, many, path, values, rest)

    def write(self, trail: Trail, values: Mapping[str, Any] | None = None) -> str:
        """A path with its keys, or as a template; ValueError for an impossible key."""
        return "".join(
            f"/{name}{self._predicate(keys, values) if keys else ''}"
            for name, _, keys in trail.legs
        )

    def _predicate(self, key: Sequence[Key], values: Mapping[str, Any] | None) -> str:
        as_segment = self._segments and len(key) == 1
        if values is None:
            parts = [f"{part.property}={{{part.template}}}" for part in key]
            inner = ",".join(parts) if len(key) > 1 else f"{{{key[0].template}}}"
            return f"/{inner}" if as_segment else f"({inner})"
        if as_segment:
            return segment(values[key[0].name], key[0].type)
        given = [(part.property, part.type, values[part.name]) for part in key]
        return predicate(*given)


def no_route(segment: str, rule: str, known: Collection[str] = ()) -> NoRoute:
    """The error for a segment, with the nearest of those known."""
    from difflib import get_close_matches  # here: only mistakes need it

    close = get_close_matches(segment, known, n=1)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    return NoRoute(f"segment {segment!r}: {rule}{hint}")


def numbered(key: Key, earlier: dict[str, int]) -> Key:
    """The key, with a number where the same type came earlier on the path."""
    count = earlier[key.name] = earlier.get(key.name, 0) + 1
    if count == 1:
        return key
    return Key(f"{key.template}_{count}", f"{key.name}_{count}", key.property, key.type)


def misfit(raw: str, key: tuple[Key, ...]) -> NoRoute:
    wanted = ", ".join(part.property for part in key) or "none here"
    return no_route(raw, f"not the key that is expected ({wanted})")


def _key(type_: str, part: str) -> Key:
    name, _, kind = part.partition("/")
    simple = type_.rpartition(".")[2]
    template = simple[:1].lower() + simple[1:] + name[:1].upper() + name[1:]
    python = _HUMP.sub("_", template).lower()
    return Key(template, python, name, kind or "Edm.String")


def in_order(predicate: str, key: tuple[Key, ...], raw: str) -> list[str]:
    """The literals of a predicate, as the key has them."""
    text = unquote(predicate)
    parts = list(_PART.finditer(text))
    if ",".join(part[0] for part in parts) != text:
        raise no_route(raw, "the key cannot be read; quotes in quotes are doubled")
    given = {part[1] or key[0].property: part[2] for part in parts if key}
    if len(parts) != len(key) or any(part.property not in given for part in key):
        raise misfit(raw, key)
    return [given[part.property] for part in key]


def decoded(literal: str, type_: str, raw: str) -> Any:
    plain = literal
    if raw is literal:
        plain = unquote(literal) if "%" in literal else literal
    elif plain[-1:] == "'":
        plain = plain[plain.index("'") + 1 : -1].replace("''", "'")
    if plain in ("", ".", ".."):
        raise no_route(raw, f"{plain!r} cannot be a key")
    if type_ == "Edm.String":
        return plain
    try:
        return codec(type_).load({"true": True, "false": False}.get(plain, plain))
    except ValueError as error:
        raise no_route(raw, str(error)) from error
