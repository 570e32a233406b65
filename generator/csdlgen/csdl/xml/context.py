"""What one reading carries along: aliases, values met before, and findings.

Documents repeat themselves (13,000 properties of Graph have some 1,500 different types and facets), so whatever is
made of attribute text alone is made once and kept, keyed by that text. Findings name elements by number; the reader
turns numbers into lines and columns once, when it stops.
"""

from __future__ import annotations

import re
from collections.abc import Sized
from dataclasses import dataclass, field
from typing import NamedTuple

from csdlgen.csdl import identifiers
from csdlgen.csdl.formats import DEEP, shown
from csdlgen.csdl.xml import tags
from csdlgen.csdl.xml.quick import new_qname
from csdlgen.csdl.xml.tree import MAX_DEPTH, Node, Tree
from csdlgen.edm.builtin import PRIMITIVES
from csdlgen.edm.model import EDM, NO_FACETS, Constant, Facets, QName, TypeRef
from csdlgen.errors import Diagnostic, Severity
from csdlgen.text import nearest

_MAX_ERRORS = 100
# Warnings about what a configuration selects are picked out of all of them, so more are kept than anybody reads.
_MAX_WARNINGS = 10_000
_JSON_NAMES = {tags.PROPERTY: identifiers.Use.JSON, tags.MEMBER: identifiers.Use.LIST}
"""The elements whose names stand in JSON alone; the names of all others stand in URLs or in type references."""
_NAME_TOKEN = re.compile(r"[^\s(),/@#]+")
_COLLECTION = re.compile(r"\s*Collection\s*\(([^()]*)\)\s*")
_INTEGER = re.compile(r"\s*[+-]?[0-9]{1,20}\s*")
_BOOLEANS = {"true": True, "false": False, "1": True, "0": False}
_FACETS: dict[str, tuple[str, tuple[str, ...]]] = {
    "MaxLength": ("max_length", ("max",)),
    "Precision": ("precision", ()),
    "Scale": ("scale", ("variable", "floating")),
    "SRID": ("srid", ("variable",)),
}
FACET_NAMES = frozenset((*_FACETS, "Unicode"))


class Finding(NamedTuple):
    """An error or a warning and, for things that are there twice, the number of the first."""

    diagnostic: Diagnostic
    first: int | None = None


