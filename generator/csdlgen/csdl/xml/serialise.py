"""Elements to be written, and their text, which lxml makes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from lxml import etree

from csdlgen.csdl.xml.element import XmlElement
from csdlgen.csdl.xml.tags import EDM_NS, EDMX_NS, edm
from csdlgen.edm.model import Facets, QName, TypeRef

Attribute: TypeAlias = tuple[str, str | None]
_PREFIXES = {EDM_NS: None, EDMX_NS: "edmx"}


def element(name: str, *attributes: Attribute, children: Iterable[XmlElement] = (), text: str = "") -> XmlElement:
    """An element, of the `edm` namespace unless `name` is a tag; attributes without a value are left out."""
    stated = {attribute: value for attribute, value in attributes if value is not None}
    made = XmlElement(name if "}" in name else edm(name), stated)
    made.children.extend(children)
    made.text = text
    return made


def flag(name: str, value: bool) -> Attribute:
    """A boolean attribute that is false by default."""
    return name, "true" if value else None


def name_text(name: QName) -> str:
    """A qualified name, or a simple one where the document did not qualify it."""
    return str(name) if name.namespace else name.name


def type_attributes(ref: TypeRef) -> tuple[Attribute, ...]:
    """`Type`, `Nullable` where it is false, and the facets."""
    name = name_text(ref.name)
    return (
        ("Type", f"Collection({name})" if ref.collection else name),
        ("Nullable", None if ref.nullable else "false"),
        *facet_attributes(ref.facets),
    )


def facet_attributes(facets: Facets) -> tuple[Attribute, ...]:
    """The facets that are stated (section 7.2)."""
    unicode = None if facets.unicode is None else str(facets.unicode).lower()
    numbers = (
        ("MaxLength", facets.max_length),
        ("Precision", facets.precision),
        ("Scale", facets.scale),
        ("SRID", facets.srid),
    )
    return *((name, None if value is None else str(value)) for name, value in numbers), ("Unicode", unicode)


def render(root: XmlElement) -> str:
    """The document of a root element, indented by two blanks."""
    written = _written(root, None)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{etree.tostring(written, encoding="unicode", pretty_print=True)}'


def _written(node: XmlElement, parent: etree._Element | None) -> etree._Element:
    namespace = etree.QName(node.tag).namespace or ""
    prefixes = {_PREFIXES[namespace]: namespace}
    if parent is None:
        made = etree.Element(node.tag, node.attributes, prefixes)
    else:
        made = etree.SubElement(parent, node.tag, node.attributes, prefixes)
    made.text = node.text or None
    for child in node.children:
        _written(child, made)
    return made
