"""How each class of the model is taken apart into facts: the step that leads to it, its attributes, its children.

Attributes have the names that CSDL XML gives them. The two directions (`facts`, `build`) read the same table.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from csdlgen.drift.path import ElementKind, Step
from csdlgen.edm.model import (
    EDM,
    Annotation,
    Annotations,
    ComplexType,
    EntityContainer,
    EntitySet,
    EntityType,
    EnumType,
    Include,
    IncludeAnnotations,
    Member,
    NavigationProperty,
    NavigationPropertyBinding,
    OnDelete,
    Operation,
    OperationImport,
    Parameter,
    Property,
    PropertyValue,
    QName,
    Reference,
    ReferentialConstraint,
    ReturnType,
    Schema,
    Singleton,
    Term,
    TypeDefinition,
)

PRESENT = ""
"""The attribute that an element has by being there; its value is True."""
PARAMETERS = "Parameters"
"""The steps to the parameters of an operation in their order, which is the one order among children that matters."""


class Attribute(NamedTuple):
    """A fact and the field that it is from; it is left out where the field has its default."""

    fact: str
    field: str
    default: Any = None


class Shape(NamedTuple):
    """`children` are fields with other elements: tuples of them, or one or None. `typed` is whether the element has a
    `TypeRef` called type, `faceted` whether it has facets of its own, `valued` whether it has an expression."""

    make: Callable[..., Any]
    kind: ElementKind
    step: Callable[[Any], Step]
    identity: Callable[[Step, str], dict[str, Any]]
    field: str
    attributes: tuple[Attribute, ...] = ()
    children: tuple[str, ...] = ("annotations",)
    typed: bool = False
    faceted: bool = False
    valued: bool = False


FACETS = (
    Attribute("MaxLength", "max_length"),
    Attribute("Precision", "precision"),
    Attribute("Scale", "scale"),
    Attribute("SRID", "srid"),
    Attribute("Unicode", "unicode"),
)
FACET_NAMES = tuple(each.fact for each in FACETS)
TYPE = "Type"
COLLECTION = "Collection"
NULLABLE = "Nullable"
UNDERLYING = "UnderlyingType"

_BASE = Attribute("BaseType", "base")
_STRUCTURE = (_BASE, Attribute("Abstract", "abstract", False), Attribute("OpenType", "open", False))
_DEFAULT = Attribute("DefaultValue", "default")
_MEMBERS = ("properties", "navigations", "annotations")


def operation_step(each: Operation) -> Step:
    """Actions are told apart by what they are bound to, functions also by the names of their parameters (section
    12.2 and 12.4), in any order."""
    binding = str(each.binding) if each.binding else None
    names = tuple(sorted(given.name for given in each.parameters[int(each.bound) :]))
    return Step("operation", each.name.name, (binding, names if each.kind == "function" else None))


def annotation_step(each: Annotation) -> Step:
    qualifier = "" if each.qualifier is None else f"#{each.qualifier}"
    return Step("annotation", f"{each.term}{qualifier}", (each.term, each.qualifier))


def _named(kind: ElementKind, field: str = "name") -> Callable[[Any], Step]:
    return lambda each: Step(kind, getattr(each, field))


def _qualified(kind: ElementKind) -> Callable[[Any], Step]:
    return lambda each: Step(kind, each.name.name)


def _as_is(field: str = "name") -> Callable[[Step, str], dict[str, Any]]:
    return lambda step, _: {field: step.name}


def _in_namespace(step: Step, namespace: str) -> dict[str, Any]:
    return {"name": QName(namespace, step.name)}


def _annotation(step: Step, _: str) -> dict[str, Any]:
    return {"term": step.key[0], "qualifier": step.key[1]}


def _include_annotations(step: Step, _: str) -> dict[str, Any]:
    return {"term_namespace": step.name, "qualifier": step.key[0], "target_namespace": step.key[1]}


_ALL = (
    Shape(
        Reference, "reference", _named("reference", "uri"), _as_is("uri"), "references", (),
        ("includes", "include_annotations", "annotations"),
    ),
    Shape(
        Include, "include", _named("include", "namespace"), _as_is("namespace"), "includes",
        (Attribute("Alias", "alias"),),
    ),
    Shape(
        IncludeAnnotations, "include-annotations",
        lambda each: Step("include-annotations", each.term_namespace, (each.qualifier, each.target_namespace)),
        _include_annotations, "include_annotations", (), (),
    ),
    Shape(
        Schema, "schema", _named("schema", "namespace"), _as_is("namespace"), "schemas",
        (Attribute("Alias", "alias"),),
        ("types", "operations", "terms", "containers", "annotations", "targets"),
    ),
    Shape(
        EntityType, "entity-type", _qualified("entity-type"), _in_namespace, "types",
        (*_STRUCTURE, Attribute("HasStream", "has_stream", False), Attribute("Key", "key")), _MEMBERS,
    ),
    Shape(ComplexType, "complex-type", _qualified("complex-type"), _in_namespace, "types", _STRUCTURE, _MEMBERS),
    Shape(
        EnumType, "enum-type", _qualified("enum-type"), _in_namespace, "types",
        (Attribute(UNDERLYING, "underlying", QName(EDM, "Int32")), Attribute("IsFlags", "flags", False)),
        ("members", "annotations"),
    ),
    Shape(
        TypeDefinition, "type-definition", _qualified("type-definition"), _in_namespace, "types",
        (Attribute(UNDERLYING, "underlying"),), faceted=True,
    ),
    Shape(Property, "property", _named("property"), _as_is(), "properties", (_DEFAULT,), typed=True),
    Shape(
        NavigationProperty, "navigation", _named("navigation"), _as_is(), "navigations",
        (Attribute("ContainsTarget", "contains_target", False), Attribute("Partner", "partner")),
        ("constraints", "on_delete", "annotations"), typed=True,
    ),
    Shape(
        ReferentialConstraint, "constraint", _named("constraint", "property"), _as_is("property"), "constraints",
        (Attribute("ReferencedProperty", "referenced"),),
    ),
    Shape(
        OnDelete, "on-delete", lambda _: Step("on-delete", ""), lambda *_: {}, "on_delete",
        (Attribute("Action", "action"),),
    ),
    Shape(Member, "member", _named("member"), _as_is(), "members", (Attribute("Value", "value"),)),
    Shape(
        Operation, "operation", operation_step, _in_namespace, "operations",
        (
            Attribute("Kind", "kind"), Attribute("IsBound", "bound", False),
            Attribute("IsComposable", "composable", False), Attribute("EntitySetPath", "entity_set_path"),
        ),
        ("parameters", "returns", "annotations"),
    ),
    Shape(Parameter, "parameter", _named("parameter"), _as_is(), "parameters", typed=True),
    Shape(ReturnType, "returns", lambda _: Step("returns", ""), lambda *_: {}, "returns", typed=True),
    Shape(
        Term, "term", _qualified("term"), _in_namespace, "terms",
        (_DEFAULT, Attribute("BaseTerm", "base_term"), Attribute("AppliesTo", "applies_to", ())), typed=True,
    ),
    Shape(
        EntityContainer, "container", _qualified("container"), _in_namespace, "containers",
        (Attribute("Extends", "extends"),), ("sets", "singletons", "imports", "annotations"),
    ),
    Shape(
        EntitySet, "entity-set", _named("entity-set"), _as_is(), "sets",
        (Attribute("EntityType", "type"), Attribute("IncludeInServiceDocument", "in_service_document", True)),
        ("bindings", "annotations"),
    ),
    Shape(
        Singleton, "singleton", _named("singleton"), _as_is(), "singletons",
        (Attribute("EntityType", "type"), Attribute("Nullable", "nullable", False)), ("bindings", "annotations"),
    ),
    Shape(
        OperationImport, "import", _named("import"), _as_is(), "imports",
        (
            Attribute("Operation", "operation"), Attribute("Kind", "kind"), Attribute("EntitySet", "entity_set"),
            Attribute("IncludeInServiceDocument", "in_service_document", False),
        ),
    ),
    Shape(
        NavigationPropertyBinding, "binding", _named("binding", "path"), _as_is("path"), "bindings",
        (Attribute("Target", "target"),),
    ),
    Shape(Annotations, "target", _named("target", "target"), _as_is("target"), "targets"),
    Shape(Annotation, "annotation", annotation_step, _annotation, "annotations", valued=True),
    Shape(PropertyValue, "value", _named("value"), _as_is(), "values", valued=True),
)  # fmt: skip

SHAPES: dict[Any, Shape] = {each.make: each for each in _ALL}
BY_KIND: dict[str, Shape] = {
    **{each.kind: each for each in _ALL},
    "record-annotation": SHAPES[Annotation]._replace(kind="record-annotation", field="record_annotations"),
}
