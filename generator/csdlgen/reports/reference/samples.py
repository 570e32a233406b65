"""Sample values of types, as JSON and as the Python that makes them: the same ones every time.

Texts and points in time are those that the reference pages of Microsoft Graph show: `Helper Email value`, and an end
that is after the start.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from csdlgen.edm.model import EDM, EnumType, Parameter, Property, QName, StructuredType, TypeDefinition, TypeRef
from csdlgen.edm.vocabularies import access, is_tagged
from csdlgen.package.plan.annotations import Annotator
from csdlgen.package.plan.value_text import Annotated, literals
from csdlgen.unicode_14 import upper

# Structured values inside each other; what is deeper is left out.
_DEEPEST = 3
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_START, _END = "2016-12-31T23:58:46.7156189-08:00", "2017-01-01T00:03:30.9241974-08:00"
_POINT = [8.5, 47.4]
_LINE = [_POINT, [8.6, 47.5]]
_RING = [*_LINE, [8.7, 47.3], _POINT]
_GEO: dict[str, object] = {
    "": _POINT,
    "Point": _POINT,
    "LineString": _LINE,
    "Polygon": [_RING],
    "MultiPoint": _LINE,
    "MultiLineString": [_LINE],
    "MultiPolygon": [[_RING]],
}
_VALUES: dict[str, object] = {
    "Boolean": True,
    "Binary": "YmluYXJ5",
    "Date": "2016-12-31",
    "Decimal": "1.5",
    "Double": 1.5,
    "Duration": "PT1H30M",
    "Guid": "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
    "Single": 1.5,
    "TimeOfDay": "11:58:36",
}
_INTEGERS = ("Byte", "SByte", "Int16", "Int32")
_BIG = ("Decimal", "Int64")


@dataclass
class Samples:
    """Makes samples for one body; `any_big` says afterwards whether it has numbers that go as text (OData JSON section
    3.2). `odata_type` says when models write `@odata.type`; a response has what clients do not write as well."""

    annotator: Annotator
    odata_type: str
    is_response: bool = False
    any_big: bool = False
    _on_the_way: list[QName] = field(default_factory=list)

    def of(self, member: Property | Parameter) -> Any:
        """The JSON of a property or parameter; None where there is no sample of its type."""
        return self.of_type(member.type, member.name, member.annotations)

    def of_type(self, type_: TypeRef, name: str, annotations: Annotated = ()) -> Any:
        """The same for a type; texts are made from the name."""
        allowed = literals(self.annotator.model, annotations, type_)
        value = allowed[0] if allowed else self._single(type_, name, annotations)
        return [value] if type_.collection and value is not None else value

    def _single(self, type_: TypeRef, name: str, annotations: Annotated) -> Any:
        declared = self.annotator.model.types.get(type_.name)
        if isinstance(declared, TypeDefinition):
            annotations = (*annotations, *declared.annotations)
            facets = type_.facets if type_.facets.max_length is not None else declared.facets
            type_ = TypeRef(declared.underlying, type_.collection, type_.nullable, facets)
        if type_.name.namespace == EDM:
            return self._primitive(type_, name, annotations)
        if type_.name not in self.annotator.homes:
            return None
        if isinstance(declared, EnumType):
            return declared.members[:2][-1].name if declared.members else None
        return self._object(type_.name)

    def _primitive(self, type_: TypeRef, name: str, annotations: Annotated) -> Any:
        primitive = type_.name.name
        self.any_big |= primitive in _BIG
        if primitive == "String":
            text = "https://example.com" if is_tagged(annotations, "IsURL") else f"{_words(name)} value"
            longest = type_.facets.max_length
            return text[:longest] if isinstance(longest, int) else text
        if primitive == "DateTimeOffset":
            return _END if {"end", "expiration", "last"} & {*_words(name).casefold().split()} else _START
        if primitive in _INTEGERS or primitive == "Int64":
            number = min(len(name), 100)
            return str(number) if primitive == "Int64" else number
        if primitive.startswith(("Geography", "Geometry")):
            kind = primitive.removeprefix("Geography").removeprefix("Geometry")
            geometry = {"type": kind or "Point", "coordinates": _GEO.get(kind)}
            return geometry if kind in _GEO else {"type": "GeometryCollection", "geometries": []}
        return _VALUES.get(primitive)

    def _object(self, name: QName) -> dict[str, Any] | None:
        """The properties of a structured type, without those that a client does not write. One that contains itself
        ends there."""
        is_declared = self.odata_type == "never" and not self.is_response
        chosen = self.annotator.model.structured(name) if is_declared else self._concrete(name)
        if chosen is None or chosen.name in self._on_the_way or len(self._on_the_way) >= _DEEPEST:
            return None
        self._on_the_way.append(chosen.name)
        line = list(reversed(list(self.annotator.model.ancestry(chosen.name))))
        derived = self.odata_type == "always" or (self.odata_type == "derived" and chosen.base is not None)
        said = chosen.name != name if self.is_response else derived and not chosen.abstract
        found: dict[str, Any] = {"@odata.type": f"#{chosen.name}"} if said else {}
        for prop in (prop for type_ in line for prop in type_.properties):
            if self.is_response or access(prop.annotations) != "computed":
                value = self.of(prop)
                if value is not None:
                    found[prop.name] = value
        self._on_the_way.pop()
        return found

    def _concrete(self, name: QName) -> StructuredType | None:
        """The type itself, or the first type that derives from it and is not abstract."""
        model = self.annotator.model
        waiting, first = [name], model.structured(name)
        while waiting:
            here = waiting.pop(0)
            type_ = model.structured(here)
            if type_ is not None and not type_.abstract and here in self.annotator.homes:
                return type_
            waiting += sorted(model.derived.get(here, ()))
        return first


def _words(name: str) -> str:
    """`helperDeviceAadId` → `Helper Device Aad Id`."""
    spaced = _WORD.sub(" ", name.replace("_", " "))
    return upper(spaced[:1]) + spaced[1:]
