"""The state of one transcription of CSDL JSON into elements.

CSDL JSON and CSDL XML are two notations of one language, so a JSON document is read by transcribing it into the
elements of the XML document that says the same, which the reader of XML takes from there. What is checked here is what
elements cannot express: that values are of the right JSON type, that members are known and written once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from csdlgen.csdl.json.values import JsonObject, JsonValue, Number, Place
from csdlgen.csdl.xml import tags
from csdlgen.csdl.xml.context import Problem
from csdlgen.csdl.xml.element import XmlElement
from csdlgen.errors import Severity
from csdlgen.text import nearest, shown

# What XML cannot hold: a model is to be writable in both formats.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


Scalar: TypeAlias = Callable[["Scribe", XmlElement, str, JsonValue], str | None]
"""Makes attribute text of a member's value; None, and an error, for a value of another type."""

Table: TypeAlias = Mapping[str, tuple[str, Scalar]]
"""Members that become attributes: the attribute and how its text is made."""


@dataclass(slots=True)
class Scribe:
    """Makes elements; keeps where each of them comes from, and what is wrong."""

    places: dict[XmlElement, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def element(
        self, parent: XmlElement | None, tag: str, place: Place, attributes: Mapping[str, str] | None = None
    ) -> XmlElement:
        """A new element, after the children that `parent` has."""
        node = XmlElement(tag, dict(attributes or {}))
        if parent is not None:
            parent.children.append(node)
        self.places[node] = place
        return node

    def error(self, node: XmlElement, code: str, message: str, remedy: str) -> None:
        """Records what makes the document unreadable."""
        self.problems.append(Problem(node, Severity.ERROR, code, message, remedy))

    def warn(self, node: XmlElement, code: str, message: str, remedy: str) -> None:
        """Records what is ignored."""
        self.problems.append(Problem(node, Severity.WARNING, code, message, remedy))

    def wrong(self, node: XmlElement, name: str, value: JsonValue, wanted: str) -> None:
        """Records a value of the wrong type."""
        self.error(node, "invalid-value", f"{name} is {described(value)}, not {wanted}", f"Write {wanted}.")

    def members(self, node: XmlElement, value: JsonObject, table: Table, others: frozenset[str] = frozenset()) -> None:
        """Makes attributes of the `$` members in `table`; those neither there nor in `others` are unknown."""
        seen: set[str] = set()
        for key, member in value.pairs:
            if not key.startswith("$") or "@" in key:
                continue
            if key in seen:
                self.error(node, "duplicate-name", f"member {shown(key)} is written twice", "Remove one of the two.")
            seen.add(key)
            if key in table:
                attribute, make = table[key]
                written = make(self, node, key, member)
                if written is not None:
                    node.attributes[attribute] = written
            elif key not in others:
                self.unknown(node, key, (*table, *others))

    def unknown(self, node: XmlElement, key: str, known: tuple[str, ...] = ()) -> None:
        """A member that nothing is known of."""
        message = f"member {shown(key)} is not known for {tags.local(node.tag)} and is ignored"
        self.warn(node, "unknown-attribute", message, nearest(key, known) or "Check the spelling.")

    def require(self, node: XmlElement, value: JsonObject, key: str) -> None:
        """Records that a member is missing."""
        if not value.has(key):
            message = f"{tags.local(node.tag)} without {key}"
            self.error(node, "missing-attribute", message, f"Add the member {key}.")

    def object(self, node: XmlElement, name: str, value: JsonValue) -> JsonObject | None:
        """The value as an object."""
        if isinstance(value, JsonObject):
            return value
        self.wrong(node, name, value, "an object")
        return None

    def objects(self, node: XmlElement, name: str, value: JsonValue) -> list[JsonObject]:
        """The items of an array of objects."""
        items = [self.object(node, f"an item of {name}", item) for item in self.array(node, name, value)]
        return [item for item in items if item is not None]

    def array(self, node: XmlElement, name: str, value: JsonValue) -> list[JsonValue]:
        """The items of an array."""
        if isinstance(value, list):
            return value
        self.wrong(node, name, value, "an array")
        return []


def text(scribe: Scribe, node: XmlElement, name: str, value: JsonValue) -> str | None:
    """A string."""
    if not isinstance(value, str):
        scribe.wrong(node, name, value, "a string")
        return None
    if _NO_TEXT.search(value):
        message = f"{name} holds control characters or half characters: {shown(value)}"
        scribe.error(node, "invalid-value", message, "Remove them; CSDL cannot carry them.")
        return None
    return value


def flag(scribe: Scribe, node: XmlElement, name: str, value: JsonValue) -> str | None:
    """true or false."""
    if isinstance(value, bool):
        return str(value).lower()
    scribe.wrong(node, name, value, "true or false")
    return None


def number(scribe: Scribe, node: XmlElement, name: str, value: JsonValue) -> str | None:
    """A number, or the text of one, as IEEE754Compatible responses have it."""
    if isinstance(value, Number):
        return value.text
    if isinstance(value, str):
        return text(scribe, node, name, value)
    scribe.wrong(node, name, value, "a number")
    return None


def scalar(scribe: Scribe, node: XmlElement, name: str, value: JsonValue) -> str | None:
    """A string, a number, true or false; null for no value at all (CSDL JSON sections 7.2.7 and 14.1)."""
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (str, Number)):
        return number(scribe, node, name, value)
    scribe.wrong(node, name, value, "a string, a number, true, false or null")
    return None


def words(scribe: Scribe, node: XmlElement, name: str, value: JsonValue) -> str | None:
    """An array of words."""
    items = [text(scribe, node, f"an item of {name}", item) for item in scribe.array(node, name, value)]
    return " ".join(item for item in items if item is not None)


def described(value: JsonValue) -> str:
    """A value as it may stand in a message."""
    match value:
        case JsonObject():
            return "an object"
        case list():
            return "an array"
        case Number(digits):
            return shown(digits)[1:-1]
        case str():
            return shown(value)
        case _:
            return {True: "true", False: "false", None: "null"}[value]
