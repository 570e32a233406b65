"""Every place for a text in the documents that csdlgen reads, and documents with something else there.

Nothing here lists places. `everything` is a document that has all of CSDL, extended by every kind of expression that
the model has; `tests/test_hostile.py` holds that each text of each class of the model stands in it, as do all
attributes and members that the readers know and the terms that csdlgen reads. What is between two quotation marks of
such a document, in XML or in JSON, is a place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args, get_origin, get_type_hints
from xml.etree import ElementTree

from csdlgen.csdl import read_csdl
from csdlgen.csdl.json.expressions import UNARY
from csdlgen.csdl.json.write import dump_csdl_json
from csdlgen.csdl.xml.write import dump_csdl
from csdlgen.edm import model as edm
from csdlgen.edm.visit import elements

HERE = Path(__file__).parent
EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
Change: TypeAlias = Callable[["Place", str], str]
"""What stands at a place instead of a text."""
Place: TypeAlias = tuple[str, int]
"""Its kind, such as `Property/DefaultValue`, and its number in the document."""

# --- the classes of the model -----------------------------------------------------------------------------------------


def classes(kind: Any = edm.EdmModel, seen: set[Any] | None = None) -> set[Any]:
    """The classes that a value of the model may consist of, found from the types of their fields."""
    seen = set() if seen is None else seen
    if is_dataclass(kind) and kind not in seen:
        seen.add(kind)
        for each in fields(kind):
            classes(_hints(kind)[each.name], seen)
    for each in get_args(kind):
        classes(each, seen)
    return seen


@cache
def _hints(kind: Any) -> dict[str, Any]:
    names = {**vars(edm), **vars(edm.elements), **vars(edm.annotations), **vars(edm.document), **vars(edm.base)}
    return get_type_hints(kind, names)


def has_text(hint: Any) -> bool:
    """Whether a field of that type holds a text, or several, or a name."""
    return hint in (str, edm.QName) or (get_origin(hint) is not Literal and any(map(has_text, get_args(hint))))


def text_fields() -> Iterator[tuple[str, str]]:
    """Class and name of every field that holds text."""
    for kind in classes():
        for each in fields(kind):
            if each.name != "location" and has_text(_hints(kind)[each.name]):
                yield kind.__name__, each.name


def kinds_of_expressions() -> set[str]:
    """Every kind that an expression may have."""
    hints = [_hints(each).get("kind") for each in classes()]
    return {name for hint in hints if get_origin(hint) is Literal for name in get_args(hint)}


def values(value: Any) -> Iterator[Any]:
    """A value of a model and all that it consists of."""
    if isinstance(value, tuple) and not isinstance(value, edm.QName):
        for each in value:
            yield from values(each)
    elif is_dataclass(value):
        yield value
        for part in fields(value):
            yield from values(getattr(value, part.name))


def filled() -> tuple[set[tuple[str, str]], set[str]]:
    """Which fields have a value in the model of `everything`, and which kinds there are."""
    found, kinds = set(), set()
    for each in values(model()):
        found |= {(type(each).__name__, part.name) for part in fields(each) if getattr(each, part.name)}
        kinds.add(getattr(each, "kind", ""))
    return found, kinds


# --- the documents ----------------------------------------------------------------------------------------------------

_SAMPLES = {"Binary": "T0RhdGE", "Bool": "true", "Date": "2000-01-01", "EnumMember": "demo.mode/gentle", "String": "a"}
_NAMED = {"Apply": "odata.concat", "LabeledElement": "called", "LabeledElementReference": "demo.called"}


def expressions() -> Iterator[edm.Expression]:
    """An expression of every kind that the model has."""
    hints = {each: _hints(each).get("kind") for each in (edm.Constant, edm.PathExpression, edm.Operator)}
    inner = edm.Annotation(edm.QName("demo", "colour"), edm.Constant("String", "inner"))
    constants = [edm.Constant(kind, _SAMPLES.get(kind, "1")) for kind in get_args(hints[edm.Constant])]
    paths = [edm.PathExpression(kind, "label") for kind in get_args(hints[edm.PathExpression])]
    yield from (*constants, *paths)
    yield edm.CollectionExpression((*constants, *paths))
    for kind in get_args(hints[edm.Operator]):
        count = 0 if kind == "LabeledElementReference" else 1 if kind in UNARY else 2
        type_ = edm.TypeRef(edm.QName("Edm", "String")) if kind in ("Cast", "IsOf") else None
        yield edm.Operator(kind, (edm.Constant("String", "operand"),) * count, _NAMED.get(kind), type_, (inner,))
    yield edm.Record((edm.PropertyValue("a", edm.Null((inner,)), (inner,)),), edm.QName("demo", "box"), (inner,))


@cache
def everything() -> bytes:
    """A document with all of CSDL: what is written in `everything.csdl.xml`, with an annotation for each expression."""
    root = ElementTree.parse(HERE / "everything.csdl.xml").getroot()
    term = edm.QName("demo", "every")
    notes = tuple(edm.Annotation(term, each, f"q{number}") for number, each in enumerate(expressions()))
    written = ElementTree.fromstring(dump_csdl(edm.EdmModel((edm.Schema("demo", annotations=notes),))))
    machine = next(each for each in root.iter(f"{EDM}EntityType") if each.get("Name") == "machine")
    machine.extend(written.findall(f".//{EDM}Schema/{EDM}Annotation"))
    return ElementTree.tostring(root)


def overlay() -> bytes:
    """A document that annotates something in it, with an expression of every kind."""
    notes = tuple(
        edm.Annotation(edm.QName("demo", "laid"), each, f"q{number}") for number, each in enumerate(expressions())
    )
    described = edm.Annotation(edm.QName("Org.OData.Core.V1", "Description"), edm.Constant("String", "A part."))
    schema = edm.Schema("demo", targets=(edm.Annotations("demo.part", (described, *notes)),))
    return dump_csdl(edm.EdmModel((schema,))).encode()


@cache
def model() -> edm.EdmModel:
    return read_csdl(everything(), source="everything.csdl.xml")


@cache
def _json() -> str:
    return dump_csdl_json(model())


def in_xml(change: Change, document: bytes | None = None) -> bytes:
    """The document, or another, in XML, with what `change` says at each place."""
    root = ElementTree.fromstring(document or everything())
    number = 0
    for element in root.iter():
        tag = element.tag.rpartition("}")[2]
        for key, value in element.attrib.items():
            element.set(key, change((f"{tag}/{key}", number), value))
            number += 1
        if element.text and element.text.strip():
            element.text = change((f"{tag}/", number), element.text)
            number += 1
    return ElementTree.tostring(root)


def in_json(change: Change) -> bytes:
    """The document, in CSDL JSON, with what `change` says at each place, names of members included."""
    numbers = iter(range(1_000_000))

    def changed(value: Any, path: tuple[str, ...]) -> Any:
        kind = "/".join(path[-3:])
        if isinstance(value, str):
            return change((kind, next(numbers)), value)
        if isinstance(value, list) and not isinstance(value, _Pairs):
            return [changed(each, path) for each in value]
        if not isinstance(value, list):
            return value
        pairs = _Pairs()
        for key, member in value:
            role = key if key.startswith("$") else "@" if "@" in key else "*"
            name = key if key.startswith("$") else change((f"{kind}/{role} as a name", next(numbers)), key)
            pairs.append((name, changed(member, (*path, role))))
        return pairs

    return _written(changed(json.loads(_json(), object_pairs_hook=_Pairs), ())).encode()


class _Pairs(list[tuple[str, Any]]):
    """The members of an object, of which several may have one name."""


def _written(value: Any) -> str:
    if isinstance(value, _Pairs):
        return "{" + ",".join(f"{json.dumps(key)}:{_written(member)}" for key, member in value) + "}"
    if isinstance(value, list):
        return f"[{','.join(map(_written, value))}]"
    return json.dumps(value)


NOTATIONS: dict[str, Callable[[Change], bytes]] = {"xml": in_xml, "json": in_json}


@cache
def places(notation: str) -> tuple[Place, ...]:
    """Every place of a document."""
    found: list[Place] = []

    def note(place: Place, text: str) -> str:
        found.append(place)
        return text

    NOTATIONS[notation](note)
    return tuple(found)


def kinds(notation: str) -> list[str]:
    """Every kind of place, in the order of the document."""
    return list(dict.fromkeys(kind for kind, _ in places(notation)))


def defined() -> list[str]:
    """The names of everything that is defined in the document, and the parts of its namespaces."""
    named = [each for _, each in elements(*model().schemas) if not isinstance(each, edm.ReturnType)]
    found = [each.name.name if isinstance(each.name, edm.QName) else each.name for each in named]
    parts = [part for schema in model().schemas for part in schema.namespace.split(".")]
    return list(dict.fromkeys((*parts, *found)))


def in_names(change: Callable[[str], str]) -> bytes:
    """The document, in XML, with other names for what is defined in it, wherever they stand."""
    known = {*defined()}

    def renamed(place: Place, text: str) -> str:
        if place[0] in ("Annotation/String", "PropertyValue/String", "String/", "Reference/Uri"):
            return text
        return re.sub(r"[A-Za-z_]\w*", lambda found: change(found[0]) if found[0] in known else found[0], text)

    return in_xml(renamed)
