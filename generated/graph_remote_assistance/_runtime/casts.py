# ruff: noqa
# fmt: off
"""Paths with segments that are no navigation: complex properties, and casts.

A name on such a path has them in front (`address/country`, `my.vip/cards`; OData URL
conventions sections 4.6 and 4.11), the last one a cast behind it (`members/my.vip`).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import Any
from urllib.parse import unquote

from .graph import (
    Graph,
    Key,
    Place,
    Step,
    Trail,
    decoded,
    in_order,
    misfit,
    no_route,
    numbered,
)


class CastGraph(Graph):
    """A graph with words `address/country=Country` in its lines, and derived types."""

    @cached_property
    def _bases(self) -> dict[str, frozenset[str]]:
        return {}

    def _casts(self, type_: str, to: str) -> bool:
        if to not in self._bases:
            self._bases[to] = frozenset(self.lineage(to)) - {to}
        return type_ in self._bases[to]

    def _step(self, type_: str, name: str) -> Step:
        steps = self.type(type_)[0] if type_ else self.roots
        head, _, rest = name.partition("/")
        return steps[name] if name in steps else self.type(head)[0][rest]

    def _onward(self, type_: str, casts: int) -> Iterator[tuple[str, Step, int]]:
        """The steps from a type, and how many casts each takes."""
        words = self.type(type_)[0]
        yield from ((name, words[name], 0) for name in words if "." not in name)
        if casts > 0:
            found = {name: step for name, step in words.items() if "." in name}
            for each, text in self._lines.items():
                if self._casts(type_, each):
                    own = self._read(text)[1].items()
                    found |= {f"{each}/{name}": step for name, step in own}
            for name, step in found.items():
                needed = sum("." in part for part in name.split("/"))
                if needed <= casts:
                    yield name, step, needed

    def paths(
        self, target: str, many: bool, hops: int, revisits: int, casts: int = 0
    ) -> list[tuple[str, ...]]:
        """As those of a plain graph; where one ends at a base type, it is cast, unless
        there are less than no casts."""
        bases = self.lineage(target) if casts >= 0 else ()
        ends = dict.fromkeys(bases, f"/{target}")
        ends |= {each: "" for each in self._lines if target in self.lineage(each)}
        found: list[tuple[str, ...]] = []

        @cache
        def onward(type_: str, casts: int) -> list[tuple[str, Step, int]]:
            return list(self._onward(type_, casts))

        @cache
        def leads(type_: str, left: int) -> bool:
            after = onward(type_, casts) if left else ()
            return type_ in ends or any(
                leads(step.type, left - 1) for _, step, _ in after
            )

        def walk(names: tuple[str, ...], seen: tuple[str, ...], more: int) -> None:
            after = onward(seen[-1], more) if seen else first
            left = hops - len(names)
            for name, (type_, is_many, _), needed in after:
                if seen.count(type_) > revisits or not leads(type_, left):
                    continue
                if type_ in ends and (is_many or not many):
                    found.append((*names, name + ends[type_]))
                if left:
                    walk((*names, name), (*seen, type_), more - needed)

        first = [(name, step, 0) for name, step in self.roots.items()]
        walk((), (), casts)
        return sorted(found, key=len)

    def trail(self, names: tuple[str, ...], many: bool) -> Trail:
        """A path step by step; a cast at its end is a leg of its own."""
        legs: list[tuple[str, Step, list[Key]]] = []
        earlier: dict[str, int] = {}
        type_ = ""
        for index, name in enumerate(names):
            before, _, cast = name.rpartition("/")
            if "." not in cast:
                before, cast = name, ""
            step, keys = self._step(type_, before), list[Key]()
            if step.many and not (many and index == len(names) - 1):
                keys = [numbered(part, earlier) for part in self.type(step.type)[1]]
            legs.append((before, step, keys))
            if cast:
                legs.append((cast, Step(cast, False, True), []))
            type_ = step.type
        return Trail(legs, tuple(key for _, _, keys in legs for key in keys))

    def follow(
        self, parts: Sequence[str], stops: Callable[[str], Container[str]]
    ) -> Place:
        """Follow segments as far as they name navigation, what is in front of it, casts
        and keys."""
        names: list[str] = []
        literals: list[tuple[str, str]] = []
        type_, many, cast, front = "", False, "", ""
        steps: Mapping[str, Step] = self.roots
        key: tuple[Key, ...] = ()
        begun = len(parts)
        for index, raw in enumerate(parts):
            if raw in self._lines and not front and names and self._casts(type_, raw):
                type_ = cast = raw
                steps = self.type(raw)[0]
                continue
            if many:
                if raw[:1] == "$" or raw in stops(type_):
                    begun = index
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
            step = steps.get(front + name)
            if step is None or (predicate is not None and not step.many):
                begun = index - front.count("/")
                front += f"{name}/"
                if predicate is None and any(each.startswith(front) for each in steps):
                    continue
                break
            names.append(f"{cast}/{front}{name}" if cast else front + name)
            type_, many, _ = step
            steps, key = self.type(type_)
            cast = front = ""
            begun = len(parts)
            if predicate is not None:
                literals += [(each, raw) for each in in_order(predicate, key, raw)]
                many = False
        if not names:
            raise no_route(parts[0], "no path begins with it", self.roots)
        return self._place(type_, many, names, cast, literals, parts[begun:])

    def _place(
        self,
        type_: str,
        many: bool,
        names: list[str],
        cast: str,
        literals: list[tuple[str, str]],
        rest: Sequence[str],
    ) -> Place:
        path = (*names[:-1], f"{names[-1]}/{cast}" if cast else names[-1])
        slots = self.trail(path, many).slots
        values: dict[str, Any] = {
            slot.name: decoded(literal, slot.type, raw)
            for slot, (literal, raw) in zip(slots, literals, strict=True)
        }
        return Place(type_, many, path, values, rest)
