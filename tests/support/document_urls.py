"""Which URLs a document has: a plain reading of OData URL conventions section 4, for shapes of URLs.

Apart from `csdlgen.urls`, which is what is tested, and without values: only names are looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from csdlgen.edm.lookup import Lookup
from csdlgen.edm.model import (
    ComplexType,
    EdmModel,
    EntitySet,
    EntityType,
    NavigationProperty,
    Operation,
    Property,
    QName,
    TypeRef,
)
from csdlgen.edm.vocabularies import alternate_keys

_CALL = re.compile(r"(?P<name>[^()]+)\((?P<given>[^()]*)\)")


class Segment(NamedTuple):
    """What a segment is, and what it leads to: a type, one or many of it."""

    kind: str
    type: QName
    many: bool
    element: NavigationProperty | Property | Operation | None = None


@dataclass(frozen=True)
class Urls:
    """The URLs of a document."""

    model: EdmModel

    @cached_property
    def _lookup(self) -> Lookup:
        return Lookup(self.model)

    @cached_property
    def _bound(self) -> dict[tuple[str, QName, bool], list[Operation]]:
        found: dict[tuple[str, QName, bool], list[Operation]] = {}
        for overloads in self.model.operations.values():
            for each in overloads:
                if each.binding:
                    for name in (each.name.name, str(each.name)):
                        found.setdefault((name, each.binding.name, each.binding.collection), []).append(each)
        return found

    @cached_property
    def _imports(self) -> dict[str, list[Operation]]:
        return {
            each.name: [one for one in self.model.operations.get(each.operation, ()) if not one.bound]
            for container in self.model.containers
            for each in container.imports
        }

    def read(self, shape: str) -> tuple[Segment, ...] | None:
        """What each segment of a URL is; None where the document has no such URL."""
        found: list[Segment] = []
        for text in shape.split("/"):
            here = self._after(found[-1], text) if found else self._root(text)
            if here is None:
                return None
            found.append(here)
        return tuple(found)

    def _root(self, text: str) -> Segment | None:
        name, given = _parts(text)
        for container in self.model.containers:
            for each in container.roots:
                if each.name == name:
                    place = Segment("root", each.type, isinstance(each, EntitySet))
                    return place if given is None else self._alternate(place, given)
        return _called(self._imports.get(name, []), given)

    def _after(self, place: Segment, text: str) -> Segment | None:
        if place.kind in ("action", "count", "ref", "value", "stream"):
            return None
        if text == "{}":
            keyed = place.many and isinstance(self.model.types.get(place.type), EntityType)
            return replace_many(place, "key") if keyed and place.kind != "key" else None
        if text.startswith("$"):
            return self._dollar(place, text)
        name, given = _parts(text)
        return (
            self._cast(place, name)
            or self._member(place, name, given)
            or (_called(self._operations(place, name), given))
        )

    def _dollar(self, place: Segment, text: str) -> Segment | None:
        """Counts of collections, links of navigation, octets of media entities and of single values."""
        structured = self.model.structured(place.type)
        if text == "$count" and place.many:
            return replace_many(place, "count")
        if text == "$ref" and isinstance(structured, EntityType):
            return Segment("ref", place.type, place.many)
        media = any(isinstance(each, EntityType) and each.has_stream for each in self.model.ancestry(place.type))
        if text == "$value" and not place.many and (structured is None or media):
            return Segment("value", place.type, False)
        return None

    def _cast(self, place: Segment, name: str) -> Segment | None:
        derived = QName.parse(name) if "." in name else None
        if derived is not None and self._lookup.is_a(derived, place.type):
            return Segment("cast", derived, place.many)
        return None

    def _member(self, place: Segment, name: str, given: tuple[str, ...] | None) -> Segment | None:
        if place.many:
            return None
        for each in self.model.ancestry(place.type):
            for navigation in each.navigations:
                if navigation.name == name:
                    kind = "contained" if navigation.contains_target else "linked"
                    found = Segment(kind, navigation.type.name, navigation.type.collection, navigation)
                    return found if given is None else self._alternate(found, given)
            for prop in each.properties:
                if prop.name == name and given is None:
                    return Segment(self._kind(prop.type), prop.type.name, prop.type.collection, prop)
        return None

    def _kind(self, type_: TypeRef) -> str:
        if str(type_.name) == "Edm.Stream":
            return "stream"
        return "complex" if isinstance(self.model.types.get(type_.name), ComplexType) else "primitive"

    def _operations(self, place: Segment, name: str) -> list[Operation]:
        for each in self.model.ancestry(place.type):
            if found := self._bound.get((name, each.name, place.many)):
                return found
        return []

    def _alternate(self, place: Segment, given: tuple[str, ...]) -> Segment | None:
        line = self.model.ancestry(place.type)
        keys = [key for each in line for key in alternate_keys(each.annotations)]
        if place.element is not None:
            keys += alternate_keys(place.element.annotations)
        named = [tuple(sorted(name for name, _ in key)) for key in keys]
        composite = tuple(sorted(name for name, _ in self._lookup.key(place.type)))
        if place.many and given in (*named, composite):
            return Segment("key" if given == composite else "alternate", place.type, False)
        return None


def replace_many(place: Segment, kind: str) -> Segment:
    """One of many."""
    return Segment(kind, place.type, False, place.element)


def _parts(text: str) -> tuple[str, tuple[str, ...] | None]:
    call = _CALL.fullmatch(text)
    if call is None and text.endswith("()"):
        return text[:-2], ()
    return (call["name"], tuple(filter(None, call["given"].split(",")))) if call else (text, None)


def _called(overloads: list[Operation], given: tuple[str, ...] | None) -> Segment | None:
    """The call of an action, or of that overload of a function which has parameters of the names given."""
    for each in overloads:
        asked = {one.name for one in each.parameters[int(each.bound) :]}
        fits = given is None if each.kind == "action" else given is not None and set(given) == asked
        if fits:
            returned = each.returns.type if each.returns else TypeRef(QName("Edm", "Untyped"))
            kind = "function" if each.kind == "function" else "action"
            return Segment(kind, returned.name, returned.collection, each)
    return None
