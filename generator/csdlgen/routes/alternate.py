"""By which keys the members of a collection are addressed (CSDL section 6.5; AlternateKeys of Org.OData.Core.V1 and of
OData.Community.Keys.V1)."""

from __future__ import annotations

from dataclasses import dataclass

from csdlgen.edm.alternate_keys import alternate_keys
from csdlgen.edm.model import Annotation, QName
from csdlgen.navigation import Graph, Step


@dataclass(frozen=True, slots=True)
class CollectionKeys:
    """A collection on a path: its segments, its entity type, and the names in key predicates of its key and of each
    alternate key."""

    collection: str
    type: QName
    key: tuple[str, ...]
    alternate: tuple[tuple[str, ...], ...]


def collection_keys(graph: Graph, step: Step) -> CollectionKeys:
    """The keys of the collection that a step leads to."""
    own = (each.annotations for each in graph.model.ancestry(step.target))
    said = (_annotations(graph, step), *own)
    named = (tuple(name for name, path in key if path) for some in said for key in alternate_keys(some))
    alternate = dict.fromkeys(names for names in named if names and not any("/" in name for name in names))
    key = tuple(name for name, _ in graph.key(step.target))
    return CollectionKeys("/".join(step.segments), step.target, key, tuple(alternate))


def _annotations(graph: Graph, step: Step) -> tuple[Annotation, ...]:
    """What stands on the element itself: an entity set or a navigation property."""
    declaring = graph.model.structured(step.declaring) if step.declaring else None
    elements = (
        declaring.navigations
        if declaring
        else tuple(root for container in graph.model.containers for root in container.roots)
    )
    return next((each.annotations for each in elements if each.name == step.name), ())
