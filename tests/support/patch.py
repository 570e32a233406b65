"""Changes applied to a model: the proof that they say everything.

`facts` takes a whole model apart, `build` puts facts together again, `apply` makes the differences of changes, and
`normal` is what two models have in common that differ in nothing but order and spelling.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from csdlgen.drift.canonical import Canonical, sorted_elements
from csdlgen.drift.change import Change, every_change
from csdlgen.drift.facts import Attributes, Facts, document_attributes, flatten_all
from csdlgen.drift.path import ElementPath, ElementStep
from csdlgen.drift.shapes import COLLECTION, FACETS, NULLABLE, PARAMETERS, PRESENT, SHAPES, TYPE, Shape
from csdlgen.edm import model as edm
from csdlgen.edm.model import NO_FACETS, Default, EdmModel, Facets, QName, Record, TypeRef

_SINGLE = ("returns", "on_delete")


class Maker(NamedTuple):
    """How an element is made: its class, the field of its parent that it is in, and the fields that a step gives."""

    make: type
    field: str
    identity: Callable[[ElementStep, str], dict[str, Any]]

    @property
    def shape(self) -> Shape:
        return SHAPES[self.make]


def _is(field: str = "name") -> Callable[[ElementStep, str], dict[str, Any]]:
    return lambda step, _: {field: step.name}


def _qualified(step: ElementStep, namespace: str) -> dict[str, Any]:
    return {"name": QName(namespace, step.name)}


def _nothing(*_: object) -> dict[str, Any]:
    return {}


def _annotation(step: ElementStep, _: str) -> dict[str, Any]:
    return {"term": step.key[0], "qualifier": step.key[1]}


def _include_annotations(step: ElementStep, _: str) -> dict[str, Any]:
    return {"term_namespace": step.name, "qualifier": step.key[0], "target_namespace": step.key[1]}


MAKERS = {
    "reference": Maker(edm.Reference, "references", _is("uri")),
    "include": Maker(edm.Include, "includes", _is("namespace")),
    "include-annotations": Maker(edm.IncludeAnnotations, "include_annotations", _include_annotations),
    "schema": Maker(edm.Schema, "schemas", _is("namespace")),
    "entity-type": Maker(edm.EntityType, "types", _qualified),
    "complex-type": Maker(edm.ComplexType, "types", _qualified),
    "enum-type": Maker(edm.EnumType, "types", _qualified),
    "type-definition": Maker(edm.TypeDefinition, "types", _qualified),
    "property": Maker(edm.Property, "properties", _is()),
    "navigation": Maker(edm.NavigationProperty, "navigations", _is()),
    "constraint": Maker(edm.ReferentialConstraint, "constraints", _is("property")),
    "on-delete": Maker(edm.OnDelete, "on_delete", _nothing),
    "member": Maker(edm.Member, "members", _is()),
    "operation": Maker(edm.Operation, "operations", _qualified),
    "parameter": Maker(edm.Parameter, "parameters", _is()),
    "returns": Maker(edm.ReturnType, "returns", _nothing),
    "term": Maker(edm.Term, "terms", _qualified),
    "container": Maker(edm.EntityContainer, "containers", _qualified),
    "entity-set": Maker(edm.EntitySet, "sets", _is()),
    "singleton": Maker(edm.Singleton, "singletons", _is()),
    "import": Maker(edm.OperationImport, "imports", _is()),
    "binding": Maker(edm.NavigationPropertyBinding, "bindings", _is("path")),
    "target": Maker(edm.Annotations, "targets", _is("target")),
    "annotation": Maker(edm.Annotation, "annotations", _annotation),
    "record-annotation": Maker(edm.Annotation, "record_annotations", _annotation),
    "value": Maker(edm.PropertyValue, "values", _is()),
}


def normal(model: EdmModel) -> EdmModel:
    """The model that equals another's exactly when the two differ in nothing but the order of children and in ways of
    writing that mean the same."""
    canonical = Canonical(model)
    schemas, references = (tuple(map(canonical, some)) for some in (model.schemas, model.references))
    return replace(model, schemas=sorted_elements(schemas), references=sorted_elements(references))


def facts(model: EdmModel) -> Facts:
    """All facts of a model, in canonical form."""
    known, canonical = Facts(), Canonical(model)
    known.elements[ElementPath()] = document_attributes(model)
    flatten_all(map(canonical, (*model.references, *model.schemas)), ElementPath(), known)
    return known


def apply(old: EdmModel, changes: Iterable[Change]) -> EdmModel:
    """The old model with the differences of all changes made: up to the order of children, the new model.

    What no difference is about stays as it is, locations too. Raises `ValueError` where `old` is not the model that
    the changes were found in.
    """
    known = facts(old)
    for change in every_change(changes):
        for path, attribute, before, after in change.differences:
            attributes = known.elements.setdefault(path, {})
            if attributes.get(attribute) != before:
                raise ValueError(f"{path}: {attribute or 'the element'} is not what it was")
            if after is None:
                del attributes[attribute]
            else:
                attributes[attribute] = after
    patched = Facts(locations=known.locations)
    for path, attributes in known.elements.items():
        if PRESENT in attributes:
            patched.elements[path] = attributes
            if path.steps:
                patched.children.setdefault(path.parent, []).append(path)
    return build(patched)


def build(known: Facts) -> EdmModel:
    """The model that has these facts, children in the order in which they come."""
    root = ElementPath()
    parts = _children(known, root)
    version = known.elements[root]["Version"]
    return EdmModel(tuple(parts.get("schemas", ())), tuple(parts.get("references", ())), version)


def _element(known: Facts, path: ElementPath) -> Any:
    maker, attributes, step = MAKERS[path.kind], known.elements[path], path.steps[-1]
    fields = maker.identity(step, path.steps[0].name)
    fields.update((fact.field, attributes[fact.name]) for fact in maker.shape.facts if fact.name in attributes)
    parts = _children(known, path)
    values, notes = parts.pop("values", []), parts.pop("record_annotations", [])
    if PARAMETERS in attributes:
        steps = (child.steps[-1] for child in known.of_kind(path, "parameter"))
        by_step = dict(zip(steps, parts["parameters"], strict=True))
        parts["parameters"] = [by_step[each] for each in attributes[PARAMETERS]]
    fields.update((name, some[0] if name in _SINGLE else tuple(some)) for name, some in parts.items())
    if maker.shape.valued:
        record = Record(tuple(values), attributes.get(TYPE), tuple(notes))
        fields["value"] = record if "Record" in attributes else attributes.get("Value", Default())
    fields.update(_type(maker.shape, attributes))
    if path in known.locations:
        fields["location"] = known.locations[path]
    return maker.make(**fields)


def _type(shape: Shape, attributes: Attributes) -> dict[str, Any]:
    if not (shape.typed or shape.faceted):
        return {}
    given = {fact.field: attributes[fact.name] for fact in FACETS if fact.name in attributes}
    facets = Facets(**given) if given else NO_FACETS
    if shape.faceted:
        return {"facets": facets}
    collection, nullable = attributes.get(COLLECTION, False), attributes.get(NULLABLE, True)
    return {"type": TypeRef(attributes[TYPE], collection, nullable, facets)}


def _children(known: Facts, path: ElementPath) -> dict[str, list[Any]]:
    parts: dict[str, list[Any]] = {}
    for child in known.children.get(path, ()):
        parts.setdefault(MAKERS[child.kind].field, []).append(_element(known, child))
    return parts