@dataclass(slots=True)
class Context:
    """The state of one reading of one document."""

    tree: Tree
    aliases: dict[str, str] = field(default_factory=dict)
    dotted: dict[str, QName] = field(default_factory=dict)
    """What the document defines by names that have dots themselves, by qualified name and by that with the alias."""
    errors: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    constants: dict[tuple[str, str], Constant] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    qnames: dict[str, QName] = field(default_factory=dict)
    met: set[Node] = field(default_factory=set)
    """Those `Annotations` elements whose target has been read."""
    depth: int = 0
    """How many levels deep in an expression the reading is."""
    _regular: set[str] = field(default_factory=set)
    """Namespaces made of identifiers that names have been read of."""
    _names: set[str | None] = field(default_factory=set)
    """Simple identifiers that nothing can be said against."""
    _types: dict[str | tuple[str, ...] | None, TypeRef] = field(default_factory=dict)
    """Types by `Type`, or by all attributes but the name, where there are more."""
    _type_names: dict[str, tuple[QName, bool]] = field(default_factory=dict)
    """What is named by `Type`, and whether it is a collection of that."""
    _noted: int = 0
    _unsaid: dict[Severity, int] = field(default_factory=dict)

    # --- findings ---

    def error(self, node: Node, code: str, message: str, remedy: str, first: Node | None = None) -> None:
        """Notes an error; the reading goes on, so that one run shows them all."""
        self._noted += 1
        if self._has_room(self.errors, _MAX_ERRORS, Severity.ERROR):
            number = None if first is None else self.tree.number(first)
            self.errors.append(Finding(self._diagnostic(node, code, message, remedy, Severity.ERROR), number))

    def warn(self, node: Node, code: str, message: str, remedy: str, first: Node | None = None) -> None:
        """Notes how something that the specification does not foresee was read."""
        self._noted += 1
        if self._has_room(self.warnings, _MAX_WARNINGS, Severity.WARNING):
            number = None if first is None else self.tree.number(first)
            self.warnings.append(Finding(self._diagnostic(node, code, message, remedy, Severity.WARNING), number))

    def _has_room(self, found: Sized, most: int, severity: Severity) -> bool:
        if len(found) < most:
            return True
        self._unsaid[severity] = self._unsaid.get(severity, 0) + 1
        return False

    def unsaid(self, severity: Severity) -> list[Diagnostic]:
        """A last finding that says how many more there are, where there are more than anybody reads."""
        count = self._unsaid.get(severity)
        if count is None:
            return []
        message = f"{count} more {severity}s in this document are not listed"
        most = _MAX_ERRORS if severity is Severity.ERROR else _MAX_WARNINGS
        remedy = f"Look after the first {most}, then read it again."
        return [
            Diagnostic(
                code="more-findings",
                message=message,
                remedy=remedy,
                where=self.tree.location(self.tree.root),
                severity=severity,
            )
        ]

    def _diagnostic(self, node: Node, code: str, message: str, remedy: str, severity: Severity) -> Diagnostic:
        path = self.tree.path(node)
        return Diagnostic(
            code=code, message=message, remedy=remedy, path=path, where=self.tree.location(node), severity=severity
        )

    def descends(self, node: Node) -> bool:
        """Whether an element in an expression is read, which makes the expression one level deeper.

        Nothing else can be nested without end, or nobody looks at it.
        """
        if self.depth == MAX_DEPTH:
            self.error(node, "too-deep", *DEEP)
            return False
        self.depth += 1
        return True

    def unknown(self, node: Node) -> None:
        """An element that is not expected where it stands; those of other vocabularies may stand anywhere."""
        if tags.is_own(node.tag):
            message = f"element {shown(tags.local(node.tag))} does not belong here and is ignored"
            self.warn(node, "unknown-element", message, "Check the spelling and the parent element.")

    def expect(self, node: Node, known: frozenset[str] = frozenset()) -> None:
        """Warns of attributes that CSDL does not have; those of other vocabularies may stand anywhere."""
        if not known.issuperset(node.attrib):
            for name in node.attrib:
                if name not in known and "}" not in name:
                    message = f"attribute {shown(name)} is not known for {tags.local(node.tag)} and is ignored"
                    self.warn(node, "unknown-attribute", message, nearest(name, known) or "Check the spelling.")

    # --- names ---

    def required(self, node: Node, name: str) -> str | None:
        """An attribute that must be there; None, and an error, where it is not."""
        found = node.get(name)
        if found is None:
            message = f"{tags.local(node.tag)} without {name}"
            self.error(node, "missing-attribute", message, f"Add the attribute {name}.")
        return found

    def name(self, node: Node) -> str | None:
        """The `Name` of an element; None, and an error where it is missing, a warning where it is unusable."""
        found = node.get("Name")
        if found in self._names:
            return found
        if found is None:
            return self.required(node, "Name")
        return found if self.is_name(node, found) else None

    def is_name(self, node: Node, text: str, what: str = "name") -> bool:
        """Whether `text` may be the name of `node`, or its alias: with a warning where it is odd or unusable."""
        if text.isascii() and text.isidentifier() and len(text) <= identifiers.SIMPLE_IDENTIFIER_LENGTH:
            self._names.add(text)
            return True
        return self._is_odd_name(node, text, what)

    def _is_odd_name(self, node: Node, text: str, what: str) -> bool:
        subject = f"the {what} {shown(text)} of {tags.local(node.tag)}"
        if not text or not identifiers.is_identifier(text):
            if not identifiers.is_usable(text, _JSON_NAMES.get(node.tag, identifiers.Use.URL)):
                self.left_out(node, f"{subject} cannot be used as a name", "It" if what == "name" else f"The {what}")
                return False
            self.warn(node, "odd-name", f"{subject} is no identifier", "It is used as it is.")
        if len(text) > identifiers.SIMPLE_IDENTIFIER_LENGTH:
            self.warn(node, "long-name", f"{subject} has {len(text)} characters", "It is used as it is.")
        return True

    def left_out(self, node: Node, message: str, what: str = "It") -> None:
        """Notes that an element is no part of the model because of its name."""
        self.warn(node, "invalid-identifier", message, f"{what} is left out; see `csdlgen explain invalid-identifier`.")

    def qname(self, text: str, node: Node) -> QName:
        """A qualified name with its alias resolved; an error where it cannot be one, whatever is defined.

        It ends at the last dot, unless the document defines something whose own name has dots.
        """
        found = self.qnames.get(text)
        if found is None:
            spelled = text.strip()
            namespace, _, name = spelled.rpartition(".")
            if identifiers.is_identifier(name) if namespace in self._regular else identifiers.is_dotted(spelled):
                self._regular.add(namespace)
            elif not spelled or not spelled.isprintable():
                message = f"{shown(text)} is no qualified name"
                self.error(node, "invalid-identifier", message, "Write the namespace, a dot and the name.")
                return new_qname((namespace, name))
            elif node.tag == tags.ANNOTATION:  # a type or an operation has its warning where it is defined
                message = f"the name {shown(spelled)} of a term is no qualified name"
                self.warn(node, "odd-name", message, "It is used as it is.")
            found = self.dotted.get(spelled) or new_qname((self.aliases.get(namespace, namespace), name))
            self.qnames[text] = found
        return found

    def path(self, text: str) -> str:
        """A path, list of enumeration members or operation signature with every alias in it resolved."""
        text = text.strip()
        if not self.aliases or "." not in text:
            return text
        if text.replace(".", "_").isidentifier():  # a single name, as most are
            return self._unaliased(text)
        return _NAME_TOKEN.sub(lambda token: self._unaliased(token[0]), text)

    def _unaliased(self, name: str) -> str:
        if name in self.dotted:
            return str(self.dotted[name])
        namespace, dot, last = name.rpartition(".")
        return f"{self.aliases[namespace]}{dot}{last}" if namespace in self.aliases else name

    # --- values ---

    def boolean(self, node: Node, name: str, default: bool = False) -> bool:
        """An `xs:boolean`; the `True` of some services is taken for `true`."""
        text = node.get(name)
        if text is None:
            return default
        value = _BOOLEANS.get(text)
        if value is None:
            value = _BOOLEANS.get(text.strip().lower())
        if value is None:
            self.error(node, "invalid-value", f"{name} is {shown(text)}, not true or false", "Write true or false.")
            return default
        return value

    def integer(self, node: Node, name: str, text: str, least: int, most: int) -> int | None:
        """A decimal number in a range; None, and an error, for anything else."""
        value = int(text) if _INTEGER.fullmatch(text) else None
        if value is None or not least <= value <= most:
            message = f"{name} is {shown(text)}, not a number from {least} to {most}"
            self.error(node, "invalid-value", message, "Write a decimal number.")
            return None
        return value

    def facets(self, node: Node) -> Facets:
        """Type facets (section 7.2); `Max` and `Variable` are what .NET writes for `max` and `variable`."""
        if FACET_NAMES.isdisjoint(node.attrib):
            return NO_FACETS
        values: dict[str, object] = {}
        for name, (slot, words) in _FACETS.items():
            text = node.get(name)
            if text is not None:
                word = text.strip().lower()
                values[slot] = word if word in words else self.integer(node, name, text, 0, 2**63 - 1)
        if node.get("Unicode") is not None:
            values["unicode"] = self.boolean(node, "Unicode")
        return Facets(**values)  # type: ignore[arg-type]

    def type(self, node: Node, text: str) -> TypeRef:
        """A type reference: `text` with the facets and `Nullable` among the attributes."""
        name, collection = self._type_names.get(text) or self._type_name(node, text)
        return TypeRef(name, collection, self.boolean(node, "Nullable", True), self.facets(node))

    def _type_name(self, node: Node, text: str) -> tuple[QName, bool]:
        collection = _COLLECTION.fullmatch(text) if ")" in text else None
        item = (collection[1] if collection else text).strip()
        if not collection and ("(" in text or ")" in text):
            self.error(node, "invalid-value", f"{shown(text)} is no type", "Write a name or Collection(name).")
            return QName("", ""), False
        name = self.qname(item, node)
        if not name.namespace and name.name in PRIMITIVES:  # as OData.NET accepts it
            message = f"type {name.name} is written without its namespace"
            self.warn(node, "unqualified-type", message, f"It is read as Edm.{name.name}.")
            name = QName(EDM, name.name)
        found = name, collection is not None
        if item in self.qnames:  # with a warning, perhaps: one is enough, as such a document has it everywhere
            self._type_names[text] = found
        return found

    def typed(self, node: Node, known: frozenset[str]) -> TypeRef | None:
        """The type of an element whose attributes are among those `known`.

        What is said besides the name, which mostly is the type alone, is kept, unless there was something to report.
        """
        attributes = node.attrib
        said: str | tuple[str, ...] | None = attributes.get("Type")
        if len(attributes) - ("Name" in attributes and "Name" in known) > 1:
            said = _told(node, known)
        found = self._types.get(said)
        if found is None:
            before = self._noted
            self.expect(node, known)
            found = self.required_type(node)
            if found is not None and before == self._noted:
                self._types[said] = found
        return found

    def required_type(self, node: Node) -> TypeRef | None:
        """The type in the attribute `Type`, which must be there."""
        text = self.required(node, "Type")
        return None if text is None else self.type(node, text)


def _told(node: Node, known: frozenset[str]) -> tuple[str, ...]:
    """All that an element says besides its name, if it is known to have one."""
    rest = node.attrib.copy()
    if "Name" in known:
        rest.pop("Name", None)
    return (node.tag, *rest, *rest.values())
