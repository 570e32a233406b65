"""What it means that an element is there now, or no longer."""

from __future__ import annotations

from csdlgen.drift.annotations import is_read_only, is_true
from csdlgen.drift.attributes import SENTINEL, is_binding
from csdlgen.drift.build import build_annotation
from csdlgen.drift.facts import Attributes
from csdlgen.drift.path import ElementPath
from csdlgen.drift.shapes import COLLECTION, NULLABLE
from csdlgen.drift.sides import Findings, Side
from csdlgen.edm.model import Annotation, EnumType

_CHANGED = {
    "reference": "reference-changed",
    "include": "reference-changed",
    "include-annotations": "reference-changed",
    "constraint": "referential-constraint-changed",
    "on-delete": "on-delete-changed",
    "target": "annotation-changed",
}
_CORE = "Org.OData.Core.V1."


def added_kind(found: Findings, path: ElementPath) -> str:
    """The kind of change that brings an element of the new model, which the old one has no counterpart of."""
    known = found.new.known(path)
    if path.kind == "property":
        return _property(found.new, path, known)
    if path.kind == "navigation":
        required = NULLABLE in known and COLLECTION not in known
        return "navigation-added-required" if required else "navigation-added"
    if path.kind == "member":
        return _member(found.new, path, known)
    if path.kind == "parameter":
        return _parameter(found.new, path, known)
    return _either(found, found.new, found.old, path, "added")


def removed_kind(found: Findings, path: ElementPath) -> str:
    """The kind of change that takes an element of the old model away."""
    if path.kind == "member" and path.name == SENTINEL:
        return "enum-sentinel-removed"
    if path.kind == "member":
        return "enum-member-removed"
    return _either(found, found.old, found.new, path, "removed")


def _either(found: Findings, here: Side, there: Side, path: ElementPath, way: str) -> str:
    if path.kind in _CHANGED:
        return _CHANGED[path.kind]
    if path.kind in ("entity-type", "complex-type") and _is_variant(here, there, path):
        return f"derived-type-{way}"
    if path.kind == "operation":
        overloads = (side.model.operations.get(path.qualified, ()) for side in (found.old, found.new))
        return f"overload-{way}" if all(overloads) else f"{here.known(path)['Kind']}-{way}"
    return f"{'return-type' if path.kind == 'returns' else path.kind}-{way}"


def _is_variant(here: Side, there: Side, path: ElementPath) -> bool:
    """Whether values of the type come, or came, where the other model promises one of its base types. What promises a
    base type of nearly everything promises nothing."""
    line = [each.name for each in here.model.ancestry(path.qualified)][1:]
    return any(name in there.model.types and name in there.used and name not in there.universal for name in line)


def _property(side: Side, path: ElementPath, known: Attributes) -> str:
    if is_true(annotated(side, path, "Computed")) or is_read_only(annotated(side, path, "Permissions")):
        return "property-added-computed"
    if COLLECTION in known:
        return "property-added-collection"
    if "DefaultValue" in known:
        return "property-added-with-default"
    return "property-added-non-nullable" if NULLABLE in known else "property-added-nullable"


def _member(side: Side, path: ElementPath, known: Attributes) -> str:
    if path.name == SENTINEL:
        return "enum-sentinel-added"
    enum = side.model.types.get(path.qualified)
    members = enum.members if isinstance(enum, EnumType) else ()
    sentinel = next((each.value for each in members if each.name == SENTINEL), None)
    if sentinel is None:
        return "enum-member-added-closed"
    return f"enum-member-added-{'after' if known['Value'] > sentinel else 'before'}-sentinel"


def _parameter(side: Side, path: ElementPath, known: Attributes) -> str:
    if is_binding(side.facts.elements, path):
        return "parameter-added-required"
    if annotated(side, path, "OptionalParameter"):
        return "parameter-added-optional"
    if side.known(path.parent)["Kind"] == "function":
        return "function-parameter-added"
    if COLLECTION in known:
        return "action-parameter-added-collection"
    return "parameter-added-required" if NULLABLE in known else "action-parameter-added-nullable"


def annotated(side: Side, path: ElementPath, term: str) -> Annotation | None:
    """The annotation of an element with a term of the Core vocabulary."""
    of_term = (each for each in side.facts.of_kind(path, "annotation") if each.name == _CORE + term)
    return next((build_annotation(side.facts, each) for each in of_term), None)
