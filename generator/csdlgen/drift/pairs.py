"""Elements that are gone and elements that have come, recognised as one and the same.

Pairing looks at both sides alike, so that old and new may change places: it takes a pair only where neither has another
possible partner, or orders candidates by what does not depend on the direction.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import NamedTuple

from csdlgen.drift.comparison import Comparison, Side
from csdlgen.drift.events import SENTINEL, is_base, is_binding
from csdlgen.drift.path import TYPES, ElementPath, ElementStep, item_type
from csdlgen.drift.rules import recased_rule, turned_rule
from csdlgen.drift.shapes import PARAMETERS
from csdlgen.edm.model import QName

_MOST_COMPARED = 40_000
"""So many pairs of overloads of one name are looked at; of more, each is not compared with each."""


class Pair(NamedTuple):
    rule: str
    old: ElementPath
    new: ElementPath


class Unpaired:
    """What is in one model only, among elements with one parent: `gone` is in the old one, `come` in the new one."""

    def __init__(self, gone: Iterable[ElementPath], come: Iterable[ElementPath]) -> None:
        self.gone, self.come = dict.fromkeys(gone), dict.fromkeys(come)

    def by(
        self, key: Callable[[ElementPath], Hashable], rule: Callable[[ElementPath, ElementPath], str]
    ) -> Iterator[Pair]:
        """Pairs with a key that nothing else on their side has, and the rule on them, empty where they are no pair.
        Both are no longer unpaired then. None is no key."""
        if not self.gone or not self.come:
            return
        old, new = _unique(self.gone, key), _unique(self.come, key)
        for each in old:
            one, other = old[each], new.get(each)
            if one and other and (code := rule(one, other)):
                yield self.pair(code, one, other)

    def pair(self, rule: str, old: ElementPath, new: ElementPath) -> Pair:
        del self.gone[old], self.come[new]
        return Pair(rule, old, new)


def _unique(
    paths: dict[ElementPath, None], key: Callable[[ElementPath], Hashable]
) -> dict[Hashable, ElementPath | None]:
    unique: dict[Hashable, ElementPath | None] = {}
    for path in paths:
        named = key(path)
        if named is not None:
            unique[named] = None if named in unique else path
    return unique


# --- of one name but another kind, or of one kind and a name in other letters -----------------------------------------


def turned(unpaired: Unpaired) -> Iterator[Pair]:
    """Elements that are of another kind now."""
    return unpaired.by(lambda path: path.name, lambda old, new: turned_rule(old.kind, new.kind))


def recased(unpaired: Unpaired) -> Iterator[Pair]:
    """Names that differ in case alone."""

    def key(path: ElementPath) -> Hashable:
        return (path.steps[0], path.kind, path.name.casefold()) if recased_rule(path.kind) else None

    return unpaired.by(key, lambda old, new: recased_rule(old.kind) if old.name != new.name else "")


def types(unpaired: Unpaired) -> Iterator[Pair]:
    """Types of another kind, in other letters, in another namespace."""

    def of_kind(old: ElementPath, new: ElementPath) -> str:
        return "type-kind-changed" if old.kind != new.kind else ""

    def moved(old: ElementPath, new: ElementPath) -> str:
        return "type-namespace-moved" if old.steps[0] != new.steps[0] else ""

    yield from unpaired.by(lambda path: path.qualified if path.kind in TYPES else None, of_kind)
    yield from recased(unpaired)
    yield from unpaired.by(lambda path: (path.kind, path.name), moved)


def containers(unpaired: Unpaired) -> Iterator[Pair]:
    """The one container of another name."""
    return unpaired.by(lambda path: True if path.kind == "container" else None, lambda *_: "container-changed")


# --- members of enumerations, parameters ------------------------------------------------------------------------------


def members(comparison: Comparison, unpaired: Unpaired) -> Iterator[Pair]:
    """Members of another name with the same value."""
    values = {
        path: side.known(path)["Value"]
        for side, paths in ((comparison.old, unpaired.gone), (comparison.new, unpaired.come))
        for path in paths
        if path.kind == "member" and path.name != SENTINEL
    }
    yield from unpaired.by(lambda path: values.get(path), lambda *_: "enum-member-renamed")


def parameters(comparison: Comparison, unpaired: Unpaired) -> Iterator[Pair]:
    """Binding parameters, which are so by their place; others of another name with the same type in the same place."""
    places: dict[ElementPath, tuple[object, ...]] = {}
    for side, paths in ((comparison.old, unpaired.gone), (comparison.new, unpaired.come)):
        orders: dict[ElementPath, dict[ElementStep, int]] = {}
        for path in paths:
            if path.kind == "parameter":
                if path.parent not in orders:
                    steps = side.known(path.parent)[PARAMETERS]
                    orders[path.parent] = {step: number for number, step in reversed([*enumerate(steps)])}
                place, bound = orders[path.parent][path.steps[-1]], is_binding(side, path)
                places[path] = ("binding",) if bound else (place, *map(side.known(path).get, ("Type", "Collection")))

    def kind(old: ElementPath, _: ElementPath) -> str:
        return "binding-parameter-renamed" if places[old] == ("binding",) else "parameter-renamed"

    return unpaired.by(places.get, kind)


# --- overloads --------------------------------------------------------------------------------------------------------


def operations(comparison: Comparison, unpaired: Unpaired, renamed: dict[QName, QName]) -> Iterator[Pair]:
    """Overloads of one operation that have another signature or are of another kind: those that are bound alike, then
    those bound to related types, then any two where there are no others. Of several, those with most parameters in
    common come first."""
    by_name: dict[QName, tuple[list[ElementPath], list[ElementPath]]] = {}
    for number, paths in enumerate((unpaired.gone, unpaired.come)):
        for path in paths:
            if path.kind == "operation":
                by_name.setdefault(path.qualified, ([], []))[number].append(path)
    texts = {str(old): str(new) for old, new in renamed.items()}
    for name, (gone, come) in by_name.items():
        if len(gone) * len(come) > _MOST_COMPARED:
            yield from _alike(comparison, unpaired, gone, come)
            continue
        sole = (
            all(len(side.model.operations[name]) == 1 for side in (comparison.old, comparison.new))
            if gone and come
            else False
        )
        scored = ((_likeness(comparison, old, new, texts, sole), old, new) for old in gone for new in come)
        ranked = sorted(
            (one for one in scored if one[0]), key=lambda one: (tuple(-part for part in one[0]), _either_way(one))
        )
        for _, old, new in ranked:
            if old in unpaired.gone and new in unpaired.come:
                yield unpaired.pair("", old, new)


def _alike(
    comparison: Comparison, unpaired: Unpaired, gone: list[ElementPath], come: list[ElementPath]
) -> Iterator[Pair]:
    """Of very many overloads, those with one binding type and parameters of the same names, which no other has."""

    def parameters_of(side: Side) -> Callable[[ElementPath], Hashable]:
        return lambda path: (
            path.steps[-1].key[0],
            frozenset(step.name for step in side.known(path).get(PARAMETERS, ())),
        )

    old = _unique(dict.fromkeys(gone), parameters_of(comparison.old))
    new = _unique(dict.fromkeys(come), parameters_of(comparison.new))
    for key, one in old.items():
        if one and (other := new.get(key)):
            yield unpaired.pair("", one, other)


def _either_way(scored: tuple[tuple[int, ...], ElementPath, ElementPath]) -> list[tuple[str, str]]:
    """The same for both directions."""
    return sorted((str(path), repr(path)) for path in scored[1:])


def _likeness(
    comparison: Comparison, old: ElementPath, new: ElementPath, renamed: dict[str, str], sole: bool
) -> tuple[int, ...]:
    """How well two overloads match: by binding, then by parameters in common; empty where they are two things."""
    before, after = old.steps[-1].key[0], new.steps[-1].key[0]
    bound = _binding_likeness(comparison, before, after, renamed)
    if not bound and not sole:
        return ()
    was, now = comparison.old.known(old), comparison.new.known(new)
    names = [{step.name for step in known.get(PARAMETERS, ())} for known in (was, now)]
    return bound, len(names[0] & names[1]), int(was["Kind"] == now["Kind"]), -len(names[0] ^ names[1])


def _binding_likeness(comparison: Comparison, before: str | None, after: str | None, renamed: dict[str, str]) -> int:
    if before == after:
        return 3
    if before is None or after is None:
        return 0
    was, now = (item_type(type_) for type_ in (before, after))
    if renamed.get(was, was) == now:
        return 2
    one, other = QName.parse(was), QName.parse(now)
    return int(is_base(comparison, one, other) or is_base(comparison, other, one))
