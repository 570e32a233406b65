"""Facts put together again: what `facts` takes apart."""

from __future__ import annotations

from typing import Any

from csdlgen.drift.facts import Attributes, Facts
from csdlgen.drift.path import ElementPath
from csdlgen.drift.shapes import BY_KIND, COLLECTION, FACETS, NULLABLE, PARAMETERS, TYPE, Shape
from csdlgen.edm.model import NO_FACETS, Annotation, Default, EdmModel, Facets, Record, TypeRef

_SINGLE = ("returns", "on_delete")


def build(found: Facts) -> EdmModel:
    """The model that has these facts, children in the order in which they come."""
    root = ElementPath()
    parts = _children(found, root)
    version = found.elements[root]["Version"]
    return EdmModel(tuple(parts.get("schemas", ())), tuple(parts.get("references", ())), version)


def build_annotation(found: Facts, path: ElementPath) -> Annotation:
    """One annotation with all in it."""
    made: Annotation = build_element(found, path)
    return made


def build_element(found: Facts, path: ElementPath) -> Any:
    """One element with all in it."""
    shape, known, step = BY_KIND[path.kind], found.elements[path], path.steps[-1]
    fields = shape.identity(step, path.steps[0].name)
    fields.update((name, known[fact]) for fact, name, _ in shape.attributes if fact in known)
    parts = _children(found, path)
    values, noted = parts.pop("values", []), parts.pop("record_annotations", [])
    if PARAMETERS in known:
        by_step = dict(
            zip((each.steps[-1] for each in found.of_kind(path, "parameter")), parts["parameters"], strict=True)
        )
        parts["parameters"] = [by_step[each] for each in known[PARAMETERS]]
    fields.update((name, some[0] if name in _SINGLE else tuple(some)) for name, some in parts.items())
    if shape.valued:
        record = Record(tuple(values), known.get(TYPE), tuple(noted))
        fields["value"] = record if "Record" in known else known.get("Value", Default())
    fields.update(_typed(shape, known))
    if path in found.locations:
        fields["location"] = found.locations[path]
    return shape.make(**fields)


def _typed(shape: Shape, known: Attributes) -> dict[str, Any]:
    if not (shape.typed or shape.faceted):
        return {}
    given = {name: known[fact] for fact, name, _ in FACETS if fact in known}
    facets = Facets(**given) if given else NO_FACETS
    if shape.faceted:
        return {"facets": facets}
    return {"type": TypeRef(known[TYPE], known.get(COLLECTION, False), known.get(NULLABLE, True), facets)}


def _children(found: Facts, path: ElementPath) -> dict[str, list[Any]]:
    parts: dict[str, list[Any]] = {}
    for each in found.children.get(path, ()):
        parts.setdefault(BY_KIND[each.kind].field, []).append(build_element(found, each))
    return parts
