"""Which steps and casts the routes of a selection are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csdlgen.edm.model import QName
from csdlgen.navigation.graph import Graph, Step
from csdlgen.navigation.walk import Limits, Path, steps_towards


def needed(
    graph: Graph,
    bindings: tuple[QName, ...],
    limits: Limits,
    resources: Iterable[Path],
    documented: Iterable[Path],
) -> tuple[set[Step], set[QName]]:
    """The steps of all paths to the binding types of operations within the limits, of resources, and of documented
    lines; and the types that any of them is cast to."""
    paths = (*resources, *_documented(graph, bindings, documented))
    steps = {step for path in paths for step in path.steps}
    steps |= {step for binding in bindings for step in steps_towards(graph, binding, limits)}
    casts = {each for path in paths for each in path.casts}
    return steps, casts | _casts(graph, bindings, steps, limits)


def _casts(graph: Graph, bindings: tuple[QName, ...], steps: set[Step], limits: Limits) -> set[QName]:
    """The types that steps cast to, and those that are reached as a base type with operations bound to them."""
    found = {each for step in steps if step.prefix for each in step.casts}
    reached = {step.target for step in steps}
    for binding in bindings if limits.casts >= 0 else ():
        if any(each.name in reached and each.name != binding for each in graph.model.ancestry(binding)):
            found.add(binding)
    return found


def _documented(graph: Graph, bindings: tuple[QName, ...], documented: Iterable[Path]) -> Iterator[Path]:
    """Those of the documented paths that lead to the operations."""
    wanted = {each for binding in bindings for each in graph.derived_or_same(binding)}
    return (path for path in documented if path.target in wanted)
