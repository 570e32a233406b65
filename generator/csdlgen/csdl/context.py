"""What one reading carries along: aliases, values met before, and findings.

Documents repeat themselves (13,000 properties of Graph have some 1,500 different types and facets), so whatever is
made of attribute text alone is made once and kept, keyed by that text. Findings name elements by number; the reader
turns numbers into lines and columns once, when it stops.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias, TypeVar, cast

from lxml import etree

from csdlgen.csdl import identifiers, tags
from csdlgen.edm.model import NO_FACETS, Facets, QName, TypeRef
from csdlgen.errors import Diagnostic, Location, Severity, nearest

Attributes: TypeAlias = Mapping[str, str]
Items: TypeAlias = tuple[tuple[str, str], ...]
T = TypeVar("T")
Maker: TypeAlias = Callable[["Context", etree._Element, Attributes], T]

MAX_DEPTH = 200
_MAX_FINDINGS = 100
_NAME_TOKEN = re.compile(r"[^\s(),/@#]+")
_TYPE = re.compile(r"\s*(?:(?P<many>Collection)\s*\(\s*(?P<item>[^()]*?)\s*\)|(?P<one>[^()]*?))\s*")
_INTEGER = re.compile(r"\s*[+-]?[0-9]{1,20}\s*")
_BOOLEANS = {"true": True, "false": False, "1": True, "0": False}


class Finding(NamedTuple):
    """An error and, for things that are there twice, the place of the first."""

    diagnostic: Diagnostic
    first: Location | None = None


def shown(text: str, limit: int = 80) -> str:
    """Foreign text as it may stand in a message: quoted, escaped, capped."""
    return repr(text if len(text) <= limit else text[:limit] + "…")


@dataclass(slots=True)
class Context:
    """The state of one reading of one document."""

    source: str
    at: Mapping[etree._Element, Location]
    aliases: dict[str, str] = field(default_factory=dict)
    errors: list[Finding] = field(default_factory=list)
    warnings: list[Diagnostic] = field(default_factory=list)
    shared: dict[object, object] = field(default_factory=dict)
    properties: dict[Items, tuple[TypeRef, str | None]] = field(default_factory=dict)
    parameters: dict[Items, TypeRef] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    type_names: dict[str, tuple[QName, bool]] = field(default_factory=dict)
    qnames: dict[str, QName] = field(default_factory=dict)
    spelled: dict[str, str] = field(default_factory=dict)

    # --- findings ---

    def error(self, el: etree._Element, code: str, message: str, remedy: str, first: Location | None = None) -> None:
        """Notes an error; the reading goes on, so that one run shows them all."""
        if len(self.errors) < _MAX_FINDINGS:
            found = Diagnostic(code=code, message=message, remedy=remedy, path=element_path(el), where=self.at[el])
            self.errors.append(Finding(found, first))

    def warn(self, el: etree._Element, code: str, message: str, remedy: str) -> None:
        """Notes how something that the specification does not foresee was read."""
        if len(self.warnings) < _MAX_FINDINGS:
            self.warnings.append(
                Diagnostic(
                    code=code,
                    message=message,
                    remedy=remedy,
                    path=element_path(el),
                    where=self.at[el],
                    severity=Severity.WARNING,
                )
            )

    def unknown(self, el: etree._Element) -> None:
        """An element that is not expected where it stands; those of other vocabularies may stand anywhere."""
        if tags.namespace_of(el.tag) in tags.OWN_NAMESPACES:
            message = f"element {shown(tags.local(el.tag))} does not belong here and is ignored"
            self.warn(el, "unknown-element", message, "Check the spelling and the parent element.")

    def expect(self, el: etree._Element, attributes: Attributes, known: frozenset[str]) -> None:
        """Warns of attributes that CSDL does not have; those of other vocabularies may stand anywhere."""
        for name in attributes:
            if name not in known and not name.startswith("{"):
                message = f"attribute {shown(name)} is not known for {tags.local(el.tag)} and is ignored"
                self.warn(el, "unknown-attribute", message, nearest(name, known) or "Check the spelling.")

    def enter(self, el: etree._Element) -> None:
        """Numbers an element and everything in it, from the number that the element has.

        Part by part, as a table of a whole document would be out of the processor's cache when it is used.
        """
        new = tuple.__new__  # a third of the time of the named tuple's own constructor
        following = enumerate(el.iter(), self.at[el].element)
        self.at = {each: new(Location, (self.source, number)) for number, each in following}

    # --- names ---

    def required(self, el: etree._Element, attributes: Attributes, name: str) -> str | None:
        """An attribute that must be there; None, and an error, where it is not."""
        found = attributes.get(name)
        if found is None:
            message = f"{tags.local(el.tag)} without {name}"
            self.error(el, "missing-attribute", message, f"Add the attribute {name}.")
        return found

    def name(self, el: etree._Element, attributes: Attributes) -> str | None:
        """The `Name` of an element; None, and an error, where it is missing or no identifier."""
        found = self.required(el, attributes, "Name")
        return found if found is not None and self.is_name(el, found) else None

    def is_name(self, el: etree._Element, text: str) -> bool:
        """Whether `text` may name `el`; properties alone may be called `request-id`."""
        return identifiers.is_plain(text) or self._is_odd_name(el, text)

    def _is_odd_name(self, el: etree._Element, text: str) -> bool:
        if not text or not identifiers.is_identifier(text):
            tolerated = el.tag in (tags.PROPERTY, tags.NAVIGATION_PROPERTY)
            if not (tolerated and text and identifiers.is_tolerable_property(text)):
                message = f"{tags.local(el.tag)} is named {shown(text)}, which is no identifier"
                self.error(el, "invalid-identifier", message, "Names are letters, digits and underscores.")
                return False
            self.warn(el, "odd-name", f"property name {shown(text)} is no identifier", "It is used as it is.")
        if len(text) > identifiers.SIMPLE_IDENTIFIER_LENGTH:
            self.warn(el, "long-name", f"the name {shown(text)} has {len(text)} characters", "It is used as it is.")
        return True

    def qname(self, text: str, el: etree._Element) -> QName:
        """A qualified name with its alias resolved; an error where it is not made of identifiers."""
        found = self.qnames.get(text)
        if found is None:
            namespace, _, name = text.strip().rpartition(".")
            found = QName(self.aliases.get(namespace, namespace), name)
            if identifiers.is_dotted(text.strip()):
                self.qnames[text] = found
            else:
                message = f"{shown(text)} is no qualified name"
                self.error(el, "invalid-identifier", message, "Write the namespace, a dot and the name.")
        return found

    def path(self, text: str) -> str:
        """A path, list of enumeration members or operation signature with every alias in it resolved."""
        text = text.strip()
        return _NAME_TOKEN.sub(self._unaliased, text) if self.aliases and "." in text else text

    def _unaliased(self, token: re.Match[str]) -> str:
        namespace, dot, name = token[0].rpartition(".")
        return f"{self.aliases.get(namespace, namespace)}{dot}{name}"

    # --- values ---

    def once(self, make: Maker[T], el: etree._Element, items: Items) -> T:
        """What `make` gives for these attributes, kept unless it has findings, which each element shall report."""
        key = (make, items)
        found = self.shared.get(key)
        if found is None:
            before = len(self.errors), len(self.warnings)
            found = make(self, el, dict(items))
            if before == (len(self.errors), len(self.warnings)):
                self.shared[key] = found
        return cast(T, found)

    def boolean(self, el: etree._Element, attributes: Attributes, name: str, default: bool = False) -> bool:
        """An `xs:boolean`; the `True` of some services is taken for `true`."""
        text = attributes.get(name)
        if text is None:
            return default
        value = _BOOLEANS.get(text.strip().lower())
        if value is None:
            self.error(el, "invalid-value", f"{name} is {shown(text)}, not true or false", "Write true or false.")
            return default
        return value

    def integer(self, el: etree._Element, name: str, text: str, least: int, most: int) -> int | None:
        """A decimal number in a range; None, and an error, for anything else."""
        value = int(text) if _INTEGER.fullmatch(text) else None
        if value is None or not least <= value <= most:
            message = f"{name} is {shown(text)}, not a number from {least} to {most}"
            self.error(el, "invalid-value", message, "Write a decimal number.")
            return None
        return value

    def facets(self, el: etree._Element, attributes: Attributes) -> Facets:
        """Type facets (section 7.2); `Max` and `Variable` are what .NET writes for `max` and `variable`."""
        values: dict[str, object] = {}
        for name, (slot, words) in _FACETS.items():
            text = attributes.get(name)
            if text is not None:
                word = text.strip().lower()
                values[slot] = word if word in words else self.integer(el, name, text, 0, 2**63 - 1)
        if "Unicode" in attributes:
            values["unicode"] = self.boolean(el, attributes, "Unicode")
        return Facets(**values) if values else NO_FACETS  # type: ignore[arg-type]

    def type(self, el: etree._Element, attributes: Attributes, text: str) -> TypeRef:
        """A type reference: `text` with the facets and `Nullable` among the attributes."""
        named = self.type_names.get(text) or self._type_name(el, text)
        nullable = self.boolean(el, attributes, "Nullable", True) if "Nullable" in attributes else True
        facets = NO_FACETS if FACET_NAMES.isdisjoint(attributes) else self.facets(el, attributes)
        key = (*named, nullable, facets)
        found = self.shared.get(key)
        if found is None:
            found = self.shared[key] = TypeRef(*named, nullable, facets)
        return cast(TypeRef, found)

    def _type_name(self, el: etree._Element, text: str) -> tuple[QName, bool]:
        match = _TYPE.fullmatch(text)
        if match is None:
            self.error(el, "invalid-value", f"{shown(text)} is no type", "Write a name or Collection(name).")
            return QName("", ""), False
        before = len(self.errors)
        found = self.qname(match["one"] if match["many"] is None else match["item"], el), match["many"] is not None
        if before == len(self.errors):
            self.type_names[text] = found
        return found

    def name_and_rest(self, el: etree._Element) -> tuple[str, Items] | None:
        """The `Name` of an element and its other attributes, as a key for `once`."""
        items = el.items()
        if items and items[0][0] == "Name":  # as everybody writes it
            name, rest = items[0][1], tuple(items[1:])
        else:
            found = self.required(el, dict(items), "Name")
            if found is None:
                return None
            name, rest = found, tuple(each for each in items if each[0] != "Name")
        return (name, rest) if self.is_name(el, name) else None

    def required_type(self, el: etree._Element, attributes: Attributes) -> TypeRef | None:
        """The type in the attribute `Type`, which must be there."""
        text = self.required(el, attributes, "Type")
        return None if text is None else self.type(el, attributes, text)


_FACETS: dict[str, tuple[str, tuple[str, ...]]] = {
    "MaxLength": ("max_length", ("max",)),
    "Precision": ("precision", ()),
    "Scale": ("scale", ("variable", "floating")),
    "SRID": ("srid", ("variable",)),
}
FACET_NAMES = frozenset((*_FACETS, "Unicode"))


def element_path(el: etree._Element) -> str:
    """Where an element stands in the model: `ns.Type/property`, with tags for what has no name."""
    parts: list[str] = []
    for each in (el, *el.iterancestors()):
        if each.tag == tags.SCHEMA:
            namespace = each.get("Namespace", "")
            return shorten(namespace + "." + "/".join(reversed(parts)) if parts else namespace)
        if each.tag not in (tags.EDMX, tags.DATA_SERVICES):
            parts.append(_own_name(each))
    return shorten("/".join(reversed(parts)))


def _own_name(el: etree._Element) -> str:
    named = el.get("Name") or el.get("Target") or el.get("Property") or el.get("Namespace")
    return named or ("@" + el.get("Term", "") if el.tag == tags.ANNOTATION else tags.local(el.tag))


def shorten(text: str) -> str:
    """An element path made printable and capped."""
    return "".join(each if each.isprintable() else "?" for each in text[:300])
