"""How many routes there are is a matter of what counts: an independent count of the same document, and ours.

The other count follows navigation properties of entity types, without casts, and lets no navigation property come
twice on a path. Ours limits how often an entity type comes back, and has the paths that end at a base type with a cast.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from csdlgen.csdl import read_csdl
from csdlgen.edm.model import QName
from csdlgen.navigation import Graph, Limits, Step
from tests.support.paths import find_paths

pytestmark = pytest.mark.slow

BETA = "graph/graph-beta_2021-07-13_496c7d38.csdl.xml"
DEVICE = QName("microsoft.graph", "managedDevice")
# hops: (the other count; ours with at most one revisit: without casts, with them)
COUNTS = {1: (4, 4, 4), 2: (17, 17, 17), 3: (105, 107, 115), 4: (451, 497, 553)}


@pytest.fixture(scope="module")
def graph(corpus: Path) -> Graph:
    return Graph(read_csdl((corpus / BETA).read_bytes(), source="beta"))


def no_property_twice(graph: Graph, hops: int, *, contained: bool = False) -> Iterator[tuple[Step, ...]]:
    """The paths of the other count, to any type; `contained` where they follow containment alone."""
    waiting: list[tuple[Step, ...]] = [(root,) for root in graph.roots.values()]
    while waiting:
        path = waiting.pop()
        yield path
        for step in graph.steps(path[-1].target) if len(path) <= hops else ():
            if not step.prefix and step not in path and (step.contained or not contained):
                waiting.append((*path, step))


def to_device(graph: Graph, step: Step) -> bool:
    return step.target in (DEVICE, *graph.lookup.descendants(DEVICE))


@pytest.mark.parametrize("hops", COUNTS)
def test_counts_within_hops(graph: Graph, hops: int) -> None:
    other = sum(to_device(graph, path[-1]) for path in no_property_twice(graph, hops))
    ours = [len(find_paths(graph, DEVICE, Limits(max_hops=hops, casts=casts))) for casts in (-1, 0)]
    assert (other, *ours) == COUNTS[hops]


def test_what_the_other_count_lacks_passes_a_property_twice(graph: Graph) -> None:
    other = {path for path in no_property_twice(graph, 4) if to_device(graph, path[-1])}
    ours = {path.steps for path in find_paths(graph, DEVICE, Limits(max_hops=4, casts=-1))}
    assert all(len(set(path)) < len(path) for path in ours - other)
    # And the other way round, a type may come back more often.
    assert all(max([step.target for step in path].count(step.target) for step in path) > 2 for path in other - ours)


def test_contained_only_and_with_one_uncontained_hop_at_the_end(graph: Graph) -> None:
    contained = list(no_property_twice(graph, 6, contained=True))
    only = [path for path in contained if to_device(graph, path[-1])]
    last = [
        (*path, step)
        for path in contained
        for step in graph.steps(path[-1].target)
        if not step.contained and not step.prefix and to_device(graph, step)
    ]
    assert (len(only), len(only) + len(last)) == (6, 15)
