"""A model flattened to facts: for every element a path, and its attributes by the name that CSDL gives them.

Facts are what is compared and reported: everything in a model but locations, which are kept beside them. Attributes at
their default are left out. A record as the value of an annotation is taken apart like an element; every other
expression is one value.

The facts of a type are those that it declares; `inherited` gives what it has from its base types.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from csdlgen.drift.canonical import sorted_element
from csdlgen.drift.path import ElementPath, ElementStep
from csdlgen.drift.shapes import COLLECTION, FACETS, NULLABLE, PARAMETERS, PRESENT, SHAPES, TYPE, Shape
from csdlgen.edm.model import (
    NO_FACETS,
    Annotation,
    Default,
    EdmModel,
    Facets,
    NavigationProperty,
    Property,
    QName,
    Record,
    StructuredType,
    TypeRef,
)
from csdlgen.errors import Location

Attributes: TypeAlias = dict[str, Any]


@dataclass(slots=True)
class Facts:
    """`elements` has the attributes of each element, in document order, parents before their children. `annotations`
    has all annotations of an element, those included that are equal in both models of a comparison; `values` has the
    annotations that are elements themselves."""

    elements: dict[ElementPath, Attributes] = field(default_factory=dict)
    children: dict[ElementPath, list[ElementPath]] = field(default_factory=dict)
    locations: dict[ElementPath, Location] = field(default_factory=dict)
    annotations: dict[ElementPath, tuple[Annotation, ...]] = field(default_factory=dict)
    values: dict[ElementPath, Annotation] = field(default_factory=dict)

    def below(self, path: ElementPath) -> Iterator[ElementPath]:
        """An element and everything in it."""
        yield path
        for each in self.children.get(path, ()):
            yield from self.below(each)

    def of_kind(self, path: ElementPath, kind: str) -> list[ElementPath]:
        """The children of one kind."""
        return [each for each in self.children.get(path, ()) if each.steps[-1].kind == kind]


def document_attributes(model: EdmModel) -> Attributes:
    """What a model says of itself."""
    return {PRESENT: True, "Version": model.version}


def flatten_all(elements: Iterable[Any], parent: ElementPath, into: Facts) -> None:
    """Add the facts of elements with one parent."""
    into.children.setdefault(parent, []).extend(
        flatten(element, parent.to(step), into) for step, element in stepped(elements)
    )


def stepped(elements: Iterable[Any]) -> list[tuple[ElementStep, Any]]:
    """Elements with one parent, each with its step; those that nothing distinguishes are counted in an order that only
    their content gives."""
    pairs = [(SHAPES[type(each)].step(each), each) for each in elements]
    if len(pairs) < 2 or len({step for step, _ in pairs}) == len(pairs):
        return pairs
    often = Counter(step for step, _ in pairs)
    texts = [repr(sorted_element(each)) if often[step] > 1 else "" for step, each in pairs]
    seen: Counter[ElementStep] = Counter()
    for number in sorted(range(len(pairs)), key=texts.__getitem__):
        step, each = pairs[number]
        pairs[number] = step._replace(which=seen[step]), each
        seen[step] += 1
    return pairs


def flatten(element: Any, path: ElementPath, into: Facts) -> ElementPath:
    """Add the facts of an element and of all in it; returns its path."""
    shape = SHAPES[type(element)]
    into.elements[path] = known = attributes(element, shape)
    note(element, path, into)
    for name in shape.children:
        value = getattr(element, name)
        if not value:
            continue
        if name == "parameters":
            known[PARAMETERS] = tuple(step for step, _ in stepped(value))
        flatten_all(value if isinstance(value, tuple) else (value,), path, into)
    if shape.valued and isinstance(element.value, Record):
        flatten_all(element.value.values, path, into)
        for step, each in stepped(element.value.annotations):
            inner = path.to(step._replace(kind="record-annotation"))
            into.children.setdefault(path, []).append(flatten(each, inner, into))
    return path


def note(element: Any, path: ElementPath, into: Facts) -> None:
    """Keep where an element is and what it is annotated with; of an annotation, the annotation."""
    where: Location | None = getattr(element, "location", None)
    if where is not None:
        into.locations[path] = where
    annotations: tuple[Annotation, ...] = getattr(element, "annotations", ())
    if annotations:
        into.annotations[path] = annotations
    if isinstance(element, Annotation):
        into.values[path] = element


def attributes(element: Any, shape: Shape) -> Attributes:
    """The attributes of an element that are not at their default."""
    known: Attributes = {PRESENT: True}
    for fact, name, default in shape.facts:
        value = getattr(element, name)
        if value != default:
            known[fact] = value
    if shape.typed:
        _type_attributes(element.type, known)
    elif shape.faceted:
        _facets(element.facets, known)
    elif shape.valued:
        _value_attributes(element.value, known)
    return known


def _type_attributes(type_: TypeRef, into: Attributes) -> None:
    into[TYPE] = type_.name
    if type_.collection:
        into[COLLECTION] = True
    if not type_.nullable:
        into[NULLABLE] = False
    if type_.facets is not NO_FACETS:
        _facets(type_.facets, into)


def _facets(facets: Facets, into: Attributes) -> None:
    for fact, name, _ in FACETS:
        value = getattr(facets, name)
        if value is not None:
            into[fact] = value


def _value_attributes(value: Any, into: Attributes) -> None:
    if isinstance(value, Record):
        into["Record"] = True
        if value.type is not None:
            into[TYPE] = value.type
    elif not isinstance(value, Default):
        into["Value"] = value


Inherited: TypeAlias = Mapping[tuple[str, str], tuple[ElementPath, Property | NavigationProperty]]


def type_path(type_: StructuredType) -> ElementPath:
    """The path of a structured type that is the only one of its name."""
    return ElementPath((ElementStep("schema", type_.name.namespace), SHAPES[type(type_)].step(type_)))


def inherited(model: EdmModel, name: QName) -> Inherited:
    """The members that a structured type has from its base types, by kind and name; of two, the nearer one."""
    members: dict[tuple[str, str], tuple[ElementPath, Property | NavigationProperty]] = {}
    for number, base in enumerate(model.ancestry(name)):
        if number:
            home = type_path(base)
            declared: tuple[Property | NavigationProperty, ...] = (*base.properties, *base.navigations)
            for member in declared:
                step = SHAPES[type(member)].step(member)
                members.setdefault((step.kind, step.name), (home.to(step), member))
    return members
