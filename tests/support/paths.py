"""All paths to a type, for tests of small models."""

from __future__ import annotations

from csdlgen.edm.model import QName
from csdlgen.navigation import Graph, Limits, Path, walk


def find_paths(graph: Graph, target: QName, limits: Limits) -> tuple[Path, ...]:
    """Every path to an entity type within the limits, in the order of `walk`."""
    return tuple(walk(graph, target, limits))
