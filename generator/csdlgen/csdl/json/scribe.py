"""What one transcription of CSDL JSON into elements carries along.

CSDL JSON and CSDL XML are two notations of one language, so a JSON document is read by transcribing it into the
elements that its XML twin would have; the reader takes them from there, with its names, folding, checks and element
paths. What is checked here is what elements cannot say: that values are of the right JSON type, that members are known
and there once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from csdlgen.csdl.formats import shown
from csdlgen.csdl.json.values import JsonObject, JsonValue, Number, Place
from csdlgen.csdl.xml import tags
from csdlgen.errors import Severity
from csdlgen.text import nearest

# What XML cannot hold: a model is to be writable in both formats.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Draft:
    """An element that is being made; its children may be added in any order of time."""

    def __init__(self, tag: str, place: Place) -> None:
        self.tag = tag
        self.place = place
        self.attributes: dict[str, str] = {}
        self.children: list[Draft] = []
        self.text = ""


class JsonFinding(NamedTuple):
    """A finding about an element, to be placed by the reader."""

    draft: Draft
    severity: Severity
    code: str
    message: str
    remedy: str


Scalar: TypeAlias = Callable[["Scribe", Draft, str, JsonValue], str | None]
"""Makes attribute text of a member's value; None, and an error, for a value of another type."""

Table: TypeAlias = Mapping[str, tuple[str, Scalar]]
"""Members that become attributes: the attribute and how its text is made."""


@dataclass(slots=True)
class Scribe:
    """What has been found."""

    findings: list[JsonFinding] = field(default_factory=list)

    def element(self, parent: Draft, tag: str, place: Place, attributes: Mapping[str, str] | None = None) -> Draft:
        """A new child element."""
        node = Draft(tag, place)
        node.attributes.update(attributes or {})
        parent.children.append(node)
        return node

    def error(self, node: Draft, code: str, message: str, remedy: str) -> None:
        """Notes what makes the document unreadable."""
        self.findings.append(JsonFinding(node, Severity.ERROR, code, message, remedy))

    def warn(self, node: Draft, code: str, message: str, remedy: str) -> None:
        """Notes what is passed over."""
        self.findings.append(JsonFinding(node, Severity.WARNING, code, message, remedy))

    def wrong(self, node: Draft, name: str, value: JsonValue, wanted: str) -> None:
        """Notes a value of the wrong type."""
        self.error(node, "invalid-value", f"{name} is {described(value)}, not {wanted}", f"Write {wanted}.")

    def members(self, node: Draft, value: JsonObject, table: Table, others: frozenset[str] = frozenset()) -> None:
        """Makes attributes of the `$` members in `table`; those neither there nor in `others` are unknown."""
        seen: set[str] = set()
        for key, member in value.pairs:
            if not key.startswith("$") or "@" in key:
                continue
            if key in seen:
                self.error(node, "duplicate-name", f"member {shown(key)} is there twice", "Remove one of the two.")
            seen.add(key)
            if key in table:
                attribute, make = table[key]
                made = make(self, node, key, member)
                if made is not None:
                    node.attributes[attribute] = made
            elif key not in others:
                self.unknown(node, key, (*table, *others))

    def unknown(self, node: Draft, key: str, known: tuple[str, ...] = ()) -> None:
        """A member that nothing is known of."""
        message = f"member {shown(key)} is not known for {tags.local(node.tag)} and is ignored"
        self.warn(node, "unknown-attribute", message, nearest(key, known) or "Check the spelling.")

    def require(self, node: Draft, value: JsonObject, key: str) -> None:
        """Notes that a member is missing."""
        if not value.has(key):
            message = f"{tags.local(node.tag)} without {key}"
            self.error(node, "missing-attribute", message, f"Add the member {key}.")

    def object(self, node: Draft, name: str, value: JsonValue) -> JsonObject | None:
        """The value as an object."""
        if isinstance(value, JsonObject):
            return value
        self.wrong(node, name, value, "an object")
        return None

    def objects(self, node: Draft, name: str, value: JsonValue) -> list[JsonObject]:
        """The items of an array of objects."""
        return [
            found for each in self.array(node, name, value) if (found := self.object(node, f"an item of {name}", each))
        ]

    def array(self, node: Draft, name: str, value: JsonValue) -> list[JsonValue]:
        """The items of an array."""
        if isinstance(value, list):
            return value
        self.wrong(node, name, value, "an array")
        return []


def text(scribe: Scribe, node: Draft, name: str, value: JsonValue) -> str | None:
    """A string."""
    if not isinstance(value, str):
        scribe.wrong(node, name, value, "a string")
        return None
    if _NO_TEXT.search(value):
        message = f"{name} holds control characters or half characters: {shown(value)}"
        scribe.error(node, "invalid-value", message, "Remove them; CSDL cannot carry them.")
        return None
    return value


def flag(scribe: Scribe, node: Draft, name: str, value: JsonValue) -> str | None:
    """true or false."""
    if isinstance(value, bool):
        return str(value).lower()
    scribe.wrong(node, name, value, "true or false")
    return None


def number(scribe: Scribe, node: Draft, name: str, value: JsonValue) -> str | None:
    """A number, or the text of one, as IEEE754Compatible responses have it."""
    if isinstance(value, Number):
        return value.text
    if isinstance(value, str):
        return text(scribe, node, name, value)
    scribe.wrong(node, name, value, "a number")
    return None


def scalar(scribe: Scribe, node: Draft, name: str, value: JsonValue) -> str | None:
    """A string, a number, true or false; null for no value at all (CSDL JSON sections 7.2.7 and 14.1)."""
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (str, Number)):
        return number(scribe, node, name, value)
    scribe.wrong(node, name, value, "a string, a number, true, false or null")
    return None


def words(scribe: Scribe, node: Draft, name: str, value: JsonValue) -> str | None:
    """An array of words."""
    found = [text(scribe, node, f"an item of {name}", each) for each in scribe.array(node, name, value)]
    return " ".join(each for each in found if each is not None)


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
