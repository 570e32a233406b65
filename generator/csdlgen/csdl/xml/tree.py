"""Elements of a document: what they are called, what they say, and where they begin."""

from __future__ import annotations

from functools import cached_property
from typing import TypeAlias
from xml.etree.ElementTree import Element

from csdlgen.csdl.xml import tags
from csdlgen.errors import Location

Node: TypeAlias = Element

MAX_DEPTH = 200
"""How many levels an expression may have, the annotation being the first."""


class Tree:
    """A document that has been parsed; finds out where its elements stand when somebody wants to know."""

    def __init__(self, source: str, root: Node) -> None:
        self.source = source
        self.root = root

    def number(self, element: Node) -> int:
        """How many start tags come before that of the element."""
        return self._numbers[element]

    def location(self, element: Node) -> Location:
        """Where the element stands."""
        return Location(self.source, self.number(element))

    def path(self, element: Node) -> str:
        """Where the element stands in the model: `ns.Type/property`, with tags for what has no name."""
        namespace = ""
        parts: list[str] = []
        node: Node | None = element
        while node is not None:
            if node.tag == tags.SCHEMA:
                namespace = node.get("Namespace", "")
            elif node.tag not in (tags.EDMX, tags.DATA_SERVICES):
                parts.append(_own_name(node))
            node = self._parents.get(node)
        path = "/".join(reversed(parts))
        return printable(f"{namespace}.{path}" if namespace and path else namespace or path)

    @cached_property
    def _numbers(self) -> dict[Node, int]:
        return {each: number for number, each in enumerate(self.root.iter())}

    @cached_property
    def _parents(self) -> dict[Node, Node]:
        return {child: each for each in self.root.iter() for child in each}


def _own_name(node: Node) -> str:
    if node.tag == tags.ANNOTATION:
        return "@" + node.get("Term", "")
    named = (node.get(name) for name in ("Name", "Target", "Property", "Namespace"))
    return next(filter(None, named), None) or tags.local(node.tag)


def printable(text: str) -> str:
    """Foreign text on one line and capped."""
    return "".join(each if each.isprintable() else "?" for each in text[:300])
