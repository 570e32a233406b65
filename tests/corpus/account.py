"""What a document says, in two ways: by its XML tree, and by the model that was read from it.

Both tellings are counts of facts `(place, element, attribute, value)`, and know nothing of the reader. The place is the
number of the nearest element that keeps its location in the model. Values are in one notation: aliases resolved,
numbers and booleans as Python writes them, defaults of the specification left out, constants and paths as elements.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any, TypeAlias

from csdlgen.edm import model as edm
from csdlgen.errors import Diagnostic, Location

Fact: TypeAlias = tuple[int, str, str, str]
Facts: TypeAlias = Counter[Fact]

OWN = ("{http://docs.oasis-open.org/odata/ns/edm}", "{http://docs.oasis-open.org/odata/ns/edmx}")
CONSTANTS = frozenset(
    [
        "Binary",
        "Bool",
        "Date",
        "DateTimeOffset",
        "Decimal",
        "Duration",
        "EnumMember",
        "Float",
        "Guid",
        "Int",
        "String",
        "TimeOfDay",
    ]
)
PATHS = frozenset(["AnnotationPath", "ModelElementPath", "NavigationPropertyPath", "Path", "PropertyPath"])
LOCATED = frozenset(
    [
        "Schema",
        "EntityType",
        "ComplexType",
        "EnumType",
        "TypeDefinition",
        "Property",
        "NavigationProperty",
        "ReferentialConstraint",
        "Member",
        "Action",
        "Function",
        "Parameter",
        "ReturnType",
        "Term",
        "EntityContainer",
        "EntitySet",
        "Singleton",
        "ActionImport",
        "FunctionImport",
        "NavigationPropertyBinding",
        "Annotation",
        "Annotations",
        "PropertyValue",
        "Include",
    ]
)
QUALIFIED = frozenset(
    ["EntityType", "ComplexType", "EnumType", "TypeDefinition", "Action", "Function", "Term", "EntityContainer"]
)
FLAGS = frozenset(
    [
        "Nullable",
        "Abstract",
        "OpenType",
        "HasStream",
        "IsFlags",
        "IsBound",
        "IsComposable",
        "ContainsTarget",
        "Unicode",
        "IncludeInServiceDocument",
    ]
)
NUMBERS = frozenset(["MaxLength", "Precision", "Scale", "SRID", "Value"])
PLAIN = frozenset(
    ["Name", "Alias", "Namespace", "Uri", "DefaultValue", "Qualifier", "TermNamespace", "TargetNamespace", "Version"]
)
# What an attribute that is left out says (CSDL sections 3 to 14), where that is not nothing.
DEFAULTS = {
    **dict.fromkeys(FLAGS - {"Unicode"}, "False"),
    ("EntitySet", "IncludeInServiceDocument"): "True",
    ("EnumType", "UnderlyingType"): "Edm.Int32",
    ("Edmx", "Version"): "4.0",
    "Nullable": "True",
    ("Singleton", "Nullable"): "False",
    "AppliesTo": "",
}
IN_ATTRIBUTES = CONSTANTS | PATHS
WITH_TEXT = CONSTANTS | PATHS | {"LabeledElementReference"}
WITH_VALUE = frozenset(("Annotation", "PropertyValue", "LabeledElement"))
# Elements that hold others and say nothing themselves.
BARE = frozenset(["Edmx", "DataServices", "Key"])
TOKEN = re.compile(r"[^\s(),/@#]+")


def local(tag: str) -> str:
    return tag.rpartition("}")[2]


# --- read from the tree -----------------------------------------------------------------------------------------------


@dataclass
class Tree:
    """The telling of one XML tree; `reported` are the places of what the reader says it has passed over."""

    root: ET.Element
    reported: Iterable[Diagnostic] = ()
    facts: Facts = field(default_factory=Counter)
    targets: dict[int, str] = field(default_factory=dict)
    foreign: int = 0
    values: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.number = {each: number for number, each in enumerate(self.root.iter())}
        scoped = [each for each in self.number if local(each.tag) in ("Schema", "Include")]
        self.aliases = {each.get("Alias", ""): each.get("Namespace", "") for each in scoped if each.get("Alias")}
        known: dict[int, list[Diagnostic]] = {}
        for each in self.reported:
            if isinstance(each.where, Location):
                known.setdefault(each.where.element, []).append(each)
        self.known = known
        self._element(self.root, 0, "")

    def _passed_over(self, number: int, code: str, text: str = "") -> bool:
        if number not in self.known:
            return False
        return any(each.code == code and text in each.message for each in self.known[number])

    def _without_value(self, node: ET.Element) -> bool:
        """An annotation or property value goes with its only expression, where that is reported as none."""
        if local(node.tag) not in ("Annotation", "PropertyValue") or IN_ATTRIBUTES & node.attrib.keys():
            return False
        own = [self.number[each] for each in node if each.tag.startswith(OWN) and local(each.tag) != "Annotation"]
        return len(own) == 1 and self._passed_over(own[0], "unknown-element")

    def _element(self, node: ET.Element, place: int, namespace: str) -> None:
        name, number = local(node.tag), self.number[node]
        if not node.tag.startswith(OWN):
            self.foreign += 1
            return
        if self._passed_over(number, "unknown-element") or self._without_value(node):
            return
        place = number if name in LOCATED else place
        namespace = node.get("Namespace", "") if name == "Schema" else namespace
        if name == "Annotations":
            self._annotations(node)
        else:
            if name not in BARE:
                self._add(place, name, "", "")
            self._attributes(node, name, place, namespace)
        self._content(node, name, place)
        for child in node:
            self._element(child, place, namespace)

    def _content(self, node: ET.Element, name: str, place: int) -> None:
        """Text, where it means something; what stands elsewhere than in expressions must be nothing but blanks."""
        if name in WITH_TEXT:
            self._add(place, name, "text", self._text(name, node.text or ""))
        elif (node.text or "").strip():
            self._add(place, name, "text", node.text or "")
        for child in node:
            if (child.tail or "").strip():
                self._add(place, name, "text", child.tail or "")

    def _annotations(self, node: ET.Element) -> None:
        target = "".join(node.get("Target", "").split())
        resolved = self.aliases.get(target) or self._resolved(target)
        for child in node:
            if local(child.tag) == "Annotation":
                self.targets[self.number[child]] = resolved
                if "Qualifier" in node.attrib and "Qualifier" not in child.attrib:
                    self._add(self.number[child], "Annotation", "Qualifier", node.attrib["Qualifier"])
        for name, value in node.attrib.items():
            if name not in ("Target", "Qualifier") and not name.startswith("{"):
                self._attribute(node, "Annotations", self.number[node], name, value)

    def _attributes(self, node: ET.Element, name: str, place: int, namespace: str) -> None:
        for attribute, value in node.attrib.items():
            if attribute.startswith("{"):
                self.foreign += 1
            elif attribute == "Name" and name in QUALIFIED:
                self._add(place, name, "Name", f"{namespace}.{value}")
            elif name in WITH_VALUE and attribute in IN_ATTRIBUTES:
                self._add(place, attribute, "", "")
                self._add(place, attribute, "text", self._text(attribute, value))
            elif name in WITH_VALUE and attribute == "UrlRef":
                for kind, slot, text in (("UrlRef", "", ""), ("String", "", ""), ("String", "text", value)):
                    self._add(place, kind, slot, text)
            else:
                self._attribute(node, name, place, attribute, value)
        if name == "EnumType":
            self._values(node)

    def _attribute(self, node: ET.Element, name: str, place: int, attribute: str, value: str) -> None:
        if self._passed_over(self.number[node], "unknown-attribute", repr(attribute)):
            return
        key = name, attribute, value
        stated = self.values.get(key)
        if stated is None:
            stated = self.values[key] = self._value(*key)
        counted = name == "Member" and attribute == "Value"
        if not counted and stated != DEFAULTS.get((name, attribute), DEFAULTS.get(attribute)):
            self.facts[place, name, attribute, stated] += 1

    def _values(self, node: ET.Element) -> None:
        """Members without a value count on from the one before."""
        following = 0
        for each in node:
            if local(each.tag) == "Member":
                value = int(each.get("Value", following))
                self._add(self.number[each], "Member", "Value", str(value))
                following = value + 1

    def _value(self, name: str, attribute: str, value: str) -> str:
        if attribute in FLAGS:
            return str(value.strip().lower() in ("true", "1"))
        if attribute in NUMBERS:
            word = value.strip().lower()
            return str(int(word)) if word.lstrip("+-").isdigit() else word
        if attribute in PLAIN or name == "PropertyValue":
            return value
        if attribute == "Type":
            many, inner = re.fullmatch(r"\s*(Collection\s*\()?\s*([^\s()]*)[\s)]*", value).groups()  # type: ignore[union-attr]
            inner = self._resolved(inner) if "." in inner else f"Edm.{inner}"
            return f"Collection({inner})" if many else inner
        return self._resolved(" ".join(value.split()))

    def _text(self, kind: str, text: str) -> str:
        if kind == "String":
            return text
        if kind in CONSTANTS - {"EnumMember"}:
            return text.strip()
        return self._resolved(" ".join(text.split()))

    def _resolved(self, text: str) -> str:
        def token(found: re.Match[str]) -> str:
            namespace, dot, name = found[0].rpartition(".")
            return f"{self.aliases.get(namespace, namespace)}{dot}{name}"

        return TOKEN.sub(token, text) if "." in text and self.aliases else text

    def _add(self, place: int, name: str, attribute: str, value: str) -> None:
        self.facts[place, name, attribute, value] += 1


# --- read from the model ----------------------------------------------------------------------------------------------

_TYPE = {"type": ""}
_BASE = {"name": "Name", "base": "BaseType", "abstract": "Abstract", "open": "OpenType"}
_FACETS = {"max_length": "MaxLength", "precision": "Precision", "scale": "Scale", "srid": "SRID", "unicode": "Unicode"}
# class → element; field → attribute, where the field is not something that has an element of its own
SAID: dict[type, tuple[str, dict[str, str]]] = {
    edm.EntityType: ("EntityType", {**_BASE, "has_stream": "HasStream"}),
    edm.ComplexType: ("ComplexType", _BASE),
    edm.EnumType: ("EnumType", {"name": "Name", "underlying": "UnderlyingType", "flags": "IsFlags"}),
    edm.TypeDefinition: ("TypeDefinition", {"name": "Name", "underlying": "UnderlyingType"}),
    edm.Property: ("Property", {"name": "Name", "default": "DefaultValue"}),
    edm.NavigationProperty: (
        "NavigationProperty", {"name": "Name", "contains_target": "ContainsTarget", "partner": "Partner"},
    ),
    edm.ReferentialConstraint: ("ReferentialConstraint", {"property": "Property", "referenced": "ReferencedProperty"}),
    edm.OnDelete: ("OnDelete", {"action": "Action"}),
    edm.PropertyRef: ("PropertyRef", {"path": "Name", "alias": "Alias"}),
    edm.Member: ("Member", {"name": "Name", "value": "Value"}),
    edm.Operation: (
        "", {"name": "Name", "bound": "IsBound", "composable": "IsComposable", "entity_set_path": "EntitySetPath"},
    ),
    edm.Parameter: ("Parameter", {"name": "Name"}),
    edm.ReturnType: ("ReturnType", {}),
    edm.Term: (
        "Term", {"name": "Name", "default": "DefaultValue", "base_term": "BaseTerm", "applies_to": "AppliesTo"},
    ),
    edm.EntityContainer: ("EntityContainer", {"name": "Name", "extends": "Extends"}),
    edm.EntitySet: (
        "EntitySet", {"name": "Name", "type": "EntityType", "in_service_document": "IncludeInServiceDocument"},
    ),
    edm.Singleton: ("Singleton", {"name": "Name", "type": "Type", "nullable": "Nullable"}),
    edm.OperationImport: (
        "", {"name": "Name", "entity_set": "EntitySet", "in_service_document": "IncludeInServiceDocument"},
    ),
    edm.NavigationPropertyBinding: ("NavigationPropertyBinding", {"path": "Path", "target": "Target"}),
    edm.Annotation: ("Annotation", {"term": "Term", "qualifier": "Qualifier"}),
    edm.PropertyValue: ("PropertyValue", {"name": "Property"}),
    edm.Record: ("Record", {"type": "Type"}),
    edm.CollectionExpression: ("Collection", {}),
    edm.Null: ("Null", {}),
    edm.Schema: ("Schema", {"namespace": "Namespace", "alias": "Alias"}),
    edm.Reference: ("Reference", {"uri": "Uri"}),
    edm.Include: ("Include", {"namespace": "Namespace", "alias": "Alias"}),
    edm.IncludeAnnotations: (
        "IncludeAnnotations",
        {"term_namespace": "TermNamespace", "qualifier": "Qualifier", "target_namespace": "TargetNamespace"},
    ),
}  # fmt: skip
_ELSEWHERE = {"location", "kind"}


@dataclass
class Reported:
    """The telling of one model; `holders` are the spellings of what each annotation stands on, by its number."""

    model: edm.EdmModel
    facts: Facts = field(default_factory=Counter)
    holders: dict[int, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.model.version != "4.0":
            self._add(0, "Edmx", "Version", self.model.version)
        for each in (*self.model.references, *self.model.schemas):
            self._tell(each, 0, ())

    def _tell(self, value: Any, place: int, above: tuple[str, ...]) -> None:
        kind = type(value)
        place = value.location.element if getattr(value, "location", None) else place
        if kind is edm.Constant or kind is edm.PathExpression:
            self._add(place, value.kind, "", "")
            self._add(place, value.kind, "text", value.text if kind is edm.Constant else value.path)
        elif kind is edm.Operator:
            self._operator(value, place)
        elif kind is edm.Annotations:
            self._parts(value, place, (value.target,), {"target": ""})
        elif kind is edm.Annotation and self._met(value, above):
            pass
        elif kind is not edm.Default:
            name, said = SAID[kind]
            name = name or _operation_tag(value)
            self._add(place, name, "", "")
            self._said(value, place, name, said)
            self._parts(value, place, tuple(_spelled(value, above)), said)

    def _met(self, value: edm.Annotation, above: tuple[str, ...]) -> bool:
        """One that targets all overloads of an operation stands on each of them."""
        assert value.location
        known = value.location.element in self.holders
        self.holders.setdefault(value.location.element, set()).update(above)
        return known

    def _said(self, value: Any, place: int, name: str, said: dict[str, str]) -> None:
        if isinstance(value, edm.OperationImport):
            self._add(place, name, value.kind.capitalize(), _text(value.operation))
        for slot, attribute in said.items():
            held = getattr(value, slot)
            if held is not None and held != _defaults(type(value)).get(slot, MISSING):
                self._add(place, name, attribute, " ".join(held) if slot == "applies_to" else _text(held))

    def _parts(self, value: Any, place: int, spelled: tuple[str, ...], said: dict[str, str]) -> None:
        name = SAID[type(value)][0] if type(value) in SAID else ""
        for slot in _defaults_and_others(type(value)):
            held = getattr(value, slot)
            if slot in said or slot in _ELSEWHERE or held is None:
                continue
            if isinstance(held, edm.TypeRef):
                self._type(held, place, name)
            elif isinstance(held, edm.Facets):
                self._facets(held, place, name)
            elif isinstance(held, tuple) and not isinstance(held, edm.QName):
                for each in held:
                    self._tell(each, place, spelled)
            elif is_dataclass(held):
                self._tell(held, place, spelled)
            else:
                assert (
                    isinstance(value, edm.OperationImport) and slot == "operation"
                ), f"{type(value)}.{slot} is not stated"

    def _type(self, ref: edm.TypeRef, place: int, name: str) -> None:
        self._add(place, name, "Type", f"Collection({_text(ref.name)})" if ref.collection else _text(ref.name))
        if not ref.nullable:
            self._add(place, name, "Nullable", "False")
        self._facets(ref.facets, place, name)

    def _facets(self, facets: edm.Facets, place: int, name: str) -> None:
        for slot, attribute in _FACETS.items():
            if (held := getattr(facets, slot)) is not None:
                self._add(place, name, attribute, str(held))

    def _operator(self, value: edm.Operator, place: int) -> None:
        self._add(place, value.kind, "", "")
        if value.name is not None:
            attribute = {"Apply": "Function", "LabeledElement": "Name"}.get(value.kind, "text")
            self._add(place, value.kind, attribute, value.name)
        if value.type is not None:
            self._type(value.type, place, value.kind)
        for each in (*value.operands, *value.annotations):
            self._tell(each, place, ())

    def _add(self, place: int, name: str, attribute: str, value: str) -> None:
        self.facts[place, name, attribute, value] += 1


def _operation_tag(value: edm.Operation | edm.OperationImport) -> str:
    return value.kind.capitalize() + ("Import" if isinstance(value, edm.OperationImport) else "")


def _text(value: object) -> str:
    return value.name if isinstance(value, edm.QName) and not value.namespace else str(value)


@cache
def _defaults(kind: Any) -> dict[str, object]:
    return {each.name: each.default for each in fields(kind)}


@cache
def _defaults_and_others(kind: Any) -> tuple[str, ...]:
    return tuple(_defaults(kind))


def _spelled(value: Any, above: tuple[str, ...]) -> Iterator[str]:
    """How an annotation target may spell an element."""
    match value:
        case edm.Operation():
            yield str(value.name)
            yield value.signature
            yield f"{value.name}({','.join(str(each.type) for each in value.parameters)})"
        case edm.ReturnType():
            yield from (f"{each}/$ReturnType" for each in above)
        case edm.Schema():
            yield value.namespace
        case _:
            name = getattr(value, "name", None)
            if isinstance(name, edm.QName):
                yield str(name)
            elif isinstance(name, str):
                yield from (f"{each}/{name}" for each in above)


# --- compared --------------------------------------------------------------------------------------------------------


def unaccounted(root: ET.Element, reported: Iterable[Diagnostic], model: edm.EdmModel) -> list[str]:
    """What only one of the two says; empty where nothing is dropped and nothing made up."""
    tree, read = Tree(root, reported), Reported(model)
    lost = [f"not in the model: {each}" for each in (tree.facts - read.facts)]
    made_up = [f"not in the document: {each}" for each in (read.facts - tree.facts)]
    astray = [
        f"annotation {number} of {target} stands on {sorted(read.holders.get(number, ()))}"
        for number, target in tree.targets.items()
        if target not in read.holders.get(number, ())
    ]
    return [*lost, *made_up, *astray]
