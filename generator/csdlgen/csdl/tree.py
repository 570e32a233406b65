"""An XML document as plain values, with every element numbered: what the readers work on."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from csdlgen.csdl import tags
from csdlgen.errors import Location

MAX_DEPTH = 200
"""How many levels elements may be nested, the root being the first."""


class Node(NamedTuple):
    """An element: its tag, attributes (name, value, name, value ...), children, place, and text.

    Text is kept where CSDL has any: in elements without attributes, before the first child.
    """

    tag: str
    attributes: list[str]
    children: list[Node]
    location: Location
    text: str

    def pairs(self) -> dict[str, str]:
        """The attributes by name."""
        flat = iter(self.attributes)
        return dict(zip(flat, flat, strict=True))

    def get(self, name: str) -> str | None:
        """The value of an attribute."""
        return self.pairs().get(name)

    def named(self, tag: str) -> list[Node]:
        """The children with a tag."""
        return [each for each in self.children if each.tag == tag]


def element_path(root: Node, number: int) -> str:
    """Where the element of that number stands in the model: `ns.Type/property`, with tags for what has no name."""
    namespace = ""
    parts: list[str] = []
    node = root
    while True:
        if node.tag == tags.SCHEMA:
            namespace = node.get("Namespace") or ""
        elif node.tag not in (tags.EDMX, tags.DATA_SERVICES):
            parts.append(_own_name(node))
        if node.location.element >= number:
            break
        # Numbers are in document order, so the element is under the last child that does not begin behind it.
        node = node.children[bisect_right(node.children, number, key=_number) - 1]
    path = "/".join(parts)
    return printable(f"{namespace}.{path}" if namespace and path else namespace or path)


def _number(node: Node) -> int:
    return node.location.element


def _own_name(node: Node) -> str:
    if node.tag == tags.ANNOTATION:
        return "@" + (node.get("Term") or "")
    named = node.get("Name") or node.get("Target") or node.get("Property") or node.get("Namespace")
    return named or tags.local(node.tag)


def printable(text: str) -> str:
    """Foreign text on one line and capped."""
    return "".join(each if each.isprintable() else "?" for each in text[:300])
