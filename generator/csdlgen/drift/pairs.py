"""Elements that are gone and elements that have come, recognised as one and the same.

Every rule looks at both sides alike, so that old and new may change places: it takes a pair only where neither has
another partner by that rule, or orders candidates by what does not depend on the direction.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import NamedTuple

from csdlgen.drift.attributes import SENTINEL, is_base, is_binding
from csdlgen.drift.path import TYPES, ElementPath
from csdlgen.drift.shapes import PARAMETERS
from csdlgen.drift.sides import Findings
from csdlgen.edm.model import QName


class Pair(NamedTuple):
    kind: str
    old: ElementPath
    new: ElementPath


class Loose:
    """What is in one model only, among elements that stand side by side."""

    def __init__(self, gone: Iterable[ElementPath], come: Iterable[ElementPath]) -> None:
        self.gone, self.come = dict.fromkeys(gone), dict.fromkeys(come)

    def by(
        self, key: Callable[[ElementPath], Hashable], kind: Callable[[ElementPath, ElementPath], str | None]
    ) -> Iterator[Pair]:
        """Pairs that have a key in common that nothing else on their side has; `kind` may refuse. Both are then no
        longer loose. None is no key."""
        if not self.gone or not self.come:
            return
        old, new = _unique(self.gone, key), _unique(self.come, key)
        for each in old:
            one, other = old[each], new.get(each)
            named = kind(one, other) if one and other else None
            if one and other and named:
                yield self.pair(named, one, other)

    def pair(self, kind: str, old: ElementPath, new: ElementPath) -> Pair:
        del self.gone[old], self.come[new]
        return Pair(kind, old, new)


def _unique(
    paths: dict[ElementPath, None], key: Callable[[ElementPath], Hashable]
) -> dict[Hashable, ElementPath | None]:
    found: dict[Hashable, ElementPath | None] = {}
    for path in paths:
        named = key(path)
        if named is not None:
            found[named] = None if named in found else path
    return found


# --- of one name but another kind, or of one kind and a name in other letters -----------------------------------------

_TURNED = {
    ("property", "navigation"): "property-became-navigation",
    ("navigation", "property"): "navigation-became-property",
    ("entity-set", "singleton"): "entity-set-became-singleton",
    ("singleton", "entity-set"): "singleton-became-entity-set",
}
_RECASED = {
    "property": "property-casing-changed",
    "navigation": "navigation-casing-changed",
    "member": "enum-member-casing-changed",
    "parameter": "parameter-casing-changed",
    "entity-set": "entity-set-casing-changed",
    "singleton": "singleton-casing-changed",
    "enum-type": "enum-type-casing-changed",
    **dict.fromkeys(("entity-type", "complex-type", "type-definition"), "type-casing-changed"),
}


def turned(loose: Loose) -> Iterator[Pair]:
    """Elements that are now of another kind."""
    return loose.by(lambda path: path.name, lambda old, new: _TURNED.get((old.kind, new.kind)))


def recased(loose: Loose) -> Iterator[Pair]:
    """Names that differ in case alone."""

    def kind(old: ElementPath, new: ElementPath) -> str | None:
        return _RECASED[old.kind] if old.name != new.name else None

    return loose.by(
        lambda path: (path.steps[0], path.kind, path.name.casefold()) if path.kind in _RECASED else None, kind
    )


def types(loose: Loose) -> Iterator[Pair]:
    """Types of another kind, in other letters, in another namespace."""

    def of_kind(old: ElementPath, new: ElementPath) -> str | None:
        return "type-kind-changed" if old.kind != new.kind else None

    def moved(old: ElementPath, new: ElementPath) -> str | None:
        return "type-namespace-moved" if old.steps[0] != new.steps[0] else None

    yield from loose.by(lambda path: path.qualified if path.kind in TYPES else None, of_kind)
    yield from recased(loose)
    yield from loose.by(lambda path: (path.kind, path.name), moved)


def containers(loose: Loose) -> Iterator[Pair]:
    """The one container of another name."""
    return loose.by(lambda path: True if path.kind == "container" else None, lambda *_: "container-changed")


# --- members of enumerations, parameters ------------------------------------------------------------------------------


def members(found: Findings, loose: Loose) -> Iterator[Pair]:
    """Members of another name with the same value."""
    values = {
        path: side.known(path)["Value"]
        for side, paths in ((found.old, loose.gone), (found.new, loose.come))
        for path in paths
        if path.kind == "member" and path.name != SENTINEL
    }
    yield from loose.by(lambda path: values.get(path), lambda *_: "enum-member-renamed")


def parameters(found: Findings, loose: Loose) -> Iterator[Pair]:
    """Binding parameters, which are so by their place; others of another name with the same type in the same place."""
    places: dict[ElementPath, tuple[object, ...]] = {}
    for side, paths in ((found.old, loose.gone), (found.new, loose.come)):
        for path in paths:
            if path.kind == "parameter":
                place = side.known(path.parent)[PARAMETERS].index(path.steps[-1])
                bound = is_binding(side.facts.elements, path)
                places[path] = ("binding",) if bound else (place, *map(side.known(path).get, ("Type", "Collection")))

    def kind(old: ElementPath, _: ElementPath) -> str:
        return "binding-parameter-renamed" if places[old] == ("binding",) else "parameter-renamed"

    return loose.by(places.get, kind)


# --- overloads --------------------------------------------------------------------------------------------------------


def operations(found: Findings, loose: Loose, renamed: dict[QName, QName]) -> Iterator[Pair]:
    """Overloads of one operation that have another signature or are of another kind: those that are bound alike, then
    those bound to related types, then any two where there are no others. Of several, those with most parameters in
    common come first."""
    by_name: dict[QName, tuple[list[ElementPath], list[ElementPath]]] = {}
    for number, paths in enumerate((loose.gone, loose.come)):
        for path in paths:
            if path.kind == "operation":
                by_name.setdefault(path.qualified, ([], []))[number].append(path)
    texts = {str(old): str(new) for old, new in renamed.items()}
    for name, (gone, come) in by_name.items():
        sole = all(len(side.model.operations[name]) == 1 for side in (found.old, found.new)) if gone and come else False
        scored = ((_likeness(found, old, new, texts, sole), old, new) for old in gone for new in come)
        ranked = sorted(
            (one for one in scored if one[0]), key=lambda one: (tuple(-part for part in one[0]), _either_way(one))
        )
        for _, old, new in ranked:
            if old in loose.gone and new in loose.come:
                yield loose.pair("", old, new)


def _either_way(scored: tuple[tuple[int, ...], ElementPath, ElementPath]) -> list[tuple[str, str]]:
    """The same for both directions."""
    return sorted((str(path), repr(path)) for path in scored[1:])


def _likeness(
    found: Findings, old: ElementPath, new: ElementPath, renamed: dict[str, str], sole: bool
) -> tuple[int, ...]:
    """How well two overloads match: by binding, then by parameters in common; empty where they are two things."""
    before, after = old.steps[-1].key[0], new.steps[-1].key[0]
    bound = _binding_likeness(found, before, after, renamed)
    if not bound and not sole:
        return ()
    was, now = found.old.known(old), found.new.known(new)
    names = [{step.name for step in known.get(PARAMETERS, ())} for known in (was, now)]
    return bound, len(names[0] & names[1]), int(was["Kind"] == now["Kind"]), -len(names[0] ^ names[1])


def _binding_likeness(found: Findings, before: str | None, after: str | None, renamed: dict[str, str]) -> int:
    if before == after:
        return 3
    if before is None or after is None:
        return 0
    was, now = (each.removeprefix("Collection(").removesuffix(")") for each in (before, after))
    if renamed.get(was, was) == now:
        return 2
    one, other = QName.parse(was), QName.parse(now)
    return int(is_base(found, one, other) or is_base(found, other, one))
