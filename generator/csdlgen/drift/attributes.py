"""What a change of one attribute of an element that both models have means."""

from __future__ import annotations

from typing import Any

from csdlgen.drift.facts import Attributes
from csdlgen.drift.path import STRUCTURED, ElementPath
from csdlgen.drift.shapes import COLLECTION, NULLABLE, PARAMETERS, TYPE
from csdlgen.drift.sides import Findings
from csdlgen.edm.model import EDM, EnumType, QName

# By attribute: what it is when the attribute is added, removed, changed.
_STATED = {
    "BaseType": ("base-type-added", "base-type-removed", "base-type-changed"),
    "Abstract": ("abstract-added", "abstract-removed", ""),
    "OpenType": ("open-type-added", "open-type-removed", ""),
    "HasStream": ("has-stream-added", "has-stream-removed", ""),
    "ContainsTarget": ("navigation-containment-added", "navigation-containment-removed", ""),
    "DefaultValue": ("default-value-added", "default-value-removed", "default-value-changed"),
    "IsComposable": ("composable-added", "composable-removed", ""),
}
_CHANGED = {
    "Alias": "schema-alias-changed",
    "Version": "odata-version-changed",
    "UnderlyingType": "enum-underlying-type-changed",
    "IsFlags": "enum-is-flags-changed",
    "Partner": "navigation-partner-changed",
    "ReferencedProperty": "referential-constraint-changed",
    "Action": "on-delete-changed",
    "Unicode": "unicode-changed",
    "SRID": "srid-changed",
    "IsBound": "operation-bound-changed",
    "EntitySetPath": "entity-set-path-changed",
    "EntitySet": "entity-set-path-changed",
    "Operation": "import-target-changed",
    "Target": "binding-target-changed",
    "IncludeInServiceDocument": "service-document-changed",
    PARAMETERS: "parameters-reordered",
}
# By kind of element, where all its attributes mean one thing.
_WHOLE = {
    "include": "reference-changed",
    "type-definition": "type-definition-changed",
    "term": "term-changed",
    "container": "container-changed",
}
_BY_ELEMENT = {
    ("operation", "Kind"): "operation-kind-changed",
    ("import", "Kind"): "import-target-changed",
    ("entity-set", "EntityType"): "entity-set-type-changed",
    ("singleton", "EntityType"): "singleton-type-changed",
    ("parameter", COLLECTION): "parameter-type-changed",
    ("returns", COLLECTION): "return-type-changed",
    ("returns", TYPE): "return-type-changed",
}
_NULLABLE = {
    "property": "property-became-{}nullable",
    "navigation": "navigation-became-{}nullable",
    "parameter": "parameter-became-{}nullable",
    "returns": "return-became-{}nullable",
}
_LIMITS = {"MaxLength": "max-length", "Precision": "precision", "Scale": "scale"}
_INTEGERS = ("Int16", "Int32", "Int64", "Decimal")
_WIDER: dict[str, tuple[str, ...]] = {
    "Byte": _INTEGERS,
    "SByte": _INTEGERS,
    **{each: _INTEGERS[number + 1 :] for number, each in enumerate(_INTEGERS)},
    "Single": ("Double",),
}


def attribute_kind(found: Findings, old: ElementPath, new: ElementPath, attribute: str, before: Any, after: Any) -> str:
    """The kind of change for one attribute; `before` and `after` are None where it is at its default."""
    element = old.kind
    if element in _WHOLE:
        return _WHOLE[element]
    if (element, attribute) in _BY_ELEMENT and not is_binding(found.old.facts.elements, old):
        return _BY_ELEMENT[element, attribute]
    if attribute in _STATED:
        added, removed, changed = _STATED[attribute]
        return added if before is None else removed if after is None else changed
    if attribute == NULLABLE and element == "singleton":  # which is not nullable where it says nothing
        return f"singleton-became-{'nullable' if after else 'non-nullable'}"
    if attribute == NULLABLE:
        return _NULLABLE[element].format("" if after is None else "non-")
    if attribute in _LIMITS:
        was = _rank(attribute, before, found.old.known(old))
        now = _rank(attribute, after, found.new.known(new))
        return f"{_LIMITS[attribute]}-{'increased' if now > was else 'decreased'}"
    if attribute == "Key":
        return key_kind(effective_key(found, old, new))
    if attribute == "Value":
        return "enum-sentinel-moved" if old.name == SENTINEL else "enum-member-value-changed"
    if attribute in (TYPE, COLLECTION):
        return _type_kind(found, old, attribute, before, after)
    return _CHANGED[attribute]


SENTINEL = "unknownFutureValue"


def is_binding(elements: dict[ElementPath, Attributes], path: ElementPath) -> bool:
    """Whether this is the binding parameter of an operation."""
    operation = elements.get(path.parent, {})
    return path.kind == "parameter" and "IsBound" in operation and operation[PARAMETERS][0] == path.steps[-1]


def _rank(attribute: str, value: Any, known: Attributes) -> tuple[float, str]:
    """How much a facet admits. Left out, a length is not limited, a scale is 0, a precision is 0 but for decimals."""
    endless = attribute == "MaxLength" or (attribute == "Precision" and known.get(TYPE) == (EDM, "Decimal"))
    if value is None:
        return (float("inf") if endless else 0.0), ""
    return (float(value), "=") if isinstance(value, int) else (float("inf"), value)


def _type_kind(found: Findings, path: ElementPath, attribute: str, before: Any, after: Any) -> str:
    if path.kind == "parameter":
        if is_binding(found.old.facts.elements, path):
            return "binding-collection-flipped" if attribute == COLLECTION else "binding-type-changed"
        return "parameter-type-changed"
    if attribute == COLLECTION:
        return f"{path.kind}-became-{'collection' if after else 'single'}"
    broader, narrower = is_base(found, after, before), is_base(found, before, after)
    if path.kind == "navigation":
        if broader == narrower:
            return "navigation-target-changed"
        return "navigation-target-widened" if broader else "navigation-target-narrowed"
    if broader != narrower:
        return "property-type-to-base" if broader else "property-type-to-derived"
    return _value_type_kind(found, before, after)


def is_base(found: Findings, base: QName, derived: QName) -> bool:
    """Whether one type is an ancestor of another in either model."""
    return found.old.is_base(base, derived) or found.new.is_base(base, derived)


def _value_type_kind(found: Findings, before: QName, after: QName) -> str:
    if before.namespace == after.namespace == EDM:
        if after.name in _WIDER.get(before.name, ()):
            return "property-type-widened"
        if before.name in _WIDER.get(after.name, ()):
            return "property-type-narrowed"
    string = (EDM, "String")
    if after == string and isinstance(found.old.model.types.get(before), EnumType):
        return "property-enum-to-string"
    if before == string and isinstance(found.new.model.types.get(after), EnumType):
        return "property-string-to-enum"
    return "property-type-changed"


def effective_key(found: Findings, old: ElementPath, new: ElementPath) -> tuple[Any, Any]:
    """The key of an entity type in both models, inherited or its own."""
    sides = ((found.old, old), (found.new, new))
    line = ((side.model.ancestry(path.qualified) if path.kind in STRUCTURED else ()) for side, path in sides)
    was, now = (next((key for each in some if (key := getattr(each, "key", None))), None) for some in line)
    return was, now


def key_kind(keys: tuple[Any, Any]) -> str:
    was, now = keys
    if was == now:
        return "key-moved-in-hierarchy"
    return "key-added" if was is None else "key-removed" if now is None else "key-changed"
