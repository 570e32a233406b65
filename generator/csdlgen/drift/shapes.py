"""How each class of the model is taken apart into facts: the step that leads to it, its attributes, its children.

Attributes have the names that CSDL XML gives them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from csdlgen.drift.path import ElementKind, ElementStep
from csdlgen.edm import model as edm
from csdlgen.edm.model import EDM, QName

PRESENT = ""
"""The attribute that an element has because it is there; its value is True."""
PARAMETERS = "Parameters"
"""The steps to the parameters of an operation in their order, which is the one order among children that matters."""


class Fact(NamedTuple):
    """An attribute, and the field of the model that it is from; it is left out where the field has its default."""

    name: str
    field: str
    default: Any = None


class Shape(NamedTuple):
    """`children` are fields with other elements: tuples of them, or one or None. `typed` is whether the element has a
    type with facets, `faceted` whether it has facets alone, `valued` whether its value is an expression."""

    step: Callable[[Any], ElementStep]
    facts: tuple[Fact, ...] = ()
    children: tuple[str, ...] = ("annotations",)
    typed: bool = False
    faceted: bool = False
    valued: bool = False


FACETS = (
    Fact("MaxLength", "max_length"),
    Fact("Precision", "precision"),
    Fact("Scale", "scale"),
    Fact("SRID", "srid"),
    Fact("Unicode", "unicode"),
)
FACET_NAMES = tuple(fact.name for fact in FACETS)
TYPE = "Type"
COLLECTION = "Collection"
NULLABLE = "Nullable"
UNDERLYING = "UnderlyingType"

_STRUCTURE = (Fact("BaseType", "base"), Fact("Abstract", "abstract", False), Fact("OpenType", "open", False))
_DEFAULT = Fact("DefaultValue", "default")
_MEMBERS = ("properties", "navigations", "annotations")


def operation_step(operation: edm.Operation) -> ElementStep:
    """Actions are identified by what they are bound to, functions also by the names of their parameters in any order
    (sections 12.2 and 12.4)."""
    binding = str(operation.binding) if operation.binding else None
    names = tuple(sorted(parameter.name for parameter in operation.parameters[int(operation.bound) :]))
    return ElementStep("operation", operation.name.name, (binding, names if operation.kind == "function" else None))


def _annotation_step(annotation: edm.Annotation) -> ElementStep:
    qualifier = "" if annotation.qualifier is None else f"#{annotation.qualifier}"
    return ElementStep("annotation", f"{annotation.term}{qualifier}", (annotation.term, annotation.qualifier))


def _include_annotations_step(included: edm.IncludeAnnotations) -> ElementStep:
    key = (included.qualifier, included.target_namespace)
    return ElementStep("include-annotations", included.term_namespace, key)


def _named(kind: ElementKind, field: str = "name") -> Callable[[Any], ElementStep]:
    return lambda element: ElementStep(kind, getattr(element, field))


def _qualified(kind: ElementKind) -> Callable[[Any], ElementStep]:
    return lambda element: ElementStep(kind, element.name.name)


def _only(kind: ElementKind) -> Callable[[Any], ElementStep]:
    return lambda _: ElementStep(kind, "")


SHAPES: dict[type, Shape] = {
    edm.Reference: Shape(_named("reference", "uri"), (), ("includes", "include_annotations", "annotations")),
    edm.Include: Shape(_named("include", "namespace"), (Fact("Alias", "alias"),)),
    edm.IncludeAnnotations: Shape(_include_annotations_step, (), ()),
    edm.Schema: Shape(
        _named("schema", "namespace"), (Fact("Alias", "alias"),),
        ("types", "operations", "terms", "containers", "annotations", "targets"),
    ),
    edm.EntityType: Shape(
        _qualified("entity-type"), (*_STRUCTURE, Fact("HasStream", "has_stream", False), Fact("Key", "key")), _MEMBERS,
    ),
    edm.ComplexType: Shape(_qualified("complex-type"), _STRUCTURE, _MEMBERS),
    edm.EnumType: Shape(
        _qualified("enum-type"), (Fact(UNDERLYING, "underlying", QName(EDM, "Int32")), Fact("IsFlags", "flags", False)),
        ("members", "annotations"),
    ),
    edm.TypeDefinition: Shape(_qualified("type-definition"), (Fact(UNDERLYING, "underlying"),), faceted=True),
    edm.Property: Shape(_named("property"), (_DEFAULT,), typed=True),
    edm.NavigationProperty: Shape(
        _named("navigation"), (Fact("ContainsTarget", "contains_target", False), Fact("Partner", "partner")),
        ("constraints", "on_delete", "annotations"), typed=True,
    ),
    edm.ReferentialConstraint: Shape(_named("constraint", "property"), (Fact("ReferencedProperty", "referenced"),)),
    edm.OnDelete: Shape(_only("on-delete"), (Fact("Action", "action"),)),
    edm.Member: Shape(_named("member"), (Fact("Value", "value"),)),
    edm.Operation: Shape(
        operation_step,
        (
            Fact("Kind", "kind"), Fact("IsBound", "bound", False), Fact("IsComposable", "composable", False),
            Fact("EntitySetPath", "entity_set_path"),
        ),
        ("parameters", "returns", "annotations"),
    ),
    edm.Parameter: Shape(_named("parameter"), typed=True),
    edm.ReturnType: Shape(_only("returns"), typed=True),
    edm.Term: Shape(
        _qualified("term"), (_DEFAULT, Fact("BaseTerm", "base_term"), Fact("AppliesTo", "applies_to", ())), typed=True,
    ),
    edm.EntityContainer: Shape(
        _qualified("container"), (Fact("Extends", "extends"),), ("sets", "singletons", "imports", "annotations"),
    ),
    edm.EntitySet: Shape(
        _named("entity-set"),
        (Fact("EntityType", "type"), Fact("IncludeInServiceDocument", "in_service_document", True)),
        ("bindings", "annotations"),
    ),
    edm.Singleton: Shape(
        _named("singleton"), (Fact("EntityType", "type"), Fact("Nullable", "nullable", False)),
        ("bindings", "annotations"),
    ),
    edm.OperationImport: Shape(
        _named("import"),
        (
            Fact("Operation", "operation"), Fact("Kind", "kind"), Fact("EntitySet", "entity_set"),
            Fact("IncludeInServiceDocument", "in_service_document", False),
        ),
    ),
    edm.NavigationPropertyBinding: Shape(_named("binding", "path"), (Fact("Target", "target"),)),
    edm.Annotations: Shape(_named("target", "target")),
    edm.Annotation: Shape(_annotation_step, valued=True),
    edm.PropertyValue: Shape(_named("value"), valued=True),
}  # fmt: skip
