"""CSDL JSON 4.01 documents as the elements that XML has for them (sections 3 to 5 and 13).

Kinds of constants differ as `csdlgen.csdl.json.expressions` says. Apart from that the two notations differ in defaults
(`$Nullable` and `$Scale`), which the elements state. `$EntityContainer` names the container that a service has; a model
has all containers, so it is ignored.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from csdlgen.csdl.formats import refuse_other_formats, unsupported
from csdlgen.csdl.json.expressions import content
from csdlgen.csdl.json.scribe import Scribe, Table, flag, text
from csdlgen.csdl.json.types import OPERATIONS, TYPES, pairs
from csdlgen.csdl.json.values import (
    JsonObject,
    JsonValue,
    MalformedError,
    Place,
    line_and_column,
    parse_json,
    positions_of,
)
from csdlgen.csdl.xml import tags
from csdlgen.csdl.xml.context import Problem
from csdlgen.csdl.xml.element import XmlElement
from csdlgen.errors import Location, Position, failure
from csdlgen.text import shown

_RETRIEVE = "Save the service's `$metadata` document again and pass that file."
_SCHEMA: Table = {"$Alias": ("Alias", text)}
_CONTAINER: Table = {"$Extends": ("Extends", text)}
_SET: Table = {"$Type": ("EntityType", text), "$IncludeInServiceDocument": ("IncludeInServiceDocument", flag)}
_SINGLETON: Table = {"$Type": ("Type", text), "$Nullable": ("Nullable", flag)}
_ACTION_IMPORT: Table = {"$Action": ("Action", text), "$EntitySet": ("EntitySet", text)}
_FUNCTION_IMPORT: Table = {
    "$Function": ("Function", text),
    "$EntitySet": ("EntitySet", text),
    "$IncludeInServiceDocument": ("IncludeInServiceDocument", flag),
}
_INCLUDE: Table = {"$Namespace": ("Namespace", text), "$Alias": ("Alias", text)}
_INCLUDE_ANNOTATIONS: Table = {
    "$TermNamespace": ("TermNamespace", text),
    "$Qualifier": ("Qualifier", text),
    "$TargetNamespace": ("TargetNamespace", text),
}


@dataclass(frozen=True, slots=True)
class Transcript:
    """A document as elements, the place in the JSON text that each is made of, and what is wrong with it."""

    root: XmlElement
    places: Mapping[XmlElement, Place]
    problems: Sequence[Problem]
    text: str

    def locate(self, numbers: Collection[int]) -> dict[int, tuple[int, int]]:
        """Line and column of elements by number, as `xml.safe_parser.locate_elements` gives them for XML."""
        wanted = {number: self.places[node] for number, node in enumerate(self.root.all()) if number in numbers}
        positions = positions_of(self.text, wanted.values())
        return {number: positions[place] for number, place in wanted.items()}


def transcribe(data: bytes, source: str) -> Transcript:
    """The elements of a CSDL JSON document.

    Raises `CsdlgenError` with `json-not-csdl` for what is no JSON, or JSON of another kind, and with
    `odata-version-unsupported` and `no-schema`, and `RecursionError` for what is nested too deeply.
    """
    written = _decoded(data, source)
    try:
        document = parse_json(written)
    except MalformedError as error:
        if '"$Version"' not in written:
            refuse_other_formats(data, source)
        message = f"not well-formed JSON: {error.problem}"
        where = Position(source, *line_and_column(written, error.offset))
        raise failure("json-not-csdl", message, _RETRIEVE, where=where) from None
    if not isinstance(document, JsonObject) or not document.has("$Version"):
        refuse_other_formats(data, source)
        raise failure("json-not-csdl", "the JSON document has no $Version", _RETRIEVE, where=source)
    version = document.get("$Version")
    if isinstance(version, str) and not re.fullmatch(r"4\.[0-9]{1,2}", version):
        place = (document.number, "$Version")
        raise unsupported(version, Position(source, *positions_of(written, (place,))[place]))
    scribe = Scribe()
    root = scribe.element(None, tags.EDMX, (document.number, None))
    _document(scribe, root, document)
    if not any(isinstance(value, JsonObject) and key[:1] not in "$@" for key, value in document.pairs):
        message = "the CSDL JSON document has no schema"
        raise failure("no-schema", message, "Check that the service's metadata is complete.", where=source)
    for number, node in enumerate(root.all()):
        node.location = Location(source, number)
    return Transcript(root, scribe.places, scribe.problems, written)


def _decoded(data: bytes, source: str) -> str:
    encoding = json.detect_encoding(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace")
        where = Position(source, *line_and_column(before, len(before)))
        message = f"the bytes are not valid {encoding.upper()} (byte {error.start})"
        raise failure("json-not-csdl", message, _RETRIEVE, where=where) from None


def _document(scribe: Scribe, root: XmlElement, document: JsonObject) -> None:
    scribe.members(root, document, {"$Version": ("Version", text)}, frozenset(("$Reference", "$EntityContainer")))
    if document.has("$EntityContainer"):
        text(scribe, root, "$EntityContainer", document.get("$EntityContainer"))
    if document.has("$Reference"):
        references = scribe.object(root, "$Reference", document.get("$Reference"))
        _references(scribe, root, references)
    services = scribe.element(root, tags.DATA_SERVICES, (document.number, None))

    def make(key: str, member: JsonValue, place: Place) -> XmlElement | None:
        schema = scribe.object(root, f"schema {shown(key)}", member)
        if schema is None:
            return None
        node = scribe.element(services, tags.SCHEMA, place, {"Namespace": key})
        _schema(scribe, node, schema)
        return node

    content(scribe, root, document, make, holders={})


def _references(scribe: Scribe, root: XmlElement, value: JsonObject | None) -> None:
    for address, member in () if value is None else value.pairs:  # addresses may hold $ and @
        found = scribe.object(root, f"reference {shown(address)}", member)
        if found is not None and text(scribe, root, "the address of a reference", address) is not None:
            node = scribe.element(root, tags.REFERENCE, (found.number, None), {"Uri": address})
            scribe.members(node, found, {}, frozenset(("$Include", "$IncludeAnnotations")))
            _included(scribe, node, found, "$Include", "$Namespace", _INCLUDE)
            _included(scribe, node, found, "$IncludeAnnotations", "$TermNamespace", _INCLUDE_ANNOTATIONS)
            content(scribe, node, found)


def _included(scribe: Scribe, node: XmlElement, value: JsonObject, key: str, required: str, table: Table) -> None:
    tag = tags.edmx(key[1:])
    for each in scribe.objects(node, key, value.get(key)) if value.has(key) else ():
        included = scribe.element(node, tag, (each.number, None))
        scribe.members(included, each, table)
        scribe.require(included, each, required)
        content(scribe, included, each)


def _schema(scribe: Scribe, node: XmlElement, value: JsonObject) -> None:
    def make(key: str, member: JsonValue, place: Place) -> None:
        if isinstance(member, list):
            for each in scribe.objects(node, shown(key), member):
                _child(scribe, node, key, each, (each.number, None), overloads=True)
        elif (found := scribe.object(node, shown(key), member)) is not None:
            _child(scribe, node, key, found, place, overloads=False)

    scribe.members(node, value, _SCHEMA, frozenset(("$Annotations",)))
    content(scribe, node, value, make)
    if value.has("$Annotations"):
        targets = scribe.object(node, "$Annotations", value.get("$Annotations"))
        for target, member in () if targets is None else targets.pairs:
            found = scribe.object(node, f"the target {shown(target)}", member)
            if found is not None and text(scribe, node, "a target", target) is not None:
                out_of_line = scribe.element(node, tags.ANNOTATIONS, (found.number, None), {"Target": target})
                scribe.members(out_of_line, found, {})
                content(scribe, out_of_line, found)


def _child(scribe: Scribe, parent: XmlElement, name: str, value: JsonObject, place: Place, *, overloads: bool) -> None:
    kind = value.get("$Kind")
    known = OPERATIONS if overloads else {**TYPES, **_CONTAINERS}
    if not isinstance(kind, str) or kind not in known:
        if not value.has("$Kind"):
            message = f"{shown(name)} without $Kind"
            scribe.error(parent, "missing-attribute", message, "Add the member $Kind.")
        else:
            what = "an array of overloads" if overloads else "a single object"
            scribe.wrong(parent, f"$Kind of {shown(name)}, {what},", kind, f"one of {', '.join(known)}")
        return
    tag, fill = known[kind]
    fill(scribe, scribe.element(parent, tag, place, {"Name": name}), value)


def _container(scribe: Scribe, node: XmlElement, value: JsonObject) -> None:
    def make(key: str, member: JsonValue, place: Place) -> XmlElement | None:
        found = scribe.object(node, shown(key), member)
        if found is None:
            return None
        child = scribe.element(node, _container_tag(found), place, {"Name": key})
        _container_child(scribe, child, found)
        return child

    scribe.members(node, value, _CONTAINER, frozenset(("$Kind",)))
    content(scribe, node, value, make)


_CONTAINERS = {"EntityContainer": (tags.ENTITY_CONTAINER, _container)}
_CHILDREN: dict[str, tuple[Table, str]] = {
    tags.ENTITY_SET: (_SET, "$Type"),
    tags.SINGLETON: (_SINGLETON, "$Type"),
    tags.ACTION_IMPORT: (_ACTION_IMPORT, "$Action"),
    tags.FUNCTION_IMPORT: (_FUNCTION_IMPORT, "$Function"),
}


def _container_tag(value: JsonObject) -> str:
    """The members of a child say what it is (sections 13.2 to 13.6)."""
    if value.has("$Action"):
        return tags.ACTION_IMPORT
    if value.has("$Function"):
        return tags.FUNCTION_IMPORT
    return tags.ENTITY_SET if value.get("$Collection") is True else tags.SINGLETON


def _container_child(scribe: Scribe, node: XmlElement, value: JsonObject) -> None:
    table, required = _CHILDREN[node.tag]
    bound = frozenset(("$Collection", "$NavigationPropertyBinding")) if required == "$Type" else frozenset[str]()
    scribe.members(node, value, table, bound | {"$Kind"})
    scribe.require(node, value, required)
    if required == "$Type":
        if value.has("$Collection"):
            flag(scribe, node, "$Collection", value.get("$Collection"))
        if value.has("$NavigationPropertyBinding"):
            bindings = scribe.object(node, "$NavigationPropertyBinding", value.get("$NavigationPropertyBinding"))
            pairs(scribe, node, bindings, tags.BINDING, "Path", "Target")
    content(scribe, node, value)
