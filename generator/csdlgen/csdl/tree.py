"""Elements of a document by number: where they begin, and what they are called."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import count, repeat
from typing import TypeAlias, cast
from xml.etree.ElementTree import Element

from csdlgen.csdl import tags
from csdlgen.errors import Location

Node: TypeAlias = Element
Places: TypeAlias = Mapping[Node, Location]

MAX_DEPTH = 200
"""How many levels elements may be nested, the root being the first."""


class TooDeepError(Exception):
    """Elements are nested deeper than `MAX_DEPTH`; carries the number of the first that is."""


def places_of(root: Node, source: str) -> Places:
    """The location of every element, start tags counted in document order from 0; raises `TooDeepError`."""
    _refuse_depth(root)
    # All of it runs in C, which for 46,000 elements of Graph takes a third of what a loop does.
    locations = map(tuple.__new__, repeat(Location), zip(repeat(source), count()))
    return dict(zip(root.iter(), cast(Iterator[Location], locations), strict=False))


def _refuse_depth(root: Node) -> None:
    """Goes down level by level, past all elements without children."""
    level = [root]
    for _ in range(MAX_DEPTH - 1):
        level = [child for node in level for child in node if len(child)]
        if not level:
            return
    children = {child for node in level for child in node}
    if children:
        raise TooDeepError(next(number for number, each in enumerate(root.iter()) if each in children))


def element_path(root: Node, places: Places, number: int) -> str:
    """Where the element of that number stands in the model: `ns.Type/property`, with tags for what has no name."""
    namespace = ""
    parts: list[str] = []
    node = root
    while True:
        if node.tag == tags.SCHEMA:
            namespace = node.get("Namespace", "")
        elif node.tag not in (tags.EDMX, tags.DATA_SERVICES):
            parts.append(_own_name(node))
        if places[node].element >= number:
            break
        # Numbers are in document order, so the element is under the last child that does not begin behind it.
        node = node[bisect_right(node, number, key=lambda child: places[child].element) - 1]
    path = "/".join(parts)
    return printable(f"{namespace}.{path}" if namespace and path else namespace or path)


def _own_name(node: Node) -> str:
    if node.tag == tags.ANNOTATION:
        return "@" + node.get("Term", "")
    named = node.get("Name") or node.get("Target") or node.get("Property") or node.get("Namespace")
    return named or tags.local(node.tag)


def printable(text: str) -> str:
    """Foreign text on one line and capped."""
    return "".join(each if each.isprintable() else "?" for each in text[:300])
