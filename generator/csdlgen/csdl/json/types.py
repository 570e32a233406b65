"""Children of a schema in CSDL JSON 4.01 (sections 6 to 12 and 14.1) as elements."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from csdlgen.csdl.json.expressions import FACETS, TYPED, content, shape_scale, shape_type
from csdlgen.csdl.json.names import from_member
from csdlgen.csdl.json.scribe import Scribe, Table, flag, number, scalar, text, words
from csdlgen.csdl.json.values import JsonObject, JsonValue, Place
from csdlgen.csdl.xml import tags
from csdlgen.csdl.xml.element import XmlElement
from csdlgen.text import shown

Fill: TypeAlias = Callable[[Scribe, XmlElement, JsonObject], None]
"""Fills an element, made by its name alone, with what its object says."""

_KIND = frozenset(("$Kind",))
_TYPE_MEMBERS = _KIND | {"$Collection"}
_STRUCTURED: Table = {
    "$BaseType": ("BaseType", text),
    "$Abstract": ("Abstract", flag),
    "$OpenType": ("OpenType", flag),
}
_ENTITY: Table = {**_STRUCTURED, "$HasStream": ("HasStream", flag)}
_PROPERTY: Table = {**TYPED, "$DefaultValue": ("DefaultValue", scalar)}
_NAVIGATION: Table = {
    "$Type": ("Type", text),
    "$Nullable": ("Nullable", flag),
    "$Partner": ("Partner", text),
    "$ContainsTarget": ("ContainsTarget", flag),
}
_ENUM: Table = {"$UnderlyingType": ("UnderlyingType", text), "$IsFlags": ("IsFlags", flag)}
_DEFINITION: Table = {**FACETS, "$UnderlyingType": ("UnderlyingType", text)}
_TERM: Table = {**_PROPERTY, "$BaseTerm": ("BaseTerm", text), "$AppliesTo": ("AppliesTo", words)}
_ACTION: Table = {"$IsBound": ("IsBound", flag), "$EntitySetPath": ("EntitySetPath", text)}
_FUNCTION: Table = {**_ACTION, "$IsComposable": ("IsComposable", flag)}
_PARAMETER: Table = {**TYPED, "$Name": ("Name", text)}
_STRING = "Edm.String"


def _entity_type(scribe: Scribe, node: XmlElement, value: JsonObject) -> None:
    scribe.members(node, value, _ENTITY, _KIND | {"$Key"})
    if value.has("$Key"):
        _key(scribe, scribe.element(node, tags.KEY, (value.number, "$Key")), value.get("$Key"))
    _properties(scribe, node, value)


def _complex_type(scribe: Scribe, node: XmlElement, value: JsonObject) -> None:
    scribe.members(node, value, _STRUCTURED, _KIND)
    _properties(scribe, node, value)


def _key(scribe: Scribe, node: XmlElement, value: JsonValue) -> None:
    for part in scribe.array(node, "$Key", value):
        ref = scribe.element(node, tags.PROPERTY_REF, scribe.places[node])
        path = part
        if isinstance(part, JsonObject) and len(part.pairs) == 1:
            name, path = part.pairs[0]
            if (alias := text(scribe, ref, "an alias in $Key", name)) is not None:
                ref.attributes["Alias"] = alias
        written = text(scribe, ref, "an item of $Key", path)
        if written is not None:
            ref.attributes["Name"] = written


def _properties(scribe: Scribe, node: XmlElement, value: JsonObject) -> None:
    def make(key: str, member: JsonValue, place: Place) -> XmlElement | None:
        found = scribe.object(node, f"property {shown(key)}", member)
        if found is None:
            return None
        kind = found.get("$Kind") if found.has("$Kind") else "Property"
        if not isinstance(kind, str) or kind not in _PROPERTIES:
            scribe.wrong(node, f"$Kind of {shown(key)}", kind, "Property or NavigationProperty")
            return None
        tag, fill = _PROPERTIES[kind]
        made = scribe.element(node, tag, place, {"Name": from_member(key)})
        fill(scribe, made, found)
        return made

    content(scribe, node, value, make)


def _property(scribe: Scribe, node: XmlElement, value: JsonObject) -> None:
    scribe.members(node, value, _PROPERTY, _TYPE_MEMBERS)
    _typed(scribe, node, value)


def _typed(scribe: Scribe, node: XmlElement, value: JsonObject) -> None:
    """The type of a property, parameter, result or term, and its annotations; absent `$Nullable` means false."""
    shape_type(scribe, node, value, _STRING)
    if node.attributes.get("Nullable") is None:
        node.attributes["Nullable"] = "false"
    content(scribe, node, value)


def _navigation(scribe: Scribe, node: XmlElement, value: JsonObject) -> None:
    scribe.members(node, value, _NAVIGATION, _TYPE_MEMBERS | {"$ReferentialConstraint", "$OnDelete"})
    scribe.require(node, value, "$Type")
    shape_type(scribe, node, value, None)
    if node.attributes.get("Nullable") is None and value.get("$Collection") is not True:
        # Of a collection it has no meaning, and neither format states it (section 8.2).
        node.attributes["Nullable"] = "false"
    if value.has("$ReferentialConstraint"):
        constraints = scribe.object(node, "$ReferentialConstraint", value.get("$ReferentialConstraint"))
        pairs(scribe, node, constraints, tags.REFERENTIAL_CONSTRAINT, "Property", "ReferencedProperty")
    holders = {"": node}
    if value.has("$OnDelete"):
        on_delete = holders["$OnDelete"] = scribe.element(node, tags.ON_DELETE, (value.number, "$OnDelete"))
        on_delete.attributes["Action"] = text(scribe, node, "$OnDelete", value.get("$OnDelete")) or ""
    content(scribe, node, value, holders=holders)


def pairs(scribe: Scribe, node: XmlElement, value: JsonObject | None, tag: str, left: str, right: str) -> None:
    """An element per member, its name as one attribute and its value as another."""
    if value is None:
        return

    def make(key: str, member: JsonValue, place: Place) -> XmlElement:
        made = scribe.element(node, tag, place, {left: from_member(key)})
        made.attributes[right] = text(scribe, made, shown(key), member) or ""
        return made

    scribe.members(node, value, {})
    content(scribe, node, value, make, holders={})


def _enum_type(scribe: Scribe, node: XmlElement, value: JsonObject) -> None:
    def make(key: str, member: JsonValue, place: Place) -> XmlElement:
        made = scribe.element(node, tags.MEMBER, place, {"Name": from_member(key)})
        made.attributes["Value"] = number(scribe, made, f"member {shown(key)}", member) or "0"
        return made

    scribe.members(node, value, _ENUM, _KIND)
    content(scribe, node, value, make)


def _type_definition(scribe: Scribe, node: XmlElement, value: JsonObject) -> None:
    scribe.members(node, value, _DEFINITION, _KIND)
    scribe.require(node, value, "$UnderlyingType")
    shape_scale(node, node.attributes.get("UnderlyingType", ""))
    content(scribe, node, value)


def _term(scribe: Scribe, node: XmlElement, value: JsonObject) -> None:
    scribe.members(node, value, _TERM, _TYPE_MEMBERS)
    _typed(scribe, node, value)


def _action(scribe: Scribe, node: XmlElement, value: JsonObject) -> None:
    scribe.members(node, value, _ACTION, _KIND | {"$Parameter", "$ReturnType"})
    _signature(scribe, node, value)


def _function(scribe: Scribe, node: XmlElement, value: JsonObject) -> None:
    scribe.members(node, value, _FUNCTION, _KIND | {"$Parameter", "$ReturnType"})
    _signature(scribe, node, value)


def _signature(scribe: Scribe, node: XmlElement, value: JsonObject) -> None:
    if value.has("$Parameter"):
        for each in scribe.objects(node, "$Parameter", value.get("$Parameter")):
            parameter = scribe.element(node, tags.PARAMETER, (each.number, None))
            scribe.members(parameter, each, _PARAMETER, _TYPE_MEMBERS)
            scribe.require(parameter, each, "$Name")
            _typed(scribe, parameter, each)
    if value.has("$ReturnType"):
        found = scribe.object(node, "$ReturnType", value.get("$ReturnType"))
        if found is not None:
            returns = scribe.element(node, tags.RETURN_TYPE, (value.number, "$ReturnType"))
            scribe.members(returns, found, TYPED, _TYPE_MEMBERS)
            _typed(scribe, returns, found)
    content(scribe, node, value)


_PROPERTIES: Mapping[str, tuple[str, Fill]] = {
    "Property": (tags.PROPERTY, _property),
    "NavigationProperty": (tags.NAVIGATION_PROPERTY, _navigation),
}
TYPES: Mapping[str, tuple[str, Fill]] = {
    "EntityType": (tags.ENTITY_TYPE, _entity_type),
    "ComplexType": (tags.COMPLEX_TYPE, _complex_type),
    "EnumType": (tags.ENUM_TYPE, _enum_type),
    "TypeDefinition": (tags.TYPE_DEFINITION, _type_definition),
    "Term": (tags.TERM, _term),
}
"""What a schema has one of per name, by `$Kind`."""

OPERATIONS: Mapping[str, tuple[str, Fill]] = {
    "Action": (tags.ACTION, _action),
    "Function": (tags.FUNCTION, _function),
}
"""What a schema has arrays of overloads of, by `$Kind`."""
