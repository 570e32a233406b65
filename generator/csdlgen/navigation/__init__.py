"""Paths through the model: from an entity set or singleton along navigation properties.

A path is what OData URLs are made of (URL conventions sections 4.3 to 4.11). This package walks; what a path is good
for is said elsewhere (`routes`), and which of them a package needs (`select`).
"""

from csdlgen.navigation.cuts import Cut, Cuts, Why, cut_by, cuts
from csdlgen.navigation.graph import Graph, Step
from csdlgen.navigation.walk import Limits, Path, has_key, needed, walk

__all__ = [
    "Cut",
    "Cuts",
    "Graph",
    "Limits",
    "Path",
    "Step",
    "Why",
    "cut_by",
    "cuts",
    "has_key",
    "needed",
    "walk",
]
