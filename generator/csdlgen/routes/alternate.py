"""By which keys the members of a collection are addressed (CSDL section 6.5; AlternateKeys of Org.OData.Core.V1 and of
OData.Community.Keys.V1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from csdlgen.edm.model import Annotation, CollectionExpression, Constant, PathExpression, QName, Record
from csdlgen.paths import Graph, Step
from csdlgen.routes.permissions import records

_TERMS = (QName("Org.OData.Core.V1", "AlternateKeys"), QName("OData.Community.Keys.V1", "AlternateKeys"))


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
    said = [*_annotations(graph, step), *(each for annotations in own for each in annotations)]
    alternate = dict.fromkeys(key for each in said if each.term in _TERMS for key in _alternate(each))
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


def _alternate(annotation: Annotation) -> Iterator[tuple[str, ...]]:
    items = annotation.value.items if isinstance(annotation.value, CollectionExpression) else ()
    for each in items:
        parts = tuple(filter(None, map(_name, records(each, "Key"))))
        if parts:
            yield parts


def _name(part: Record) -> str:
    """The alias, else the property; a path without one has no name."""
    alias, path = part.get("Alias"), part.get("Name")
    if isinstance(alias, Constant) and alias.text:
        return alias.text
    text = path.path if isinstance(path, PathExpression) else path.text if isinstance(path, Constant) else ""
    return "" if "/" in text else text
