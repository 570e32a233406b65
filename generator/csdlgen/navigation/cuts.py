"""What lies just beyond the limits: paths that would be there if one limit were one wider."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal, TypeAlias

from csdlgen.edm.model import QName
from csdlgen.navigation.graph import Graph
from csdlgen.navigation.walk import Limits, Path, Paths
from csdlgen.text import times

Why: TypeAlias = Literal["root", "hops", "revisits", "casts"]

# How far one kind is counted, and how many paths within the limits are passed over on the way.
_MOST = 1000
_LONGEST_SEARCH = 20_000


@dataclass(frozen=True, slots=True)
class Cut:
    """A path that a limit cuts: which limit, and what it says in words."""

    path: Path
    why: Why
    reason: str


@dataclass(frozen=True, slots=True)
class Cuts:
    """The first paths that each limit cuts, and how many more there are; `counted` is false where there may be yet
    more than that."""

    shown: tuple[Cut, ...]
    more: int
    counted: bool


def cuts(graph: Graph, target: QName, limits: Limits, *, collection: bool = False, most: int = 10) -> Cuts:
    """What lies just beyond the limits on the way to an entity type (or its collection): the paths that would be there
    if there were one hop, one revisit or one cast more, or other roots; at most `most` of each kind, with the number
    of the others."""
    shown: list[Cut] = []
    more, counted = 0, True
    for why, wider in _wider(graph, limits):
        beyond = _beyond(graph, target, limits, why, wider, collection)
        first = [each for each in islice(beyond, most) if each is not None]
        shown += (Cut(each, why, _reason(each, why, limits)) for each in first)
        others = [each is not None for each in islice(beyond, _MOST)]
        more += sum(others)
        counted = counted and len(others) < _MOST and all(others)
    return Cuts(tuple(shown), more, counted)


def cut_by(path: Path, limits: Limits) -> str:
    """Why the limits leave a path out, in words; empty where they do not."""
    if limits.roots and path.steps[0].name not in limits.roots:
        return _reason(path, "root", limits)
    if path.hops > limits.max_hops:
        return _reason(path, "hops", limits)
    if _needed(path) > limits.casts:
        return _reason(path, "casts", limits)
    return _reason(path, "revisits", limits) if _most_visited(path)[1] > limits.revisits + 1 else ""


def _wider(graph: Graph, limits: Limits) -> Iterator[tuple[Why, Limits]]:
    others = tuple(name for name in graph.roots if name not in limits.roots)
    if limits.roots and others:
        yield "root", replace(limits, roots=others)
    yield "revisits", replace(limits, revisits=limits.revisits + 1)
    yield "casts", replace(limits, casts=limits.casts + 1)
    yield "hops", replace(limits, max_hops=limits.max_hops + 1)


def _beyond(
    graph: Graph, target: QName, limits: Limits, why: Why, wider: Limits, collection: bool
) -> Iterator[Path | None]:
    """The paths within the wider limits and not within the others; None where the search took too long."""
    paths = Paths(graph, target, wider, collection=collection)
    for number, path in enumerate(paths.with_hops(wider.max_hops) if why == "hops" else paths.all()):
        if number > _LONGEST_SEARCH:
            yield None
            return
        if (
            why in ("root", "hops")
            or (why == "casts" and _needed(path) > limits.casts)
            or (why == "revisits" and _most_visited(path)[1] > limits.revisits + 1)
        ):
            yield path


def _needed(path: Path) -> int:
    """The least limit of casts that allows a path."""
    return len(path.casts) - (path.cast is not None) if path.casts else -1


def _most_visited(path: Path) -> tuple[QName, int]:
    return Counter(step.target for step in path.steps).most_common(1)[0]


def _reason(path: Path, why: Why, limits: Limits) -> str:
    if why == "root":
        return f"{path.steps[0].name!r} is not among the roots"
    if why == "hops":
        return f"{path.hops} hops, where max-hops is {limits.max_hops}"
    if why == "casts":
        allowed = "false" if limits.casts < 0 else limits.casts
        return f"casts to {', '.join(map(str, path.casts))}, where casts is {allowed}"
    type_, visits = _most_visited(path)
    cycle = "" if limits.revisits else "a cycle: "
    return f"{cycle}{type_} comes back {times(visits - 1)}, where revisits is {limits.revisits}"
