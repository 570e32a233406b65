"""What a change of one attribute of an element that both models have means."""

from __future__ import annotations

from typing import Any

from csdlgen.drift.facts import Attributes
from csdlgen.drift.path import STRUCTURED, ElementPath
from csdlgen.drift.shapes import COLLECTION, FACET_NAMES, NULLABLE, PARAMETERS, TYPE
from csdlgen.drift.sides import Findings
from csdlgen.edm.model import EDM, EntityType, EnumType, QName

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
}
_INTEGERS = ("Int16", "Int32", "Int64", "Decimal")
_WIDER: dict[str, tuple[str, ...]] = {
    "Byte": _INTEGERS,
    "SByte": _INTEGERS,
    **{each: _INTEGERS[number + 1 :] for number, each in enumerate(_INTEGERS)},
    "Single": ("Double",),
}
_NULLABLE = {
    "property": "property-became-{}nullable",
    "navigation": "navigation-became-{}nullable",
    "parameter": "parameter-became-{}nullable",
    "returns": "return-became-{}nullable",
}
_LIMITS = {"MaxLength": "max-length", "Precision": "precision", "Scale": "scale"}
_SYMBOLS = {"variable": "1", "floating": "2"}
_NAMING = frozenset((TYPE, "BaseType", "EntityType"))


def attribute_kind(found: Findings, old: ElementPath, new: ElementPath, attribute: str, before: Any, after: Any) -> str:
    """The kind of change for one attribute; `before` and `after` are None where it is at its default."""
    element = old.kind
    if attribute in _NAMING and before in found.renamed and found.renamed[before] == after:
        return RESTATED
    if is_binding(found.old.facts.elements, old) and attribute not in (TYPE, COLLECTION):
        return "binding-parameter-changed"
    if element == "type-definition":
        return _definition_kind(found, attribute, before, after, old)
    if element in _WHOLE:
        return _WHOLE[element]
    if (element, attribute) in _BY_ELEMENT and not is_binding(found.old.facts.elements, old):
        return _BY_ELEMENT[element, attribute]
    if attribute in _STATED:
        added, removed, changed = _STATED[attribute]
        return added if before is None else removed if after is None else changed
    if attribute == NULLABLE:
        return _nullable_kind(found, old, new, after)
    if attribute in FACET_NAMES:
        return facet_kind(attribute, before, after, found.old.underlying(found.old.known(old)[TYPE]))
    if attribute == "Key":
        return key_kind(effective_key(found, old, new))
    if attribute == "Value":
        return "enum-sentinel-moved" if old.name == SENTINEL else "enum-member-value-changed"
    if attribute in (TYPE, COLLECTION):
        return type_kind(found, old, attribute, before, after)
    return _CHANGED[attribute]


RESTATED = "type-restated"
"""The kind of change of a type that is named otherwise and is the same in payloads and URLs."""


def _definition_kind(found: Findings, attribute: str, before: Any, after: Any, path: ElementPath) -> str:
    """The kind of change of a type definition (section 11): what it means for the values of its type."""
    if attribute == "UnderlyingType":
        kind = value_type_kind(found, before, after)
        return kind if kind in ("property-type-widened", "property-type-narrowed") else "type-definition-changed"
    return facet_kind(attribute, before, after, found.old.known(path)["UnderlyingType"])


def _nullable_kind(found: Findings, old: ElementPath, new: ElementPath, after: Any) -> str:
    if old.kind == "singleton":  # which is not nullable where it says nothing
        return f"singleton-became-{'nullable' if after else 'non-nullable'}"
    words = "" if after is None else "non-"
    was = found.old.known(old)
    if COLLECTION not in was or COLLECTION not in found.new.known(new):
        return _NULLABLE[old.kind].format(words)
    # Of a collection, Nullable is about the items (section 7.2.1), and entities in one are never null (section 12.8).
    of_entities = old.kind == "navigation" or isinstance(found.old.model.types.get(was[TYPE]), EntityType)
    return RESTATED if of_entities else f"items-became-{words}nullable"


SENTINEL = "unknownFutureValue"


def is_binding(elements: dict[ElementPath, Attributes], path: ElementPath) -> bool:
    """Whether this is the binding parameter of an operation."""
    operation = elements.get(path.parent, {})
    return path.kind == "parameter" and "IsBound" in operation and operation[PARAMETERS][0] == path.steps[-1]


def facet_kind(facet: str, before: Any, after: Any, primitive: QName) -> str:
    """The kind of change of a facet of a type; None is its default."""
    if facet not in _LIMITS:
        return _CHANGED[facet]
    grown = _rank(facet, after, primitive) > _rank(facet, before, primitive)
    return f"{_LIMITS[facet]}-{'increased' if grown else 'decreased'}"


def _rank(facet: str, value: Any, primitive: QName) -> tuple[float, str]:
    """How much a facet admits. Left out, a length is not limited, a scale is 0, a precision is 0 but for decimals."""
    endless = facet == "MaxLength" or (facet == "Precision" and primitive == (EDM, "Decimal"))
    if value is None:
        return (float("inf") if endless else 0.0), ""
    return (float(value), "") if isinstance(value, int) else (float("inf"), _SYMBOLS.get(value, value))


def type_kind(found: Findings, path: ElementPath, attribute: str, before: Any, after: Any) -> str:
    """The kind of change of the type of a property, navigation property, parameter or result."""
    binding = is_binding(found.old.facts.elements, path)
    if attribute == COLLECTION:
        if path.kind == "parameter":
            return "binding-collection-flipped" if binding else "parameter-type-changed"
        return f"{path.kind}-became-{'collection' if after else 'single'}"
    was, now = found.old.underlying(before), found.new.underlying(after)
    if was == now:
        return RESTATED
    if binding:
        return "binding-type-changed"
    broader, narrower = is_base(found, after, before), is_base(found, before, after)
    if path.kind == "navigation":
        if broader == narrower:
            return "navigation-target-changed"
        return "navigation-target-widened" if broader else "navigation-target-narrowed"
    if broader != narrower:
        kind = "property-type-to-base" if broader else "property-type-to-derived"
    else:
        kind = value_type_kind(found, was, now)
    return kind if path.kind == "property" else _SIGNATURE.get(kind, "{}-type-changed").format(_NOUN[path.kind])


# What a property is said to have become, for parameters and results, which have fewer kinds of changes.
_SIGNATURE = {
    "property-type-to-base": "{}-type-widened",
    "property-type-widened": "{}-type-widened",
    "property-type-to-derived": "{}-type-narrowed",
    "property-type-narrowed": "{}-type-narrowed",
}
_NOUN = {"parameter": "parameter", "returns": "return"}


def is_base(found: Findings, base: QName, derived: QName) -> bool:
    """Whether one type is an ancestor of another in either model."""
    return found.old.is_base(base, derived) or found.new.is_base(base, derived)


def value_type_kind(found: Findings, before: QName, after: QName) -> str:
    """The kind of change from one type to another that is no base type of it, neither of them a type definition."""
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
