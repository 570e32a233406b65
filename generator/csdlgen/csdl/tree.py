"""An XML document as plain values: what the readers work on, with every element numbered.

One pass over lxml's tree makes them. The readers come back to elements in other orders than the document's, and ask
for the same things several times; each such question to lxml costs more than this whole value.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import NamedTuple

from lxml import etree

from csdlgen.csdl import tags
from csdlgen.errors import Location

MAX_DEPTH = 200


class Node(NamedTuple):
    """An element: tag with namespace, attributes as pairs, children, place; text only where it has no attributes."""

    tag: str
    items: list[tuple[str, str]]
    children: list[Node]
    location: Location
    text: str | None

    def get(self, name: str) -> str | None:
        """The value of an attribute."""
        return next((value for key, value in self.items if key == name), None)

    def named(self, tag: str) -> list[Node]:
        """The children with a tag."""
        return [each for each in self.children if each.tag == tag]


class TooDeep(Exception):
    """Elements are nested deeper than `MAX_DEPTH` levels."""


def snapshot(root: etree._Element, source: str) -> Node:
    """The whole tree under `root`; raises `TooDeep`."""
    made = _numbering(source)
    return made(root, 1)


def _numbering(source: str) -> Callable[[etree._Element, int], Node]:
    number = -1
    new = tuple.__new__  # a third of the time of a named tuple's own constructor, for 46,000 elements of Graph

    def node(el: etree._Element, depth: int) -> Node:
        nonlocal number
        number += 1
        location = new(Location, (source, number))
        items = el.items()
        if not len(el):
            return new(Node, (el.tag, items, [], location, None if items else el.text))
        if depth >= MAX_DEPTH:
            raise TooDeep
        depth += 1
        return new(Node, (el.tag, items, [node(each, depth) for each in el], location, None if items else el.text))

    return node


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
        if node.location.element == number:
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
