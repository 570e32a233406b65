"""The state of one reading: aliases, types and names seen before, and the problems so far.

Documents repeat themselves: the 13,000 properties of Graph have some 1,500 different types. So qualified names and
types are kept by their text (without that, reading takes a fifth longer).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from csdlgen.csdl import identifiers
from csdlgen.csdl.formats import DEEP, MAX_DEPTH
from csdlgen.csdl.identifiers import NameSite
from csdlgen.csdl.xml import tags
from csdlgen.csdl.xml.element import XmlElement, path_of
from csdlgen.edm.builtin import PRIMITIVES
from csdlgen.edm.model import EDM, Facets, QName, TypeRef
from csdlgen.errors import Diagnostic, Severity
from csdlgen.text import nearest, shown
from csdlgen.unicode_14 import is_printable

# Warnings about what a configuration selects are picked out of all of them, so more are kept than anybody reads.
_MOST = {Severity.ERROR: 100, Severity.WARNING: 10_000}
_JSON_NAMES = {tags.PROPERTY: NameSite.JSON, tags.MEMBER: NameSite.LIST}
"""The elements whose names are used in JSON alone; all other names are used in URLs or in type references."""
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


class Problem(NamedTuple):
    """An error or a warning about an element; `first` is the element that a second definition repeats."""

    node: XmlElement
    severity: Severity
    code: str
    message: str
    remedy: str
    first: XmlElement | None = None


@dataclass(slots=True)
class Context:
    """The state of one reading of one document."""

    root: XmlElement
    aliases: dict[str, str] = field(default_factory=dict)
    dotted: dict[str, QName] = field(default_factory=dict)
    """What the document defines by names that have dots themselves, by qualified name and by that with the alias."""
    problems: dict[Severity, list[Problem]] = field(default_factory=lambda: {severity: [] for severity in _MOST})
    applied: set[XmlElement] = field(default_factory=set)
    """Those `Annotations` elements whose target has been read."""
    depth: int = 0
    """How many levels deep in an expression the reading is."""
    _unlisted: dict[Severity, int] = field(default_factory=dict)
    _qnames: dict[str, QName] = field(default_factory=dict)
    _types: dict[str, tuple[TypeRef, TypeRef]] = field(default_factory=dict)
    """Types by `Type`: as they are with `Nullable` false, and true."""

    # --- problems ---

    @property
    def failed(self) -> bool:
        """Whether there has been an error."""
        return bool(self.problems[Severity.ERROR])

    def error(self, node: XmlElement, code: str, message: str, remedy: str, first: XmlElement | None = None) -> None:
        """Records an error; the reading goes on, so that one run shows them all."""
        self.record(Problem(node, Severity.ERROR, code, message, remedy, first))

    def warn(self, node: XmlElement, code: str, message: str, remedy: str, first: XmlElement | None = None) -> None:
        """Records how something that the specification does not foresee was read."""
        self.record(Problem(node, Severity.WARNING, code, message, remedy, first))

    def record(self, problem: Problem) -> None:
        """Keeps a problem, or counts it where there are more than anybody reads."""
        severity = problem.severity
        if len(self.problems[severity]) < _MOST[severity]:
            self.problems[severity].append(problem)
        else:
            self._unlisted[severity] = self._unlisted.get(severity, 0) + 1

    def diagnostic(self, problem: Problem) -> Diagnostic:
        """The problem for users, its position by element number."""
        node, severity, code, message, remedy, _ = problem
        path, where = path_of(self.root, node), node.location
        return Diagnostic(code=code, message=message, remedy=remedy, path=path, where=where, severity=severity)

    def unlisted(self, severity: Severity) -> Iterable[Diagnostic]:
        """A last diagnostic with the number of problems that were not kept, where there are any."""
        if severity in self._unlisted:
            message = f"{self._unlisted[severity]} more {severity}s in this document are not listed"
            remedy = f"Correct the first {_MOST[severity]}, then read the document again."
            where = self.root.location
            yield Diagnostic(code="more-findings", message=message, remedy=remedy, where=where, severity=severity)

    def descends(self, node: XmlElement) -> bool:
        """Whether an element in an expression is read, which makes the expression one level deeper.

        Nothing else in a document can be nested without end, unless it is ignored.
        """
        if self.depth == MAX_DEPTH:
            self.error(node, "too-deep", *DEEP)
            return False
        self.depth += 1
        return True

    def unknown(self, node: XmlElement) -> None:
        """Warns of an element that is not expected in its parent; those of other vocabularies may be anywhere."""
        if tags.is_own(node.tag):
            message = f"element {shown(tags.local(node.tag))} does not belong here and is ignored"
            self.warn(node, "unknown-element", message, "Check the spelling and the parent element.")

    # --- attributes ---

    def attributes(self, node: XmlElement, known: frozenset[str] = frozenset()) -> dict[str, str]:
        """The attributes of an element, with a warning for those that CSDL does not have."""
        attributes = node.attributes
        if not known.issuperset(attributes):
            for name in attributes:
                if name not in known and "}" not in name:  # those of other vocabularies may be anywhere
                    message = f"attribute {shown(name)} is not known for {tags.local(node.tag)} and is ignored"
                    self.warn(node, "unknown-attribute", message, nearest(name, known) or "Check the spelling.")
        return attributes

    def required(self, node: XmlElement, attributes: Mapping[str, str], name: str) -> str | None:
        """An attribute that must be there; None, and an error, where it is not."""
        text = attributes.get(name)
        if text is None:
            message = f"{tags.local(node.tag)} without {name}"
            self.error(node, "missing-attribute", message, f"Add the attribute {name}.")
        return text

    def boolean(self, node: XmlElement, attributes: Mapping[str, str], name: str, default: bool = False) -> bool:
        """An `xs:boolean`; the `True` of some services is read as `true`."""
        text = attributes.get(name)
        if text is None:
            return default
        value = _BOOLEANS.get(text.strip().lower())
        if value is None:
            self.error(node, "invalid-value", f"{name} is {shown(text)}, not true or false", "Write true or false.")
            return default
        return value

    def integer(self, node: XmlElement, name: str, text: str, least: int, most: int) -> int | None:
        """A decimal number in a range; None, and an error, for anything else."""
        value = int(text) if _INTEGER.fullmatch(text) else None
        if value is None or not least <= value <= most:
            message = f"{name} is {shown(text)}, not a number from {least} to {most}"
            self.error(node, "invalid-value", message, "Write a decimal number.")
            return None
        return value

    # --- names ---

    def name(self, node: XmlElement, attributes: Mapping[str, str]) -> str | None:
        """The `Name` of an element; None, and an error where it is missing, a warning where it is unusable."""
        name = attributes.get("Name")
        if name is None:
            return self.required(node, attributes, "Name")
        if name.isidentifier() and name.isascii() and len(name) <= identifiers.SIMPLE_IDENTIFIER_LENGTH:
            return name
        return name if self.is_name(node, name) else None

    def is_name(self, node: XmlElement, text: str, what: str = "name") -> bool:
        """Whether `text` may be the name of `node`, or its alias: with a warning where it is odd or unusable."""
        subject = f"the {what} {shown(text)} of {tags.local(node.tag)}"
        if not text or not identifiers.is_identifier(text):
            if not identifiers.is_usable(text, _JSON_NAMES.get(node.tag, NameSite.URL)):
                self.left_out(node, f"{subject} cannot be used as a name", "It" if what == "name" else f"The {what}")
                return False
            self.warn(node, "odd-name", f"{subject} is no identifier", "It is used as it is.")
        if len(text) > identifiers.SIMPLE_IDENTIFIER_LENGTH:
            self.warn(node, "long-name", f"{subject} has {len(text)} characters", "It is used as it is.")
        return True

    def left_out(self, node: XmlElement, message: str, what: str = "It") -> None:
        """Warns that an element is no part of the model because of its name."""
        self.warn(node, "invalid-identifier", message, f"{what} is left out; see `csdlgen explain invalid-identifier`.")

    def is_namespace(self, node: XmlElement, namespace: str, left_out: str) -> bool:
        """Whether a namespace in an element can be used, with a warning where it is odd or unusable. `left_out`
        is what is missing then."""
        message = f"the namespace {shown(namespace)} of {tags.local(node.tag)} "
        if identifiers.is_dotted(namespace):
            return True
        if identifiers.is_usable(namespace, NameSite.URL):
            self.warn(
                node, "odd-name", f"{message}is not made of identifiers with dots between", "It is used as it is."
            )
            return True
        self.left_out(node, f"{message}cannot be used as a name", left_out)
        return False

    def qname(self, text: str, node: XmlElement) -> QName:
        """A qualified name with its alias resolved; an error where it cannot be one, whatever is defined.

        It ends at the last dot, unless the document defines something whose own name has dots.
        """
        name = self._qnames.get(text)
        if name is None:
            stripped = text.strip()
            namespace, _, last = stripped.rpartition(".")
            if not identifiers.is_dotted(stripped):
                if not is_printable(stripped) or not stripped.strip("."):
                    message = f"{shown(text)} is no qualified name"
                    self.error(node, "invalid-identifier", message, "Write the namespace, a dot and the name.")
                    return QName(namespace, last)
                if node.tag == tags.ANNOTATION:  # a type or an operation has its warning where it is defined
                    message = f"the name {shown(stripped)} of a term is no qualified name"
                    self.warn(node, "odd-name", message, "It is used as it is.")
            name = self.dotted.get(stripped) or QName(self.aliases.get(namespace, namespace), last)
            self._qnames[text] = name
        return name

    def optional_qname(self, node: XmlElement, attributes: Mapping[str, str], name: str) -> QName | None:
        """The qualified name in an attribute; None where there is none."""
        text = attributes.get(name)
        return None if text is None else self.qname(text, node)

    def path(self, text: str) -> str:
        """A path, list of enumeration members or operation signature with every alias in it resolved."""
        text = text.strip()
        if not self.aliases or "." not in text:
            return text
        if text.isascii() and text.replace(".", "_").isidentifier():  # a single name, as most are
            return self._unaliased(text)
        return _NAME_TOKEN.sub(lambda token: self._unaliased(token[0]), text)

    def optional_path(self, attributes: Mapping[str, str], name: str) -> str | None:
        """The path in an attribute; None where there is none."""
        text = attributes.get(name)
        return None if text is None else self.path(text)

    def _unaliased(self, name: str) -> str:
        if name in self.dotted:
            return str(self.dotted[name])
        namespace, dot, last = name.rpartition(".")
        return f"{self.aliases[namespace]}{dot}{last}" if namespace in self.aliases else name

    # --- types ---

    def facets(self, node: XmlElement, attributes: Mapping[str, str]) -> Facets:
        """Type facets (section 7.2); `Max` and `Variable` are what .NET writes for `max` and `variable`."""
        values: dict[str, object] = {}
        for name, (slot, words) in _FACETS.items():
            text = attributes.get(name)
            if text is not None:
                word = text.strip().lower()
                values[slot] = word if word in words else self.integer(node, name, text, 0, 2**63 - 1)
        if "Unicode" in attributes:
            values["unicode"] = self.boolean(node, attributes, "Unicode")
        return Facets(**values)  # type: ignore[arg-type]

    def type(self, node: XmlElement, attributes: Mapping[str, str]) -> TypeRef | None:
        """The type in the attributes `Type`, which must be there, and `Nullable`, and the facets."""
        text = attributes.get("Type")
        if text is None:
            self.required(node, attributes, "Type")
            return None
        types = self._types.get(text) or self._types_named(node, text)
        type_ = types["Nullable" not in attributes or self.boolean(node, attributes, "Nullable", True)]
        if FACET_NAMES.isdisjoint(attributes):
            return type_
        return TypeRef(type_.name, type_.collection, type_.nullable, self.facets(node, attributes))

    def _types_named(self, node: XmlElement, text: str) -> tuple[TypeRef, TypeRef]:
        collection = _COLLECTION.fullmatch(text) if ")" in text else None
        item = (collection[1] if collection else text).strip()
        if not collection and ("(" in text or ")" in text):
            self.error(node, "invalid-value", f"{shown(text)} is no type", "Write a name or Collection(name).")
            return (TypeRef(QName("", "")),) * 2
        name = self.qname(item, node)
        if not name.namespace and name.name in PRIMITIVES:  # as OData.NET accepts it
            message = f"type {name.name} is written without its namespace"
            self.warn(node, "unqualified-type", message, f"It is read as Edm.{name.name}.")
            name = QName(EDM, name.name)
        types = TypeRef(name, collection is not None, False), TypeRef(name, collection is not None)
        if item in self._qnames:  # with a warning, perhaps: one is enough, as such a document has it everywhere
            self._types[text] = types
        return types
