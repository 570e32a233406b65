"""Annotations and expressions of CSDL JSON 4.01 (sections 14.2 to 14.4) as elements.

The kinds of constants that CSDL JSON tells apart are those of JSON: strings become `String`, true and false `Bool`,
numbers `Int`, with a fraction `Decimal`, with an exponent `Float`. Dates, durations, GUIDs, binaries, enumeration
members, infinities and all paths but `$Path` are strings and read as `String`: only the type of the term could tell
them apart, and its document need not be at hand. `csdlgen.csdl.json.normal` does the same to a model.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias, get_args

from csdlgen.csdl.json.names import from_member
from csdlgen.csdl.json.scribe import Scribe, Table, flag, number, text
from csdlgen.csdl.json.values import JsonObject, JsonValue, Number, Place
from csdlgen.csdl.xml import tags
from csdlgen.csdl.xml.element import XmlElement
from csdlgen.edm.model import ConstantKind, OperatorKind
from csdlgen.text import shown

Make: TypeAlias = Callable[[str, JsonValue, Place], XmlElement | None]
"""Makes the element of a named member; None where the member is in error."""

UNARY = frozenset(("Cast", "IsOf", "LabeledElement", "Neg", "Not", "UrlRef"))
"""Operators whose member is one expression and not an array of them."""

OPERANDS = "$Operands"
"""Ours: the operands of a unary operator that has none or several, which a model of a broken document may hold."""

_OPERATORS: Mapping[str, OperatorKind] = {f"${kind}": kind for kind in get_args(OperatorKind)}
_TYPE_NAMES = ("@type", "@odata.type")
_STATED = "$Type"
_WATCHED = (
    tags.SCHEMA,
    tags.ENTITY_CONTAINER,
    tags.ENUM_TYPE,
)  # the reader itself reports names that are defined twice
FACETS: Table = {
    "$MaxLength": ("MaxLength", number),
    "$Precision": ("Precision", number),
    "$Scale": ("Scale", number),
    "$SRID": ("SRID", number),
    "$Unicode": ("Unicode", flag),
}
TYPED: Table = {**FACETS, _STATED: ("Type", text), "$Nullable": ("Nullable", flag)}
_MEMBERS: Mapping[str, Table] = {
    "Apply": {"$Function": ("Function", text)},
    "Cast": TYPED,
    "IsOf": TYPED,
    "LabeledElement": {"$Name": ("Name", text)},
}


def content(
    scribe: Scribe,
    node: XmlElement,
    value: JsonObject,
    make: Make | None = None,
    holders: Mapping[str, XmlElement] | None = None,
    skipped: tuple[str, ...] = (),
) -> None:
    """The members that are no keywords: annotations, and what `make` makes of the others.

    An annotation stands on one of the `holders` (by default on the element, under the empty name), on a member
    (`member@term`) or on another annotation (`@term#qualifier@term`), in any order.
    """
    known: dict[str, XmlElement] = {"": node} if holders is None else dict(holders)
    waiting: list[tuple[str, JsonValue]] = []
    seen: set[str] = set()
    for key, member in value.pairs:
        if key in skipped or (key.startswith("$") and "@" not in key):
            continue
        text(scribe, node, "the name of a member", key)
        if key in seen and ("@" in key or node.tag not in _WATCHED):
            scribe.warn(node, "duplicate-name", f"member {shown(key)} is written twice", "Both are kept.")
        seen.add(key)
        if "@" in key:
            if not _annotated(scribe, known, key, member, value.number):
                waiting.append((key, member))
        elif make is None:
            scribe.unknown(node, key)
        elif (made := make(key, member, (value.number, key))) is not None:
            known[key] = made
    _wait(scribe, node, known, waiting, value.number)


def _wait(
    scribe: Scribe, node: XmlElement, known: dict[str, XmlElement], waiting: list[tuple[str, JsonValue]], owner: int
) -> None:
    """Annotations that came before what they annotate."""
    while waiting:
        left = [each for each in waiting if not _annotated(scribe, known, *each, owner)]
        if len(left) == len(waiting):
            for key, _ in left:
                message = f"{shown(key)} annotates something that the object does not have, and is ignored"
                scribe.warn(node, "unknown-attribute", message, "Check the spelling.")
            return
        waiting = left


def _annotated(scribe: Scribe, known: dict[str, XmlElement], key: str, value: JsonValue, owner: int) -> bool:
    """Adds an annotation where what it annotates is known."""
    target, _, term = key.rpartition("@")
    holder = known.get(target)
    if holder is None:
        return False
    named, hash_, qualifier = term.partition("#")
    attributes = {"Term": named, "Qualifier": from_member(qualifier)} if hash_ else {"Term": named}
    node = known[key] = scribe.element(holder, tags.ANNOTATION, (owner, key), attributes)
    valued(scribe, node, value)
    return True


def valued(scribe: Scribe, node: XmlElement, value: JsonValue) -> None:
    """Gives an annotation, property value or labeled element its value: as an attribute where that will do."""
    if isinstance(value, (bool, str, Number)):
        kind, written = _constant(scribe, node, value)
        node.attributes[kind] = written
    else:
        expression(scribe, node, value)


def expression(scribe: Scribe, parent: XmlElement, value: JsonValue) -> None:
    """Adds the element of an expression."""
    place = scribe.places[parent]
    if isinstance(value, (bool, str, Number)):
        kind, written = _constant(scribe, parent, value)
        scribe.element(parent, tags.edm(kind), place).text = written
    elif value is None:
        scribe.element(parent, tags.NULL, place)
    elif isinstance(value, list):
        collection = scribe.element(parent, tags.COLLECTION, place)
        for each in value:
            expression(scribe, collection, each)
    else:
        _from_object(scribe, parent, value)


def _constant(scribe: Scribe, node: XmlElement, value: bool | str | Number) -> tuple[ConstantKind, str]:
    if isinstance(value, bool):
        return "Bool", str(value).lower()
    if isinstance(value, str):
        return "String", text(scribe, node, "the value", value) or ""
    return number_kind(value.text), value.text


def number_kind(digits: str) -> ConstantKind:
    """The kind of a JSON number."""
    if "e" in digits or "E" in digits:
        return "Float"
    return "Decimal" if "." in digits else "Int"


def _from_object(scribe: Scribe, parent: XmlElement, value: JsonObject) -> None:
    place = (value.number, None)
    key = next((key for key, _ in value.pairs if key in _OPERATORS or key in ("$Path", "$Null")), None)
    if key is None:
        _record(scribe, parent, value)
    elif key == "$Null":
        node = scribe.element(parent, tags.NULL, place)
        scribe.members(node, value, {}, frozenset((key,)))
        content(scribe, node, value)
    elif key in ("$Path", "$LabeledElementReference"):
        node = scribe.element(parent, tags.edm(key[1:]), place)
        scribe.members(node, value, {}, frozenset((key,)))
        node.text = text(scribe, node, key, value.get(key)) or ""
        content(scribe, node, value)
    else:
        _operator(scribe, parent, value, _OPERATORS[key])


def _record(scribe: Scribe, parent: XmlElement, value: JsonObject) -> None:
    node = scribe.element(parent, tags.RECORD, (value.number, None))
    scribe.members(node, value, {})
    for name in _TYPE_NAMES:
        if value.has(name) and (stated := text(scribe, node, name, value.get(name))) is not None:
            node.attributes["Type"] = stated.rpartition("#")[2]

    def make(key: str, member: JsonValue, place: Place) -> XmlElement:
        made = scribe.element(node, tags.PROPERTY_VALUE, place, {"Property": from_member(key)})
        valued(scribe, made, member)
        return made

    content(scribe, node, value, make, skipped=_TYPE_NAMES)


def _operator(scribe: Scribe, parent: XmlElement, value: JsonObject, kind: OperatorKind) -> None:
    node = scribe.element(parent, tags.edm(kind), (value.number, None))
    key = f"${kind}"
    table = _MEMBERS.get(kind, {})
    scribe.members(node, value, table, frozenset((key, "$Collection") if "$Type" in table else (key,)))
    if "$Type" in table:
        shape_type(scribe, node, value, None)
    operand = value.get(key)
    if kind not in UNARY:
        several = scribe.array(node, key, operand)
    elif isinstance(operand, JsonObject) and operand.has(OPERANDS):
        several = scribe.array(node, OPERANDS, operand.get(OPERANDS))
    else:
        several = [operand]
    for each in several:
        if kind == "LabeledElement":
            valued(scribe, node, each)
        else:
            expression(scribe, node, each)
    if kind == "LabeledElement":
        scribe.require(node, value, "$Name")
    content(scribe, node, value)


def shape_type(scribe: Scribe, node: XmlElement, value: JsonObject, default: str | None) -> None:
    """Completes `Type` by `$Collection` and the default type, and the facets by what absence means in JSON."""
    if value.has(_STATED) and node.attributes.get("Type") is None:
        return  # in error already
    name = node.attributes.get("Type", default)
    if name is None:
        return
    many = value.has("$Collection") and flag(scribe, node, "$Collection", value.get("$Collection")) == "true"
    node.attributes["Type"] = f"Collection({name})" if many else name
    shape_scale(node, name)


def shape_scale(node: XmlElement, primitive: str) -> None:
    """Absence of `$Scale` means variable (section 7.2.4); absence of `Scale` means 0."""
    if primitive.strip() in ("Edm.Decimal", "Decimal") and node.attributes.get("Scale") is None:
        node.attributes["Scale"] = "variable"
