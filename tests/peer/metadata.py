"""What a server's $metadata says, read without csdlgen, so that tests have a second opinion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

_EDM = "{http://docs.oasis-open.org/odata/ns/edm}"

Annotations = Mapping[str, ElementTree.Element]  # by term, with the alias that the document uses: Core.Computed


@dataclass(frozen=True, slots=True)
class Property:
    """A structural property; `type` is the text of the attribute, such as `Collection(Edm.String)`."""

    name: str
    type: str
    length: int | None
    annotations: Annotations

    @property
    def is_mandatory(self) -> bool:
        """Whether the service refuses null and no value (Common.FieldControl of SAP's vocabulary)."""
        control = self.annotations.get("Common.FieldControl")
        return control is not None and control.get("EnumMember", "").endswith("/Mandatory")

    @property
    def is_computed(self) -> bool:
        """Whether the service sets it, whatever a client sends (Core.Computed)."""
        return _is_true(self.annotations.get("Core.Computed"))

    @property
    def is_immutable(self) -> bool:
        return _is_true(self.annotations.get("Core.Immutable"))

    @property
    def allowed(self) -> tuple[str, ...]:
        """The only values that it may have; empty where any may."""
        allowed = self.annotations.get("Validation.AllowedValues")
        values = [] if allowed is None else allowed.iter(f"{_EDM}PropertyValue")
        return tuple(value.get("String") or value.get("Int") or "" for value in values)


@dataclass(frozen=True, slots=True)
class Resource:
    """An entity set or a singleton with the properties of its type."""

    name: str
    is_set: bool
    type: str
    keys: tuple[str, ...]
    properties: tuple[Property, ...]
    annotations: Annotations


@dataclass(frozen=True, slots=True)
class Operation:
    """An action or a function, without its binding parameter; types by name of parameter, as the document has them."""

    name: str
    is_bound: bool
    parameters: Mapping[str, str]
    required: frozenset[str]
    """Those that take no null: collections, in CAP 7."""


@dataclass(frozen=True, slots=True)
class Metadata:
    resources: tuple[Resource, ...]
    operations: tuple[Operation, ...]


def read_metadata(text: bytes) -> Metadata:
    """Read CSDL XML with one schema, as CAP writes it."""
    schema = ElementTree.fromstring(text).find(f".//{_EDM}Schema")
    assert schema is not None
    annotations = dict(_annotations(schema))
    types = {f"{schema.get('Namespace')}.{type_.get('Name')}": type_ for type_ in schema.iter(f"{_EDM}EntityType")}
    container = schema.find(f"{_EDM}EntityContainer")
    assert container is not None
    prefix = f"{schema.get('Namespace')}.{container.get('Name')}"
    resources = [
        _resource(element, types, annotations, prefix)
        for element in container
        if element.tag in (f"{_EDM}EntitySet", f"{_EDM}Singleton")
    ]
    operations = [_operation(element) for element in schema if element.tag in (f"{_EDM}Action", f"{_EDM}Function")]
    return Metadata(tuple(resources), tuple(operations))


def _annotations(schema: ElementTree.Element) -> Iterator[tuple[str, Annotations]]:
    for group in schema.iter(f"{_EDM}Annotations"):
        target = group.get("Target", "")
        yield target, {element.get("Term", ""): element for element in group.findall(f"{_EDM}Annotation")}


def _resource(
    element: ElementTree.Element,
    types: Mapping[str, ElementTree.Element],
    annotations: Mapping[str, Annotations],
    prefix: str,
) -> Resource:
    name = element.attrib["Name"]
    type_name = element.get("EntityType") or element.attrib["Type"]
    type_ = types[type_name]
    properties = tuple(
        Property(
            member.attrib["Name"],
            member.attrib["Type"],
            int(length) if (length := member.get("MaxLength")) else None,
            annotations.get(f"{type_name}/{member.get('Name')}", {}),
        )
        for member in type_.findall(f"{_EDM}Property")
    )
    keys = tuple(reference.attrib["Name"] for reference in type_.iter(f"{_EDM}PropertyRef"))
    is_set = element.tag == f"{_EDM}EntitySet"
    return Resource(name, is_set, type_name, keys, properties, annotations.get(f"{prefix}/{name}", {}))


def _operation(element: ElementTree.Element) -> Operation:
    is_bound = element.get("IsBound") == "true"
    parameters = element.findall(f"{_EDM}Parameter")[1 if is_bound else 0 :]
    types = {parameter.attrib["Name"]: parameter.attrib["Type"] for parameter in parameters}
    required = frozenset(item.attrib["Name"] for item in parameters if item.get("Nullable") == "false")
    return Operation(element.attrib["Name"], is_bound, types, required)


def _is_true(annotation: ElementTree.Element | None) -> bool:
    return annotation is not None and annotation.get("Bool", "true") == "true"
