"""Elements as plain values: what is read of a document, what CSDL JSON becomes, and what is written."""

from __future__ import annotations

from collections.abc import Iterator

from csdlgen.csdl.xml import tags
from csdlgen.errors import Location
from csdlgen.unicode_14 import is_printable

NOWHERE = Location("", 0)


class XmlElement:
    """An element; blank text beside children is none. Equal is the same one, as a document may say a thing twice."""

    __slots__ = ("attributes", "children", "location", "tag", "text")

    def __init__(self, tag: str, attributes: dict[str, str], location: Location = NOWHERE) -> None:
        self.tag = tag
        self.attributes = attributes
        self.location = location
        self.children: list[XmlElement] = []
        self.text = ""

    def all(self) -> Iterator[XmlElement]:
        """The element and all elements in it, in document order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))

    def named(self, tag: str) -> list[XmlElement]:
        """The children with that tag."""
        return [child for child in self.children if child.tag == tag]


def path_of(root: XmlElement, element: XmlElement) -> str:
    """Where an element of a document is in the model: `ns.Type/property`, with tags for what has no name."""
    namespace = ""
    parts: list[str] = []
    node: XmlElement | None = root
    while node is not None:
        if node.tag == tags.SCHEMA:
            namespace = node.attributes.get("Namespace", "")
        elif node.tag not in (tags.EDMX, tags.DATA_SERVICES):
            parts.append(_own_name(node))
        # Elements are numbered in document order, so the last child that does not begin after the element holds it.
        before = [child for child in node.children if child.location <= element.location]
        node = before[-1] if before and node is not element else None
    path = "/".join(parts)
    return _printable(f"{namespace}.{path}" if namespace and path else namespace or path)


def _own_name(node: XmlElement) -> str:
    if node.tag == tags.ANNOTATION:
        return "@" + node.attributes.get("Term", "")
    names = (node.attributes.get(name) for name in ("Name", "Target", "Property", "Namespace"))
    return next(filter(None, names), None) or tags.local(node.tag)


def _printable(text: str) -> str:
    """Foreign text on one line and capped."""
    return "".join(char if is_printable(char) else "?" for char in text[:300])
